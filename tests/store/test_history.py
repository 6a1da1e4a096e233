"""The history: nothing is lost, and what was removed or replaced comes back as it was."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.language import check, content_hash, encode
from seglam_lang.requests import Template
from seglam_lang.store import Entry, Provenance, Store, Stored, StoreError
from seglam_lang.store.packing import pack_sources
from tests.store.entries import (
    SUM,
    TOTAL,
    certificate,
    checked,
    entry,
    everything,
    hash_of,
    letters,
    put,
    wording,
)

A, B = hash_of("a"), hash_of("b")


def answers(store: Store, *templates: Template) -> list[str]:
    """Which procedure is tried first for each template."""
    return [letters(store.find([each]))[:1][0] for each in templates]


def refused(store: Store, code: str, given: str) -> str:
    before = store.procedures(), store.history()
    with pytest.raises(StoreError) as caught:
        store.restore(given)
    assert caught.value.code == code
    assert (store.procedures(), store.history()) == before
    return caught.value.message


# Going back


TEMPLATES = [TOTAL, SUM, Template.parse("table\nmean of {0:column}")]
STEPS = st.one_of(
    st.tuples(st.just("admit"), st.sampled_from("abc"), st.sampled_from(TEMPLATES)),
    st.tuples(st.just("replace"), st.sampled_from("abc"), st.sampled_from(TEMPLATES)),
    st.tuples(st.just("remove"), st.sampled_from("abc"), st.none()),
    st.tuples(st.just("restore"), st.sampled_from("abc"), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12), letter=st.sampled_from("abc"))
def test_removing_and_restoring_gives_back_every_record(steps: list[tuple[str, str, Any]], letter: str) -> None:
    with Store.open(":memory:") as store:
        for action, which, template in steps:
            take(store, action, which, template)
        served = [each.hash for each in store.procedures()]
        if hash_of(letter) not in served:
            put(store, letter)
        before = everything(store, hash_of(letter)), [list(store.find([each])) for each in TEMPLATES]
        store.remove(hash_of(letter))
        assert hash_of(letter) not in {found.wording.procedure for found in store.find(TEMPLATES)}
        store.restore(hash_of(letter))
        assert (everything(store, hash_of(letter)), [list(store.find([each])) for each in TEMPLATES]) == before


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=8), template=st.sampled_from(TEMPLATES))
def test_replacing_and_restoring_gives_the_old_answer_back(
    steps: list[tuple[str, str, Any]], template: Template
) -> None:
    with Store.open(":memory:") as store:
        for action, which, words in steps:
            take(store, action, which, words)
        put(store, "d", wording("d", template), replaces=[found.wording for found in store.find([template])])
        before = everything(store, hash_of("d")), list(store.find([template]))
        put(store, "e", wording("e", template), replaces=(wording("d", template),))
        assert answers(store, template) == ["e"]
        store.restore(hash_of("d"))
        assert (everything(store, hash_of("d")), list(store.find([template]))) == before
        store.restore(hash_of("e"))
        assert answers(store, template) == ["e"]


def take(store: Store, action: str, letter: str, template: Template | None) -> None:
    """Take one step, if there is something to take it with."""
    try:
        if template is not None:
            replaced = [found.wording for found in store.find([template])] if action == "replace" else []
            put(store, letter, wording(letter, template), replaces=replaced)
        elif action == "remove":
            store.remove(hash_of(letter))
        else:
            store.restore(hash_of(letter))
    except StoreError as error:
        assert error.code in ("unknown-procedure", "not-restorable")


def test_the_event_keeps_the_whole_entry(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    before = everything(store, A)
    stored = store.remove(A)
    (event,) = store.history()
    assert event.complete and event.procedure == stored == before[0]
    assert [each.wording for each in event.wordings] == [found.wording for found in before[1]]
    assert [each.evidence for each in event.wordings] == [*before[2], *before[2]]
    assert (list(event.certificates), list(event.provenance)) == before[2:]


def test_several_wordings_that_are_replaced_at_once_are_one_event(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", wording("b"), wording("b", SUM), replaces=(wording("a"), wording("a", SUM)))
    (event,) = store.history()
    assert [each.wording.template for each in event.wordings] == [TOTAL, SUM]
    store.restore(A)
    assert answers(store, TOTAL, SUM) == ["a", "a"]
    assert [each.action for each in store.history()] == ["replaced", "replaced", "restored"]


def test_one_wording_of_two_is_replaced_and_comes_back(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", replaces=(wording("a"),))
    assert answers(store, TOTAL, SUM) == ["b", "a"]
    store.restore(A)
    assert answers(store, TOTAL, SUM) == ["a", "a"]


def test_what_was_written_since_for_the_same_words_stays_behind_what_comes_back(store: Store) -> None:
    put(store, "a")
    store.remove(A)
    put(store, "b")
    store.restore(A)
    assert letters(store.find([TOTAL])) == ["a", "b"]


def test_the_latest_event_is_undone_first_and_each_once(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", replaces=(wording("a"),))
    store.remove(A)
    store.restore(A)
    assert answers(store, TOTAL, SUM) == ["b", "a"]
    store.restore(A)
    assert answers(store, TOTAL, SUM) == ["a", "a"]
    assert "nothing of it was removed" in refused(store, "not-restorable", A)


def test_by_name_and_by_prefix(store: Store) -> None:
    store.admit(entry("a", name="total"), entry("b", name="total"))
    store.remove(A)
    assert store.restore(A[:10].upper()).hash == A
    store.remove(A)
    assert store.restore("total").hash == A  # the other one was not removed
    store.remove(A)
    store.remove(B)
    assert A[:12] in refused(store, "ambiguous-hash", "total")
    refused(store, "unknown-procedure", "average")
    refused(store, "unknown-procedure", "")


def test_what_it_calls_must_be_there(store: Store) -> None:
    one, two = check("proc one(x: Number) -> Number { return x + 1 }\nproc two(x: Number) -> Number { return one(x) }")
    entries = [
        Entry(each.core, each.name, each.source, each.params, each.spans, (), certificate(content_hash(each.core)),
              Provenance(""))
        for each in (one, two)
    ]  # fmt: skip
    store.admit(*entries)
    store.remove(content_hash(two.core))
    store.remove(content_hash(one.core))
    assert content_hash(one.core)[:12] in refused(store, "missing-callee", "two")
    store.restore("one")
    assert store.restore("two").source == two.source
    with pytest.raises(StoreError, match="called by two"):
        store.remove(content_hash(one.core))


def test_damaged_bytes_are_not_restored(store: Store) -> None:
    put(store, "a")
    store.remove(A)
    with sqlite3.connect(store.path) as connection:
        ((body,),) = connection.execute("SELECT body FROM history").fetchall()
        connection.execute("UPDATE history SET body = ?", (body.replace(encode(checked("a").core), b"\xc0" * 40, 1),))
    connection.close()
    assert "damaged" in refused_as_damaged(store)


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x01", msgpack.packb({"procedure": 1}), msgpack.packb({})])
def test_a_damaged_event(store: Store, body: bytes) -> None:
    put(store, "a")
    store.remove(A)
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE history SET body = ?", (body,))
    connection.close()
    assert "damaged" in refused_as_damaged(store)


def refused_as_damaged(store: Store) -> str:
    with pytest.raises(StoreError) as caught:
        store.restore(A)
    assert caught.value.code == "corrupt"
    assert store.procedures() == []
    return caught.value.message


# Layers


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer in which TOTAL and SUM ask for the procedure a."""
    with Store.open(tmp_path / "layer.sqlite") as opened:
        put(opened, "a", wording("a"), wording("a", SUM))
    return tmp_path / "layer.sqlite"


