"""Ordinary tables put into the database, for tests that compare what it computes with the interpreter."""

from __future__ import annotations

from seglam_lang.language.backends import planner
from seglam_lang.language.backends.copies import stored
from seglam_lang.language.backends.database import database
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.values import Table


def store(table: Table) -> StoredTable:
    """Return the table with its rows in the database."""
    return stored(table, database(), planner)
