"""Columns of texts, as files have them, to typed cells: what a column holds, and what to tell people about it.

The type is inferred from all cells of the column; blanks never change it. What is not of one type stays Text, with
nothing lost. Whatever is read otherwise than it is written ("n/a" as a blank, "(12)" as -12) is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, Protocol

from seglam_lang.inputs.amounts import is_amount, read_numbers
from seglam_lang.inputs.blanks import how_to_say
from seglam_lang.inputs.choices import about_choices
from seglam_lang.inputs.codes import read_codes, says_code
from seglam_lang.inputs.days import is_day, read_days
from seglam_lang.inputs.flags import read_flags
from seglam_lang.inputs.model import UNKNOWN, Decimals, Doubt, Inferred, Writing
from seglam_lang.inputs.near_numbers import why_not_read
from seglam_lang.inputs.times import is_time, read_times
from seglam_lang.language.types import TEXT, Con
from seglam_lang.language.values import Notation, Value

_DIGIT = re.compile("[0-9]")
NEARLY = 0.8  # a column with at least this share of numbers is worth a note about the others
_MOST_QUOTED = 3  # of the cells that a note is about
_FEW = 100  # values of a column, of which each is what many rows have
_AS_NUMBER = ("", "", "two", "three", "four")
SAMPLE = 10  # about as many cells show whether it is worth while to look for the others
_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("numbers", is_amount),
    ("dates", is_day),
    ("times of day", is_time),
)


def _spellings(words: str) -> frozenset[str]:
    return frozenset(form for word in words.split() for form in (word, word.upper(), word.capitalize(), word.title()))


# What is written where there is no value. The second line may be a value of its own in a column of words, and "-" there
# too if it is beside "+".
_NO_TEXT = _spellings("n/a n.a. #n/a <na> null (null) nan k.a. - -- \u2013 \u2014") | {"NaN", "k.A.", r"\N"}
NO_VALUE = _NO_TEXT | _spellings("na none nil ? ..")


class Texts(Protocol):
    """The cells of a column of texts, stripped: what has to be known of them to say what the column holds."""

    @property
    def distinct(self) -> Sequence[str]:
        """The different texts in order of first appearance, without blanks."""

    def found(self, texts: Collection[str]) -> Sequence[str]:
        """Return those of some texts that are there, in order of first appearance."""

    def count(self, texts: Collection[str]) -> int:
        """Return how many cells have one of these texts."""

    def strays(self) -> str:
        """Return what keeps the column, if it is nearly all numbers, or dates, from being one (see `note_strays`)."""


class Meaning(NamedTuple):
    """What a column of texts holds: the value of each of its texts, or None where they are what they say.

    The texts of `blank` stand where there is no value. The rest is as in `Inferred`.
    """

    type: Con
    values: dict[str, Value] | None = None
    blank: frozenset[str] = frozenset()
    note: str = ""
    notation: Notation | None = None
    is_doubtful: bool = False
    decimals: Decimals | None = None


class _Cells:
    """The cells of a column that is in memory."""

    def __init__(self, cells: Sequence[str | None], place: Callable[[int], str]) -> None:
        different = [cell for cell in dict.fromkeys(cells) if cell is not None]
        if "" in different or list(map(str.strip, different)) != different:  # of most columns neither is true
            cells = [None if cell is None else cell.strip() or None for cell in cells]
            different = [text for text in dict.fromkeys(cells) if text is not None]
        self.texts, self.distinct = cells, different
        self._place = place

    def found(self, texts: Collection[str]) -> Sequence[str]:
        return [text for text in self.distinct if text in texts]

    def count(self, texts: Collection[str]) -> int:
        return sum(text in texts for text in self.texts if text is not None)

    def strays(self) -> str:
        if not any(map(_DIGIT.search, self.distinct)):
            return ""  # there is nothing but texts
        present = [(position, text) for position, text in enumerate(self.texts) if text and text not in NO_VALUE]
        return note_strays(lambda is_one: _wrong(present, is_one), self._place)


def infer_texts(
    cells: Sequence[str | None], place: Callable[[int], str], header: str = "", writing: Writing = UNKNOWN
) -> Inferred:
    """Return what a column of texts holds. `place` names the place of the cell at a position, for notes; `writing` is
    what other columns show of how dates and numbers are written.
    """
    column = _Cells(cells, place)
    found = meaning(column, header, writing)
    texts: Sequence[Any] = column.texts
    if found.values is not None:
        values: dict[str | None, Value] = {None: None}
        values.update(dict.fromkeys(found.blank))
        values.update(found.values)
        texts = list(map(values.__getitem__, texts))
    elif found.blank:
        texts = [None if text in found.blank else text for text in texts]
    return Inferred(found.type, texts, found.note, found.notation, found.is_doubtful, found.decimals)


def meaning(texts: Texts, header: str = "", writing: Writing = UNKNOWN) -> Meaning:
    """Return what a column holds (see `infer_texts`)."""
    distinct = texts.distinct
    if not distinct:
        return Meaning(TEXT)
    marks = NO_VALUE.intersection(distinct)
    stated = [text for text in distinct if text not in marks] if marks else list(distinct)
    found = _read(stated, header, writing) if stated else None
    if found is None or found.type == TEXT:
        why = (why_not_read(stated) or about_few(stated)) if found is None else found.note
        return as_texts(texts, marks, any(map(_is_word, stated)), why or None)
    note = _joined(found.note, _about_blanks(texts, marks))
    values = dict(zip(stated, found.cells, strict=True))
    notation = Notation.DECIMAL_COMMA if found.decimals is Decimals.COMMA else found.notation
    return Meaning(found.type, values, marks, note, notation, found.is_doubtful, found.decimals)


def as_texts(texts: Texts, marks: frozenset[str], has_words: bool, why: str | None) -> Meaning:
    """Return that a column holds texts, and `why`; None if nothing else was thought of."""
    blank = marks & _NO_TEXT if has_words else frozenset[str]()
    about = texts.strays() if why is None else why
    note = _joined(about, _about_blanks(texts, blank))
    return Meaning(TEXT, None, blank, note, is_doubtful=isinstance(about, Doubt))


def about_few(different: Sequence[str]) -> str:
    """Return what a person may not see of a few texts: that some differ by little, or are a part of others."""
    return (about_spellings(different) or about_choices(different)) if len(different) <= _FEW else ""


def about_spellings(different: Sequence[str]) -> str:
    """Return which of a few texts differ by capitals and spaces alone."""
    folded = "".join("\0".join(different).casefold().split()).split("\0")
    if len(set(folded)) == len(different) or len(folded) != len(different):  # a text may have a \0
        return ""
    spellings: dict[str, list[str]] = {}
    for text, form in zip(different, folded, strict=True):
        spellings.setdefault(form, []).append(text)
    alike = [each for each in spellings.values() if len(each) > 1]
    return Doubt(quote_some([_counts_as(each) for each in alike]))


def _counts_as(texts: Sequence[str]) -> str:
    *first, last = [f"`{text}`" for text in texts]
    number = _AS_NUMBER[len(texts)] if len(texts) < len(_AS_NUMBER) else str(len(texts))
    return f"{', '.join(first)} and {last} count as {number}"


def _read(stated: list[str], header: str, writing: Writing) -> Inferred | None:
    """Return different texts as values of one type, or as Text with a note why; None where they are texts."""
    flags = read_flags(stated)
    if flags is not None:
        return flags
    first = stated[0]
    if not _DIGIT.search(first):
        return None  # neither a number nor a date
    compact = len(first) in (4, 8) and first.isdigit() and not says_code(header)  # 0712 or 20240131
    if compact:
        found = read_times(stated, header, writing) or read_days(stated, writing)
        if found is not None:
            return found
    return (
        read_codes(stated, header)
        or _numbers(stated, writing)
        or read_days(stated, writing)
        or read_times(stated, header, writing)
    )


def _numbers(stated: list[str], writing: Writing) -> Inferred | None:
    found = read_numbers(stated, writing.decimal_comma)
    if found is None or not writing.by_semicolons:
        return found
    sign, name = (",", "comma, as semicolons separate the cells") if writing.decimal_comma else (".", "point")
    example = next(text for text in stated if sign in text)
    note = f"{example} is read with a decimal {name} (it could also be thousands)"
    return found._replace(note=note, is_doubtful=True)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _about_blanks(texts: Texts, marks: frozenset[str]) -> str:
    """Return how many cells say in writing that they are blank, and how they say it."""
    if not marks:
        return ""
    return f"{texts.count(marks)} read as blank ({' and '.join(texts.found(marks))})"


def _joined(*notes: str) -> str:
    return ", ".join(filter(None, notes))


def note_strays(wrong: Callable[[Callable[[str], bool]], list[tuple[int, str]]], place: Callable[[int], str]) -> str:
    """Return what keeps a column that is nearly all numbers, or dates, from being one: in doubt where it is little.
    `wrong` gives the cells that are not of a kind, if they are few."""
    for kind, is_one in _KINDS:
        if found := wrong(is_one):
            listed = quote_some([f"{place(position)}: {text}" for position, text in found])
            note = f"nearly all {kind}, but not {listed}{how_to_say([text for _, text in found])}"
            return Doubt(note) if len(found) <= _MOST_QUOTED else note
    return ""


def _wrong(present: Sequence[tuple[int, str]], is_one: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Return the cells that are not of a kind, if they are few."""

    sample = present[:: len(present) // SAMPLE + 1]
    if 2 * sum(is_other(text, is_one) for _, text in sample) > len(sample):
        return []  # so that a long column of other texts is not looked at cell by cell
    most = most_strays(len(present))
    wrong: list[tuple[int, str]] = []
    for position, text in present:
        if is_other(text, is_one):
            wrong.append((position, text))
            if len(wrong) > most:
                return []
    return wrong


def most_strays(cells: int) -> float:
    """Return how many of so many cells may be of another kind, if they are to be told about."""
    return max(cells - NEARLY * cells, 1 if cells > 2 else 0)


def is_other(text: str, is_one: Callable[[str], bool]) -> bool:
    """Return whether a text is none of a kind: what has no digit is none of any."""
    return _DIGIT.search(text) is None or not is_one(text)


def quote_some(items: Sequence[str]) -> str:
    """Return the first of `items`, and how many more there are."""
    more = f" and {len(items) - _MOST_QUOTED} more" if len(items) > _MOST_QUOTED else ""
    return "; ".join(items[:_MOST_QUOTED]) + more
