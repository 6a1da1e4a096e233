"""Of what a procedure has answered: every column by its header, whatever the words called it."""

from __future__ import annotations

from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Column
from seglam_lang.matching import use_of
from seglam_lang.requests.headers import digest_of_headers
from seglam_lang.requests.model import (
    FromCellColumn,
    FromColumn,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
    FromValue,
)
from seglam_lang.store.records import Use

SALES = {"columns": ["Region", "Sales (EUR)"], "rows": [["North", 3], ["South", 4]]}
INPUTS = read_inputs(values={"table": SALES})
ROWS = INPUTS.values["table"]
DIGEST = digest_of_headers(INPUTS.tables["table"].headers)
REGION, AMOUNT = Column("Region", TEXT), Column("Sales (EUR)", NUMBER)
KNOWN_REGION, KNOWN_AMOUNT = FromHeader("table", "region", "Text"), FromHeader("table", "sales (eur)", "Number")


def use(*pairs: tuple[Any, Any]) -> Use | None:
    return use_of("hash", [source for source, _ in pairs], [value for _, value in pairs], INPUTS)


def test_columns_are_known_by_their_headers_however_they_were_found() -> None:
    known = Use("hash", (FromTable("table"), KNOWN_AMOUNT), DIGEST)
    for source in (FromColumn(0), FromColumn(1, "table", "number"), FromCellColumn(0), KNOWN_AMOUNT):
        assert use((FromTable("table"), ROWS), (source, AMOUNT)) == known


def test_what_the_words_state_is_left_open_and_what_they_do_not_is_kept() -> None:
    value = FromValue(FromColumn(0), "North", ("North", "South"))
    found = use(
        (FromTable("table"), ROWS),
        (FromColumn(0), REGION),
        (value, "North"),
        (FromSlot(3), 7),
        (FromPart(1, "first"), 8),
    )
    assert found is not None
    assert found.sources[2:] == (FromValue(FromHeader("table", ""), "North"), FromSlot(0), FromSlot(0))
    assert found.sources[1] == KNOWN_REGION


def test_tables_are_known_by_their_headers_in_any_order_and_spelling() -> None:
    def of(*headers: str) -> Any:
        (table,) = read_inputs(values={"t": {"columns": list(headers), "rows": []}}).tables.values()
        return digest_of_headers(table.headers)

    assert of("sales (EUR)", "REGION") == DIGEST
    assert of("Region", "Sales (EUR)", "Day") != DIGEST


def test_only_one_table_by_itself_can_be_known_again() -> None:
    two = read_inputs(values={"table": SALES, "rate": 2})
    assert use_of("hash", [FromTable("table")], [ROWS], two) is None
    assert use_of("hash", [FromInput("rate")], [2], read_inputs(values={"rate": 2})) is None
