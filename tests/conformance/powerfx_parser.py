"""Power Fx expressions as trees: what the adapter in powerfx.py compiles.

The grammar is that of Microsoft's "Power Fx formula reference": operators from loosest to tightest are `As`, `||`,
`&&`, `!` (not), `in`, comparisons, `&`, `+ -`, `* /`, `^`, unary minus, `%`, and `.`. Strings double their quotes;
`$"...{x}..."` holds expressions, `{{` and `}}` in it are braces; names in single quotes may hold anything.

A row of a suite with the TextFirst setting is a template instead: text with `${x}` in it (`$${` is `${`), unless it
begins with `=`; then an expression follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal


class NotAnExpression(Exception):
    """The text is not Power Fx."""


@dataclass(frozen=True, slots=True)
class Number:
    """`12.50`, `1e3`."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """`"a ""quoted"" word"`."""

    value: str


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name in scope, or of an enumeration."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """`record.name`."""

    record: Node
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`Name(arguments)`."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`-`, `!` or `%` (which stands after its operand)."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the operator between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`{a: 1, b: 2}`."""

    fields: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class TableOf:
    """`[1, 2]`: a table with the one column Value, or with the columns of the records."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interpolated:
    """`$"a {b} c"`: the parts, texts and expressions."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """`table As name`: the name that each row has in what follows."""

    table: Node
    name: str


Node = Number | Text | Bool | Name | Field | Call | Unary | Binary | RecordOf | TableOf | Interpolated | Named

BLANK = Call("Blank", ())

_SKIPPED = re.compile(r"(?:\s+|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_NAME = re.compile(r"[^\W\d]\w*|'((?:[^']|'')+)'")
_LITERALS = {"true": Bool(True), "false": Bool(False)}
_DOLLARS = re.compile(r"(\$+)\{")

# From loosest to tightest; each level is left-associative.
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||", "Or"),
    ("&&", "And"),
    ("exactin", "in"),
    ("=", "<>", "<=", ">=", "<", ">"),
    ("&",),
    ("+", "-"),
    ("*", "/"),
    ("^",),
)
_SAME = {"Or": "||", "And": "&&"}


def parse(text: str, *, text_first: bool = False) -> Node:
    """The tree of an expression (or template); NotAnExpression where it has none."""
    if not text_first:
        return _Parser(text).whole()
    if not text.startswith("="):
        return _template(text)
    body = text[1:]
    return BLANK if _SKIPPED.fullmatch(body) else _Parser(body).whole()


def _template(text: str) -> Node:
    parts: list[Node] = []
    position = 0
    literal = ""
    while found := _DOLLARS.search(text, position):
        literal += text[position : found.start()]
        position = found.end()
        if len(found[1]) > 1:
            literal += found[0][1:]
            continue
        inside = _Parser(text, position)
        parts += [Text(literal), inside.expression()]
        inside.expect("}")
        literal, position = "", inside.position
    parts.append(Text(literal + text[position:]))
    return Interpolated(tuple(parts))


class _Parser:
    """Recursive descent over `text` from `position`."""

    def __init__(self, text: str, position: int = 0) -> None:
        self.text, self.position = text, position

    def whole(self) -> Node:
        """The expression that the text is."""
        node = self.expression()
        self._skip()
        if self.position < len(self.text):
            raise NotAnExpression
        return node

    def _skip(self) -> None:
        found = _SKIPPED.match(self.text, self.position)
        assert found is not None  # it matches nothing, if need be
        self.position = found.end()

    def _take(self, symbol: str) -> bool:
        """Whether `symbol` comes next; if so, go past it. A word must end where it ends."""
        self._skip()
        end = self.position + len(symbol)
        if not self.text.startswith(symbol, self.position):
            return False
        if symbol.isalpha() and re.match(r"[\w(]", self.text[end : end + 1]):
            return False
        if (symbol == "&" and self.text[end : end + 1] == "&") or (symbol == "<" and self.text[end : end + 1] == ">"):
            return False
        self.position = end
        return True

    def expect(self, symbol: str) -> None:
        """Go past `symbol`, which must come next."""
        if not self._take(symbol):
            raise NotAnExpression

    def expression(self) -> Node:
        """An expression, perhaps a table with a name for its rows."""
        node = self._binary(0)
        return Named(node, self._name()) if self._take("As") else node

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._prefixed()
        node = self._binary(level + 1)
        while operator := next(filter(self._take, _LEVELS[level]), ""):
            node = Binary(_SAME.get(operator, operator), node, self._binary(level + 1))
        return node

    def _prefixed(self) -> Node:
        if self._take("-"):
            return Unary("-", self._prefixed())
        if self._take("!") or self._take("Not"):
            return Unary("!", self._prefixed())
        node = self._postfixed()
        while self._take("%"):
            node = Unary("%", node)
        return node

    def _postfixed(self) -> Node:
        node = self._primary()
        while self._take("."):
            node = Field(node, self._name())
        return node

    def _name(self) -> str:
        self._skip()
        found = _NAME.match(self.text, self.position)
        if not found:
            raise NotAnExpression
        self.position = found.end()
        return found[1].replace("''", "'") if found[1] else found[0]

    def _primary(self) -> Node:
        self._skip()
        if found := _NUMBER.match(self.text, self.position):
            self.position = found.end()
            return Number(Decimal(found[0]))
        if found := _TEXT.match(self.text, self.position):
            self.position = found.end()
            return Text(found[1].replace('""', '"'))
        if self._take('$"'):
            return self._interpolated()
        if self._take("("):
            node = self.expression()
            self.expect(")")
            return node
        if self._take("["):
            return TableOf(self._list("]"))
        if self._take("{"):
            return self._record()
        quoted = self.text.startswith("'", self.position)
        name = self._name()
        if not quoted and self._take("("):
            return Call(name, self._list(")"))
        return Name(name) if quoted else _LITERALS.get(name, Name(name))

    def _list(self, end: str) -> tuple[Node, ...]:
        items: list[Node] = []
        if self._take(end):
            return ()
        while True:
            items.append(self.expression())
            if self._take(end):
                return tuple(items)
            self.expect(",")

    def _record(self) -> Node:
        fields: list[tuple[str, Node]] = []
        if self._take("}"):
            return RecordOf(())
        while True:
            name = self._name()
            self.expect(":")
            fields.append((name, self.expression()))
            if self._take("}"):
                return RecordOf(tuple(fields))
            self.expect(",")

    def _interpolated(self) -> Node:
        """After `$"`: up to the quote that ends it."""
        parts: list[Node] = []
        literal = ""
        while self.position < len(self.text):
            pair, character = self.text[self.position : self.position + 2], self.text[self.position]
            if pair in ("{{", "}}", '""'):
                literal += character
                self.position += 2
            elif character == '"':
                self.position += 1
                return Interpolated((*parts, Text(literal)))
            elif character == "{":
                self.position += 1
                parts += [Text(literal), self.expression()]
                self.expect("}")
                literal = ""
            elif character == "}":
                raise NotAnExpression
            else:
                literal += character
                self.position += 1
        raise NotAnExpression
