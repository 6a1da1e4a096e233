"""A request of a stream, with what a perfect translator would store of it, and whether what was served is right.

Rows come in two forms (see ../shared/data/README.md). Of a *request* with inputs and a program, the program is written
over what the reader offers, as a model would: the wording that follows from it is what is learnt. A request without a
program, and a *wording* whose slots are marked, have a procedure in name only, their `type`: what is served is right
where it is of the same type and every slot has the same argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language import LanguageError
from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.core import Procedure
from seglam_lang.language.types import NUMBER, TEXT, Con, Type, column_of
from seglam_lang.language.values import Value
from seglam_lang.matching import Bound, find_arguments
from seglam_lang.requests import read
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.kinds import NUMBER as PLAIN_NUMBER
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.model import FromHeader, FromSlot, Literal, Mention, Token, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms, tokenise
from seglam_lang.translator.nano import splits
from seglam_lang.translator.nano.calibrate.same import come_to_the_same
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.sources import LeftOut
from seglam_lang.translator.nano.sources.problems import problem_program
from seglam_lang.translator.nano.worded import worded

Row = Mapping[str, Any]
PROCESSES = 2


@dataclass(frozen=True)
class Asked:
    """A request with its `type`, the table or database that it is about, and the wording that a miss would leave.

    `draft` is its program, None where it is only known by its type.
    """

    id: str
    reading: Reading
    type: str
    group: str
    wording: Wording
    params: tuple[Type, ...]
    arguments: tuple[Value, ...]
    draft: CheckedDraft | None = None

    @property
    def procedure(self) -> Procedure | None:
        """Return the core of its program."""
        return None if self.draft is None else self.draft.core


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file asks, and how many of its rows are left out: the reader does not offer what their programs need."""

    asked: list[Asked]
    left_out: int


def load(found: Sequence[Row]) -> Loaded:
    """Return what rows ask, those of one type under one name. What must be refused is not asked."""
    wanted = [row for row in found if row.get("expect", "answer") == "answer" and row["type"] is not None]
    with ProcessPoolExecutor(PROCESSES) as pool:
        asked = [each for each in pool.map(asked_of, wanted, chunksize=50) if each is not None]
    return Loaded(together(asked), len(wanted) - len(asked))


def asked_of(row: Row) -> Asked | None:
    """Return what a row asks, None where its program cannot be written over what the reader offers."""
    return _marked(row) if "slots" in row else _requested(row)


def together(asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked with one type for all that have the same type or the same procedure."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for each in asked:
        leader[find(each.type)] = find(each.wording.procedure)
    return [replace(each, type=find(each.type)) for each in asked]


# Requests with their inputs


def _requested(row: Row) -> Asked | None:
    try:
        program = _program(row)
    except LeftOut:
        return None
    group = str(row.get("table") or row.get("db") or row["id"])
    if program is None:
        return _by_type(row, group)
    found = worded(row["request"], row["inputs"], program)
    if found is None:
        return None
    type, params = str(row["type"]), found.procedure.params
    return Asked(row["id"], found.reading, type, group, found.wording, params, found.arguments, found.draft)


def _program(row: Row) -> str | None:
    """Return the program of a row in the notation of the everyday data. Raise LeftOut where its gold is faulty."""
    gold = row.get("gold")
    if isinstance(gold, Mapping) and "seglam" in gold:
        return str(gold["seglam"])
    if row.get("source") in ("wikisql", "mawps", "clinc150") and gold is not None:
        return problem_program(dict(row))
    return None


def _by_type(row: Row, group: str) -> Asked | None:
    """Return a request whose every mention is taken to be what its type takes: those that cover most of the words."""
    try:
        reading = read(row["request"], read_inputs(values=row["inputs"])).loosely
    except (InputError, LanguageError):
        return None
    match = reading.matches[0]
    sources = tuple(map(FromSlot, range(len(match.slots))))
    wording = Wording(match.template, str(row["type"]), sources)
    return _known(row, reading, group, wording, tuple(mention.type for mention in match.slots))


def _known(row: Row, reading: Reading, group: str, wording: Wording, params: tuple[Type, ...]) -> Asked | None:
    bound = find_arguments(wording, reading, params)
    if bound is None:
        return None
    return Asked(row["id"], reading, str(row["type"]), group, wording, params, bound.arguments)


# Wordings whose slots are marked


def _marked(row: Row) -> Asked | None:
    """Return a wording of no table. What its database stands for, the columns that it does not spell, is there only in
    requests about the same database.
    """
    tokens = tokenise(row["request"])
    mentions: dict[str, Mention] = {}
    for slot in row["slots"]:
        found = _mention(slot, tokens, mentions.values())
        if found is not None:
            mentions[slot["name"]] = found
    group = str(row.get("db") or row.get("domain") or row.get("set") or "")
    ordered = tuple(sorted(mentions.values(), key=lambda each: (each.first, -each.last)))
    reading = Reading(row["request"], tokens, ordered, _database(group), is_loose=True)
    match = reading.matches[0]
    named = [mentions[name] for name in sorted(mentions) if mentions[name] in match.slots]
    slots = tuple(FromSlot(match.slots.index(each)) for each in named)
    procedure = f"{row['type']} of {' '.join(sorted(mentions))}"
    wording = Wording(match.template, procedure, (FromHeader("table", normal_header(group or "none")), *slots))
    return _known(row, reading, group, wording, (column_of(TEXT), *(each.type for each in named)))


def _mention(slot: Row, tokens: Sequence[Token], others: Iterable[Mention]) -> Literal | None:
    """Return where the text of a slot first stands in the words, outside of other slots."""
    wanted = norms(slot["text"])
    taken = {at for each in others for at in range(each.first, each.last)}
    for first in range(len(tokens) - len(wanted) + 1):
        span = range(first, first + len(wanted))
        if wanted and taken.isdisjoint(span) and tuple(tokens[at].norm for at in span) == wanted:
            kind, type = _kind(slot["type"])
            return Literal(span.start, span.stop, type, " ".join(wanted), kind)
    return None


def _kind(type: str) -> tuple[Kind, Con]:
    return (PLAIN_NUMBER, NUMBER) if type == "number" else (Kind(Family.CELL, type), TEXT)


@lru_cache(maxsize=256)
def _database(group: str) -> Inputs:
    return read_inputs(values={"table": {"columns": [group or "none"], "rows": [["-"]]}})


# Whether what is served is right


def is_right(asked: Asked, procedure: str, bound: Bound, programs: Mapping[str, Asked]) -> bool:
    """Return whether a procedure with its arguments computes what is asked; `programs` has those that were learnt."""
    if procedure == asked.wording.procedure and bound.arguments == asked.arguments:
        return True
    served = programs[procedure]
    if served.procedure is None or asked.procedure is None:
        return False
    return come_to_the_same((served.procedure, bound.arguments), (asked.procedure, asked.arguments))


# Files


def rows_of(path: Path, held_back: bool = False) -> Iterator[Row]:
    """Yield the rows of a file; `held_back` only those of databases that nothing is learnt from."""
    for row in rows(path):
        if not held_back or splits.is_dev(str(row.get("db") or row.get("domain"))):
            yield row


def by_group(found: Sequence[Row], most: int | None) -> list[Row]:
    """Return about `most` rows, all of a group (a table, a database, else a type) or none, spread evenly."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(str(row.get("table") or row.get("db") or row.get("type")), []).append(row)
    every = list(groups.values())
    if most is None or len(found) <= most:
        return list(found)
    chosen = len(every) * most // len(found)
    return [row for at in range(chosen) for row in every[at * len(every) // chosen]]
