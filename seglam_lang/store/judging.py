"""What people say of answers: "wrong" takes the wording away from the procedure, "right" counts for it.

Nothing is lost by either. What is taken away goes to the history, and comes back with what was removed (see
`restoring`); a wording of a read-only layer stays where it is, and is not served as long as it is rejected.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from seglam_lang.requests.model import Wording
from seglam_lang.requests.narrowing import of_its_headers
from seglam_lang.requests.template import Template
from seglam_lang.store.counts import AUDIT, OTHER
from seglam_lang.store.entries import Provenance
from seglam_lang.store.events import insert_event
from seglam_lang.store.evidence import TRUSTED, VERIFIED, Evidence
from seglam_lang.store.failures import StoreError, reading
from seglam_lang.store.files import Files, Row
from seglam_lang.store.history import drop_unasked, event_now, forget_uses, last_place, place_of, served
from seglam_lang.store.packing import now, pack, unpack, unpack_sources, wording_key
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

WRONG, RIGHT = "wrong", "right"
NEAR = "near"  # the tier of what a model has recognised
TRUSTED_AFTER = 3  # different requests that a person has called right, and none of the procedure's wrong

_JUDGEMENT = "verdict, tier, template, procedure, sources, body, event, is_lifted, added"


class Judged(NamedTuple):
    """An answer that is judged: what was asked, and the wording, with the template of the request, that answered it.

    `headers` are those of the columns in its slots. `known` is the template of the stored wording, None where it is
    that of the request.
    """

    request: str
    tier: str
    wording: Wording
    headers: Sequence[str]
    known: Template | None = None


class Latest(NamedTuple):
    """The last answer of a cache, or its last refusal, which has nothing to judge. `given` is how its inputs were
    named, {} where nobody has said.
    """

    request: str
    status: str
    judged: Judged | None
    given: dict[str, Any]
    added: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of one answer; `is_lifted` where the procedure may answer again all the same."""

    verdict: str  # "wrong" or "right"
    tier: str
    wording: Wording
    request: str
    added: str
    is_lifted: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of requests of one day: so many were a hit of this tier, say, and took so many seconds together.

    Some are of no request: see `counts`.
    """

    day: int  # since 1970, UTC
    status: str
    tier: str
    count: int
    seconds: float


class Confirmed(NamedTuple):
    """How far a wording is trusted once it has been called right, and for how many different requests it was."""

    level: str
    requests: int


def latest(files: Files) -> Latest | None:
    """Return the last answer or refusal, None where there is none."""
    rows = files.own_rows("SELECT body FROM latest")
    if not rows:
        return None
    with reading(files.path):
        was = unpack(rows[0][0])
        judged = None
        if was["template"]:
            wording = Wording(Template.parse(was["template"]), was["procedure"], unpack_sources(was["sources"]))
            known = Template.parse(was["known"]) if was["known"] else None
            judged = Judged(was["request"], was["tier"], wording, was["headers"], known)
        return Latest(was["request"], was["status"], judged, was["given"], was["added"])


def judgements(files: Files, prefix: str = "") -> list[Judgement]:
    """Return what was said of the procedures whose hash begins with `prefix`, oldest first."""
    query = f"SELECT {_JUDGEMENT} FROM judgements WHERE substr(procedure, 1, ?) = ? ORDER BY id"
    rows = files.own_rows(query, (len(prefix), prefix))
    with reading(files.path):
        return list(map(_judgement, rows))


def near_errors(files: Files) -> int:
    """Return what `Store.near_errors` does."""
    called = "SELECT count(DISTINCT template) FROM judgements WHERE tier = ? AND verdict = ? AND NOT is_lifted"
    audited = "SELECT total(count) FROM outcomes WHERE status = ? AND tier = ?"
    ((wrong,),) = files.own_rows(called, (NEAR, WRONG))
    ((other,),) = files.own_rows(audited, (AUDIT, OTHER))
    return int(wrong + other)


def outcomes(files: Files) -> list[Outcome]:
    """Return what came of all requests, the oldest day first."""
    return [
        Outcome(*row) for row in files.own_rows("SELECT day, status, tier, count, seconds FROM outcomes ORDER BY day")
    ]


def reject(files: Files, judged: Judged, stored: Stored) -> None:
    """Take the wording of an answer away from its procedure: it is never served for these words again, until it is
    restored.
    """
    date = now()
    with files.writing() as own:
        wording = _as_learnt(own, files, judged)
        place = place_of(own, wording)
        if place is None and _is_rejected(own, wording):
            raise StoreError("already-rejected", f'the answer to "{judged.request}" has been called wrong before')
        event = event_now(own, files, "rejected", stored, date, () if place is None else (place,))
        id = insert_event(own, replace(event, last=last_place(own)))
        if place is not None:
            own.execute("DELETE FROM wordings WHERE id = ?", (place,))
            drop_unasked(own, [wording])
        _insert(own, WRONG, judged._replace(tier=_tier(own, judged, wording)), wording, id, date)
        _trust_less(own, wording.procedure, date)
        forget_uses(own, wording.procedure)  # whichever of them was the wrong one


def _tier(own: sqlite3.Connection, judged: Judged, wording: Wording) -> str:
    """Return the tier that answered: a wording in which a procedure was recognised stands for that, for good."""
    query = f"SELECT {EVIDENCE} FROM provenance WHERE procedure = ? AND template = ?"
    rows = own.execute(query, (wording.procedure, wording.template.key)).fetchall()
    return NEAR if any(provenance_of(row).recognised for row in rows) else judged.tier


def _trust_less(own: sqlite3.Connection, procedure: str, date: str) -> None:
    """Have no wording of a procedure trusted any more, of which an answer was called wrong."""
    _trust(own, procedure, date, TRUSTED, VERIFIED)


def trust_again(own: sqlite3.Connection, files: Files, procedure: str, date: str) -> None:
    """Have those wordings of a procedure trusted again that were, where no answer of it is called wrong any more."""
    if not _is_doubted(_said_of(own, files, procedure)):
        _trust(own, procedure, date, VERIFIED, TRUSTED)


def _trust(own: sqlite3.Connection, procedure: str, date: str, level: str, now: str) -> None:
    """Give what was called right often enough, and has this level, another one."""
    columns = ", ".join(f"c.{each}" for each in EVIDENCE.split(", "))
    query = f"SELECT w.id, {columns} FROM wordings w JOIN certificates c ON c.id = w.certificate WHERE w.procedure = ?"
    for place, *row in own.execute(query, (procedure,)).fetchall():
        known = evidence_of(row)
        if known.certificate.level == level and known.certificate.confirmed >= TRUSTED_AFTER:
            certificate = replace(known.certificate, level=now)
            id = insert_certificate(own, procedure, Evidence(certificate, known.template, date))
            own.execute("UPDATE wordings SET certificate = ? WHERE id = ?", (id, place))


def confirm(files: Files, judged: Judged) -> Confirmed:
    """Count an answer for its wording, which from now on is known by these very words, and is trusted more."""
    date = now()
    with files.writing() as own:
        wording = _as_learnt(own, files, judged)
        if _is_rejected(own, wording):
            raise StoreError("already-rejected", f'the answer to "{judged.request}" has been called wrong before')
        stored = served(own, files, wording.procedure)
        _insert(own, RIGHT, judged._replace(tier=_tier(own, judged, wording)), wording, 0, date)
        confirmed = _standing(own, files, wording)
        evidence = _evidence(own, files, wording)
        certificate = replace(evidence.certificate, level=confirmed.level, confirmed=confirmed.requests)
        insert_procedure(own, stored)
        is_new = place_of(own, wording) is None
        id = insert_certificate(own, stored.hash, Evidence(certificate, wording.template, date))
        insert_wording(own, wording, id, date, None)
        if is_new:
            provenance = Provenance(judged.request, template=wording.template, added=date)
            insert_provenance(own, stored.hash, provenance)
    return confirmed


def lift(own: sqlite3.Connection, wording: Wording) -> None:
    """Let a procedure answer for these words again, within a write: a person wants it so."""
    own.execute(
        "UPDATE judgements SET is_lifted = 1 WHERE verdict = 'wrong' AND template = ? AND procedure = ?",
        (wording.template.key, wording.procedure),
    )


def lift_those_of(own: sqlite3.Connection, events: Sequence[int]) -> None:
    """Lift the rejections that these events of the history are about, within a write."""
    own.executemany("UPDATE judgements SET is_lifted = 1 WHERE event = ?", [(event,) for event in events])


def _is_rejected(own: sqlite3.Connection, wording: Wording) -> bool:
    query = (
        "SELECT 1 FROM judgements WHERE verdict = 'wrong' AND NOT is_lifted "
        "AND template = ? AND procedure = ? AND sources = ?"
    )
    return own.execute(query, wording_key(wording)).fetchone() is not None


def _as_learnt(own: sqlite3.Connection, files: Files, judged: Judged) -> Wording:
    """Return the wording as it is stored, or else as it would have been learnt of this request: where words do not say
    what is done, with its headers.
    """
    wording = judged.wording
    if place_of(own, wording) is not None or files.layer_rows(
        "SELECT 1 FROM wordings WHERE template = ? AND procedure = ? AND sources = ?", wording_key(wording)
    ):
        return wording
    return replace(wording, sources=of_its_headers(wording.sources, wording.template, judged.headers))


def _insert(own: sqlite3.Connection, verdict: str, judged: Judged, wording: Wording, event: int, date: str) -> None:
    body = pack({"request": judged.request, "known": judged.known.key if judged.known is not None else ""})
    own.execute(
        f"INSERT INTO judgements ({_JUDGEMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (verdict, judged.tier, *wording_key(wording), body, event, date),
    )


def _standing(own: sqlite3.Connection, files: Files, wording: Wording) -> Confirmed:
    """Return what speaks for a wording, by all that people have said of it and of its procedure."""
    said = _said_of(own, files, wording.procedure)
    requests = {
        " ".join(each.request.casefold().split())
        for each in said
        if each.verdict == RIGHT and each.wording.template == wording.template
    }
    level = TRUSTED if len(requests) >= TRUSTED_AFTER and not _is_doubted(said) else VERIFIED
    return Confirmed(level, len(requests))


def _said_of(own: sqlite3.Connection, files: Files, procedure: str) -> list[Judgement]:
    query = f"SELECT {_JUDGEMENT} FROM judgements WHERE procedure = ?"
    with reading(files.path):
        return list(map(_judgement, own.execute(query, (procedure,)).fetchall()))


def _is_doubted(said: Sequence[Judgement]) -> bool:
    return any(each.verdict == WRONG and not each.is_lifted for each in said)


def _evidence(own: sqlite3.Connection, files: Files, wording: Wording) -> Evidence:
    """Return the latest certificate of a wording, or else of its procedure."""
    query = f"SELECT {EVIDENCE} FROM certificates WHERE procedure = ? ORDER BY id"
    rows = files.layer_rows(query, (wording.procedure,)) + own.execute(query, (wording.procedure,)).fetchall()
    with reading(files.path):
        known = list(map(evidence_of, rows))
    if not known:
        message = f"the cache {files.path} has no certificate of the procedure {wording.procedure[:12]}"
        raise StoreError("corrupt", message)
    return next((each for each in reversed(known) if each.template == wording.template), known[-1])


def _judgement(row: Row) -> Judgement:
    verdict, tier, template, procedure, sources, body, _, is_lifted, added = row
    wording = Wording(Template.parse(template), procedure, unpack_sources(sources))
    return Judgement(verdict, tier, wording, unpack(body)["request"], added, bool(is_lifted))
