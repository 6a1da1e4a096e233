"""Types, as a generator of programs asks about them."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.types import BOOL, DATE, NUMBER, ROW, SCALARS, TEXT, Con, Mismatch, Type, Var, unify

GROUPS = Con("Groups")
Scope = dict[int, Type]  # the types of the values in slots


def con(kind: Type) -> Con:
    assert isinstance(kind, Con)
    return kind


def named(kind: Type, name: str) -> bool:
    return isinstance(kind, Con) and kind.name == name


def parts_of(kind: Type) -> list[Con]:
    """The types in a type, itself among them."""
    return [] if isinstance(kind, Var) else [kind, *(part for arg in kind.args for part in parts_of(arg))]


def has_record(kind: Con) -> bool:
    return any(part.name == "Record" for part in parts_of(kind))


def is_row(meant: Con) -> bool:
    """Whether a type argument is a record that a row of a table can be."""
    kind = con(meant.args[0])
    cells = {NUMBER, TEXT, BOOL, DATE}
    of = [con(part.args[0]) if named(part, "Optional") else part for part in map(con, kind.args)]
    return kind.name == "Record" and all(part in cells for part in of)


def meets(kind: Con, bound: str) -> bool:
    return kind.labels[1] == bound if kind.name == "Parameter" else kind in (NUMBER, TEXT, DATE)


def variables_in(kinds: Sequence[Type]) -> list[Var]:
    """The variables in types, in order of occurrence."""
    found: dict[Var, None] = {}
    for kind in kinds:
        found.update({kind: None} if isinstance(kind, Var) else dict.fromkeys(variables_in(kind.args)))
    return list(found)


def renamed(kind: Type, names: dict[str, Var]) -> Type:
    if isinstance(kind, Var):
        return names[kind.name]
    return Con(kind.name, tuple([renamed(part, names) for part in kind.args]), kind.labels)


def generalised(kinds: Sequence[Type]) -> list[Type]:
    """Types whose rigid parameters become variables, named in order of occurrence."""
    names: dict[str, str] = {}

    def general(kind: Type) -> Type:
        kind = con(kind)
        if kind.name == "Parameter":
            return Var(names.setdefault(kind.labels[0], f"T{len(names)}"), kind.labels[1])
        return Con(kind.name, tuple([general(part) for part in kind.args]), kind.labels)

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
    if param.name == "Column":
        return param not in scope.values()
    if param.name == "Type":
        return any(part.name in ("Parameter", "Row", "Groups") for part in parts_of(param))
    if param == GROUPS:
        return not any(named(of, "Column") for of in scope.values())
    return param == ROW and ROW not in scope.values()


def has_leaf(kind: Con, scope: Scope) -> bool:
    """Whether `leaf` can make a value of this type that is no certain Failure."""
    if kind in scope.values() or kind in SCALARS or kind.name in ("Optional", "List", "Map", "Table"):
        return True
    if kind == GROUPS:
        return any(named(of, "Column") for of in scope.values())
    return kind.name == "Record" and all(has_leaf(con(part), scope) for part in kind.args)
