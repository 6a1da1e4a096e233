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
_ENDS = ("start_states", "end_states")


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
    data["parser"]["parser"] = _renumbered(data["parser"]["parser"])
    content = json.dumps({"data": data, "memo": memo}, separators=(",", ":")).encode()
    return _fingerprint(content) + b"\n" + content


def from_table(table: bytes) -> Lark | None:
    """Return the parser of a table; None where it is damaged, or made of what a parser is no longer made of."""
    from lark import Lark

    fingerprint, _, content = table.partition(b"\n")
    if fingerprint != _fingerprint(content):
        return None
    return Lark.load(json.loads(content, object_hook=_with_numbers))


def _renumbered(states: dict[str, Any]) -> dict[str, Any]:
    """Return a table of states whose numbers follow from the grammar: those of tokens from their names, those of
    states from how they are reached. Lark numbers both in the order of sets, which is another in each process.
    """
    names = states["tokens"]
    tokens = {name: number for number, name in enumerate(sorted(names.values()))}
    by_name = {
        state: sorted((tokens[names[token]], action) for token, action in actions.items())
        for state, actions in states["states"].items()
    }
    reached = [state for _, state in sorted(states["start_states"].items())]
    numbers = {state: number for number, state in enumerate(reached)}
    for state in reached:  # which grows
        for _, (is_reduced, target) in by_name[state]:
            if not is_reduced and target not in numbers:
                numbers[target] = len(reached)
                reached.append(target)
    return {
        "tokens": dict(enumerate(tokens)),
        "states": {
            numbers[state]: {
                token: (is_reduced, target if is_reduced else numbers[target])
                for token, (is_reduced, target) in by_name[state]
            }
            for state in reached
        },
        **{ends: {start: numbers[state] for start, state in sorted(states[ends].items())} for ends in _ENDS},
    }


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
