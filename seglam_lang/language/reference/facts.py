"""The generated parts of docs/language.md: keywords, precedence, limits.

Each is between `<!-- facts: NAME -->` and `<!-- end -->` in the file; `make docs` writes it.
"""

from __future__ import annotations

import re

from seglam_lang.language import types
from seglam_lang.language.builtins import date_text, pattern_syntax, table
from seglam_lang.language.computing import fuel, numbers
from seglam_lang.language.reference.highlighting import GROUPS
from seglam_lang.language.storing import codec
from seglam_lang.language.syntax import parser, sources
from seglam_lang.language.syntax.lexicon import BINDINGS

_PART = re.compile(r"(?s)(<!-- facts: (\w+) -->\n).*?(<!-- end -->)")
_NOT_BINARY = (
    "if a then b else c",
    "not a",
    "-a",
    "a.name  a.name(b)  f(a)  a[column]",
)  # as they lie between the others


def filled(text: str) -> str:
    """Return a document with its generated parts filled in."""
    return _PART.sub(lambda found: found[1] + facts()[found[2]] + "\n" + found[3], text)


def facts() -> dict[str, str]:
    """Return the generated parts by name, as Markdown."""
    return {"keywords": _keywords(), "precedence": _precedence(), "limits": _limits()}


def _keywords() -> str:
    rows = [f"| {name} | {' '.join(f'`{word}`' for word in words)} |" for name, words in GROUPS.items()]
    return "\n".join(["| | keywords |", "|---|---|", *rows])


def _precedence() -> str:
    """Return the operators from loosest to tightest; the forms that are not binary fill the gaps between their binding
    numbers."""
    levels: dict[int, tuple[str, str]] = {}
    for own, left, right in dict.fromkeys(BINDINGS.values()):
        signs = "  ".join(f"a {sign} b" for sign, binding in BINDINGS.items() if binding == (own, left, right))
        levels[own] = (signs, "left" if left == own else "right" if right == own else "does not chain")
    missing = [level for level in range(max(levels) + len(_NOT_BINARY)) if level not in levels]
    levels |= {level: (form, "") for level, form in zip(missing, _NOT_BINARY, strict=False)}
    rows = [
        f"| {' '.join(f'`{each}`' for each in forms.split('  '))} | {side} |"
        for _, (forms, side) in sorted(levels.items())
    ]
    return "\n".join(["| form | groups |", "|---|---|", *rows])


def _limits() -> str:
    """Return what is limited, and by how much."""
    rows = [
        ("characters of a source file", sources.MAX_CHARACTERS, "source-too-long"),
        ("levels of nesting; each step of a chain such as `1 + 1 + 1` is one", parser.MAX_DEPTH, "nested-too-deeply"),
        ("steps of one body", parser.MAX_STEPS, "too-many-steps"),
        ("parts of a type", types.MAX_PARTS, "type-too-large"),
        ("bytes of a stored procedure", codec.MAX_PROCEDURE_BYTES, ""),
        ("digits of a Number", numbers.DIGITS, "it is rounded"),
        ("exponent of a Number, largest and smallest", f"{numbers.EMAX} / {numbers.EMIN}", "overflow, underflow"),
        ("fuel of a run", f"{fuel.BASE_BUDGET:,} + {fuel.BUDGET_PER_CELL} for each input cell", "out-of-fuel"),
        (
            "parts of a value; a table as the result may have as many as the arguments have together",
            fuel.MAX_TREE,
            "too-large",
        ),
        ("levels of a value", fuel.MAX_DEPTH, "too-large"),
        ("characters of a text as a result", fuel.MAX_TEXT, "too-large"),
        ("items of a list as the result of a builtin", fuel.MAX_LIST, "too-large"),
        ("characters of a text in a cell that a procedure makes", table.MAX_CELL, "too-large"),
        ("characters of a pattern", pattern_syntax.MAX_PATTERN, "bad-pattern"),
        ("characters of a date pattern", date_text.MAX_PATTERN, "bad-date-pattern"),
    ]
    lines = [
        f"| {what} | {f'{most:,}' if isinstance(most, int) else most} | {_coded(code)} |" for what, most, code in rows
    ]
    return "\n".join(["| limit of | most | beyond |", "|---|---|---|", *lines])


def _coded(text: str) -> str:
    """Return codes of diagnostics formatted as code, and sentences unchanged."""
    return text if " " in text and "," not in text else ", ".join(f"`{each}`" for each in text.split(", ") if each)
