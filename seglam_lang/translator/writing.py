"""Bodies as a model that was made for SEGLAM writes them: what of the language, and their tokens as text."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.completion import Construct

# What a model has learned to write beyond what every writer can.
CONSTRUCTS = frozenset(
    {Construct.RECORDS, Construct.OWN_COLUMNS, Construct.ABSENCE, Construct.SECOND_TABLES, Construct.CHOSEN_TABLES}
)
OPENING = ("(", "[", ".")
CLOSING = (")", "]", ",", ".")
STATEMENTS = ("let", "return", "check", "ensure")


def source_of(tokens: Sequence[str]) -> str:
    """Return program tokens as source text, one statement a line."""
    text = ""
    for token in tokens:
        if text and token in STATEMENTS:
            text += "\n"
        elif text and not text.endswith(OPENING) and not token.startswith(CLOSING):
            text += " "
        text += token
    return text
