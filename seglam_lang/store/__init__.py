"""The cache: one SQLite file of procedures, the wordings that ask for them, and everything known about how they came
to be.

A request never waits for the store to be tidy: a hit is one read; a write is one transaction, so that a crash at any
instant leaves the file as it was before the write or as it is after it. Each module does one thing:

    schema, failures      the tables, and every way in which a cache can fail
    records, evidence     what is stored, as the rest of the program sees it
    packing, rows         records to rows and back: those that a hit reads, and the others
    database, files       opening a file; the own file and the layers below it, safe for several threads
    lookup, program       what is served; a stored procedure, ready to run
    vetting, admission    what is refused; the one way in
    events, history       what was removed or replaced
    restoring             the way back
    hits, claims          counting hits; of several that miss on one request one asks the model
    store                 `Store`, which puts them together
"""

from seglam_lang.store.failures import StoreError
from seglam_lang.store.records import Entry, Found, Provenance, Refusal, Stored
from seglam_lang.store.store import Store

__all__ = ["Entry", "Found", "Provenance", "Refusal", "Store", "StoreError", "Stored"]
