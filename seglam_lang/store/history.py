"""The history: what was removed, replaced or rejected, kept as a whole so that it can be brought back."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace

from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.events import EVENT, Event, PastWording, event_of, insert_event
from seglam_lang.store.failures import StoreError, reading
from seglam_lang.store.files import Files, Row
from seglam_lang.store.packing import PROCEDURE, now, stored_of, unpack_sources, wording_key
from seglam_lang.store.records import Stored
from seglam_lang.store.rows import CALLS, EVIDENCE, evidence_of, provenance_of
from seglam_lang.store.vetting import label

_PAST = (
    "SELECT w.procedure, w.id, w.template, w.sources, w.added, c.procedure, c.template, c.body, c.added "
    "FROM wordings w JOIN certificates c ON c.id = w.certificate WHERE w.procedure = ? ORDER BY w.id"
)


def events(files: Files, prefix: str) -> list[Event]:
    """Return what happened to the procedures whose hash begins with `prefix`, oldest first."""
    query = f"SELECT {EVENT} FROM history WHERE substr(procedure, 1, ?) = ? ORDER BY id"
    rows = files.own_rows(query, (len(prefix), prefix))
    with reading(files.path):
        return list(map(event_of, rows))


def event(files: Files, id: int) -> Event:
    """Return one event; StoreError where there is none of that number."""
    rows = files.own_rows(f"SELECT {EVENT} FROM history WHERE id = ?", (id,))
    if not rows:
        raise StoreError("corrupt", f"the cache {files.path} has no event {id} in its history")
    with reading(files.path):
        return event_of(rows[0])


def is_about(past: Event, given: str) -> bool:
    """Return whether an event is about the procedure of that hash, beginning of a hash, or name."""
    return bool(given) and (past.procedure.hash.startswith(given.lower()) or past.procedure.name == given)


def remove(files: Files, hash: str) -> Stored:
    """Serve a procedure no more; StoreError if there is no such procedure, or if another calls it."""
    date = now()
    with files.writing() as own:
        stored = served(own, files, hash)
        callers = _served_rows(own, files, f"SELECT hash, name FROM procedures WHERE {CALLS}", (hash, hash))
        if callers:
            raise StoreError("called", f"{label(stored)} is called by {callers[0][1]}: remove that one first")
        insert_event(own, event_now(own, files, "removed", stored, date))
        own.execute("DELETE FROM wordings WHERE procedure = ?", (hash,))
        own.execute("DELETE FROM procedures WHERE hash = ?", (hash,))
        forget_uses(own, hash)
        if files.in_a_layer(hash):
            own.execute("INSERT OR IGNORE INTO hidden (procedure) VALUES (?)", (hash,))
    files.read_hidden()
    return stored


def retire(own: sqlite3.Connection, files: Files, wordings: Iterable[Wording], date: str) -> dict[int, Wording]:
    """Move wordings to the history; those that were there, by the places that are free now, the first place first.

    Those of a layer stay where they are, as nothing is written there: an own wording comes before them.
    """
    retired = {place: each for each in wordings if (place := place_of(own, each)) is not None}
    for hash in dict.fromkeys(wording.procedure for wording in retired.values()):
        gone = {place for place, wording in retired.items() if wording.procedure == hash}
        insert_event(own, event_now(own, files, "replaced", served(own, files, hash), date, gone))
    own.executemany("DELETE FROM wordings WHERE id = ?", [(place,) for place in retired])
    return dict(sorted(retired.items()))


def drop_unasked(own: sqlite3.Connection, retired: Iterable[Wording]) -> None:
    """Delete the procedures of retired wordings that nothing else asks for or calls: the history has them."""
    own.executemany(
        "DELETE FROM procedures WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM wordings WHERE procedure = hash) "
        f"AND NOT EXISTS (SELECT 1 FROM procedures WHERE {CALLS})",
        [(wording.procedure,) * 3 for wording in retired],
    )


def forget_uses(own: sqlite3.Connection, hash: str) -> None:
    """Forget of what columns a procedure has answered, within a write: it is not to be recognised by them."""
    own.execute("DELETE FROM uses WHERE procedure = ?", (hash,))


def place_of(own: sqlite3.Connection, wording: Wording) -> int | None:
    """Return the place of a wording in the order in which they are tried, None if it is not in the own file."""
    query = "SELECT id FROM wordings WHERE template = ? AND procedure = ? AND sources = ?"
    row = own.execute(query, wording_key(wording)).fetchone()
    return int(row[0]) if row is not None else None


def last_place(own: sqlite3.Connection) -> int:
    """Return the last place that any wording was given; later ones stand behind it."""
    row = own.execute("SELECT seq FROM sqlite_sequence WHERE name = 'wordings'").fetchone()
    return int(row[0]) if row is not None else 0


def event_now(
    own: sqlite3.Connection,
    files: Files,
    action: str,
    stored: Stored,
    date: str,
    places: Collection[int] | None = None,
) -> Event:
    """Return the event of taking away the wordings at these places, or all of them, with all there is to keep."""
    with reading(files.path):
        wordings = [_past_wording(row) for row in own.execute(_PAST, (stored.hash,))]
        if places is not None:
            wordings = [each for each in wordings if each.place in places]
        else:
            wordings += [
                replace(_past_wording(row), place=None) for row in files.served_layer_rows(_PAST, (stored.hash,))
            ]
        return Event(
            0,
            action,
            stored,
            tuple(wordings),
            tuple(map(evidence_of, _evidence_rows(own, files, "certificates", stored.hash))),
            tuple(map(provenance_of, _evidence_rows(own, files, "provenance", stored.hash))),
            date,
        )


def _past_wording(row: Row) -> PastWording:
    hash, place, template, sources, added, *evidence = row
    wording = Wording(Template.parse(template), hash, unpack_sources(sources))
    return PastWording(wording, added, evidence_of(evidence), place)


def _evidence_rows(own: sqlite3.Connection, files: Files, table: str, hash: str) -> list[Row]:
    """Return what any file knows of a procedure, oldest first; a row ends with when it was added."""
    query = f"SELECT {EVIDENCE} FROM {table} WHERE procedure = ? ORDER BY id"
    rows = own.execute(query, (hash,)).fetchall() + files.layer_rows(query, (hash,))
    return sorted(rows, key=lambda row: str(row[-1]))


def served(own: sqlite3.Connection, files: Files, hash: str) -> Stored:
    """Return a procedure that is served, as it is within the write that `own` is at; StoreError if it is not."""
    rows = _served_rows(own, files, f"SELECT {PROCEDURE} FROM procedures WHERE hash = ?", (hash,))
    if not rows:
        raise StoreError("unknown-procedure", f"there is no procedure {hash[:12]} in the cache {files.path}")
    with reading(files.path):
        return stored_of(rows[0])


def _served_rows(own: sqlite3.Connection, files: Files, query: str, args: tuple[str, ...]) -> list[Row]:
    """Return what `Files.rows` does, as it is within the write that `own` is at."""
    return own.execute(query, args).fetchall() + files.served_layer_rows(query, args)
