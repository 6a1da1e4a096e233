"""Of what a procedure has answered: its arguments' sources, with every column by its header.

    asked    total {0:column} by {1:column}      of Fee and Vet
    a use    the table, the column headed Fee, the column headed Vet, of a table with these headers

A wording says where another request of *its words* finds the arguments. A use says what the procedure was about, so
that other words about such a table may be found to ask for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.headers import digest_of_headers, normal_header
from seglam_lang.requests.model import ArgumentSource, FromHeader, FromPart, FromSlot, FromTable, FromValue
from seglam_lang.requests.reading import Reading
from seglam_lang.store.records import Use
from seglam_lang.store.store import Store

MOST = 32  # that are looked at
SAID = FromSlot(0)  # what the words state, wherever they do


def use_of(procedure: str, sources: Sequence[ArgumentSource], arguments: Sequence[Value], inputs: Inputs) -> Use | None:
    """Return of what a procedure has answered; None where that was more, or something else, than one table."""
    if len(inputs.values) != 1 or len(inputs.tables) != 1:
        return None
    (name,) = inputs.tables
    found: list[ArgumentSource] = []
    for source, argument in zip(sources, arguments, strict=True):
        if isinstance(argument, Column):
            found.append(FromHeader(name, normal_header(argument.header), argument.type.name))
        elif isinstance(source, FromTable):
            found.append(FromTable(source.input))
        elif isinstance(source, FromValue):
            found.append(FromValue(FromHeader(name, ""), source.value))
        elif isinstance(source, FromSlot | FromPart):
            found.append(SAID)
        else:
            return None
    if all(each == SAID for each in found):
        return None
    return Use(procedure, tuple(found), digest_of_headers(inputs.tables[name].headers))


def uses_like(reading: Reading, store: Store) -> list[Use]:
    """Return of what procedures have answered about tables with the headers of that of a request, the most frequent
    first: MOST of them.

    There is nothing where it is about more than one table, or about anything else.
    """
    tables = reading.inputs.tables
    if len(tables) != 1 or len(reading.inputs.values) != 1:
        return []
    (table,) = tables.values()
    return store.uses(digest_of_headers(table.headers), MOST)
