"""The bench of the same requests twice, and what benches have in common, measure what they say."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.translator import DEFAULT_MODEL
from tests.bench import hit, twice
from tests.bench.commands import SHARED, WORKER, Watched, run_watched
from tests.bench.drafts import Drafts, count_drafts
from tests.bench.report import Figure, limited, percentile, share, times
from tests.engine.scripted import CUT_OFF, REFUSE, Scripted

DATA = SHARED / "data"
GOOD, ILL_TYPED = "return s0 * s1", "return s0.upper()"
BODIES = {
    "what is 3 times 4": [GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, CUT_OFF, REFUSE],
    "mix 5 with 6": [ILL_TYPED, CUT_OFF],
    "sing 7 songs": [REFUSE, REFUSE, REFUSE],
}


def test_every_draft_is_counted_by_what_became_of_it(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    with Seglam(cache, translator=Scripted(BODIES), layers=()) as engine:
        found = [engine.exec(request).status for request in BODIES]
        assert engine.exec("what is 30 times 4").status == "hit"
    assert found == ["miss", "refused", "refused"]
    assert count_drafts(cache) == Drafts(begun=9, finished=7, checked=6, refusing=4)


def test_answers_are_compared_as_they_are_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    line = '{{"id": "a\\", \\"answer\\": 1", "status": "{}", "answer": {}, "procedure": "", "why": "{}"}}\n'
    answers = ["1.0", '"x, \\"procedure\\": "', "[1, {}]", "null"]
    out.write_text("".join(line.format("hit", answer, 'an \\"answer\\": 2') for answer in answers), encoding="utf-8")
    assert twice.answer_texts(out) == answers


def test_processes_are_seen(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import lark']); import msgpack"
    watched = run_watched([sys.executable, "-c", code], tmp_path / "two")
    assert watched.started  # one start is one event or, from Python 3.13 on, two
    assert (watched.processes, watched.heavy) == (2, ())
    alone = run_watched([sys.executable, "-c", "import lark"], tmp_path / "one")
    assert (alone.processes, alone.started, alone.heavy) == (1, (), ("lark",))


def result(id: str, status: str, why: str = "", ms: float = 1.0) -> Mapping[str, Any]:
    return {"id": id, "status": status, "answer": 1, "why": why, "ms": ms}


def results(*statuses: str) -> list[Mapping[str, Any]]:
    return [result(str(i), status) for i, status in enumerate(statuses)]


RUN = twice.Run(
    "calc",
    rows=[{"id": str(i), "request": "", "answer": 1, "expect": "answer"} for i in range(3)],
    first=[result("0", "miss", ms=100), result("1", "hit"), result("2", "refused", ms=200)],
    again=[*results("hit", "hit"), result("2", "refused", why="no (remembered from today)")],
    same_bytes=[True, True, True],
    first_watched=Watched(2, (f"python -m {WORKER}",), ()),
    again_watched=Watched(1, (), ()),
    drafts=Drafts(),
)


def unmet(run: twice.Run) -> list[str]:
    return [figure.name for figure in twice.repeating(run) if figure.met is False]


def test_a_second_run_that_knows_everything() -> None:
    assert unmet(RUN) == []
    assert RUN.ms("miss") == [100]
    assert str(twice.summary([RUN])[3]).split()[-5:] == ["200,", "p95", "200", "(of", "1)"]


def test_the_first_run_names_its_first_error() -> None:
    broken = replace(RUN, first=[*RUN.first[:2], result("2", "error", why="it broke")])
    named = {figure.name: figure.text for figure in twice.first_run(broken)}
    assert named == {"answered": "66.7% (2 of 3)", "the first error": "2: it broke"}


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"again": results("miss", "hit", "refused")}, "again: hits, of those answered"),
        ({"same_bytes": [True, False, True]}, "again: same answers to the byte"),
        ({"again": results("hit", "hit", "error")}, "again: refusals"),
        ({"again_watched": Watched(1, ("ls",), ())}, "again: model processes started"),
        ({"again_watched": Watched(2, (), ())}, "again: model processes started"),
    ],
)
def test_a_second_run_that_does_not(fault: dict[str, Any], named: str) -> None:
    assert unmet(replace(RUN, **fault)) == [named]


def test_targets() -> None:
    assert [share("", part, 10, ">=", 0.5).met for part in (4, 5)] == [False, True]
    assert share("", 0, 0, ">=", 0.5) == Figure("", "of none")
    assert [times("", [1, 2, 9], limit).met for limit in (1, 2)] == [False, True]
    assert [limited("", 1, "==", limit).met for limit in (0, 1)] == [False, True]
    assert [percentile(list(range(1, 101)), percent) for percent in (0, 50, 95, 100)] == [1, 50, 95, 100]


def test_the_questions_about_hits_are_hits(tmp_path: Path) -> None:
    hit.teach(tmp_path / "cache.sqlite")
    whole, *_ = hit.in_process(tmp_path / "cache.sqlite", rounds=1)
    assert f"(of {len(hit.QUESTIONS)})" in whole.text


@pytest.mark.slow
def test_a_few_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not (DATA / "calc.dev.jsonl.gz").is_file() or not DEFAULT_MODEL.is_file():
        pytest.skip("the data sets or the model are not here")
    twice.main(["--data", str(DATA), "--only", "calc", "--rows", "10", "--keep", str(tmp_path / "kept")])
    printed = capsys.readouterr().out
    assert "calc.dev, 10 rows" in printed
    assert " NO" not in "".join(line for line in printed.splitlines() if line.startswith("  again:"))
