"""What `ask` phrases stand for, and what is said of those that are wrong: every case in golden/.

`python -m tests.requests.test_asks` writes the expected files anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.language import LanguageError, check, render_all
from seglam_lang.requests.asks import wordings_of
from seglam_lang.requests.diagnostics import diagnose
from seglam_lang.requests.model import ArgumentSource, FromPart, FromSlot

CASES = sorted((Path(__file__).parent / "golden").glob("*.seg"))


def slot_of(source: ArgumentSource) -> int:
    """The slot that an argument comes from."""
    assert isinstance(source, FromSlot)
    return source.slot


def said_about(path: Path) -> str:
    """All that is said about a file, as a terminal shows it."""
    source = path.read_text(encoding="utf-8")
    return render_all(LanguageError(diagnose(source)), source, path.name) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_diagnostics_are_as_agreed(path: Path) -> None:
    assert said_about(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def templates(ask: str, params: str = "a: Number, b: Number", result: str = "Number", body: str = "a + b") -> list[str]:
    """The templates of a procedure with that phrase, in order."""
    source = f'proc p({params}) -> {result} {{\n  ask "{ask}"\n  return {body}\n}}\n'
    [checked] = check(source)
    return [wording.template.text for wording in wordings_of(checked, "", source)]


def test_white_space_around_alternatives_does_not_matter() -> None:
    assert templates("(what is |) the  sum (of |){a} and {b}") == [
        "what is the sum of {0:number} and {1:number}",
        "what is the sum {0:number} and {1:number}",
        "the sum of {0:number} and {1:number}",
        "the sum {0:number} and {1:number}",
    ]


def test_slots_are_numbered_in_each_expansion() -> None:
    source = 'proc less(a: Number, b: Number) -> Number { ask "({a} minus {b}|take {b} from {a})" return a - b }'
    [checked] = check(source)
    minus, take = wordings_of(checked, "", source)
    assert minus.template.text == "{0:number} minus {1:number}"
    assert take.template.text == "take {0:number} from {1:number}"
    assert [slot_of(each) for each in minus.sources] == [0, 1]
    assert [slot_of(each) for each in take.sources] == [1, 0]


def test_a_slot_may_have_several_kinds() -> None:
    assert templates("({a}|{a:percent}) plus {b}") == ["{0:number} plus {1:number}", "{0:percent} plus {1:number}"]


def test_signs_stand_in_braces() -> None:
    assert templates("{(}{a}{|}{b}{)}") == ["( {0:number} | {1:number} )"]


def test_what_is_written_twice_is_one_wording() -> None:
    assert len(templates("(sum |sum  |)of {a} and {b}")) == 2


def test_as_many_as_are_allowed() -> None:
    assert len(templates(f"{'(a|b|c|d) ' * 6}{{a}} {{b}}")) == 4_096


def test_a_slot_may_name_the_two_ends_of_a_period_or_range() -> None:
    params, body = "a: Date, b: Date", "a.days_until(b)"
    assert templates("days in {a, b:period}", params, "Number", body) == ["days in {0:period}"]
    assert templates("days in {a, b}", params, "Number", body) == ["days in {0:period}"]
    assert templates("sum over {a, b:range}") == ["sum over {0:range:number}"]
    source = 'proc p(a: Number, b: Number) -> Number { ask "sum over {b, a}" return a - b }'
    [checked] = check(source)
    [wording] = wordings_of(checked, "", source)
    assert wording.sources == (FromPart(0, "last"), FromPart(0, "first"))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ("days in {a, b:period}", "are Number and Number, which are the ends of no period"),
        ("sum of {a, c}", "`c` is no parameter"),
        ("sum of {a, b, a}", "a slot is written twice"),
        ("sum of {a, b:percent}", "are no two ends"),
        ("sum of {a, b} and {a}", "a slot is written twice"),
    ],
)
def test_two_ends_that_are_none(ask: str, message: str) -> None:
    with pytest.raises(LanguageError, match=message):
        templates(ask)


def test_a_list_of_texts_may_be_cells_of_a_table() -> None:
    found = templates(
        "rows for {wanted}",
        "rows: Table, wanted: List<Text>",
        "Number",
        'if wanted.contains("x") then 0 else rows.count()',
    )
    assert found == ["rows for {0:list:text}", "rows for {0:list:cell}"]


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(said_about(case), encoding="utf-8")
