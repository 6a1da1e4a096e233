"""FEEL's trees as expressions of ours: values, operators, lists. Functions are in feel_functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from seglam_lang.language.checking.names import readable
from seglam_lang.language.syntax.lexicon import KEYWORDS
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    is_a,
    list_of,
    map_of,
    record,
)
from tests.conformance.feel_functions import LIBRARY, argument, call
from tests.conformance.feel_nodes import (
    At,
    Between,
    Binary,
    Call,
    Comparison,
    Context,
    Filter,
    Function,
    If,
    In,
    InstanceOf,
    Iteration,
    ListOf,
    Name,
    Negative,
    Node,
    Number,
    Path,
    Range,
    Text,
    Word,
)
from tests.conformance.feel_types import (
    COMPARISONS,
    NULL,
    UNKNOWN,
    as_list,
    common,
    compared,
    field_type,
    item_type,
    items_of,
)
from tests.conformance.feel_values import MONTHS, moment
from tests.conformance.harness import NotTranslatable
from tests.conformance.library import Code, bare, number_literal

Scope = Mapping[str, Code]
_WORD = re.compile(r"[a-zA-Z_]\w*", re.ASCII)


class Compiler:
    """Compiles one expression.

    `used` are the variables that it has named so far; `unsayable` are inputs whose values this language has not, each
    with the reason.
    """

    def __init__(self) -> None:
        self._taken = {*LIBRARY, *KEYWORDS, "answer", "result"}
        self.used: set[str] = set()
        self.unsayable: dict[str, str] = {}

    def fresh(self, name: str) -> str:
        """A name of ours for a name of FEEL's."""
        wanted = readable(name) or "value"
        found, number = wanted, 2
        while found in self._taken:
            found, number = f"{wanted}_{number}", number + 1
        self._taken.add(found)
        return found

    def compile(self, node: Node, scope: Scope) -> Code:
        """The code of one node."""
        compilers: dict[type, Callable[[Any, Scope], Code]] = {
            ListOf: self._list,
            Context: self._context,
            Call: lambda node, scope: call(self, node, scope),
            Path: self._path,
            Filter: self._filter,
            Negative: self._negative,
            Binary: self._binary,
            Between: self._between,
            If: self._if,
            Iteration: self._iteration,
            In: self._in,
        }
        match node:
            case Number(digits):
                return number_literal(digits)
            case Text(value):
                return Code(show_value(value), TEXT)
            case Word(word):
                return Code("none", NULL) if word == "null" else Code(word, BOOL)
            case At(text):
                return _date(text)
            case Name(name):
                return self._name(name, scope)
            case InstanceOf():
                raise NotTranslatable("instance of")
            case Function():
                raise NotTranslatable("functions as values")
            case Range():
                raise NotTranslatable("ranges as values")
        return compilers[type(node)](node, scope)

    def _name(self, name: str, scope: Scope) -> Code:
        if name not in scope:
            raise NotTranslatable(self.unsayable.get(name, "a field that the context has not"))
        self.used.add(scope[name].text)
        return scope[name]

    # --- values -------------------------------------------------------------------------------------------------------

    def _list(self, node: ListOf, scope: Scope) -> Code:
        items = [self.compile(each, scope) for each in node.items]
        return Code(f"[{', '.join(each.text for each in items)}]", list_of(common(items)))

    def _context(self, node: Context, scope: Scope) -> Code:
        """A record; an entry may use those before it, and then stands in for their names."""
        if not node.entries:
            return Code("[:]", map_of(TEXT, UNKNOWN))
        inner = dict(scope)
        parts: list[str] = []
        fields: dict[str, Type] = {}
        for key, value in node.entries:
            code = self.compile(value, inner)
            inner[key] = code
            if code.type == NULL:
                raise NotTranslatable("null in a context")
            fields[key] = code.type
            parts.append(f"{_label(key)}: {code.text}")
        return Code(f"{{{', '.join(parts)}}}", record(fields))

    def map(self, node: Context, scope: Scope) -> Code:
        """A context as a Map, for a function that takes any context."""
        values = [argument(self, each, scope, map_of(TEXT, UNKNOWN)) for _, each in node.entries]
        if not values:
            return Code("[:]", map_of(TEXT, UNKNOWN))
        pairs = (f"{show_value(key)}: {code.text}" for (key, _), code in zip(node.entries, values, strict=True))
        return Code(f"[{', '.join(pairs)}]", map_of(TEXT, common(values)))

    # --- operators ----------------------------------------------------------------------------------------------------

    def _negative(self, node: Negative, scope: Scope) -> Code:
        operand = self.compile(node.operand, scope)
        if operand.type == MONTHS:
            return Code(f"{{months: -{operand.text}.months}}", MONTHS)
        return Code(f"(-{operand.text})", DURATION if operand.type == DURATION else NUMBER)

    def _binary(self, node: Binary, scope: Scope) -> Code:
        left, right = self.compile(node.left, scope), self.compile(node.right, scope)
        operator = node.operator
        if operator in ("and", "or"):
            if not left.type == right.type == BOOL:
                raise NotTranslatable("three-valued logic")
            return Code(f"({left.text} {operator} {right.text})", BOOL)
        if NULL in (left.type, right.type):
            raise NotTranslatable("null arithmetic" if operator not in COMPARISONS else "comparison with null")
        if operator in COMPARISONS:
            return compared(operator, left, right)
        if operator in _OF_TIMES and {left.type, right.type} & _MOMENTS:
            return _moved(operator, left, right)
        if operator == "**":
            return Code(f"{left.text}.power({right.text})", NUMBER)
        return Code(f"({left.text} {operator} {right.text})", left.type)

    def _between(self, node: Between, scope: Scope) -> Code:
        subject, low, high = (self.compile(each, scope) for each in (node.subject, node.low, node.high))
        return Code(f"({compared('<=', low, subject).text} and {compared('<=', subject, high).text})", BOOL)

    def _in(self, node: In, scope: Scope) -> Code:
        """`x in (tests)`: any of the tests holds."""
        subject = self.compile(node.subject, scope)
        tests = [self._test(subject, each, scope) for each in node.tests]
        return Code(f"({' or '.join(tests)})", BOOL)

    def _test(self, subject: Code, test: Node, scope: Scope) -> str:
        if isinstance(test, Comparison):
            return compared(test.operator, subject, self.compile(test.operand, scope)).text
        if isinstance(test, Range):
            low = compared("<=" if test.with_first else "<", self.compile(test.first, scope), subject)
            high = compared("<=" if test.with_last else "<", subject, self.compile(test.last, scope))
            return f"({low.text} and {high.text})"
        if isinstance(test, ListOf) and any(isinstance(each, Range) for each in test.items):
            return f"({' or '.join(self._test(subject, each, scope) for each in test.items)})"
        values = self.compile(test, scope)
        if values.type == list_of(subject.type):
            return f"{values.text}.contains({subject.text})"
        return compared("=", subject, values).text

    def _if(self, node: If, scope: Scope) -> Code:
        condition, yes, no = (self.compile(each, scope) for each in (node.condition, node.yes, node.no))
        if condition.type != BOOL:
            raise NotTranslatable("three-valued logic")
        if NULL in (yes.type, no.type):
            raise NotTranslatable("null as a result")
        return Code(f"(if {condition.text} then {yes.text} else {no.text})", common([yes, no]))

    # --- lists --------------------------------------------------------------------------------------------------------

    def _path(self, node: Path, scope: Scope) -> Code:
        if isinstance(node.subject, Range):
            return self._end_of_range(node.subject, node.name, scope)
        subject = self.compile(node.subject, scope)
        if isinstance(subject.type, Con) and node.name in _PARTS.get(subject.type, ()):
            method = "weekday_number" if node.name == "weekday" else node.name
            return Code(f"{subject.text}.{method}()", NUMBER)
        if subject.type == DURATION and node.name in _UNITS:
            return Code(f"part_of({bare(subject.text)}, {_UNITS[node.name]})", NUMBER)
        if subject.type == MONTHS and node.name in ("years", "months"):
            return Code(f"{node.name}_of({bare(subject.text)})", NUMBER)
        if subject.type in _MOMENTS and "time" in node.name:
            raise NotTranslatable("time zones")
        if not is_word(node.name):
            raise NotTranslatable("a field whose name is no word")
        items = item_type(subject.type)
        if items is None:
            return Code(f"{subject.text}.{node.name}", field_type(subject.type, node.name) or UNKNOWN)
        kind = field_type(items, node.name)
        if kind is None:
            raise NotTranslatable("a field that the context has not")
        each = self.fresh("each")
        return Code(f"{subject.text}.map({each} => {each}.{node.name})", list_of(kind))

    def _end_of_range(self, node: Range, name: str, scope: Scope) -> Code:
        """A property of a range, which is written out."""
        first, last = self.compile(node.first, scope), self.compile(node.last, scope)
        ends = {"start": first, "end": last}
        if name not in ends or first.type != last.type:
            raise NotTranslatable("ranges as values")
        return ends[name]

    def _filter(self, node: Filter, scope: Scope) -> Code:
        """`list[position]` or `list[condition]`; a condition sees the item, and a context's fields by their names."""
        subject = as_list(self.compile(node.subject, scope))
        kind = items_of(subject)
        item = self.fresh("item")
        inner = {**scope, "item": Code(item, kind)}
        if is_a(kind, Constructor.RECORD):
            fields = zip(kind.labels, kind.args, strict=True)
            inner |= {name: Code(f"{item}.{name}", each) for name, each in fields if is_word(name)}
        condition = self.compile(node.condition, inner)
        if condition.type == NUMBER:
            return Code(f"item_at({subject.text}, {bare(condition.text)})", kind)
        if condition.type != BOOL:
            raise NotTranslatable("three-valued logic")
        return Code(f"{subject.text}.filter({item} => {bare(condition.text)})", subject.type)

    def _iteration(self, node: Iteration, scope: Scope) -> Code:
        method = {"some": "any", "every": "all"}.get(node.kind)
        name, *names = node.names
        each = self.fresh(name)
        over = self._iterated(node.lists[0], scope)
        inner = {**scope, name: Code(each, items_of(over))}
        if names:
            rest = Iteration(node.kind, tuple(names), node.lists[1:], node.body)
            body = self._iteration(rest, inner)
            return Code(f"{over.text}.{method or 'flat_map'}({each} => {bare(body.text)})", body.type)
        body = self.compile(node.body, inner)
        if body.type == NULL:
            raise NotTranslatable("null in a list")
        if method and body.type != BOOL:
            raise NotTranslatable("three-valued logic")
        text = f"{over.text}.{method or 'map'}({each} => {bare(body.text)})"
        return Code(text, BOOL if method else list_of(body.type))

    def _iterated(self, node: Node, scope: Scope) -> Code:
        if isinstance(node, Range):
            first, last = self.compile(node.first, scope), self.compile(node.last, scope)
            return Code(f"sequence({bare(first.text)}, {bare(last.text)})", list_of(NUMBER))
        return as_list(self.compile(node, scope))


