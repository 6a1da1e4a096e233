"""Advice about a reading: columns that may have been meant, or are texts though they have numbers, dates that could be
read otherwise or need a day to count from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seglam_lang.inputs.columns import NO_VALUE
from seglam_lang.inputs.dates import MONTHS, describe_order, order_is_ambiguous
from seglam_lang.inputs.model import Doubt, Numbered
from seglam_lang.inputs.near_numbers import why_no_numbers
from seglam_lang.language.types import TEXT
from seglam_lang.language.values import Notation
from seglam_lang.requests import kinds
from seglam_lang.requests.dates import relative_dates
from seglam_lang.requests.dates.named import named as calendar_name
from seglam_lang.requests.dates.words import FISCAL, WEEKDAYS
from seglam_lang.requests.dates.years_of_data import YearsOfData
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.mentions import header_words, stem
from seglam_lang.requests.model import ColumnRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms

_SHORTEST = 3  # letters of a word that may be another one's beginning, or misspelled
_LIKENESS = 0.75  # of two spellings, by difflib; "regoin" and "region" have 0.83


class Suggestion(NamedTuple):
    """`written` in the request is spelled nearly like the column `header` of the input `table`."""

    written: str
    header: str
    table: str
    likeness: float


def nearest_columns(reading: Reading) -> tuple[Suggestion, ...]:
    """Return the nearest header for words that mention nothing but are nearly a header, in the order of the request."""
    best: dict[int, Suggestion] = {}
    for first, found in _near_columns(reading):
        if first not in best or found.likeness > best[first].likeness:
            best[first] = found
    return tuple(best[first] for first in sorted(best))


def _near_columns(reading: Reading) -> Iterator[tuple[int, Suggestion]]:
    """Yield all headers that some words nearly are, each with the first of these words."""
    from difflib import SequenceMatcher  # a hit does not need it

    covered = {position for mention in reading.mentions for position in range(mention.first, mention.last)}
    norms = [token.norm for token in reading.tokens]
    for name, table in reading.inputs.tables.items():
        for header in table.headers:
            words = header_words(header)
            matcher = SequenceMatcher(None, b=" ".join(words))
            for first in range(len(norms) - len(words) + 1 if words else 0):
                last = first + len(words)
                written = norms[first:last]
                if not covered.isdisjoint(range(first, last)):
                    continue
                matcher.set_seq1(" ".join(written))
                if matcher.real_quick_ratio() < _LIKENESS or not _LIKENESS <= matcher.ratio() < 1:
                    continue
                if all(_may_be_meant(each, word) for each, word in zip(written, words, strict=True)):
                    yield first, Suggestion(reading.words(first, last), header, name, matcher.ratio())


def _may_be_meant(written: str, word: str) -> bool:
    """Return whether a word may stand for one of a header. One that other requests have is no misspelling ("came" is no
    "name"), and one that names nothing, or has two letters, is no beginning: "at" is no "att".
    """
    from seglam_lang.requests.loose.english import FUNCTION_WORDS
    from seglam_lang.requests.unread.lexicon import shipped  # a hit needs neither

    if written == word:
        return True
    is_word = len(written) >= _SHORTEST and written not in FUNCTION_WORDS
    return is_word and (word.startswith(written) or not shipped().knows(written))


def did_you_mean(reading: Reading) -> str:
    """Return a question with the columns that were perhaps meant, and "" if none is near."""
    pairs = [f"{each.header!r} for {each.written!r}" for each in nearest_columns(reading)]
    return f"did you mean {', '.join(pairs)}?" if pairs else ""


def ambiguous_dates(reading: Reading) -> tuple[str, ...]:
    """Return a sentence for each date whose day and month could be exchanged: a doubt, unless a table has an order."""
    shown = [each for each in (Notation.DAY_FIRST, Notation.MONTH_FIRST) if each in reading.inputs.notations]
    notes: list[str] = []
    for mention in reading.mentions:
        if mention.kind != kinds.DATE or not order_is_ambiguous(written := reading.written(mention)):
            continue
        if shown:
            notes.append(f"{written} is read with {shown[0].value}, as the table has it: {mention.value.isoformat()}")
        else:
            notes.append(Doubt(describe_order(written, mention.value)))
    return tuple(notes)


def fiscal_years(reading: Reading, slots: Sequence[Mention]) -> tuple[str, ...]:
    """Return a sentence for each fiscal year in a slot, which may begin on another day than the calendar's."""
    notes = []
    for slot in (each for each in slots if each.kind == kinds.PERIOD):
        words = [token.norm for token in reading.tokens[slot.first : slot.last]]
        if any(word in FISCAL or word[:2] == "fy" for word in words):
            begins = "it may begin on another day"
            notes.append(Doubt(f"{reading.written(slot)} is read as if the fiscal year were the calendar's ({begins})"))
    return tuple(notes)


