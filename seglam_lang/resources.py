"""Files of seglam that are not code: the grammar and the procedures that ship.

In an installed package they lie under `seglam_lang/_data/`; in a clone of the repository, at its top, where people look
for them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the file or folder `name`, as named from the top of the repository: `path("grammar/seglam.lark")`.

    Raise FileNotFoundError where the installation is incomplete.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        found = root / name
        if found.exists():
            return found
    raise FileNotFoundError(f"{name} is missing from this installation of seglam; install seglam again")
