"""The cache: one SQLite file of procedures, the wordings that ask for them, and everything known about how they came
to be.

A request never waits for the store to be tidy: a hit is one read; a write is one transaction, so that a crash at any
instant leaves the file as it was before the write or as it is after it. Each module does one thing:

    schema, failures      the tables, and every way in which a cache can fail
    records               what a hit reads, as the rest of the program sees it
    entries, evidence     what a miss writes, and what speaks for it
    packing, rows         records to rows and back: those that a hit reads, and the others
    database, files       opening a file; the own file and the layers below it, safe for several threads
    lookup, program       what is served; a stored procedure, ready to run
    vetting, admission    what is refused; the one way in
    events, history       what was removed, replaced or rejected
    restoring             the way back
    judging               what people say of answers
    counts, claims        counting hits and what else came of requests; of several that miss one asks the model
    store                 `Store`, which puts them together
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seglam_lang.store.failures import StoreError
from seglam_lang.store.records import Found, Stored
from seglam_lang.store.store import Store

if TYPE_CHECKING:
    from seglam_lang.store.entries import Entry, Provenance, Refusal

__all__ = ["Entry", "Found", "Provenance", "Refusal", "Store", "StoreError", "Stored"]


def __getattr__(name: str) -> Any:
    """What only a miss writes is imported when it is used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from seglam_lang.store import entries

    return getattr(entries, name)
