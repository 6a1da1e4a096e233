"""Files that tests write and read, and what comes of them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.inputs import FileOptions, InputError, Inputs, read_inputs
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.model import Doubt
from seglam_lang.language.values import Table

ORDERS = "region,city,sales\nNorth,Oslo,3\nSouth,Rome,4\n"
TABLE = read_csv(ORDERS, "t").value
CELLS: list[list[Any]] = [
    ["region", "day", "when", "qty", "mixed"],
    ["North", date(2024, 1, 31), datetime(2024, 1, 31, 9, 30), 3, 5],
    ["South", date(2024, 2, 1), datetime(2024, 2, 1), 4.5, "n/a"],
]


def read(*files: str, **options: Any) -> Inputs:
    return read_inputs([("", given) for given in files], options=FileOptions(**options))


def table(given: str, **options: Any) -> Table:
    return read(given, **options).tables["table"]


def columns(given: str, **options: Any) -> dict[str, tuple[Any, ...]]:
    found = table(given, **options)
    return dict(zip(found.headers, found.cells, strict=True))


def refusal(*files: str, **options: Any) -> str:
    """The code and the message of the error."""
    with pytest.raises(InputError) as caught:
        read(*files, **options)
    return f"{caught.value.code}: {caught.value.message}"


def surprises(inputs: Inputs) -> list[str]:
    """The notes that stand under an answer."""
    return [note for note in inputs.notes if isinstance(note, Doubt)]


def write(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def zipped(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name.replace("_", "."), content)
    return packed.getvalue()