def shared_header(reading: Reading) -> str:
    """Return how to name one of the columns that have a header in common, where the words say that header alone."""
    for table in reading.inputs.tables.values():
        shared: dict[str, list[str]] = {}
        for header in table.headers:
            if isinstance(header, Numbered):
                shared.setdefault(header.shared, []).append(str(header))
        for header, columns in shared.items():
            if _says(reading, header):
                listed = f"{', '.join(map(repr, columns[:-1]))} or {columns[-1]!r}"
                return f"{len(columns)} columns are headed {header!r}: say which, {listed} (they are numbered in order)"
    return ""


def _says(reading: Reading, header: str) -> bool:
    """Return whether the words say a header that is no column's own, and nothing that has these words in it."""
    words = list(map(stem, norms(header)))
    if words in (["a"], ["i"]):
        return False
    said = [stem(token.norm) for token in reading.tokens]
    taken = {(each.first, each.last) for each in reading.visible}
    for first in range(len(said) - len(words) + 1):
        last = first + len(words)
        if said[first:last] == words and not any(start <= first and last <= end for start, end in taken):
            return True
    return False


def mixed_currencies(reading: Reading, stated: Iterable[Mention]) -> str:
    """Return that amounts are not converted, and "" where they are all in one currency."""
    amounts = {each.kind.detail: reading.written(each) for each in stated if each.kind.family is Family.MONEY}
    if len(amounts) < 2:
        return ""
    quoted = " and ".join(repr(amounts[code]) for code in sorted(amounts))
    return f"{quoted} are in several currencies ({', '.join(sorted(amounts))}), and nothing converts one into another"


def texts_that_count(reading: Reading) -> str:
    """Return why columns that the words name are texts, though they have numbers, and "" where there is none."""
    named = dict.fromkeys((each.table, each.header) for each in reading.mentions if isinstance(each, ColumnRef))
    found = []
    for name, header in named:
        table = reading.inputs.tables[name]
        place = table.headers.index(header)
        if table.types[place] == TEXT:
            stated = [str(text) for text in table.distinct(place) if text not in NO_VALUE]
            if why := why_no_numbers(stated) if stated else "":
                found.append(f"the column {header!r} is read as Text: {why}")
    return "; ".join(found)


def ask_for_today(reading: Reading) -> str:
    """Return how to say from which day the relative dates of the request count, and "" if it has none or it is said. A
    weekday or month that may be called so in the inputs is none: "in march" beside a column `Mar att.`. Nor is what one
    year of the data alone has, as then the year says nothing.
    """
    if reading.today is not None:
        return ""
    dates = list(relative_dates(reading.tokens))
    loosely = reading.loosely if dates else reading
    named = [range(each.first, each.last) for each in (*loosely.visible, *loosely.further, *loosely.hints)]
    data = YearsOfData(reading.inputs.tables.values())
    words = dict.fromkeys(
        reading.words(first, last)
        for first, last in dates
        if not _is_named(reading, first, last, named) and not _is_of_one_year(reading, first, last, data)
    )
    if not words:
        return ""
    quoted = " and ".join(repr(each) for each in words)
    counts = "counts" if len(words) == 1 else "count"
    say = (
        "say the year, or that day,"
        if all(any(norm in MONTHS for norm in norms(each)) for each in words)
        else "say which,"
    )
    return f"{quoted} {counts} from a day: {say} as in --today 2024-03-31 (in Python, today=)"


def _is_of_one_year(reading: Reading, first: int, last: int, data: YearsOfData) -> bool:
    """Return whether some words are a day or month without a year that one year of the data has."""
    found = calendar_name([token.norm for token in reading.tokens], first)
    return found is not None and found[0] == last and found[1].year is None and data.year_of(found[1]) is not None


def _is_named(reading: Reading, first: int, last: int, named: Sequence[range]) -> bool:
    """Return whether the words of a date may name something as a whole, or all weekdays and months in them may."""
    names = [
        at for at in range(first, last) if reading.tokens[at].norm in MONTHS or reading.tokens[at].norm in WEEKDAYS
    ]
    if names and all(any(at in span for span in named) for at in names):
        return True
    return any(span.start <= first and last <= span.stop for span in named)