def _date(text: str) -> Code:
    if re.fullmatch(r"-?\d{4,}-\d\d-\d\d", text):
        try:
            return Code(show_value(date.fromisoformat(text)), DATE)
        except ValueError:
            raise NotTranslatable("a literal that is no date") from None
    value, kind = moment(text)
    written = show_value(value)
    return Code(f"({written})" if written.startswith("-") else written, kind)


_MOMENTS = frozenset({DATE, DATETIME, TIME, DURATION, MONTHS})
_LENGTHS = frozenset({DURATION, MONTHS})
_OF_TIMES = frozenset("+-*/")
_DAY = ("year", "month", "day", "weekday")
_CLOCK = ("hour", "minute", "second")
_PARTS: dict[Con, tuple[str, ...]] = {DATE: _DAY, DATETIME: (*_DAY, *_CLOCK), TIME: _CLOCK}
_UNITS = {"days": "@P1D, 1000000000", "hours": "@PT1H, 24", "minutes": "@PT1M, 60", "seconds": "@PT1S, 60"}


def _moved(operator: str, left: Code, right: Code) -> Code:
    """An operator with a date, time or duration on one side; of other types than it works on, as it stands."""
    if operator == "+" and left.type in _LENGTHS and right.type in _MOMENTS - _LENGTHS:
        left, right = right, left
    pair = left.type, right.type
    if MONTHS in pair:
        return _moved_by_months(operator, left, right)
    if operator in "+-" and pair == (DATE, DURATION):  # a date moves by the whole days that midnight reaches
        moment = _moved(operator, Code(f"{left.text}.at(@00:00)", DATETIME), right)
        return Code(f"{moment.text}.date()", DATE)
    if operator == "-" and pair in ((DATE, DATE), (DATE, DATETIME), (DATETIME, DATE)):
        ends = [f"{each.text}.at(@00:00)" if each.type == DATE else each.text for each in (left, right)]
        return Code(f"({ends[0]} - {ends[1]})", DURATION)
    if operator == "-" and pair in ((DATETIME, DURATION), (TIME, DURATION)):
        return Code(f"{left.text}.subtract({bare(right.text)})", left.type)
    if operator == "*" and pair == (NUMBER, DURATION):
        left, right = right, left
    if operator == "/" and pair == (DURATION, DURATION):
        return Code(f"{left.text}.ratio({bare(right.text)})", NUMBER)
    result = DURATION if operator == "-" and left.type == right.type else left.type
    return Code(f"({left.text} {operator} {right.text})", result)


