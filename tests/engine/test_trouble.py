"""Whatever goes wrong with a request is an answer that says so, and costs nothing but that answer."""

from __future__ import annotations

import gzip
import pickle
import sqlite3
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.batch import read_rows, run
from seglam_lang.inputs import InputError
from seglam_lang.store import Store, StoreError
from seglam_lang.store.program import Programs
from seglam_lang.translator.failures import ModelDied
from tests.engine.conftest import Start
from tests.engine.scripted import Scripted

ADD = "return s0 + s1"


@pytest.mark.parametrize(
    ("request_", "inputs", "why"),
    [
        ("double \ud800 3", {}, "surrogate"),
        ("double \udcff 3", {}, "on a command line that is a byte that is no UTF-8"),
        ("double n", {"\ud800": 3}, "the name of an input"),
        ("double n", {1: 3}, "the name of an input is a text, not 1"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(start: Start, request_: str, inputs: Any, why: str) -> None:
    answer = start()[0].exec(request_, inputs=inputs)
    assert answer.status == "error" and why in answer.why


def test_a_path_that_no_file_can_have(start: Start) -> None:
    answer = start()[0].exec("how many rows", table="a\0b.csv")
    assert answer.status == "error" and "there is no file" in answer.why


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_closed_says_so(tmp_path: Path, kept: bool) -> None:
    with Seglam(tmp_path / "cache.sqlite" if kept else ":memory:", use_model=False, layers=()) as seglam:
        assert seglam.exec("double 3").status == "refused"
    answer = seglam.exec("double 3")
    assert answer.status == "error"
    assert "is closed: ask inside of its `with` block" in answer.why
    with pytest.raises(StoreError, match="is closed"):
        seglam.add_source('proc double(x: Number) -> Number { ask "double {x}" return x * 2 }')
    with pytest.raises(StoreError, match="is closed"):
        seglam.stats()
    seglam.close()  # a second time, after requests that nobody counts


def test_a_number_of_drafts_that_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="from 1 on"):
        Seglam(":memory:", candidates=0)


def test_a_damaged_gzip_file_of_a_batch(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl.gz"
    data = bytearray(gzip.compress(b'{"id": 1, "request": "what is 1 plus 2"}\n' * 500, mtime=0))
    data[40:44] = b"\xff\xff\xff\xff"
    source.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read"):
        list(read_rows(source))


def test_answers_that_cannot_be_written(start: Start, tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("")
    for target in (tmp_path, tmp_path / "nowhere" / "out.jsonl"):
        with pytest.raises(InputError, match="cannot be written"):
            run(start()[0].exec, source, target)


def test_the_trace_of_a_refusal_has_the_template(tmp_path: Path) -> None:
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        assert seglam.exec("double 3").trace.template == "double {0:number}"


def test_the_trace_of_a_model_that_died_names_it(start: Start) -> None:
    seglam, model = start([ADD])
    model.trouble = ModelDied("killed")
    trace = seglam.exec("what about 7 and 8").trace
    assert (trace.template, trace.model) == ("what about {0:number} and {1:number}", "scripted.gguf")


def test_the_trace_says_why_it_was_found_and_why_not(start: Start) -> None:
    seglam, _ = start([ADD])
    assert "knows no wording" in seglam.exec("what about 7 and 8").trace.found
    assert "knows a wording" in seglam.exec("what about 1 and 2").trace.found


def test_a_hit_does_not_fail_for_its_count(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    seglam, _ = start([ADD])
    seglam.exec("what about 7 and 8")

    def broken(**_: Any) -> Any:
        raise StoreError("corrupt", "the cache is damaged")

    monkeypatch.setattr(seglam.store._files, "writing", broken)
    monkeypatch.setattr("seglam_lang.store.counts.FLUSH_AFTER_S", 0.0)
    for _ in range(3):
        assert seglam.exec("what about 1 and 2").value == 3


def test_a_hit_does_not_wait_for_another_programs_write(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    seglam, _ = start([ADD])
    seglam.exec("what about 7 and 8")
    monkeypatch.setattr("seglam_lang.store.counts.FLUSH_AFTER_S", 0.0)
    with closing(sqlite3.connect(seglam.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = [seglam.exec("what about 1 and 2") for _ in range(3)]
        other.execute("ROLLBACK")
    assert [answer.value for answer in answers] == [3, 3, 3]
    assert max(answer.ms for answer in answers) < 5_000  # SQLite would have waited for ten seconds


def layer_of(folder: Path) -> Path:
    """A layer with one procedure, for "what about {number} and {number}"."""
    draft = folder / "draft.sqlite"
    with Seglam(draft, translator=Scripted([ADD]), layers=()) as seglam:
        seglam.exec("what about 7 and 8")
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return draft


def test_a_procedure_that_another_process_removed_is_served_no_more(tmp_path: Path) -> None:
    layer, cache = layer_of(tmp_path), tmp_path / "cache.sqlite"
    options: dict[str, Any] = {"use_model": False, "layers": [layer]}
    with Seglam(cache, **options) as one, Seglam(cache, **options) as other:
        procedure = one.exec("what about 1 and 2").procedure
        other.store.remove(procedure)
        assert one.exec("what about 1 and 2").status == "refused"


def test_a_damaged_procedure_hides_no_sound_one(tmp_path: Path) -> None:
    layer, cache = layer_of(tmp_path), tmp_path / "cache.sqlite"
    with Seglam(cache, translator=Scripted([ADD + " + 0"]), layers=()) as seglam:
        seglam.exec("what about 7 and 8")
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("UPDATE procedures SET core = ?", (b"damaged",))
        connection.commit()
    with Seglam(cache, use_model=False, layers=[layer]) as seglam:
        assert seglam.exec("what about 1 and 2").value == 3
    with Seglam(cache, use_model=False, layers=()) as seglam:
        assert "is damaged" in seglam.exec("what about 1 and 2").why


def test_a_layer_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite"
    with pytest.raises(StoreError, match="there is no layer"):
        Store.open(tmp_path / "cache.sqlite", [missing])
    assert not missing.exists()


def test_programs_are_kept_by_several_threads(start: Start) -> None:
    seglam, _ = start([ADD])
    kept = seglam._programs.get(seglam.exec("what about 7 and 8").procedure)
    programs, trouble = Programs(seglam.store, most=4), []

    def keep(thread: int) -> None:
        try:
            for number in range(3_000):
                programs.keep(kept._replace(stored=replace(kept.stored, hash=f"{thread}-{number}")))
        except RuntimeError as error:
            trouble.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=keep, args=(thread,)) for thread in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sys.setswitchinterval(before)
    assert trouble == []
    assert len(programs._kept) == 4


@pytest.mark.parametrize("error", [InputError("no-file", "there is no such file"), StoreError("busy", "it is busy")])
def test_errors_can_leave_a_process(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_failure_names_its_place(start: Start) -> None:
    seglam, _ = start(["return s0 / s1"])
    seglam.exec("split 10 by 2")
    answer = seglam.exec("split 10 by 0")
    assert (answer.status, answer.tier) == ("error", "exact")
    assert "zero" in answer.why and "/" in answer.why.split("at `")[1]
    assert answer.procedure


def test_trouble_with_the_model_is_an_error_and_frees_the_claim(start: Start) -> None:
    seglam, model = start(["return s0 + s1"])
    model.trouble = ModelDied("the model's process was killed")
    answer = seglam.exec("what about 7 and 8")
    assert (answer.status, answer.why) == ("error", "the model's process was killed")
    assert answer.cause is model.trouble
    model.trouble = None
    assert seglam.exec("what about 7 and 8").value == 15


@pytest.mark.parametrize("request_, word", [("", "empty"), ("x" * 100_000, "100,000")])
def test_requests_that_cannot_be_read(start: Start, request_: str, word: str) -> None:
    seglam, _ = start()
    answer = seglam.exec(request_)
    assert answer.status == "error" and word in answer.why


def test_inputs_that_cannot_be_used(start: Start) -> None:
    seglam, _ = start()
    answer = seglam.exec("total a", table={"columns": ["a", "b"], "rows": [[1]]})
    assert answer.status == "error" and "row 1" in answer.why


@pytest.mark.parametrize("request_", ["?", "...", "!", "()"])
def test_a_request_without_words_is_refused_as_such(request_: str, tmp_path: Path) -> None:
    with Seglam(tmp_path / "cache.sqlite", use_model=False) as seglam:
        for inputs in ({}, {"table": {"columns": ["a"], "rows": [[1]]}}):
            answer = seglam.exec(request_, inputs=inputs)
            assert (answer.status, answer.why) == ("refused", "the request has no word in it, and no number")
