"""Every folder of examples/ as a person runs it: compile the procedure, ask without a model, compare the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/request.txt"))
NOT_INPUTS = {"request.txt", "expected.txt", "procedure.seg"}


def inputs_of(folder: Path) -> list[str]:
    """`--in FILE` for the one input; `--in NAME=FILE` for each of several."""
    files = sorted(path for path in folder.iterdir() if path.name not in NOT_INPUTS)
    named = [f"{path.stem}={path}" if len(files) > 1 else str(path) for path in files]
    return [part for name in named for part in ("--in", name)]


def test_there_are_examples() -> None:
    assert len(FOLDERS) >= 8


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_example(folder: Path, tmp_path: Path) -> None:
    cache = ["--cache", str(tmp_path / "cache.sqlite")]
    compiled = CliRunner().invoke(cli, ["compile", str(folder / "procedure.seg"), *cache])
    assert compiled.exit_code == 0, compiled.output

    request = (folder / "request.txt").read_text(encoding="utf-8").strip()
    answered = CliRunner().invoke(cli, ["exec", request, *inputs_of(folder), "--no-model", *cache])
    assert answered.exit_code == 0, answered.output
    assert answered.stdout == (folder / "expected.txt").read_text(encoding="utf-8")
    assert answered.stderr.startswith("hit · ")
