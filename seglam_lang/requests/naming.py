"""Names that people can read, for what a model wrote over `rows`, `c0` and `s0`."""

from __future__ import annotations

from seglam_lang.language import Checked, check_draft
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Wording
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Scope
from seglam_lang.requests.template import Word

WORDS = 5  # of a procedure's name


def readable(body: str, scope: Scope, checked: Checked, wording: Wording) -> Checked:
    """Return the procedure `checked`, made from `body`, under readable names. It computes the same."""
    names = {param: name for param in checked.params if (name := _name(param, scope)) != param}
    again = check_draft(body, scope.signature, procedure_name(wording), names)
    assert again.core == checked.core, "names are no part of what a procedure means"
    return again


def procedure_name(wording: Wording) -> str:
    """Return a name from the words of the template: `total_for_each` for "total {0:column} for each {1:column}"."""
    words = [part.text for part in wording.template.parts if isinstance(part, Word)]
    return "_".join([word for word in words if word.isascii() and word.isalpha()][:WORDS]) or "answer"


def _name(param: str, scope: Scope) -> str:
    """Return what says best what a parameter is: a header, the name of an input, a value's column or kind."""
    match scope.origins[param]:
        case ColumnOrigin(header=header):
            return header
        case InputOrigin(name=name, field=field):
            return "rows" if name == "table" else field or name
        case FieldRef(name=name):
            return name
        case ColumnRef() as column:
            return column.header
        case Literal(columns=(column,)) | CellRef(columns=(column,)):
            return f"{column} value"
        case Literal() | CellRef() as value:
            return str(value.kind.family.value)
