"""Procedures as Python objects: loading, calling, what is wrong with arguments, where a failure happened."""

from __future__ import annotations

import doctest
import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import language
from seglam_lang.language import ArgumentError, Failure, LanguageError
from seglam_lang.language.python import module as module_home
from seglam_lang.language.python.arguments import Parameter
from seglam_lang.language.python.module import PlacedFailure, UnknownProcedure

SOURCE = """# What a shop computes.

# What each person pays.
#   The first pays the odd cents.
proc split_bill(bill: Number, tip: Number, people: Number) -> List<Number> {
  ask "split {bill} with {tip} tip between {people} people"
  check people.is_whole() and people >= 1 else "need at least one person"
  let total = (bill * (1 + tip)).round(2)
  let share = (total / people).round_down(2)
  let odd = total - share * people
  return (1 to people).map(i => if i == 1 then share + odd else share)
}
example split_bill(100, 18%, 3) == [39.34, 39.33, 39.33]

proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  return rows.group_by(group).total(value)
}

type Sale = {region: Text, amount: Number, note: Text?}

proc amount_in(sales: List<Sale>, region: Text) -> Number {
  return sales.filter(each => each.region == region).map(each => each.amount).sum()
}

proc per_day(fuel: Number, days: Number) -> Number {
  return fuel   /   days
}

proc per_week(fuel: Number, weeks: Number) -> Number { return per_day(fuel, weeks * 7) }

proc position<T>(items: List<T>, wanted: T) -> Number { return items.index_of(wanted) ?? 0 }

proc sorted<K: ordered>(items: List<K>) -> List<K> { return items.sort() }

proc at_least<K: ordered>(rows: Table, column: Column<K>, least: K) -> Table {
  return rows.where(row => row[column] >= least)
}

proc same(a: Text, b: Text) -> Bool { return a == b }

proc year(day: Date) -> Number { return day.year() }

proc or_seven(number: Number?) -> Number { return number ?? 7 }

proc labels(prices: Map<Text, Number>) -> Map<Text, Text> { return prices.map_values(price => "x") }

proc corner(left: Number, top: Number) -> {left: Number, top: Number} { return {left: left, top: top} }

proc of_two(first: Table, a: Column<Number> of first, second: Table, b: Column<Number> of second) -> Number {
  return first.total(a) + second.total(b)
}
"""
SHOP = language.load(SOURCE, "shop.seg")
ROWS = [{"region": "North", "sales": 3}, {"region": "South", "sales": None}, {"region": "North", "sales": 5.5}]


def refused(call: Callable[[], object]) -> ArgumentError:
    with pytest.raises(ArgumentError) as caught:
        call()
    return caught.value


def failure(call: Callable[[], object]) -> PlacedFailure:
    with pytest.raises(PlacedFailure) as caught:
        call()
    return caught.value


# --- loading


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(module_home).attempted > 8
    assert doctest.testmod(module_home).failed == 0


def test_a_source_may_be_text_bytes_or_a_path(tmp_path: Path) -> None:
    path = tmp_path / "shop.seg"
    path.write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    of_path, of_bytes = language.load(path), language.load(SOURCE.encode())
    assert list(of_path) == list(of_bytes) == list(SHOP)
    assert (of_path.filename, of_bytes.filename, SHOP.filename) == (str(path), "", "shop.seg")
    assert of_path.source == SOURCE
    assert language.load("").procedures == ()


def test_all_that_is_wrong_is_said_in_one_error() -> None:
    source = "proc f(x: Number) -> Number { return x.summ() }\nproc g(x: Numbr) -> Text { return x }\n"
    with pytest.raises(LanguageError) as caught:
        language.load(source, "both.seg")
    assert [each.code for each in caught.value.diagnostics] == ["unknown-method", "unknown-type"]
    message = str(caught.value)
    assert "--> both.seg:1:40\n" in message
    assert "--> both.seg:2:11\n" in message
    assert message.count("^^^") == 2


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"\x00\xff\xfe\x80", "not-text"),
        (b"proc f() -> Number { return 1 }\x00", "not-text"),
        ('proc f() -> Text { return "open }', "text-not-closed"),
        (" " * 1_000_001, "source-too-long"),
        ("proc f(x: Number) -> Number { return f(x) }", "circular-call"),
        ("proc f(x: Number) -> Number { return x }\n" * 2, "name-taken"),
        ("example f(1) == 2", "unknown-procedure"),
    ],
)
def test_bad_sources(source: str | bytes, code: str) -> None:
    with pytest.raises(LanguageError) as caught:
        language.load(source)
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert str(caught.value).startswith(f"error[{code}]: ")


def test_a_path_that_is_given_as_text_is_recognised() -> None:
    with pytest.raises(LanguageError, match=re.escape("load(pathlib.Path('shop.seg'))")):
        language.load("shop.seg")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        language.load(tmp_path / "none.seg")


