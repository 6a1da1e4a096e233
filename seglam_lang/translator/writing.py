"""Bodies as a model that was made for SEGLAM writes them: what of the language, and their tokens as text."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.completion import Construct
from seglam_lang.language.syntax.lexicon import is_name

# What a model has learned to write beyond what every writer can.
CONSTRUCTS = frozenset(
    {Construct.RECORDS, Construct.OWN_COLUMNS, Construct.ABSENCE, Construct.SECOND_TABLES, Construct.CHOSEN_TABLES}
)
OPENING = ("(", "[", ".")
CLOSING = (")", "]", ",", ".")
STATEMENTS = ("let", "return", "check", "ensure")


def source_of(tokens: Sequence[str], as_people: bool = False) -> str:
    """Return program tokens as source text, one statement a line; `as_people` write it, with "row[amount]" in one."""
    text = before = ""
    for token in tokens:
        is_index = as_people and token == "[" and is_name(before)
        if text and token in STATEMENTS:
            text += "\n"
        elif text and not text.endswith(OPENING) and not token.startswith(CLOSING) and not is_index:
            text += " "
        text += token
        before = token
    return text
