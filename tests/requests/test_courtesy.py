"""Words that only address somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.courtesy import is_polite, without_courtesy
from seglam_lang.requests.template import Template, without_end
from seglam_lang.requests.tokens import norms


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("please add {0:number} and {1:number} for me", "add {0:number} and {1:number}"),
        ("hey , can you please divide {0:number} by {1:number} ? thanks", "divide {0:number} by {1:number}"),
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


STATES = read_inputs(table={"columns": ["state", "check", "sales"], "rows": [["ME", "OK", 3], ["HI", "bad", 4]]})


@pytest.mark.parametrize("request_text", ["total sales for me", "ok total sales", "hi, total sales"])
def test_a_word_that_names_something_is_not_polite(request_text: str) -> None:
    plain = Template.parse("table\ntotal {0:column}")
    assert not read(request_text, STATES).matches_of(plain)
    other = read_inputs(table={"columns": ["sales"], "rows": [[3]]})
    assert read(request_text, other).matches_of(plain)


POLITE = st.sampled_from(
    ["please", "hello,", "can you", "ok", "thanks", "for me", "total", "add", "3", "and", "5", "?"]
)


@given(st.lists(POLITE, min_size=1, max_size=6).map(" ".join))
def test_what_is_not_polite_has_no_template_without_courtesy(request_text: str) -> None:
    words = norms(request_text)
    template = Template.written(without_end(words), "")
    assert is_polite(words) or without_courtesy(template) is None
