"""Columns and cells by other names than their own: what is found, how sure it is, and what it never takes away."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.advice import ask_for_today
from seglam_lang.requests.loose.find import MAX_FOUND
from seglam_lang.requests.loose.words import abbreviates, family, is_slip, root
from seglam_lang.requests.model import CellRef, ColumnRef, Likeness, name_of
from seglam_lang.requests.reading import Reading
from tests.requests.loosely import found

SATURDAY = date(2024, 5, 4)
STAFF = {
    "columns": ["Employee", "Dept", "Hire Date", "Amount (USD)", "Qty", "Unit Price (EUR)", "Temperature", "Order No."],
    "rows": [
        ["J. Novak", "Sales", "2020-01-02", 5, 1, 2, 30, 7],
        ["Acme Corp.", "Canned", "2021-01-02", 6, 2, 3, 31, 8],
        ["Ann", "Vegetable", "2022-01-02", 7, 3, 4, 32, 9],
    ],
}
INPUTS = read_inputs(values={"table": STAFF})


@pytest.mark.parametrize(
    ("request_text", "words", "name"),
    [
        ("who was hired last", "hired", "Hire Date"),
        ("by hiring date", "hiring date", "Hire Date"),
        ("by the date of hire", "date of hire", "Hire Date"),
        ("total by department", "department", "Dept"),
        ("sum of quantities", "quantities", "Qty"),
        ("the average temp", "temp", "Temperature"),
        ("each order number", "order number", "Order No."),
        ("the unit price of it", "unit price", "Unit Price (EUR)"),
        ("how many are vegetables", "vegetables", "Vegetable"),
        ("all from novak", "novak", "J. Novak"),
        ("all from acme", "acme", "Acme Corp."),
    ],
)
def test_what_may_be_in_a_slot(request_text: str, words: str, name: str) -> None:
    reading = read(request_text, INPUTS)
    by_header = [each for each in reading.mentions if reading.written(each) == words]
    assert by_header or found(request_text, INPUTS)[0] == {words: name}


@pytest.mark.parametrize(
    ("request_text", "hints"),
    [
        ("the highest price", {"price": "Unit Price (EUR)"}),  # a part: there are other prices
        ("the mean tempreature", {"tempreature": "Temperature"}),  # a slip
        ("who employs them", {"employs": "Employee"}),  # another word of the family
        ("how many orders", {}),  # what the rows are, not their numbers
        ("number of orders", {}),
        ("is there a day without one", {}),
    ],
)
def test_what_is_a_hint_only(request_text: str, hints: dict[str, str]) -> None:
    assert found(request_text, INPUTS) == ({}, hints)


@pytest.mark.parametrize(("word", "header"), [("kWh", "Energy (kWh)"), ("kW", "Peak_kW"), ("mL", "Volume mL")])
def test_a_unit_with_a_capital_in_it_is_one_word(word: str, header: str) -> None:
    meter = {"columns": ["Tariff", "Energy (kWh)", "Peak_kW", "Volume mL"], "rows": [["night", 1, 2, 3]]}
    assert found(f"how many {word} at night", read_inputs(values={"table": meter}))[1] == {word: header}


def test_of_two_columns_that_fit_alike_both_are_hints() -> None:
    inputs = read_inputs(values={"table": {"columns": ["price (usd)", "price (eur)"], "rows": [[1, 2]]}})
    reading = read("the average price", inputs).loosely
    assert [name_of(each) for each in reading.hints] == ["price (usd)", "price (eur)"]
    assert reading.mentions == ()


def test_a_more_exact_name_takes_the_words() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Unit Price", "Price"], "rows": [[1, 2]]}})
    assert found("the highest prices", inputs) == ({}, {})
    inputs = read_inputs(values={"table": {"columns": ["Salary Band", "Sal"], "rows": [["a", 2]]}})
    assert found("the salary", inputs) == ({"salary": "Sal"}, {})


def test_a_cell_with_a_word_of_a_header_is_no_cell_by_another_name() -> None:
    rows = [["Order", 1], ["Refund", 2]]
    inputs = read_inputs(values={"table": {"columns": ["Kind", "Order ID"], "rows": rows}})
    assert found("all orders", inputs) == ({}, {})
    assert found("all refunds", inputs) == ({"refunds": "Refund"}, {})


def test_two_people_of_one_name_are_no_slot() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Who"], "rows": [["J. Novak"], ["P. Novak"]]}})
    assert found("hours of Novak", inputs)[0] == {}


@pytest.mark.parametrize(
    ("request_text", "mentioned"),
    [
        ("how often did we run out at the park", {"run out": "Ran Out?"}),
        ("running out of milk", {"running out": "Ran Out?"}),
        ("who is checking out first", {"checking out": "Checked out"}),  # and not `Checked in`
        ("on hands", {"on hands": "On hand"}),
        ("out at the park", {}),  # a small word alone names nothing
        ("the number of the phone", {}),  # and none makes a part of a name longer
    ],
)
def test_small_words_beside_a_word_of_a_name_are_of_the_name(request_text: str, mentioned: dict[str, str]) -> None:
    columns = ["Ran Out?", "Checked in", "Checked out", "On hand", "Number of ratings"]
    rows = [["Y", "2024-03-01", "2024-03-02", 5, 7], ["N", "2024-03-03", "2024-03-05", 6, 7]]
    reading = read(request_text, read_inputs(values={"table": {"columns": columns, "rows": rows}})).loosely
    visible = [each for each in reading.visible if isinstance(each, ColumnRef)]
    assert {reading.written(each): name_of(each) for each in visible} == mentioned
    hints = {reading.written(each): name_of(each) for each in reading.hints}
    assert hints == ({"number": "Number of ratings"} if "number" in request_text else {})


def test_a_rate_is_not_called_by_its_unit() -> None:
    table = {"columns": ["Team", "Km walked", "Per km"], "rows": [["a", 3, 2], ["b", 4, 2]]}
    sure, _ = found("km by team", read_inputs(values={"table": table}))
    assert sure == {}


def test_a_negation_is_no_cell_by_another_name() -> None:
    table = {"columns": ["Child", "Swimmer", "Diet"], "rows": [["a", "No", "None"], ["b", "Yes", "Vegan"]]}
    assert "non" not in found("non swimmers", read_inputs(values={"table": table}))[0]


def test_another_letter_makes_another_name_of_a_cell() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Who"], "rows": [["Hansen"], ["Phillip"]]}})
    assert found("hours of Hanson", inputs) == ({}, {})
    assert found("hours of Philip", inputs) == ({}, {"Philip": "Phillip"})


WORDS = {
    "dept": "department",
    "depts": "department",
    "amt": "amount",
    "qty": "quantity",
    "avg": "average",
    "mgr": "manager",
    "pct": "percent",
    "yr": "year",
    "temp": "temperature",
    "no": "number",
}


@pytest.mark.parametrize(("short", "word"), WORDS.items())
def test_abbreviations(short: str, word: str) -> None:
    assert {each for each in WORDS.values() if abbreviates(short, each)} == {word}


@pytest.mark.parametrize("word", ["cost", "by", "try", "for", "per", "sold", "list", "long", "best", "cm", "dp"])
def test_ordinary_words_are_no_abbreviations(word: str) -> None:
    others = ["constant", "byte", "territory", "format", "person", "soldier", "listing", "longitude", "centimeter"]
    assert not any(abbreviates(word, other) for other in [*others, "customer", "department"])


@pytest.mark.parametrize(
    "forms",
    [
        "hire hires hired hiring",
        "ship ships shipped shipping",
        "salary salaries",
        "pay pays paid paying",
        "sell sells sold selling sale sales",
        "book booked booking bookings",
        "price prices priced pricing",
        "carry carries carried carrying",
        "add added adding",
        "see sees saw seen seeing",
    ],
)
def test_the_forms_of_a_word_have_one_root(forms: str) -> None:
    assert len({root(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["delivered delivery", "teaches teacher", "donated donation", "payments paid"])
def test_a_verb_and_its_nouns_are_a_family(pair: str) -> None:
    one, other = pair.split()
    assert family(one) == family(other)


@pytest.mark.parametrize("pair", ["count county", "country county", "hire higher", "part party", "rate ratio"])
def test_other_words_have_other_roots(pair: str) -> None:
    one, other = pair.split()
    assert root(one) != root(other)
    assert family(one) != family(other)


words = st.text(string.ascii_lowercase, min_size=1, max_size=12)


@given(words, words)
def test_a_slip_goes_both_ways_and_keeps_the_first_letter(one: str, other: str) -> None:
    assert is_slip(one, other) == is_slip(other, one)
    assert not is_slip(one, one)
    if is_slip(one, other):
        assert one[0] == other[0]


@given(st.text(string.ascii_lowercase, min_size=7, max_size=12), st.data())
def test_every_slip_of_one_letter_is_seen(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    dropped = word[:at] + word[at + 1 :]
    exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for slip in (dropped, exchanged):
        assert slip == word or is_slip(word, slip, same_letters=True)
    other = word[:at] + data.draw(st.sampled_from(string.ascii_lowercase)) + word[at + 1 :]
    assert other == word or is_slip(word, other)


SOME = """
    employees hired hire date order orders number no qty quantity dept departments unit price temps amount amounts
    novak sales vegetables canned the of by how many total usd euros "sales" acme corp 3 2024 hiring paid 12%
    """
some = st.sampled_from(SOME.split())


@given(st.lists(some, min_size=1, max_size=14).map(" ".join))
def test_a_looser_reading_takes_no_word_from_a_more_exact_one(request_text: str) -> None:
    reading: Reading = read(request_text, INPUTS)
    loose = reading.loosely
    assert [each for each in loose.mentions if not each.likeness] == list(reading.mentions)
    exact = {at for each in reading.mentions for at in range(each.first, each.last)}
    new = [each for each in (*loose.mentions, *loose.hints) if each.likeness]
    assert len(new) <= MAX_FOUND
    assert all(isinstance(each, ColumnRef | CellRef) for each in new)
    assert exact.isdisjoint(at for each in new for at in range(each.first, each.last))
    sure = [each for each in loose.mentions if each.likeness]
    assert all(each.likeness.is_sure for each in sure)
    assert len({(each.first, each.last) for each in sure}) == len(sure)
    assert loose.loosely is loose
    for match in reading.matches:  # what was a hit is a hit
        assert reading.matches_of(match.template) == reading.by_template[match.template]


def test_the_order_of_likeness() -> None:
    assert [each for each in Likeness if each.is_sure] == list(Likeness)[:4]


def test_a_long_text_is_not_looked_at() -> None:
    request_text = "departments " * 400
    assert found(request_text, INPUTS) == ({}, {})


# Codes in the plural

BUGS = read_inputs(
    values={
        "table": {
            "columns": ["Priority", "Grade", "Plan", "State"],
            "rows": [["P1", "A", "TV", "open"], ["P2", "B", "Premium", "closed"], ["P10", "S", "VIP", "as is"]],
        }
    }
)


@pytest.mark.parametrize(
    ("request_text", "words", "cell"),
    [
        ("how many open P1s", "P1s", "P1"),
        ("how many open p1s are there", "p1s", "P1"),
        ("number of As per plan", "As", "A"),
        ("count the Bs", "Bs", "B"),
        ("Bs and others: how many Bs", "Bs", "B"),
        ("how many TVs", "TVs", "TV"),
        ("P10s by plan", "P10s", "P10"),
    ],
)
def test_a_code_in_the_plural_is_the_cell(request_text: str, words: str, cell: str) -> None:
    assert found(request_text, BUGS)[0][words] == cell


@pytest.mark.parametrize(
    "request_text",
    [
        "As of today how many",
        "as many as there are",
        "Total As Of Today",
        "how many as P3s",
        "HOW MANY AS ARE THERE",
        "how many Cs",
    ],
)
def test_what_is_no_code_in_the_plural(request_text: str) -> None:
    assert not {"A", "P1", "P2"} & set(found(request_text, BUGS)[0].values())


@given(st.from_regex(r"[A-Z]{1,3}[0-9]{1,3}", fullmatch=True))
def test_every_code_is_found_in_the_plural(code: str) -> None:
    inputs = read_inputs(values={"table": {"columns": ["what", "n"], "rows": [[code, 1], ["other", 2]]}})
    assert found(f"how many {code}s are there", inputs)[0] == {f"{code}s": code}


# Surveys and numbered columns

SURVEY = {
    "columns": ["How satisfied are you with our service? (1-5)", "Judge 1", "Judge 2", "Notified?", "Contract No."],
    "rows": [[5, 7, 8, "Yes", 12], [4, 6, 9, "No", 13]],
}


@pytest.mark.parametrize(
    ("request_text", "hints"),
    [
        ("the average satisfaction", ["How satisfied are you with our service? (1-5)"]),
        ("mean of all judges", ["Judge 1", "Judge 2"]),
        ("how many notifications", ["Notified?"]),
        ("how many contracts", []),
    ],
)
def test_hints_for_questions_and_numbered_columns(request_text: str, hints: list[str]) -> None:
    reading = read(request_text, read_inputs(values={"table": SURVEY})).loosely
    assert [name_of(each) for each in reading.hints] == hints
    assert reading.mentions == ()


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("hours on Saturday", {"Saturday": "Sat"}),
        ("hours on Saturdays", {"Saturdays": "Sat"}),
        ("hours on Thursday", {"Thursday": "Thu."}),
        ("hours in Jan", {"Jan": "January"}),
        ("hours in June and Sept", {"June": "Jun", "Sept": "September"}),
        ("hours of the sun", {}),  # which stands in a column of other words too
    ],
)
def test_weekdays_and_months_have_other_names(request_text: str, expected: dict[str, str]) -> None:
    rows = [["Sat", "January", 8, "Sunday"], ["Thu.", "Jun", 7, "Ann"], ["Mon", "September", 7, "Bob"]]
    inputs = read_inputs(values={"table": {"columns": ["Day", "Month", "Hours", "Who"], "rows": rows}})
    assert found(request_text, inputs)[0] == expected


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("the highest in February", {"February": "Feb"}),
        ("more in January than in March", {"January": "Jan", "March": "mar_mwh"}),
        ("the highest in April", {}),
    ],
)
def test_columns_of_months_have_other_names(request_text: str, expected: dict[str, str]) -> None:
    table = {"columns": ["City", "Jan", "Feb", "mar_mwh"], "rows": [["Oslo", -4, -3, 20]]}
    inputs = read_inputs(values={"table": table})
    assert found(request_text, inputs)[0] == expected
    assert bool(ask_for_today(read(request_text, inputs).loosely)) is not bool(expected)


ATTENDANCE = {
    "columns": ["Name", "Joined", "Mar att.", "May att.", "Sat hours", "June"],
    "rows": [["Ann", "2024-03-01", 3, 4, 5, 6], ["Bob", "2022-04-01", 4, 3, 6, 7]],
}


@pytest.mark.parametrize("today", [None, SATURDAY])
@pytest.mark.parametrize(
    ("request_text", "hints"),
    [
        ("mean attendance in march", {"march": "Mar att."}),
        ("mean attendance in March", {"March": "Mar att."}),
        ("how many came in may", {"may": "May att."}),
        ("what of May compared to March", {"May": "May att.", "March": "Mar att."}),
        ("what was worked on Saturday", {"Saturday": "Sat hours"}),
        ("who may have come", {}),  # which is no month
        ("who came in march 2024", {}),  # a date with a number is no column
        ("who came on 5 march", {}),
        ("who came in april", {}),
    ],
)
def test_a_month_in_a_part_of_a_header_is_a_hint_beside_the_date(
    request_text: str, hints: dict[str, str], today: date | None
) -> None:
    reading = read(request_text, read_inputs(values={"table": ATTENDANCE}), today).loosely
    assert {reading.written(each): name_of(each) for each in reading.hints} == hints


@pytest.mark.parametrize(
    ("request_text", "advised"),
    [
        ("mean attendance in march", ""),
        ("how many in june", ""),
        ("from march to june", ""),
        ("from march to april", "'from march to april'"),
        ("who came in april", "'april'"),
        ("who came last month", "'last month'"),
        ("cost by the month", ""),
        ("cost per month, a month, each month", ""),
        ("paid by the end of the month", "'the month'"),
        ("paid by the weekend", "'the weekend'"),
    ],
)
def test_what_names_a_column_or_says_how_often_needs_no_day_to_count_from(request_text: str, advised: str) -> None:
    advice = ask_for_today(read(request_text, read_inputs(values={"table": ATTENDANCE})))
    assert advice.partition(" count")[0] == advised


@pytest.mark.parametrize("cell", ["Sat", "Saturday"])
def test_a_weekday_is_a_cell_too_where_it_counts_from_a_day(cell: str) -> None:
    inputs = read_inputs(values={"table": {"columns": ["Day", "Hours"], "rows": [[cell, 8], ["Mon", 7]]}})
    reading = read("hours on Saturday", inputs, date(2024, 5, 6)).loosely
    assert [each.value for each in reading.visible if each.first == 2] in ([cell, SATURDAY], [SATURDAY, cell])
