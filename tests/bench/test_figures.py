"""The table of figures says what became of the rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.translator import DEFAULT_MODEL
from tests.bench import figures
from tests.bench.figures import Outcome, line, outcomes, reliability, wrong_answers
from tests.bench.scoring import Fate
from tests.bench.sets import DataSet, Goal
from tests.engine.scripted import REFUSE, Scripted

GOOD = "return s0 * s1"
ROWS: list[dict[str, Any]] = [
    {"id": "a", "request": "what is 3 times 4", "answer": 12},
    {"id": "b", "request": "what is 5 times 6", "answer": 31},
    {"id": "c", "request": "sing 7 songs", "answer": 7},
    {"id": "d", "request": "what is 8 times 9", "answer": None, "expect": "abstain"},
    {"id": "e", "request": "what is 2 times 2", "answer": 4, "flags": ["gold_wrong"]},
]
COMMON: dict[str, Any] = {"inputs": {}, "expect": "answer", "gold": "", "flags": [], "type": "t"}


@pytest.fixture
def found() -> list[Outcome]:
    rows = [{**COMMON, **row} for row in ROWS]
    translator = Scripted({row["request"]: [REFUSE if row["id"] == "c" else GOOD] * 4 for row in ROWS})
    with Seglam(":memory:", translator=translator, layers=()) as engine:
        return outcomes(engine, rows)


def test_every_row_has_a_fate(found: list[Outcome]) -> None:
    assert [outcome.fate for outcome in found] == [Fate.RIGHT, Fate.WRONG, Fate.REFUSED, Fate.WRONG, Fate.DOUBTFUL]
    assert [outcome.description for outcome in found] == ["3 × 4", "5 × 6", "", "8 × 9", ""]


def test_a_line_has_counts_shares_and_goals(found: list[Outcome]) -> None:
    text, met = line(DataSet("s", "a set", (), Goal(right=0.2, precision=0.5)), found)
    assert not met
    assert text.split()[2:7] == ["4", "1", "2", "1", "0"]
    assert "25.0% >= 20%" in text
    assert "33.3% < 50% (6.1-79.2)" in text
    assert text.endswith("0 of 2       1 doubtful")
    text, met = line(DataSet("s", "a set", (), Goal(right_of_answerable=0.3)), found)
    assert met
    assert "33.3%* >= 30%" in text
    text, met = line(DataSet("s", "a set", (), Goal(answered=0.01)), found)
    assert not met
    assert "75.0% > 1%" in text
    assert line(DataSet("s", "a set", ()), [])[1]


def test_wrong_answers_are_shown_with_what_was_expected(found: list[Outcome]) -> None:
    shown = [text.split() for text in wrong_answers(found, 9)]
    assert [words[-1] for words in shown if words[:1] == ["expected"]] == ["31", "refusal"]
    assert [words[-1] for words in shown if words[:1] == ["got"]] == ["30", "72"]
    assert sum(words[:1] == ["got"] for words in map(str.split, wrong_answers(found, 1))) == 1


def test_confidence_beside_what_came_of_it(found: list[Outcome]) -> None:
    unknown = [Outcome(each.row, {**each.result, "confidence": None}, "", each.fate) for each in found]
    assert reliability(unknown) == []
    sure = [Outcome(each.row, {**each.result, "confidence": 0.92}, "", each.fate) for each in found]
    assert [text.split() for text in reliability(sure)[1:]] == [["0.90", "to", "0.95", "3", "0.920", "33.3%", "33.3%"]]


def test_sets_and_numbers_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong, said in (["--sets", "wiki"], "there is no set 'wiki'"), (["--rows", "0"], "a whole number from 1 on"):
        with pytest.raises(SystemExit):
            figures.main(wrong)
        assert said in capsys.readouterr().err


@pytest.mark.slow
def test_the_table_of_a_few_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not DEFAULT_MODEL.is_file():
        pytest.skip("the model is not here")
    (tmp_path / "data").mkdir()
    rows = [{**COMMON, "id": i, "request": f"what is {i} times {i + 1}", "answer": i * (i + 1)} for i in range(3, 9)]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    (tmp_path / "data" / "calc.dev.jsonl.gz").write_bytes(packed)
    kept = tmp_path / "kept.json"
    figures.main(["--shared", str(tmp_path), "--sets", "calc", "--json", str(kept)])
    assert "100.0%* >= 90%" in capsys.readouterr().out
    assert [row["fate"] for row in json.loads(kept.read_text(encoding="utf-8"))["sets"]["calc"]] == ["right"] * 6
