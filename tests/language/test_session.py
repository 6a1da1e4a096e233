"""Sessions: names that stay, declarations that fit, and what may be written next."""

from __future__ import annotations

import pytest

from seglam_lang.language.byhand.session import EntryError, Evaluation, Session
from seglam_lang.language.byhand.suggestions import suggestions
from seglam_lang.language.checking.type_errors import in_source
from seglam_lang.language.types import NUMBER, TABLE, TEXT
from seglam_lang.language.values import Table, Value

SALES = Table(("Region", "Sales (USD)"), (TEXT, NUMBER), (("N", "S", "N"), (1, 2, 3)), 3)
CITIES = Table(("Region", "City"), (TEXT, TEXT), (("N", "S"), ("Oslo", "Rome")), 2)


def session_of(*entries: str, **tables: Table) -> Session:
    session = Session()
    for name, table in tables.items():
        session.add(name, table, TABLE)
    for entry in entries:
        session.enter(entry)
    return session


def value(session: Session, entry: str) -> Value:
    (answer,) = session.enter(entry)
    assert isinstance(answer, Evaluation)
    return answer.value


def refused(session: Session, entry: str) -> str:
    with pytest.raises(EntryError) as error:
        session.enter(entry)
    return str(error.value)


def test_it_is_the_last_value() -> None:
    session = session_of("1 + 1")
    assert value(session, "it * 10") == 20
    assert value(session, "it + it") == 40


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("1 + nothing", "1:5"),
        ("return nothing", "1:8"),
        ("[1,\n  nothing]", "2:3"),
        ("let x = nothing", "1:9"),
        ("let x = 1 +", "1:12"),
        ("2 + (1 / 0)", "1:6"),
        ("for x in [0] { yield 1 / x }", "1:22"),
        ("proc f() -> Number { return nothing }", "1:29"),
    ],
)
def test_places_are_those_of_the_entry(entry: str, place: str) -> None:
    assert f"--> input:{place}\n" in refused(session_of(), entry)


def test_a_name_of_a_function_may_be_a_name_of_the_session() -> None:
    session = session_of("let x = 5", "let xs = [1, 2]")
    assert value(session, "xs.map(x => x + 1)") == (2, 3)
    assert value(session, "let x = xs.map(x => x * 2)") == (2, 4)
    assert value(session, "for x in xs { yield x }") == (1, 2)


def test_vars_are_set_by_loops() -> None:
    session = session_of("let xs = [1, 2, 3]", "var total = 0", "for x in xs { set total = total + x }")
    assert value(session, "total") == 6
    session.enter("for x in xs { set total = total + x }")
    assert value(session, "total") == 12
    session.enter("set total = 1")
    assert value(session, "total") == 1
    assert "not-a-var" in refused(session, "set xs = [1]")
    assert "not-a-var" in refused(session, "for x in [1] { set xs = [x] }")


def test_several_statements_in_one_entry() -> None:
    session = session_of("let a = 1 let b = a + 1")
    assert value(session, "a + b") == 3


def test_what_is_not_known_gets_no_name() -> None:
    session = session_of()
    assert "write it" in refused(session, "let xs = []")
    session.enter("let xs: List<Number> = []")
    assert session.type_of("xs") == "List<Number>"
    (answer,) = session.enter("[]")
    assert isinstance(answer, Evaluation)
    assert in_source(answer.type) == "List<?>"
    assert "it" not in session.values


def test_columns_are_named_by_their_headers() -> None:
    session = session_of(sales=SALES)
    assert session.columns_of["sales"] == ("region", "sales_usd")
    assert value(session, "sales.group_by(region).total(sales_usd)").rows().__next__() == ("N", 4)
    assert session.type_of("region") == "Column<Text>"


def test_a_column_that_tables_share_has_one_name() -> None:
    session = session_of("let few = sales.where(row => row[sales_usd] > 1)", sales=SALES, cities=CITIES)
    assert value(session, "few.total(sales_usd) / sales.total(sales_usd)") * 6 == 5
    joined = value(session, "sales.join_on(region, cities, region)")
    assert joined.length == 3


