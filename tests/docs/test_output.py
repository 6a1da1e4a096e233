"""docs/output.md names the formats and the charts that there are, and its commands are right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from seglam_lang.cli.render import FIRST_ROWS, LAST_ROWS, MOST_ROWS
from seglam_lang.cli.reporting import CHARTS
from seglam_lang.output import formats
from seglam_lang.output.charts.planning import MOST_POINTS
from tests.bench.commands import ROOT
from tests.cli.conftest import ORDERS

PAGE = (Path(ROOT) / "docs" / "output.md").read_text(encoding="utf-8")


def test_the_endings() -> None:
    rows = "".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `."))
    named = set(re.findall(r"`\.([a-z]+)`", rows))
    assert named == {format.ending for format in formats.FORMATS} | set(formats.CHARTS)


def test_the_kinds_of_charts_and_the_limits() -> None:
    assert set(CHARTS) <= set(re.findall(r"`([a-z]+)`", PAGE))
    assert f"more than {MOST_ROWS} rows shows the first {FIRST_ROWS} and the last {LAST_ROWS}" in PAGE
    assert f"more than {MOST_POINTS:,} rows" in PAGE


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEGLAM_CACHE", str(tmp_path / "cache.sqlite"))
    Path("orders.csv").write_text(ORDERS, encoding="utf-8")
    commands = re.findall(r"^    seglam (exec .*?)(?:\s+#.*)?$", PAGE, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        if ".svg" not in command and ".xlsx" not in command:  # which need libraries
            assert CliRunner().invoke(cli, shlex.split(command)).exit_code == 0, command
