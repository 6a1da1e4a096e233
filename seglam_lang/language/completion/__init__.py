"""What may come next: an incremental, typed parser of procedure bodies.

A `State` is a prefix of a body, read lexeme by lexeme. It admits a lexeme only if the body can still be finished so
that it parses and type-checks for one signature; so what is drawn from it (a model's draft, a person's completion) is
well typed by construction, and never runs into a dead end. It reads all of the language's bodies but record literals,
map literals, loops, calls of procedures, builtins that take a second table or the name of a type, tables and columns
as results of `if`, checks and ensures; lambdas name their parameters `row`, or `x`, `y`, `z`, and
`let` names x1, x2, .... `none` and `[]` stand only where their type is known from the left.
What is in a text is not looked at: one that is no pattern or no unit is found by the checker.

How: what is expected is known at each place from left to right (goals.py), and a graph of what values can become
(reach.py), derived from the registry of builtins, says whether a value that is not yet of the expected type can still
become it.
"""

from __future__ import annotations

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion.goals import World
from seglam_lang.language.completion.lexemes import LITERAL_CLASSES, lexemes
from seglam_lang.language.completion.state import State

__all__ = ["LITERAL_CLASSES", "State", "completions", "lexemes", "start"]

BUDGET = 200  # lexemes, after which a body must come to its end


def start(
    signature: Signature,
    *,
    literals: frozenset[str] = LITERAL_CLASSES,
    methods: frozenset[str] | None = None,
    budget: int = BUDGET,
) -> State:
    """The state before a body for `signature`.

    Who writes may be unable to write everything (a model's vocabulary has few literals, and no builtin that is younger
    than it): `literals` are the classes it can, `methods` the builtins (None: all), and no lexeme is admitted that
    would need another. After `budget` lexemes only the shortest ways to the end are
    admitted.
    """
    world = World(signature, literals, methods)
    return State(world, world.names, budget=budget)


def completions(prefix: str, signature: Signature) -> frozenset[str]:
    """The lexemes that may follow a text that begins a body; in the middle of a word, those that begin with it."""
    try:
        known = lexemes(prefix)
    except ValueError:
        return frozenset()
    written = known.pop() if known and known[-1].isidentifier() and prefix.endswith(known[-1]) else ""
    state: State | None = start(signature)
    for lexeme in known:
        state = state.advance(lexeme) if state else None
    return frozenset(lexeme for lexeme in state.next() if lexeme.startswith(written)) if state else frozenset()
