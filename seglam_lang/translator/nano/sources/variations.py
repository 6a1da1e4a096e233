"""Changes to what is asked that keep its meaning: `vary` says it otherwise, of another table that means the same.

The words: a slip of the keyboard, function words left out, politeness, small letters, no mark at the end. The table:
headers by another name or in another style, columns in another order, some more, some less, rows shuffled and left
out. The values: a text that the words and the program name is exchanged for another of its column. The program follows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from seglam_lang.inputs import InputError
from seglam_lang.inputs.headers import distinct_headers
from seglam_lang.language import LanguageError
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import show
from seglam_lang.requests.headers import normal_header
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.phrases import lines
from seglam_lang.translator.nano.sources.asked import Asked

# How likely each change is.
EXCHANGED, RENAMED, REARRANGED, REWORDED = 0.5, 0.4, 0.5, 0.5
SLIP, DROPPED, POLITE, SMALL, NO_MARK = 0.06, 0.15, 0.12, 0.3, 0.4

OPENINGS = ("please ", "pls ", "hey, ", "hi! ", "quick question: ", "ok, ", "and ", "now ", "just ")
OF_QUESTIONS = ("tell me ", "can you tell me ", "could you please tell me ", "I need to know ", "I'd like to know ")
QUESTION_WORDS = ("what ", "which ", "who ", "how ", "when ", "where ")
CLOSINGS = (" please", " pls", ", please", " thanks", " thank you", ", thx", " for me")
LEFT_OUT = frozenset({"the", "a", "an", "all", "please", "me", "of", "is", "are", "were", "was", "there"})
_HEADER = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[A-Za-z]+")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBER = re.compile(r"(?<![\w\"])\d[\w.:-]*")  # a date or a time too

Cells = list[Any]
Table = dict[str, Any]


def vary(asked: Asked, chance: random.Random) -> Asked:
    """Return the same asked otherwise. A program still type-checks, to a result of the same type."""
    found = asked
    if asked.program is not None and isinstance(asked.inputs.get("table"), dict) and len(asked.inputs) == 1:
        for likely, change in ((EXCHANGED, exchanged), (RENAMED, renamed), (REARRANGED, rearranged)):
            if chance.random() < likely:
                found = change(found, chance)
        if found is not asked and not _is_alike(asked, found):
            found = asked
    if chance.random() < REWORDED:
        found = replace(found, request=reworded(found, chance))
    return found


def _is_alike(asked: Asked, changed: Asked) -> bool:
    """Return whether the changed program type-checks, to a result of the same type."""
    try:
        return _result(asked) == _result(changed)
    except (LanguageError, UnknownColumn, InputError):
        return False


def _result(asked: Asked) -> str:
    assert asked.program is not None
    return show(Headed.of(asked.program).check(asked.read()).core.result)


# Words


def reworded(asked: Asked, chance: random.Random) -> str:
    """Return the request in other words; headers and texts that it states stay, but for their capitals.

    Where there is no table, a text of the program is one of the words' own: then nothing may change.
    """
    program = asked.program or ""
    stated = [name.casefold() for name in _HEADER.findall(program) + [each[1:-1] for each in _TEXT.findall(program)]]
    if stated and "table" not in asked.inputs:
        return asked.request
    words = _otherwise_said(asked, chance)
    before, after = asked.request.casefold(), words.casefold()
    return words if all(name in after for name in stated if name in before) else asked.request


def _otherwise_said(asked: Asked, chance: random.Random) -> str:
    words = asked.request
    if chance.random() < NO_MARK:
        words = words.rstrip(" ?.!") or words
    if chance.random() < DROPPED:
        words = _without(words, chance)
    if chance.random() < SLIP:
        words = _with_slip(words, _names(asked), chance)
    if chance.random() < POLITE:
        words = _politely(words, chance)
    return words.lower() if chance.random() < SMALL and '"' not in words else words


def _without(words: str, chance: random.Random) -> str:
    """Return words without some that say nothing; what stands in quotes stays."""
    if '"' in words or "'" in words:
        return words
    parts = words.split(" ")
    kept = [part for part in parts if part not in LEFT_OUT or chance.random() < 0.5]
    return " ".join(kept) if len(kept) > 1 else words


def _with_slip(words: str, names: frozenset[str], chance: random.Random) -> str:
    """Return words with two letters of one exchanged, or one left out: of a long one that names nothing."""
    places = [each for each in _WORD.finditer(words) if len(each[0]) > 5 and each[0].casefold() not in names]
    if not places:
        return words
    found = chance.choice(places)
    at = chance.randrange(found.start() + 1, found.end() - 2)
    middle = words[at + 1] + words[at] if chance.random() < 0.6 else words[at]
    return words[:at] + middle + words[at + 2 :]


def _names(asked: Asked) -> frozenset[str]:
    """Return the words of headers and cells, which must stay readable."""
    table = asked.inputs.get("table")
    texts = [str(value) for value in asked.inputs]
    if isinstance(table, dict):
        texts += [str(cell) for cells in (table["columns"], *table["rows"]) for cell in cells]
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _politely(words: str, chance: random.Random) -> str:
    if chance.random() < 0.4:
        end = words[len(words.rstrip(" ?.!")) :]
        return words.rstrip(" ?.!") + chance.choice(CLOSINGS) + end
    start = words if words[:2].isupper() or words.startswith("I ") else words[:1].lower() + words[1:]
    openings = OPENINGS + OF_QUESTIONS if start.startswith(QUESTION_WORDS) else OPENINGS
    return chance.choice(openings) + start


# Values


def exchanged(asked: Asked, chance: random.Random) -> Asked:
    """Return the same asked of another value: a text that the words state once, and that one column has."""
    assert asked.program is not None
    table = asked.inputs["table"]
    literals = [each for each in set(_TEXT.findall(asked.program)) if asked.program.count(each) == 1]
    for literal in sorted(literals):
        columns = [cells for cells in zip(*table["rows"], strict=True) if literal in map(_shown, cells)]
        if len(columns) != 1:
            continue
        (value,) = {cell for cell in columns[0] if _shown(cell) == literal}
        others = sorted({cell for cell in columns[0] if isinstance(cell, str) and _is_other(cell, value, asked)})
        places = [each for each in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", asked.request, re.IGNORECASE)]
        if len(places) == 1 and others:
            other = chance.choice(others)
            said = other.lower() if places[0][0].islower() else other
            request = asked.request[: places[0].start()] + said + asked.request[places[0].end() :]
            program = asked.program.replace(literal, show_value(other))
            return replace(asked, request=request, program=program, answer=None)
    return asked


def _shown(cell: Any) -> str:
    return show_value(cell) if isinstance(cell, str) else ""


def _is_other(cell: str, value: str, asked: Asked) -> bool:
    """Return whether a cell may stand for another: it is as long, and neither in the words nor in the program."""
    alike = len(cell.split()) <= len(value.split()) + 2 and any(map(str.isalpha, cell)) and cell.strip() == cell
    assert asked.program is not None
    return alike and cell.casefold() not in asked.request.casefold() and show_value(cell) not in asked.program


# Headers


def renamed(asked: Asked, chance: random.Random) -> Asked:
    """Return the same asked of a table with other headers: in another style, abbreviated, or by another word."""
    table = asked.inputs["table"]
    style = chance.choice(STYLES)
    headers = distinct_headers(table["columns"])
    names = {header: style(_by_another_name(header, chance)) for header in headers}
    if len({normal_header(name).casefold() for name in names.values()}) < len(names) or "" in names.values():
        return asked
    if any("`" in name for name in names.values()):
        return asked
    return _with_table(asked, {**table, "columns": list(names.values())}, names)


def _with_table(asked: Asked, table: Table, names: dict[str, str]) -> Asked:
    assert asked.program is not None
    program = _HEADER.sub(lambda match: f"`{names.get(match[1], match[1])}`", asked.program)
    return replace(asked, inputs={**asked.inputs, "table": table}, program=program, answer=None)


def _by_another_name(header: str, chance: random.Random) -> str:
    """Return a header with one of its words, or all of it, by another name, now and then."""
    if chance.random() < 0.5:
        return header
    others = _synonyms().get(normal_header(header), ())
    if others:
        return chance.choice(others)
    words = header.split(" ")
    at = chance.randrange(len(words))
    others = [each for each in _synonyms().get(normal_header(words[at]), ()) if " " not in each]
    return " ".join([*words[:at], chance.choice(others), *words[at + 1 :]]) if others else header


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, list[str]]:
    """The other names of the words in phrases/headers.txt."""
    found: dict[str, list[str]] = {}
    for line in lines("headers"):
        names = [name.strip() for name in line.split(",")]
        for name in names:
            found.setdefault(name, []).extend(other for other in names if other != name)
    return found


def _snake(header: str) -> str:
    return "_".join(normal_header(header).split())


def _camel(header: str) -> str:
    first, *rest = normal_header(header).split()
    return first + "".join(word.capitalize() for word in rest)


def _titled(header: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in header.split())


def _same(header: str) -> str:
    return header


STYLES: tuple[Callable[[str], str], ...] = (_same, _same, _titled, str.upper, str.lower, _snake, _snake, _camel)


# Columns and rows


def rearranged(asked: Asked, chance: random.Random) -> Asked:
    """Return the same asked of a table with its columns in another order, more or fewer of them, and other rows."""
    assert asked.program is not None
    table = asked.inputs["table"]
    headers = distinct_headers(table["columns"])
    needed = set(_HEADER.findall(asked.program))
    places = [place for place, header in enumerate(headers) if header in needed or chance.random() < 0.8]
    if len(places) > len(needed) + 1 and chance.random() < 0.7:
        chance.shuffle(places)
    columns = [[row[place] for place in places] for row in _rows(asked, table["rows"], chance)]
    new: Table = {"columns": [table["columns"][place] for place in places], "rows": columns}
    if table.get("types"):
        new["types"] = [table["types"][place] for place in places]
    elif chance.random() < 0.4:  # a column beside stated types would need one
        _add_column(new, chance)
    return replace(asked, inputs={**asked.inputs, "table": new}, answer=None)


def _rows(asked: Asked, rows: Sequence[Cells], chance: random.Random) -> list[Cells]:
    """Return rows in the order of the table, some left out: not those with a value that the program names."""
    assert asked.program is not None
    texts = [text[1:-1].casefold() for text in _TEXT.findall(asked.program)]
    named = set(_NUMBER.findall(asked.program))

    def is_named(cell: Any) -> bool:
        return str(cell) in named or (isinstance(cell, str) and any(text in cell.casefold() for text in texts))

    spared = [row for row in rows if any(map(is_named, row)) or chance.random() < 0.85]
    return spared or list(rows)


def _add_column(table: Table, chance: random.Random) -> None:
    """Put a column somewhere into a table that has none called alike: what exports have beside what one asks about."""
    name, cell = chance.choice(BESIDE)
    if any(normal_header(name) in normal_header(header) for header in map(str, table["columns"])):
        return
    at = chance.randrange(len(table["columns"]) + 1)
    table["columns"].insert(at, name)
    for number, row in enumerate(table["rows"], 1):
        row.insert(at, cell(number, chance))


def _code(number: int, chance: random.Random) -> str:
    return f"{chance.choice('ABKRX')}{number:04}"


BESIDE: tuple[tuple[str, Callable[[int, random.Random], Any]], ...] = (
    ("Row ID", lambda number, chance: number),
    ("#", lambda number, chance: number),
    ("Ref", _code),
    ("record_id", _code),
    ("Checked by", lambda number, chance: chance.choice(["JM", "AK", "PT"])),
    ("Last Updated", lambda number, chance: f"2024-0{chance.randint(1, 9)}-{chance.randint(10, 28)}"),
    ("Remark", lambda number, chance: chance.choice([None, None, "see file", "ok"])),
    ("Batch", lambda number, chance: chance.choice(["I", "II", "III"])),
    ("is_archived", lambda number, chance: False),
    ("Sort Key", lambda number, chance: number * 10),
)
