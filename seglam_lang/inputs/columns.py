"""Columns of texts, as files have them, to typed cells: what a column holds, and what to tell people about it.

The type is inferred from all cells of the column; blanks never change it. What is not of one type stays Text, with
nothing lost. Whatever is read otherwise than it is written ("n/a" as a blank, "(12)" as -12) is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from seglam_lang.inputs.amounts import is_amount, read_numbers
from seglam_lang.inputs.days import is_day, read_days
from seglam_lang.inputs.flags import read_flags
from seglam_lang.inputs.model import Doubt, Inferred
from seglam_lang.inputs.times import is_time, read_times
from seglam_lang.language.types import TEXT
from seglam_lang.language.values import Value

_DIGIT = re.compile("[0-9]")
_NEARLY = 0.8  # a column with at least this share of numbers is worth a note about the others
_MOST_QUOTED = 3  # of the cells that a note is about
_SAMPLE = 10  # about as many cells show whether it is worth while to look for the others
_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("numbers", is_amount),
    ("dates", is_day),
    ("times of day", is_time),
)


def _spellings(words: str) -> frozenset[str]:
    return frozenset(form for word in words.split() for form in (word, word.upper(), word.capitalize(), word.title()))


# What is written where there is no value. The second line may be a value of its own in a column of words, and "-" there
# too if it is beside "+".
_NO_TEXT = _spellings("n/a n.a. #n/a null nan - -- \u2013 \u2014") | {"NaN"}
_NO_VALUE = _NO_TEXT | _spellings("na none nil ?")


def infer_texts(
    cells: Sequence[str | None], place: Callable[[int], str], header: str = "", day_first: bool = False
) -> Inferred:
    """Return what a column of texts holds. `place` names the place of the cell at a position, for notes; `day_first` is
    the order of dates that do not show it.
    """
    texts = [None if cell is None else cell.strip() or None for cell in cells]
    distinct = dict.fromkeys(text for text in texts if text is not None)
    if not distinct:
        return Inferred(TEXT, texts)
    marks = _NO_VALUE & distinct.keys()
    stated = [text for text in distinct if text not in marks] if marks else list(distinct)
    found = _read(stated, header, day_first) if stated else None
    if found is None or found.type == TEXT:
        marks = marks & _NO_TEXT if any(map(_is_word, stated)) else frozenset()
        note = _strays(texts, place) if found is None else found.note
        is_doubtful = isinstance(note, Doubt)
        if not marks:
            return Inferred(TEXT, texts, note, is_doubtful=is_doubtful)
        cells = [None if text in marks else text for text in texts]
        return Inferred(TEXT, cells, _joined(note, _blank(texts, marks)), is_doubtful=is_doubtful)
    values: dict[str | None, Value] = dict(zip(stated, found.cells, strict=True))
    if not marks:
        values[None] = None
        return found._replace(cells=[values[text] for text in texts])
    return found._replace(cells=[values.get(text) for text in texts], note=_joined(found.note, _blank(texts, marks)))


def _read(stated: list[str], header: str, day_first: bool) -> Inferred | None:
    """Return different texts as values of one type, or as Text with a note why; None where they are texts."""
    flags = read_flags(stated)
    if flags is not None:
        return flags
    first = stated[0]
    if not _DIGIT.search(first):
        return None  # neither a number nor a date
    compact = len(first) in (4, 8) and first.isdigit()  # 0712 or 20240131
    if compact:
        found = read_times(stated, header, day_first) or read_days(stated, day_first)
        if found is not None:
            return found
    return read_numbers(stated) or read_days(stated, day_first) or read_times(stated, header, day_first)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _blank(texts: Sequence[str | None], marks: frozenset[str]) -> str:
    """Return how many cells say in writing that they are blank, and how they say it."""
    written = [text for text in texts if text is not None and text in marks]
    return f"{len(written)} read as blank ({' and '.join(dict.fromkeys(written))})"


def _joined(*notes: str) -> str:
    return ", ".join(filter(None, notes))


def _strays(texts: Sequence[str | None], place: Callable[[int], str]) -> str:
    """Return what keeps a column that is nearly all numbers, or dates, from being one: in doubt where it is little."""
    present = [(position, text) for position, text in enumerate(texts) if text and text not in _NO_VALUE]
    for kind, is_one in _KINDS:
        wrong = _wrong(present, is_one)
        if wrong:
            listed = quote_some([f"{place(position)}: {text}" for position, text in wrong])
            note = f"nearly all {kind}, but not {listed}"
            return Doubt(note) if len(wrong) <= _MOST_QUOTED else note
    return ""


def _wrong(present: Sequence[tuple[int, str]], is_one: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Return the cells that are not of a kind, if they are few."""

    def is_other(text: str) -> bool:
        return _DIGIT.search(text) is None or not is_one(text)

    sample = present[:: len(present) // _SAMPLE + 1]
    if 2 * sum(is_other(text) for _, text in sample) > len(sample):
        return []  # so that a long column of other texts is not looked at cell by cell
    most = len(present) - _NEARLY * len(present)
    wrong: list[tuple[int, str]] = []
    for position, text in present:
        if is_other(text):
            wrong.append((position, text))
            if len(wrong) > most:
                return []
    return wrong


def quote_some(items: Sequence[str]) -> str:
    """Return the first of `items`, and how many more there are."""
    more = f" and {len(items) - _MOST_QUOTED} more" if len(items) > _MOST_QUOTED else ""
    return "; ".join(items[:_MOST_QUOTED]) + more
