"""Words that do not say what is done: they ask for what they have meant of one table after another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.matching.agreed import ENOUGH, agreed
from seglam_lang.requests import Template, Wording
from seglam_lang.requests.model import FromColumn, FromTable
from seglam_lang.store import Found

HEADERS = ("sales", "hours", "fares", "crates", "plays")


def found(header: str, procedure: str = "sum", text: str = "{0:column} by {1:column}", of: str = "number") -> Found:
    sources = FromTable("table"), FromColumn(0, "table", of, header), FromColumn(1, "table", "text", "team")
    return Found(0, Wording(Template.parse(f"table\n{text}"), procedure, sources), "agreed", "")


def test_enough_tables_make_it_general() -> None:
    known = [found(header) for header in HEADERS[:ENOUGH]]
    (general,) = agreed(known)
    assert general.wording.sources == (
        FromTable("table"),
        FromColumn(0, "table", "number"),
        FromColumn(1, "table", "text"),
    )
    assert list(agreed(known[:-1])) == []


def test_one_that_means_another_procedure_is_enough_against_it() -> None:
    assert list(agreed([*(found(header) for header in HEADERS[:-1]), found(HEADERS[-1], "max")])) == []


def test_other_families_of_columns_are_believed_where_they_have_been_seen() -> None:
    general = list(agreed([found(header, of=of) for header in HEADERS for of in ("number", "code")]))
    assert [each.wording.sources[1] for each in general] == [
        FromColumn(0, "table", "number"),
        FromColumn(0, "table", "code"),
    ]


def test_without_any_word_nothing_is_general() -> None:
    assert list(agreed([found(header, text="{0:column} {1:column}") for header in HEADERS])) == []


@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(["sum", "max"])), max_size=8))
def test_what_is_believed_was_seen_under_enough_headers_and_never_contradicted(seen: list[tuple[str, str]]) -> None:
    known = [found(header, procedure) for header, procedure in seen]
    believed = list(agreed(known))
    is_enough = len({header for header, _ in seen}) >= ENOUGH and len({procedure for _, procedure in seen}) == 1
    assert bool(believed) == is_enough
