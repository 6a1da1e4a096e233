"""Records to rows and back: what each table's columns hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from seglam_lang.drafts import Draft
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.evidence import Certificate
from seglam_lang.store.packing import pack, unpack
from seglam_lang.store.records import Event, Evidence, PastWording, Provenance, Refusal, Stored
from seglam_lang.store.sources import pack_sources, unpack_sources

PROCEDURE = "hash, core, name, source, details, added"  # the columns that `stored_of` takes
EVIDENCE = "procedure, template, body, added"  # those that `evidence_of` and `provenance_of` take
EVENT = "procedure, id, action, body, added"
# Whether a procedure calls that of both parameters, and is not that one: a core names what it calls.
CALLS = "hash != ? AND instr(core, CAST(? AS BLOB)) > 0"


def now() -> str:
    """Return the date of what is stored at this moment."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def wording_key(wording: Wording) -> tuple[str, str, bytes]:
    """Return the columns `template`, `procedure` and `sources`, which together are unique."""
    return wording.template.key, wording.procedure, pack_sources(wording.sources)


def stored_of(row: Sequence[Any]) -> Stored:
    """Return the procedure of a row."""
    hash, core, name, source, details, added = row
    if not (isinstance(core, bytes) and isinstance(name, str) and isinstance(source, str)):
        raise TypeError("a procedure has bytes and texts")
    parts = unpack(details)
    return Stored(hash, core, name, source, tuple(parts["params"]), _spans(parts["spans"]), added)


def evidence_of(row: Sequence[Any]) -> Evidence:
    """Return the certificate of a row."""
    _, template, body, added = row
    return Evidence(Certificate.from_dict(unpack(body)), _maybe_template(template), added)


def provenance_of(row: Sequence[Any]) -> Provenance:
    """Return the provenance of a row."""
    _, template, body, added = row
    return _provenance(unpack(body), template, added)


def refusal_of(row: Sequence[Any]) -> Refusal:
    """Return the refusal of a row: its body, and when it was added."""
    body, added = row
    parts = unpack(body)
    return Refusal(parts["why"], _drafts(parts["candidates"]), parts.get("transient", False), added)


def refusal_body(refusal: Refusal) -> bytes:
    """Return what `refusal_of` reads."""
    drafts = [draft.to_dict() for draft in refusal.drafts]
    return pack({"why": refusal.why, "candidates": drafts, "transient": refusal.transient})


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
        _spans(was.get("spans", ())),
        was["added"],
    )
    certificates = tuple(
        Evidence(Certificate.from_dict(plain), _maybe_template(template), date)
        for template, plain, date in parts.get("certificates", ())
    )
    provenance = tuple(_provenance(plain, template, date) for template, plain, date in parts.get("provenance", ()))
    wordings = tuple(_past_wording(each, certificates) for each in parts["wordings"])
    undoes = tuple(parts.get("undoes", ()))
    return Event(id, action, stored, wordings, certificates, provenance, added, undoes, complete)


# Into the tables; all of these within one transaction.


def insert_procedure(own: sqlite3.Connection, stored: Stored) -> None:
    """Store a procedure unless it is there."""
    details = pack({"params": list(stored.params), "spans": [list(span) for span in stored.spans]})
    own.execute(
        f"INSERT INTO procedures ({PROCEDURE}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        (stored.hash, stored.core, stored.name, stored.source, details, stored.added),
    )


def insert_certificate(own: sqlite3.Connection, hash: str, evidence: Evidence) -> int:
    """Store a certificate; the id by which wordings refer to it."""
    certificate = evidence.certificate
    id = own.execute(
        "INSERT INTO certificates (procedure, template, level, body, added) VALUES (?, ?, ?, ?, ?)",
        (hash, _key(evidence.template), certificate.level, pack(certificate.to_dict()), evidence.added),
    ).lastrowid
    assert id is not None
    return id


def insert_wording(own: sqlite3.Connection, wording: Wording, certificate: int, added: str, place: int | None) -> None:
    """Store a wording, at a place that is free or behind all others; one that is there has the newer certificate."""
    own.execute(
        "INSERT INTO wordings (id, template, procedure, sources, certificate, added) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (template, procedure, sources) DO UPDATE SET certificate = excluded.certificate",
        (place, *wording_key(wording), certificate, added),
    )


def insert_provenance(own: sqlite3.Connection, hash: str, provenance: Provenance) -> None:
    """Store a provenance."""
    body = pack(_provenance_dict(provenance))
    values = (hash, _key(provenance.template), body, provenance.added)
    own.execute(f"INSERT INTO provenance ({EVIDENCE}) VALUES (?, ?, ?, ?)", values)


def insert_event(own: sqlite3.Connection, event: Event) -> None:
    """Add an event to the history; its id is given to it here."""
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
        "certificates": [[_key(each.template), each.certificate.to_dict(), each.added] for each in event.certificates],
        "provenance": [[_key(each.template), _provenance_dict(each), each.added] for each in event.provenance],
        "undoes": list(event.undoes),
    }
    own.execute(
        "INSERT INTO history (action, procedure, body, added) VALUES (?, ?, ?, ?)",
        (event.action, was.hash, pack(body), event.added),
    )


def _spans(plain: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in plain)


def _key(template: Template | None) -> str:
    return template.key if template is not None else ""


def _maybe_template(key: str) -> Template | None:
    return Template.parse(key) if key else None


def _drafts(plain: Sequence[dict[str, Any]]) -> tuple[Draft, ...]:
    return tuple(map(Draft.from_dict, plain))


def _provenance_dict(provenance: Provenance) -> dict[str, Any]:
    return {
        "request": provenance.request,
        "model": provenance.model,
        "model_hash": provenance.model_hash,
        "prompt": provenance.prompt,
        "seed": provenance.seed,
        "candidates": [draft.to_dict() for draft in provenance.drafts],
    }


def _provenance(plain: Mapping[str, Any], template: str, added: str) -> Provenance:
    return Provenance(
        plain["request"],
        plain.get("model", ""),
        plain.get("model_hash", ""),
        plain.get("prompt", ""),
        plain.get("seed", 0),
        _drafts(plain.get("candidates", ())),
        _maybe_template(template),
        added,
    )


def _past_row(past: PastWording, certificates: Sequence[Evidence]) -> list[Any]:
    """Return a wording with the position of its certificate; earlier versions read the first four parts."""
    evidence = certificates.index(past.evidence) if past.evidence is not None else None
    return [*wording_key(past.wording), past.added, past.place, evidence]


def _past_wording(row: Sequence[Any], certificates: Sequence[Evidence]) -> PastWording:
    template, procedure, sources, added, *rest = row
    place, evidence = rest or (None, None)
    wording = Wording(Template.parse(template), procedure, unpack_sources(sources))
    return PastWording(wording, added, certificates[evidence] if evidence is not None else None, place)
