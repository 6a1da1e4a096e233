"""The parser that Lark makes of the grammar. Lark is imported here alone, and only when something is parsed.

Making it takes Lark half a second, most of it to prove that no two rules and no two terminals are in each other's way.
So what comes of it ships as a *table*, which is read in some 20 ms: `layer.py` writes the file beside the procedures
that ship. Where no table fits the grammar, it is made from the text as ever.

A table is JSON and not the pickle of `Lark.save`: a pickle may run code as it is read, JSON is only data. Nor is it
looked for in a folder of the user's, but where the package's own files lie.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from seglam_lang import resources

if TYPE_CHECKING:
    from lark import Lark

TABLE = "cache/grammar.json"
_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "basic",  # keywords are keywords everywhere, so that they end at a word boundary
    "strict": True,
    "start": ["module", "body"],
    "propagate_positions": True,
    "maybe_placeholders": True,
}


@lru_cache(maxsize=1)
def grammar() -> Lark:
    """Return the LALR parser of grammar/seglam.lark, for modules and bodies."""
    try:
        table = resources.path(TABLE).read_bytes()
    except OSError:
        return made()
    return from_table(table) or made()


def made() -> Lark:
    """Return the parser, made from the text of the grammar."""
    from lark import Lark

    return Lark(_text(), **_OPTIONS)


def to_table(parser: Lark) -> bytes:
    """Return a parser that was made, as `from_table` reads it: a line with what it is made of, and the JSON."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = parser.memo_serialize([TerminalDef, Rule])
    content = json.dumps({"data": data, "memo": memo}, separators=(",", ":")).encode()
    return _fingerprint(content) + b"\n" + content


def from_table(table: bytes) -> Lark | None:
    """Return the parser of a table; None where it is damaged, or made of what a parser is no longer made of."""
    from lark import Lark

    fingerprint, _, content = table.partition(b"\n")
    if fingerprint != _fingerprint(content):
        return None
    return Lark.load(json.loads(content, object_hook=_with_numbers))


def _fingerprint(content: bytes) -> bytes:
    """Return the hash of the grammar, the options, the version of Lark, and what came of them."""
    from lark import __version__

    made_of = json.dumps([_text(), _OPTIONS, __version__]).encode()
    return hashlib.sha256(made_of + content).hexdigest().encode()


def _text() -> str:
    return resources.path("grammar/seglam.lark").read_text(encoding="utf-8")


def _with_numbers(entries: dict[str, Any]) -> dict[str | int, Any]:
    """Return a dict with numbers for keys (Lark numbers states, tokens and rules); JSON has only texts for keys."""
    return {int(key) if key.isdigit() else key: value for key, value in entries.items()}
