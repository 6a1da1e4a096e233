"""Requests that must be refused, made of those that can be answered: what they ask for is taken away.

    absent value    the rows with a value that the words name are gone
    absent column   the column that the words name is gone
    other table     the request is asked of a table of something else

and what no procedure answers at all, from phrases/unanswerable.txt: facts, opinions, actions, small talk.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from seglam_lang.inputs.headers import distinct_headers
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.mentions import stem
from seglam_lang.translator.nano.phrases import lines
from seglam_lang.translator.nano.sources.asked import Asked

_HEADER = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[^\W\d_]+")
FEWEST_LETTERS = 3  # of a word of a header that names the column


def refusals(found: Iterable[Asked], share: float, seed: int = 1) -> Iterator[Asked]:
    """Yield, for about a share of what can be answered, a request of the same words that must be refused."""
    chance = random.Random(seed)
    before: Asked | None = None
    for each in found:
        if each.program is None or set(each.inputs) != {"table"}:
            continue
        if chance.random() < share:
            makers = [absent_value, absent_column] * 3 + [other_table]
            chance.shuffle(makers)
            made = next((made for maker in makers if (made := maker(each, before)) is not None), None)
            if made is not None:
                yield made
        before = each


def unanswerable(found: Iterable[Asked], seed: int = 1) -> Iterator[Asked]:
    """Yield what no procedure answers, each alone and once over a table, those of `found` in turn."""
    chance = random.Random(seed)
    tables = [each.inputs for each in found if set(each.inputs) == {"table"}]
    for words in lines("unanswerable"):
        for inputs in ({}, chance.choice(tables)) if tables else ({},):
            yield Asked("unanswerable", "", words, inputs, None, block=words)


def absent_value(asked: Asked, other: Asked | None = None) -> Asked | None:
    """Return a request without the rows of a text that its words and program name; None where there is none."""
    table, words = asked.inputs["table"], asked.request.casefold()
    cells = {cell for row in table["rows"] for cell in row if isinstance(cell, str) and cell.casefold() in words}
    named = [cell for cell in sorted(cells) if show_value(cell) in (asked.program or "")]
    for value in named:
        left = [row for row in table["rows"] if not any(value.casefold() in str(cell).casefold() for cell in row)]
        if left and len(left) < len(table["rows"]):
            return _refused(asked, "absent-value", {**table, "rows": left})
    return None


def absent_column(asked: Asked, other: Asked | None = None) -> Asked | None:
    """Return a request without a column that its words name; None where another column could be meant as well."""
    table = asked.inputs["table"]
    headers = distinct_headers(table["columns"])
    said = _stems(asked.request)
    for header in sorted(set(_HEADER.findall(asked.program or ""))):
        if header not in headers or len(headers) < 3:
            continue
        own = _stems(header)
        shared = {word for other_header in headers if other_header != header for word in _stems(other_header)}
        if own and own <= said and not own & shared:
            place = headers.index(header)
            left = {key: [_without(row, place) for row in table[key]] for key in ("rows",)}
            for key in ("columns", "types"):
                if table.get(key):
                    left[key] = _without(table[key], place)
            if not own & _stems(" ".join(str(cell) for row in left["rows"] for cell in row)):
                return _refused(asked, "absent-column", left)
    return None


def other_table(asked: Asked, other: Asked | None) -> Asked | None:
    """Return a request over the table of another one, of which its words name nothing."""
    if other is None or other.group == asked.group:
        return None
    table = other.inputs["table"]
    texts = [*map(str, table["columns"]), *(str(cell) for row in table["rows"] for cell in row)]
    if _stems(asked.request) & _stems(" ".join(texts)):
        return None
    return _refused(asked, "other-table", table)


def _refused(asked: Asked, source: str, table: dict[str, Any]) -> Asked:
    return replace(asked, source=source, inputs={"table": table}, program=None, answer=None)


def _stems(text: str) -> set[str]:
    """Return the stems of the words of a text that say something."""
    words = {word for word in map(str.casefold, _WORD.findall(text)) if len(word) >= FEWEST_LETTERS}
    return {stem(word) for word in words - FUNCTION_WORDS}


def _without(cells: list[Any], place: int) -> list[Any]:
    return cells[:place] + cells[place + 1 :]
