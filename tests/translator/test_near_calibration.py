"""What is measured of recognising: who knows what, what counts as answered, and that nothing judged is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.translator.nano.calibrate import near
from seglam_lang.translator.nano.calibrate.asking import Row
from seglam_lang.translator.nano.calibrate.judging import Judged, Sure, kept
from seglam_lang.translator.nano.calibrate.near import Asked, Stored
from seglam_lang.verifier import Evidence

VISITS = {"columns": ["Vet", "Fee"], "rows": [["Linden", 40], ["Sole", 30], ["Linden", 20]]}
REQUESTS = {
    "total fees by vet": "rows.group_by(`Vet`).total(`Fee`)",
    "what did each vet bring in": "rows.group_by(`Vet`).total(`Fee`)",
    "fees added up, per vet": "rows.group_by(`Vet`).total(`Fee`)",
    "mean fee": "rows.average(`Fee`)",
}


def rows(table: str = "0a") -> list[Row]:
    return [
        {
            "id": f"{table}-{place}",
            "table": table,
            "request": request,
            "inputs": {"table": VISITS},
            "expect": "answer",
            "gold": {"seglam": program},
        }
        for place, (request, program) in enumerate(REQUESTS.items())
    ]


def sure(chance: float, right: bool, refused: bool = False) -> Sure:
    return Sure(Judged("everyday", "id", 0, Evidence(), "", right, refused), chance)


def test_what_is_refused_in_use_is_no_answer() -> None:
    found = [sure(0.9, True), sure(0.9, False), sure(0.95, False, refused=True)]
    steps = {step.chance: step for step in near._steps(found)}
    assert (steps[0.9].answered, steps[0.9].wrong) == (2, 1)
    assert (steps[0.95].answered, steps[0.95].wrong) == (0, 0)


def test_requests_with_one_program_have_one_use_and_know_each_other_s_words() -> None:
    asked = list(map(Asked.of, rows()))
    use, *others, mean = [each.use for each in asked]
    assert use is not None
    assert set(others) == {use}
    assert mean != use
    stored = near._stored(use, asked[:3])
    assert stored is not None
    for each in asked[:3]:
        wording = stored.wording_for(each)
        assert each.program is not None
        assert wording is not None
        assert wording != each.program.wording
    assert Stored(use, stored.body, stored.types, asked[:1]).wording_for(asked[0]) is None


def test_of_what_is_known_each_request_knows_a_share_of_its_own_always_the_same() -> None:
    uses = [use for each in map(Asked.of, rows()) if (use := each.use) is not None]
    many = [Asked.of({**row, "id": f"{row['id']}-{n}"}) for n in range(40) for row in rows()]
    known = [[each.knows(use) for use in uses] for each in many]
    assert known == [[each.knows(use) for use in uses] for each in many]
    assert {True, False} <= {each for some in known for each in some}


class InTurn:
    """A pool of processes that is none."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def imap(self, function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
        return map(function, items)


def test_what_was_judged_stays_until_all_is_judged_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Sequence[Row]] = []

    def judged(item: tuple[Sequence[Row], object]) -> tuple[list[Any], dict[str, Any]]:
        asked.append(item[0])
        if broken and len(asked) == 2:
            raise KeyboardInterrupt
        return [(near._nothing(Asked.of(row)),) for row in item[0]], {row["id"]: () for row in item[0]}

    monkeypatch.setattr(near, "Pool", InTurn)
    monkeypatch.setattr(near, "development_rows", lambda *_: [*rows("0a"), *rows("0b")])
    monkeypatch.setattr(near, "_of_table", judged)
    options = ["--work", str(tmp_path), "--dry"]
    path = tmp_path / "of a model"[:12] / "near.judged.jsonl"
    broken = False
    found = list(near._judged(near._options(options), "of a model"))
    assert [each[0].id for each in found] == [row["id"] for row in (*rows("0a"), *rows("0b"))]
    before = path.read_bytes()
    broken, asked = True, []
    with pytest.raises(KeyboardInterrupt):
        list(near._judged(near._options([*options, "--again"]), "of a model"))
    assert path.read_bytes() == before
    assert len(kept(path)) == 2 * len(REQUESTS)
    broken, asked = False, []
    list(near._judged(near._options(options), "of a model"))
    assert not asked
