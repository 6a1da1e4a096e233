"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from seglam_lang.layer import current_layer
from seglam_lang.store import Store
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [re.sub(r"(?m)^ {4}", "", block) for block in re.findall(r"(?m)(?:^(?: {4}.*)?\n)+", README)]
COMMAND = re.compile(r"(?m)^\$ (seglam .*)\n((?:(?!\$ ).*\n)*)")
STATUS = re.compile(r"hit · ([0-9a-f]{12}) · [0-9.]+ m?s")  # how long differs from run to run


def documented() -> list[tuple[str, str]]:
    """The commands with their output, without those that a model must have answered before."""
    with Store.open(":memory:", [current_layer()]) as store:
        ships = {stored.hash[:12] for stored in store.procedures()}
    pairs = [(command, output.strip("\n")) for block in BLOCKS for command, output in COMMAND.findall(block)]
    return [
        (command, output)
        for command, output in pairs
        if output.startswith("seglam: ") or ((last := STATUS.search(output)) and last[1] in ships)
    ]


def test_there_is_something_to_show() -> None:
    assert len(documented()) >= 4


@pytest.mark.parametrize(("command", "output"), documented(), ids=[command for command, _ in documented()])
def test_a_command_prints_what_is_shown(
    command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SEGLAM_CACHE", str(tmp_path / "cache.sqlite"))
    result = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert STATUS.split(result.output.strip("\n")) == STATUS.split(output)


def test_the_python_example_runs(run: Run) -> None:
    [code] = [block for block in BLOCKS if "from seglam_lang import Seglam" in block]
    names: dict[str, object] = {}
    exec(code, names)
    assert getattr(names["answer"], "status", "") == "hit"


def test_the_written_procedure_compiles(run: Run) -> None:
    [source] = [block for block in BLOCKS if "proc total_by" in block]
    Path("readme.seg").write_text(source, encoding="utf-8")
    assert run("compile", "readme.seg").exit_code == 0


def test_every_command_is_named() -> None:
    for command in ("exec", "compile", "cache list", "trace"):
        assert f"seglam {command}" in README