def test_what_was_removed_from_a_layer_is_shown_again(tmp_path: Path, layer: Path) -> None:
    with Store.open(tmp_path / "own.sqlite", [layer]) as store:
        before = everything(store, A)
        store.remove(A)
        assert list(store.find([TOTAL])) == []
        assert store.restore("answer").hash == A
        assert everything(store, A) == before
        assert store._files.own_rows("SELECT hash FROM procedures") == []  # nothing of it is copied
    with Store.open(tmp_path / "own.sqlite", [layer]) as store:
        assert answers(store, TOTAL, SUM) == ["a", "a"]


def test_own_wordings_for_a_procedure_of_a_layer_come_back_too(tmp_path: Path, layer: Path) -> None:
    mean = Template.parse("table\nmean of {0:column}")
    with Store.open(tmp_path / "own.sqlite", [layer]) as store:
        put(store, "a", wording("a", mean), level="verified")
        before = everything(store, A)
        store.remove(A)
        store.restore(A)
        assert everything(store, A) == before


def test_what_a_layer_has_no_longer_comes_from_the_history(tmp_path: Path, layer: Path) -> None:
    with Store.open(tmp_path / "own.sqlite", [layer]) as store:
        before = everything(store, A)
        store.remove(A)
    with Store.open(tmp_path / "own.sqlite") as store:
        store.restore(A)
        assert everything(store, A) == before


