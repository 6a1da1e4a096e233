"""Whether the words of a wording say what is done, or leave it to the columns that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seglam_lang.requests.alike.guard import sense_of
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.mentions import stem

_OPERATIONS = frozenset(
    (
        *("the most", "the least", "the first", "the last", "ascending", "descending", "reversed"),
        *("a sum", "an average", "a median", "a number of", "distinct", "a share", "a difference", "rounded"),
    )
)


_ROWS = frozenset(("row", "record", "line", "entry", "table", "data"))  # whatever the table is about


def says_what_is_done(words: Sequence[str]) -> bool:
    """Return whether the words of a wording say what is done with its columns and values: a word that means something,
    or an aggregate or order. "{column} by {column}" does not, nor does "show the {column} in {cell}".
    """
    return any(sense_of(word) in _OPERATIONS or _means_something(word) for word in words)


def names_of_rows(words: Iterable[str]) -> list[str]:
    """Return the words of a wording that may say what the rows of its table are: "orders" of "how many orders"; "how
    many rows" has none.
    """
    return [word for word in words if _means_something(word) and stem(word) not in _ROWS]


def _means_something(word: str) -> bool:
    return word[0].isalpha() and word not in FUNCTION_WORDS and not sense_of(word)
