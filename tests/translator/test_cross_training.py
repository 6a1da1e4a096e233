"""What the cross-encoder learns from, and that it learns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.messages import Task
from seglam_lang.translator.nano.cross import drafted, pairs, wordings
from seglam_lang.translator.nano.cross.mutants import mutants
from seglam_lang.translator.nano.cross.told import Told, told
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.nano.sources.asked import to_line

STAFF: dict[str, Any] = {
    "table": {
        "columns": ["Name", "Team", "Pay", "Bonus"],
        "rows": [["Ann", "Red", 10, 1], ["Bo", "Red", 20, 9], ["Cy", "Blue", 30, 4], ["Di", "Blue", 50, 2]],
    }
}
# A process of its own: torch and llama.cpp bring libraries that may not get on with each other.
COMPARE = """
import json, sys
from pathlib import Path
from seglam_lang.translator.comparing import Comparing
comparing = Comparing.of(Path(sys.argv[1]) / "cross.gguf", 1)
print(json.dumps(comparing.chances("mean pay", ["the average Pay", "the total Pay"])))
"""
COMPARE_ALIKE = """
import json, sys
from pathlib import Path
import numpy as np
from seglam_lang.translator.alike import Alike
from seglam_lang.translator.model_files import alike_file
folder = Path(sys.argv[1])
print(Alike(alike_file(folder / "cross.gguf"), 384).log_odds(np.array(json.loads((folder / "read.json").read_text()))))
"""
RED = 'rows.where(row => row[`Team`] == "Red").total(`Pay`)'


def asked(request: str, program: str | None, block: str) -> Asked:
    return Asked("everyday", "table:1", request, STAFF, program, block=block)


# Mutants


def test_mutants_are_near_and_different() -> None:
    found = mutants(RED, read_inputs(values=STAFF), Random(1))
    assert RED not in found
    assert len(found) == len(set(found))
    assert "rows.total(`Pay`)" in found
    assert 'rows.where(row => row[`Team`] == "Blue").total(`Pay`)' in found
    assert 'rows.where(row => row[`Team`] == "Red").total(`Bonus`)' in found
    assert 'rows.where(row => row[`Team`] == "Red").average(`Pay`)' in found
    assert 'rows.where(row => row[`Team`] != "Red").total(`Pay`)' in found


def test_a_column_is_exchanged_once_and_everywhere() -> None:
    program = "rows.where(row => row[`Pay`] > 5).total(`Pay`)"
    found = mutants(program, read_inputs(values=STAFF), Random(1))
    assert "rows.where(row => row[`Bonus`] > 5).total(`Bonus`)" in found
    assert "rows.where(row => row[`Pay`] > 5).total(`Bonus`)" in found


def test_the_same_dice_give_the_same_mutants() -> None:
    inputs = read_inputs(values=STAFF)
    assert mutants(RED, inputs, Random(3)) == mutants(RED, inputs, Random(3))


# Pairs


def lines() -> list[str]:
    return [
        to_line([asked("pay of the reds", RED, "1"), asked("what do the reds get?", RED, "1")]),
        to_line([asked("pay by team", "rows.group_by(`Team`).total(`Pay`)", "2")]),
        to_line([asked("the reds' wages", 'rows.where(row => row[`Team`] == "Red").values(`Pay`).sum()', "3")]),
        to_line([asked("hours of the reds", None, "4")]),
    ]


def test_right_is_its_own_program_and_wrong_are_those_that_give_something_else() -> None:
    first, second, third, refused = pairs.told_of(0, lines())
    assert first.requests == ("pay of the reds", "what do the reds get?")
    assert first.right == ('the total Pay of the rows where Team is "Red"',)
    assert "the total Pay by Team" in first.wrong
    assert third.right[0] not in first.wrong  # another way to the same
    assert not set(first.right) & set(first.wrong)
    assert first.right[0] in second.wrong
    assert refused.right == ()
    assert {*first.right, *second.right} <= {*refused.wrong}


def test_no_mutant_that_is_kept_gives_the_same() -> None:
    inputs = read_inputs(values=STAFF)
    known = pairs.Known.of(RED, inputs, [inputs])
    for each in mutants(RED, inputs, Random(0)):
        try:
            other = pairs.Known.of(each, inputs, [inputs])
        except pairs.UNUSABLE:
            continue
        assert known.does_the_same(other) == (Headed.of(each).run(inputs) == 30)


def test_what_is_told_is_kept_as_it_is(tmp_path: Path) -> None:
    found = pairs.told_of(0, lines())
    path = tmp_path / "told.jsonl"
    path.write_text("".join(each.to_line() for each in found), encoding="utf-8")
    assert list(told(path)) == found


def test_the_lines_of_one_table_are_looked_at_together(tmp_path: Path) -> None:
    path = tmp_path / "prepared.jsonl"
    other = Asked("everyday", "table:2", "how many", STAFF, "rows.count()", block="9")
    path.write_text("".join(f"{line}\n" for line in [*lines(), to_line([other])]), encoding="utf-8")
    assert [len(found) for _, found in pairs.by_table(path)] == [4, 1]


# Wordings


def test_other_words_are_for_the_same_where_procedure_and_columns_are() -> None:
    reds, blues = RED, RED.replace("Red", "Blue")
    total = "rows.group_by(`Team`).total(`Pay`)"
    prepared = [
        to_line(
            [
                asked("pay of team Red", reds, "1"),
                asked("what do the Red ones earn in all? pay", reds, "1"),
                asked("pay of Blue in total", blues, "2"),
                asked("pay by team", total, "3"),
                asked("bonus by team", total.replace("Pay", "Bonus"), "4"),
                asked("hours of the reds", None, "5"),
            ]
        )
    ]
    found = {each for number in range(20) for each in wordings.beside(number, prepared)}
    same = {(each.request, each.words) for each in found if each.same}
    other = {(each.request, each.words) for each in found if not each.same}
    assert ("pay of team Red", "what do the Red ones earn in all ? Pay") in same
    assert ("pay of team Red", "Pay of Red in total") in same  # said of the team that this request states
    assert ("pay by team", "Bonus by Team") in other
    assert ("pay of Blue in total", "Pay by Team") in other
    assert not same & other
    assert not any("hours" in text for each in found for text in each[:2])


def test_pairs_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "wordings.jsonl"
    path.write_text('["pay by team", "Pay per Team", true, 3]\n', encoding="utf-8")
    assert wordings.kept_pairs(path) == [wordings.Beside("pay by team", "Pay per Team", True, 3)]


# Drafts


class Writes:
    """A model that writes given drafts."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def draft(self, task: Task) -> list[Draft]:
        return [Draft(text, -1.0, Fate.FINISHED) for text in self.texts]


