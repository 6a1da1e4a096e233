"""The bench of the grammar counts what both constraints give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.gbnf import CONSTRAINTS, measured
from tests.bench.sets import Row
from tests.translator.foreign_models import foreign_model

TABLE = {"columns": ["Region", "Sales"], "rows": [["North", 2], ["South", 3]]}
ROW: Row = {
    "id": "one",
    "type": "total",
    "request": "total sales",
    "inputs": {"table": TABLE},
    "expect": "answer",
    "answer": 5,
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_model_is_asked_under_both(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    model = foreign_model().write(tmp_path / "tiny.gguf")
    finished, well_typed, right, answered, took = measured(model, "everyday", [ROW], CONSTRAINTS[name])
    assert "drafts that are finished" in finished.name and finished.text.endswith(("of 4)", "of 1)"))
    assert well_typed.text == "of none" or name == "GBNF" or well_typed.text.startswith("100.0%")
    assert right.text.endswith("of 1)") and answered.text.endswith("of 1)") and float(took.text) >= 0
