"""What may come next: an incremental, typed parser of procedure bodies.

A `State` is a prefix of a body, read lexeme by lexeme. It admits a lexeme only if the body can still be finished so
that it parses and type-checks for one signature; so what is drawn from it (a model's draft, a person's completion) is
well typed by construction, and never runs into a dead end. It reads all of the language's bodies but:

- `none`, `[]` and `[:]` where their type is not known from the left, as in `let xs = []`: what a type is that is only
  known later, no place before can say. An annotation says it: `let xs: List<Number> = []`. For the same reason nothing
  may follow such a literal in its place (`[none].count()`), and it does not stand in parentheses;
- tables, rows and groups as parts of lists and records, compared, or made texts (tables may stand behind `if`);
- columns named twice in a call;
- calls of procedures that have a column before its table;
- more than about 60 steps, or expressions as deep as the checker just allows.

What is in a text is not looked at: one that is no pattern or no unit is found by the checker.

How: what is expected is known at each place from left to right (goals.py, parts.py), and a graph of what values can
become (reach.py), derived from the registry of builtins, says whether a value that is not yet of the expected type can
still become it. Who can write everything can also take a detour, `x.to_json().characters().map(c => wanted).first()`,
from any value to any type of which a value can be written: then only what is nearest in the graph is searched.
The typing rules are the checker's (checking/rules.py); each construct is read in the module of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import operands, statements  # noqa: F401 (they enter what reads)
from seglam_lang.language.completion.constructs import EVERY_CONSTRUCT, Construct
from seglam_lang.language.completion.lexemes import LITERAL_CLASSES, lexemes
from seglam_lang.language.completion.partial_calls import GeneralSignature
from seglam_lang.language.completion.places import Places
from seglam_lang.language.completion.state import Inside, OpenBlock, State
from seglam_lang.language.types import Type

__all__ = [
    "EVERY_CONSTRUCT",
    "LITERAL_CLASSES",
    "Construct",
    "GeneralSignature",
    "State",
    "completions",
    "lexemes",
    "start",
]

BUDGET = 200  # lexemes, after which a body must come to its end
DEPTH = 24  # of the tree of an expression, after which only what leads to the end is admitted
BY_HAND = 1_000_000, 60  # budget and depth for people
_NO_TYPES: Mapping[str, Type] = MappingProxyType({})
_NO_PROCEDURES: Mapping[str, GeneralSignature] = MappingProxyType({})


def start(
    signature: Signature,
    *,
    result: Type | None = None,
    types: Mapping[str, Type] = _NO_TYPES,
    procedures: Mapping[str, GeneralSignature] = _NO_PROCEDURES,
    literals: frozenset[str] = LITERAL_CLASSES,
    methods: frozenset[str] | None = None,
    constructs: frozenset[Construct] = EVERY_CONSTRUCT,
    budget: int = BUDGET,
    depth: int = DEPTH,
) -> State:
    """The state before a body for `signature`.

    `result` is the type that the procedure says its result has, None where it says none; `types` and `procedures` are
    those that the body may name. Who writes may be unable to write everything (a model's vocabulary has few literals,
    and no builtin that is younger than it): `literals` are the classes it can, `methods` the builtins (None: all),
    `constructs` the parts of the language, and no lexeme is admitted that would need another. After `budget` lexemes,
    or in an expression deeper than `depth`, only the shortest ways to the end are admitted.
    """
    places = Places(
        signature,
        result=result,
        types=types,
        procedures=procedures,
        literals=literals,
        methods=methods,
        constructs=constructs,
        depth=depth,
    )
    return State(places, OpenBlock(Inside.BODY, places.names), places.names, budget=budget)


def completions(
    prefix: str,
    signature: Signature,
    *,
    types: Mapping[str, Type] = _NO_TYPES,
    procedures: Mapping[str, GeneralSignature] = _NO_PROCEDURES,
) -> frozenset[str]:
    """The lexemes that may follow a text that begins a body; in the middle of a word, those that begin with it."""
    try:
        known = lexemes(prefix)
    except ValueError:
        return frozenset()
    written = known.pop() if known and known[-1].isidentifier() and prefix.endswith(known[-1]) else ""
    budget, depth = BY_HAND
    state: State | None = start(signature, types=types, procedures=procedures, budget=budget, depth=depth)
    for lexeme in known:
        state = state.advance(lexeme) if state else None
    return frozenset(lexeme for lexeme in state.next() if lexeme.startswith(written)) if state else frozenset()
