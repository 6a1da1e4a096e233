"""Builds the layer of procedures that come with seglam: `python -m seglam_lang.shipping`.

The sources are the `.seg` files in cache/; what is built lies beside them as shipped.sqlite and is opened read-only.
"""

from __future__ import annotations

import os
from pathlib import Path

from seglam_lang.handwritten import add
from seglam_lang.resources import path
from seglam_lang.store import Store


def build(sources: Path, target: Path) -> int:
    """Make `target` anew from the `.seg` files in `sources`; the number of procedures. A failed build changes
    nothing.
    """
    fresh = target.with_suffix(".building")
    fresh.unlink(missing_ok=True)
    count = 0
    try:
        with Store.open(fresh) as store:
            for file in sorted(sources.glob("*.seg")):
                count += len(add(store, file.read_bytes(), seed=0))
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return count


def main() -> None:
    """Build the layer of this repository."""
    folder = path("cache")
    target = folder / "shipped.sqlite"
    print(f"{build(folder, target)} procedures in {target} ({target.stat().st_size / 1024:.0f} kB)")


if __name__ == "__main__":
    main()
