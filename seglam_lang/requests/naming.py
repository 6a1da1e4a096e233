"""Names that people can read, for what a model wrote over `rows`, `c0` and `s0`."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.syntax.inline import is_name
from seglam_lang.requests.model import Wording
from seglam_lang.requests.scope import ColumnOf, Input, Scope

WORDS = 5  # of a procedure's name


def readable_names(params: Sequence[str], scope: Scope) -> dict[str, str]:
    """Return what people read in place of a draft's names `params`, where that says more than the name itself."""
    return {param: telling for param in params if (telling := _telling(param, scope)) != param}


def procedure_name(wording: Wording) -> str:
    """Return a name made of the template's words: "total {0:column} for each {1:column}" is `total_for_each`."""
    words = [word for word in wording.template.text.split() if word.isascii() and word.isalpha()]
    name = "_".join(words[:WORDS]) or "answer"
    return name if is_name(name) else f"{name}_"  # "not {0:number}": a keyword is no name


def _telling(param: str, scope: Scope) -> str:
    """What says best what a parameter is: a column's header, an input's name, a value's column or kind."""
    origin = scope.origins[param]
    if isinstance(origin, ColumnOf):
        return origin.header
    if isinstance(origin, Input):
        return "rows" if origin.name == "table" else origin.field or origin.name
    if origin.kind == "field":
        return origin.columns[0]
    if len(origin.columns) == 1:
        return f"{origin.columns[0]} value"
    return origin.kind.partition(":")[0]
