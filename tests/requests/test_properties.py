"""Properties: literals read back, templates do not depend on the values, binding inverts them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.computing.numbers import parse_number, show_number
from seglam_lang.language.types import NUMBER, TEXT, column_of
from seglam_lang.matching.arguments import arguments_of
from seglam_lang.requests import kinds, read
from seglam_lang.requests.model import CellRef, ColumnRef, FromCellColumn, FromColumn, FromSlot, Wording
from seglam_lang.requests.template import Template
from seglam_lang.requests.tokens import norms, squeeze

whole = st.integers(0, 10**9)
exact = st.decimals(0, 10**6, allow_nan=False, places=3).map(lambda value: parse_number(str(value)))
number = st.one_of(whole, exact).filter(lambda value: value is not None)
_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_WORDS = f"{_TEENS} eighteen nineteen".split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(value: int, last: bool = True) -> str:
    """`value` as English spells it; "and" only in its last group ("one hundred and two thousand" may be two)."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = value % scale
            joint = " and " if last and rest < 100 and scale <= 1000 else " "
            return f"{in_words(value // scale, False)} {name}" + (f"{joint}{in_words(rest, last)}" if rest else "")
    if value < 20:
        return _WORDS[value]
    return _TENS[value // 10 - 2] + (f"-{_WORDS[value % 10]}" if value % 10 else "")


@given(number)
def test_numbers_read_back(value: Any) -> None:
    for written in (show_number(value), f"{value:,}"):
        mentions = read(f"twice {written} please", Inputs()).mentions
        assert [(each.kind, each.value) for each in mentions] == [(kinds.NUMBER, value)]
    percent = read(f"{show_number(value)}% of it", Inputs()).mentions[0]
    assert percent.kind == kinds.PERCENT
    assert Decimal(percent.value) * 100 == value


@given(st.integers(0, 10**12 - 1))
def test_number_words_read_back(value: int) -> None:
    mentions = read(f"add {in_words(value)} apples", Inputs()).mentions
    assert [(each.kind, each.value) for each in mentions] == [(kinds.NUMBER, value)]


@given(st.dates())
def test_dates_read_back(day: Any) -> None:
    written = [day.isoformat(), f"{day.month}/{day.day}/{day.year:04}", f"{day:%B} {day.day}, {day.year:04}"]
    for text in written:
        assert [each.value for each in read(f"days since {text}", Inputs()).mentions if each.kind == kinds.DATE] == [
            day
        ]


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    assert squeeze(text) == "".join(norms(text))
    if not text.strip():
        return
    reading = read(text, read_inputs(values={"table": {"columns": [text, "b"], "rows": [[text, 1]]}}))
    for match in reading.matches[:8]:
        assert reading.match_with(match.slots) == match
        assert Template.parse(match.template.key).parts == match.template.parts
    for token in reading.tokens:
        assert text[token.start : token.end] == token.text


@given(number, number, number, number)
def test_templates_do_not_depend_on_numbers(a: Any, b: Any, c: Any, d: Any) -> None:
    first, second = (read(f"Add {show_number(x)} to {show_number(y)}!", Inputs()) for x, y in ((a, b), (c, d)))
    assert first.template == second.template
    wording = Wording(first.template, "hash", (FromSlot(1), FromSlot(0)))
    assert arguments_of(wording, second.matches[0], Inputs(), (NUMBER, NUMBER)) == (d, c)


word = st.text("abcdefghijklmnopqrstuvwxyzäß", min_size=4, max_size=9).map(lambda text: "q" + text)


@pytest.mark.parametrize("quote", ["", '"'])
@given(data=st.data())
def test_cells_and_columns_bind_back(quote: str, data: st.DataObject) -> None:
    headers = data.draw(st.lists(word, min_size=3, max_size=3, unique_by=lambda text: text.casefold().rstrip("s")))
    cells = data.draw(st.lists(word, min_size=2, max_size=2, unique_by=str.casefold))
    inputs = read_inputs(values={"table": {"columns": headers, "rows": [[cells[0], 1, cells[1]], ["z", 2, "y"]]}})
    reading = read(f"the {headers[1]} of {quote}{cells[0].upper()}{quote}", inputs)
    match = next(match for match in reading.matches if list(map(type, match.slots)) == [ColumnRef, CellRef])
    assert match.template.text == "the {0:column} of {1:cell}"
    wording = Wording(match.template, "hash", (FromColumn(0), FromCellColumn(1), FromSlot(1)))
    bound = arguments_of(wording, match, inputs, (column_of(NUMBER), column_of(TEXT), TEXT))
    assert bound is not None
    assert (bound[0].header, bound[1].header, bound[2]) == (headers[1], headers[0], cells[0])
