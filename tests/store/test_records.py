"""The stored form of a wording's sources: a row of kind, slot, name and header, as the first version wrote it."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
)
from seglam_lang.store.packing import pack_sources, unpack_sources

slots, names = st.integers(0, 300), st.text()
sources: st.SearchStrategy[ArgumentSource] = st.one_of(
    st.builds(FromSlot, slots),
    st.builds(FromColumn, slots, names),
    st.builds(FromCellColumn, slots, names),
    st.builds(FromHeader, names, names),
    st.builds(FromPart, st.integers(0, 16), st.sampled_from(("first", "last"))),
    st.builds(FromField, names, names),
    st.builds(FromTable, names),
    st.builds(FromInput, names),
)


@given(st.lists(sources))
def test_sources_read_back(given_: list[ArgumentSource]) -> None:
    assert unpack_sources(pack_sources(given_)) == tuple(given_)


@pytest.mark.parametrize(
    ("source", "row"),
    [
        (FromSlot(2), ["slot", 2, "", ""]),
        (FromColumn(0, "table"), ["column", 0, "table", ""]),
        (FromCellColumn(1, "a"), ["cell-column", 1, "a", ""]),
        (FromHeader("table", "sales"), ["header", -1, "table", "sales"]),
        (FromPart(1, "last"), ["part", 1, "last", ""]),
        (FromField("order", "price"), ["field", -1, "order", "price"]),
        (FromTable("table"), ["table", -1, "table", ""]),
        (FromInput("n"), ["input", -1, "n", ""]),
    ],
)
def test_the_stored_bytes_do_not_change(source: ArgumentSource, row: list[str | int]) -> None:
    assert pack_sources([source]) == msgpack.packb([row])


def test_a_source_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'weather'"):
        unpack_sources(msgpack.packb([["weather", 0, "", ""]]))
