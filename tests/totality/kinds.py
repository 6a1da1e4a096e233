"""Types, as a generator of programs asks about them."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.types import (
    ROW,
    SCALARS,
    WITH_ORDER,
    Con,
    Constructor,
    Mismatch,
    Type,
    Var,
    is_a,
    unify,
)

GROUPS = Con(Constructor.GROUPS)
Scope = dict[int, Type]  # the types of the values in slots


def con(kind: Type) -> Con:
    assert isinstance(kind, Con)
    return kind


def parts_of(kind: Type) -> list[Con]:
    """The types in a type, itself among them."""
    return [] if isinstance(kind, Var) else [kind, *(part for arg in kind.args for part in parts_of(arg))]


def has_record(kind: Con) -> bool:
    return any(part.constructor is Constructor.RECORD for part in parts_of(kind))


def is_row(meant: Con) -> bool:
    """Whether a type argument is a record that a row of a table can be."""
    kind = con(meant.args[0])
    cells = set(SCALARS)
    of = [con(part.args[0]) if is_a(part, Constructor.OPTIONAL) else part for part in map(con, kind.args)]
    return kind.constructor is Constructor.RECORD and all(part in cells for part in of)


def meets(kind: Con, bound: str) -> bool:
    return kind.labels[1] == bound if kind.constructor is Constructor.PARAMETER else kind in WITH_ORDER


def variables_in(kinds: Sequence[Type]) -> list[Var]:
    """The variables in types, in order of occurrence."""
    found: dict[Var, None] = {}
    for kind in kinds:
        found.update({kind: None} if isinstance(kind, Var) else dict.fromkeys(variables_in(kind.args)))
    return list(found)


def renamed(kind: Type, names: dict[str, Var]) -> Type:
    if isinstance(kind, Var):
        return names[kind.name]
    return Con(kind.constructor, tuple([renamed(part, names) for part in kind.args]), kind.labels)


def generalised(kinds: Sequence[Type]) -> list[Type]:
    """Types whose rigid parameters become variables in order of occurrence."""
    names: dict[str, str] = {}

    def general(kind: Type) -> Type:
        kind = con(kind)
        if kind.constructor is Constructor.PARAMETER:
            return Var(names.setdefault(kind.labels[0], f"T{len(names)}"), kind.labels[1])
        return Con(kind.constructor, tuple([general(part) for part in kind.args]), kind.labels)

    return [general(kind) for kind in kinds]


def unifies(one: Type, other: Type) -> bool:
    try:
        unify(one, other, {})
    except Mismatch:
        return False
    return True


def fits(cell: Con, wanted: Type) -> bool:
    """Whether a column of `cell` can be given for one of `wanted`."""
    return unifies(wanted, cell)


def impossible(param: Con, scope: Scope) -> bool:
    """Whether there is no value of a parameter's type: no row, no column, or a type argument with type parameters."""
    if param.constructor is Constructor.COLUMN:
        return param not in scope.values()
    if param.constructor is Constructor.TYPE:
        return any(
            part.constructor in (Constructor.PARAMETER, Constructor.ROW, Constructor.GROUPS) for part in parts_of(param)
        )
    if param == GROUPS:
        return not any(is_a(of, Constructor.COLUMN) for of in scope.values())
    return param == ROW and ROW not in scope.values()


def has_leaf(kind: Con, scope: Scope) -> bool:
    """Whether `leaf` can make a value of this type that is no certain Failure."""
    if (
        kind in scope.values()
        or kind in SCALARS
        or kind.constructor in (Constructor.OPTIONAL, Constructor.LIST, Constructor.MAP, Constructor.TABLE)
    ):
        return True
    if kind == GROUPS:
        return any(is_a(of, Constructor.COLUMN) for of in scope.values())
    return kind.constructor is Constructor.RECORD and all(has_leaf(con(part), scope) for part in kind.args)
