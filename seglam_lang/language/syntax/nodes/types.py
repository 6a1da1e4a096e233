"""Nodes of types, as a signature or a step has them."""
# ruff: noqa: RUF009 - `place()` makes a dataclass field; it is no default that instances would share

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.language.syntax.nodes.spans import Span, place


@dataclass(frozen=True, slots=True)
class NamedType:
    """`Text`, `List<Number>`, a type parameter."""

    name: str
    args: tuple[TypeNode, ...] = ()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class OptionalType:
    """`Text?`."""

    item: TypeNode
    span: Span = place()


@dataclass(frozen=True, slots=True)
class RecordType:
    """`{name: Text, age: Number}`."""

    names: tuple[str, ...]
    types: tuple[TypeNode, ...]
    span: Span = place()


TypeNode = NamedType | OptionalType | RecordType
