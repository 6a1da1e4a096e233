"""Types of the procedure language, and their unification.

A type is a constructor with arguments (`List<Number>` is `Con(Constructor.LIST, (NUMBER,))`) or a variable. One class
serves all constructors, so that unification, printing and encoding are each one short function.

Tables are typed by the columns that may be named on them: `labels` of a `Table`, `Row` or `Groups` holds the names of
column parameters, and of the columns that the procedure made the texts that it gave them (as `made_label`), so that the
checker knows at every step which columns there are (DESIGN section 3). Its `args` are the types of the cells of the
latter. A type variable that stands for a table knows nothing of those: see `unify`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import is_
from typing import ClassVar, TypeGuard

ORDERED = "ordered"  # has < (WITH_ORDER)
NUMERIC = "numeric"  # has + - * / (Number)
MAX_PARTS = 1_000  # constructors and variables in a type
MAX_DEPTH = 64  # of types inside one another; no value is deeper


class Constructor(StrEnum):
    """What a type is made with; the values are the names that sources, stored cores and messages have for it."""

    NUMBER = "Number"
    TEXT = "Text"
    BOOL = "Bool"
    DATE = "Date"
    DATETIME = "DateTime"
    TIME = "Time"
    DURATION = "Duration"
    LIST = "List"
    MAP = "Map"
    RECORD = "Record"
    OPTIONAL = "Optional"
    TABLE = "Table"
    COLUMN = "Column"
    ROW = "Row"
    GROUPS = "Groups"
    FUNCTION = "Fn"
    TYPE = "Type"
    PARAMETER = "Parameter"  # a type parameter: equal to no type but itself
    NOTHING = "Nothing"  # no value has it


@dataclass(frozen=True, slots=True, eq=False)
class Con:
    """A type constructor applied to `args`; `labels` are record field names, or the columns a table has.

    Those of Groups are the columns that they are grouped by, "", and the columns of the table. The `args` of what has
    columns are the types of the cells of its made columns, one for each made label, in their order.
    """

    constructor: Constructor
    args: tuple[Type, ...] = ()
    labels: tuple[str, ...] = ()
    _hash: int = field(init=False, repr=False)  # completion looks types up by the million

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.constructor, self.args, self.labels)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Con):
            return NotImplemented
        return (
            self._hash == other._hash
            and self.constructor is other.constructor
            and self.args == other.args
            and self.labels == other.labels
        )

    def __reduce__(self) -> tuple[type[Con], tuple[Constructor, tuple[Type, ...], tuple[str, ...]]]:
        return Con, (self.constructor, self.args, self.labels)  # a hash of texts is another in each process

    @property
    def name(self) -> str:
        """The constructor's name, for messages and for what is stored."""
        return self.constructor.value


@dataclass(frozen=True, slots=True)
class Var:
    """A type variable.

    `bound` is "", "ordered" or "numeric". `hint` is the type the variable falls back to when a step needs to know it (a
    receiver, an operand of `+`): that is how a procedure is generalised without losing what its author meant.
    """

    constructor: ClassVar[None] = None  # whatever it may stand for
    name: str
    bound: str = ""
    hint: Type | None = field(default=None, compare=False)


Type = Con | Var
Entry = tuple[str, Type | None]  # the label of a column; of a made one the type of its cells
Entries = tuple[Entry, ...]

_BEHIND_KEYS: Entry = ("", None)
NUMBER = Con(Constructor.NUMBER)
TEXT = Con(Constructor.TEXT)
BOOL = Con(Constructor.BOOL)
DATE = Con(Constructor.DATE)
DATETIME = Con(Constructor.DATETIME)
TIME = Con(Constructor.TIME)
DURATION = Con(Constructor.DURATION)
TABLE = Con(Constructor.TABLE)
ROW = Con(Constructor.ROW)
SCALARS = (NUMBER, TEXT, BOOL, DATE, DATETIME, TIME, DURATION)
WITH_ORDER = (NUMBER, TEXT, DATE, DATETIME, TIME, DURATION)
SCALARS_IN_WORDS, WITH_ORDER_IN_WORDS = (  # for messages: "Number, Text, ... or Duration"
    f"{', '.join([kind.name for kind in kinds[:-1]])} or {kinds[-1].name}" for kinds in (SCALARS, WITH_ORDER)
)
TABULAR = frozenset({Constructor.TABLE, Constructor.ROW, Constructor.GROUPS})  # the constructors that have columns


def is_a(kind: Type | None, *constructors: Constructor) -> TypeGuard[Con]:
    """Whether a type is made with one of `constructors`; a variable, or no type, with none."""
    return isinstance(kind, Con) and kind.constructor in constructors


def columns_of(kind: Type) -> tuple[str, ...]:
    """The labels of the columns that may be named on a table, a row or groups; none on anything else."""
    return tuple([label for label, _ in entries_of(kind)])