# --- what a module and a procedure tell


def test_a_module_is_a_mapping() -> None:
    assert len(SHOP) == len(SHOP.procedures) == len(list(SHOP))
    assert "split_bill" in SHOP and "other" not in SHOP
    assert SHOP.get("other") is None
    assert SHOP["same"] is SHOP["same"]
    assert SHOP.doc == "What a shop computes."
    assert repr(language.load("", "x.seg")) == "<module x.seg: no procedures>"
    assert repr(SHOP).startswith("<module shop.seg: split_bill, total_by, ")


def test_an_unknown_procedure() -> None:
    with pytest.raises(KeyError) as caught:
        SHOP["split_bil"]
    assert str(caught.value) == "there is no procedure `split_bil`; did you mean `split_bill`?"
    with pytest.raises(UnknownProcedure, match=r"there are f$"):
        language.load("proc f() -> Number { return 1 }")["wholly other"]
    with pytest.raises(UnknownProcedure, match=r"there are none$"):
        language.load("")["f"]


def test_what_a_procedure_tells() -> None:
    split = SHOP["split_bill"]
    assert split.signature == "split_bill(bill: Number, tip: Number, people: Number) -> List<Number>"
    assert repr(split) == f"<proc {split.signature}>"
    assert split.params[0] == Parameter("bill", "Number")
    assert split.doc == "What each person pays.\n  The first pays the odd cents."
    assert split.asks == ("split {bill} with {tip} tip between {people} people",)
    assert split.examples == ("example split_bill(100, 18%, 3) == [39.34, 39.33, 39.33]",)
    assert split.source.startswith("# What each person pays.\n#   The first pays the odd cents.\nproc split_bill(")
    assert SHOP["sorted"].signature == "sorted<K: ordered>(items: List<K>) -> List<K>"
    assert str(SHOP["of_two"].params[1]) == "a: Column<Number> of first"
    assert SHOP["amount_in"].signature == "amount_in(sales: List<Sale>, region: Text) -> Number"
    assert str(inspect.signature(SHOP["year"])) == "(day: 'Date')"
    assert (split.__doc__ or "").startswith(split.signature)


def test_a_result_type_that_is_not_written_is_told() -> None:
    assert language.load("proc f(x: Number) { return [x] }")["f"].signature == "f(x: Number) -> List<Number>"


def test_the_hash_is_of_the_meaning() -> None:
    renamed = language.load("# another\nproc share(day: Number, x: Number) -> Number { return day / x }")["share"]
    assert renamed.hash == SHOP["per_day"].hash
    assert re.fullmatch("[0-9a-f]{64}", renamed.hash)


def test_examples_are_run_when_asked() -> None:
    assert SHOP.test() == []
    module = language.load(
        "proc f(x: Number) -> Number { return 1 / x }\nexample f(1) == 2\nexample f(0) == 0", "f.seg"
    )
    assert [each.code for each in module.test()] == ["example-wrong", "example-fails"]
    assert module["f"].run_examples() == module.test()
    assert "--> f.seg:2:1\n" in module.show(module.test())
    assert module.show([]) == ""


# --- calls


def test_calls() -> None:
    assert SHOP["split_bill"](100, Decimal("0.18"), 3) == [Decimal("39.34"), Decimal("39.33"), Decimal("39.33")]
    assert SHOP["split_bill"](people=2, tip=0, bill=100) == [50, 50]
    assert SHOP["split_bill"](100, people=2, tip=0) == [50, 50]
    assert SHOP["split_bill"](100, 0.18, 3, fuel=10_000) == SHOP["split_bill"](100, Decimal("0.180"), 3)
    assert SHOP["year"](date(2024, 1, 31)) == 2024
    assert [SHOP["or_seven"](None), SHOP["or_seven"](1)] == [7, 1]
    assert SHOP["corner"](1, 2) == {"left": 1, "top": 2}
    assert SHOP["labels"]({"b": 1, "a": 2}) == {"b": "x", "a": "x"}
    assert SHOP["amount_in"]([{"region": "N", "amount": 2}, {"amount": 3, "region": "N", "note": "x"}], "N") == 5


def test_a_call_of_a_procedure_that_calls_another() -> None:
    assert SHOP["per_week"](70, 2) == 5
    found = failure(lambda: SHOP["per_week"](70, 0))
    assert (found.code, found.procedure) == ("division-by-zero", "per_week")
    assert "per_day(fuel, weeks * 7)" in found.excerpt


def test_tables() -> None:
    totals = [{"region": "North", "sales": Decimal("8.5")}, {"region": "South", "sales": 0}]
    assert SHOP["total_by"](ROWS, value="sales", group="region") == totals
    assert SHOP["total_by"]({"columns": ["g", "n"], "rows": [["a", 1], ["a", 2]]}, "n", "g") == [{"g": "a", "n": 3}]
    assert SHOP["total_by"]([{"year": 2023, "n": 1}], "n", "year") == [{"year": 2023, "n": 1}]
    assert SHOP["of_two"](ROWS, "sales", {"x": [1, 2]}, "x") == Decimal("11.5")


