"""Admitting procedures: the one way into a cache, whoever wrote them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from seglam_lang.requests.model import Wording
from seglam_lang.store.entries import Entry
from seglam_lang.store.evidence import Evidence
from seglam_lang.store.failures import StoreError
from seglam_lang.store.files import Files
from seglam_lang.store.history import drop_unasked, retire
from seglam_lang.store.judging import lift
from seglam_lang.store.packing import PROCEDURE, now, stored_of
from seglam_lang.store.records import Stored
from seglam_lang.store.rows import insert_certificate, insert_procedure, insert_provenance, insert_wording
from seglam_lang.store.vetting import label, require_callees, vet


def admit(files: Files, entries: Sequence[Entry]) -> list[Stored]:
    """Store all entries in one write, or none and raise StoreError; the procedures as the cache has them now."""
    if not entries:
        return []
    date = now()
    rows = vet(entries, date)
    with files.writing() as own:
        for row in rows:
            insert_procedure(own, row)
        for row, entry in zip(rows, entries, strict=True):
            require_callees(own, files, row, entry.core)
        kept = [_read_back(own, files, row) for row in rows]
        for row, entry in zip(rows, entries, strict=True):
            _add_evidence(own, files, row.hash, entry, date)
    return kept


def _read_back(own: sqlite3.Connection, files: Files, row: Stored) -> Stored:
    """Return the row as the file has it, which may have been there before under another name; its bytes are the same.

    Raises StoreError where they are not.
    """
    kept = own.execute(f"SELECT {PROCEDURE} FROM procedures WHERE hash = ?", (row.hash,)).fetchone()
    if kept is None or kept[1] != row.core:
        raise StoreError("corrupt", f"the cache {files.path} does not hold {label(row)} as it was written")
    return stored_of(kept)


def _add_evidence(own: sqlite3.Connection, files: Files, hash: str, entry: Entry, date: str) -> None:
    """Store the wordings of an entry, in the places of those that they replace, and what speaks for them."""
    template = entry.wordings[0].template if entry.wordings else None
    retired = retire(own, files, [each for each in entry.replaces if each not in entry.wordings], date)
    certificate = insert_certificate(own, hash, Evidence(entry.certificate, template, date))
    free = dict(retired)
    for wording in entry.wordings:
        place = _best_place(free, wording)
        insert_wording(own, wording, certificate, date, place)
        if not entry.provenance.model:  # a person wrote it for these words, whatever was said of it before
            lift(own, wording)
        if place is not None:
            del free[place]
    insert_provenance(own, hash, replace(entry.provenance, template=template, added=date))
    drop_unasked(own, retired.values())


def _best_place(free: Mapping[int, Wording], wording: Wording) -> int | None:
    """Return the place of a wording with the same template, else the first place, None where none is free."""
    same = [place for place, each in free.items() if each.template == wording.template]
    return next(iter([*same, *free]), None)
