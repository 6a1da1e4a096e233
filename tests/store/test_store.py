"""The store: what is written is found again, what is replaced is kept, and layers lie under the user's own."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.requests.model import ArgumentSource, FromColumn, FromTable, Wording
from seglam_lang.requests.template import Template
from seglam_lang.store import Found, Provenance, Refusal, Store, Stored, StoreError

TOTAL = Template.parse("table\ntotal {0:column}")
SUM = Template.parse("table\nsum of {0:column}")
SOURCES = (FromTable("table"), FromColumn(0, "table"))
AGREED = {"level": "agreed", "seed": 1}


def stored(letter: str, name: str = "answer") -> Stored:
    return Stored(letter * 64, b"core " + letter.encode(), name, f"proc {name}", ("rows", "c0"), ((0, 4), (2, 3)))


def wording(letter: str, template: Template = TOTAL, sources: tuple[ArgumentSource, ...] = SOURCES) -> Wording:
    return Wording(template, letter * 64, sources)


def put(store: Store, letter: str, *wordings: Wording, **options: Any) -> None:
    store.add(stored(letter), wordings or [wording(letter)], AGREED, Provenance("total sales"), **options)


def hashes(found: list[Found]) -> list[str]:
    return [each.wording.procedure[0] for each in found]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "new folder" / "cache.sqlite") as opened:
        yield opened


def test_what_is_added_is_found(store: Store) -> None:
    put(store, "a")
    (found,) = store.find([SUM, TOTAL])
    assert (found.position, found.wording, found.level) == (1, wording("a"), "agreed")
    kept = store.procedure("a" * 64)
    assert kept.added and (kept.core, kept.params, kept.spans) == (b"core a", ("rows", "c0"), ((0, 4), (2, 3)))
    assert [each.hash for each in store.procedures()] == ["a" * 64]
    assert [each.wording for each in store.wordings("a" * 64)] == [wording("a")]


def test_it_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as first:
        put(first, "a")
    with Store.open(tmp_path / "cache.sqlite") as second:
        assert hashes(second.find([TOTAL])) == ["a"]


def test_the_template_and_the_inputs_both_count(store: Store) -> None:
    put(store, "a")
    assert store.find([Template(TOTAL.parts, "a:table b:table")]) == []
    assert store.find([]) == []


def test_the_oldest_wording_comes_first(store: Store) -> None:
    put(store, "b")
    put(store, "a")
    put(store, "c", wording("c", SUM))
    assert hashes(store.find([SUM, TOTAL])) == ["b", "a", "c"]


def test_one_procedure_has_several_wordings_and_their_evidence(store: Store) -> None:
    put(store, "a")
    store.add(stored("a"), [wording("a", SUM)], {"level": "verified"}, Provenance("sum of sales", seed=7))
    assert [found.level for found in store.find([TOTAL, SUM])] == ["agreed", "verified"]
    assert [certificate["template"] for certificate in store.certificates("a" * 64)] == [TOTAL.key, SUM.key]
    assert [(each.request, each.seed) for each in store.provenance("a" * 64)] == [
        ("total sales", 0),
        ("sum of sales", 7),
    ]


def test_the_same_wording_again_has_the_newer_certificate(store: Store) -> None:
    put(store, "a")
    store.add(stored("a"), [wording("a")], {"level": "verified"}, Provenance("again"))
    assert [found.level for found in store.find([TOTAL])] == ["verified"]


def test_what_is_replaced_goes_to_the_history_and_its_place_to_the_new_one(store: Store) -> None:
    put(store, "a")
    put(store, "b")
    put(store, "c", replacing=[wording("a")])
    assert hashes(store.find([TOTAL])) == ["c", "b"]
    (entry,) = store.history("a" * 64)
    assert entry.action == "replaced" and entry.rows["procedure"]["core"] == b"core a"
    with pytest.raises(StoreError, match="no procedure"):
        store.procedure("a" * 64)


def test_a_procedure_that_other_wordings_ask_for_stays(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", replacing=[wording("a")])
    assert hashes(store.find([SUM])) == ["a"]
    assert store.procedure("a" * 64).core == b"core a"


def test_removing(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    store.remove("a" * 64)
    assert store.find([TOTAL, SUM]) == []
    (entry,) = store.history("aaaa")
    assert entry.action == "removed" and len(entry.rows["wordings"]) == 2
    assert store.provenance("a" * 64)  # how it came to be stays known
    with pytest.raises(StoreError) as caught:
        store.remove("a" * 64)
    assert caught.value.code == "unknown-procedure"


def test_hash_prefixes_and_names(store: Store) -> None:
    store.add(stored("a", "total"), [wording("a")], AGREED, Provenance(""))
    store.add(stored("b", "sum"), [wording("b")], AGREED, Provenance(""))
    store.add(stored("c", "sum"), [wording("c")], AGREED, Provenance(""))
    assert store.resolve("aaa") == store.resolve("AAA") == store.resolve("total") == "a" * 64
    for prefix, code in (
        ("sum", "ambiguous-hash"),
        ("x", "unknown-procedure"),
        ("", "unknown-procedure"),
        ("%", "unknown-procedure"),
    ):
        with pytest.raises(StoreError) as caught:
            store.resolve(prefix)
        assert caught.value.code == code


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    with pytest.raises(KeyError):
        store.add(stored("a"), [wording("a")], {}, Provenance(""))  # a certificate without level
    assert store.procedures() == []
    put(store, "a")
    assert hashes(store.find([TOTAL])) == ["a"]


def test_refusals_are_by_template_model_and_examples(store: Store) -> None:
    candidate = {"text": "return s0", "log_probability": -1.5, "why": "it differs"}
    store.refuse("t", "model", "", Refusal("they do not agree", (candidate,)))
    found = store.refusal("t", "model", "")
    assert found is not None and (found.why, found.candidates) == ("they do not agree", (candidate,))
    assert (
        store.refusal("t", "other", "") is store.refusal("t", "model", "x") is store.refusal("u", "model", "") is None
    )


def test_hits_are_counted_across_processes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as first:
        put(first, "a")
        for _ in range(3):
            first.count_hit(wording("a"))
        assert first.hits("a" * 64) == 3
    with Store.open(tmp_path / "cache.sqlite") as second:
        second.count_hit(wording("a"))
        assert second.hits("a" * 64) == 4


def test_a_hit_does_not_wait_for_another_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.store.database.BUSY_S", 0.05)
    with Store.open(tmp_path / "cache.sqlite") as store:
        put(store, "a")
        other = sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert hashes(store.find([TOTAL])) == ["a"]
        store.count_hit(wording("a"))
        store.flush()  # busy: kept for later
        assert store.hits("a" * 64) == 1
        with pytest.raises(StoreError) as caught:
            put(store, "b")
        assert caught.value.code == "busy"
        other.execute("ROLLBACK")
        other.close()
        store.flush()
        assert store.hits("a" * 64) == 1


def test_of_two_only_one_has_a_claim(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as one, Store.open(tmp_path / "cache.sqlite") as two:
        assert one.claim("key") and one.claim("key")
        assert not two.claim("key") and two.claim("other")
        two.release("key")  # not its own
        assert not two.claim("key")
        one.release("key")
        assert two.claim("key")


@pytest.mark.parametrize("column, value", [("pid", 2**22 + 1), ("taken", 0.0), ("taken", time.time() + 9e9)])
def test_a_claim_ends_with_its_owner_or_with_time(store: Store, column: str, value: float) -> None:
    with Store.open(store.path) as owner:
        assert owner.claim("key")
    assert not store.claim("key")
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"UPDATE claims SET {column} = ?", (value,))
    assert store.claim("key")


def test_layers_are_under_the_own_cache(tmp_path: Path) -> None:
    with Store.open(tmp_path / "shipped.sqlite") as shipped:
        put(shipped, "a")
        put(shipped, "b", wording("b", SUM))
    with Store.open(tmp_path / "own.sqlite", [tmp_path / "shipped.sqlite"]) as store:
        assert hashes(store.find([TOTAL, SUM])) == ["a", "b"]
        put(store, "c")
        assert hashes(store.find([TOTAL])) == ["c", "a"]
        assert sorted(each.hash[0] for each in store.procedures()) == ["a", "b", "c"]
        store.remove("b" * 64)
        assert store.find([SUM]) == []
    assert set(os.listdir(tmp_path)) == {"shipped.sqlite", "own.sqlite"}  # nothing is left beside them


def test_what_was_removed_from_a_layer_stays_so_when_it_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past, Store.open(tmp_path / "shipped.sqlite") as shipped:
        past.setattr("seglam_lang.store.store._now", lambda: "2020-01-01T00:00:00+00:00")
        put(shipped, "a", wording("a"), wording("a", SUM))
    own = tmp_path / "own.sqlite", [tmp_path / "shipped.sqlite"]
    with Store.open(*own) as store:
        store.remove("a" * 64)
        store.add(stored("a", "anew"), [wording("a", SUM)], {"level": "verified"}, Provenance("sum of sales"))
    with Store.open(*own) as store:
        assert store.find([TOTAL]) == []
        assert [found.level for found in store.find([SUM])] == ["verified"]
        assert [each.name for each in store.procedures()] == ["anew"]
        assert [each["level"] for each in store.certificates("a" * 64)] == ["agreed", "verified"]
        store.remove("a" * 64)
        assert store.find([TOTAL, SUM]) == []
        assert store.procedures() == []


def test_a_cache_in_memory() -> None:
    with Store.open(":memory:") as store:
        put(store, "a")
        assert hashes(store.find([TOTAL])) == ["a"]
