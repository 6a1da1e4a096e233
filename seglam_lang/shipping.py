"""Builds the procedures that ship: `python -m seglam_lang.shipping` makes cache/shipped.sqlite from cache/*.seg.

Every cache lies over this file, which is only ever read. It is built by hand when a `.seg` file changes, and is part of
the repository: an installation needs no parser to answer from it, and a test says when it is stale.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from seglam_lang.language import LanguageError, render_all
from seglam_lang.resources import path
from seglam_lang.store import Store

SEED = 0  # of the certificates


class ShippingError(Exception):
    """The files do not make a layer; the message says which and why."""


def build(sources: Iterable[Path], target: Path) -> int:
    """Check, verify and store the procedures of all `sources` in a new file at `target`; how many there are."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.sqlite"
        with Store.open(draft) as store:
            for source in sources:
                _add(store, source)
            count = len(store.procedures())
        _compact(draft, target)
    return count


def _add(store: Store, source: Path) -> None:
    from seglam_lang.handwritten import add

    text = source.read_text(encoding="utf-8")
    try:
        add(store, text, SEED)
    except LanguageError as error:
        raise ShippingError(render_all(error, text, str(source))) from error
    for event in store.history(""):
        words = ", ".join(repr(key.split("\n")[1]) for key, *_ in event.rows["wordings"])
        raise ShippingError(f"{source}: the words {words} already ask for another procedure")


def _compact(draft: Path, target: Path) -> None:
    """One file without a journal beside it, as a layer that nobody writes must be."""
    import sqlite3

    fresh = target.with_name(f"{target.name}.new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM INTO ?", (str(fresh),))
    os.replace(fresh, target)


def main() -> None:
    """Rebuild the file of this repository."""
    folder = path("cache")
    try:
        count = build(sorted(folder.glob("*.seg")), folder / "shipped.sqlite")
    except ShippingError as error:
        sys.exit(str(error))
    print(f"{folder / 'shipped.sqlite'}: {count} procedures, {(folder / 'shipped.sqlite').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
