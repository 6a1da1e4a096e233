"""The file of the procedures that ship, cache/shipped.sqlite, and when it has to be built.

`python -m seglam_lang.layer` builds it from cache/*.seg, in some ten seconds. It is not part of the repository:
`make setup` and the build of the wheel make it where it is missing or older than what it is made of. An installation
has it, and so needs no parser to answer from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

LAYER = "cache/shipped.sqlite"
REPOSITORY = Path(__file__).resolve().parents[1]
_NOT_IN_IT = ("cli", "translator")  # rooms that have no part in how a procedure is checked and stored


def is_current(root: Path = REPOSITORY) -> bool:
    """Whether the layer of a repository is newer than its sources and the code that builds it."""
    layer = root / LAYER
    if not layer.exists():
        return False
    built = layer.stat().st_mtime_ns
    return all(each.stat().st_mtime_ns <= built for each in _made_of(root))


def _made_of(root: Path) -> Iterator[Path]:
    yield root / "cache"  # a folder is changed when a file is added to it or removed
    yield from (root / "cache").glob("*.seg")
    yield from (root / "grammar").glob("*.lark")
    package = root / "seglam_lang"
    for module in package.rglob("*.py"):
        if module.relative_to(package).parts[0] not in _NOT_IN_IT:
            yield module


def current_layer(root: Path = REPOSITORY) -> Path:
    """Return the layer of a repository, which is built first where it is not current."""
    if not is_current(root):
        build_layer(root)
    return root / LAYER


def build_layer(root: Path = REPOSITORY) -> int:
    """Build the layer of a repository, and return how many procedures it has; see `shipping.build`."""
    from seglam_lang.shipping import build  # only here: whether a layer is current is asked at every `make`

    layer = root / LAYER
    count = build(layer.parent, layer)
    os.utime(layer)  # it is newer than the change of the folder that it lies in
    return count


def main() -> None:
    """Build the layer of this repository; with `--check`, exit with 1 where it has to be built."""
    if sys.argv[1:] == ["--check"]:
        sys.exit(not is_current())
    if not any((REPOSITORY / "cache").glob("*.seg")):
        sys.exit(f"{REPOSITORY} is no repository of seglam; if procedures are missing here, install seglam again")
    from seglam_lang.language import LanguageError
    from seglam_lang.shipping import ShippingError

    try:
        count = build_layer()
    except LanguageError as error:
        sys.exit("\n".join(error.__notes__))
    except ShippingError as error:
        sys.exit(str(error))
    layer = REPOSITORY / LAYER
    print(f"{layer}: {count} procedures, {layer.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
