"""Names that people can read, for what a model wrote over `rows`, `c0` and `s0`."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Wording
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, PartOrigin, Scope, ValueOrigin
from seglam_lang.requests.template import Word

WORDS = 5  # of a procedure's name


def readable_names(params: Sequence[str], scope: Scope) -> dict[str, str]:
    """Return what people read in place of a draft's names `params`, where that says more than the name itself."""
    return {param: name for param in params if (name := _name(param, scope)) != param}


def procedure_name(wording: Wording) -> str:
    """Return a name from the words of the template: `total_for_each` for "total {0:column} for each {1:column}"."""
    words = [part.text for part in wording.template.parts if isinstance(part, Word)]
    name = "_".join([word for word in words if word.isascii() and word.isalpha()][:WORDS]) or "answer"
    return name if is_name(name) else f"{name}_"  # "not {0:number}": a keyword is no name


def _name(param: str, scope: Scope) -> str:
    """Return what says best what a parameter is: a header, the name of an input, a value's column or kind."""
    match scope.origins[param]:
        case ColumnOrigin(header=header):
            return header
        case ValueOrigin(column=column, value=value):
            return f"{column.header} {value}" if isinstance(value, bool) else str(value)
        case InputOrigin(name=name, field=field):
            return "rows" if name == "table" else field or name
        case FieldRef(name=name):
            return name
        case ColumnRef() as column:
            return column.header
        case PartOrigin(mention=mention, part=part):
            return part or str(mention.kind.family.value)
        case Literal(columns=(column,)) | CellRef(columns=(column,)):
            return f"{column} value"
        case Literal() | CellRef() as value:
            return str(value.kind.family.value)
