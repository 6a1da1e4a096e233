"""What all drafts for one signature have in common: its names, and the places that have come up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from itertools import islice, zip_longest
from typing import Any, TypeVar

from seglam_lang.language.checking.rules import INDEX, field_of, is_value, rigid
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.lexemes import CLASSES, label_of, literal
from seglam_lang.language.completion.operators import ANY, POSTFIX
from seglam_lang.language.completion.partial_calls import (
    GeneralSignature,
    MethodCall,
    ProcedureCall,
)
from seglam_lang.language.completion.reach import FAR, Means, reach_of
from seglam_lang.language.syntax.inline import print_label
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import (
    BOOL,
    SCALARS,
    TABLE,
    Con,
    Constructor,
    Type,
    is_a,
    type_argument,
)

G = TypeVar("G")
_FOR_DETOURS = frozenset({Construct.ABSENCE, Construct.EXCHANGE, Construct.MAPS, Construct.RECORDS})
SEARCHED = 3  # layers of types that are searched, where there are detours
_DETOUR = 10  # what the end of a detour counts: more than any way without one
_FURTHER = 12  # types that are tried for an argument whose type is known in part only


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
        self.types = {**{each.name: each for each in SCALARS}, **{name: rigid(kind) for name, kind in types.items()}}
        self.procedures = {name: each for name, each in procedures.items() if each.reads_forward}
        self.names = _names(signature)
        kinds = self.names.values()
        scalars = frozenset({BOOL, *(kind for kind, name in CLASSES.items() if name in literals)})
        self.at_hand = tuple(dict.fromkeys([*(kind for kind in SCALARS if kind in scalars), *kinds]))
        columns = {name: kind for name, kind in self.names.items() if kind.constructor is Constructor.COLUMN}
        tables = tuple(dict.fromkeys(kind for kind in kinds if kind.constructor is Constructor.TABLE))
        named = frozenset(kind for kind in self.types.values() if kind.constructor is not Constructor.PARAMETER)
        means = Means(scalars, constructs, methods, named)
        self.reach = reach_of(means, frozenset(filter(means.needs_name, kinds)), columns, tables)
        self.type_arguments = tuple(map(type_argument, self.reach.named_types))
        self.result_type = None if result is None else rigid(result)
        if tables and self.result_type == TABLE:
            self.result_type = tables[0]  # an `ensure` may name its columns
        self.has_detours = methods is None and constructs >= _FOR_DETOURS
        self._written: dict[Con, bool] = {}
        self._method_calls: dict[tuple[str, Con], MethodCall | None] = {}
        self.is_thrifty = False
        self._goals: dict[tuple[object, ...], Any] = {}
        self._about: dict[object, tuple[object, ...]] = {}  # the keys of the goals
        self._twin: Places | None = None

    def goal(self, kind: Callable[..., G], *about: object) -> G:
        """The goal of this kind that is about these things."""
        key = (kind, *about)
        found: G | None = self._goals.get(key)
        if found is None:
            found = self._goals[key] = kind(self, *about)
            self._about[found] = key
        return found

    def about(self, goal: object) -> tuple[Any, ...]:
        """Return the kind of a goal, and the things that it is about."""
        return self._about[goal]

    @property
    def twin(self) -> Places:
        """The same names, among goals that know the shortest ways."""
        if self.is_thrifty:
            return self
        if self._twin is None:
            self._twin = copy(self)
            self._twin.is_thrifty = True
            self._twin._goals, self._twin._about, self._twin._written = {}, {}, {}
        return self._twin

    def has_short_literal(self, kind: Con) -> bool:
        """Whether `[]`, `none` or `[:]` can be written for a value of the type."""
        if kind.constructor is Constructor.MAP:
            return Construct.MAPS in self.constructs
        return kind.constructor in (Constructor.LIST, Constructor.OPTIONAL)

    @cached_property
    def types_at_hand(self) -> tuple[Con, ...]:
        """Types of which a value can be written, the nearest first."""
        reached = (kind for kinds in self._layers_at_hand() for kind in kinds if is_value(kind))
        return tuple(islice(_distinct(reached), _FURTHER))

    def _layers_at_hand(self) -> Iterator[tuple[Con, ...]]:
        """What the things at hand become, the nearest first."""
        layers = zip_longest(*(self.reach.ahead(kind, POSTFIX, ANY) for kind in self.at_hand), fillvalue=())
        for layer in islice(layers, SEARCHED):
            yield from layer

    def can_write(self, kind: Con) -> bool:
        """Whether a value of the type can be written at once where its type is not known from the place."""
        found = self._written.get(kind)
        if found is None:
            found = self._written[kind] = self._find_written(kind)
        return found

    def _find_written(self, kind: Con) -> bool:
        if kind in self.at_hand:
            return True
        has_literal = kind.constructor in (Constructor.LIST, Constructor.MAP, Constructor.RECORD)
        if has_literal and all(isinstance(part, Con) and self.can_write(part) for part in kind.args):
            return True
        return any(kind in kinds for kinds in self._layers_at_hand())

    def detour(self, kind: Con, wish: Con) -> int:
        """How many steps lead from any value to one of a type that can be written: `.map(x => that).first()` and, for
        what is no list, `.to_json().characters()` before; to a table lead `.indexed().to_table()`."""
        if kind.constructor is Constructor.LIST:
            item = kind.args[0]
            is_record_for_table = wish.constructor is Constructor.TABLE and is_a(item, Constructor.RECORD)
            return 1 if item == wish or is_record_for_table else _DETOUR
        if kind.constructor is Constructor.ROW:
            return _DETOUR + 3 if kind.labels else FAR
        if kind.constructor is Constructor.COLUMN:
            return FAR
        others = {Constructor.TEXT: 1, Constructor.TABLE: 3, Constructor.GROUPS: 4}
        return _DETOUR + others.get(kind.constructor, 2)

    def method(self, name: str, receiver: Con) -> MethodCall | None:
        """A call of a method; None if the receiver has none of that name."""
        if name not in self.reach.methods(receiver.constructor):
            return None
        key = name, receiver
        if key not in self._method_calls:
            self._method_calls[key] = self._begin(name, receiver)
        return self._method_calls[key]

    def _begin(self, name: str, receiver: Con) -> MethodCall | None:
        return MethodCall.begin(name, receiver, self.lifts, Construct.OWN_COLUMNS in self.constructs)

    def invocation(self, name: str) -> ProcedureCall | None:
        """A call of a procedure; None if there is none of that name."""
        callee = self.procedures.get(name)
        return None if callee is None else ProcedureCall.begin(name, callee)

    def literal(self, lexeme: str) -> Con | None:
        """The type of a literal that may be written here."""
        found = literal(lexeme)
        return found[0] if found and (not found[1] or found[1] in self.literals) else None

    def means_step(self, kind: Con, lexeme: str) -> bool:
        """Whether a lexeme may mean something after a value and a dot; of a record, a field may have any name."""
        return kind.constructor is Constructor.RECORD or lexeme in self.reach.methods(kind.constructor)

    def step_names(self, kind: Con) -> Iterable[str]:
        """The lexemes that mean something after a value and a dot."""
        steps = [name for name in self.reach.methods(kind.constructor) if name != INDEX]
        if kind.constructor is Constructor.RECORD:
            labels = kind.labels if Construct.RECORDS in self.constructs else filter(is_name, kind.labels)
            steps = list(dict.fromkeys([*map(print_label, labels), *steps]))
        return steps

    def field(self, kind: Con, lexeme: str) -> Con | None:
        """The type of the field that is written `lexeme`; None if the value has no such field."""
        if kind.constructor is not Constructor.RECORD:
            return None
        if Construct.RECORDS not in self.constructs and not is_name(lexeme):
            return None
        label = label_of(lexeme)
        found = None if label is None else field_of(kind, label)
        return found if isinstance(found, Con) else None


def _names(signature: Signature) -> dict[str, Con]:
    """The parameters' names and types; a table's are its columns, a column's is its own name."""
    names: dict[str, Con] = {}
    for param in signature.params:
        kind = rigid(param.type)
        if kind.constructor is Constructor.TABLE:
            kind = Con(Constructor.TABLE, (), signature.columns_of(param.name))
        elif kind.constructor is Constructor.COLUMN:
            kind = Con(Constructor.COLUMN, kind.args, (param.name,))
        names[param.name] = kind
    return names


def _distinct(kinds: Iterable[Con]) -> Iterator[Con]:
    seen: set[Con] = set()
    for kind in kinds:
        if kind not in seen:
            seen.add(kind)
            yield kind
