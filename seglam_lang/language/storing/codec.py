"""Canonical msgpack of procedures, and the content hash.

One procedure has one encoding, so that the SHA-256 of the bytes names it. `decoding` reads it.

Nodes and types are msgpack arrays, nodes with a tag in front; `value_codec` says how atoms are written.
"""

from __future__ import annotations

import hashlib
from typing import Any

from seglam_lang.language import core
from seglam_lang.language.core import Const, Core, Local, Procedure
from seglam_lang.language.storing.value_codec import CodecError, pack, raw_atom
from seglam_lang.language.types import Constructor, Type, Var

MAX_PROCEDURE_BYTES = 256 * 1024
MAX_ITEMS = 2048  # of one array in a procedure
MAX_FRAME = 4096  # slots of a run
MAX_TYPE_DEPTH = 32  # of types inside one another


def encode(procedure: Procedure) -> bytes:
    """The canonical bytes of a procedure."""
    if core.depth(procedure) > core.MAX_DEPTH:
        raise CodecError(f"the procedure is nested more than {core.MAX_DEPTH} levels deep")
    data = pack(
        [
            procedure.version,
            [_raw_type(kind) for kind in procedure.params],
            list(procedure.tables),
            _raw_type(procedure.result),
            [[_raw_node(check), message] for check, message in procedure.checks],
            _raw_node(procedure.body),
            [_raw_node(ensure) for ensure in procedure.ensures],
            procedure.frame,
        ]
    )
    if len(data) > MAX_PROCEDURE_BYTES:
        raise CodecError("the procedure is too long")
    return data


def hash_of(encoded: bytes) -> str:
    """Return what names a procedure everywhere: the SHA-256 of its canonical bytes, in hexadecimal."""
    return hashlib.sha256(encoded).hexdigest()


def content_hash(procedure: Procedure) -> str:
    """Return the hash of a procedure whose canonical bytes are not at hand."""
    return hash_of(encode(procedure))


def _raw_type(kind: Type) -> list[Any]:
    """A type as [name, bound] (variable) or [name, args, labels]; which columns a table has is no part of the core."""
    if isinstance(kind, Var):
        return [kind.name, kind.bound]
    labels = list(kind.labels) if kind.constructor is Constructor.RECORD else []
    return [kind.name, [_raw_type(arg) for arg in kind.args], labels]


def _raw_node(node: Core) -> list[Any]:
    match node:
        case Const(value):
            return [0, raw_atom(value)]
        case Local(slot):
            return [1, slot]
        case core.Call(name, args):
            return [2, name, [_raw_node(arg) for arg in args]]
        case core.Lambda(slots, body):
            return [3, list(slots), _raw_node(body)]
        case core.Let(slot, value, body):
            return [4, slot, _raw_node(value), _raw_node(body)]
        case core.If(condition, yes, no):
            return [5, _raw_node(condition), _raw_node(yes), _raw_node(no)]
        case core.And(left, right):
            return [6, _raw_node(left), _raw_node(right)]
        case core.Or(left, right):
            return [7, _raw_node(left), _raw_node(right)]
        case core.Coalesce(left, right):
            return [8, _raw_node(left), _raw_node(right)]
        case core.ListOf(items):
            return [9, [_raw_node(item) for item in items]]
        case core.RecordOf(names, items):
            return [10, list(names), [_raw_node(item) for item in items]]
        case core.Field(record, label):
            return [11, _raw_node(record), label]
        case core.MapOf(keys, values):
            return [12, [_raw_node(key) for key in keys], [_raw_node(value) for value in values]]
        case core.TypeOf(kind):
            return [13, _raw_type(kind)]
        case core.Invoke(procedure, args):
            return [14, procedure, [_raw_node(arg) for arg in args]]
        case core.Loop():
            return _raw_loop(node)
        case core.Check(condition, message, body):
            return [17, _raw_node(condition), message, _raw_node(body)]
        case core.Next(states, yielded):
            return [16, [_raw_node(state) for state in states], None if yielded is None else _raw_node(yielded)]
    raise CodecError(f"not a node of the core: {type(node).__name__}")


def _raw_loop(node: core.Loop) -> list[Any]:
    return [
        15,
        node.item,
        _raw_node(node.items),
        list(node.states),
        [_raw_node(init) for init in node.inits],
        None if node.until is None else _raw_node(node.until),
        _raw_node(node.step),
        node.yields,
        _raw_node(node.body),
    ]
