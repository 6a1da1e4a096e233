"""The cache: one SQLite file of procedures, the wordings that ask for them, and everything known about how they came
to be.

A request never waits for the store to be tidy: a hit is one read; a write is one transaction, so that a crash at any
instant leaves the file as it was before the write or as it is after it.
"""

from seglam_lang.store.database import StoreError
from seglam_lang.store.records import Found, History, Provenance, Refusal, Stored
from seglam_lang.store.store import Store

__all__ = ["Found", "History", "Provenance", "Refusal", "Store", "StoreError", "Stored"]
