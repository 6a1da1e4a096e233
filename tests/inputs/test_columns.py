"""What a column of texts holds, decided from the whole column: numbers, codes, flags, blanks and dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs.columns import infer_texts
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con

Cells = Sequence[str | None]
DAYS = [date(2024, 1, 31), date(2024, 2, 1)]


def infer(cells: Cells, header: str = "") -> tuple[Con, list[Any], str]:
    """Return the type of a column, its cells and the note about it."""
    found = infer_texts(cells, lambda place: f"line {place + 2}", header)
    return found.type, list(found.cells), found.note


# --- numbers


@pytest.mark.parametrize(
    ("cells", "values", "note"),
    [
        (["5 %", "12.5 %"], [Decimal("0.05"), Decimal("0.125")], "percentages (15% is 0.15)"),
        (["US$ 5", "US$7.50"], [5, Decimal("7.5")], "amounts in USD"),
        (["CHF 20", "CHF 1'200"], [20, 1200], "amounts in CHF"),
        (["20 CHF", "30.5 CHF"], [20, Decimal("30.5")], "amounts in CHF"),
        (["SEK 890", "SEK 1 290"], [890, 1290], "amounts in SEK"),
        (["EUR 5", "-EUR 3", "EUR -2"], [5, -3, -2], "amounts in EUR"),
        (["R$ 5", "R$ 6,50"], [5, Decimal("6.5")], "amounts in BRL, decimal commas (1,5 is 1.5)"),
        (["Rs. 500", "Rs 1,25,000"], [500, 125000], "amounts in INR"),
        (["50 kr", "60 kr"], [50, 60], "amounts in kr"),
        (["5$", "6 $"], [5, 6], "amounts in USD"),
        (["1'200", "900"], [1200, 900], ""),
        (["1\u2019200.5", "900"], [Decimal("1200.5"), 900], ""),
        (["1 200", "950,5"], [1200, Decimal("950.5")], "decimal commas (1,5 is 1.5)"),
        (["410\u00a0000", "350\u202f000"], [410000, 350000], ""),
        (["1,25,000", "12,00,000", "3,500"], [125000, 1200000, 3500], ""),
        (["(1,200)", "5"], [-1200, 5], "(12) is -12"),
        (["1,200-", "5"], [-1200, 5], "12- is -12"),
        (["($1,200.50)", "$5"], [Decimal("-1200.5"), 5], "(12) is -12, amounts in USD"),
        (["\u22125", "- 3", "+2"], [-5, -3, 2], ""),
        (["1,50", "2,75"], [Decimal("1.5"), Decimal("2.75")], "decimal commas (1,5 is 1.5)"),
        (["1.234", "5.678"], [Decimal("1.234"), Decimal("5.678")], ""),
        (["1.234,5", "5.678"], [Decimal("1234.5"), 5678], "decimal commas (1,5 is 1.5)"),
        (["7", "8", "09", "18"], [7, 8, 9, 18], ""),
        (["5", "9", "035", "41", "12"], [5, 9, 35, 41, 12], ""),
        (["3.1", "2.5", "2.50"], [Decimal("3.1"), Decimal("2.5"), Decimal("2.5")], ""),
        (["0", "1", "1"], [0, 1, 1], ""),
        (["-0", "-0.0"], [0, 0], ""),
    ],
)
def test_numbers(cells: Cells, values: list[Any], note: str) -> None:
    assert infer(cells) == (NUMBER, values, note)


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["007", "021", "430"], "codes, as 007 begins with 0"),  # all of one length
        (["0412", "0415", "12345"], ""),
        (["0171234", "555123", "111", "222", "3333"], "nearly all numbers, but not line 2: 0171234"),
        (["1234567890123456", "6543210987654321"], ""),
        (["3.8", "3.9", "3.10", "3.11"], ""),
        (["1.2.3", "1.3"], ""),
        (["560 001", "560 034"], ""),
        (["20 11 34 09", "45"], ""),
        (["\u20ac5", "$6"], "amounts in several currencies (EUR, USD)"),
        (["$5", "6"], "amounts in USD and in no currency"),
        (["+14155550123", "+49 170 1234567"], ""),
        (["5-", "6-"], ""),
        (["2019-20", "2020-21"], ""),
        (["12,5", "13.5"], ""),
        (["1,000.5", "1.000,5"], ""),
        (["1'200", "1 300"], ""),
        (["1,2,3", "4,5"], ""),
        (["-(5)", "-5-", "(5"], ""),
        (["-(5)", "3"], ""),
        (["5 EUR EUR", "3"], ""),
        (["CHF 5 CHF", "CHF 3"], ""),
        (["$5%", "$3%"], ""),
        (["XYZ 5", "XYZ 6"], ""),
        (["10.0.1.11", "10.0.1.2"], ""),
        (["1\u00b2", "5"], ""),
        (["\u0663", "5"], ""),
        (["1_000", "5"], ""),
        ([".", "..", "%", "$"], ""),
    ],
)
def test_what_is_written_in_digits_and_is_no_number(cells: Cells, note: str) -> None:
    assert infer(cells) == (TEXT, cells, note)


NOTATIONS: dict[str, Callable[[Decimal], str]] = {
    "plain": str,
    "commas": lambda number: f"{number:,}",
    "dollars": lambda number: f"{'-' if number < 0 else ''}${abs(number):,}",
    "francs": lambda number: f"CHF {number:,}".replace(",", "'"),
    "kronor": lambda number: f"{number:,} SEK".replace(",", "\u00a0").replace(".", ","),
    "german": lambda number: f"{number:,} \u20ac".translate(str.maketrans(",.", ".,")),
    "accounts": lambda number: f"({abs(number):,})" if number < 0 else f"{number:,}",
    "percent": lambda number: f"{number * 100} %",
}
AMOUNTS = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), min_size=1, max_size=6)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(AMOUNTS)
def test_amounts_are_read_in_every_notation(notation: str, amounts: list[Decimal]) -> None:
    amounts = [*amounts, Decimal("1234.56")]  # positive, with all signs, so that it shows the notation
    kind, values, _ = infer([NOTATIONS[notation](amount) for amount in amounts])
    assert (kind, values) == (NUMBER, amounts)


# --- yes and no


@pytest.mark.parametrize(
    ("cells", "values", "note"),
    [
        (["TRUE", "false", None], [True, False, None], ""),
        (["TRUE", "n/a"], [True, None], "1 read as blank (n/a)"),
        (["Yes", "yes", "No"], [True, True, False], "Yes, yes, No read as true and false"),
        (["Y", "Yes", "n"], [True, True, False], "Y, Yes, n read as true and false"),
        (["1", "Yes", "0"], [True, True, False], "1, Yes, 0 read as true and false"),
        (["y", "Y", "N"], [True, True, False], "y, Y, N read as true and false"),
    ],
)
def test_flags(cells: Cells, values: list[Any], note: str) -> None:
    assert infer(cells) == (BOOL, values, note)


@pytest.mark.parametrize("cells", [["Yes", "No", "Yes"], ["Y", "N"], ["t", "f"], ["yes", "N"], ["T", "N"], ["Yes"]])
def test_one_spelling_of_yes_and_no_stays_what_the_file_says(cells: Cells) -> None:
    assert infer(cells) == (TEXT, cells, "")


# --- spellings


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["card", "Card", "cash", "card"], "`card` and `Card` count as two"),
        (["New York", "new york", "NEW  YORK"], "`New York`, `new york` and `NEW  YORK` count as three"),
        (
            ["New York", "NewYork", "Cash", "cash"],
            "`New York` and `NewYork` count as two; `Cash` and `cash` count as two",
        ),
        (["T", "N", "n"], "`N` and `n` count as two"),
        (["cash", " cash ", "card", "n/a"], "1 read as blank (n/a)"),
        (["a\0b", "A\0B"], ""),
    ],
)
def test_spellings_that_a_person_may_not_see_are_noted(cells: Cells, note: str) -> None:
    assert infer(cells)[::2] == (TEXT, note)


@given(st.lists(st.sampled_from(["a", "b c", "D", "e-f"]), min_size=1, max_size=8), st.booleans())
def test_a_note_about_spellings_stands_where_there_are_two(words: list[str], is_shouted: bool) -> None:
    other = words[0].swapcase() if is_shouted else words[0]
    noted = infer([*words, other])[2]
    assert ("count as" in noted) == is_shouted


def test_many_different_texts_are_not_compared() -> None:
    assert infer([f"name {place} of {case}" for place in range(60) for case in "xX"])[2] == ""


# --- blanks, and what keeps a column from being of a type


@pytest.mark.parametrize(
    ("cells", "kind", "values", "note"),
    [
        (["5", "-", "n/a", "N/A", "none", "nil", "?"], NUMBER, [5, *[None] * 6], "6 read as blank (-"),
        (["5", "n/a", "n/a"], NUMBER, [5, None, None], "2 read as blank (n/a)"),
        (["2024-01-31", "NULL"], DATE, [DAYS[0], None], "1 read as blank (NULL)"),
        (["Ann", "n/a", "\u2013", "none", "NA"], TEXT, ["Ann", None, None, "none", "NA"], "2 read as blank"),
        (["+", "-"], TEXT, ["+", "-"], ""),
        (["n/a", "-"], TEXT, ["n/a", "-"], ""),
        (["5", "TBD"], TEXT, ["5", "TBD"], ""),
        (
            ["5", "6", "7", "8", "9", "x", "n/a"],
            TEXT,
            ["5", "6", "7", "8", "9", "x", None],
            "but not line 7: x (--blank x reads such a cell as blank), 1 read",
        ),
        (["9:00", "9:30", "10:00", "10:30", "soon"], TEXT, None, "nearly all times of day, but not line 6: soon"),
        (
            ["2024-01-31", "1 Feb 2024", "3 Feb 2024", "4 Feb 2024", "tbd"],
            TEXT,
            None,
            "nearly all dates, but not line 6",
        ),
        (["5 kg", "6 kg", "7", "8"], TEXT, None, "numbers with a unit (5 kg)"),
    ],
)
def test_blanks_and_strays(cells: Cells, kind: Con, values: list[Any] | None, note: str) -> None:
    found = infer(cells)
    assert found[:2] == (kind, cells if values is None else values)
    assert note in found[2]
    assert bool(note) == bool(found[2])


# --- dates and times


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["31-Jan-24", "1 February '24"], ""),
        (["Jan 31, 2024", "Thu, Feb 1, 2024"], ""),
        (["2024.01.31", "2024.02.01"], ""),
        (["20240131", "20240201"], ""),
        (["31.1.2024", "01.02.2024"], ""),
        (["1.31.2024", "02.01.2024"], "read with the month first"),
        (["31/01/24", "1/2/24"], "read with the day first, 24 is 2024"),
        (["01-31-2024", "02-01-2024"], "read with the month first"),
        (["24-01-31", "24-02-01"], "read with the year first"),
        (["31.1.2024", "2024-02-01"], ""),
    ],
)
def test_dates(cells: Cells, note: str) -> None:
    assert infer(cells) == (DATE, DAYS, note)


def test_the_order_of_day_and_month_is_the_column_s() -> None:
    assert infer(["3/4/2024", "5/4/2024"])[2] == "read with the month first (it could also be the day)"
    assert infer(["3/4/2024", "5/14/2024"])[2] == "read with the month first"
    assert infer(["3/3/2024"]) == (DATE, [date(2024, 3, 3)], "")
    assert infer(["1/1/2024", "2/1/2024", "3/1/2024"])[2] == "read with the month first (it could also be the day)"
    assert infer(["3/11/2024", "4/11/2024", "7/11/2024"])[2] == "read with the day first (it could also be the month)"
    assert infer(["11/3/2024", "11/4/2024", "11/7/2024"])[2] == "read with the month first (it could also be the day)"
    both: Cells = ["13/2/2024", "2/13/2024"]
    assert infer(both) == (TEXT, both, "some dates have the day first and others the month")
    assert infer(["20240131", "20241399"])[0] == NUMBER
    assert infer(["31/12/69", "31/12/68"])[1] == [date(1969, 12, 31), date(2068, 12, 31)]
    assert infer(["30/02/2024"])[0] == TEXT


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["Fri 01/11/2024", "Wed 13/11/2024"], ["2024-11-01", "2024-11-13"]),  # one order for all
        (["Fri 01/11/2024"], ["2024-11-01"]),  # the weekday shows it
        (["Thursday, 01/11/24"], ["2024-01-11"]),
        (["01/11/2024 Fri", "02-11-2024 (Sat.)", "03/11/2024(Sun)"], ["2024-11-01", "2024-11-02", "2024-11-03"]),
        (["Mon 01/02/2024", "Tue 02/02/2024"], ["2024-01-02", "2024-02-02"]),  # neither order is right for both
    ],
)
def test_a_weekday_is_no_part_of_a_date_but_shows_its_order(cells: list[str], days: list[str]) -> None:
    assert infer(cells)[:2] == (DATE, [date.fromisoformat(day) for day in days])


@given(st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=8), st.booleans())
def test_dates_with_weekdays_are_read_in_the_order_in_which_they_are_written(days: list[date], day_first: bool) -> None:
    form = "%a %d/%m/%Y" if day_first else "%a %m/%d/%Y"
    turned = [day.replace(month=day.day, day=day.month) for day in days if day.day <= 12]
    if len(turned) == len(days) and [day.weekday() for day in turned] == [day.weekday() for day in days]:
        return  # both orders are right
    assert infer([day.strftime(form) for day in days])[1] == days


@given(
    st.lists(st.dates(date(1000, 1, 1)), min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y"])
)
def test_dates_come_back_where_one_shows_the_order(days: list[date], form: str) -> None:
    days = [*days, date(2024, 1, 31)]
    assert infer([day.strftime(form) for day in days])[:2] == (DATE, days)


@pytest.mark.parametrize(
    ("cells", "header", "kind", "values", "note"),
    [
        (["0712", "2355"], "Dep time", TIME, [time(7, 12), time(23, 55)], "hours and minutes (0712 is 07:12)"),
        (["0712", "2355"], "dep_time", TIME, [time(7, 12), time(23, 55)], "hours and minutes (0712 is 07:12)"),
        (["0712", "2355"], "Code", TEXT, ["0712", "2355"], ""),
        (["0712", "2360"], "Time", TEXT, ["0712", "2360"], ""),
        (["712", "930"], "Time (s)", NUMBER, [712, 930], ""),
        (["9 am", "12 pm"], "", TIME, [time(9), time(12)], ""),
        (["3:45", "12:05"], "Length (m:ss)", DURATION, [timedelta(seconds=225), timedelta(seconds=725)], "minutes and"),
        (
            ["3:45", "71:20"],
            "",
            DURATION,
            [timedelta(seconds=225), timedelta(seconds=4280)],
            "71:20 is read as minutes",
        ),
        (["3:45", "71:20"], "Flown (h)", DURATION, [timedelta(hours=3.75), timedelta(hours=71, minutes=20)], "hours"),
        (["58:20", "1:02:10"], "", DURATION, [timedelta(seconds=3500), timedelta(seconds=3730)], "minutes and seconds"),
        (["3:45", "4:10"], "", TIME, [time(3, 45), time(4, 10)], "read as times of day (3:45 is minutes and seconds"),
        (["03:45", "14:10"], "", TIME, [time(3, 45), time(14, 10)], ""),
        (
            ["00:30", "01:15"],
            "Break",
            DURATION,
            [timedelta(minutes=30), timedelta(minutes=75)],
            "could also be a time of",
        ),
        (["00:30", "01:15"], "Opens", TIME, [time(0, 30), time(1, 15)], ""),
        (["00:30", "03:45", "12:05"], "Call", TIME, [time(0, 30), time(3, 45), time(12, 5)], ""),
        (["1h 30m", "45m"], "", DURATION, [timedelta(minutes=90), timedelta(minutes=45)], ""),
        (["90 min", "2 hours"], "", DURATION, [timedelta(minutes=90), timedelta(hours=2)], ""),
        (["5 m", "2 d"], "", TEXT, ["5 m", "2 d"], ""),
        (["5/3/24 14:30", "5/13/24 2:30 PM"], "", DATETIME, None, "read with the month first, 24 is 2024"),
        (["3/5/2024 14:30", "13/5/2024 2:30 pm"], "", DATETIME, None, "read with the day first"),
    ],
)
def test_times(cells: Cells, header: str, kind: Con, values: list[Any] | None, note: str) -> None:
    found = infer(cells, header)
    assert found[:2] == (kind, values or [datetime(2024, 5, 3, 14, 30), datetime(2024, 5, 13, 14, 30)])
    assert note in found[2]


# --- whatever is there


SIGNS = list(",.-/:'%()$\u20ac+ \u00a0TZ")
PIECES = st.sampled_from([*SIGNS, "0", "1", "12", "99", "2024", "CHF", "n/a", "am", "Jan", "Mon", "h", "min"])


@given(
    st.lists(st.lists(PIECES, max_size=6).map("".join) | st.none(), max_size=5), st.sampled_from(["", "Time", "m:ss"])
)
def test_no_cell_is_lost_whatever_it_is(cells: list[str | None], header: str) -> None:
    kind, values, note = infer(cells, header)
    assert len(values) == len(cells)
    for cell, value in zip(cells, values, strict=True):
        written = (cell or "").strip()
        assert value is not None or not written or "read as blank" in note
        assert kind != TEXT or value in (written, None)


def test_decimals_are_no_numbers_of_sections() -> None:
    """3.10 after 3.9 is one; 1.00 after 1 is not, though it rises as they do."""
    kind, cells, _ = infer(["0.00", "1", "1.00"])
    assert (kind, cells) == (NUMBER, [0, 1, 1])


@pytest.mark.parametrize(
    ("cells", "noted"),
    [
        (["Email; Phone", "App", "Email"], "`Email; Phone`): `Email` counts"),
        (["Email;Phone", "Phone"], "`Email;Phone`): `Phone` counts"),
        (["a|b", "b"], "`a|b`): `b` counts"),
        (["Bob, Ann", "Bob", "Ann"], "`Bob, Ann`): `Bob` counts"),
        (["Paris, France", "France"], ""),  # a comma is in names and sentences
        (["Email; Phone", "App"], ""),
        (["Email", "Phone"], ""),
        (["Email;", "Email"], ""),
        ([f"x{at}" for at in range(200)] + ["x1; x2"], ""),
    ],
)
def test_cells_of_several_values_are_noted(cells: list[str], noted: str) -> None:
    kind, read, note = infer(cells)
    assert (kind, read) == (TEXT, cells)
    assert noted in note and bool(note) is bool(noted)
