"""What the first models are asked with."""

from __future__ import annotations

from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import Reading, read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.first.prompt import encode
from seglam_lang.translator.first.vocabulary import Vocabulary
from seglam_lang.translator.vocabulary import END, REFUSE

NAMES = (*(f"c{i}" for i in range(4)), *(f"s{i}" for i in range(16)))
VOCABULARY = Vocabulary((END, REFUSE, "return", *NAMES), ("what", "is", "the", "total", "sal", "##es", "of", "plus"))
TABLE = {"columns": ["region", "sales"], "rows": [["North", 1], ["South", 2]]}


def reading_of(request: str, **inputs: Any) -> Reading:
    return read(request, read_inputs(values=inputs))


def prompt_text(request: str, **inputs: Any) -> str:
    reading = reading_of(request, **inputs)
    return " ".join(VOCABULARY.tokens[i] for i in encode(reading, scope_of(reading), VOCABULARY))


def test_mentions_are_marked_in_place_and_the_schema_follows() -> None:
    assert prompt_text("the total sales of North", table=TABLE) == (
        "<request> the total c0 sal ##es of s0 <cell> c1 <unknown> <unknown> <unknown> <unknown> <unknown> "
        "<schema> c0 <:Number> sal ##es c1 <:Text> <unknown> <unknown> <unknown> <unknown> <unknown> <unknown> "
        "<program>"
    )


def test_a_number_is_told_by_its_size_only() -> None:
    assert prompt_text("what is 3 plus 4.5") == (
        "<request> what is s0 <number> <whole> plus s1 <number> <decimal> <schema> <program>"
    )


def test_a_vocabulary_reads_back() -> None:
    assert Vocabulary.from_json(VOCABULARY.to_json()) == VOCABULARY


def test_words_are_cut_into_the_longest_known_pieces() -> None:
    assert [VOCABULARY.tokens[i] for i in VOCABULARY.word("sales")] == ["sal", "##es"]
    assert [VOCABULARY.tokens[i] for i in VOCABULARY.word("salx")] == ["sal", "<unknown>"]


def test_a_vocabulary_without_names_for_values_has_them_in_no_prompt() -> None:
    """The scope has them; a model that has not learned what they are for is asked as it was trained."""
    table = {"columns": ["state", "sales"], "rows": [["open", 1], ["paid", 2], ["open", 3], ["paid", 4]]}
    reading = reading_of("what is the total of sales", table=table)
    scope = scope_of(reading)
    assert "v0" in scope.origins and not VOCABULARY.implicit
    assert encode(reading, scope, VOCABULARY) == encode(reading, scope.for_first_models(), VOCABULARY)
    assert Vocabulary((END, REFUSE, "v0"), ()).implicit
