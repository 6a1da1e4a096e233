"""The templates of a cache by their signatures (see `requests.alike`), for wordings that are near to a known one.

A layer that is built to ship has its index in it (`add_index`). Of other files it is made in memory, when a request is
first looked up so, and what has been stored since is added at each look. What has been removed is left in it, as the
wordings are read from the file in the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from threading import Lock

from seglam_lang.requests.alike import digest, key_of_signature
from seglam_lang.requests.template import Template
from seglam_lang.store.files import Files, Query, Row

INDEX = """
CREATE TABLE signatures
  (signature TEXT NOT NULL, template TEXT NOT NULL, PRIMARY KEY (signature, template)) WITHOUT ROWID;
CREATE TABLE signatures_made_by (digest TEXT NOT NULL);  -- of what signatures are made of
"""
_TEMPLATES = "SELECT template FROM wordings ORDER BY id"
_WITH_SIGNATURES = "SELECT template FROM signatures WHERE signature IN ({}) ORDER BY signature, template"
_DIGEST = "SELECT digest FROM signatures_made_by"
_HAS_INDEX = "SELECT 1 FROM sqlite_master WHERE name = 'signatures_made_by'"


class Signatures:
    """The keys of templates by their signatures."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._kept: list[Query] = []  # of the layers that have their index
        self._keys: dict[str, list[str]] = {}  # of the other files
        self._latest = -1  # wording of the own file that is in the index; -1 while nothing is
        self._known: set[str] = set()
        self._adding = Lock()

    def keys(self, signatures: Sequence[str]) -> list[str]:
        """Return the keys of the templates that have any of these signatures."""
        with_them = _WITH_SIGNATURES.format(",".join("?" * len(signatures)))
        with self._adding:
            self._add_what_is_new()
            kept = [template for rows in self._kept for (template,) in rows(with_them, tuple(signatures))]
            made = chain.from_iterable(self._keys.get(each, ()) for each in signatures)
            return list(dict.fromkeys((*made, *kept)))

    def _add_what_is_new(self) -> None:
        if self._latest < 0:
            self._latest = 0
            for rows in self._files.each_layer():
                if rows(_HAS_INDEX, ()) and rows(_DIGEST, ()) == [(digest(),)]:
                    self._kept.append(rows)
                else:
                    self._add(rows(_TEMPLATES, ()))
        new = self._files.own_rows("SELECT template, id FROM wordings WHERE id > ? ORDER BY id", (self._latest,))
        if new:
            self._latest = new[-1][1]
            self._add(new)

    def _add(self, rows: Iterable[Row]) -> None:
        for signature, key in _signed([row[0] for row in rows if row[0] not in self._known]):
            self._known.add(key)
            self._keys.setdefault(signature, []).append(key)


def add_index(connection: sqlite3.Connection) -> None:
    """Give a file that is only read from now on the index of its wordings by their signatures."""
    connection.executescript(INDEX)
    templates = [key for (key,) in connection.execute(_TEMPLATES)]
    connection.executemany("INSERT INTO signatures VALUES (?, ?)", sorted(_signed(templates)))
    connection.execute("INSERT INTO signatures_made_by VALUES (?)", (digest(),))
    connection.commit()


def _signed(templates: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each template's signature, and the template."""
    for key in dict.fromkeys(templates):
        try:
            yield key_of_signature(Template.parse(key)), key
        except ValueError:
            continue  # a slot of a kind that a later version made
