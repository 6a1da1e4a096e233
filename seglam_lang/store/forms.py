"""The templates of a cache by their forms (see `requests.alike`), for wordings that are near to a known one.

A layer that is built to ship has its index in it (`add_index`). Of other files it is made in memory, when a request is
first looked up so, and what has been stored since is added at each look. What has been removed is left in it, as the
wordings are read from the file in the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from threading import Lock

from seglam_lang.requests.alike import digest, key_of_form
from seglam_lang.requests.template import Template
from seglam_lang.store.files import Files, Query, Row

INDEX = """
CREATE TABLE forms (form TEXT NOT NULL, template TEXT NOT NULL, PRIMARY KEY (form, template)) WITHOUT ROWID;
CREATE TABLE forms_made_by (digest TEXT NOT NULL);  -- of the changes of wording
"""
_TEMPLATES = "SELECT template FROM wordings ORDER BY id"
_OF_FORMS = "SELECT template FROM forms WHERE form IN ({}) ORDER BY form, template"
_DIGEST = "SELECT digest FROM forms_made_by"
_HAS_INDEX = "SELECT 1 FROM sqlite_master WHERE name = 'forms_made_by'"


class Forms:
    """The keys of templates by their forms."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._kept: list[Query] = []  # of the layers that have their index
        self._keys: dict[str, list[str]] = {}  # of the other files
        self._latest = -1  # wording of the own file that is in the index; -1 while nothing is
        self._known: set[str] = set()
        self._adding = Lock()

    def keys(self, forms: Sequence[str]) -> list[str]:
        """Return the keys of the templates that have any of these forms."""
        of_forms = _OF_FORMS.format(",".join("?" * len(forms)))
        with self._adding:
            self._add_what_is_new()
            kept = [template for rows in self._kept for (template,) in rows(of_forms, tuple(forms))]
            made = chain.from_iterable(self._keys.get(each, ()) for each in forms)
            return list(dict.fromkeys((*kept, *made)))

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
        for form, key in _formed([row[0] for row in rows if row[0] not in self._known]):
            self._known.add(key)
            self._keys.setdefault(form, []).append(key)


def add_index(connection: sqlite3.Connection) -> None:
    """Give a file that is only read from now on the index of its wordings by their forms."""
    connection.executescript(INDEX)
    templates = [key for (key,) in connection.execute(_TEMPLATES)]
    connection.executemany("INSERT INTO forms VALUES (?, ?)", sorted(_formed(templates)))
    connection.execute("INSERT INTO forms_made_by VALUES (?)", (digest(),))
    connection.commit()


def _formed(templates: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each template's form, and the template."""
    for key in dict.fromkeys(templates):
        try:
            yield key_of_form(Template.parse(key)), key
        except ValueError:
            continue  # a slot of a kind that a later version made
