"""Rows of the tables to records and back, but for those that a hit reads: see `packing`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from seglam_lang.drafts import Draft
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.entries import Provenance, Refusal
from seglam_lang.store.evidence import Certificate, Evidence
from seglam_lang.store.packing import PROCEDURE, pack, unpack, wording_key
from seglam_lang.store.records import Stored

EVIDENCE = "procedure, template, body, added"  # the columns that `evidence_of` and `provenance_of` take
# Whether a procedure calls that of both parameters, and is not that one: a core names what it calls.
CALLS = "hash != ? AND instr(core, CAST(? AS BLOB)) > 0"


def evidence_of(row: Sequence[Any]) -> Evidence:
    """Return the certificate of a row."""
    _, template, body, added = row
    return Evidence(Certificate.from_dict(unpack(body)), _template(template), added)


def evidence_row(evidence: Evidence) -> tuple[str, bytes, str]:
    """Return what `evidence_of` reads, without the procedure."""
    return _key(evidence.template), pack(evidence.certificate.to_dict()), evidence.added


def provenance_of(row: Sequence[Any]) -> Provenance:
    """Return the provenance of a row."""
    _, template, body, added = row
    plain = unpack(body)
    return Provenance(
        plain["request"],
        plain.get("model", ""),
        plain.get("model_hash", ""),
        plain.get("prompt", ""),
        plain.get("seed", 0),
        _drafts(plain.get("candidates", ())),
        plain.get("picked", 0),
        _template(template),
        added,
        plain.get("recognised", False),
    )


def provenance_row(provenance: Provenance) -> tuple[str, bytes, str]:
    """Return what `provenance_of` reads, without the procedure."""
    body = {
        "request": provenance.request,
        "model": provenance.model,
        "model_hash": provenance.model_hash,
        "prompt": provenance.prompt,
        "seed": provenance.seed,
        "candidates": [draft.to_dict() for draft in provenance.drafts],
        "picked": provenance.picked,
        "recognised": provenance.recognised,
    }
    return _key(provenance.template), pack(body), provenance.added


def refusal_of(row: Sequence[Any]) -> Refusal:
    """Return the refusal of a row: its body, and when it was added."""
    body, added = row
    parts = unpack(body)
    return Refusal(
        parts["why"],
        _drafts(parts["candidates"]),
        parts.get("transient", False),
        parts.get("scope", ""),
        added,
    )


def refusal_body(refusal: Refusal) -> bytes:
    """Return what `refusal_of` reads."""
    drafts = [draft.to_dict() for draft in refusal.drafts]
    return pack(
        {
            "why": refusal.why,
            "candidates": drafts,
            "transient": refusal.transient,
            "scope": refusal.scope,
        }
    )


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
    id = own.execute(
        f"INSERT INTO certificates (level, {EVIDENCE}) VALUES (?, ?, ?, ?, ?)",
        (evidence.certificate.level, hash, *evidence_row(evidence)),
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
    own.execute(f"INSERT INTO provenance ({EVIDENCE}) VALUES (?, ?, ?, ?)", (hash, *provenance_row(provenance)))


def _key(template: Template | None) -> str:
    return template.key if template is not None else ""


def _template(key: str) -> Template | None:
    return Template.parse(key) if key else None


def _drafts(plain: Sequence[dict[str, Any]]) -> tuple[Draft, ...]:
    return tuple(map(Draft.from_dict, plain))
