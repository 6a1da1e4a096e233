"""Parse a file with mistakes as far as possible: each declaration is parsed for itself."""

from __future__ import annotations

from typing import Any

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.scanning import declarations_apart, declared
from seglam_lang.language.syntax.syntax_errors import explain


def declarations(source: str) -> tuple[list[Any], list[Diagnostic], set[str]]:
    """Return the trees of the declarations that parse, what is wrong with the others, and the names that those declare.

    Each declaration has at most one diagnostic: what follows a syntax error is guesswork.
    """
    from lark.exceptions import UnexpectedInput

    try:
        return list(grammar().parse(source, start="module").children), [], set()
    except UnexpectedInput as error:
        whole = error
    trees: list[Any] = []
    wrong: list[Diagnostic] = []
    unread: set[str] = set()
    for begin, end in declarations_apart(source):
        try:
            found = grammar().parse(source[begin:end], start="module").children
        except UnexpectedInput as error:
            wrong.append(explain(error, source, begin, end))
            unread |= declared(source, begin, end)
            continue
        for each in found:
            _shift(each, begin)
        trees += found
    return trees, wrong or [explain(whole, source)], unread


def _shift(root: Any, by: int) -> None:
    """Move the places in the tree of a part to where they are in the whole source."""
    if not by:
        return
    for tree in root.iter_subtrees():
        if not tree.meta.empty:
            tree.meta.start_pos += by
            tree.meta.end_pos += by
        for each in tree.children:
            if each is not None and not hasattr(each, "data") and each.start_pos is not None:
                each.start_pos += by
                each.end_pos = (each.end_pos or 0) + by
