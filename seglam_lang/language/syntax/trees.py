"""Where a node of Lark's tree stands in the source, and what is said of it there."""

from __future__ import annotations

from typing import Any

from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.syntax import nodes


def span_of(tree: Any) -> nodes.Span:
    """Return where a node or a token begins and ends."""
    if hasattr(tree, "data"):
        return (tree.meta.start_pos, tree.meta.end_pos)
    return (tree.start_pos, tree.end_pos)


def error_at(code: str, message: str, place: Any, hint: str = "") -> LanguageError:
    """Return what is wrong at a node or a token, and the mend, as an exception."""
    return LanguageError([Diagnostic(code, message, *span_of(place), hint)])