def test_tables_without_rows() -> None:
    total_by = SHOP["total_by"]
    assert total_by([], "sales", "region") == []
    assert total_by.run([[], "sales", "region"], tables="columns") == {"columns": ["region", "sales"], "rows": []}
    assert SHOP["at_least"]({"columns": ["day"], "rows": []}, "day", date(2024, 1, 1)) == []
    assert SHOP["at_least"]([], "day", 3) == []


def test_a_column_of_blanks_is_of_the_type_that_is_expected() -> None:
    rows = [{"g": "a", "n": None}, {"g": "a", "n": None}]
    assert SHOP["total_by"](rows, "n", "g") == [{"g": "a", "n": 0}]
    assert SHOP["total_by"](rows, "n", "n") == []
    assert SHOP["at_least"](rows, "n", "text") == []


def test_run_takes_what_a_call_cannot_say() -> None:
    per_day = SHOP["per_day"]
    assert per_day(fuel=10, days=4) == per_day(10, 4) == per_day.run([10, 4]) == Decimal("2.5")
    assert per_day.run({"fuel": 10, "days": 4}, fuel=100) == Decimal("2.5")
    assert failure(lambda: per_day.run((10, 4), fuel=1)).code == "out-of-fuel"
    columns = SHOP["total_by"].run({"rows": ROWS, "value": "sales", "group": "region"}, tables="columns")
    assert columns == {"columns": ["region", "sales"], "rows": [["North", Decimal("8.5")], ["South", 0]]}


# --- fuel and failures


def test_fuel_is_a_number() -> None:
    for wrong in ("10", True, 1.5):
        with pytest.raises(TypeError, match="fuel is an int"):
            SHOP["year"](date(2024, 1, 1), fuel=wrong)
    assert SHOP["year"](date(2024, 1, 1), fuel=None) == 2024
    assert failure(lambda: SHOP["year"](date(2024, 1, 1), fuel=-1)).code == "out-of-fuel"


def test_a_failure_has_its_place_in_the_source_that_was_loaded() -> None:
    found = failure(lambda: SHOP["per_day"](1, 0))
    assert isinstance(found, Failure)
    assert (found.code, found.message, found.procedure) == ("division-by-zero", "division by zero", "per_day")
    line = SOURCE.split("\n").index("  return fuel   /   days") + 1
    assert (found.line, found.column) == (line, 10)
    assert str(found) == found.excerpt
    assert found.excerpt.split("\n") == [
        "error[division-by-zero]: division by zero",
        f"  --> shop.seg:{line}:10",
        "   |",
        f"{line} |   return fuel   /   days",
        "   |          ^^^^^^^^^^^^^^^",
    ]


def test_places_of_other_failures() -> None:
    check = failure(lambda: SHOP["split_bill"](1, 0, 0))
    assert (check.code, check.message) == ("check", "need at least one person")
    assert "people.is_whole()" in check.excerpt
    spent = failure(lambda: SHOP["split_bill"](1, 0, 2, fuel=3))
    assert (spent.code, spent.column) == ("out-of-fuel", 6)
    assert "split_bill(bill: Number" in spent.excerpt


def test_errors_can_leave_a_process() -> None:
    with pytest.raises(LanguageError) as unknown:
        language.load("proc f() -> Number { return x }")
    errors: list[Exception] = [
        failure(lambda: SHOP["per_day"](1, 0)),
        refused(lambda: SHOP["year"]()),
        unknown.value,
        UnknownProcedure("a", ["b"]),
        Failure("empty", "the sum of nothing", 3),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


# --- threads, contexts, imports


def test_many_threads_may_use_one_module() -> None:
    def work(number: int) -> list[Any]:
        with localcontext(prec=number % 5 + 1):
            return [
                SHOP["split_bill"](number, Decimal("0.125"), 3),
                SHOP["total_by"]([{"g": n % 3, "n": n + number} for n in range(50)], "n", "g"),
                SHOP["position"](list(range(100)), number),
            ]

    expected = [work(number) for number in range(50)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(50))) == expected


def test_the_language_loads_no_parser_before_it_is_asked_to() -> None:
    code = "import sys; from seglam_lang import language; print([m for m in sys.modules if m.startswith('lark')])"
    root = Path(__file__).parents[2]
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert process.stdout.strip() == "[]"


def test_names_that_python_uses_itself() -> None:
    module = language.load("proc f(self: Number, args: Number, named: Number) -> Number { return self - args - named }")
    assert module["f"](self=3, args=1, named=1) == module["f"](3, 1, named=1) == 1
