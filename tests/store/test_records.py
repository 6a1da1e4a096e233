"""The stored form of a wording's sources: a row of kind, slot, name and header, as the first version wrote it."""

from __future__ import annotations

from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.computing.numbers import LIMIT
from seglam_lang.language.types import SCALARS
from seglam_lang.requests.families import FAMILIES
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.model import (
    ArgumentSource,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
    FromValue,
)
from seglam_lang.store.packing import pack_sources, unpack_sources

slots, names, families = st.integers(0, 300), st.text(), st.sampled_from(sorted(FAMILIES))
cells = st.sampled_from((st.text(max_size=5), st.booleans(), st.integers(1 - LIMIT, LIMIT - 1), st.dates()))
holders = st.one_of(
    st.builds(FromColumn, slots, names, families, names.map(normal_header)),
    st.builds(FromCellColumn, slots, names),
    st.builds(FromHeader, names, names.map(normal_header), st.sampled_from([kind.name for kind in SCALARS])),
)
values = cells.flatmap(
    lambda kind: st.builds(FromValue, holders, kind, st.lists(kind, max_size=3, unique=True).map(tuple))
)
sources: st.SearchStrategy[ArgumentSource] = st.one_of(
    st.builds(FromSlot, slots, st.booleans(), st.sampled_from(["", "Number", "List<Text>"])),
    st.builds(FromColumn, slots, names, families),
    st.builds(FromCellColumn, slots, names),
    st.builds(FromHeader, names, names),
    st.builds(FromPart, st.integers(0, 16), st.sampled_from(("first", "last"))),
    st.builds(FromField, names, names),
    st.builds(FromTable, names),
    st.builds(FromInput, names, st.sampled_from(["", "Date", "List<Number>"])),
    holders,
    values,
)


@given(st.lists(sources))
def test_sources_read_back(given_: list[ArgumentSource]) -> None:
    assert unpack_sources(pack_sources(given_)) == tuple(given_)


@pytest.mark.parametrize(
    ("source", "row"),
    [
        (FromSlot(2), ["slot", 2, "", ""]),
        (FromColumn(0, "table"), ["column", 0, "table", ""]),
        (FromSlot(2, held=True), ["slot", 2, "held", ""]),
        (FromSlot(2, of="Date"), ["slot", 2, "", "Date"]),
        (FromColumn(0, "table", "text"), ["column", 0, "table", "text"]),
        (FromColumn(0, "table", "text", "unit price"), ["column", 0, "table", "text", "unit price"]),
        (FromCellColumn(1, "a"), ["cell-column", 1, "a", ""]),
        (FromHeader("table", "sales"), ["header", -1, "table", "sales"]),
        (FromPart(1, "last"), ["part", 1, "last", ""]),
        (FromField("order", "price"), ["field", -1, "order", "price"]),
        (FromTable("table"), ["table", -1, "table", ""]),
        (FromTable("table", "", ("trips",)), ["table", -1, "table", "", ["trips"]]),
        (FromInput("n"), ["input", -1, "n", ""]),
        (FromInput("n", "List<Number>"), ["input", -1, "n", "List<Number>"]),
        (FromHeader("table", "sales", "Number"), ["header", -1, "table", "sales", "Number"]),
        (
            FromValue(FromColumn(0, "table"), "Yes", ("No", "Yes")),
            ["value", -1, "", "", ["column", 0, "table", ""], b"\xa3Yes", b"\xc7\x07\x03\xa2No\xa3Yes"],
        ),
    ],
)
def test_the_stored_bytes_do_not_change(source: ArgumentSource, row: list[Any]) -> None:
    assert pack_sources([source]) == msgpack.packb([row])


def test_a_source_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'weather'"):
        unpack_sources(msgpack.packb([["weather", 0, "", ""]]))


@pytest.mark.parametrize(
    "row",
    [
        ["header", -1, "table", "Sales", "Number"],  # no normal form
        ["header", -1, "table", "sales", "Money"],  # no type
        ["header", -1, "table", 7, "Number"],
        ["header", -1, "table", "sales", "Number", ""],
        ["column", 0, "table", "money"],  # no family
        ["column", 0, "table", "", "Unit Price"],  # no normal form
        ["slot", 0, "kept", ""],
        ["value", -1, "", ""],
        ["value", -1, "", "", ["slot", 0, "", ""], b"\xa3Yes", b"\xc7\x00\x03"],  # no column
        ["value", -1, "", "", ["column", 0, "", ""], b"\xc7\x00\x03", b"\xc7\x00\x03"],  # a list is no cell
        ["value", -1, "", "", ["column", 0, "", ""], b"\xa3Yes", b"\xa3Yes"],
        ["value", -1, "", "", ["column", 0, "", ""], b"\xa3Yes", b"\xc7\x01\x03\x01"],  # a number among texts
        ["value", -1, "", "", ["column", 0, "", ""], b"Yes", b"\xc7\x00\x03"],
    ],
)
def test_what_no_wording_can_take_is_refused(row: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack_sources(msgpack.packb([row]))
