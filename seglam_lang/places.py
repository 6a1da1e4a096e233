"""Where the cache is, and the procedures that come with seglam."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from seglam_lang.resources import path


def default_cache() -> Path:
    """SEGLAM_CACHE, else `cache.sqlite` in the user's data folder."""
    if named := os.environ.get("SEGLAM_CACHE"):
        return Path(named)
    return _data_folder() / "seglam" / "cache.sqlite"


def _data_folder() -> Path:
    """Where programs keep a user's data on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".local" / "share"


def shipped_layers() -> list[Path]:
    """The procedures that come with seglam, if they have been built."""
    try:
        return [path("cache/shipped.sqlite")]
    except FileNotFoundError:
        return []
