"""Words that only address somebody."""

from __future__ import annotations

import pytest

from seglam_lang.requests.courtesy import without_courtesy
from seglam_lang.requests.template import Template


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("please add {0:number} and {1:number} for me", "add {0:number} and {1:number}"),
        ("hey , can you please divide {0:number} by {1:number} ? thanks", "divide {0:number} by {1:number} ?"),
        (
            "i need to know how to convert {0:unit:mass} to {1:unit:mass}",
            "how to convert {0:unit:mass} to {1:unit:mass}",
        ),
        ("what 's the answer to {0:number} - {1:number}", "{0:number} - {1:number}"),
        ("help me convert {0:unit:length} into {1:unit:length}", "convert {0:unit:length} into {1:unit:length}"),
    ],
)
def test_courtesy_at_the_ends_is_looked_past(asked: str, plain: str) -> None:
    found = without_courtesy(Template.parse(f"\n{asked}"))
    assert found is not None and found.text == plain


@pytest.mark.parametrize(
    "asked", ["add {0:number} and {1:number}", "please", "please {0:number}", "what you can tell me about {0:number}"]
)
def test_what_says_something_is_kept(asked: str) -> None:
    assert without_courtesy(Template.parse(f"\n{asked}")) is None
