"""A procedure in plain words, made from its core alone.

    describe(procedure, ["rows", "Dept", "Salary"])
    "the average Salary of the rows where Dept is "Sales""

It says exactly what is computed: two procedures that differ have descriptions that differ. `brief` cuts a long one to
a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.language.core import Check, Core, Let, Procedure
from seglam_lang.language.describing.describer import Describer, uses
from seglam_lang.language.describing.names import Argument, literal, parameters
from seglam_lang.language.describing.phrases import Level, Phrase

__all__ = ["Argument", "brief", "describe"]

MOST_CHARACTERS = 240  # of a description on a line


def describe(
    procedure: Procedure,
    names: Sequence[str | Argument],
    called: Mapping[str, str] | None = None,
    conditions: bool = True,
) -> str:
    """Return a procedure in plain words.

    `names` are those of its parameters; for one run, an `Argument` says what a parameter is. `called` are the names of
    the procedures that it calls, by content hash. Without `conditions` what it checks and ensures is left out.
    """
    describer = Describer(parameters(procedure, names), called or {})
    if not conditions:
        return _sentence(describer.phrase(_unconditional(procedure.body)))
    text = _sentence(describer.phrase(procedure.body))
    for check, message in procedure.checks:
        text += f"; only if {describer.phrase(check).within(Level.OR, last=True)}, else fails with {literal(message)}"
    for ensure in procedure.ensures:
        with describer.naming(procedure.frame - 1, "the result"):
            text += f"; ensured is that {describer.phrase(ensure).within(Level.OR, last=True)}"
    return text


def _unconditional(body: Core) -> Core:
    """Return the steps of a body without what is checked between them, and without those that only a check needs."""
    match body:
        case Check(_, _, rest):
            return _unconditional(rest)
        case Let(slot, value, rest):
            kept = _unconditional(rest)
            return Let(slot, value, kept) if uses(kept, slot) else kept
    return body


def brief(description: str) -> str:
    """Return a description cut to a line; "..." marks what is left out."""
    if len(description) <= MOST_CHARACTERS:
        return description
    return description[:MOST_CHARACTERS].rpartition(" ")[0] + " ..."


def _sentence(phrase: Phrase) -> str:
    return f"whether {phrase.text}" if Level.COMPARISON <= phrase.level <= Level.OR else phrase.text
