"""What `ask` phrases stand for, and what is said of those that are wrong: every case in golden/.

`python -m tests.requests.test_asks` writes the expected files anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import Checked, LanguageError, check, render_all
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.requests.asks import wordings_of
from seglam_lang.requests.diagnostics import diagnose
from seglam_lang.requests.given import format_given
from seglam_lang.requests.model import (
    ArgumentSource,
    FromColumn,
    FromHeader,
    FromPart,
    FromSlot,
    FromValue,
    Wording,
)

CASES = sorted((Path(__file__).parent / "golden").glob("*.seg"))


def slot_of(source: ArgumentSource) -> int:
    """The slot that an argument comes from."""
    assert isinstance(source, FromSlot)
    return source.slot


def part_of(source: ArgumentSource) -> str:
    """The part of a value that an argument is."""
    assert isinstance(source, FromPart)
    return source.part


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


def test_a_column_of_amounts_is_said_by_the_phrase() -> None:
    source = (
        'proc p(rows: Table, n: Column<Number>) -> Number {\n  ask "add up {n:amounts}"\n  return rows.total(n)\n}\n'
    )
    [checked] = check(source)
    [wording] = wordings_of(checked, "", source)
    assert wording.template.text.endswith("add up {0:column}")
    assert wording.sources[1] == FromColumn(0, "table", "amount")


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


BEST = """
proc best<T>(rows: Table, pay: Column<Number>, key: Column<T>, wanted: T) -> Number {{
  {ask}
  return rows.where(row => row[key] == wanted).total(pay)
}}
"""


def given_in(ask: str) -> tuple[list[Wording], Checked]:
    """The wordings of a procedure with that `ask`, and the procedure."""
    source = BEST.format(ask=ask)
    [checked] = check(source)
    return wordings_of(checked, "", source), checked


KEY = FromHeader("table", "status")


@pytest.mark.parametrize(
    ("ask", "sources"),
    [
        (
            'ask "owed" with pay = "Net_Amount", key = "Status", wanted = "Open" of key',
            [FromHeader("table", "net amount", "Number"), KEY, FromValue(KEY, "Open")],
        ),
        (
            'ask "owed" with wanted = 2 of key in [1, 2], key: Column<Number> = "Level", pay = "pay"',
            [
                FromHeader("table", "pay", "Number"),
                FromHeader("table", "level", "Number"),
                FromValue(FromHeader("table", "level", "Number"), 2, (1, 2)),
            ],
        ),
        (
            'ask "{pay} of {key}" with wanted = true of key',
            [FromColumn(0, "table"), FromColumn(1, "table"), FromValue(FromColumn(1, "table"), True)],
        ),
        (
            'ask "{pay} of {wanted}" with key = "Status"',
            [FromColumn(0, "table"), KEY, FromSlot(1)],
        ),
    ],
)
def test_what_stands_behind_with(ask: str, sources: list[ArgumentSource]) -> None:
    for wording in given_in(ask)[0]:
        by_name = dict(zip(given_in(ask)[1].params, wording.sources, strict=True))
        assert [by_name["pay"], by_name["key"], by_name["wanted"]] == sources


@given(
    st.sampled_from(["", "Text", "Date", "Number"]),
    st.text(min_size=1, max_size=9),
    st.lists(st.text(max_size=5), max_size=3, unique=True),
)
def test_what_is_printed_reads_back(kind: str, header: str, among: list[str]) -> None:
    typed = f": Column<{kind}>" if kind else ""
    value = f"wanted = {show_value(header)} of key in {show_value(tuple(among))}" if kind in ("", "Text") else ""
    phrase = 'ask "{pay} of {wanted}"' if not value else 'ask "{pay} or so"'
    [wording, *_], checked = given_in(f"{phrase} with key{typed} = {show_value(header)}{value and ', '}{value}")
    printed = format_given(wording.sources, checked.params, checked.core.params)
    [again, *_], _ = given_in(f"{phrase} {printed}")
    assert again == wording
    assert format_given(again.sources, checked.params, checked.core.params) == printed


def test_what_the_words_spell_needs_no_with() -> None:
    [wording, *_], checked = given_in('ask "{pay} of {key} {wanted}"')
    assert format_given(wording.sources, checked.params, checked.core.params) == ""


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ('ask "owed" with cost = "Cost"', "`cost` is no parameter"),
        ('ask "owed" with pay = "A", pay = "B"', "`pay` is given twice"),
        ('ask "owed" with rows = "A"', "`rows` is a table"),
        ('ask "owed" with pay = 5', "its header in quotes"),
        ('ask "owed" with pay = "A" of key', "and no value of one"),
        ('ask "owed" with pay: Column<Text> = "A"', "is a Column<Number>, not a Column<Text>"),
        ('ask "owed" with wanted = "Open"', "which column holds `wanted`"),
        ('ask "owed" with wanted = "Open" of state', "`state` is no column"),
        ('ask "owed" with wanted = "Open" of rows', "`rows` is no column"),
        ('ask "owed" with wanted = "Open" of pay', "the column `pay` cannot hold `wanted`"),
        ('ask "owed" with wanted = ["Open"] of key', "a cell is a"),
        ('ask "owed" with wanted = name of key', "there is no `name`"),
        ('ask "owed" with wanted = "Open" of key in "Paid"', "as a list"),
        ('ask "owed" with wanted = "Open" of key in [1]', "each value of `key`"),
        ('ask "owed" with key: Column<Number> = "K", wanted = "Open" of key', "`wanted`"),
        ('ask "owed" with wanted: Text = "Open" of key', "the type of `wanted`"),
        ('ask "{pay} owed" with pay = "Amount", key = "K", wanted = 1 of key', "is a slot of this phrase"),
        ('ask "owed" with pay = "Amount"', "which column `key` is"),
    ],
)
def test_what_cannot_stand_behind_with(ask: str, message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        given_in(ask)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "params", "body", "found"),
    [
        ("open at {a}", "a: Time", "a.hour()", ["open at {0:time}"]),
        ("year of {a}", "a: DateTime", "a.year()", ["year of {0:datetime}"]),
        ("hours in {a}", "a: Duration", "a.ratio(@PT1H)", ["hours in {0:duration}"]),
        ("hours in {a:duration}", "a: Duration", "a.ratio(@PT1H)", ["hours in {0:duration}"]),
        ("double {a:quantity in km}", "a: Number", "a * 2", ["double {0:quantity:kilometer}"]),
        ("double {a:quantity in months}", "a: Number", "a * 2", ["double {0:quantity:month}"]),
        ("double {a:age}", "a: Number", "a * 2", ["double {0:age:year}"]),
        ("double {a:age in months}", "a: Number", "a * 2", ["double {0:age:month}"]),
        ("double {a:money in nok}", "a: Number", "a * 2", ["double {0:money:NOK}"]),
        ("over {a, b:range of percent}", "a: Number, b: Number", "a + b", ["over {0:range:percent}"]),
        ("over {a, b:range of money in EUR}", "a: Number, b: Number", "a + b", ["over {0:range:money:EUR}"]),
        ("over {a, b:range of quantity in km}", "a: Number, b: Number", "a + b", ["over {0:range:quantity:kilometer}"]),
        ("open {a, b}", "a: Time, b: Time", "a.hour() + b.hour()", ["open {0:range:time}"]),
        ("for {a, b:range}", "a: Duration, b: Duration", "a.ratio(b)", ["for {0:range:duration}"]),
    ],
)
def test_literals_of_every_kind_may_be_slots(ask: str, params: str, body: str, found: list[str]) -> None:
    assert templates(ask, params, "Number", body) == found


def test_the_unit_of_a_slot_may_be_a_parameter() -> None:
    source = """
        proc size(n: Number, unit: Text) -> Text { ask "say {n, unit:quantity}" return n.to_text() + unit }
        proc age(n: Number, unit: Text) -> Text { ask "say {n, unit:age}" return n.to_text() + unit }
        proc price(n: Number, code: Text) -> Text { ask "say {n, code:money}" return n.to_text() + code }
    """
    for checked, text in zip(check(source), ("{0:quantity:mile}", "{0:age:year}", "{0:money:USD}"), strict=True):
        wordings = {each.template.text: each for each in wordings_of(checked, "", source)}
        number, unit = map(part_of, wordings[f"say {text}"].sources)
        assert number == "number" and unit in ("unit", "currency")


@pytest.mark.parametrize(
    ("ask", "message", "hint"),
    [
        ("double {a:quantity}", "a number of a unit that is not known", "quantity in km"),
        ("double {a:quantity in parsec}", "cannot be written as quantity in parsec", "parsec is no unit"),
        ("double {a:money in XYZ}", "cannot be written as money in XYZ", "XYZ is no currency code"),
        ("double {a:age in km}", "cannot be written as age in km", "km is no unit of an age"),
        ("double {a:percnt}", "cannot be written as percnt", "did you mean `percent`?"),
        ("double {a:time}", "is a Number, which cannot be written as time", ""),
        ("double {a:range of percent}", "cannot be written as range of percent", ""),
    ],
)
def test_kinds_that_do_not_fit_a_slot(ask: str, message: str, hint: str) -> None:
    with pytest.raises(LanguageError, match=message) as caught:
        templates(ask, "a: Number", "Number", "a * 2")
    assert hint in caught.value.diagnostics[0].hint


TIP = 'proc tip(bill: Number, rate: Number) -> Number {{ ask "a tip of {{rate}} on {{bill}}" return bill * rate }}\n'


@pytest.mark.parametrize(
    ("examples", "found"),
    [
        ("example tip(80, 15%) == 12", ["a tip of {0:percent} on {1:number}"]),
        ("example tip(80, -15%) == -12", ["a tip of {0:percent} on {1:number}"]),
        ("example tip(80, 0.15) == 12", ["a tip of {0:number} on {1:number}"]),
        ("", ["a tip of {0:number} on {1:number}"]),
        (
            "example tip(80, 15%) == 12\nexample tip(80, 0.15) == 12",
            ["a tip of {0:percent} on {1:number}", "a tip of {0:number} on {1:number}"],
        ),
    ],
)
def test_a_slot_is_written_as_the_examples_write_it(examples: str, found: list[str]) -> None:
    source = TIP.format() + examples
    [checked] = check(source)
    assert [each.template.text for each in wordings_of(checked, "", source)] == found


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(said_about(case), encoding="utf-8")
