"""What all drafts for one signature have in common: its names, and the places that have come up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Goal, ResultGoal
from seglam_lang.language.completion.lexemes import DATE_CLASS, NUMBER_CLASS, TEXT_CLASS, label_of, literal
from seglam_lang.language.completion.reach import FAR, Means, Reach
from seglam_lang.language.completion.rules import (
    ANY,
    POSTFIX,
    Call,
    GeneralSignature,
    Invocation,
    MethodCall,
    field_of,
    is_plain,
    is_value,
    settled,
)
from seglam_lang.language.syntax.inline import print_label
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    SCALARS,
    TEXT,
    Con,
    Constructor,
    Type,
    type_argument,
)

G = TypeVar("G", bound=Goal)
_WRITABLE = {NUMBER_CLASS: NUMBER, TEXT_CLASS: TEXT, DATE_CLASS: DATE}
_FURTHER = 32  # types that are tried for an argument whose type is known in part only


class Places:
    """The names of a signature, and the goals of its drafts, each made once."""

    def __init__(
        self,
        signature: Signature,
        *,
        result: Type | None,
        types: Mapping[str, Type],
        procedures: Mapping[str, GeneralSignature],
        literals: frozenset[str],
        methods: frozenset[str] | None,
        constructs: frozenset[Construct],
        depth: int,
    ) -> None:
        self.literals = literals
        self.constructs = constructs
        self.lifts = Construct.ABSENCE in constructs
        self.depth = depth
        self.types = {**{each.name: each for each in SCALARS}, **{name: settled(kind) for name, kind in types.items()}}
        self.procedures = {name: each for name, each in procedures.items() if each.reads_forward}
        self.names = _names(signature)
        kinds = self.names.values()
        scalars = frozenset({BOOL, *(kind for name, kind in _WRITABLE.items() if name in literals)})
        self.at_hand = tuple(dict.fromkeys([*(kind for kind in SCALARS if kind in scalars), *kinds]))
        columns = {name: kind for name, kind in self.names.items() if kind.constructor is Constructor.COLUMN}
        tables = tuple(dict.fromkeys(kind for kind in kinds if kind.constructor is Constructor.TABLE))
        named = frozenset(kind for kind in self.types.values() if kind.constructor is not Constructor.PARAMETER)
        means = Means(scalars, constructs, methods, named)
        self.reach = Reach(means, frozenset(filter(is_value, kinds)), columns, tables)
        self.type_arguments = tuple(map(type_argument, self.reach.named_types))
        self.result_type = None if result is None else settled(result)
        self._goals: dict[tuple[object, ...], Any] = {}

    def goal(self, kind: Callable[..., G], *about: object) -> G:
        """The goal of this kind that is about these things."""
        key = (kind, *about)
        found: G | None = self._goals.get(key)
        if found is None:
            found = self._goals[key] = kind(self, *about)
        return found

    @cached_property
    def result(self) -> Goal:
        """The place after `return`."""
        known = self.result_type
        return self.goal(ResultGoal) if known is None else self.goal(Exactly, ANY, known)

    def is_inhabited(self, kind: Con) -> bool:
        """Whether a value of the type can be written wherever there are only the signature's names."""
        return self.goal(Exactly, ANY, kind).nearest() < FAR

    def has_short_literal(self, kind: Con) -> bool:
        """Whether `[]`, `none` or `[:]` can be written for a value of the type."""
        if kind.constructor is Constructor.MAP:
            return Construct.MAPS in self.constructs
        return kind.constructor in (Constructor.LIST, Constructor.OPTIONAL)

    def has_record_literal(self, kind: Con) -> bool:
        """Whether a record of the type can be written out."""
        if kind.constructor is not Constructor.RECORD or Construct.RECORDS not in self.constructs:
            return False
        return all(isinstance(part, Con) and self.is_inhabited(part) for part in kind.args)

    def outcomes(self, call: Call) -> Iterable[Con]:
        """What a call can result in, whatever its other arguments."""
        return self.reach.outcomes(call, self.is_inhabited, self._further if self.lifts else ())

    @cached_property
    def _further(self) -> tuple[Con, ...]:
        """Types of which a value can be written, for an argument whose type is known in part only."""
        reached = (
            pair for kind in self.at_hand for pair in self.reach.closure(kind, POSTFIX, ANY) if is_value(pair[0])
        )
        nearest = sorted(reached, key=lambda pair: pair[1])
        return tuple(dict.fromkeys(kind for kind, _ in nearest))[:_FURTHER]

    def method(self, name: str, receiver: Con) -> MethodCall | None:
        """A call of a method; None if the receiver has none of that name."""
        known = name in self.reach.methods(receiver.constructor)
        return MethodCall.begin(name, receiver, self.lifts) if known else None

    def invocation(self, name: str) -> Invocation | None:
        """A call of a procedure; None if there is none of that name."""
        callee = self.procedures.get(name)
        return None if callee is None else Invocation.begin(name, callee)

    def literal(self, lexeme: str) -> Con | None:
        """The type of a literal that may be written here."""
        found = literal(lexeme)
        return found[0] if found and (not found[1] or found[1] in self.literals) else None

    def step_names(self, kind: Con) -> Iterable[str]:
        """The lexemes that mean something after a value and a dot."""
        steps = [name for name in self.reach.methods(kind.constructor) if name != "[]"]
        if kind.constructor is Constructor.RECORD:
            labels = kind.labels if Construct.RECORDS in self.constructs else filter(is_plain, kind.labels)
            steps = list(dict.fromkeys([*map(print_label, labels), *steps]))
        return steps

    def field(self, kind: Con, lexeme: str) -> Con | None:
        """The type of the field that is written `lexeme`; None if the value has no such field."""
        if kind.constructor is not Constructor.RECORD:
            return None
        if Construct.RECORDS not in self.constructs and not is_plain(lexeme):
            return None
        label = label_of(lexeme)
        return None if label is None else field_of(kind, label)


def _names(signature: Signature) -> dict[str, Con]:
    """The parameters' names and types; a table's are its columns, a column's is its own name."""
    names: dict[str, Con] = {}
    for param in signature.params:
        kind = settled(param.type)
        if kind.constructor is Constructor.TABLE:
            kind = Con(Constructor.TABLE, (), signature.columns_of(param.name))
        elif kind.constructor is Constructor.COLUMN:
            kind = Con(Constructor.COLUMN, kind.args, (param.name,))
        names[param.name] = kind
    return names
