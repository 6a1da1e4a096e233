"""Every word is accounted for: the stretches of a request, and the words that a program does not explain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.unread import unexplained
from seglam_lang.requests.unread.features import Footprint, footprint_of
from seglam_lang.requests.unread.lexicon import FILE, Company, Lexicon, Names, Place, SpanKind, parse, shipped
from seglam_lang.requests.unread.spans import place_of, spans_of
from seglam_lang.translator.nano.headed import Headed

LARGEST = 300_000  # bytes
VISITS = {
    "columns": ["Doctor", "Fee", "Hour", "Paid", "Rating"],
    "rows": [
        ["Linden", 40, 9, "yes", 4],
        ["Sole", 30, 10, "no", 5],
        ["Sole", 20, 9, "yes", 3],
        ["Ash", 25, 11, "no", 2],
    ],
}
INPUTS = read_inputs(values={"table": VISITS})


def footprint(program: str, inputs: Inputs = INPUTS) -> Footprint:
    """What a program in the notation of the data does."""
    written = Headed.of(program)
    checked = written.check(inputs)
    arguments = {param.name: value for param, value in written.parameters(inputs)}
    return footprint_of(checked.core, [arguments[name] for name in checked.params])


def refused(request: str, program: str, inputs: Inputs = INPUTS) -> str:
    """The words that a program does not explain, "" where it explains all."""
    reading = read(request, inputs).loosely
    found = unexplained(reading, footprint(program, inputs))
    return "" if found is None else reading.words(found.span.first, found.span.last)


@pytest.mark.parametrize(
    ("request_text", "program", "words"),
    [
        ("average fee by hour", "rows.average(`Fee`)", "hour"),
        ("total fee by doctor", "rows.total(`Fee`) / rows.count()", "doctor"),
        ("list the different doctors", "rows.select(`Doctor`)", "different"),
        ("fees, heaviest first", "rows.values(`Fee`)", "heaviest"),
        ("what is twice the total fee", "rows.total(`Fee`)", "twice"),
        ("total fee of the doctor with the best rating", "rows.total(`Fee`)", "best"),
        ("visits of doctors not paid yet", "rows.values(`Doctor`)", "paid"),
        ("how many visits without linden", "rows.count()", "linden"),
    ],
)
def test_words_that_were_dropped_in_silence_are_named(request_text: str, program: str, words: str) -> None:
    assert words in refused(request_text, program)


SMALL = read_inputs(values={"table": {"columns": ["region", "a", "no", "b"], "rows": [["n", 1, 2, 3]]}})


@pytest.mark.parametrize(
    ("request_text", "program", "words"),
    [
        ("how much a did each region have", "rows.group_by(`region`).total(`b`)", "a"),
        ("how much no did each region have", "rows.group_by(`region`).total(`b`)", "no"),
        ("how much a did each region have", "rows.group_by(`region`).total(`a`)", ""),
    ],
)
def test_a_column_that_is_called_a_is_not_dropped_for_one_that_no_words_spell(
    request_text: str, program: str, words: str
) -> None:
    assert refused(request_text, program, SMALL) == words


def test_a_preposition_is_not_taken_for_a_column_that_is_called_so() -> None:
    hires = read_inputs(values={"table": {"columns": ["Event", "From", "To", "Heads"], "rows": [["Meeting", 1, 2, 3]]}})
    program = 'rows.where(row => row[`Event`] == "Meeting").total(`Heads`)'
    assert refused("how many people came to meetings", program, hires) == ""


def test_nor_is_a_part_of_a_period_of_which_a_program_takes_both_ends() -> None:
    rows = [["Bonn", "Trier", "2024-01-03", 150], ["Trier", "Bonn", "2024-02-03", 150]]
    trips = read_inputs(values={"table": {"columns": ["From", "To", "Date", "Km"], "rows": rows}})
    first, last = "row[`Date`] >= @2024-01-01", "row[`Date`] <= @2024-01-15"
    request = "total km from 1 to 15 January 2024"
    assert refused(request, f"rows.where(row => {first} and {last}).total(`Km`)", trips) == ""
    assert refused(request, f"rows.where(row => {first}).total(`Km`)", trips) == "to"


@pytest.mark.parametrize(
    ("request_text", "program"),
    [
        ("average fee by hour", "rows.group_by(`Hour`).average(`Fee`)"),
        ("please show me the total fee per doctor", "rows.group_by(`Doctor`).total(`Fee`)"),
        ("how many different doctors are there", "rows.values(`Doctor`).distinct().count()"),
        ("how many shifts are there?", "rows.count()"),
        ("what's twice the total fee", "rows.total(`Fee`) * 2"),
        ("how many visits without linden", 'rows.where(row => row[`Doctor`] != "Linden").count()'),
        ("which doctor has the highest rating", "rows.top(1, `Rating`).values(`Doctor`)"),
        ("could you list the doctors whose fee is over 25?", "rows.where(row => row[`Fee`] > 25).values(`Doctor`)"),
    ],
)
def test_words_that_a_program_explains_are_no_objection(request_text: str, program: str) -> None:
    assert refused(request_text, program) == ""


def test_a_blank_is_said_in_one_way_however_it_is_written() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Delivered", "No"], "rows": [[None, 1], ["2024-10-01", 2]]}})
    for condition in ("row.is_blank(`Delivered`)", "not row.get(`Delivered`).has_value()"):
        assert refused("not delivered yet: No", f"rows.where(row => {condition}).values(`No`)", inputs) == ""


def test_an_unknown_word_may_be_what_a_column_means_that_no_word_names() -> None:
    assert refused("who earns the most", "rows.top(1, `Fee`).values(`Doctor`)") == ""


WORDS = st.sampled_from(["fee", "Doctor", "linden", "25", "twice", "by", "the", "xyzzy", "?", "hours", "yes", "first"])


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
def test_each_token_is_in_one_stretch(request_text: str) -> None:
    reading = read(request_text, INPUTS).loosely
    spans = spans_of(reading, footprint('rows.where(row => row[`Doctor`] == "Linden").total(`Fee`)'))
    assert [at for span in spans for at in range(span.first, span.last)] == list(range(len(reading.tokens)))
    assert all(span.last - span.first == 1 for span in spans if span.kind is SpanKind.WORD)


def test_the_program_decides_what_is_taken() -> None:
    reading = read("total fee of linden by hour", INPUTS).loosely
    spans = spans_of(reading, footprint('rows.where(row => row[`Doctor`] == "Linden").total(`Fee`)'))
    taken = [reading.words(span.first, span.last) for span in spans if span.taken]
    left = [reading.words(span.first, span.last) for span in spans if span.is_name and not span.taken]
    assert (taken, left) == (["fee", "linden"], ["hour"])


@pytest.mark.parametrize(("bound", "taken"), [("@PT4H", ["4 hours"]), ("@PT5H", [])])
def test_a_length_of_time_is_one_stretch_where_it_is_taken(bound: str, taken: list[str]) -> None:
    stays = read_inputs(values={"table": {"columns": ["Plate", "Stay"], "rows": [["A", "PT3H"], ["B", "PT6H"]]}})
    reading = read("how many were there over 4 hours", stays).loosely
    spans = spans_of(reading, footprint(f"rows.where(row => row[`Stay`] > {bound}).count()", stays))
    assert [reading.words(span.first, span.last) for span in spans if span.taken] == taken


def test_a_place_is_told_by_the_word_before_and_the_plural() -> None:
    reading = read("total of the fees 3", INPUTS).loosely
    spans = spans_of(reading, footprint("rows.total(`Fee`)"))
    places = [place_of(span, reading.tokens) for span in spans]
    assert (places[0].before, places[0].plural) == ("^", False)
    assert (places[3].before, places[3].plural) == ("of the", True)


def test_features_say_what_is_done_and_how_it_is_joined() -> None:
    found = footprint('rows.where(row => row[`Fee`] > 25 and row[`Paid`] == "yes").total(`Fee`)')
    assert {"where", "total", "where.total", "where(greater)", "where(and)", "=25", "gives:Number"} <= found.features
    assert found.headers == {"Fee", "Paid"} and set(found.values) == {25, "yes"}


NAMES = st.builds(Names, st.integers(0, 99), st.integers(0, 99))
WORD = st.text("abc~'", min_size=1, max_size=5)
FEATURES = st.lists(st.sampled_from(["where", "=2", "a.b", "a(b)"]), min_size=1, max_size=3, unique=True).map(tuple)
COMPANY = st.builds(Company, st.integers(1, 99), st.integers(1, 99), st.integers(0, 99), FEATURES)
PLACE = st.builds(Place, st.sampled_from(SpanKind), st.sampled_from(["", "^", "of the", "#"]), st.booleans())


@given(st.dictionaries(WORD, COMPANY), st.dictionaries(WORD, NAMES), st.dictionaries(PLACE, NAMES))
def test_a_lexicon_is_read_as_it_was_written(
    company: dict[str, Company], words: dict[str, Names], places: dict[Place, Names]
) -> None:
    lexicon = Lexicon(company, words | {word: words.get(word, Names()) for word in company}, places)
    assert parse(lexicon.lines()) == lexicon


@given(NAMES, st.floats(0, 1), st.integers(1, 9))
def test_chances_are_chances(names: Names, prior: float, weight: int) -> None:
    assert 0 <= names.chance_left(prior, weight) <= 1


def test_the_lexicon_that_ships_is_small_and_in_its_one_form() -> None:
    data = FILE.read_bytes()
    assert len(data) <= LARGEST
    assert "".join(f"{line}\n" for line in shipped().lines()).encode() == data


def test_words_that_no_known_request_has_are_unread() -> None:
    assert read("total fee by frobnication", INPUTS).loosely.unread == ("frobnication",)
    assert read("please show the average fee", INPUTS).loosely.unread == ()
