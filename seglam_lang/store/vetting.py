"""What is refused before it is stored: a core that is not what its hash says, is not well typed, or calls what is not
there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from hashlib import sha256

from seglam_lang.language.core import Procedure, calls
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.types import SCALARS, Mismatch, Type, column_of, unify
from seglam_lang.language.values import SCALAR_TYPES
from seglam_lang.requests.model import ArgumentSource, FromHeader, FromTable, FromValue, Wording, is_implicit
from seglam_lang.store.entries import Entry
from seglam_lang.store.failures import StoreError
from seglam_lang.store.files import Files
from seglam_lang.store.records import Stored

_CELLS = {kind.name: kind for kind in SCALARS}


def vet(entries: Sequence[Entry], added: str) -> list[Stored]:
    """Return each entry's procedure as it is to be stored; StoreError where one of them may not be.

    That what is called is there can only be said while the file is being written: see `require_callees`.
    """
    rows = [_identified(entry, added) for entry in entries]
    together = {row.hash: entry.core for row, entry in zip(rows, entries, strict=True)}
    for row, entry in zip(rows, entries, strict=True):
        _require_evidence_of(row, entry)
        for wording in entry.wordings:
            _require_fitting(row, entry.core, wording)
        _require_true_callees(row, entry.core, together)
        require_sound(row, entry.core)
    return rows


def require_sound(stored: Stored, core: Procedure) -> None:
    """Raise StoreError unless the core is well typed."""
    from seglam_lang.language.checking.soundness import Unsound, check_types  # a hit imports nothing of the checker

    try:
        check_types(core)
    except Unsound as error:
        raise StoreError("unsound", f"{label(stored)} is not well typed, and was not stored: {error}") from error
    except LookupError as error:
        message = f"{label(stored)} was not stored: it names {error}, and there is no such builtin or slot"
        raise StoreError("unsound", message) from error


def require_callees(own: sqlite3.Connection, files: Files, stored: Stored, core: Procedure) -> None:
    """Raise StoreError unless all that a core calls is served, or has just been written by `own`."""
    for hash in sorted(calls(core)):
        there = own.execute("SELECT 1 FROM procedures WHERE hash = ?", (hash,)).fetchone()
        if there is None and (hash in files.hidden or not files.in_a_layer(hash)):
            raise _missing(stored, hash, f"is not in the cache {files.path}")


def label(stored: Stored) -> str:
    """Return how a sentence names a procedure."""
    return f"{stored.name} ({stored.hash[:12]})"


def _identified(entry: Entry, added: str) -> Stored:
    """Return the row of an entry, encoded and hashed here unless it has been before."""
    row = Stored(entry.hash, entry.encoded, entry.name, entry.source, entry.params, entry.spans, added)
    for hash in sorted(calls(entry.core) - entry.core.callees.keys()):
        raise _missing(row, hash, "was not given with it")
    try:
        encoded = entry.encoded or encode(entry.core)
    except CodecError as error:
        raise StoreError("unsound", f"{entry.name} was not stored: {error}") from error
    hash = sha256(encoded).hexdigest()
    if entry.hash not in ("", hash):
        raise StoreError("wrong-hash", f"{label(row)} was not stored: its hash is {hash[:12]}")
    return Stored(hash, encoded, entry.name, entry.source, entry.params, entry.spans, added)


def _require_evidence_of(row: Stored, entry: Entry) -> None:
    """What speaks for a procedure, and the words that ask for it, must name it."""
    about = [("its certificate", entry.certificate.procedure)]
    about += [(f"its wording {each.template.text!r}", each.procedure) for each in entry.wordings]
    for what, hash in about:
        if hash != row.hash:
            raise StoreError("wrong-hash", f"{label(row)} was not stored: {what} is of the procedure {hash[:12]}")


def _require_fitting(row: Stored, core: Procedure, wording: Wording) -> None:
    """What no word spells must be what the procedure takes in its place: a column, or a value of one that it takes."""
    given = wording.sources
    if not any(map(is_implicit, given)):
        return
    why = f"gives {len(given)} arguments, and it takes {len(core.params)}" if len(given) != len(core.params) else ""
    bindings: dict[str, Type] = {}
    for place, source in enumerate(given if not why else ()):
        if isinstance(source, FromHeader):
            why = why or _misfit_of_column(source, place, given, core, bindings)
        elif isinstance(source, FromValue):
            why = why or _misfit_of_value(source, place, given, core, bindings)
    if why:
        raise StoreError("unsound", f"{label(row)} was not stored: its wording {wording.template.text!r} {why}")


def _misfit_of_column(
    source: FromHeader, place: int, given: Sequence[ArgumentSource], core: Procedure, bindings: dict[str, Type]
) -> str:
    table = core.tables[place]
    given_table = given[table] if table >= 0 else None
    if not isinstance(given_table, FromTable) or given_table.input != source.table:
        return f"takes the column {source.header!r} of another table"
    if source.type and source.type not in _CELLS:
        return f"takes the column {source.header!r} of the type {source.type!r}, which no cell has"
    return _misfit(core.params[place], column_of(_CELLS[source.type]), bindings) if source.type else ""


def _misfit_of_value(
    source: FromValue, place: int, given: Sequence[ArgumentSource], core: Procedure, bindings: dict[str, Type]
) -> str:
    if source.column not in given:
        return f"takes the value {source.value!r} of a column that it does not take"
    kinds = {SCALAR_TYPES.get(type(value)) for value in (source.value, *source.among)}
    kind = kinds.pop()
    if kinds or kind is None:
        return f"takes the value {source.value!r}, which is no cell of a column"
    column = core.params[given.index(source.column)]
    return _misfit(core.params[place], kind, bindings) or _misfit(column, column_of(kind), bindings)


def _misfit(wanted: Type, found: Type, bindings: dict[str, Type]) -> str:
    try:
        unify(wanted, found, bindings)
    except Mismatch as error:
        return f"gives what does not fit: {error}"
    return ""


def _require_true_callees(row: Stored, core: Procedure, together: Mapping[str, Procedure]) -> None:
    """What a core is typed with must be what its calls name."""
    for hash in sorted(calls(core)):
        callee = core.callees[hash]
        if callee is not together.get(hash) and content_hash(callee) != hash:
            message = f"{label(row)} was not stored: what it calls {hash[:12]} is another procedure"
            raise StoreError("wrong-hash", message)


def _missing(stored: Stored, hash: str, why: str) -> StoreError:
    return StoreError("missing-callee", f"{label(stored)} calls the procedure {hash[:12]}, which {why}")
