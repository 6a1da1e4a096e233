"""The parser that Lark makes of the grammar. Lark is imported here alone, and only when something is parsed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seglam_lang import resources

if TYPE_CHECKING:
    from lark import Lark


@lru_cache(maxsize=1)
def grammar() -> Lark:
    """Return the LALR parser of grammar/seglam.lark, for modules and bodies."""
    from lark import Lark

    text = resources.path("grammar/seglam.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer="basic",  # keywords are keywords everywhere, so that they end at a word boundary
        strict=True,
        start=["module", "body"],
        propagate_positions=True,
        maybe_placeholders=True,
    )
