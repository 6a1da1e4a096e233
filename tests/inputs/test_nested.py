"""Records in the cells of a table: their fields are columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.inputs import file as files
from seglam_lang.inputs import read_table
from seglam_lang.inputs.nested import MOST_COLUMNS, MOST_FIELDS
from seglam_lang.language import ArgumentError, load

VISITS: list[dict[str, Any]] = [
    {"user": "ann", "at": {"city": "Oslo", "place": {"zip": "0150"}}, "paid": 3},
    {"user": "bob", "at": None, "paid": 4},
    {"user": "cid", "at": {"place": {"zip": "0151"}, "tags": ["x"]}, "paid": 5},
]
HEADERS = ("user", "at.city", "at.place.zip", "paid")
CELLS = (("ann", "bob", "cid"), ("Oslo", None, None), ("0150", None, "0151"), (3, 4, 5))


def headers(rows: Any) -> tuple[str, ...]:
    return tuple(read_table(rows).value.headers)


@pytest.mark.parametrize("large", [0, 1 << 62])
def test_the_fields_of_a_record_are_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(files, "LARGE", large)
    (tmp_path / "v.json").write_text(json.dumps(VISITS))
    (tmp_path / "v.jsonl").write_text("\n".join(map(json.dumps, VISITS)))
    for given in (VISITS, tmp_path / "v.json", tmp_path / "v.jsonl"):
        read = read_table(given)
        assert (read.value.headers, read.value.cells) == (HEADERS, CELLS)
        assert "column at.city: Text, 2 blank" in read.notes
        assert "column at.tags: left out, as it holds no cells of a table (list)" in read.notes


@pytest.mark.parametrize("large", [0, 1 << 62])
def test_in_parquet_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(files, "LARGE", large)
    plain = [{"user": each["user"], "at": each["at"] and {"city": each["at"].get("city")}} for each in VISITS]
    parquet.write_table(pyarrow.Table.from_pylist(plain), tmp_path / "v.parquet")
    assert headers(tmp_path / "v.parquet") == ("user", "at.city")


def test_headers_that_are_there_already_are_numbered() -> None:
    assert headers([{"a.b": 1, "a": {"b": 2}}]) == ("a.b 1", "a.b 2")


def test_a_map_of_keys_to_values_is_no_record() -> None:
    rows = [{"n": 1, "by day": {f"day {day}": day for day in range(MOST_FIELDS + 1)}}]
    assert headers(rows) == ("n",)
    assert headers([{"n": 1, "by day": {1: 2}}]) == ("n",)
    assert headers([{"n": 1, "by day": {}}]) == ("n",)


def test_records_in_records_without_end() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = {"a": deep}
    assert headers([{"n": 1, "deep": deep}]) == ("n",)


def test_one_column_becomes_no_more_columns_than_the_most() -> None:
    """50 fields a record are 2,500 columns over two levels, though no row has more than one of them."""

    def of(count: int) -> list[dict[str, Any]]:
        return [{"n": at, "deep": {f"a{at // 40}": {f"b{at % 40}": at}}} for at in range(count)]

    assert len(headers(of(MOST_COLUMNS))) == 1 + MOST_COLUMNS
    read = read_table(of(MOST_COLUMNS + 1))
    assert read.value.headers == ("n",)
    assert "column deep: left out, as it holds no cells of a table (dict)" in read.notes


def test_the_strict_door_refuses_them() -> None:
    module = load("proc n(rows: Table) -> Number { return rows.count() }")
    with pytest.raises(ArgumentError, match="at"):
        module["n"](VISITS)
