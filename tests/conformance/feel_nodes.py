"""FEEL expressions (DMN 1.3, section 10.3.1) as trees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """`12`, `.5`: the digits as they were written."""

    digits: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string, its escapes read."""

    value: str


@dataclass(frozen=True, slots=True)
class Word:
    """`true`, `false` or `null`."""

    word: str


@dataclass(frozen=True, slots=True)
class At:
    """`@"2019-03-31"`: a date, time or duration, by its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, or the name of a function."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """`[a..b]`, or with one or both ends left out, `(a..b)`."""

    first: Node
    last: Node
    with_first: bool = True
    with_last: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """`{a: 1, "b c": 2}`: keys and values, in order."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """`function(x, y) body`."""

    params: tuple[str, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`f(a, b)` or, with `names`, `f(x: a, y: b)`."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """`subject.name`."""

    subject: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`subject[condition]`."""

    subject: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator and its operands: `+ - * / ** = != < <= > >= and or`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """`subject between low and high`."""

    subject: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration:
    """`for`, `some` or `every` (`kind`): names and the lists that they run over, and the body."""

    kind: str
    names: tuple[str, ...]
    lists: tuple[Node, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`subject instance of type`."""

    subject: Node
    type: str


@dataclass(frozen=True, slots=True)
class In:
    """`subject in (tests)`: each test is a value, a list, a range or a comparison."""

    subject: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`< operand`, as a test."""

    operator: str
    operand: Node


Node = (
    Number
    | Text
    | Word
    | At
    | Name
    | ListOf
    | Range
    | Context
    | Function
    | Call
    | Path
    | Filter
    | Negative
    | Binary
    | Between
    | If
    | Iteration
    | InstanceOf
    | In
    | Comparison
)
