"""The store: what is written is found again, what is replaced is kept, and layers lie under the user's own."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seglam_lang.language import encode
from seglam_lang.requests import Template
from seglam_lang.store import Provenance, Refusal, Store, StoreError
from tests.store.entries import DRAFTS, SUM, TOTAL, certificate, checked, entry, hash_of, letters, put, wording


def test_what_is_added_is_found(store: Store) -> None:
    put(store, "a")
    (found,) = store.find([SUM, TOTAL])
    assert (found.position, found.wording, found.level) == (1, wording("a"), "agreed")
    kept = store.procedure(hash_of("a"))
    made = checked("a")
    assert kept.added and (kept.name, kept.source, kept.params, kept.spans) == (
        made.name,
        made.source,
        made.params,
        made.spans,
    )
    assert kept.core == encode(made.core)
    assert [each.hash for each in store.procedures()] == [hash_of("a")]
    assert [each.wording for each in store.wordings(hash_of("a"))] == [wording("a")]


def test_it_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as first:
        put(first, "a")
    with Store.open(tmp_path / "cache.sqlite") as second:
        assert letters(second.find([TOTAL])) == ["a"]


def test_the_template_and_the_inputs_both_count(store: Store) -> None:
    put(store, "a")
    assert list(store.find([Template.parse(f"a:table b:table\n{TOTAL.text}")])) == []
    assert list(store.find([])) == []


def test_the_oldest_wording_comes_first(store: Store) -> None:
    put(store, "b")
    put(store, "a")
    put(store, "c", wording("c", SUM))
    assert letters(store.find([SUM, TOTAL])) == ["b", "a", "c"]


def test_one_procedure_has_several_wordings_and_their_evidence(store: Store) -> None:
    put(store, "a")
    put(store, "a", wording("a", SUM), level="verified", provenance=Provenance("sum of sales", seed=3))
    assert [found.level for found in store.find([TOTAL, SUM])] == ["agreed", "verified"]
    assert [each.template for each in store.certificates(hash_of("a"))] == [TOTAL, SUM]
    assert store.certificates(hash_of("a"))[1].certificate == certificate(hash_of("a"), "verified")
    assert [each.template for each in store.provenance(hash_of("a"))] == [TOTAL, SUM]
    assert store.provenance(hash_of("a"))[0].drafts == DRAFTS
    assert [(each.request, each.seed) for each in store.provenance(hash_of("a"))] == [
        ("total sales", 7),
        ("sum of sales", 3),
    ]


def test_the_same_wording_again_has_the_newer_certificate(store: Store) -> None:
    put(store, "a")
    put(store, "a", level="verified")
    assert [found.level for found in store.find([TOTAL])] == ["verified"]


def test_what_is_replaced_goes_to_the_history_and_its_place_to_the_new_one(store: Store) -> None:
    put(store, "a")
    put(store, "b")
    put(store, "c", replaces=(wording("a"),))
    assert letters(store.find([TOTAL])) == ["c", "b"]
    (event,) = store.history(hash_of("a"))
    assert event.action == "replaced" and event.procedure.source == checked("a").source
    with pytest.raises(StoreError, match="no procedure"):
        store.procedure(hash_of("a"))


def test_a_procedure_that_other_wordings_ask_for_stays(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    put(store, "b", replaces=(wording("a"),))
    assert letters(store.find([SUM])) == ["a"]
    assert store.procedure(hash_of("a")).source == checked("a").source


def test_removing(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    store.remove(hash_of("a"))
    assert list(store.find([TOTAL, SUM])) == []
    (event,) = store.history(hash_of("a")[:4])
    assert event.action == "removed" and len(event.wordings) == 2
    assert store.provenance(hash_of("a"))  # how it came to be stays known
    with pytest.raises(StoreError) as caught:
        store.remove(hash_of("a"))
    assert caught.value.code == "unknown-procedure"


def test_hash_prefixes_and_names(store: Store) -> None:
    store.admit(entry("a", name="total"), entry("b", name="sum"), entry("c", name="sum"))
    prefix = hash_of("a")[:12]
    assert store.resolve(prefix) == store.resolve(prefix.upper()) == store.resolve("total") == hash_of("a")
    for prefix, code in (
        ("sum", "ambiguous-hash"),
        ("x", "unknown-procedure"),
        ("", "unknown-procedure"),
        ("%", "unknown-procedure"),
    ):
        with pytest.raises(StoreError) as caught:
            store.resolve(prefix)
        assert caught.value.code == code


def test_refusals_are_by_template_model_and_examples(store: Store) -> None:
    store.refuse("t", "model", "", Refusal("they do not agree", DRAFTS))
    found = store.refusal("t", "model", "")
    assert found is not None and (found.why, found.drafts) == ("they do not agree", DRAFTS)
    assert (
        store.refusal("t", "other", "") is store.refusal("t", "model", "x") is store.refusal("u", "model", "") is None
    )


def test_hits_are_counted_across_processes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as first:
        put(first, "a")
        for _ in range(3):
            first.count_hit(wording("a"))
        assert first.hits(hash_of("a")) == 3
    with Store.open(tmp_path / "cache.sqlite") as second:
        second.count_hit(wording("a"))
        assert second.hits(hash_of("a")) == 4


def test_a_hit_does_not_wait_for_another_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.store.database.BUSY_S", 0.05)
    with Store.open(tmp_path / "cache.sqlite") as store:
        put(store, "a")
        other = sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert letters(store.find([TOTAL])) == ["a"]
        store.count_hit(wording("a"))
        store.flush()  # busy: kept for later
        assert store.hits(hash_of("a")) == 1
        with pytest.raises(StoreError) as caught:
            put(store, "b")
        assert caught.value.code == "busy"
        other.execute("ROLLBACK")
        other.close()
        store.flush()
        assert store.hits(hash_of("a")) == 1


def test_layers_are_under_the_own_cache(tmp_path: Path) -> None:
    with Store.open(tmp_path / "shipped.sqlite") as shipped:
        put(shipped, "a")
        put(shipped, "b", wording("b", SUM))
    with Store.open(tmp_path / "own.sqlite", [tmp_path / "shipped.sqlite"]) as store:
        assert letters(store.find([TOTAL, SUM])) == ["a", "b"]
        put(store, "c")
        assert letters(store.find([TOTAL])) == ["c", "a"]
        assert sorted(each.hash for each in store.procedures()) == sorted(map(hash_of, "abc"))
        store.remove(hash_of("b"))
        assert list(store.find([SUM])) == []
    assert set(os.listdir(tmp_path)) == {"shipped.sqlite", "own.sqlite"}  # nothing is left beside them


def test_what_was_removed_from_a_layer_stays_so_when_it_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past, Store.open(tmp_path / "shipped.sqlite") as shipped:
        past.setattr("seglam_lang.store.admission.now", lambda: "2020-01-01T00:00:00+00:00")
        put(shipped, "a", wording("a"), wording("a", SUM))
    own = tmp_path / "own.sqlite", [tmp_path / "shipped.sqlite"]
    with Store.open(*own) as store:
        store.remove(hash_of("a"))
        put(store, "a", wording("a", SUM), name="anew", level="verified")
    with Store.open(*own) as store:
        assert list(store.find([TOTAL])) == []
        assert [found.level for found in store.find([SUM])] == ["verified"]
        assert [each.name for each in store.procedures()] == ["anew"]
        assert [each.certificate.level for each in store.certificates(hash_of("a"))] == ["agreed", "verified"]
        store.remove(hash_of("a"))
        assert list(store.find([TOTAL, SUM])) == []
        assert store.procedures() == []


def test_a_cache_in_memory() -> None:
    with Store.open(":memory:") as store:
        put(store, "a")
        assert letters(store.find([TOTAL])) == ["a"]


HIT = """
import sys
from seglam_lang.requests import Template
from seglam_lang.store import Store
with Store.open(sys.argv[1]) as store:
    (found,) = store.find([Template.parse("table\\ntotal {0:column}")])
    store.procedure(found.wording.procedure)
    store.count_hit(found.wording)
print([name for name in sys.modules if name.startswith(("seglam_lang.store.", "seglam_lang.language.checking"))])
"""


def test_a_hit_loads_nothing_of_evidence_history_and_admission(store: Store) -> None:
    put(store, "a")
    done = subprocess.run(
        [sys.executable, "-c", HIT, store.path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    needed = [
        "claims",
        "counts",
        "database",
        "failures",
        "files",
        "lookup",
        "packing",
        "records",
        "schema",
        "sources",
        "store",
    ]
    assert sorted(ast.literal_eval(done.stdout)) == [f"seglam_lang.store.{name}" for name in needed]
    assert store.hits(hash_of("a")) == 1
