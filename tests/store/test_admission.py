"""Admission: what is stored is found as it was given, and what may not be stored leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language import check, content_hash, encode
from seglam_lang.language.computing.numbers import LIMIT
from seglam_lang.language.core import Call, Const, Core, Invoke, Local, Procedure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing import codec
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.matching import find_arguments
from seglam_lang.requests import Template, Wording, read
from seglam_lang.requests.model import ArgumentSource, FromHeader, FromTable, FromValue
from seglam_lang.store import Entry, Provenance, Store, StoreError, admission, vetting
from seglam_lang.store.program import load
from tests.procedures import procedures
from tests.store.entries import SUM, TOTAL, certificate, entry, everything, hash_of, letters, put, wording

CHAIN = """
proc one(x: Number) -> Number { return x + 1 }
proc two(x: Number) -> Number { return one(x) * 2 }
proc three(x: Number) -> Number { return two(x) - one(x) }
"""


def entry_of(core: Procedure, name: str = "p", **options: Any) -> Entry:
    """An entry that no words ask for."""
    made = Entry(core, name, f"proc {name}", (), (), (), certificate(content_hash(core)), Provenance("test"))
    return replace(made, **options)


def chain() -> list[Entry]:
    """Three procedures, each of which calls those before it."""
    return [entry_of(checked.core, checked.name) for checked in check(CHAIN)]


def refused(store: Store, code: str, *entries: Entry) -> str:
    """Why none of the entries is stored."""
    before = store.procedures(), store.history()
    with pytest.raises(StoreError) as caught:
        store.admit(*entries)
    assert caught.value.code == code
    assert (store.procedures(), store.history()) == before
    assert all(not store.certificates(each.certificate.procedure) for each in entries)
    return caught.value.message


@settings(max_examples=30, deadline=None)
@given(core=procedures(), words=st.lists(st.text(min_size=1), unique=True, max_size=3))
def test_what_is_admitted_is_found_as_it_was_given(core: Procedure, words: Sequence[str]) -> None:
    hash = content_hash(core)
    wordings = tuple(replace(wording("a"), template=Template.parse(f"\n{text}"), procedure=hash) for text in words)
    with Store.open(":memory:") as store:
        (stored,) = store.admit(replace(entry_of(core), wordings=wordings))
        assert (stored.hash, stored.core) == (hash, encode(core))
        assert store.procedure(hash) == stored
        assert [found.wording for found in store.find([each.template for each in wordings])] == list(wordings)
        assert [each.certificate for each in store.certificates(hash)] == [certificate(hash)]
        assert load(store, hash).compiled.procedure == core


def test_the_certificate_and_the_provenance_come_back_as_they_were(store: Store) -> None:
    given = entry("a")
    store.admit(given)
    (evidence,) = store.certificates(hash_of("a"))
    (provenance,) = store.provenance(hash_of("a"))
    assert (evidence.certificate, evidence.template) == (given.certificate, TOTAL)
    assert replace(provenance, template=None, added="") == given.provenance


def test_a_procedure_that_is_there_keeps_its_name(store: Store) -> None:
    store.admit(entry("a", name="first"))
    (again,) = store.admit(entry("a", wording("a", SUM), name="second"))
    assert again.name == "first" == store.procedure(hash_of("a")).name
    assert len(store.wordings(hash_of("a"))) == 2


def test_a_wording_may_replace_one_of_the_same_procedure(store: Store) -> None:
    put(store, "a")
    put(store, "a", wording("a", SUM), replaces=(wording("a"),))
    assert letters(store.find([TOTAL, SUM])) == ["a"]
    put(store, "a", wording("a", SUM), replaces=(wording("a", SUM),))  # by itself: nothing changes
    assert letters(store.find([SUM])) == ["a"]
    assert [event.action for event in store.history()] == ["replaced"]


def test_new_wordings_take_the_places_of_their_own_templates(store: Store) -> None:
    put(store, "a", wording("a", SUM), wording("a", TOTAL))
    put(store, "b", wording("b", SUM), wording("b", TOTAL))
    put(store, "c", wording("c", TOTAL), wording("c", SUM), replaces=(wording("a", SUM), wording("a", TOTAL)))
    found = list(store.find([TOTAL, SUM]))
    assert [(each.wording.template, each.wording.procedure) for each in found[:2]] == [
        (SUM, hash_of("c")),
        (TOTAL, hash_of("c")),
    ]
    assert letters(found) == ["c", "c", "b", "b"]


# What is refused


def test_a_core_that_is_not_well_typed(store: Store) -> None:
    core = Procedure((TEXT,), (-1,), NUMBER, (), Call("number.abs@1", (Local(0),)), (), 1)
    assert "p (" in refused(store, "unsound", entry("a"), entry_of(core))


@pytest.mark.parametrize("body", [Call("no.such@1", (Local(0),)), Local(7)])
def test_a_core_that_names_what_is_not_there(store: Store, body: Core) -> None:
    assert "no such" in refused(store, "unsound", entry_of(Procedure((NUMBER,), (-1,), NUMBER, (), body, (), 1)))


def test_a_core_that_cannot_be_encoded(store: Store) -> None:
    core = Procedure((), (), TEXT, (), Const("x" * codec.MAX_PROCEDURE_BYTES), (), 0)
    made = Entry(core, "p", "proc p", (), (), (), certificate("?"), Provenance(""))
    with pytest.raises(StoreError, match="too long"):
        store.admit(made)
    assert store.procedures() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"hash": hash_of("b")},
        {"encoded": b"something else", "hash": hash_of("a")},
        {"certificate": certificate(hash_of("b"))},
        {"wordings": (wording("a"), wording("b", SUM))},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_what_belongs_to_another_procedure(store: Store, wrong: dict[str, Any]) -> None:
    assert "answer (" in refused(store, "wrong-hash", replace(entry("a"), **wrong))


def test_callees_are_stored_with_their_callers_in_any_order(store: Store) -> None:
    entries = chain()
    assert [each.name for each in store.admit(*reversed(entries))] == ["three", "two", "one"]
    assert load(store, content_hash(entries[2].core)).compiled.run((5,)) == 6


def test_callees_may_be_there_already_or_in_a_layer(store: Store, tmp_path: Path) -> None:
    one, two, three = chain()
    with Store.open(tmp_path / "layer.sqlite") as layer:
        layer.admit(one, two)
    with Store.open(tmp_path / "own.sqlite", [tmp_path / "layer.sqlite"]) as own:
        own.admit(three)
        assert load(own, content_hash(three.core)).compiled.run((5,)) == 6
    store.admit(one)
    store.admit(two)


def test_a_callee_that_is_missing_is_named(store: Store) -> None:
    one, two, three = chain()
    store.admit(one)
    assert content_hash(two.core)[:12] in refused(store, "missing-callee", three)
    bare = replace(three, core=replace(three.core, callees={}))
    assert "was not given" in refused(store, "missing-callee", replace(bare, certificate=three.certificate))


def test_a_callee_that_was_removed_from_a_layer_is_missing(tmp_path: Path) -> None:
    one, two, _ = chain()
    with Store.open(tmp_path / "layer.sqlite") as layer:
        layer.admit(one)
    with Store.open(tmp_path / "own.sqlite", [tmp_path / "layer.sqlite"]) as own:
        own.remove(content_hash(one.core))
        assert content_hash(one.core)[:12] in refused(own, "missing-callee", two)


def test_a_callee_that_is_another_procedure_than_its_hash_says(store: Store) -> None:
    one, *_ = chain()
    hash = content_hash(one.core)
    store.admit(one)
    other = Procedure((TEXT,), (-1,), TEXT, (), Local(0), (), 1)
    core = Procedure((TEXT,), (-1,), TEXT, (), Invoke(hash, (Local(0),)), (), 1, callees={hash: other})
    assert hash[:12] in refused(store, "wrong-hash", entry_of(core))


def test_a_row_that_is_damaged_is_not_taken_for_what_was_written(store: Store) -> None:
    put(store, "a")
    with store._files.writing() as own:
        own.execute("UPDATE procedures SET core = X'00'")
    with pytest.raises(StoreError) as caught:
        put(store, "a", wording("a", SUM))
    assert caught.value.code == "corrupt"
    assert list(store.find([SUM])) == []


# How often


def test_one_encoding_and_one_hash_an_entry(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def encode_counted(core: Procedure) -> bytes:
        counted.append("encode")
        return encode(core)

    monkeypatch.setattr(vetting, "encode", encode_counted)
    monkeypatch.setattr(vetting, "content_hash", lambda core: counted.append("hash"))
    entries = chain()
    store.admit(*entries)
    assert counted == ["encode"] * 3
    put(store, "a", encoded=encode(entry("a").core), hash=hash_of("a"))
    assert counted == ["encode"] * 3


@pytest.mark.parametrize("step", ["insert_certificate", "insert_wording", "insert_provenance", "drop_unasked"])
def test_a_write_that_fails_half_way_leaves_everything_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(store, "a")
    before = everything(store, hash_of("a"))

    def fail(*_: object) -> None:
        raise OSError("the machine is on fire")

    with monkeypatch.context() as patched:
        patched.setattr(admission, step, fail)
        with pytest.raises(OSError, match="fire"):
            put(store, "b", replaces=(wording("a"),))
    assert everything(store, hash_of("a")) == before
    assert [each.hash for each in store.procedures()] == [hash_of("a")] and store.history() == []
    put(store, "b", replaces=(wording("a"),))
    assert letters(store.find([TOTAL])) == ["b"]


# What no word of a wording spells

COUNT = """
proc count_of<T>(
  rows: Table,
  other: Table,
  key: Column<T> of rows,
  wanted: T,
  pay: Column<Number> of rows,
  far: Column<Number> of other
) -> Number {
  return rows.where(row => row[key] == wanted).total(pay) + other.total(far)
}
"""
KEY, PAY, FAR = FromHeader("table", "key", "Text"), FromHeader("table", "pay", "Number"), FromHeader("b", "far")
FITTING: dict[str, ArgumentSource] = {
    "rows": FromTable("table"),
    "key": KEY,
    "wanted": FromValue(KEY, "x", ("x", "y")),
    "pay": PAY,
    "other": FromTable("b"),
    "far": FAR,
}


def implicit(**changed: ArgumentSource | None) -> Entry:
    """An entry whose wording gives each parameter what fits, but for what is changed; None is nothing at all."""
    (made,) = check(COUNT)
    given: dict[str, ArgumentSource | None] = {**FITTING, **changed}
    sources = tuple(source for name in made.params if (source := given[name]) is not None)
    asked = Wording(Template.parse("b:table table\nhow are we doing"), content_hash(made.core), sources)
    return entry_of(made.core, made.name, wordings=(asked,))


def test_implicit_columns_and_values_are_found_as_they_were_given() -> None:
    with Store.open(":memory:") as store:
        made = implicit()
        store.admit(made)
        (found,) = store.find([made.wordings[0].template])
        assert found.wording == made.wordings[0]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"pay": FromHeader("table", "pay", "Text")}, "Number is not Text"),
        ({"pay": FromHeader("table", "pay", "Money")}, "of the type 'Money', which no cell has"),
        ({"pay": FromHeader("b", "pay", "Number")}, "the column 'pay' of another table"),
        ({"rows": FromHeader("table", "pay", "Number")}, "of another table"),
        ({"wanted": PAY}, "of another table"),
        ({"wanted": FromValue(FromHeader("table", "gone", "Text"), "x")}, "of a column that it does not take"),
        ({"wanted": FromValue(KEY, 5)}, "what does not fit"),
        ({"wanted": FromValue(PAY, 5)}, "what does not fit"),  # the column `key` holds texts
        ({"wanted": FromValue(KEY, ("x",))}, "which is no cell"),
        ({"wanted": FromValue(KEY, "x", ("x", 1))}, "which is no cell"),
        ({"pay": FromValue(KEY, "x")}, "what does not fit"),
        ({"wanted": None}, "gives 5 arguments, and it takes 6"),
    ],
)
def test_what_a_procedure_cannot_take_is_refused(changed: dict[str, ArgumentSource | None], why: str) -> None:
    with Store.open(":memory:") as store:
        assert why in refused(store, "unsound", implicit(**changed))


numbers = st.integers(1 - LIMIT, LIMIT - 1)
sources = st.one_of(
    st.sampled_from([*FITTING.values(), FromHeader("table", "key"), FromValue(FAR, 1), FromValue(KEY, None)]),
    st.builds(
        FromValue,
        st.sampled_from([KEY, PAY, FAR]),
        st.one_of(st.text(), st.integers(1 - LIMIT, LIMIT - 1), st.booleans()),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(FITTING)), sources, min_size=1, max_size=3))
def test_what_is_stored_could_be_given(changed: dict[str, ArgumentSource]) -> None:
    """Whatever a wording says, it is refused with a reason or can be answered with arguments of the right types."""
    made = implicit(**changed)
    table = {"columns": ["key", "pay"], "rows": [["x", 1], ["y", 2]]}
    inputs = read_inputs(values={"table": table, "b": {"columns": ["far"], "rows": [[1]]}})
    with Store.open(":memory:") as store:
        try:
            store.admit(made)
        except StoreError as error:
            assert error.code == "unsound" and "its wording" in error.message
            return
        bound = find_arguments(made.wordings[0], read("how are we doing", inputs), made.core.params)
        if bound is not None:
            compile_procedure(made.core).run(bound.arguments)
