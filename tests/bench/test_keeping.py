"""What a model wrote is kept, and not asked for again; the figures can be of the rows of the calibration."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.translator.nano.calibrate.asking import KeptDrafts
from tests.bench import figures
from tests.bench.figures import outcomes
from tests.bench.keeping import Keeping
from tests.bench.scoring import Fate
from tests.bench.test_figures import COMMON, GOOD
from tests.engine.scripted import Scripted

ROWS: list[dict[str, Any]] = [
    {**COMMON, "id": str(i), "request": f"what is {i} times {i + 1}", "answer": i * (i + 1)} for i in (3, 5)
]


def fates(folder: Path, scripted: Scripted) -> list[Fate]:
    keeping = Keeping(scripted, folder, "calc")
    with Seglam(":memory:", translator=keeping, layers=()) as engine:
        found = outcomes(engine, ROWS, [keeping])
    assert all(each.result["ms"] >= 0 for each in found)
    return [each.fate for each in found]


def test_a_model_is_asked_once(tmp_path: Path) -> None:
    asked = Scripted({ROWS[0]["request"]: [GOOD] * 4})
    assert fates(tmp_path, asked) == [Fate.RIGHT] * 2  # the second is a hit
    (file,) = tmp_path.glob("*/calc.drafts.jsonl")
    written = KeptDrafts(file).find(ROWS[0], ROWS[0]["request"])
    assert written is not None and written.drafts[0].text == GOOD and written.seconds is not None
    assert fates(tmp_path, Scripted({})) == [Fate.RIGHT] * 2  # and now nobody is asked
    assert KeptDrafts(file).find(ROWS[1], ROWS[0]["request"]) is None


def test_the_rows_of_the_calibration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    rows = [*ROWS, {**ROWS[0], "id": "0", "expect": "abstain", "answer": None}]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    (tmp_path / "data" / "calc.dev.jsonl.gz").write_bytes(packed)
    (tmp_path / "data" / "abstain.dev.jsonl.gz").write_bytes(packed)
    options = figures._options(["--shared", str(tmp_path), "--sets", "calc", "--calibrated"])
    assert len(figures._rows(options.sets[0], options)) == 2  # those that have an answer
    with pytest.raises(SystemExit):
        figures._options(["--shared", str(tmp_path), "--sets", "abstain", "--calibrated"])
    assert "no set 'abstain'" in capsys.readouterr().err
