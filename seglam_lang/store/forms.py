"""The templates of a cache by their forms (see `requests.alike`), for wordings that are near to a known one.

The index is kept in memory: it is made when a request is first looked up so, and what has been stored since is added at
each look. What has been removed is left in it, as the wordings are read from the file in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from threading import Lock

from seglam_lang.requests.alike import key_of_form
from seglam_lang.requests.template import Template
from seglam_lang.store.files import Files, Row


class Forms:
    """The keys of templates by their forms."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._keys: dict[str, list[str]] = {}
        self._latest = -1  # wording of the own file that is in the index; -1 while nothing is
        self._known: set[str] = set()
        self._adding = Lock()

    def keys(self, forms: Sequence[str]) -> list[str]:
        """Return the keys of the templates that have any of these forms."""
        with self._adding:
            self._add_what_is_new()
            return list(chain.from_iterable(self._keys.get(each, ()) for each in forms))

    def _add_what_is_new(self) -> None:
        if self._latest < 0:
            self._latest = 0
            self._add(self._files.layer_rows("SELECT template FROM wordings ORDER BY id"))
        new = self._files.own_rows("SELECT template, id FROM wordings WHERE id > ? ORDER BY id", (self._latest,))
        if new:
            self._latest = new[-1][1]
            self._add(new)

    def _add(self, rows: Iterable[Row]) -> None:
        for key, *_ in rows:
            if key not in self._known:
                self._known.add(key)
                try:
                    form = key_of_form(Template.parse(key))
                except ValueError:
                    continue  # a slot of a kind that a later version made
                self._keys.setdefault(form, []).append(key)
