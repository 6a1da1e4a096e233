"""CEL expressions (github.com/google/cel-spec, doc/langdef.md) as trees, by recursive descent.

Macros, comprehensions and indexes are not among the suites that are read here, so they are not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


class CelSyntaxError(Exception):
    """The text is no CEL expression that this parser knows."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal of a `kind`: int, uint, double, string, bytes, bool or null; `text` is its value as it was written,
    that of a string with its escapes read."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, or the name of a namespace."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    """`{k: v}`."""

    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """`package.Type{}`: a protocol buffer."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`, or, with a `receiver`, `receiver.function(arguments)`."""

    receiver: Node | None
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """`subject.field`."""

    subject: Node
    field: str


@dataclass(frozen=True, slots=True)
class Unary:
    """`-operand` or `!operand`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator and its operands."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional:
    """`condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node


Node = Literal | Name | ListOf | MapOf | Message | Call | Select | Unary | Binary | Conditional

_LEVELS = (("||",), ("&&",), ("==", "!=", "<=", ">=", "<", ">", "in"), ("+", "-"), ("*", "/", "%"))
_LEXEME = re.compile(
    r"""\s*(?:
        (?P<string>[bBrR]{0,2}(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"))
      | (?P<double>[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)
      | (?P<int>[0-9]+)(?P<unsigned>[uU]?)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<sign>\|\||&&|==|!=|<=|>=|[-+*/%!<>?:.,()\[\]{}])
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|(.))", re.DOTALL)
_CONTROLS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
END = ("end", "")


def parse(text: str) -> Node:
    """The tree of an expression."""
    parser = _Parser(text)
    tree = parser.expression()
    parser.expect_end()
    return tree


def _lexemes(text: str) -> list[tuple[str, str]]:
    """Kinds and texts of what the expression consists of."""
    found: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        match = _LEXEME.match(text, at)
        if match is None:
            raise CelSyntaxError(f"unexpected {text[at:]!r}")
        kind = next(name for name in ("string", "double", "int", "name", "sign") if match[name] is not None)
        found.append(("uint" if match["unsigned"] else kind, match[kind]))
        at = match.end()
    return [*found, END]


class _Parser:
    def __init__(self, text: str) -> None:
        self._lexemes = _lexemes(text)
        self._at = 0

    def expression(self) -> Node:
        """One expression, up to what cannot belong to it."""
        condition = self._level(0)
        if not self._accept("?"):
            return condition
        yes = self.expression()
        self._expect(":")
        return Conditional(condition, yes, self.expression())

    def expect_end(self) -> None:
        """Nothing may follow."""
        if self._lexemes[self._at] != END:
            raise CelSyntaxError(f"unexpected {self._lexemes[self._at][1]!r}")

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while True:
            operator = next((each for each in _LEVELS[level] if self._accept(each)), "")
            if not operator:
                return left
            left = Binary(operator, left, self._level(level + 1))

    def _signed(self) -> Node:
        for operator in ("-", "!"):
            if self._accept(operator):
                return Unary(operator, self._signed())
        tree = self._primary()
        while self._accept("."):
            name = self._take("name")
            tree = Call(tree, name, self._arguments()) if self._accept("(") else Select(tree, name)
        if isinstance(tree, Select) and self._accept("{"):
            self._expect("}")
            return Message(tree.field)
        return tree

    def _arguments(self) -> tuple[Node, ...]:
        return self._until(")")

    def _until(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._accept(closing):
            items.append(self.expression())
            if not self._accept(","):
                self._expect(closing)
                break
        return tuple(items)

    def _primary(self) -> Node:
        if self._accept("("):
            tree = self.expression()
            self._expect(")")
            return tree
        if self._accept("["):
            return ListOf(self._until("]"))
        if self._accept("{"):
            return self._map()
        kind, text = self._lexemes[self._at]
        self._at += 1
        if kind == "string":
            return _string(text)
        if kind in ("int", "uint", "double"):
            return Literal(kind, text)
        if kind != "name":
            raise CelSyntaxError(f"unexpected {text!r}")
        if text in ("true", "false"):
            return Literal("bool", text)
        if text == "null":
            return Literal("null", text)
        return Call(None, text, self._arguments()) if self._accept("(") else Name(text)

    def _map(self) -> MapOf:
        entries: list[tuple[Node, Node]] = []
        while not self._accept("}"):
            key = self.expression()
            self._expect(":")
            entries.append((key, self.expression()))
            if not self._accept(","):
                self._expect("}")
                break
        return MapOf(tuple(entries))

    def _accept(self, text: str) -> bool:
        kind, found = self._lexemes[self._at]
        if found == text and kind in ("sign", "name"):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise CelSyntaxError(f"{text!r} expected before {self._lexemes[self._at][1]!r}")

    def _take(self, kind: str) -> str:
        found, text = self._lexemes[self._at]
        if found != kind:
            raise CelSyntaxError(f"a {kind} expected before {text!r}")
        self._at += 1
        return text


def _string(text: str) -> Literal:
    """A string or bytes literal: its prefix says whether escapes are read."""
    quote = min(place for place in (text.find("'"), text.find('"')) if place >= 0)
    prefix, inner = text[:quote].lower(), text[quote + 1 : -1]
    return Literal("bytes" if "b" in prefix else "string", inner if "r" in prefix else _ESCAPE.sub(_escaped, inner))


def _escaped(match: re.Match[str]) -> str:
    four, eight, two, octal, plain = match.groups()
    if plain:
        return _CONTROLS.get(plain, plain)
    point = int(octal, 8) if octal else int(four or eight or two, 16)
    if point > 0x10FFFF or 0xD800 <= point < 0xE000:
        raise CelSyntaxError(f"{match[0]} is no character")
    return chr(point)
