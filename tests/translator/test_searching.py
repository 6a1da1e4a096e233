"""Programs that are searched for questions of which only the answer is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import Failure
from seglam_lang.requests import read
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.sources.answers import atoms
from seglam_lang.translator.nano.sources.asked import LeftOut, as_json, checked
from seglam_lang.translator.nano.sources.candidates import Candidates, key_of
from seglam_lang.translator.nano.sources.searching import from_answer, is_done_by_words

GAMES = {
    "columns": ["Team", "Coach", "Wins", "Losses", "City"],
    "rows": [
        ["Ajax", "Olsen", 9, 1, "Oslo"],
        ["Roma", "Ricci", 7, 3, "Rome"],
        ["Como", "Olsen", 7, 5, "Bern"],
        ["Lyon", "Petit", 2, 8, "Rome"],
        ["Genk", "Maes", 5, 5, None],
    ],
}


def row(request: str, answer: Any) -> dict[str, Any]:
    return {"id": "nt-1", "db": "csv/1.csv", "request": request, "inputs": {"table": GAMES}, "answer": answer}


@pytest.mark.parametrize(
    ("request_", "answer", "program"),
    [
        ("which team had the most wins?", "Ajax", "rows.top(1, `Wins`).values(`Team`)"),
        ("how many teams are from rome?", "2", 'rows.where(row => row[`City`] == "Rome").count()'),
        ("who is the coach of genk?", "Maes", 'rows.where(row => row[`Team`] == "Genk").values(`Coach`)'),
        ("how many more wins did ajax have than lyon?", "7",
         'rows.value(`Team`, "Ajax", `Wins`) - rows.value(`Team`, "Lyon", `Wins`)'),
        ("what is the last team listed?", "Genk", "rows.take_last(1).values(`Team`)"),
        ("which team is after roma?", "Como", 'rows.values(`Team`).drop_while(x => x != "Roma").at(2)'),
        ("which teams have more than 5 wins?", ["Ajax", "Roma", "Como"],
         "rows.where(row => row[`Wins`] > 5).values(`Team`)"),
    ],
)  # fmt: skip
def test_a_program_is_found_that_says_what_the_words_say(request_: str, answer: Any, program: str) -> None:
    (found,) = from_answer(row(request_, answer))
    assert found.program == program
    assert checked(found) is found


@pytest.mark.parametrize(
    ("request_", "answer", "why"),
    [
        ("which team had the most wins?", "Nowhere", "no program that is tried gives the answer"),
        ("how many stadiums were torn down in rome?", "3", "do not explain the words"),
        ("who has more losses, lyon or como?", "Como", "do not explain the words"),  # it is Lyon: Como is only said
        ("what was the average of ajax?", "9", "do not explain the words"),  # the maximum, the value: not an average
    ],
)
def test_what_is_not_sure_is_left_out(request_: str, answer: Any, why: str) -> None:
    with pytest.raises(LeftOut, match=why):
        from_answer(row(request_, answer))


@pytest.mark.parametrize(
    ("program", "words", "is_said"),
    [
        ("rows.top(1, `Wins`).values(`Team`)", "who has the most wins", True),
        ("rows.top(1, `Wins`).values(`Team`)", "who has wins", False),
        ("rows.where(row => row[`Wins`] >= 5).bottom(1, `Wins`).values(`Team`)", "who has at least 5 wins", False),
        ('rows.where(row => row[`a or b`] == "x > y").values(`Team`)', "which team is x", True),
        ('rows.where(row => row[`a`] == "x" or row[`a`] == "y").count()', "how many are x or y", True),
        ('rows.where(row => row[`a`] == "x" or row[`a`] == "y").count()', "how many are x", False),
    ],
)
def test_each_thing_that_is_done_is_said_by_a_word_of_its_own(program: str, words: str, is_said: bool) -> None:
    assert is_done_by_words(program, words.split()) is is_said


WORDS = st.sampled_from(
    ["ajax", "roma", "olsen", "rome", "wins", "most", "7", "5", "more than", "team", "how many", "or"]
)
CELLS = st.tuples(
    st.sampled_from(["Ajax", "Roma", "Como"]), st.sampled_from(["Olsen", "Ricci"]), st.integers(0, 9) | st.none()
)


def inputs_of(rows: list[tuple[str, str, int | None]]) -> Inputs:
    cells = [list(each) for each in rows]
    return read_inputs(values={"table": {"columns": ["Team", "Coach", "Wins"], "rows": cells}})


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(CELLS, min_size=1, max_size=5), st.integers(0, 10_000))
def test_a_candidate_gives_what_it_is_said_to_give(words: list[str], rows: list[tuple[Any, ...]], pick: int) -> None:
    """The fast search in Python and the language agree, but for a blank: there the language may fail."""
    inputs = inputs_of(rows)
    found = list(Candidates(read(" ".join(words), inputs).loosely, inputs.tables["table"]).all())
    candidate = found[pick % len(found)]
    try:
        answer = as_json(Headed.of(candidate.program).run(inputs))
    except Failure:
        assert any(None in each for each in rows)
        return
    assert key_of(list(atoms(answer))) == candidate.key
