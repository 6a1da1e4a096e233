"""Names that people can read, for what a model wrote over `rows`, `c0` and `s0`."""

from __future__ import annotations

from seglam_lang.language import Checked, check_draft
from seglam_lang.requests.model import Wording
from seglam_lang.requests.scope import ColumnOf, Input, Scope

WORDS = 5  # of a procedure's name


def readable(body: str, scope: Scope, checked: Checked, wording: Wording) -> Checked:
    """The procedure `checked`, made from `body`, under readable names; what it computes stays the same."""
    names = {param: telling for param in checked.params if (telling := _telling(param, scope)) != param}
    again = check_draft(body, scope.signature, procedure_name(wording), names)
    assert again.core == checked.core, "names are no part of what a procedure means"
    return again


def procedure_name(wording: Wording) -> str:
    """A name from the words of the template: "total {0:column} for each {1:column}" is `total_for_each`."""
    words = [word for word in wording.template.text.split() if word.isascii() and word.isalpha()]
    return "_".join(words[:WORDS]) or "answer"


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
