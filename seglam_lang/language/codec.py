"""Canonical msgpack of procedures and values, and the content hash.

One procedure has one encoding, so that the SHA-256 of the bytes names it. Decoding trusts nothing: lengths, tags,
arities, depth, builtins and slots are checked, and what does not encode to the very same bytes again is refused. What
it does not prove is that a core is well typed; `soundness.check_types` does.

Nodes and types are msgpack arrays, nodes with a tag in front; `value_codec` says how atoms are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgpack

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.core import Const, Core, Local, Procedure
from seglam_lang.language.types import NUMERIC, ORDERED, Con, Type, Var
from seglam_lang.language.value_codec import (
    CodecError,
    atom_of,
    decode_value,
    encode_value,
    label_of,
    only,
    pack,
    raw_atom,
    text_of,
    unpack,
)

__all__ = ["CodecError", "content_hash", "decode", "decode_value", "encode", "encode_value"]

MAX_PROCEDURE_BYTES = 256 * 1024
MAX_ITEMS = 2048  # of one array in a procedure
MAX_FRAME = 4096  # slots of a run
MAX_TYPE_DEPTH = 32  # of types inside one another
# The number of arguments of each type constructor that a procedure's signature may name.
_CONSTRUCTORS = {"Number": 0, "Text": 0, "Bool": 0, "Date": 0, "Table": 0, "List": 1, "Map": 2, "Optional": 1, "Column": 1}


def encode(procedure: Procedure) -> bytes:
    """The canonical bytes of a procedure."""
    roots = procedure.roots()
    if any(core.depth(root) > core.MAX_DEPTH for root in roots):
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


def content_hash(procedure: Procedure) -> str:
    """What names a procedure everywhere: the SHA-256 of its encoding, in hexadecimal."""
    return hashlib.sha256(encode(procedure)).hexdigest()


def decode(data: bytes) -> Procedure:
    """The procedure that `data` encodes; CodecError on anything else."""
    if len(data) > MAX_PROCEDURE_BYTES:
        raise CodecError("the procedure is too long")
    unpacker = msgpack.Unpacker(
        max_buffer_size=MAX_PROCEDURE_BYTES,
        max_array_len=MAX_ITEMS,
        max_map_len=0,
        max_bin_len=0,
        max_ext_len=64,
        use_list=False,
        strict_map_key=True,
    )
    procedure = _Decoder().procedure(only(unpack(unpacker, data)))
    if encode(procedure) != data:
        raise CodecError("the encoding is not canonical")
    return procedure


def _raw_type(kind: Type) -> list[Any]:
    """A type as [name, bound] (variable) or [name, args, labels]; which columns a table has is no part of the core."""
    if isinstance(kind, Var):
        return [kind.name, kind.bound]
    labels = list(kind.labels) if kind.name == "Record" else []
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
    raise CodecError(f"not a node of the core: {type(node).__name__}")


Scope = frozenset[int]


class _Decoder:
    """Builds a procedure from unpacked arrays; refuses what the checker could not have made."""

    def __init__(self) -> None:
        self.frame = 0
        self._variables: dict[str, str] = {}

    def procedure(self, raw: Any) -> Procedure:
        version, params, tables, result, checks, body, ensures, self.frame = _array(raw, 8)
        if version != core.LANGUAGE_VERSION or type(version) is not int:
            raise CodecError(f"language version {version!r} is not known here")
        if type(self.frame) is not int or not 0 <= self.frame <= MAX_FRAME:
            raise CodecError("the frame has no size, or too large a one")
        types = tuple(self.type(kind, 0) for kind in _array(params))
        scope = frozenset(range(len(types)))
        if len(types) + bool(ensures) > self.frame:
            raise CodecError("the frame does not hold the parameters and the result")
        return Procedure(
            types,
            self.tables(_array(tables), types),
            self.type(result, 0),
            tuple(self.check(check, scope) for check in _array(checks)),
            self.node(body, scope, 1),
            tuple(self.node(ensure, scope | {self.frame - 1}, 1) for ensure in _array(ensures)),
            self.frame,
        )

    def check(self, raw: Any, scope: Scope) -> tuple[Core, str]:
        condition, message = _array(raw, 2)
        return self.node(condition, scope, 1), text_of(message)

    def tables(self, raw: tuple[Any, ...], types: tuple[Type, ...]) -> tuple[int, ...]:
        """For each parameter -1, or for a column the position of the table parameter that it is of."""
        if len(raw) != len(types):
            raise CodecError("the tables do not match the parameters")
        for of, kind in zip(raw, types, strict=True):
            is_column = isinstance(kind, Con) and kind.name == "Column"
            known = type(of) is int and -1 <= of < len(types)
            if not known or (of >= 0 and not (is_column and types[of] == Con("Table"))):
                raise CodecError("a column parameter is not of a table parameter")
        return raw

    def type(self, raw: Any, depth: int) -> Type:
        if depth > MAX_TYPE_DEPTH:
            raise CodecError("a type is nested too deeply")
        if type(raw) is tuple and len(raw) == 2:
            return self.variable(*raw)
        name, args, labels = _array(raw, 3)
        inner = tuple(self.type(arg, depth + 1) for arg in _array(args))
        names = tuple(label_of(label) for label in _array(labels))
        if name == "Record":
            if len(names) != len(inner) or len(set(names)) != len(names):
                raise CodecError("a record type's fields and names do not match")
        elif type(name) is not str or _CONSTRUCTORS.get(name) != len(inner) or names:
            raise CodecError(f"no type of a procedure: {name!r}")
        return Con(name, inner, names)

    def variable(self, name: Any, bound: Any) -> Var:
        """Type parameters are called T0, T1, ... in order of first occurrence."""
        if name not in self._variables:
            if name != f"T{len(self._variables)}" or bound not in ("", ORDERED, NUMERIC):
                raise CodecError("a type parameter out of order, or with a bound that is not known")
            self._variables[name] = bound
        if self._variables[name] != bound:
            raise CodecError("a type parameter with two bounds")
        return Var(name, bound)

    def node(self, raw: Any, scope: Scope, depth: int) -> Core:
        """Any node but a lambda."""
        if depth > core.MAX_DEPTH:
            raise CodecError(f"the procedure is nested more than {core.MAX_DEPTH} levels deep")
        if type(raw) is not tuple or not raw or type(raw[0]) is not int:
            raise CodecError("a node is an array that begins with a tag")
        read = self._READ.get(raw[0])
        if read is None:
            raise CodecError(f"a node with the tag {raw[0]}")
        return read(self, raw, scope, depth + 1)

    def _const(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        return Const(atom_of(_array(raw, 2)[1]))

    def _local(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        slot = _array(raw, 2)[1]
        if type(slot) is not int or slot not in scope:
            raise CodecError(f"slot {slot!r} has no value there")
        return Local(slot)

    def _call(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, name, args = _array(raw, 3)
        builtin = REGISTRY.by_id.get(name) if type(name) is str else None
        if builtin is None:
            raise CodecError(f"no builtin {name!r} is known here")
        missing = len(builtin.params) - len(_array(args))
        if not 0 <= missing <= builtin.optional:
            raise CodecError(f"{name} does not take {len(args)} arguments")
        return core.Call(
            builtin.id,
            tuple(self._argument(arg, kind, scope, depth) for arg, kind in zip(args, builtin.params, strict=False)),
        )

    def _argument(self, raw: Any, kind: Type, scope: Scope, depth: int) -> Core:
        """An argument: a lambda where the builtin takes one, nowhere else."""
        if not (isinstance(kind, Con) and kind.name == "Fn"):
            return self.node(raw, scope, depth)
        tag, slots, body = _array(raw, 3)
        if tag != 3 or type(tag) is not int:
            raise CodecError("a builtin that takes a lambda is given something else")
        bound = tuple(self.slot(slot, scope) for slot in _array(slots, len(kind.args) - 1))
        if len(set(bound)) != len(bound):
            raise CodecError("a lambda binds a slot twice")
        return core.Lambda(bound, self.node(body, scope | set(bound), depth + 1))

    def slot(self, raw: Any, scope: Scope) -> int:
        """A slot that gets a value here: in the frame, and without a value until now."""
        if type(raw) is not int or not 0 <= raw < self.frame or raw in scope:
            raise CodecError(f"slot {raw!r} cannot be bound there")
        return raw

    def _let(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, slot, value, body = _array(raw, 4)
        bound = self.slot(slot, scope)
        return core.Let(bound, self.node(value, scope, depth), self.node(body, scope | {bound}, depth))

    def _if(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        condition, yes, no = (self.node(part, scope, depth) for part in _array(raw, 4)[1:])
        return core.If(condition, yes, no)

    def _two(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        left, right = (self.node(part, scope, depth) for part in _array(raw, 3)[1:])
        form: type[core.And] | type[core.Or] | type[core.Coalesce] = _TWO_SIDED[raw[0]]
        return form(left, right)

    def _list(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        return core.ListOf(tuple(self.node(item, scope, depth) for item in _array(_array(raw, 2)[1])))

    def _record(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, names, items = _array(raw, 3)
        labels = tuple(label_of(name) for name in _array(names))
        if len(set(labels)) != len(labels):
            raise CodecError("a record with two fields of one name")
        return core.RecordOf(labels, tuple(self.node(item, scope, depth) for item in _array(items, len(labels))))

    def _field(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, record, label = _array(raw, 3)
        return core.Field(self.node(record, scope, depth), label_of(label))

    _READ: dict[int, Callable[[_Decoder, tuple[Any, ...], Scope, int], Core]] = {  # noqa: RUF012 - never changed
        0: _const,
        1: _local,
        2: _call,
        4: _let,
        5: _if,
        6: _two,
        7: _two,
        8: _two,
        9: _list,
        10: _record,
        11: _field,
    }


_TWO_SIDED: dict[int, type[core.And] | type[core.Or] | type[core.Coalesce]] = {
    6: core.And,
    7: core.Or,
    8: core.Coalesce,
}


def _array(raw: Any, length: int | None = None) -> tuple[Any, ...]:
    if type(raw) is not tuple or (length is not None and len(raw) != length):
        raise CodecError(f"an array {'' if length is None else f'of {length} '}expected")
    return raw
