"""Events of the history as records and as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.entries import Provenance
from seglam_lang.store.evidence import Evidence
from seglam_lang.store.packing import pack, spans_of, unpack, unpack_sources, wording_key
from seglam_lang.store.records import Stored
from seglam_lang.store.rows import evidence_of, evidence_row, provenance_of, provenance_row

EVENT = "procedure, id, action, body, added"  # the columns of `history` that `event_of` takes


@dataclass(frozen=True, slots=True)
class PastWording:
    """A wording as it was before its procedure was removed or it was replaced.

    `place` decides in which order wordings are tried; it is None for one of a layer. Both it and `evidence` are None in
    a history that was written by an earlier version.
    """

    wording: Wording
    added: str
    evidence: Evidence | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A procedure was "removed", "replaced" or "rejected" (a person called its answer wrong), or was "restored" by
    undoing the events with the numbers `undoes`.

    It keeps all that there was: the procedure, the wordings that were taken away (or given back), the certificates and
    the provenance. `complete` is False where an earlier version left out the parameter names and the spans. Wordings
    that were added later have places behind the `last` one, which only a rejection has.
    """

    id: int
    action: str
    procedure: Stored
    wordings: tuple[PastWording, ...]
    certificates: tuple[Evidence, ...]
    provenance: tuple[Provenance, ...]
    added: str
    undoes: tuple[int, ...] = ()
    complete: bool = True
    last: int | None = None


def event_of(row: Sequence[Any]) -> Event:
    """Return the event of a row of the history."""
    _, id, action, body, added = row
    parts = unpack(body)
    was = parts["procedure"]
    complete = "params" in was  # else by a version that kept neither these nor the certificates
    stored = Stored(
        was["hash"],
        was["core"],
        was["name"],
        was["source"],
        tuple(was.get("params", ())),
        spans_of(was.get("spans", ())),
        was["added"],
    )
    certificates = tuple(evidence_of((stored.hash, *each)) for each in parts.get("certificates", ()))
    provenance = tuple(provenance_of((stored.hash, *each)) for each in parts.get("provenance", ()))
    wordings = tuple(_past_wording(each, certificates) for each in parts["wordings"])
    undoes = tuple(parts.get("undoes", ()))
    last = parts.get("last")
    return Event(id, action, stored, wordings, certificates, provenance, added, undoes, complete, last)


def insert_event(own: sqlite3.Connection, event: Event) -> int:
    """Add an event to the history, and return the id that it is given."""
    was = event.procedure
    body = {
        "procedure": {
            "hash": was.hash,
            "core": was.core,
            "name": was.name,
            "source": was.source,
            "params": list(was.params),
            "spans": [list(span) for span in was.spans],
            "added": was.added,
        },
        "wordings": [_past_row(each, event.certificates) for each in event.wordings],
        "certificates": list(map(evidence_row, event.certificates)),
        "provenance": list(map(provenance_row, event.provenance)),
        "undoes": list(event.undoes),
        **({} if event.last is None else {"last": event.last}),
    }
    id = own.execute(
        "INSERT INTO history (action, procedure, body, added) VALUES (?, ?, ?, ?)",
        (event.action, was.hash, pack(body), event.added),
    ).lastrowid
    assert id is not None
    return id


def _past_row(past: PastWording, certificates: Sequence[Evidence]) -> list[Any]:
    """Return a wording with the position of its certificate; earlier versions read the first four parts."""
    evidence = certificates.index(past.evidence) if past.evidence is not None else None
    return [*wording_key(past.wording), past.added, past.place, evidence]


def _past_wording(row: Sequence[Any], certificates: Sequence[Evidence]) -> PastWording:
    template, procedure, sources, added, *rest = row
    place, evidence = rest or (None, None)
    wording = Wording(Template.parse(template), procedure, unpack_sources(sources))
    return PastWording(wording, added, certificates[evidence] if evidence is not None else None, place)
