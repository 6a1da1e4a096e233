"""What a model is asked: the language, a few procedures that are right, and the request, as turns of a conversation.

Examples come as the turns of somebody who has been answered before: first some of the most frequent forms, which are
the same for all requests and read once, then those that are like the request, the nearest last. A small model copies
what it has seen last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import show
from seglam_lang.requests import read
from seglam_lang.requests.model import CellRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Scope, ValueOrigin, columns_of, mention_in, scope_of
from seglam_lang.translator.foreign.naming import Naming
from seglam_lang.translator.foreign.primer import primer
from seglam_lang.translator.messages import Candidate, Shot, Task, pack_signature, unpack_draft
from seglam_lang.translator.seen import Seen

READ_LIMIT_S = 120.0  # for a model to read what it is asked, before it writes
MOST_FOUND = 8  # values that are shown as code
MOST_LENGTH = 4_000  # characters of a request: more is a text, and no request

_COMMON: dict[str, Any] = {
    "columns": ["Item", "City", "Price"],
    "rows": [["Lamp", "Oslo", 20], ["Desk", "Rome", 90], ["Sofa", "Oslo", 240], ["Rug", "Rome", 60]],
}
COMMON = (
    Shot("which item has the highest price", {"table": _COMMON}, "return rows.top(1, `Price`).values(`Item`)"),
    Shot("number of rows for each city", {"table": _COMMON}, "return rows.group_by(`City`).count()"),
    Shot(
        "total price in Oslo",
        {"table": _COMMON},
        'return rows.where(row => row[`City`] == "Oslo").total(`Price`)',
    ),
)

LASTING = 1 + 2 * len(COMMON)  # turns that are the same for all requests about such inputs

TRIAL = "total price of the items in Rome"


def trial(candidates: int, limit_s: float) -> Task:
    """Return a task about a made-up table, to try a model with."""
    reading = read(TRIAL, read_inputs(values={"table": _COMMON})).loosely
    return Task(reading, scope_of(reading), candidates, limit_s=limit_s)


@dataclass(frozen=True, slots=True)
class PieceForm:
    """How a task is put to a model that was not made for SEGLAM, and how its drafts are read."""

    longest_wait_s: float = READ_LIMIT_S

    def seen(self, task: Task) -> Seen:
        """See `Form`: it reads about all types of the language before it is asked."""
        return Seen(task)

    def asked(self, task: Task) -> dict[str, Any] | Draft:
        """Return the message for the worker, or a draft where there is no point in asking."""
        if len(task.reading.request) > MOST_LENGTH:
            return Draft("", 0.0, Fate.TOO_LONG, "the request is too long for the model", task.candidates)
        naming = Naming.of(task.scope)
        return {
            "messages": conversation(task.reading, task.scope, naming, task.shots()),
            "lasting": LASTING,
            "signature": pack_signature(naming.signature),
            "literals": list(naming.literals),
            "heard": [naming.readable(each) for each in task.heard],
        }

    def draft(self, task: Task, packed: list[Any]) -> Draft:
        """Return a draft over the names of the scope."""
        draft = unpack_draft(packed)
        return draft.over(Naming.of(task.scope).scoped(draft.text)) if draft.finished else draft

    def offer(self, task: Task, candidates: Sequence[Candidate]) -> None:
        """See `Form`: such a model chooses nothing, as to read a request takes it as long as to write."""


def conversation(reading: Reading, scope: Scope, naming: Naming, shots: tuple[Shot, ...]) -> list[tuple[str, str]]:
    """Return the turns, each with who says it: "system", "user" or "assistant". `shots` are the nearest first."""
    turns = [("system", primer(naming.signature))]
    for shot in (*COMMON, *reversed(shots)):
        turns += _told(shot)
    return [*turns, ("user", "\n".join(_question(reading, scope, naming)))]


def _told(shot: Shot) -> Iterator[tuple[str, str]]:
    """Yield an example as a question and its answer."""
    reading = read(shot.request, read_inputs(values=shot.inputs)).loosely
    scope = scope_of(reading)
    naming = Naming.of(scope)
    headers = {
        origin.header: naming.names[name]
        for name, origin in scope.origins.items()
        if isinstance(origin, ColumnOrigin) and name in naming.names
    }
    program = re.sub(r"`([^`]*)`", lambda found: headers.get(found[1], found[0]), shot.program)
    if "`" not in program:
        yield "user", "\n".join(_question(reading, scope, naming))
        yield "assistant", program


def _question(reading: Reading, scope: Scope, naming: Naming) -> Iterator[str]:
    """Yield the lines of a question: tables with their columns, other inputs, the request, its values as code."""
    offered = {each.column: each.among for each in scope.origins.values() if isinstance(each, ValueOrigin)}
    for param in scope.signature.params:
        name = naming.names.get(param.name)
        match scope.origins[param.name]:
            case ColumnOrigin() as column if name and is_column(param.type):
                values = f", one of {', '.join(map(show_value, offered[column]))}" if column in offered else ""
                yield f"  {name}: {show(param.type.args[0])}{values}"
            case InputOrigin() as origin if name and origin.name in reading.inputs.tables:
                yield f"Table {name} with the columns"
            case _ if name:
                yield f"Given {name}: {show(param.type)}"
    yield f"Request: {reading.request}"
    if found := list(dict.fromkeys(_found(scope, naming)))[:MOST_FOUND]:
        yield f"Found: {', '.join(found)}"


def _found(scope: Scope, naming: Naming) -> Iterator[str]:
    """Yield the values of the request as code: cells compared with the columns that hold them, others as they are."""
    for shown, names in naming.values.items():
        for own in names:
            mention = mention_in(scope.origins[own])
            if mention is None:
                continue
            holders = [scope.name_of(column) for column in columns_of(mention)] if isinstance(mention, CellRef) else []
            columns = [naming.names[each] for each in holders if each is not None and each in naming.names]
            yield from [f"row[{column}] == {shown}" for column in columns] or [shown]
