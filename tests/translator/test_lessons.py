"""What the model learns from: programs under the names of drafts, in tokens that it has."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language import Signature, check_draft, completion
from seglam_lang.translator.bodies import NotAdmitted, canonical
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.lessons import lessons
from seglam_lang.translator.nano.programs import MESSAGE, Unspeakable, speakable, vocabulary_of
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.vocabulary import END, REFUSE, tokens_of
from seglam_lang.translator.writing import source_of
from tests.translator.models import small_vocabulary

STAFF: dict[str, Any] = {
    "table": {
        "columns": ["Name", "Team", "Pay", "Age"],
        "rows": [["Ann", "Red", 10, 30], ["Bo", "Red", 20, 40], ["Cy", "Blue", 30, 50], ["Di", "Blue", 5, 20]],
    }
}
READS = small_vocabulary()
SPEAKS = small_vocabulary(vocabulary_of({"total": ["a", "b", "c", "d", "e"]}))


def signature_of(program: str) -> tuple[str, Signature]:
    headed = Headed.of(program)
    parameters = headed.parameters(read_inputs(values=STAFF))
    return headed.source, Signature(tuple(param for param, _ in parameters))


@pytest.mark.parametrize(
    ("program", "written"),
    [
        ("rows.where(r => r[`Pay`] > 7).count()", "return rows.where(row => row[column_0] > 7).count()"),
        ("rows.map(person => person[`Pay`]).sum()", "return rows.map(row => row[column_0]).sum()"),
        (
            "let high = rows.maximum(`Pay`)\nreturn rows.where(row => row[`Pay`] == high).values(`Name`)",
            "let x1 = rows.maximum(column_0)\nreturn rows.where(row => row[column_0] == x1).values(column_1)",
        ),
    ],
)
def test_parameters_and_steps_have_the_names_that_drafts_give(program: str, written: str) -> None:
    body, signature = signature_of(program)
    assert canonical(body, signature) == completion.lexemes(written)


@settings(max_examples=50)
@given(st.permutations(["a", "b", "row", "x1", "total"]))
def test_names_do_not_matter(names: list[str]) -> None:
    first, second, third, *_ = names
    program = (
        f"let {first} = rows.where({second} => {second}[`Pay`] > 7)\n"
        f"let {third} = {first}.average(`Pay`)\n"
        f"return {first}.where({second} => {second}[`Pay`] > {third}).count()"
    )
    body, signature = signature_of(program)
    found = source_of(tokens_of(canonical(body, signature)))
    assert found.startswith("let x1 =") and "let x2 =" in found
    assert check_draft(found, signature).core == check_draft(body, signature).core


def test_what_drafts_may_not_say_is_told() -> None:
    body, signature = signature_of("rows.values(`Pay`).map(x => x.to_json()).first()")
    with pytest.raises(NotAdmitted, match="to_json"):
        canonical(body, signature)


def taught(request: str, program: str | None) -> tuple[list[str], Counter[str]]:
    left_out: Counter[str] = Counter()
    asked = Asked("own", "table:1", request, STAFF, program, None, "b")
    made = [" ".join(lesson.program) for lesson in lessons([asked], READS, left_out)]
    return made, left_out


def test_a_program_is_written_over_what_the_reader_offers() -> None:
    made, _ = taught("who earns more than 7?", "rows.where(row => row[`Pay`] > 7).values(`Name`)")
    assert made == [f"return rows .where( row => row [ c2 ] > s0 ) .values( c0 ) {END}"]


def test_what_must_be_refused_is_one_token() -> None:
    assert taught("who is the nicest?", None) == ([REFUSE], Counter())


def test_what_the_reader_does_not_offer_is_counted() -> None:
    made, left_out = taught("who earns more than a waiter?", "rows.where(row => row[`Pay`] > 17.25).values(`Name`)")
    assert made == [] and list(left_out) == ["not offered: Number > a Number column"]


def test_names_without_a_token_get_general_ones() -> None:
    program = ["return", "rows", ".map(", "{", "kwh", ":", "1", ",", "total", ":", "2", "}", ")", ".", "kwh", END]
    assert speakable(program, SPEAKS) == [{"kwh": "value"}.get(token, token) for token in program]


def test_messages_are_all_one() -> None:
    assert speakable([".require(", '"no such person"', ")"], SPEAKS) == [".require(", MESSAGE, ")"]


def test_a_number_without_a_token_cannot_be_said() -> None:
    with pytest.raises(Unspeakable, match=r"17\.25"):
        speakable(["return", "17.25", END], SPEAKS)
