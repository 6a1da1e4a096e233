"""What the matrix runs: every procedure that the project ships or shows, and every example of every builtin.

Procedures are handed over as bytes, so that running them needs no parser; the sources are handed over too, for what
reads them anew. The arguments are those of the procedures' own examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from seglam_lang.language import check
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.core import Procedure
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.storing.value_codec import encode_argument
from tests.builtins.test_examples import ARGUMENTS, checked_example

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "cache").glob("*.seg"), *(ROOT / "examples").glob("*/procedure.seg")])


def build() -> dict[str, Any]:
    """The corpus, as JSON can say it."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in SOURCES}
    procedures = [*_shipped(texts), *_builtin_examples()]
    return {"sources": [{"name": name, "text": text} for name, text in texts.items()], "procedures": procedures}


def _shipped(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for name, text in texts.items():
        for checked in check(text):
            own = [example.arguments for example in checked.examples]
            yield from _stored(f"{name}:{checked.name}", checked.core, own)


def _builtin_examples() -> Iterator[dict[str, Any]]:
    for builtin in REGISTRY.by_id.values():
        for number, example in enumerate(builtin.examples):
            checked = checked_example(example)
            own = [tuple(ARGUMENTS[name] for name in checked.params)]
            yield from _stored(f"{builtin.id}:{number}", checked.core, own)


def _stored(name: str, procedure: Procedure, examples: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """The procedure, after those that it calls."""
    for callee in procedure.callees.values():
        yield from _stored(f"{name}>{content_hash(callee)[:12]}", callee, ())
    arguments = [[encode_argument(value).hex() for value in each] for each in examples]
    yield {"name": name, "core": encode(procedure).hex(), "arguments": arguments}
