"""Parts of a program that say nothing, whatever is in the table: a value that is compared with itself or divided by
itself, and conditions that no row can meet, or that every row meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seglam_lang.language.core import And, Call, Const, Core, Lambda, Local, Or, Procedure, children, preorder
from seglam_lang.language.values import SCALAR_TYPES, Value
from seglam_lang.verifier.value_numbers import ValueNumbers

EQUAL, UNEQUAL = "any.equal@1", "any.unequal@1"
LESS, AT_MOST, GREATER, AT_LEAST = "any.less@1", "any.at_most@1", "any.greater@1", "any.at_least@1"
TURNED = {EQUAL: EQUAL, UNEQUAL: UNEQUAL, LESS: GREATER, GREATER: LESS, AT_MOST: AT_LEAST, AT_LEAST: AT_MOST}
NEGATED = {EQUAL: UNEQUAL, UNEQUAL: EQUAL, LESS: AT_LEAST, AT_LEAST: LESS, GREATER: AT_MOST, AT_MOST: GREATER}
_TIMES, _DIVIDED = "number.multiply@1", "number.divide@1"
NOT, CELL, _WHERE = "bool.not@1", "row.cell@1", "table.where@1"
_BETWEEN = frozenset({"number.is_between@1", "datetime.is_between@1", "duration.is_between@1"})  # a time may go round

_BESIDE_ITSELF = {
    **dict.fromkeys(TURNED, "it compares a value with itself"),
    **dict.fromkeys(
        (_DIVIDED, "number.quotient@1", "number.mod@1", "duration.ratio@1"), "it divides a value by itself"
    ),
    **dict.fromkeys(("number.subtract@1", "duration.subtract@1"), "it subtracts a value from itself"),
    **dict.fromkeys(
        ("date.days_until@1", "date.months_until@1", "date.years_until@1"), "it counts the time from a day to itself"
    ),
}
_CELL_BESIDE_ITSELF = {  # a number may be squared ("a square of 5 m"), and no column has been in the data
    _TIMES: "it multiplies a column by itself",
    "number.add@1": "it adds a column to itself",
}


class Fact(NamedTuple):
    """That what has the number `subject` is in the relation `operator` to a known value."""

    subject: int
    operator: str
    value: Value


def why_vacuous(core: Procedure, arguments: Sequence[Value]) -> str:
    """Return, as a sentence, what a procedure does that says nothing with these arguments; "" where it does nothing of
    that kind.
    """
    numbers = ValueNumbers(core)
    conditions = Conditions(numbers, arguments)
    for node in [node for root in core.roots() for node in preorder(root)]:
        if isinstance(node, Call) and node.builtin in _BESIDE_ITSELF and _is_beside_itself(node, numbers):
            return _BESIDE_ITSELF[node.builtin]
        if isinstance(node, Call) and node.builtin in _CELL_BESIDE_ITSELF and _is_of_one_cell(node, numbers):
            return _CELL_BESIDE_ITSELF[node.builtin]
        if _excludes(conditions.facts(node)):
            return "one of its conditions never holds, whatever is in the table"
        if _excludes(conditions.facts(node, False)):
            return "one of its conditions always holds, whatever is in the table"
    return ""


def _is_beside_itself(node: Call, numbers: ValueNumbers) -> bool:
    """Return whether a value is compared, or divided, or the like, with itself; so is what is computed of a table as a
    percentage, `rows.total(x) * 100 / rows.total(x)`, and not "2 at half of 45", `2 * 45 / 2`.
    """
    first, second = node.args[:2]
    is_quotient = node.builtin == _DIVIDED and isinstance(second, Call)
    factors = children(first) if is_quotient and isinstance(first, Call) and first.builtin == _TIMES else ()
    return any(numbers[each] == numbers[second] for each in (first, *factors))


def _is_of_one_cell(node: Call, numbers: ValueNumbers) -> bool:
    first, second = node.args[:2]
    return isinstance(first, Call) and first.builtin == CELL and numbers[first] == numbers[second]


class Conditions(NamedTuple):
    """What conditions say of values, with the arguments that a procedure has."""

    numbers: ValueNumbers
    arguments: Sequence[Value]

    def facts(self, node: Core, holds: bool = True) -> list[Fact]:
        """Return what is known where a condition holds, or does not hold; of the rows of a table, what is known of each
        as it was chosen.
        """
        return list(self._facts(node, holds))

    def _facts(self, node: Core, holds: bool) -> Iterator[Fact]:
        match node:
            case And(left, right) if holds:
                yield from (*self._facts(left, True), *self._facts(right, True))
            case Or(left, right) if not holds:
                yield from (*self._facts(left, False), *self._facts(right, False))
            case Call(builtin, (part,)) if builtin == NOT:
                yield from self._facts(part, not holds)
            case Call(builtin, (table, Lambda(_, condition))) if builtin == _WHERE and holds:
                yield from (*self._facts(table, True), *self._facts(condition, True))
            case Call(builtin, (value, low, high)) if builtin in _BETWEEN and holds:
                yield from (*self._compared(value, AT_LEAST, low), *self._compared(value, AT_MOST, high))
            case Call(builtin, (left, right)) if builtin in TURNED:
                operator = builtin if holds else NEGATED[builtin]
                yield from (*self._compared(left, operator, right), *self._compared(right, TURNED[operator], left))

    def _compared(self, subject: Core, operator: str, value: Core) -> Iterator[Fact]:
        known = self._known(value)
        if known is not None and self._known(subject) is None:
            yield Fact(self.numbers[subject], operator, known)

    def _known(self, node: Core) -> Value:
        """Return the scalar that a part is, None where it is none that is known before the run."""
        if isinstance(node, Local):
            value = self.arguments[node.slot] if node.slot < len(self.arguments) else None
        else:
            value = node.value if isinstance(node, Const) else None
        return value if type(value) in SCALAR_TYPES else None


def _excludes(facts: Sequence[Fact]) -> bool:
    """Return whether facts cannot all be."""
    return any(_exclude([each for each in facts if each.subject == subject]) for subject in {one[0] for one in facts})


def _exclude(facts: Sequence[Fact]) -> bool:
    """Return whether no value can be in all of these relations."""
    equal = [each.value for each in facts if each.operator == EQUAL]
    low = [(each.value, each.operator == AT_LEAST) for each in facts if each.operator in (GREATER, AT_LEAST)]
    high = [(each.value, each.operator == AT_MOST) for each in facts if each.operator in (LESS, AT_MOST)]
    excluded = {each.value for each in facts if each.operator == UNEQUAL}
    both = [(each, True) for each in equal]
    return any(
        floor > ceiling or (floor == ceiling and not (from_it and to_it))
        for floor, from_it in (*low, *both)
        for ceiling, to_it in (*high, *both)
    ) or not excluded.isdisjoint(equal)
