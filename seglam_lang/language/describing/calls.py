"""The words for a call of a builtin: its template, with the arguments in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.describing.phrases import Edge, Level, Phrase, Words, infix, rows_phrase
from seglam_lang.language.describing.templates import Part, Slot, Template, Verb
from seglam_lang.language.types import BOOL, NUMBER, Con, Constructor, Type, Var, is_a

Function = Callable[[tuple[str, ...]], Phrase]  # from the words for its parameters to those for its result

_SIGNS = {" + ": Level.SUM, " - ": Level.SUM, " × ": Level.PRODUCT, " ÷ ": Level.PRODUCT}
_FALLBACKS = {"each row": "each of ", "each item": "each of ", "rows": "rows of ", "items": "items of "}
_EARLIER = (
    ("smallest", "earliest"),
    ("largest", "latest"),
    ("less than", "before"),
    ("at most", "at or before"),
    ("more than", "after"),
    ("at least", "at or after"),
)
_ORDERS = {
    "Date": (
        ("smallest", "earliest"),
        ("largest", "latest"),
        ("less than", "before"),
        ("at most", "on or before"),
        ("more than", "after"),
        ("at least", "on or after"),
    ),
    "DateTime": _EARLIER,
    "Time": _EARLIER,
    "Duration": (
        ("smallest", "shortest"),
        ("largest", "longest"),
        ("less than", "shorter than"),
        ("more than", "longer than"),
    ),
    "Text": (
        ("from largest to smallest", "from Z to A"),
        ("largest first", "from Z to A"),
        ("from smallest to largest", "from A to Z"),
        ("smallest", "alphabetically first"),
        ("largest", "alphabetically last"),
    ),
}
_ONE = re.compile(r"the (first )?(row|group)\b")  # "for each of" would not do
_RESULT_SORTED = ", the result sorted"


@dataclass(frozen=True, slots=True)
class Called:
    """A call to be put into words: the phrases of its arguments by the names of their parameters.

    A function is one from the words for its parameters. `denied` asks for the opposite of a condition.
    """

    builtin: Builtin
    arguments: Mapping[str, Phrase | Function]
    denied: bool = False

    def phrase(self, template: Template) -> Phrase:
        """Return the words for the call."""
        if template.step == template.parts:
            return self._step(template)
        if len(template.parts) == 3 and template.parts[1] in _SIGNS:
            sign = str(template.parts[1])
            left, right = self.arguments.values()
            assert isinstance(left, Phrase) and isinstance(right, Phrase)
            return infix(left, sign.strip(), right, _SIGNS[sign])
        parts = self._chosen(template.parts)
        if template.step and self._is_awkward(parts):
            return self._step(template)
        if len(parts) == 1 and isinstance(parts[0], Slot):
            argument = self.arguments[parts[0].name]
            assert isinstance(argument, Phrase)
            return argument
        text, edge, whole = self._filled(parts)
        if is_a(self.builtin.result, Constructor.TABLE) and text.startswith("the rows"):
            return rows_phrase(text, max(edge, Edge.ROWS))
        plural = self._filled(self._chosen(template.plural)) if template.plural else None
        level = Level.COMPARISON if self.builtin.result == BOOL else Level.WHOLE if whole else Level.NOUN
        if level is Level.COMPARISON and edge:
            edge = Edge.OPEN
        return Phrase(text, level, edge, plural, text if _ONE.match(text) else "", kind=self._kind())

    def _is_awkward(self, parts: list[str | Slot]) -> bool:
        """Whether the receiver would stand in brackets, be only "items of ...", or "the rows of the number of ..."."""
        receiver = self.arguments["self"]
        if self.builtin.receiver == Constructor.TABLE and isinstance(receiver, Phrase) and not receiver.rows:
            return receiver.level > Level.TERM
        slot = next((part for part in parts if isinstance(part, Slot) and part.name == "self"), None)
        if slot is None or not isinstance(receiver, Phrase) or receiver.level <= Level.WHOLE:
            return False
        form, last = slot.form, slot is parts[-1]
        if form in ("rows", "items"):
            return receiver.plural is None or not (last or receiver.plural.edge is Edge.CLOSED)
        return not receiver.fits(Level.NOUN if last else Level.WHOLE, last) or (last and bool(form and receiver.edge))

    def _step(self, template: Template) -> Phrase:
        """The receiver, and what is done with it after a comma."""
        receiver = self.arguments["self"]
        assert isinstance(receiver, Phrase)
        text, edge, _ = self._filled(self._chosen(template.step))
        words = receiver.within(Level.STEP, last=True)
        if not text.startswith(", sorted"):
            return Phrase(words + text, Level.STEP, edge, kind=self._kind())
        if receiver.rows and receiver.edge is Edge.ROWS:
            return rows_phrase(receiver.text + text, Edge.OPEN)
        if receiver.edge and words == receiver.text:
            text = _RESULT_SORTED + text.removeprefix(", sorted")
        return Phrase(words + text, Level.STEP, edge, kind=self._kind())

    def _chosen(self, parts: tuple[Part, ...]) -> list[str | Slot]:
        """The parts that are there, one after the other."""
        chosen: list[str | Slot] = []
        for part in parts:
            if isinstance(part, Verb):
                chosen.append(part.denied if self.denied else part.affirmed)
            elif isinstance(part, str):
                chosen.append(_of_kind(part, self._compared()))
            elif isinstance(part, Slot):
                chosen.append(part)
            elif all(self._is_there(inner.name) for inner in part.parts if isinstance(inner, Slot)):
                chosen += self._chosen(part.parts)
            else:
                chosen += self._chosen(part.instead)
        return chosen

    def _compared(self) -> str:
        """The name of the type of what it compares, "" if it compares nothing or that is not known."""
        found = (self.arguments.get(name) for name in _compared(self.builtin.id))
        return next((each.kind for each in found if isinstance(each, Phrase) and each.kind), "")

    def _kind(self) -> str:
        """The name of the type of the result, or of its items, "" if that is not known."""
        result = _innermost(self.builtin.result)
        if isinstance(result, Con):
            return result.name
        for name, param in zip(self.builtin.names, self.builtin.params, strict=True):
            argument = self.arguments.get(name)
            if isinstance(argument, Phrase) and _innermost(param) == result:
                return argument.kind
        return ""

    def _is_there(self, name: str) -> bool:
        argument = self.arguments.get(name)
        return argument is not None and not (isinstance(argument, Phrase) and argument.unsaid)

    def _filled(self, parts: list[str | Slot]) -> Words:
        """The words, their edge, and whether they end with words of their own (or with a name of a column)."""
        text, edge, whole = "", Edge.CLOSED, True
        for place, part in enumerate(parts):
            if isinstance(part, str):
                text, edge, whole = text + part, Edge.CLOSED, True
                continue
            words, edge, whole = self._slot(part, text, place == len(parts) - 1)
            text += words
        return Words(text, edge, whole and not isinstance(parts[0], Slot))

    def _slot(self, slot: Slot, before: str, last: bool) -> Words:
        argument = self.arguments[slot.name]
        if not isinstance(argument, Phrase):
            return self._function(argument(tuple(slot.form.split(",")) if slot.form else ()), last)
        param = self.builtin.params[self.builtin.names.index(slot.name)]
        if is_a(param, Constructor.COLUMN):
            return Words(argument.within(Level.TERM), Edge.CLOSED, True)
        if slot.form and param == NUMBER:
            return Words(_counted(argument, slot.form, before), Edge.CLOSED, True)
        if slot.form == "by":
            return _grouped(argument, last)
        if slot.form:
            return self._in_form(argument, slot.form, last)
        loosest = Level.NOUN if last else Level.WHOLE
        if self.builtin.result == BOOL and (last or not before):
            loosest = Level.SUM
        words = argument.within(loosest, last)
        edge = argument.edge if last and argument.fits(loosest, last) else Edge.CLOSED
        return Words(words, edge, False)

    def _function(self, body: Phrase, last: bool) -> Words:
        if not last:
            return Words(body.within(Level.TERM), Edge.CLOSED, True)
        if body.level is Level.STEP or not body.fits(Level.OR, last):
            return Words(f"({body.text})", Edge.CLOSED, True)
        if body.level <= Level.WHOLE and self.builtin.result != BOOL and self.builtin.name != "where":
            return Words(body.text, Edge.CLOSED, False)
        return Words(body.text, Edge.OPEN if body.edge else Edge.ROWS, False)

    def _in_form(self, argument: Phrase, form: str, last: bool) -> Words:
        """The words in the plural, or for each row."""
        if form.startswith("each"):
            own = Words(argument.each, argument.edge) if argument.each else None
        else:
            own = argument.plural
        if own and argument.unsaid and form == "rows":
            return Words(own.text, Edge.CLOSED, True)
        if own and (last or own.edge is Edge.CLOSED):
            return Words(own.text, own.edge, False)
        words = argument.within(Level.NOUN if last else Level.WHOLE, last)
        edge = argument.edge if last and argument.fits(Level.NOUN, last) else Edge.CLOSED
        article = "each item of " if form == "each item" and argument.level is Level.TERM else _FALLBACKS[form]
        return Words(article + words, edge, False)


def _counted(number: Phrase, unit: str, before: str) -> str:
    """A number with its unit: "3 rows", "1 day"; after "the" or "the first" one is "row"."""
    if number.text == "1":
        return unit if before.endswith(("the ", "first ", "last ")) else f"1 {unit}"
    return f"{number.within(Level.WHOLE)} {unit}s"


def _grouped(groups: Phrase, last: bool) -> Words:
    """ "by Dept", or the name of groups that have one."""
    if groups.text.startswith("the rows by ") and groups.fits(Level.NOUN, last):
        return Words(groups.text.removeprefix("the rows "), groups.edge, groups.edge is Edge.CLOSED)
    return Words(f"in the groups {groups.within(Level.WHOLE, last)}", Edge.CLOSED, False)


def _innermost(kind: Type) -> Type:
    """The type of the cells of a column, of the items of a list, of the value of an optional."""
    while is_a(kind, Constructor.COLUMN) or is_a(kind, Constructor.LIST) or is_a(kind, Constructor.OPTIONAL):
        kind = kind.args[0]
    return kind


@cache
def _compared(builtin: str) -> tuple[str, ...]:
    """The parameters of a builtin whose values are compared by size."""
    declared = REGISTRY.by_id[builtin]
    kinds = zip(declared.names, map(_innermost, declared.params), strict=True)
    return tuple(name for name, kind in kinds if isinstance(kind, Var) and kind.bound)


def _of_kind(words: str, kind: str) -> str:
    """Words for an order, as they are for values of a type: a date is not "largest" but "latest"."""
    for general, special in _ORDERS.get(kind, ()):
        words = words.replace(general, special)
    return words
