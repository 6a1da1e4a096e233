"""The nodes of the source: what a person or a model wrote, with names, comments and places.

Two nodes are equal when they print alike: `span` (offsets of the first and past the last character) and `at` (the span
of the name that the node is about, where a caret should point) take no part in comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from seglam_lang.language.syntax.nodes.declarations import (
    Body,
    Declaration,
    ExampleDeclaration,
    Module,
    Parameter,
    Procedure,
    TypeDeclaration,
    TypeParameter,
)
from seglam_lang.language.syntax.nodes.expressions import (
    Binary,
    Bool,
    Call,
    Date,
    DateTime,
    Duration,
    Expression,
    Field,
    IfElse,
    Index,
    Invocation,
    Lambda,
    ListOf,
    Literal,
    MapOf,
    Name,
    Nothing,
    Number,
    RecordOf,
    Text,
    Time,
    Unary,
)
from seglam_lang.language.syntax.nodes.spans import Span
from seglam_lang.language.syntax.nodes.statements import (
    Ask,
    Check,
    Conditional,
    Ensure,
    ForEach,
    Given,
    Header,
    Let,
    Loop,
    Return,
    Set,
    Statement,
    Step,
    Var,
    Yield,
)
from seglam_lang.language.syntax.nodes.types import NamedType, OptionalType, RecordType, TypeNode

__all__ = [
    "Ask",
    "Binary",
    "Body",
    "Bool",
    "Call",
    "Check",
    "Conditional",
    "Date",
    "DateTime",
    "Declaration",
    "Duration",
    "Ensure",
    "ExampleDeclaration",
    "Expression",
    "Field",
    "ForEach",
    "Given",
    "Header",
    "IfElse",
    "Index",
    "Invocation",
    "Lambda",
    "Let",
    "ListOf",
    "Literal",
    "Loop",
    "MapOf",
    "Module",
    "Name",
    "NamedType",
    "Node",
    "Nothing",
    "Number",
    "OptionalType",
    "Parameter",
    "Procedure",
    "RecordOf",
    "RecordType",
    "Return",
    "Set",
    "Span",
    "Statement",
    "Step",
    "Text",
    "Time",
    "TypeDeclaration",
    "TypeNode",
    "TypeParameter",
    "Unary",
    "Var",
    "Yield",
    "children",
    "walk",
]

Node = (
    Expression | Lambda | Loop | TypeNode | Statement | TypeParameter | Parameter | Given | Body | Declaration | Module
)


def children(node: Node) -> Iterator[Node]:
    """Return the nodes directly inside `node`, in the order in which they are written."""
    for each in fields(node):
        value = getattr(node, each.name)
        for item in value if isinstance(value, tuple) else (value,):
            if hasattr(item, "__dataclass_fields__"):
                yield item


def walk(node: Node) -> Iterator[Node]:
    """Return `node` and everything inside it, each node before what it holds."""
    yield node
    for child in children(node):
        yield from walk(child)
