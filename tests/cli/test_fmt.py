"""`seglam fmt`: one layout, and no file is ever harmed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from seglam_lang.language import parse
from seglam_lang.language.syntax.formatting import format_source
from tests.cli.conftest import Run

UGLY = "# twice as much\nproc twice( x:Number )->Number {   return x*2 # done\n}\nexample twice( 2 )==4"
PRETTY = "# twice as much\nproc twice(x: Number) -> Number {\n  return x * 2 # done\n}\nexample twice(2) == 4\n"


def test_files_are_formatted_in_place(run: Run) -> None:
    Path("a.seg").write_text(UGLY)
    result = run("fmt", "a.seg")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("a.seg").read_text() == PRETTY
    assert "formatted a.seg" in result.stderr
    again = run("fmt", "a.seg")
    assert "1 file left as it is" in again.stderr
    assert Path("a.seg").read_text() == PRETTY


def test_folders_are_walked(run: Run) -> None:
    for name in ("a.seg", "inner/b.seg", ".hidden/c.seg", "d.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(UGLY)
    result = run("fmt")
    assert result.exit_code == 0
    assert [Path(name).read_text() == PRETTY for name in ("a.seg", "inner/b.seg", ".hidden/c.seg", "d.txt")] == [
        True,
        True,
        False,
        False,
    ]
    assert run("fmt", "inner", "inner/b.seg").stderr == "1 file left as it is\n"


def test_check_names_the_files_and_writes_nothing(run: Run) -> None:
    Path("a.seg").write_text(UGLY)
    Path("b.seg").write_text(PRETTY)
    result = run("fmt", "--check")
    assert (result.exit_code, result.stdout) == (1, "a.seg\n")
    assert Path("a.seg").read_text() == UGLY
    assert run("fmt", "--check", "b.seg").exit_code == 0


def test_diff_shows_and_writes_nothing(run: Run) -> None:
    Path("a.seg").write_text(UGLY)
    result = run("fmt", "--diff", "a.seg")
    assert result.exit_code == 0
    assert "-example twice( 2 )==4\n\\ No newline" in result.stdout
    assert "+example twice(2) == 4\n" in result.stdout
    assert Path("a.seg").read_text() == UGLY


def test_standard_input_goes_to_standard_output() -> None:
    result = CliRunner().invoke(cli, ["fmt", "-"], input=UGLY)
    assert (result.exit_code, result.stdout, result.stderr) == (0, PRETTY, "")


def test_what_does_not_parse_is_left_as_it_is(run: Run) -> None:
    broken = {"b.seg": b"proc f(x: Number) -> Number { return x + }", "c.seg": b"\xff\xfe\x00", "d.seg": b'proc f( "'}
    for name, data in broken.items():
        Path(name).write_bytes(data)
    Path("a.seg").write_text(UGLY)
    result = run("fmt")
    assert result.exit_code == 2
    assert result.stderr.endswith("seglam: 3 of 4 files do not parse and were left as they are\n")
    assert "b.seg:1:42" in result.stderr
    assert {name: Path(name).read_bytes() for name in broken} == broken
    assert Path("a.seg").read_text() == PRETTY


def test_line_ends_and_byte_order_marks_go(run: Run) -> None:
    Path("a.seg").write_bytes(b"\xef\xbb\xbf" + PRETTY.replace("\n", "\r\n").encode())
    assert run("fmt", "--check", "a.seg").exit_code == 1
    assert run("fmt", "a.seg").exit_code == 0
    assert Path("a.seg").read_bytes() == PRETTY.encode()


def test_mode_and_links_stay(run: Run) -> None:
    Path("real.seg").write_text(UGLY)
    Path("real.seg").chmod(0o640)
    Path("link.seg").symlink_to("real.seg")
    assert run("fmt", "link.seg").exit_code == 0
    assert Path("link.seg").is_symlink()
    assert Path("real.seg").read_text() == PRETTY
    assert stat.S_IMODE(Path("real.seg").stat().st_mode) == 0o640
    assert sorted(os.listdir()) == ["link.seg", "orders.csv", "real.seg"]


def test_a_write_that_fails_leaves_the_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.seg").write_text(UGLY)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "a.seg")

    monkeypatch.setattr("seglam_lang.cli.fmt.os.replace", fail)
    result = run("fmt", "a.seg")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert Path("a.seg").read_text() == UGLY
    assert sorted(os.listdir()) == ["a.seg", "orders.csv"]


@pytest.mark.parametrize("arguments", [("nowhere.seg",), ("empty",)])
def test_nothing_to_format(run: Run, arguments: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    result = run("fmt", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("seglam: there ")


def test_formatting_twice_changes_nothing_more() -> None:
    sources = sorted(Path(__file__).parents[2].glob("cache/*.seg"))
    assert sources
    for source in sources:
        once = format_source(source.read_bytes())
        assert format_source(once.encode()) == once
        assert parse(once) == parse(source.read_bytes())
