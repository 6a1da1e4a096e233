"""`seglam check`: everything that is wrong, at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from tests.cli.conftest import Run

GOOD = 'proc twice(x: Number) -> Number {\n  ask "twice {x}"\n  return x * 2\n}\n'
TWO_ERRORS = "proc f(x: Number) -> Number { return x.summ() }\nproc g(x: Text) -> Number { return x }\n"
BAD_ASKS = (
    'proc half(x: Number) -> Number {\n  ask "half of {y}"\n  ask "{x} halved"\n  ask "{x} by {z}"\n  return x / 2\n}\n'
)


def test_nothing_is_wrong(run: Run) -> None:
    Path("a.seg").write_text(GOOD)
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing is wrong in 1 file\n")


def test_all_errors_of_all_files(run: Run) -> None:
    Path("a.seg").write_text(TWO_ERRORS)
    Path("b.seg").write_text(GOOD)
    Path("c.seg").write_bytes(b"\xff\x00")
    result = run("check", "a.seg", "b.seg", "c.seg")
    assert result.exit_code == 2
    assert result.stderr == "3 errors in 2 of 3 files\n"
    assert result.stdout.startswith("error[unknown-method]")
    for place in ("a.seg:1:40", "a.seg:2:36", "c.seg"):
        assert f"--> {place}" in result.stdout


def test_phrases_are_checked_where_they_stand(run: Run) -> None:
    Path("a.seg").write_text(BAD_ASKS)
    result = run("check", "a.seg")
    assert result.exit_code == 2
    assert "a.seg:2:16" in result.stdout
    assert "a.seg:4:15" in result.stdout
    assert result.stderr == "2 errors in 1 of 1 file\n"


def test_json(run: Run) -> None:
    Path("a.seg").write_text(TWO_ERRORS)
    result = run("check", "--json")
    assert result.exit_code == 2
    report = json.loads(result.stdout)
    assert report["files"] == 1
    first = report["errors"][0]
    assert (first["file"], first["line"], first["column"], first["code"]) == ("a.seg", 1, 40, "unknown-method")
    Path("a.seg").write_text(GOOD)
    assert json.loads(run("check", "--json").stdout) == {"files": 1, "errors": []}


def test_standard_input() -> None:
    result = CliRunner().invoke(cli, ["check", "-"], input=TWO_ERRORS)
    assert result.exit_code == 2
    assert "--> <stdin>:1:40" in result.stdout


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02", b"\xef\xbb\xbfproc", b'proc f() -> Text { return "abc', b"proc \xd0\xb0() {}", b"x" * 10_000_000],
)
def test_no_file_is_too_bad_to_be_told_of(run: Run, data: bytes) -> None:
    Path("a.seg").write_bytes(data)
    result = run("check", "a.seg")
    assert result.exit_code == 2
    assert result.stderr == "1 error in 1 of 1 file\n"
    assert "error[" in result.stdout
    assert "Traceback" not in result.output


def test_errors_are_explained(run: Run) -> None:
    result = run("check", "--explain", "error[unknown-method]")
    assert result.exit_code == 0
    assert result.stdout.startswith("unknown-method: ")
    unknown = run("check", "--explain", "unknown-metod")
    assert unknown.exit_code == 2
    assert "did you mean `unknown-method`?" in unknown.stderr


def test_a_file_that_is_not_there_does_not_hide_the_others(run: Run) -> None:
    Path("a.seg").write_text(TWO_ERRORS)
    result = run("check", "nowhere.seg", "a.seg")
    assert result.exit_code == 2
    assert result.stderr == "2 errors in 1 of 1 file\nseglam: there is no file 'nowhere.seg'\n"
    assert run("check", "nowhere.seg").stderr == "seglam: there is no file 'nowhere.seg'\n"
