"""Caches that earlier versions wrote: everything in them is read, served and restored."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from seglam_lang import Seglam
from seglam_lang.drafts import Fate
from seglam_lang.store import Store
from seglam_lang.store.database import connect_read_only
from seglam_lang.store.packing import pack
from seglam_lang.store.schema import ADDED, SCHEMA


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A cache of the first version 1 (see the file)."""
    path = tmp_path / "cache.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8"))
    return path


def test_it_answers_as_it_did(first: Path) -> None:
    with Seglam(first, use_model=False, layers=()) as seglam:
        answer = seglam.exec("what about 7 and 8")
        assert (answer.status, answer.value, answer.trace.level) == ("hit", 56, "verified")
        assert seglam.exec("foo of 7 and 8").status == "refused"


def test_its_evidence_is_typed(first: Path) -> None:
    with Store.open(first) as store:
        (stored,) = store.procedures()
        (evidence,) = store.certificates(stored.hash)
        assert (evidence.certificate.procedure, evidence.certificate.examples) == (stored.hash, 1)
        assert evidence.template == store.wordings(stored.hash)[0].wording.template
        (provenance,) = store.provenance(stored.hash)
        assert [(draft.text, draft.fate, draft.count, draft.willing) for draft in provenance.drafts] == [
            ("return s0 * s1", Fate.FINISHED, 1, 1.0)
        ]


def test_its_history_can_be_restored(first: Path) -> None:
    with Seglam(first, use_model=False, layers=()) as seglam:
        store = seglam.store
        assert [event.action for event in store.history()] == ["replaced", "replaced", "replaced", "removed"]
        assert not any(event.complete for event in store.history())
        assert store.restore("fourth").params == ("x",)
        assert seglam.exec("my third of 12").value == 3
        store.restore("third")
        assert [seglam.exec(f"{words} third of 12").value for words in ("my", "x")] == [4, 4]
        store.restore(store.history()[0].procedure.hash)
        assert seglam.exec("what about 7 and 8").value == 15


def test_a_draft_of_which_less_was_kept_has_defaults(tmp_path: Path) -> None:
    body = {"request": "r", "candidates": [{"text": "return s0", "log_probability": -1.0, "why": ""}]}
    with Store.open(tmp_path / "cache.sqlite") as store, store._files.writing() as own:
        own.execute("INSERT INTO provenance (procedure, template, body, added) VALUES ('h', '', ?, '')", (pack(body),))
        refusal = pack({"why": "because", "candidates": body["candidates"]})
        own.execute("INSERT INTO refusals VALUES ('t', 'm', '', ?, '')", (refusal,))
    with Store.open(tmp_path / "cache.sqlite") as store:
        (provenance,) = store.provenance("h")
        assert (provenance.model, provenance.template) == ("", None)
        known = store.refusal("t", "m", "")
        assert known is not None and not known.transient
        for draft in (*provenance.drafts, *known.drafts):
            assert (draft.fate, draft.count, draft.willing) == (Fate.FINISHED, 1, 1.0)


def test_the_tables_are_those_of_version_1(first: Path, tmp_path: Path) -> None:
    """So that an earlier version opens what is written now; others are only added."""
    columns = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, c.cid"
    with closing(sqlite3.connect(first)) as old, closing(sqlite3.connect(":memory:")) as new:
        new.executescript(SCHEMA.removesuffix("".join(ADDED.values())))
        assert new.execute(columns).fetchall() == old.execute(columns).fetchall()


def test_tables_are_added_one_by_one(first: Path) -> None:
    """A version between the first and this one knew some of them."""
    with closing(sqlite3.connect(first)) as between:
        between.executescript(ADDED["judgements"])
    with Seglam(first, use_model=False, layers=()) as seglam:
        assert seglam.exec("what about 7 and 8").value == 56
        assert (seglam.store.judgements(), seglam.stats().all_time.hits) == ([], {"exact": 1})


def test_the_tables_that_came_later_are_added(first: Path) -> None:
    with Seglam(first, use_model=False, layers=()) as seglam:
        answer = seglam.exec("what about 7 and 8")
        seglam.right(answer)
        assert [each.verdict for each in seglam.store.judgements()] == ["right"]
        assert seglam.stats().all_time.hits == {"exact": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written_is_served_without_them(first: Path) -> None:
    first.chmod(0o444)
    first.parent.chmod(0o555)
    try:
        with Seglam(first, use_model=False, layers=()) as seglam:
            assert seglam.exec("what about 7 and 8").value == 56
    finally:
        first.parent.chmod(0o755)


def test_a_file_that_is_only_read_has_them_empty(first: Path) -> None:
    with closing(connect_read_only(str(first))) as connection:
        assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM outcomes").fetchone() == (0,)
