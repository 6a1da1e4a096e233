"""Restoring: what was removed, replaced or rejected is served again, as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seglam_lang.language.core import Procedure
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.events import Event, PastWording, insert_event
from seglam_lang.store.evidence import Evidence
from seglam_lang.store.failures import StoreError, reading
from seglam_lang.store.files import Files
from seglam_lang.store.history import drop_unasked, events, is_about, place_of, retire
from seglam_lang.store.judging import lift, lift_those_of, trust_again
from seglam_lang.store.lookup import Lookup, only_one
from seglam_lang.store.packing import now, unpack_sources, wording_key
from seglam_lang.store.program import linked
from seglam_lang.store.records import Stored
from seglam_lang.store.rows import (
    EVIDENCE,
    evidence_of,
    insert_certificate,
    insert_procedure,
    insert_provenance,
    insert_wording,
    provenance_of,
)
from seglam_lang.store.vetting import label, require_callees, require_sound


@dataclass(frozen=True, slots=True)
class _Lost:
    """What is to be put back, by undoing these events; each wording has a certificate. `restored` are the wordings that
    took its places when they were put back themselves.
    """

    stored: Stored
    core: Procedure
    wordings: tuple[PastWording, ...]
    events: tuple[Event, ...]
    restored: tuple[Wording, ...]


def restore(files: Files, lookup: Lookup, given: str) -> Stored:
    """Undo what took the procedure away last, whose hash, beginning of a hash or name is given: that it was removed,
    replaced or called wrong.

    Wordings that have taken the places of those that come back go to the history in turn. Raises StoreError where
    nothing was removed or replaced, or where it cannot be brought back.
    """
    past = events(files, "")
    undone = _latest(lookup, past, given)
    stored = _complete(lookup, undone[-1])
    lost = _Lost(stored, _core(lookup, stored), _past_wordings(lookup, undone), undone, _restored_for(past, undone[-1]))
    with files.writing() as own, reading(files.path):
        _put_back(own, files, lost)
    files.read_hidden()
    return lookup.procedure(stored.hash)


def _latest(lookup: Lookup, past: Sequence[Event], given: str) -> tuple[Event, ...]:
    """Return the events to undo: the latest that has not been undone, and what belongs to it."""
    undone = {id for event in past for id in event.undoes}
    lost = [each for each in past if each.action != "restored" and each.id not in undone and is_about(each, given)]
    if not lost:
        stored = lookup.procedure(lookup.resolve(given))
        raise StoreError("not-restorable", f"{label(stored)} is served, and nothing of it was removed or replaced")
    hash = only_one(given, [event.procedure.hash for event in lost])
    last = lost[-1]
    if last.complete:
        return (last,)
    # An earlier version wrote an event for each wording that it replaced in one write.
    same = hash, last.action, last.added
    return tuple(each for each in lost if (each.procedure.hash, each.action, each.added) == same)


def _restored_for(past: Sequence[Event], event: Event) -> tuple[Wording, ...]:
    """Return the wordings that an event made room for, where that was a restoration: the next event, of one write."""
    following = next((each for each in past if each.id > event.id and each.action != "replaced"), None)
    if event.action != "replaced" or following is None or following.action != "restored":
        return ()
    return tuple(each.wording for each in following.wordings) if following.added == event.added else ()


def _complete(lookup: Lookup, event: Event) -> Stored:
    """Return the procedure of an event, with what an earlier version left out: its source is checked for that."""
    if event.complete:
        return event.procedure
    from seglam_lang.language import LanguageError, check, content_hash

    was = event.procedure
    try:
        source = "\n".join([*_sources_of_callees(lookup, was), was.source])
        checked = {content_hash(each.core): each for each in check(source)}[was.hash]
    except (LanguageError, StoreError, KeyError) as error:
        why = "its source is not that of its hash any more" if isinstance(error, KeyError) else str(error)
        message = (
            f"{label(was)} cannot be restored: an earlier version of seglam kept only its source text, "
            f"and that is not accepted now ({why}); `seglam trace` shows it"
        )
        raise StoreError("not-restorable", message) from error
    return replace(was, source=checked.source, params=checked.params, spans=checked.spans)


def _sources_of_callees(lookup: Lookup, stored: Stored) -> list[str]:
    """Return the sources of all procedures that one calls, those that are called by them too."""
    sources: dict[str, str] = {}
    pending = list(linked(lookup, stored).callees)
    while pending:
        hash = pending.pop()
        if hash not in sources:
            callee = lookup.procedure(hash)
            sources[hash] = callee.source
            pending += linked(lookup, callee).callees
    return list(sources.values())


def _core(lookup: Lookup, stored: Stored) -> Procedure:
    """Return the core of a procedure from the history; StoreError where it would not be admitted."""
    try:
        core = linked(lookup, stored)
    except StoreError as error:
        if error.code != "unknown-procedure":
            raise
        message = f"{label(stored)} cannot be restored, as it calls what is not there: {error.message}"
        raise StoreError("missing-callee", message) from error
    require_sound(stored, core)
    return core


def _past_wordings(lookup: Lookup, undone: Sequence[Event]) -> tuple[PastWording, ...]:
    """Return the wordings to bring back, each with a certificate; StoreError where there is none to be had."""
    past = tuple(wording for event in undone for wording in event.wordings)
    if all(each.evidence for each in past):
        return past
    known = lookup.certificates(undone[-1].procedure.hash)  # an earlier version did not say which is whose
    if not known:
        message = f"{label(undone[-1].procedure)} cannot be restored: there is no certificate of it in the cache"
        raise StoreError("not-restorable", message)
    newest = {each.template: each for each in known}
    return tuple(replace(each, evidence=newest.get(each.wording.template, known[-1])) for each in past)


def _put_back(own: sqlite3.Connection, files: Files, lost: _Lost) -> None:
    """Write what was lost, but for what a layer has, and that it was restored."""
    date = now()
    own.execute("DELETE FROM hidden WHERE procedure = ?", (lost.stored.hash,))
    lift_those_of(own, [event.id for event in lost.events])
    for each in lost.wordings:
        if each.place is not None:  # one of a layer is lifted by its own event
            lift(own, each.wording)
    wordings = [each for each in lost.wordings if not _is_in_a_layer(files, each)]
    if wordings or not files.in_a_layer(lost.stored.hash):
        insert_procedure(own, lost.stored)
        require_callees(own, files, lost.stored, lost.core)
        _put_evidence_back(own, files, lost)
        _put_wordings_back(own, files, wordings, lost, date)
    trust_again(own, files, lost.stored.hash, date)
    evidence: list[Evidence] = []
    for each in lost.wordings:
        if each.evidence and each.evidence not in evidence:
            evidence.append(each.evidence)
    undoes = tuple(event.id for event in lost.events)
    insert_event(own, Event(0, "restored", lost.stored, lost.wordings, tuple(evidence), (), date, undoes))


def _is_in_a_layer(files: Files, past: PastWording) -> bool:
    query = "SELECT 1 FROM wordings WHERE template = ? AND procedure = ? AND sources = ?"
    return past.place is None and bool(files.layer_rows(query, wording_key(past.wording)))


def _put_evidence_back(own: sqlite3.Connection, files: Files, lost: _Lost) -> None:
    """Store what speaks for a procedure where no file has it any more, as of one that shipped but does so no longer."""
    hash = lost.stored.hash
    query = f"SELECT {EVIDENCE} FROM {{}} WHERE procedure = ?"
    certificates, provenance = (
        own.execute(query.format(table), (hash,)).fetchall() + files.layer_rows(query.format(table), (hash,))
        for table in ("certificates", "provenance")
    )
    known = [*map(evidence_of, certificates), *map(provenance_of, provenance)]
    for event in lost.events:
        for evidence in event.certificates:
            if evidence not in known:
                insert_certificate(own, hash, evidence)
        for each in event.provenance:
            if each not in known:
                insert_provenance(own, hash, each)


def _put_wordings_back(
    own: sqlite3.Connection, files: Files, wordings: Sequence[PastWording], lost: _Lost, date: str
) -> None:
    """Give wordings their places again; those that have taken them go to the history."""
    successors = [each for past in wordings for each in _successors(own, past, lost) if each != past.wording]
    retired = retire(own, files, successors, date)
    for past in wordings:
        same = (place for place, each in retired.items() if each.template == past.wording.template)
        place = past.place if past.place is not None else next(same, None)
        own.execute("DELETE FROM wordings WHERE id = ?", (place_of(own, past.wording),))  # it may have come anew since
        assert past.evidence is not None
        certificate = _certificate_id(own, past.wording.procedure, past.evidence)
        insert_wording(own, past.wording, certificate, past.added, place)
    drop_unasked(own, retired.values())


def _successors(own: sqlite3.Connection, past: PastWording, lost: _Lost) -> list[Wording]:
    """Return the wordings that have taken the place of a past one: what was called wrong gave way to what has answered
    the same words since.
    """
    event = lost.events[-1]
    query = "SELECT template, procedure, sources FROM wordings WHERE "
    if event.last is not None:
        since = past.wording.template.key, past.wording.procedure, event.last
        rows = own.execute(f"{query} template = ? AND procedure != ? AND id > ?", since)
    elif past.place is not None:
        rows = own.execute(f"{query} id = ?", (past.place,))
    elif event.action == "replaced":  # by an earlier version, which kept no places: by what was added in that write
        rows = own.execute(f"{query} template = ? AND added = ?", (past.wording.template.key, event.added))
    else:
        return []
    found = [Wording(Template.parse(key), hash, unpack_sources(sources)) for key, hash, sources in rows.fetchall()]
    return [*found, *(each for each in lost.restored if each.template == past.wording.template)]


def _certificate_id(own: sqlite3.Connection, hash: str, evidence: Evidence) -> int:
    """Return the id of a certificate in the own file, where it is stored if it is not there."""
    query = f"SELECT id, {EVIDENCE} FROM certificates WHERE procedure = ?"
    for id, *row in own.execute(query, (hash,)).fetchall():
        if evidence_of(row) == evidence:
            return int(id)
    return insert_certificate(own, hash, evidence)
