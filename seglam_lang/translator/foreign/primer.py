"""The language in a few hundred words, for a model that has never seen it: made from the registry of builtins.

Only what fits the types of the request is told: a model reads each word of it before it writes the first of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.registry import Builtin
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.types import Con, Constructor, is_a
from seglam_lang.translator.foreign.spelling import REFUSAL

MOST_CHARACTERS = 2_000  # about 700 tokens
MOST_FOR_ONE = {Constructor.TABLE: 900, Constructor.GROUPS: 300}  # of these for the methods of one type
MOST_FOR_OTHERS = 350

LANGUAGE = f"""\
You write the body of one procedure in SEGLAM, a small typed language. Answer with `return` and one expression, after
lines `let name = expression` where they help. No comments, no explanation.
- `rows` is a table and `row[amount]` a cell. Conditions: rows.where(row => row[amount] > 5 and row[region] == "North")
- Operators: + - * / == != < <= > >= and or not; `if a then b else c`; `value ?? other` where a value may be none.
- Use the given names. Copy what stands behind "Found" where it is meant. Make up no texts and no dates.
- Where there is nothing to compute, answer: {REFUSAL}
Methods:"""


def primer(signature: Signature) -> str:
    """Return what a model is told of the language, for a request with these names."""
    lines = [LANGUAGE]
    left = MOST_CHARACTERS - len(LANGUAGE)
    for receiver in _receivers(signature):
        most = min(left, MOST_FOR_ONE.get(receiver, MOST_FOR_OTHERS))
        line = _line(receiver, REGISTRY.methods(receiver), most)
        if line:
            lines.append(line)
            left -= len(line) + 1
    return "\n".join(lines)


def _receivers(signature: Signature) -> list[Constructor]:
    """Return the types whose methods are told, the most important first."""
    kinds = [kind for param in signature.params for kind in _parts(param.type)]
    found: list[Constructor] = []
    if any(is_a(kind, Constructor.TABLE) for kind in kinds):
        found += [Constructor.TABLE, Constructor.GROUPS]
    scalars = [kind.constructor for kind in kinds if kind.constructor not in (Constructor.TABLE, Constructor.COLUMN)]
    return list(dict.fromkeys([*found, *sorted(scalars, key=str), Constructor.LIST, Constructor.NUMBER]))


def _parts(kind: object) -> Iterator[Con]:
    if isinstance(kind, Con):
        yield kind
        for part in kind.args:
            yield from _parts(part)


def _line(receiver: Constructor, methods: Iterable[Builtin], most: int) -> str:
    """Return the calls of a type's methods, as many as there is room for, those that are declared first first."""
    line = f"{receiver.value}:"
    for builtin in methods:
        call = f" .{builtin.name}({', '.join(_arguments(builtin))})"
        if len(line) + len(call) > most:
            break
        line += call
    return line if line.endswith(")") else ""


def _arguments(builtin: Builtin) -> Iterator[str]:
    """Yield what stands in the brackets of a call; of arguments that may be left out only the first."""
    required = len(builtin.params) - builtin.optional
    for place, (name, kind) in enumerate(zip(builtin.names, builtin.params, strict=True)):
        if place and place <= required:
            optional = "?" if place == required else ""
            if is_a(kind, Constructor.FUNCTION):
                of_row = any(is_a(each, Constructor.ROW) for each in kind.args[:-1])
                yield f"{'row' if of_row else 'x'} => {name}"
            else:
                yield name + optional
