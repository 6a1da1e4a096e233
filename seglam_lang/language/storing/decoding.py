"""Bytes to procedures: what `codec` wrote is read, and nothing else.

Nothing is trusted: lengths, tags, arities, depth, builtins and slots are checked, and what does not encode to the very
same bytes again is refused. What this does not prove is that a core is well typed; `soundness.check_types` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgpack

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import Const, Core, Local, Procedure
from seglam_lang.language.storing.codec import MAX_FRAME, MAX_ITEMS, MAX_PROCEDURE_BYTES, MAX_TYPE_DEPTH, encode
from seglam_lang.language.storing.value_codec import CodecError, atom_of, only, text_of, unpack
from seglam_lang.language.types import NUMERIC, ORDERED, SCALARS, Con, Constructor, Type, Var, is_a

# The number of arguments of each type constructor that a procedure's signature may name.
_CONSTRUCTORS = {**{kind.name: 0 for kind in SCALARS}, **dict(Table=0, List=1, Map=2, Optional=1, Column=1)}

Finder = Callable[[str], Procedure]  # the procedure with a content hash; CodecError where there is none


def _none_at_hand(hash: str) -> Procedure:
    raise CodecError(f"it calls the procedure {hash[:12]}, which is not at hand")


def decode(data: bytes, find: Finder = _none_at_hand) -> Procedure:
    """The procedure that `data` encodes; CodecError on anything else. `find` gives the procedures that it calls."""
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
    procedure = _Decoder(find).procedure(only(unpack(unpacker, data)))
    if encode(procedure) != data:
        raise CodecError("the encoding is not canonical")
    return procedure


Scope = frozenset[int]
Round = tuple[int, bool]  # of a loop: how many states it has, whether it yields


class _Decoder:
    """Builds a procedure from unpacked arrays; refuses what the checker could not have made."""

    def __init__(self, find: Finder) -> None:
        self.frame = 0
        self._find = find
        self._callees: dict[str, Procedure] = {}
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
            version,
            self._callees,
        )

    def check(self, raw: Any, scope: Scope) -> tuple[Core, str]:
        condition, message = _array(raw, 2)
        return self.node(condition, scope, 1), text_of(message)

    def tables(self, raw: tuple[Any, ...], types: tuple[Type, ...]) -> tuple[int, ...]:
        """For each parameter -1, or for a column the position of the table parameter that it is of."""
        if len(raw) != len(types):
            raise CodecError("the tables do not match the parameters")
        for of, kind in zip(raw, types, strict=True):
            is_column = is_a(kind, Constructor.COLUMN)
            known = type(of) is int and -1 <= of < len(types)
            if not known or (of >= 0 and not (is_column and types[of] == Con(Constructor.TABLE))):
                raise CodecError("a column parameter is not of a table parameter")
        return raw

    def type(self, raw: Any, depth: int) -> Type:
        if depth > MAX_TYPE_DEPTH:
            raise CodecError("a type is nested too deeply")
        if type(raw) is tuple and len(raw) == 2:
            return self.variable(*raw)
        name, args, labels = _array(raw, 3)
        inner = tuple(self.type(arg, depth + 1) for arg in _array(args))
        names = tuple(text_of(label) for label in _array(labels))
        if name == Constructor.RECORD:
            if len(names) != len(inner) or len(set(names)) != len(names):
                raise CodecError("a record type's fields and names do not match")
        elif type(name) is not str or _CONSTRUCTORS.get(name) != len(inner) or names:
            raise CodecError(f"no type of a procedure: {name!r}")
        return Con(Constructor(name), inner, names)

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
        """Any node but a lambda, a type, or the end of a round."""
        read = self._READ.get(self._tag(raw, depth))
        if read is None:
            raise CodecError(f"a node with the tag {raw[0]}")
        return read(self, raw, scope, depth + 1)

    def _tag(self, raw: Any, depth: int) -> int:
        if depth > core.MAX_DEPTH:
            raise CodecError(f"the procedure is nested more than {core.MAX_DEPTH} levels deep")
        if type(raw) is not tuple or not raw or type(raw[0]) is not int:
            raise CodecError("a node is an array that begins with a tag")
        return raw[0]

    def chain(self, raw: Any, scope: Scope, depth: int, round: Round | None) -> Core:
        """What follows a Let, a Check or a Loop: in a round, more of them and at last its end; elsewhere any node."""
        if round is None:
            return self.node(raw, scope, depth)
        tag = self._tag(raw, depth)
        if tag == 4:
            return self._let(raw, scope, depth + 1, round)
        if tag == 15:
            return self._loop(raw, scope, depth + 1, round)
        if tag == 17:
            return self._check(raw, scope, depth + 1, round)
        if tag == 16:
            return self._next(raw, scope, depth + 1, round)
        raise CodecError("a round does not end as its loop needs")

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
            tuple(
                self._argument(builtin, arg, kind, scope, depth)
                for arg, kind in zip(args, builtin.params, strict=False)
            ),
        )

    def _argument(self, builtin: Builtin, raw: Any, kind: Type, scope: Scope, depth: int) -> Core:
        """An argument: a lambda where the builtin takes one, or computes a column of it, nowhere else."""
        if is_a(kind, Constructor.TYPE):
            return self._type_argument(raw)
        if is_a(kind, Constructor.FUNCTION):
            return self._lambda(raw, len(kind.args) - 1, scope, depth)
        if is_a(kind, Constructor.COLUMN) and builtin.computes_columns and _tag(raw) == 3:
            return self._lambda(raw, 1, scope, depth)
        return self.node(raw, scope, depth)

    def _lambda(self, raw: Any, parameters: int, scope: Scope, depth: int) -> Core:
        tag, slots, body = _array(raw, 3)
        if tag != 3 or type(tag) is not int:
            raise CodecError("a builtin that takes a lambda is given something else")
        bound = self.slots(_array(slots, parameters), scope)
        return core.Lambda(bound, self.node(body, scope | set(bound), depth + 1))

    def _type_argument(self, raw: Any) -> Core:
        tag, kind = _array(raw, 2)
        if tag != 13 or type(tag) is not int:
            raise CodecError("a builtin that takes a type is given something else")
        known = len(self._variables)
        read = core.TypeOf(self.type(kind, 0))
        if len(self._variables) > known or _has_variables(read.type):
            raise CodecError("a type argument with a variable")
        return read

    def slots(self, raw: tuple[Any, ...], scope: Scope) -> tuple[int, ...]:
        """Distinct slots that get values here."""
        bound = tuple(self.slot(slot, scope) for slot in raw)
        if len(set(bound)) != len(bound):
            raise CodecError("a slot is bound twice in one place")
        return bound

    def slot(self, raw: Any, scope: Scope) -> int:
        """A slot that gets a value here: in the frame, and without a value until now."""
        if type(raw) is not int or not 0 <= raw < self.frame or raw in scope:
            raise CodecError(f"slot {raw!r} cannot be bound there")
        return raw

    def _let(self, raw: tuple[Any, ...], scope: Scope, depth: int, round: Round | None = None) -> Core:
        _, slot, value, body = _array(raw, 4)
        bound = self.slot(slot, scope)
        return core.Let(bound, self.node(value, scope, depth), self.chain(body, scope | {bound}, depth, round))

    def _check(self, raw: tuple[Any, ...], scope: Scope, depth: int, round: Round | None = None) -> Core:
        _, condition, message, body = _array(raw, 4)
        read = self.node(condition, scope, depth)
        return core.Check(read, text_of(message), self.chain(body, scope, depth, round))

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
        labels = tuple(text_of(name) for name in _array(names))
        if len(set(labels)) != len(labels):
            raise CodecError("a record with two fields of one name")
        return core.RecordOf(labels, tuple(self.node(item, scope, depth) for item in _array(items, len(labels))))

    def _field(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, record, label = _array(raw, 3)
        return core.Field(self.node(record, scope, depth), text_of(label))

    def _map(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, keys, values = _array(raw, 3)
        read_keys = tuple(self.node(key, scope, depth) for key in _array(keys))
        return core.MapOf(read_keys, tuple(self.node(each, scope, depth) for each in _array(values, len(read_keys))))

    def _invoke(self, raw: tuple[Any, ...], scope: Scope, depth: int) -> Core:
        _, hash, args = _array(raw, 3)
        callee = self._callees.get(hash) if type(hash) is str else None
        if callee is None:
            callee = self._callees[hash] = self._find(text_of(hash))
        if len(_array(args)) != len(callee.params):
            raise CodecError(f"a call of {hash[:12]} does not have its {len(callee.params)} arguments")
        return core.Invoke(hash, tuple(self.node(arg, scope, depth) for arg in args))

    def _loop(self, raw: tuple[Any, ...], scope: Scope, depth: int, round: Round | None = None) -> Core:
        _, item, items, states, inits, until, step, yields, body = _array(raw, 9)
        read_items = self.node(items, scope, depth)
        read_inits = tuple(self.node(init, scope, depth) for init in _array(inits, len(_array(states))))
        bound = self.slots((item, *states), scope)
        inside, after = scope.union(bound), scope.union(bound[1:])
        read_until = None if until is None else self.node(until, inside, depth)
        yielding = type(yields) is not int or yields != -1
        read_step = self.chain(step, inside, depth, (len(states), yielding))
        if yielding:
            after |= {self.slot(yields, inside)}
        read_body = self.chain(body, after, depth, round)
        return core.Loop(bound[0], read_items, bound[1:], read_inits, read_until, read_step, yields, read_body)

    def _next(self, raw: tuple[Any, ...], scope: Scope, depth: int, round: Round) -> Core:
        _, states, yielded = _array(raw, 3)
        if round != (len(_array(states)), yielded is not None):
            raise CodecError("the end of a round does not fit its loop")
        return core.Next(
            tuple(self.node(state, scope, depth) for state in states),
            None if yielded is None else self.node(yielded, scope, depth),
        )

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
        12: _map,
        14: _invoke,
        15: _loop,
        17: _check,
    }


_TWO_SIDED: dict[int, type[core.And] | type[core.Or] | type[core.Coalesce]] = {
    6: core.And,
    7: core.Or,
    8: core.Coalesce,
}


def _tag(raw: Any) -> Any:
    """The tag of a node, None if it is none."""
    return raw[0] if type(raw) is tuple and raw and type(raw[0]) is int else None


def _has_variables(kind: Type) -> bool:
    return isinstance(kind, Var) or any(map(_has_variables, kind.args))


def _array(raw: Any, length: int | None = None) -> tuple[Any, ...]:
    if type(raw) is not tuple or (length is not None and len(raw) != length):
        raise CodecError(f"an array {'' if length is None else f'of {length} '}expected")
    return raw
