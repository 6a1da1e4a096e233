"""From a core to plain words.

The words say what is computed, and nothing of how; two cores that compute by different steps have different words,
except that a `let` that is used once stands where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import Core
from seglam_lang.language.describing.calls import Called, Function
from seglam_lang.language.describing.names import field_name, kind_of, literal, made_name, name
from seglam_lang.language.describing.phrases import Edge, Level, Phrase, infix, rows_phrase
from seglam_lang.language.describing.templates import template
from seglam_lang.language.types import BOOL, Con, Constructor, Type, is_a

DEEPEST = 40  # nodes inside one another that a value may have and still stand where it is used
THE_GROUP = "the group"  # the words for the parameter of a function of a group's rows
_ALL_ROWS = Phrase("all rows")  # the only table, where something else goes without saying
_NAMES = "xyzuvw"


class Describer:
    """Puts one core into words. `known` are the phrases of its parameters, `called` the names of its callees by hash.

    A local is known by its slot: a parameter or a `let` by a name, the parameter of a function by a word ("it") that
    depends on how many functions lie between it and the place where it is used.
    """

    def __init__(self, known: Sequence[Phrase], called: Mapping[str, str]) -> None:
        self._named: dict[int, Phrase] = dict(enumerate(known))
        self._inlined: dict[int, Core] = {}
        self._functions: list[dict[int, str]] = []
        self._called = called
        self._taken = {phrase.text for phrase in known}

    def phrase(self, node: Core, denied: bool = False) -> Phrase:
        """Return the words for a node; where `denied`, for the opposite of a condition that has such words."""
        match node:
            case core.Const(value):
                return Phrase(literal(value) or str(value), kind=kind_of(value))
            case core.Local(slot):
                return self._local(slot)
            case core.Call():
                return self._call(node, denied)
            case core.And(left, right):
                return infix(self._condition(left), "and", self._condition(right), Level.AND)
            case core.Or(left, right):
                return self._or(left, right)
            case core.If(condition, yes, no):
                return self._if(condition, yes, no)
            case core.Coalesce(left, right):
                return self._coalesce(left, right)
            case core.Field(record, label):
                return self._field(record, label)
            case core.ListOf(items):
                return Phrase(f"[{self._list(items)}]")
            case core.RecordOf(labels, items):
                return self._record(labels, items)
            case core.MapOf(keys, values):
                entries = [f"{self._item(k)}: {self._item(v)}" for k, v in zip(keys, values, strict=True)]
                return Phrase(f"[{', '.join(entries) or ':'}]")
            case core.TypeOf(kind):
                return Phrase(str(kind))
            case core.Invoke(procedure, args):
                who = name(self._called.get(procedure, procedure[:12]))
                return Phrase(f"what {who} gives" + (f" for ({self._list(args)})" if args else ""), Level.WHOLE)
            case core.Let(slot, value, body):
                return self._let(slot, value, body)
            case core.Check(condition, message, body):
                unless = self._condition(condition).within(Level.OR, last=True)
                return self._clause(body, f"fails with {literal(message)} unless {unless}")
            case core.Loop():
                return self._loop(node)
            case core.Next(states, yielded):
                return self._next(states, yielded)
            case core.Lambda():
                raise TypeError("a function is an argument of a call")

    # names

    def _local(self, slot: int) -> Phrase:
        if slot in self._inlined:
            return self.phrase(self._inlined[slot])
        if slot in self._named:
            return self._named[slot]
        groups = 0
        for distance, words in enumerate(reversed(self._functions)):
            if words.get(slot) == THE_GROUP:
                return _group(groups, unsaid=distance == 0)
            if slot in words:
                return _parameter(words[slot], distance)
            groups += THE_GROUP in words.values()
        raise KeyError(slot)

    def new_name(self) -> str:
        """Return a name that nothing else has."""
        number = 0
        while True:
            made = _NAMES[number % len(_NAMES)] + (str(number // len(_NAMES) + 1) if number >= len(_NAMES) else "")
            if made not in self._taken:
                self._taken.add(made)
                return made
            number += 1

    @contextmanager
    def naming(self, slot: int, text: str) -> Iterator[None]:
        """Call a local by a name, inside the block."""
        before = self._named.get(slot)
        self._named[slot] = Phrase(text)
        yield
        if before is None:
            del self._named[slot]
        else:
            self._named[slot] = before

    # calls

    def _call(self, call: core.Call, denied: bool) -> Phrase:
        builtin = REGISTRY.by_id[call.builtin]
        if builtin.id == "bool.not@1":
            return self._not(call.args[0])
        if builtin.id == "optional.has_value@1" and _is_call(call.args[0], "row.get@1"):
            blank = "blank" if denied else "not blank"
            return Phrase(f"{self._cell(call.args[0]).within(Level.WHOLE)} is {blank}", Level.COMPARISON)
        words = template(builtin.phrase)
        return Called(builtin, self._arguments(builtin, call.args), denied).phrase(words)

    def _arguments(self, builtin: Builtin, args: Sequence[Core]) -> dict[str, Phrase | Function]:
        found: dict[str, Phrase | Function] = {}
        for place, (parameter, arg) in enumerate(zip(builtin.names, args, strict=False)):
            column = is_a(builtin.params[place], Constructor.COLUMN)
            if isinstance(arg, core.Lambda) and column:
                found[parameter] = self._function(arg, None, ("the row",))
            elif isinstance(arg, core.Lambda):
                found[parameter] = cache(partial(self._function, arg, builtin.params[place]))
            elif isinstance(arg, core.Const) and (column or (builtin.makes and builtin.makes[0] == parameter)):
                found[parameter] = Phrase(made_name(arg.value))
            elif isinstance(arg, core.ListOf) and len(arg.items) > 1:
                found[parameter] = self._enumeration(arg)
            else:
                found[parameter] = self.phrase(arg)
        return found

    def _function(self, function: core.Lambda, kind: Type | None, words: tuple[str, ...]) -> Phrase:
        """The words for what a function gives; those for its parameters are `words`, or "it"."""
        if not words:
            assert isinstance(kind, Con)
            words = ("the row",) if is_a(kind.args[0], Constructor.ROW) else ("it",)
        if function.body == core.Local(function.slots[0]) and len(words) == 1:
            return Phrase("itself")
        named = self._named
        if words == (THE_GROUP,):  # what goes without saying is now the group
            self._named = {slot: _ALL_ROWS if phrase.unsaid else phrase for slot, phrase in named.items()}
        self._functions.append(dict(zip(function.slots, words, strict=True)))
        try:
            is_condition = is_a(kind, Constructor.FUNCTION) and kind.args[-1] == BOOL
            return self._condition(function.body) if is_condition else self.phrase(function.body)
        finally:
            self._functions.pop()
            self._named = named

    def _not(self, operand: Core) -> Phrase:
        if isinstance(operand, core.Call):
            get = operand.builtin == "optional.has_value@1" and _is_call(operand.args[0], "row.get@1")
            if get or template(REGISTRY.by_id[operand.builtin].phrase).has_opposite:
                return self.phrase(operand, denied=True)
        if _is_call(operand, "row.cell@1"):
            return self._condition(operand, "is not true")
        return Phrase(f"not {self.phrase(operand).within(Level.TERM)}", Level.COMPARISON)

    def _cell(self, get: Core) -> Phrase:
        """The words for a cell that may be blank, without saying that it may."""
        assert isinstance(get, core.Call)
        return self._call(core.Call("row.cell@1", get.args), denied=False)

    def _condition(self, node: Core, is_so: str = "is true") -> Phrase:
        """The words for what is true or false: of a cell that is, "Gift Aid is true"."""
        words = self.phrase(node)
        if not _is_call(node, "row.cell@1"):
            return words
        return Phrase(f"{words.within(Level.WHOLE)} {is_so}", Level.COMPARISON)

    # forms

    def _or(self, left: Core, right: Core) -> Phrase:
        """Where "and" stands beside "or" brackets say which comes first, though the grammar would not need them."""
        one, other = self._condition(left), self._condition(right)
        if one.level is Level.AND:
            one = Phrase(f"({one.text})")
        return infix(one, "or", other if other.level is not Level.AND else Phrase(f"({other.text})"), Level.OR)

    def _if(self, condition: Core, yes: Core, no: Core) -> Phrase:
        then = self.phrase(yes).within(Level.SUM)
        otherwise = self.phrase(no).within(Level.CHOICE, last=True)
        if_so = self._condition(condition).within(Level.OR)
        return Phrase(f"{then} if {if_so}, otherwise {otherwise}", Level.CHOICE, Edge.OPEN)

    def _coalesce(self, left: Core, right: Core) -> Phrase:
        fallback = self.phrase(right).within(Level.WHOLE)
        if _is_call(left, "row.get@1"):
            return Phrase(f"{self._cell(left).within(Level.WHOLE)}, or {fallback} if blank", Level.CHOICE)
        return Phrase(f"{self.phrase(left).within(Level.SUM)}, or {fallback} if there is none", Level.CHOICE)

    def _field(self, record: Core, label: str) -> Phrase:
        owner = self.phrase(record)
        if owner.text == "it" and owner.unsaid:
            return Phrase(f"its {field_name(label)}")
        if owner.level is Level.TERM:
            return Phrase(f"{owner.text}'s {field_name(label)}")
        return Phrase(f"the field {field_name(label)} of {owner.within(Level.NOUN, last=True)}", Level.NOUN, owner.edge)

    def _record(self, labels: Sequence[str], items: Sequence[Core]) -> Phrase:
        """Its fields; "patient" stands for "patient as patient", but not by itself: in brackets it could be a name."""
        parts = []
        for item, label in zip(map(self._item, items), map(field_name, labels), strict=True):
            parts.append(item if item == label and len(items) > 1 else f"{item} as {label}")
        return Phrase(f"({', '.join(parts)})")

    def _item(self, node: Core) -> str:
        """An item between commas."""
        return self.phrase(node).within(Level.SUM)

    def _list(self, nodes: Sequence[Core]) -> str:
        return ", ".join(map(self._item, nodes))

    def _enumeration(self, items: core.ListOf) -> Phrase:
        """A list that is an argument: "80, 95 and 70" where nothing follows it."""
        parts = [self.phrase(item) for item in items.items]
        if any(part.level is not Level.TERM for part in parts):
            return self.phrase(items)
        *texts, last = [part.text for part in parts]
        return Phrase(f"{', '.join(texts)} and {last}", Level.NOUN, Edge.OPEN, kind=parts[0].kind)

    # clauses

    def _clause(self, body: Core, words: str) -> Phrase:
        return Phrase(f"{self.phrase(body).within(Level.CLAUSES, last=True)}; {words}", Level.CLAUSES, Edge.OPEN)

    def _let(self, slot: int, value: Core, body: Core) -> Phrase:
        if uses(body, slot) == 1 and self._depth(value) <= DEEPEST:
            self._inlined[slot] = value
            return self.phrase(body)
        meant = self.phrase(value).within(Level.CHOICE, last=True)
        called = self.new_name()
        with self.naming(slot, called):
            return self._clause(body, f"with {called} being {meant}")

    def _depth(self, node: Core) -> int:
        """How many nodes are inside one another, those of inlined values included."""
        inside = core.children(node)
        if isinstance(node, core.Local) and node.slot in self._inlined:
            inside = (self._inlined[node.slot],)
        return 1 + max(map(self._depth, inside), default=0)

    def _loop(self, loop: core.Loop) -> Phrase:
        """A loop, as a clause behind what follows it."""
        starts = [self.phrase(init).within(Level.WHOLE) for init in loop.inits]
        items = self.phrase(loop.items).within(Level.WHOLE)
        item, *states = [self.new_name() for _ in range(1 + len(loop.states))]
        with ExitStack() as stack:
            for slot, text in zip((loop.item, *loop.states), (item, *states), strict=True):
                stack.enter_context(self.naming(slot, text))
            steps = self.phrase(loop.step).within(Level.TERM)
            until = "" if loop.until is None else f" until {self.phrase(loop.until).within(Level.OR)}"
            begun = "".join(f", {text} from {start} on" for text, start in zip(states, starts, strict=True))
            words = f"for each {item} of {items}{begun}{until}, {steps}"
            if loop.yields < 0:
                return self._clause(loop.body, words)
            made = self.new_name()
            with self.naming(loop.yields, made):
                return self._clause(loop.body, f"{words} as {made}")

    def _next(self, states: Sequence[Core], yielded: Core | None) -> Phrase:
        """The end of a round. The states are named in the order of their slots, which the loop has said."""
        parts = [f"becomes {self._item(state)}" for state in states]
        parts += [f"yields {self._item(yielded)}"] if yielded is not None else []
        return Phrase(f"({', '.join(parts)})")


def uses(node: Core, slot: int) -> int:
    """Return how often a local is used."""
    return sum(isinstance(part, core.Local) and part.slot == slot for part in core.preorder(node))


def _is_call(node: Core, builtin: str) -> bool:
    return isinstance(node, core.Call) and node.builtin == builtin


def _group(outside: int, unsaid: bool) -> Phrase:
    """The rows of a group, `outside` of so many other groups."""
    if outside:
        return Phrase("the outer group" + (f" {outside}" if outside > 1 else ""))
    return rows_phrase("the rows", unsaid=True) if unsaid else Phrase(THE_GROUP)


def _parameter(words: str, distance: int) -> Phrase:
    """The parameter of a function, seen from inside `distance` other functions."""
    if distance == 0:
        return Phrase(words, unsaid=words in ("the row", "it"))
    noun = "item" if words == "it" else words.removeprefix("the ")
    return Phrase(f"the outer {noun}" + (f" {distance}" if distance > 1 else ""))