# Histories of earlier versions, which kept no parameter names, spans, certificates and places


def make_old(path: str | Path) -> None:
    """Leave of each event what version 1 wrote at first."""
    with sqlite3.connect(path) as connection:
        for id, body in connection.execute("SELECT id, body FROM history").fetchall():
            parts = msgpack.unpackb(body)
            procedure = {key: value for key, value in parts["procedure"].items() if key not in ("params", "spans")}
            old = {"procedure": procedure, "wordings": [row[:4] for row in parts["wordings"]]}
            connection.execute("UPDATE history SET body = ? WHERE id = ?", (msgpack.packb(old), id))
    connection.close()


def test_an_old_event_is_read(store: Store) -> None:
    put(store, "a")
    before = store.procedure(A)
    store.remove(A)
    make_old(store.path)
    (event,) = store.history()
    assert not event.complete
    assert event.procedure == replace(before, params=(), spans=())
    assert [(each.wording, each.evidence, each.place) for each in event.wordings] == [(wording("a"), None, None)]


def test_an_old_removal_is_undone_by_checking_the_source(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    before = everything(store, A)
    store.remove(A)
    make_old(store.path)
    store.restore(A)
    assert everything(store, A) == before


def test_an_old_replacement_of_several_wordings_is_undone_as_one(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", wording("b"), wording("b", SUM), replaces=(wording("a"), wording("a", SUM)))
    make_old(store.path)
    with sqlite3.connect(store.path) as connection:  # an event for each
        ((action, procedure, body, added),) = connection.execute(
            "SELECT action, procedure, body, added FROM history"
        ).fetchall()
        parts = msgpack.unpackb(body)
        connection.execute("DELETE FROM history")
        for row in parts["wordings"]:
            one = msgpack.packb({**parts, "wordings": [row]})
            connection.execute(
                "INSERT INTO history (action, procedure, body, added) VALUES (?, ?, ?, ?)",
                (action, procedure, one, added),
            )
    connection.close()
    store.restore(A)
    assert answers(store, TOTAL, SUM) == ["a", "a"]
    assert letters(store.find([TOTAL, SUM])) == ["a", "a"]


def test_an_old_caller_is_checked_with_what_it_calls(store: Store) -> None:
    made = check("proc one(x: Number) -> Number { return x + 1 }\nproc two(x: Number) -> Number { return one(x) }")
    for each in made:
        hash = content_hash(each.core)
        store.admit(
            Entry(each.core, each.name, each.source, each.params, each.spans, (), certificate(hash), Provenance(""))
        )
    before = store.procedure(store.resolve("two"))
    store.remove(before.hash)
    make_old(store.path)
    assert store.restore("two") == before


def test_an_old_event_whose_source_is_not_accepted_any_more(store: Store) -> None:
    put(store, "a")
    store.remove(A)
    make_old(store.path)
    with sqlite3.connect(store.path) as connection:
        ((body,),) = connection.execute("SELECT body FROM history").fetchall()
        parts = msgpack.unpackb(body)
        for source, why in (("proc answer(", "not accepted"), (checked("b").source, "not that of its hash")):
            parts["procedure"]["source"] = source
            connection.execute("UPDATE history SET body = ?", (msgpack.packb(parts),))
            connection.commit()
            assert why in refused(store, "not-restorable", A)
    connection.close()


def test_an_earlier_version_can_read_what_is_written_now(store: Store) -> None:
    """It takes the procedure's name and source, and the first parts of each wording."""
    put(store, "a")
    store.remove(A)
    with sqlite3.connect(store.path) as connection:
        ((body,),) = connection.execute("SELECT body FROM history").fetchall()
    connection.close()
    rows = msgpack.unpackb(body)
    made = checked("a")
    assert (rows["procedure"]["name"], rows["procedure"]["source"]) == (made.name, made.source)
    template, procedure, sources, _, *_ = rows["wordings"][0]
    assert (template, procedure, sources) == (TOTAL.key, A, pack_sources(wording("a").sources))


def test_the_procedure_as_it_is_served_is_what_comes_back(store: Store) -> None:
    """Its content has come anew under another name since it was removed: the name that is served now stays."""
    put(store, "a")
    store.remove(A)
    store.admit(entry("a", wording("a", SUM), name="anew"))
    restored: Stored = store.restore(A)
    assert restored.name == "anew" and answers(store, TOTAL, SUM) == ["a", "a"]
