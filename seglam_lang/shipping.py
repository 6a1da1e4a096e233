"""How the procedures that ship become a layer: a file that every cache lies over, and that is only ever read.

`seglam_lang.layer` says when it is built.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from seglam_lang.handwritten import add
from seglam_lang.language import LanguageError, render_all
from seglam_lang.store import Store
from seglam_lang.store.signatures import add_index

SEED = 0  # of the certificates
_DATED = ("procedures", "certificates", "wordings", "provenance")


class ShippingError(Exception):
    """Two procedures are asked for with the same words; the message says where and with which."""


def build(sources: Path, target: Path) -> int:
    """Build `target` anew from the `.seg` files in the folder `sources`, and return the number of procedures.

    Raise LanguageError, with the rendered diagnostics as a note, or ShippingError; `target` is then as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.sqlite"
        with Store.open(draft) as store:
            for source in sorted(sources.glob("*.seg")):
                _add(store, source)
            count = len(store.procedures())
        _compact(draft, target)
    return count


def _add(store: Store, source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    try:
        add(store, text, SEED)
    except LanguageError as error:
        error.add_note(render_all(error, text, str(source)))
        raise
    for event in store.history():
        words = ", ".join(repr(past.wording.template.text) for past in event.wordings)
        raise ShippingError(f"{source}: the words {words} already ask for another procedure")


def _compact(draft: Path, target: Path) -> None:
    """Write a database as one file without a journal, as a layer that nobody writes must be, and without the dates of
    this build: two builds of the same sources have the same bytes.
    """
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        for table in _DATED:
            connection.execute(f"UPDATE {table} SET added = ''")
        add_index(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM INTO ?", (str(fresh),))
    os.replace(fresh, target)
