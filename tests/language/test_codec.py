"""The codec: one encoding for each procedure and value, and nothing else is decoded."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.language import core
from seglam_lang.language.core import Call, Const, Lambda, Let, Local, Procedure
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.storing.decoding import decode
from seglam_lang.language.storing.value_codec import CodecError, decode_value, encode_value
from seglam_lang.language.types import DATE, NUMBER, TABLE, TEXT, Con, Constructor, Var, column_of, list_of, table
from seglam_lang.language.values import Record, Table
from tests import procedures

SIMPLE = Procedure((NUMBER,), (-1,), NUMBER, (), Call("number.add@1", (Local(0), Const(1))), (), 1)

atoms = st.one_of(
    procedures.numbers,
    procedures.texts,
    st.text(),
    procedures.dates,
    procedures.times,
    st.dates(),
    st.booleans(),
    st.none(),
)
records = st.lists(atoms, max_size=3).map(lambda items: Record(tuple("abc"[: len(items)]), tuple(items)))
values = st.recursive(
    st.one_of(atoms, records, procedures.tables()), lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=8
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(procedures.procedures())
def test_decode_of_encode_is_the_procedure(generated: Procedure) -> None:
    data = encode(generated)
    again = decode(data)
    assert again == generated
    assert encode(again) == data
    assert content_hash(again) == content_hash(generated)


@given(values)
def test_decode_of_encode_is_the_value(value: Any) -> None:
    again = decode_value(encode_value(value))
    assert again == value
    assert repr(again) == repr(value)  # the same representation too: 1 is neither true nor Decimal("1")


def raw(procedure: Procedure = SIMPLE) -> list[Any]:
    unpacked: list[Any] = msgpack.unpackb(encode(procedure), use_list=True)
    return unpacked


def with_body(body: Any, frame: int = 4) -> bytes:
    changed = raw()
    changed[5], changed[7] = body, frame
    return bytes(msgpack.packb(changed))


ADD = "number.add@1"
MAP = "list.map@1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ([99, 0], "tag"),
        ([True, 0], "tag"),
        ([], "tag"),
        ("text", "tag"),
        (5, "tag"),
        ([1, 4], "slot 4"),
        ([1, -1], "slot -1"),
        ([1, True], "slot True"),
        ([1, 2], "slot 2"),  # in the frame, but without a value
        ([1], "array of 2"),
        ([1, 0, 0], "array of 2"),
        ([2, "number.explode@1", []], "no builtin"),
        ([2, "number.add@9", [[1, 0], [1, 0]]], "no builtin"),
        ([2, ADD, [[1, 0]]], "arguments"),
        ([2, ADD, [[1, 0], [1, 0], [1, 0]]], "arguments"),
        ([2, ADD, [[1, 0], [3, [1], [1, 1]]]], "tag"),  # a lambda where none is taken
        ([3, [1], [1, 1]], "tag"),
        ([2, MAP, [[9, []], [1, 0]]], "array of 3"),  # none where one is
        ([2, MAP, [[9, []], [3, [1, 2], [1, 1]]]], "array of 1"),
        ([2, MAP, [[9, []], [3, [0], [1, 0]]]], "slot 0"),  # a parameter bound anew
        ([2, MAP, [[9, []], [3, [9], [1, 9]]]], "slot 9"),
        ([4, 0, [0, 1], [1, 0]], "slot 0"),
        ([10, ["a", "a"], [[0, 1], [0, 2]]], "two fields"),
        ([10, ["a"], []], "array of 1"),
        ([10, [5], [[0, 1]]], "text"),
        ([11, [1, 0], 5], "text"),
        ([0, 1.5], "float"),
        ([0, b"bytes"], "not readable"),
        ([0, {"a": 1}], "not readable"),
        ([0, [1]], "tuple"),
        ([0, msgpack.ExtType(10, b"")], "ExtType"),
        ([0, msgpack.ExtType(1, b"10E0")], "canonical"),
        ([0, msgpack.ExtType(1, b"NaN")], "canonically"),
        ([0, msgpack.ExtType(1, b"1E9999")], "too large"),
        ([0, msgpack.ExtType(2, b"2024-02-30")], "date"),
        ([0, msgpack.ExtType(2, b"20240229")], "canonical"),
        ([0, msgpack.Timestamp(1)], "Timestamp"),
    ],
)
def test_hostile_bodies_are_refused(body: Any, reason: str) -> None:
    with pytest.raises(CodecError, match=reason):
        decode(with_body(body))


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (0, 2, "version"),
        (0, True, "version"),
        (1, [["T1", ""]], "type parameter"),
        (1, [["T0", "odd"]], "type parameter"),
        (1, [["Map", [], []]], "no type"),
        (1, [["Number", [["Number", [], []]], []]], "no type"),
        (1, [["Table", [], ["c0"]]], "no type"),
        (1, [["Record", [["Number", [], []]], []]], "do not match"),
        (2, [0], "table parameter"),
        (2, [], "do not match"),
        (3, "Number", "array"),
        (4, [[[1, 0]]], "array of 2"),
        (4, [[[1, 0], 5]], "text"),
        (6, [[1, 3]], "result"),
        (7, 0, "frame"),
        (7, 10**9, "frame"),
        (7, "1", "frame"),
    ],
)
def test_hostile_procedures_are_refused(place: int, value: Any, reason: str) -> None:
    changed = raw()
    changed[place] = value
    with pytest.raises(CodecError, match=reason):
        decode(msgpack.packb(changed))


def nested(levels: int) -> bytes:
    body: Any = [1, 0]
    for _ in range(levels):
        body = [2, "number.negate@1", [body]]
    return with_body(body)


def test_depth_is_limited_without_a_recursion_error() -> None:
    assert decode(nested(core.MAX_DEPTH - 1))
    for levels in (core.MAX_DEPTH, 400):
        with pytest.raises(CodecError):
            decode(nested(levels))
    for data in (b"\x91" * 200_000, b"\x92\x00" * 100_000, b"\xdd\x00\x00\x07\xff" * 50_000):
        with pytest.raises(CodecError):
            decode(data)
        with pytest.raises(CodecError):
            decode_value(data)
    too_deep: core.Core = Local(0)
    for _ in range(5000):
        too_deep = Let(1, Const(1), too_deep)
    with pytest.raises(CodecError, match="nested"):
        encode(Procedure((NUMBER,), (-1,), NUMBER, (), too_deep, (), 2))


def test_depth_of_values_is_limited() -> None:
    value: Any = 1
    for _ in range(64):
        value = (value,)
    assert decode_value(encode_value(value)) == value
    with pytest.raises(CodecError, match="nested"):
        encode_value((value,))
    data = b"\x01"
    for _ in range(200):
        data = msgpack.packb(msgpack.ExtType(3, data))
    with pytest.raises(CodecError, match="nested"):
        decode_value(data)


@pytest.mark.parametrize("data", [b"", b"\xc1", encode(SIMPLE) + b"\x00", encode(SIMPLE)[:-1], b"\xff" * 300_000])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode(data)


def test_bytes_that_are_not_canonical_are_refused() -> None:
    data = encode(SIMPLE)
    assert data.endswith(b"\x01")
    with pytest.raises(CodecError, match="canonical"):
        decode(data[:-1] + b"\xcc\x01")  # the frame's size, in a longer form
    with pytest.raises(CodecError, match="canonical"):
        decode_value(b"\xcc\x01")


def test_random_damage_never_raises_anything_else() -> None:
    source = random.Random(5)
    data = encode(Procedure((NUMBER,), (-1,), NUMBER, ((Const(True), "m"),), SIMPLE.body, (Const(False),), 2))
    value = encode_value(
        (1, "a", Record(("a",), (date(2024, 1, 2),)), Table(("a",), (NUMBER,), ((Decimal("0.5"),),), 1))
    )
    for _ in range(3000):
        for original, read in ((data, decode), (value, decode_value)):
            damaged = bytearray(original)
            for _ in range(source.randint(1, 3)):
                damaged[source.randrange(len(damaged))] = source.randrange(256)
            try:
                result = read(bytes(damaged))
            except CodecError:
                continue
            assert result is not None or bytes(damaged) == b"\xc0"


def test_random_bytes() -> None:
    source = random.Random(0)
    for size in (1, 10, 1000) * 20:
        data = source.randbytes(size)
        for read in (decode, decode_value):
            try:
                read(data)
            except CodecError:
                continue


def test_the_hash_is_stable() -> None:
    """The name of a stored procedure may never change; if this fails, every cache in use loses its entries."""
    same = Lambda((4,), Call("any.equal@1", (Call("row.cell@1", (Local(4), Local(1))), Local(2))))
    kept = Call("table.where@1", (Local(0), same))
    params = (TABLE, column_of(Var("T0")), Var("T0"), column_of(Var("T1")))
    where = Procedure(params, (-1, 0, -1, 0), list_of(Var("T1")), (), Call("table.values@1", (kept, Local(3))), (), 5)
    assert content_hash(where) == "0dc9e3053cef5b7c5258f51b781b9fda8dacf766db0aaf24bfe3158d994d406b"


def test_hints_and_labels_are_no_part_of_the_hash() -> None:
    plain = Procedure((TABLE, Var("T0")), (-1, -1), NUMBER, (), Call("table.count@1", (Local(0),)), (), 2)
    named = Procedure((table(("c0",)), Var("T0", hint=TEXT)), (-1, -1), NUMBER, (), plain.body, (), 2)
    assert content_hash(plain) == content_hash(named)


@pytest.mark.parametrize(
    "value",
    [
        "\ud800",
        1.5,
        10**34,
        Decimal("1.50"),
        Decimal("2"),
        Decimal("-0"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Con(Constructor.NUMBER),
        {"a": 1},
        [1],
    ],
)
def test_what_is_no_value_is_not_encoded(value: Any) -> None:
    with pytest.raises(CodecError):
        encode_value(value)


def test_tables_are_checked() -> None:
    good = Table(("a", "b"), (NUMBER, DATE), ((1, None), (None, date(2024, 1, 1))), 2)
    assert decode_value(encode_value(good)) == good
    for bad in (
        Table(("a", "a"), (NUMBER, NUMBER), ((1,), (2,)), 1),
        Table(("a",), (NUMBER,), ((1, 2),), 1),
        Table(("a",), (NUMBER,), (("x",),), 1),
        Table(("a",), (NUMBER,), ((True,),), 1),
        Table(("a",), (list_of(NUMBER),), (((1,),),), 1),
    ):
        with pytest.raises(CodecError):
            decode_value(encode_value(bad))
