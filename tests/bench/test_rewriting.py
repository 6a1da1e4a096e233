"""The figures of programs that were written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.translator.nano.everyday_programs import Everyday
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.sources.everyday import everyday_blocks, own_blocks
from tests.bench.rewriting import DETOURS, TRAIN, detours, measure, report

TABLE = {"columns": ["Name", "Dept", "Pay", "Hours"], "rows": [["Ann", "IT", 30, 10], ["Bob", "HR", 20, 8]]}
INPUTS = read_inputs(values={"table": TABLE})
SOURCE = """@table
Name,Pay
Ann,30
Bob,

= rows.map(row => row[`Pay`] * 2).sum()
? SELECT sum(2 * "Pay") FROM t
- twice the pay of all
- all the pay, doubled

# base
= let all = rows.values(`Name`)
= all.count()
- how many names are there?
! missing-column
- average bonus

@inputs {"n": 3}
= n * 2
> 6
- twice n
"""


def asked(program: str, answer: object = None) -> Everyday:
    return Everyday("here", INPUTS, ("how much?",), program, answer)


def test_lengths_before_and_after() -> None:
    blocks = [
        asked("rows.map(row => row[`Pay`] * row[`Hours`]).sum()", 460),
        asked("rows.total(`Pay`)", 50),
        asked("rows.total(`Name`)"),
    ]
    pairs = list(measure(blocks))
    assert [(pair.before, pair.after) for pair in pairs] == [(21, 17), (7, 7)]
    lines = "\n".join(report("two", pairs, 3))
    assert "two: 1 of 2 programs over a table became shorter" in lines
    assert "all: median 14 lexemes before, 12 after" in lines
    assert "written anew with an answer other than the data's: 0" in lines


def test_an_answer_other_than_the_data_s_is_counted() -> None:
    as_it_was, anew = measure([asked("rows.total(`Pay`)", 51), asked("rows.values(`Pay`).sum()", 51)])
    assert as_it_was.is_right and not anew.is_right


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("rows.where(row => row[`Pay`] >= 2 and row[`Pay`] <= 9)", "a range as two comparisons of one cell"),
        (
            'rows.where(row => row[`Dept`] == "IT").count() / rows.count()',
            "a share: a filtered aggregate divided by another",
        ),
        ("rows.sort_by(`Pay`).sort_by(`Dept`)", "two sort keys"),
        ("rows.sort_by(`Pay`).values(`Name`).last()", "the first or last of what is sorted"),
        ("rows.values(`Dept`).distinct()", "the different values: values(c).distinct()"),
        (
            "rows.where(row => row[`Pay`] > rows.average(`Pay`)).values(`Name`)",
            "a condition that looks at the whole table",
        ),
    ],
)
def test_kinds_of_detours(program: str, kind: str) -> None:
    assert detours(Headed.of(program)) == {kind}
    assert kind in DETOURS


def test_blocks_in_their_source_form(tmp_path: Path) -> None:
    (tmp_path / "01-some.txt").write_text(SOURCE, encoding="utf-8")
    first, second, third, fourth = map(Everyday.of, own_blocks(tmp_path))
    assert first.shortest == "return rows.total(row => row[`Pay`] * 2)"
    assert (first.sql, second.sql) == ('SELECT sum(2 * "Pay") FROM t', "")
    assert (first.place, first.wordings) == ("01-some.txt#1", ("twice the pay of all", "all the pay, doubled"))
    assert second.program == "let all = rows.values(`Name`)\nall.count()"
    assert third.program == third.shortest == "" and not third.is_checked
    assert fourth.shortest == "n * 2" and dict(fourth.inputs.values) == {"n": 3}


def test_our_own_blocks_are_all_read() -> None:
    every = list(map(Everyday.of, own_blocks()))
    assert len(every) > 3_000
    over_tables = [each for each in every[::20] if each.inputs.tables and each.program]
    assert len(over_tables) > 100
    assert sum(each.is_checked for each in over_tables) > 0.95 * len(over_tables)


@pytest.mark.slow
def test_our_own_programs_type_check_and_run() -> None:
    failed = {}
    for each in map(Everyday.of, own_blocks()):
        if each.program:
            try:
                Headed.of(each.program).run(each.inputs)
            except (LanguageError, UnknownColumn, Failure) as error:
                failed[each.place] = f"{each.program}: {error}"
    assert not failed


def test_everyday_programs_become_shorter() -> None:
    if not TRAIN.exists():
        pytest.skip("the data is not beside this repository (../shared/everyday)")
    pairs = list(measure(list(map(Everyday.of, everyday_blocks(TRAIN)))[::60]))
    shorter = [pair for pair in pairs if pair.is_shorter]
    assert len(shorter) > 0.15 * len(pairs)  # 25 % of all
    assert sum(pair.after for pair in shorter) < 0.8 * sum(pair.before for pair in shorter)
    assert all(pair.is_right for pair in pairs)