def keys_of(kind: Type) -> tuple[str, ...]:
    """The labels of the columns that groups are grouped by."""
    return tuple([label for label, _ in key_entries_of(kind)])


def made_label(name: str) -> str:
    """The label of a column that a procedure made and called `name`; no parameter has such a name."""
    return f'"{name}'


def is_made(label: str) -> bool:
    """Whether a label is of a column that the procedure made."""
    return label.startswith('"')


def entries_of(kind: Type) -> Entries:
    """The columns that may be named on a table, a row or groups."""
    entries = _entries(kind)
    return entries[entries.index(_BEHIND_KEYS) + 1 :] if _BEHIND_KEYS in entries else entries


def key_entries_of(kind: Type) -> Entries:
    """The columns that groups are grouped by."""
    entries = _entries(kind)
    return entries[: entries.index(_BEHIND_KEYS)] if _BEHIND_KEYS in entries else ()


def _entries(kind: Type) -> Entries:
    if not is_a(kind, *TABULAR):
        return ()
    cells = iter(kind.args)
    return tuple([(label, next(cells) if is_made(label) else None) for label in kind.labels])


def with_columns(constructor: Constructor, columns: Iterable[Entry], keys: Iterable[Entry] | None = None) -> Con:
    """A table, a row or groups with these columns; of two made ones with one label the last counts."""
    entries: list[Entry] = []
    if keys is not None:
        entries = [*_distinct(keys), _BEHIND_KEYS]
    entries += _distinct(columns)
    labels = tuple([label for label, _ in entries])
    return Con(constructor, tuple([cells for _, cells in entries if cells is not None]), labels)


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    found: dict[str, Type | None] = {}
    for label, cells in entries:
        found[label] = cells if is_made(label) else None
    return list(found.items())


def list_of(item: Type) -> Con:
    """`List<item>`."""
    return Con(Constructor.LIST, (item,))


def map_of(key: Type, value: Type) -> Con:
    """`Map<key, value>`."""
    return Con(Constructor.MAP, (key, value))


def optional(item: Type) -> Con:
    """`item?`: a value that may be absent."""
    return Con(Constructor.OPTIONAL, (item,))


def column_of(item: Type) -> Con:
    """`Column<item>`: a typed accessor of a table among the parameters."""
    return Con(Constructor.COLUMN, (item,))


def type_argument(meant: Type) -> Con:
    """The type of an argument that is itself a type, as in `text.parse_json(Sale)`; only builtins take one."""
    return Con(Constructor.TYPE, (meant,))


def function(*types: Type) -> Con:
    """`(types[0], ...) -> types[-1]`: the type of a lambda; only builtins take one."""
    return Con(Constructor.FUNCTION, types)


def record(fields: dict[str, Type]) -> Con:
    """`{name: Type, ...}`; the order of the fields is part of the type."""
    return Con(Constructor.RECORD, tuple(fields.values()), tuple(fields))


def table(columns: tuple[str, ...]) -> Con:
    """A table on which the column parameters `columns` may be named."""
    return Con(Constructor.TABLE, (), columns)


def parameter(name: str, bound: str = "") -> Con:
    """A type parameter that the author declared, while its procedure is checked: equal to no type but itself."""
    return Con(Constructor.PARAMETER, (), (name, bound))


def show(kind: Type) -> str:
    """The type as it is written in source: `List<Number>`, `Text?`, `{a: Number}`."""
    if isinstance(kind, Var):
        return kind.name
    if kind.constructor is Constructor.PARAMETER:
        return kind.labels[0]
    if kind.constructor is Constructor.OPTIONAL:
        return f"{show(kind.args[0])}?"
    if kind.constructor is Constructor.FUNCTION:
        *params, result = map(show, kind.args)
        return f"({', '.join(params)}) -> {result}"
    if kind.constructor is Constructor.RECORD:
        inner = ", ".join(f"{label}: {show(arg)}" for label, arg in zip(kind.labels, kind.args, strict=True))
        return f"{{{inner}}}"
    if not kind.args or kind.constructor in TABULAR:
        return kind.name
    return f"{kind.name}<{', '.join(map(show, kind.args))}>"


def variables(kind: Type) -> list[Var]:
    """The variables in a type, in order of occurrence."""
    if isinstance(kind, Var):
        return [kind]
    return [each for arg in kind.args for each in variables(arg)]


class Mismatch(Exception):
    """Two types do not unify; `left` and `right` are the smallest parts that differ."""

    def __init__(self, left: Type, right: Type) -> None:
        super().__init__(left, right)
        self.left, self.right = left, right

    def __str__(self) -> str:  # shown when somebody reads it: most are only caught
        return f"{show(self.left)} is not {show(self.right)}"


