"""docs/files.md says which files are read, and how their cells are: what stands in its tables is read so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seglam_lang.inputs.columns import infer_texts
from seglam_lang.inputs.formats import ENDINGS, PACKED
from tests.bench.commands import ROOT

TEXT = (Path(ROOT) / "docs" / "files.md").read_text(encoding="utf-8")
FILES, CELLS = TEXT.split("## Numbers")
ROWS = [line.strip("|").split("|") for line in CELLS.splitlines() if line.startswith("| `")]
TYPES = "Date|DateTime|Time|Duration"
EACH = [(cell, told.strip()) for cells, told in ROWS for cell in re.findall("`([^`]+)`", cells)]
OF_TIME = [(cell, told) for cell, told in EACH if re.match(TYPES, told)]
NUMBERS = [cell for cell, told in EACH if not re.match(TYPES, told)]


@pytest.mark.parametrize("cell", NUMBERS)
def test_numbers(cell: str) -> None:
    others = ["1", "2", "3", "4"] if cell[0] in "0(" or cell[-1] == "-" else []  # what shows a mark or a zero to be one
    assert infer_texts([*others, cell], str).type.name == "Number"


@pytest.mark.parametrize(("cell", "told"), OF_TIME)
def test_dates_and_times(cell: str, told: str) -> None:
    headers = {"speaks of a time": "Dep time", "speaks of one": "Length", "mm:ss": "mm:ss", "Hours": "Hours worked"}
    header = next((header for words, header in headers.items() if words in told), "")
    assert infer_texts([cell], str, header).type.name == told.split(";")[0].split(",")[0]


def test_the_endings_of_files() -> None:
    named = re.findall(r"`(\.[a-z0-9]+)`", "".join(line for line in FILES.splitlines() if line.startswith("| ")))
    assert set(named) == {*ENDINGS, *PACKED}


def test_the_tables_are_found() -> None:
    assert len(NUMBERS) > 12 and len(OF_TIME) > 12
