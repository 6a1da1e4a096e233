"""Columns and cells by other names than their own: what is found, how sure it is, and what it never takes away."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.computing.unicode_pinned import without_accents
from seglam_lang.requests import read
from seglam_lang.requests.loose.find import MAX_FOUND
from seglam_lang.requests.loose.spelling import have_one_spelling
from seglam_lang.requests.loose.words import abbreviates, family, is_slip, root
from seglam_lang.requests.model import CellRef, ColumnRef, Likeness, name_of
from seglam_lang.requests.reading import Reading

STAFF = {
    "columns": ["Employee", "Dept", "Hire Date", "Amount (USD)", "Qty", "Unit Price (EUR)", "Temperature", "Order No."],
    "rows": [
        ["J. Novak", "Sales", "2020-01-02", 5, 1, 2, 30, 7],
        ["Acme Corp.", "Canned", "2021-01-02", 6, 2, 3, 31, 8],
        ["Ann", "Vegetable", "2022-01-02", 7, 3, 4, 32, 9],
    ],
}
INPUTS = read_inputs(values={"table": STAFF})


def found(request: str, inputs: Inputs = INPUTS) -> tuple[dict[str, str], dict[str, str]]:
    """What the words are taken for: what may be in a slot, and what is a hint only."""
    reading = read(request, inputs).loosely
    sure = [each for each in reading.mentions if each.likeness]
    return tuple({reading.written(each): name_of(each) for each in some} for some in (sure, reading.hints))  # type: ignore[return-value]


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
    assert by_header or found(request_text)[0] == {words: name}


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
    assert found(request_text) == ({}, hints)


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
    assert found(request_text) == ({}, {})


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


# The same name in another spelling

SPELLED = {
    "columns": ["Ticket", "Haulier", "Vehicle Reg", "Health & Safety", "fee_paid_until", "Follow-ups"],
    "rows": [
        ["T-1001", "Müller Recycling", "KX19 ABC", 1, "2024-01-02", 4],
        ["T-1002", "Brennan & Sons", "LV68 TTR", 2, "2024-01-03", 5],
        ["dev-11", "North West", "A&E", 3, "2024-01-04", 6],
        ["dev-12", "Élise O'Dwyer", "Today", 4, "2024-01-05", 7],
        ["R-7", "great!", "E-mail", 5, "2024-01-06", 8],
    ],
}


@pytest.mark.parametrize(
    ("request_text", "words", "name"),
    [
        ("charge of T1002", "T1002", "T-1002"),
        ("charge of t 1002", "t 1002", "T-1002"),
        ("readings from dev 11", "dev 11", "dev-11"),
        ("visits of KX19ABC", "KX19ABC", "KX19 ABC"),
        ("all from Brennan and Sons", "Brennan and Sons", "Brennan & Sons"),
        ("all from brennan + sons", "brennan + sons", "Brennan & Sons"),
        ("rows of muller recycling", "muller recycling", "Müller Recycling"),
        ("rows of Mueller Recycling", "Mueller Recycling", "Müller Recycling"),
        ("all of elise odwyer", "elise odwyer", "Élise O'Dwyer"),
        ("shifts in A and E", "A and E", "A&E"),
        ("all in the north-west", "north-west", "North West"),
        ("sent by email", "email", "E-mail"),
        ("runs that felt great", "great", "great!"),
        ("the health and safety of each", "health and safety", "Health & Safety"),
        ("sum follow_ups", "follow_ups", "Follow-ups"),
        ("the fee-paid-until of each", "fee-paid-until", "fee_paid_until"),
    ],
)
def test_another_spelling_of_a_name_may_be_in_a_slot(request_text: str, words: str, name: str) -> None:
    assert found(request_text, read_inputs(values={"table": SPELLED})) == ({words: name}, {})


@pytest.mark.parametrize(
    "request_text",
    [
        "what happens to day by day",  # no digit: the words must be the same
        "ticket 11 of dev",  # another order
        "dev, 11 and 12",  # a list
        "north, west",
        "from R 77",
        "health, and safety",
    ],
)
def test_words_that_only_have_the_letters_of_a_name_are_none(request_text: str) -> None:
    inputs = read_inputs(values={"table": SPELLED})
    reading = read(request_text, inputs).loosely
    respelled = [each for each in reading.mentions if each.likeness is Likeness.INFLECTED]
    assert respelled == []


def test_of_two_names_that_are_spelled_alike_neither_is_a_slot() -> None:
    rows = [["T-1001"], ["T 1001"]]
    inputs = read_inputs(values={"table": {"columns": ["Ticket"], "rows": rows}})
    assert found("charge of T1001", inputs) == ({}, {"T1001": "T 1001"})


_NAMES = st.lists(st.text("abcdeäöüéøß", min_size=3, max_size=8), min_size=1, max_size=3)


@given(_NAMES, st.sampled_from([" & ", " and ", " + ", "&"]), st.sampled_from([" & ", " and ", " + ", "&"]))
def test_how_words_are_joined_makes_no_other_name(words: list[str], one: str, other: str) -> None:
    assert have_one_spelling(one.join(words), other.join(words))
    assert have_one_spelling(one.join(words), without_accents(other.join(words)).upper())


@given(st.text(string.ascii_letters + " -&'é", max_size=12), st.text(string.ascii_letters + " -&'é", max_size=12))
def test_one_spelling_is_symmetric(one: str, other: str) -> None:
    assert have_one_spelling(one, other) == have_one_spelling(other, one)


@given(st.from_regex(r"[A-Z]{1,3}-[0-9]{2,5}", fullmatch=True), st.from_regex(r"[A-Z]{1,3}-[0-9]{2,5}", fullmatch=True))
def test_codes_are_spelled_alike_only_if_they_are_one(one: str, other: str) -> None:
    assert have_one_spelling(one, other.replace("-", " ")) == (one == other)


# Cells that are called by a part of their name

TICKETS = {
    "columns": ["Ticket", "Haulier", "Driver", "Material", "Remarks", "kg"],
    "rows": [
        ["T1", "Hollis Waste", "Dr. Amara Singh", "New lock", "Okoro was late again, so we had to wait for him", 1],
        ["T2", "Müller Recycling", "Okoro O\u2019Neill", "Old lock", None, 2],
        ["T3", "Brennan & Sons", "Ann Lee", "Flooded basement", None, 3],
        ["T4", "Brennan & Co", "Bo Lee", "Oak Board", None, 4],
    ],
}


@pytest.mark.parametrize(
    ("request_text", "words", "name"),
    [
        ("how many kg did Hollis bring", "Hollis", "Hollis Waste"),
        ("kg of hollis", "hollis", "Hollis Waste"),
        ("total kg for Muller", "Muller", "Müller Recycling"),
        ("the kg of Dr Singh", "Dr Singh", "Dr. Amara Singh"),
        ("the kg of Amara", "Amara", "Dr. Amara Singh"),
        ("the kg of O'Neill", "O'Neill", "Okoro O\u2019Neill"),
        ("the kg of Amara, Singh", "Amara, Singh", "Dr. Amara Singh"),
    ],
)
def test_a_part_that_one_name_alone_has_may_be_in_a_slot(request_text: str, words: str, name: str) -> None:
    assert found(request_text, read_inputs(values={"table": TICKETS}))[0] == {words: name}


@pytest.mark.parametrize(
    "request_text",
    [
        "the kg of Lee",  # two people
        "total kg of Brennan",  # two companies
        "the kg of Okoro",  # he is spoken of in the remarks too
        "kg of the basement",  # no name
        "hauliers with Hollis in them",  # the part is meant
        "hauliers that contain Hollis",
        "how many kg did Holli bring",  # no whole word
    ],
)
def test_what_may_be_a_part_of_something_else_is_no_cell(request_text: str) -> None:
    assert found(request_text, read_inputs(values={"table": TICKETS}))[0] == {}


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