def test_columns_of_different_types_have_different_names() -> None:
    other = Table(("Region",), (NUMBER,), ((1, 2),), 2)
    session = session_of(sales=SALES, other=other)
    assert session.columns_of["other"] == ("other_region",)
    session.enter("let region = 5")
    assert session.columns_of["sales"] == ("sales_region", "sales_usd")
    assert value(session, "region") == 5


def test_what_is_redefined_is_redefined_everywhere() -> None:
    session = session_of(
        "proc vat(x: Number) -> Number { return x * 10% }", "proc gross(x: Number) -> Number { return x + vat(x) }"
    )
    assert value(session, "gross(100)") == 110
    session.enter("proc vat(x: Number) -> Number { return x * 20% }")
    assert value(session, "gross(100)") == 120
    report = refused(session, "proc vat(x: Text) -> Text { return x.upper() }")
    assert "type-mismatch" in report
    assert "return x + vat(x)" in report
    assert value(session, "gross(100)") == 120


def test_circles_and_twins_are_refused() -> None:
    session = session_of("proc f(x: Number) -> Number { return x }", "proc g(x: Number) -> Number { return f(x) }")
    assert "circular-call" in refused(session, "proc f(x: Number) -> Number { return g(x) }")
    assert "name-taken" in refused(session, "proc h() -> Number { return 1 } proc h() -> Number { return 2 }")
    assert value(session, "g(3)") == 3


def test_types() -> None:
    session = session_of("type Sale = {amount: Number}", "type Sales = List<Sale>")
    assert value(session, '"[{\\"amount\\": 2}]".parse_json(Sales).first().amount') == 2
    session.enter("proc f(sales: Sales) -> Number { return sales.count() }")
    assert value(session, "f([{amount: 1}])") == 1


def test_files_are_replaced_as_a_whole() -> None:
    session = session_of()
    session.load("proc f() -> Number { return 1 } proc g() -> Number { return 2 }", "a.seg")
    session.load("proc f() -> Number { return 3 }", "a.seg")
    assert value(session, "f()") == 3
    assert "unknown-procedure" in refused(session, "g()")
    with pytest.raises(EntryError, match=r"a\.seg:1:"):
        session.load("proc f() -> Number { return x }", "a.seg")
    assert value(session, "f()") == 3


def test_an_entry_that_fails_changes_nothing() -> None:
    session = session_of("let x = 1")
    refused(session, "let x = 1 / 0")
    assert value(session, "x") == 1
    assert "no value by itself" in refused(session_of(sales=SALES), "sales.group_by(region)")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("sal", {"sales", "sales_usd"}),
        ("xs.sor", {"sort", "sort_by", "sort_by_descending", "sort_descending"}),
        ("xs.map(x => x * 2).sorte", set()),
        ("xs.map(x => x.roo", {"root"}),
        ("1 + xs.sum().roo", {"root"}),
        ("[1, 2].revers", {"reverse"}),
        ('"a,b".spl', {"split", "split_matches"}),
        ("r.", {"name"}),
        ("sales.group_by(region).tot", {"total", "total_duration"}),
        ("sales.where(row => row[reg", {"region"}),
        ("twi", {"twice"}),
        ("let y = retu", {"return"}),
    ],
)
def test_suggestions(before: str, expected: set[str]) -> None:
    entries = ("let xs = [1]", 'let r = {name: "x"}', "proc twice(x: Number) -> Number { return x * 2 }")
    assert set(suggestions(session_of(*entries, sales=SALES), before)) == expected


@pytest.mark.parametrize("before", ["", ".", "(", "))).", "xs..", '"', '"a.', "#.", "x.y.z.", "[[[.", "1.", "é."])
def test_suggestions_of_anything(before: str) -> None:
    suggestions(session_of("let xs = [1]"), before)
