"""Batches whose model cannot be loaded or dies: what is written stays valid, and the next run goes on from there."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.batch import run
from seglam_lang.drafts import Draft
from seglam_lang.translator import Task, Translator
from seglam_lang.translator.failures import ModelDied, ModelUnusable
from tests.engine.scripted import Scripted
from tests.translator.models import random_model

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")

TABLE = {"columns": ["region", "sales"], "rows": [["North", 10], ["South", 4]]}
WORDS = ["total", "by", "by total", "total by", "by a"]  # that the vocabulary of the random model has


class Mortal(Translator):
    """A translator whose worker is killed in the middle of the requests in `killed`."""

    killed: frozenset[str] = frozenset()

    def draft(self, task: Task) -> list[Draft]:
        if task.reading.request in self.killed:
            victim = self._ready().process.pid
            os.kill(victim, signal.SIGSTOP)  # so that it is surely in the middle when it is killed
            threading.Timer(0.1, os.kill, (victim, signal.SIGKILL)).start()
        return super().draft(task)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[tuple[Seglam, Mortal]]:
    """An engine and its translator, of random weights: what it answers, and whether, is of no importance."""
    translator = Mortal(random_model().write(tmp_path))
    with Seglam(tmp_path / "cache.sqlite", translator=translator, layers=()) as seglam:
        yield seglam, translator


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A row for each of WORDS."""
    path = tmp_path / "in.jsonl"
    rows = [{"id": word, "request": word, "inputs": {"table": TABLE}} for word in WORDS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def failed(path: Path) -> list[bool]:
    return [row["status"] == "error" for row in read(path)]


def test_a_death_is_the_error_of_its_row(mortal: tuple[Seglam, Mortal], source: Path, tmp_path: Path) -> None:
    seglam, translator = mortal
    translator.killed = frozenset({WORDS[1], WORDS[4]})
    run(seglam.exec, source, tmp_path / "out.jsonl")
    out = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in out] == WORDS
    assert failed(tmp_path / "out.jsonl") == [False, True, False, False, True]
    assert "SIGKILL" in out[1]["why"]
    translator.killed = frozenset()
    again = seglam.exec(WORDS[1], TABLE)
    assert again.status != "error" and "remembered" not in again.why


def test_three_deaths_in_a_row_stop_it(mortal: tuple[Seglam, Mortal], source: Path, tmp_path: Path) -> None:
    seglam, translator = mortal
    translator.killed = frozenset(WORDS[1:])
    with pytest.raises(ModelDied, match=r"died 3 times in a row.* SIGKILL"):
        run(seglam.exec, source, tmp_path / "out.jsonl")
    written = (tmp_path / "out.jsonl").read_bytes()
    assert failed(tmp_path / "out.jsonl") == [False, True, True]
    translator.killed = frozenset()
    assert run(seglam.exec, source, tmp_path / "out.jsonl") == 3
    assert (tmp_path / "out.jsonl").read_bytes().startswith(written)
    assert [row["id"] for row in read(tmp_path / "out.jsonl")] == WORDS
    assert failed(tmp_path / "out.jsonl") == [False, True, True, False, False]


def test_a_model_that_breaks_between_two_rows(mortal: tuple[Seglam, Mortal], source: Path, tmp_path: Path) -> None:
    seglam, translator = mortal

    def truncate(result: dict[str, Any]) -> None:
        if result["id"] == WORDS[1]:
            translator.model.write_bytes(translator.model.read_bytes()[:1000])
            translator.close()

    with pytest.raises(ModelUnusable, match="truncated"):
        run(seglam.exec, source, tmp_path / "out.jsonl", truncate)
    assert [row["id"] for row in read(tmp_path / "out.jsonl")] == WORDS[:2]


def test_deaths_are_counted_until_the_model_answers(tmp_path: Path) -> None:
    model = Scripted(["return s0 + s1"])
    with Seglam(tmp_path / "cache.sqlite", translator=model, layers=()) as seglam:
        assert seglam.exec("what about 7 and 8").status == "miss"
        rows = [{"request": f"{word} of 1 and 2"} for word in ("a", "b", "c", "d", "e", "f")]
        hit, wrong = {"request": "what about 1 and 2"}, {"id": 1}
        statuses = []

        def answer(rows: list[dict[str, Any]], living: int = -1) -> None:
            for number, result in enumerate(seglam.batch(rows)):
                statuses.append(result["status"])
                model.trouble = None if number == living else ModelDied("it died")

        model.trouble = ModelDied("it died")
        with pytest.raises(ModelDied):
            answer([rows[0], hit, rows[1], wrong, rows[2], rows[3]])
        assert statuses == ["error", "hit", "error", "error"]
        answer(rows[:5], living=1)
        assert statuses[4:] == ["error", "error", "miss", "error", "error"]
