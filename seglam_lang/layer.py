"""What is built before it ships, and when: the procedures, cache/shipped.sqlite, and the parser, cache/grammar.json.

`python -m seglam_lang.layer` builds both from cache/*.seg and the grammar, in some ten seconds. They are not part of
the repository: `make setup` and the build of the wheel make them where one is missing or older than what it is made of.
An installation has them, and so needs no parser to answer, and need not make one to read source.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from seglam_lang.language.syntax.grammar import TABLE, made, to_table

LAYER = "cache/shipped.sqlite"
BUILT = (LAYER, TABLE)
REPOSITORY = Path(__file__).resolve().parents[1]
_NOT_IN_IT = ("cli", "translator")  # rooms that have no part in how a procedure is checked and stored


def is_current(root: Path = REPOSITORY) -> bool:
    """Whether the layer and the parser of a repository are newer than their sources and the code that builds them."""
    if not all((root / each).exists() for each in BUILT):
        return False
    built = min((root / each).stat().st_mtime_ns for each in BUILT)
    return all(each.stat().st_mtime_ns <= built for each in _made_of(root))


def _made_of(root: Path) -> Iterator[Path]:
    yield root / "cache"  # a folder is changed when a file is added to it or removed
    yield from (root / "cache").glob("*.seg")
    yield from (root / "grammar").glob("*.lark")
    package = root / "seglam_lang"
    yield from package.glob("requests/alike/*.txt")  # the layer has its wordings by their forms
    for module in package.rglob("*.py"):
        if module.relative_to(package).parts[0] not in _NOT_IN_IT:
            yield module


def current_layer(root: Path = REPOSITORY) -> Path:
    """Return the layer of a repository; where it or the parser is not current, both are built first."""
    if not is_current(root):
        build_layer(root)
    return root / LAYER


def build_layer(root: Path = REPOSITORY) -> int:
    """Build the parser and the layer of a repository, and return how many procedures it has; see `shipping.build`."""
    from seglam_lang.shipping import build  # only here: whether a layer is current is asked at every `make`

    _write(root / TABLE, to_table(made()))
    count = build(root / "cache", root / LAYER)
    for each in BUILT:
        os.utime(root / each)  # newer than the change of the folder that they lie in
    return count


def _write(target: Path, content: bytes) -> None:
    """Write a file at once: who reads meanwhile has the old one or the new one."""
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    fresh.write_bytes(content)
    os.replace(fresh, target)


def main() -> None:
    """Build what ships with this repository; with `--check`, exit with 1 where it has to be built."""
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
    print(f"{count} procedures and the parser:")
    for each in (REPOSITORY / built for built in BUILT):
        print(f"  {each}: {each.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
