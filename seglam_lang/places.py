"""Where the cache is, and the procedures that come with seglam."""

from __future__ import annotations

import os
from pathlib import Path

from seglam_lang.resources import path


def default_cache() -> Path:
    """SEGLAM_CACHE, else `cache.sqlite` in the user's data folder."""
    if named := os.environ.get("SEGLAM_CACHE"):
        return Path(named)
    from platformdirs import user_data_path  # only here: a cache that is named needs no search for a place

    return user_data_path("seglam", appauthor=False) / "cache.sqlite"


def shipped_layers() -> list[Path]:
    """The procedures that come with seglam, if they have been built."""
    try:
        return [path("cache/shipped.sqlite")]
    except FileNotFoundError:
        return []
