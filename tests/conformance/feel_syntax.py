"""FEEL expressions (DMN 1.3, section 10.3.1) as trees, by recursive descent.

FEEL's names may hold spaces, so that where one ends depends on which names there are: the parser is given them, takes
the longest that fits, and otherwise a single word. `**` associates to the left and the sign of a number binds tighter
than any operator, as the suite has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


class FeelSyntaxError(Exception):
    """The text is no FEEL expression that this parser knows."""


_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_TEXT = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_ARGUMENT_NAME = re.compile(r"([^\W\d][\w ]*?)\s*:")
_KEY = re.compile(r'([^":{}\[\]]+?)\s*:')
_TYPE = re.compile(r"[a-z]+( [a-z]+)*")
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(["\\ntr\'])|(.))', re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_KEYWORDS = frozenset({"and", "between", "else", "every", "for", "function", "if", "in", "instance", "or", "return"})
_KEYWORDS |= {"satisfies", "some", "then"}
_LEVELS = (("or",), ("and",), ("=", "!=", "<=", ">=", "<", ">"), ("+", "-"), ("*", "/"), ("**",))
_COMPARISONS = 2  # the level at which `between` and `instance of` stand


def parse(text: str, names: Iterable[str]) -> Node:
    """The tree of an expression; `names` are the names with spaces that it may use."""
    parser = _Parser(text, sorted(names, key=len, reverse=True))
    tree = parser.expression()
    if parser.rest:
        raise FeelSyntaxError(f"unexpected {parser.rest!r}")
    return tree


class _Parser:
    def __init__(self, text: str, names: list[str]) -> None:
        self._text, self._at = text, 0
        self._names = [re.compile(r"\s+".join(map(re.escape, name.split())) + r"(?!\w)") for name in names]
        self._skip()

    @property
    def rest(self) -> str:
        """What has not been read."""
        return self._text[self._at :]

    def expression(self) -> Node:
        """One expression, up to what cannot belong to it."""
        if self._word("if"):
            condition = self.expression()
            self._expect_word("then")
            yes = self.expression()
            self._expect_word("else")
            return If(condition, yes, self.expression())
        for kind, before_body in (("for", "return"), ("some", "satisfies"), ("every", "satisfies")):
            if self._word(kind):
                return self._iteration(kind, before_body)
        if self._word("function"):
            return self._function()
        return self._level(0)

    def _iteration(self, kind: str, before_body: str) -> Iteration:
        names: list[str] = []
        lists: list[Node] = []
        while not names or self._sign(","):
            names.append(self._take(_WORD)[0])
            self._expect_word("in")
            first = self.expression()
            lists.append(Range(first, self.expression()) if self._sign("..") else first)
        self._expect_word(before_body)
        return Iteration(kind, tuple(names), tuple(lists), self.expression())

    def _function(self) -> Function:
        self._expect("(")
        params: list[str] = []
        while not self._sign(")"):
            params.append(self._take(_WORD)[0])
            self._sign(",")
        return Function(tuple(params), self.expression())

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while True:
            operator = self._operator(_LEVELS[level])
            if operator:
                left = Binary(operator, left, self._level(level + 1))
            elif level == _COMPARISONS and self._word("between"):
                low = self._level(level + 1)
                self._expect_word("and")
                left = Between(left, low, self._level(level + 1))
            elif level == _COMPARISONS and self._word("instance"):
                self._expect_word("of")
                left = InstanceOf(left, self._take(_TYPE)[0])
            elif level == _COMPARISONS and self._word("in"):
                left = In(left, self._tests())
            else:
                return left

    def _tests(self) -> tuple[Node, ...]:
        if not self._sign("("):
            return (self._test(),)
        tests = [self._test()]
        if self._sign(".."):
            return (self._range(tests[0], with_first=False),)
        while self._sign(","):
            tests.append(self._test())
        self._expect(")")
        return tuple(tests)

    def _test(self) -> Node:
        for each in _LEVELS[_COMPARISONS]:
            if self._sign(each):
                return Comparison(each, self._level(_COMPARISONS + 1))
        return self._level(_COMPARISONS + 1)

    def _range(self, first: Node, with_first: bool) -> Range:
        """What follows the `..` of a range."""
        last = self.expression()
        with_last = self._sign("]")
        if not with_last and not self._sign(")"):
            self._expect("[")
        return Range(first, last, with_first, with_last)

    def _operator(self, operators: tuple[str, ...]) -> str:
        for each in operators:
            if each.isalpha():
                if self._word(each):
                    return each
            elif self.rest.startswith(each) and not (each == "*" and self.rest.startswith("**")):
                self._advance(len(each))
                return each
        return ""

    def _signed(self) -> Node:
        if self._sign("-"):
            return Negative(self._signed())
        tree = self._primary()
        while True:
            if self._sign("("):
                tree = self._call(tree)
            elif self._sign("["):
                tree = Filter(tree, self.expression())
                self._expect("]")
            elif self.rest.startswith(".") and not self.rest.startswith(".."):
                self._advance(1)
                tree = Path(tree, self._take(_WORD)[0])
            else:
                return tree

    def _call(self, function: Node) -> Call:
        arguments: list[Node] = []
        names: list[str] = []
        while not self._sign(")"):
            named = _ARGUMENT_NAME.match(self._text, self._at)
            if named:
                names.append(" ".join(named[1].split()))
                self._advance(len(named[0]))
            arguments.append(self.expression())
            if not self._sign(","):
                self._expect(")")
                break
        if names and len(names) != len(arguments):
            raise FeelSyntaxError("named and positional arguments in one call")
        return Call(function, tuple(arguments), tuple(names))

    def _primary(self) -> Node:
        if self._sign("("):
            tree = self.expression()
            if self._sign(".."):
                return self._range(tree, with_first=False)
            self._expect(")")
            return tree
        if self._sign("["):
            return self._list()
        if self._sign("]"):
            first = self.expression()
            self._expect("..")
            return self._range(first, with_first=False)
        if self._sign("{"):
            return self._context()
        if self._sign("@"):
            return At(_unescaped(self._take(_TEXT)[1]))
        for pattern in self._names:
            if pattern.match(self._text, self._at):
                return Name(" ".join(self._take(pattern)[0].split()))
        if _NUMBER.match(self._text, self._at):
            return Number(self._take(_NUMBER)[0])
        if _TEXT.match(self._text, self._at):
            return Text(_unescaped(self._take(_TEXT)[1]))
        word = self._take(_WORD)[0]
        if word in _KEYWORDS:
            raise FeelSyntaxError(f"unexpected {word!r}")
        return Word(word) if word in ("true", "false", "null") else Name(word)

    def _list(self) -> Node:
        items: list[Node] = []
        while not self._sign("]"):
            items.append(self.expression())
            if self._sign(".."):
                return self._range(items[0], with_first=True)
            if not self._sign(","):
                self._expect("]")
                break
        return ListOf(tuple(items))

    def _context(self) -> Context:
        entries: list[tuple[str, Node]] = []
        while not self._sign("}"):
            if _TEXT.match(self._text, self._at):
                key = _unescaped(self._take(_TEXT)[1])
                self._expect(":")
            else:
                key = self._take(_KEY)[1]
            entries.append((key, self.expression()))
            if not self._sign(","):
                self._expect("}")
                break
        return Context(tuple(entries))

    # --- lexing -------------------------------------------------------------------------------------------------------

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        if space:
            self._at = space.end()

    def _advance(self, count: int) -> None:
        self._at += count
        self._skip()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise FeelSyntaxError(f"unexpected {self.rest[:20]!r}")
        self._advance(len(match[0]))
        return match

    def _sign(self, sign: str) -> bool:
        if self.rest.startswith(sign):
            self._advance(len(sign))
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise FeelSyntaxError(f"{sign!r} expected before {self.rest[:20]!r}")

    def _word(self, word: str) -> bool:
        match = _WORD.match(self._text, self._at)
        if match is None or match[0] != word:
            return False
        self._advance(len(word))
        return True

    def _expect_word(self, word: str) -> None:
        if not self._word(word):
            raise FeelSyntaxError(f"{word!r} expected before {self.rest[:20]!r}")


def _unescaped(text: str) -> str:
    """A string's escapes read; two that are the halves of a surrogate pair are one character.

    A backslash before any other character stands for itself, as the suite's regular expressions ("\\s") need it.
    """

    def replaced(match: re.Match[str]) -> str:
        four, six, plain, other = match.groups()
        if four or six:
            return chr(int(four or six, 16))
        return "\\" + other if other else _CONTROLS.get(plain, plain)

    try:
        return _ESCAPE.sub(replaced, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except ValueError:
        raise FeelSyntaxError("an escape that is no character") from None
