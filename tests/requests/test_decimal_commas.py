"""Numbers with a decimal comma in a request."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.inputs.columns import infer_texts
from seglam_lang.language.values import Notation
from seglam_lang.requests import kinds, read
from seglam_lang.requests.model import Literal
from seglam_lang.requests.tokens import tokenise

COMMAS = read_inputs(values={"table": {"columns": ["Fee", "Hours"], "rows": [["37,50 €", "1,5"], ["1.070,00 €", "2"]]}})
POINTS = read_inputs(values={"table": {"columns": ["Fee", "Hours"], "rows": [["37.50 €", "1.5"], ["1,070.00 €", "2"]]}})


def numbers(request: str, inputs: Inputs) -> list[object]:
    """Return the numbers, percentages, amounts and lists that a request states, in order."""
    stated = (kinds.NUMBER, kinds.PERCENT, kinds.money("EUR"), kinds.LIST)
    found = [each for each in read(request, inputs).visible if isinstance(each, Literal) and each.kind in stated]
    return [each.value for each in sorted(found, key=lambda each: each.first)]


def test_a_table_shows_that_it_has_decimal_commas() -> None:
    assert Notation.DECIMAL_COMMA in COMMAS.notations
    assert POINTS.notations == frozenset()


@pytest.mark.parametrize(
    ("request_text", "among_commas", "among_points"),
    [
        ("fees over 1.000,00 €", [1000], [1000]),
        ("fees over 37,50 €", [Decimal("37.5")], [Decimal("37.5")]),
        ("fees over €37,50", [Decimal("37.5")], [Decimal("37.5")]),
        ("hours over 1,5", [Decimal("1.5")], [1, 5]),
        ("fees over 1.000", [1000], [1]),
        ("fees over 2.5", [Decimal("2.5")], [Decimal("2.5")]),
        ("fees over 1,000", [1], [1000]),
        ("12,5% of fees", [Decimal("0.125")], [12, Decimal("0.05")]),
        ("37,50 € plus 2,5", [Decimal("37.5"), Decimal("2.5")], [Decimal("37.5"), Decimal("2.5")]),
        ("the fees 3, 8 and 12", [(3, 8, 12), 3, 8, 12], [(3, 8, 12), 3, 8, 12]),
        ("since 03.06.2024", [], []),
    ],
)
def test_what_has_a_decimal_comma(request_text: str, among_commas: list[object], among_points: list[object]) -> None:
    assert numbers(request_text, COMMAS) == among_commas
    assert numbers(request_text, POINTS) == among_points


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_is_the_same_however_it_is_written(amount: Decimal) -> None:
    american = f"{amount:,.2f}"
    german = american.translate(str.maketrans(",.", ".,"))
    assert numbers(f"fees over {german} EUR", POINTS) == numbers(f"fees over {american} EUR", POINTS)
    assert numbers(f"fees over {german}", COMMAS) == [amount]


@given(st.text("0123456789.,€ a", max_size=14))
def test_every_character_is_in_one_token(text: str) -> None:
    if not text.strip():
        return
    for inputs in (COMMAS, POINTS):
        tokens = read(text, inputs).tokens
        assert "".join(token.text for token in tokens) == "".join(token.text for token in tokenise(text))
        assert all(token.text == text[token.start : token.end] for token in tokens)


def test_columns_read_so_are_numbers_of_that_notation() -> None:
    assert infer_texts(["1,5", "0,25"], str).notation is Notation.DECIMAL_COMMA
    assert infer_texts(["1.5", "0.25"], str).notation is None