def _moved_by_months(operator: str, left: Code, right: Code) -> Code:
    """An operator with a duration of years and months, which counts whole months."""
    pair = left.type, right.type
    if operator in "+-" and pair in ((DATE, MONTHS), (DATETIME, MONTHS)):
        sign = "-" if operator == "-" else ""
        return Code(f"{left.text}.add_months({sign}{right.text}.months)", left.type)
    if operator == "*" and pair == (NUMBER, MONTHS):
        left, right = right, left
    one, other = f"{left.text}.months", f"{right.text}.months"
    if operator in "+-" and pair == (MONTHS, MONTHS):
        return Code(f"{{months: {one} {operator} {other}}}", MONTHS)
    if operator == "/" and pair == (MONTHS, MONTHS):
        return Code(f"({one} / {other})", NUMBER)
    if operator in "*/" and (left.type, right.type) == (MONTHS, NUMBER):
        return Code(f"{{months: ({one} {operator} {right.text}).truncate()}}", MONTHS)
    return Code(f"({left.text} {operator} {right.text})", left.type)


def is_word(name: str) -> bool:
    """Whether a key of a context may stand after a dot."""
    return bool(_WORD.fullmatch(name)) and name not in KEYWORDS


def _label(name: str) -> str:
    return name if is_word(name) else show_value(name)
