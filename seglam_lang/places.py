"""Where the cache is, and the procedures that come with seglam."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from seglam_lang.resources import path


def default_cache() -> Path:
    """Return SEGLAM_CACHE, or else `cache.sqlite` in the user's data folder, which is made.

    No other folder is: one that is not there is most likely misspelled.
    """
    if named := os.environ.get("SEGLAM_CACHE"):
        return Path(named)
    from platformdirs import user_data_path  # only here: it takes time, and a cache that is named does not need it

    folder = user_data_path("seglam", appauthor=False)
    with suppress(OSError):  # where it cannot be made, opening the cache says so
        folder.mkdir(parents=True, exist_ok=True)
    return folder / "cache.sqlite"


def shipped_layers() -> list[Path]:
    """Return the file of the procedures that come with seglam, where it has been built."""
    try:
        return [path("cache/shipped.sqlite")]
    except FileNotFoundError:
        return []
