"""Digests of what unicode_pinned.py says of every code point: `python tests/builtins/unicode_digests.py`.

Any CPython can run it: of the project it imports that module and its tables only.
"""

from __future__ import annotations

import hashlib
import json
import sys
import types
from pathlib import Path

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
LISTED = EVERY[:0x20000] + EVERY[0xE0000:0xE0200]  # beyond are ideographs, private use and nothing


def digests() -> dict[str, str]:
    """A digest of each function's results."""
    from seglam_lang.language.computing import unicode_pinned as pinned

    results = {
        "upper": pinned.upper(EVERY),
        "lower": pinned.lower(EVERY),
        "lower beside sigma": pinned.lower("\n".join(f"a{char}Σ{char} Σ{char}Σ" for char in LISTED)),
        "capitalize": "\n".join(map(pinned.capitalize, LISTED)),
        "fold": pinned.fold(EVERY),
        "is_letters": "".join(str(int(pinned.is_letters(char))) for char in LISTED),
        "without_accents": pinned.without_accents(EVERY),
    }
    return {
        name: hashlib.sha256(result.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        for name, result in results.items()
    }


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    for name in ("seglam_lang", "seglam_lang.language"):  # packages without what their __init__ imports
        package = types.ModuleType(name)
        package.__path__ = [str(root / name.replace(".", "/"))]
        sys.modules[name] = package
    print(json.dumps(digests()))