def test_drafts_are_told_apart_by_what_they_give() -> None:
    model: Any = Writes(
        "return rows.where(row => row[c1] == s0).total(c0)",
        "return rows.where(row => row[c1] == s0).values(c0).sum()",
        "return rows.total(c0)",
        "return rows.nonsense()",
    )
    found = drafted.told_of(asked("total pay of team Red", RED, "1"), model)
    assert found is not None
    assert found.requests == ("total pay of team Red",)
    assert len(found.right) == 2
    assert found.wrong == ("the total Pay",)
    refused = drafted.told_of(asked("total pay of team Red", None, "1"), model)
    assert refused is not None and refused.right == () and len(refused.wrong) == 3


# Training

WHY = "PyTorch is only needed to make a model: pip install '.[train]'"


def test_the_area_under_the_curve() -> None:
    pytest.importorskip("torch", reason=WHY)
    from seglam_lang.translator.nano.cross.train import area

    assert area([0.1, 0.2, 0.8, 0.9], [False, False, True, True]) == 1
    assert area([0.9, 0.8, 0.2, 0.1], [False, False, True, True]) == 0
    assert area([0.1, 0.2, 0.3, 0.4], [False, True, False, True]) == 0.75
    assert area([0.5] * 4, [False, True, False, True]) == 0.5


@pytest.mark.slow
def test_it_learns_and_is_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason=WHY)
    from seglam_lang.translator.nano.cross import export, network, train

    torch.manual_seed(1)
    model, vocabulary = network.start()
    model.encoder.layers = model.encoder.layers[:1]
    model.size = replace(model.size, layers=1)
    rows = [
        (request, Told("own", "t", (request,), (right,), (wrong,)))
        for request, right, wrong in (
            ("total pay", "the total Pay", "the average Pay"),
            ("mean pay", "the average Pay", "the total Pay"),
        )
    ]
    monkeypatch.setattr(train, "BATCH", 6)
    dice = Random(1)
    source = train.batches(train.drawn({"own": rows}, vocabulary, dice), dice)
    held_back = list(train.pairs_of(rows, vocabulary, dice))

    def some(number: int) -> Iterator[Any]:
        for _ in range(number):
            yield next(source)

    train.train(model, some(60), held_back, minutes=10)
    assert train.told_apart(model, held_back) == 1
    for name in ("encoder.gguf", "decoder.gguf"):
        (tmp_path / name).symlink_to(DEFAULT_MODEL.parent / name)
    export.write(model, tmp_path)
    said = subprocess.run([sys.executable, "-c", COMPARE, tmp_path], capture_output=True, text=True, check=True)
    likely, unlikely = json.loads(said.stdout)
    assert likely > 0.5 > unlikely


@pytest.mark.slow
def test_what_compares_requests_learns_and_is_exported(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason=WHY)
    from seglam_lang.translator.nano.cross import alike

    torch.manual_seed(1)
    read = torch.randn(400, 4 * 384) * 3 + 5
    same = (read[:, 7] > read[:, 800]).float()
    learned = alike.train(read, same, epochs=40)
    odds = learned(read).squeeze(-1)
    assert ((odds > 0).float() == same).float().mean() > 0.9
    for name in ("encoder.gguf", "decoder.gguf", "cross.gguf"):
        (tmp_path / name).symlink_to(DEFAULT_MODEL.parent / name)
    alike.write(learned, tmp_path / "cross.gguf")
    (tmp_path / "read.json").write_text(json.dumps(read[0].tolist()), encoding="utf-8")
    said = subprocess.run([sys.executable, "-c", COMPARE_ALIKE, tmp_path], capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == pytest.approx(float(odds[0]), abs=0.02)  # weights are in F16
