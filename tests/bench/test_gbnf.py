"""The bench of the grammar counts what both constraints give."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator import Task, Translator
from tests.bench import gbnf
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
    "gold": "SELECT SUM(Sales) FROM t",
    "answer": 5,
}
CUT_OFF = Draft("return rows.", -3.0, Fate.CUT_OFF, "cut off")
DRAFTS = {  # `c0` is Sales, `c1` Region
    "typed": [Draft("return rows.total(c0)", -1.0, Fate.FINISHED), CUT_OFF],
    "GBNF": [
        Draft("return rows.count()", -1.0, Fate.FINISHED, count=2, typed=False),
        Draft("return rows.total(c1)", -2.0, Fate.ILL_TYPED, "it does not type-check", typed=False),
        CUT_OFF,
    ],
}


class Scripted:
    """A translator whose drafts under each constraint are known."""

    def __init__(self, model: Path, *, syntax_only: bool) -> None:
        self.drafts = DRAFTS["GBNF" if syntax_only else "typed"]

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        self.drafts = []

    def draft(self, task: Task) -> list[Draft]:
        return self.drafts


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("typed", ["50.0% (1 of 2)", "100.0% (1 of 1)", "100.0% (1 of 1)", "100.0% (1 of 1)"]),
        ("GBNF", ["75.0% (3 of 4)", "66.7% (2 of 3)", "0.0% (0 of 1)", "100.0% (1 of 1)"]),
    ],
)
def test_what_is_counted(name: str, figures: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gbnf, "Translator", Scripted)
    monkeypatch.setattr(gbnf, "spent_ms", iter([1000.0, 3500.0]).__next__)
    found = list(measured(Path("any.gguf"), "everyday", [ROW], CONSTRAINTS[name]))
    assert [each.text for each in found] == [*figures, "2.5"]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_model_is_asked_under_both(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    asked: list[Draft] = []
    drafted = gbnf._drafts

    def noted(translator: Translator, row: Row) -> list[Draft]:
        asked.extend(drafted(translator, row))
        return asked

    monkeypatch.setattr(gbnf, "_drafts", noted)
    finished, *_ = measured(foreign_model().write(tmp_path / "tiny.gguf"), "everyday", [ROW], CONSTRAINTS[name])
    assert asked and {draft.typed for draft in asked} == {name == "typed"}
    assert finished.text.endswith(f"of {sum(draft.count for draft in asked)})")
