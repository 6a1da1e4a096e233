"""What the walks over a procedure know beforehand and what they find out: its surroundings, and what its nodes mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seglam_lang.language.builtins import Builtin
from seglam_lang.language.core import Procedure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Con, Type


class Broken(Exception):
    """An expression uses something whose own mistake has been reported already."""


@dataclass(frozen=True, slots=True)
class Callee:
    """A procedure that may be called: its name, its parameters' names in the order of the call, and its core."""

    name: str
    params: tuple[str, ...]
    order: tuple[str, ...]  # the same names in the order of the core
    core: Procedure
    hash: str


@dataclass(slots=True)
class Resolution:
    """What the first walk decided about nodes, by their identity."""

    calls: dict[int, Builtin] = field(default_factory=dict)
    lifts: set[int] = field(default_factory=set)  # where a T stands for a T?
    blanks: set[int] = field(default_factory=set)  # where a T? gives the cells of a column of T
    columns: dict[int, nodes.Expression] = field(default_factory=dict)  # what `row => row[column]` stands for
    types: dict[int, Con] = field(default_factory=dict)  # the type that an argument names
    fields: dict[int, tuple[str, ...]] = field(default_factory=dict)  # the labels of the record whose field is taken
    invocations: dict[int, Callee] = field(default_factory=dict)
    complete: bool = False  # whether the first walk is over


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a procedure in its file. A callee that is None has mistakes of its own."""

    types: Mapping[str, Type] = field(default_factory=dict)
    procedures: Mapping[str, Callee | None] = field(default_factory=dict)
    declarations: Sequence[nodes.TypeDeclaration] = ()  # of the types, in order


NOTHING_AROUND = Surroundings()
