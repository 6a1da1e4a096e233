"""Wordings said of other arguments than those that they came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Column
from seglam_lang.requests.model import FromColumn, FromHeader, FromPart, FromSlot, FromTable, Wording
from seglam_lang.requests.spoken import spoken
from seglam_lang.requests.template import Template

FEE, VET = Column("Fee (€)", NUMBER), Column("Vet", TEXT)


def wording(text: str, *sources: Any) -> Wording:
    return Wording(Template.parse(f"table: Table\n{text}"), "hash", (FromTable("table"), *sources))


@pytest.mark.parametrize(
    ("asks", "arguments", "said"),
    [
        (wording("total {0:column} by {1:column}", FromColumn(0), FromColumn(1)), (FEE, VET), "total Fee (€) by Vet"),
        (wording("by {0:column} the {1:column}", FromColumn(1), FromColumn(0)), (FEE, VET), "by Vet the Fee (€)"),
        (wording("what did each bring in", FromHeader("table", "fee")), (FEE,), "what did each bring in"),
        (wording("over {0:number}", FromSlot(0)), (Decimal("2.5"),), "over 2.5"),
        (wording("since {0:date}", FromSlot(0)), (date(2024, 3, 1),), "since 2024-03-01"),
        (wording("with {0:percent} off", FromSlot(0)), (Decimal("0.18"),), "with 18% off"),
        (wording("with {0:percent} off", FromSlot(0)), ("a quarter",), "with a quarter off"),
        (wording("fees of {0:list:cell}", FromSlot(0)), (("Ito", "Ray"),), "fees of Ito, Ray"),
        (wording("fees of {0:cell}", FromSlot(0)), ("Ito",), "fees of Ito"),
        (
            wording("in {0:period}", FromPart(0, "first"), FromPart(0, "last")),
            (date(2024, 3, 1), date(2024, 3, 31)),
            "in 2024-03-01 to 2024-03-31",
        ),
        (wording("{0:column} per {0}", FromColumn(0)), (FEE,), "Fee (€) per Fee (€)"),
        (wording("rows of {0:column}"), (), "rows of"),  # it is named, and not taken
    ],
)
def test_arguments_stand_in_the_places_of_slots(asks: Wording, arguments: tuple[Any, ...], said: str) -> None:
    assert spoken(asks, ["the rows", *arguments]) == said