Substitution = dict[str, Type]


def resolve(kind: Type, bindings: Substitution) -> Type:
    """`kind` with every bound variable replaced, all the way down."""
    while isinstance(kind, Var) and kind.name in bindings:
        kind = bindings[kind.name]
    if isinstance(kind, Var) or not kind.args:
        return kind
    args = tuple([resolve(arg, bindings) for arg in kind.args])
    return kind if all(map(is_, args, kind.args)) else Con(kind.constructor, args, kind.labels)


def head(kind: Type, bindings: Substitution) -> Type:
    """`kind` resolved at its outermost constructor only."""
    while isinstance(kind, Var) and kind.name in bindings:
        kind = bindings[kind.name]
    return kind


def is_too_large(kind: Type, bindings: Substitution) -> bool:
    """Whether a type has more parts, or parts deeper inside one another, than a type may have.

    Names share types, so that `let b = {x: a, y: a}`, thirty times, would make one of a thousand million parts.
    """
    pending, parts = [(kind, 1)], 0
    while pending:
        kind, depth = pending.pop()
        parts += 1
        if parts > MAX_PARTS or depth > MAX_DEPTH:
            return True
        kind = head(kind, bindings)
        if isinstance(kind, Con):
            pending.extend([(arg, depth + 1) for arg in kind.args])
    return False


def instance(kind: Type, fresh: Callable[[Var], Var], table: Type = TABLE) -> Type:
    """`kind` with each of its variables replaced by what `fresh` gives for it, and the columns of `table` on what has
    columns."""
    if isinstance(kind, Var):
        return fresh(kind)
    if kind.constructor in TABULAR:
        return kind if table is TABLE else _of_table(kind.constructor, table)
    if not kind.args:
        return kind
    return Con(kind.constructor, tuple(instance(arg, fresh, table) for arg in kind.args), kind.labels)


def _of_table(constructor: Constructor, table: Type) -> Con:
    """What has columns, with those of `table`; groups are those of `table` itself."""
    if constructor is Constructor.GROUPS and is_a(table, Constructor.GROUPS):
        return table
    return with_columns(constructor, entries_of(table))


def without_made(kind: Type) -> Type:
    """`kind` without the made columns of the tables in it."""
    if isinstance(kind, Var) or not kind.args:
        return kind
    if kind.constructor in TABULAR:
        return Con(kind.constructor, (), tuple([label for label in kind.labels if not is_made(label)]))
    return Con(kind.constructor, tuple(map(without_made, kind.args)), kind.labels)


def unify(left: Type, right: Type, bindings: Substitution) -> None:
    """Extend `bindings` so that both types are equal, or raise `Mismatch`.

    Labels of tables and rows are not unified (which columns a table has is followed by the checker); those of records
    are. Two tables unify that have different made columns, so a variable that is bound to a table forgets those: what
    it stands for later is another one.
    """
    left, right = head(left, bindings), head(right, bindings)
    if left == right:
        return
    if isinstance(left, Var) or isinstance(right, Var):
        _bind(left, right, bindings)
        return
    if left.constructor is not right.constructor:
        raise Mismatch(left, right)
    if left.constructor in TABULAR:
        return
    if len(left.args) != len(right.args):
        raise Mismatch(left, right)
    if left.constructor in (Constructor.RECORD, Constructor.PARAMETER) and left.labels != right.labels:
        raise Mismatch(left, right)
    for one, other in zip(left.args, right.args, strict=True):
        unify(one, other, bindings)


def _bind(left: Type, right: Type, bindings: Substitution) -> None:
    if not isinstance(left, Var):
        left, right = right, left
    assert isinstance(left, Var)
    if isinstance(right, Var):
        if left.bound and not right.bound:
            left, right = right, left  # keep the variable that knows more
        elif left.bound and right.bound != left.bound:  # numeric implies ordered
            left, right = (left, right) if right.bound == NUMERIC else (right, left)
        bindings[left.name] = right
        return
    if occurs(left, right, bindings) or not satisfies(right, left.bound):
        raise Mismatch(left, right)
    bindings[left.name] = without_made(right)


def occurs(var: Var, kind: Type, bindings: Substitution) -> bool:
    """Whether `var` stands inside `kind` (a type that would contain itself)."""
    kind = head(kind, bindings)
    if isinstance(kind, Var):
        return kind.name == var.name
    return any(occurs(var, arg, bindings) for arg in kind.args)


def satisfies(kind: Con, bound: str) -> bool:
    """Whether a concrete type meets a bound."""
    if kind.constructor is Constructor.PARAMETER:
        return bound in ("", kind.labels[1])
    if bound == ORDERED:
        return kind in WITH_ORDER
    if bound == NUMERIC:
        return kind == NUMBER
    return True
