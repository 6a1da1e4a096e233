"""A stored procedure that the model recognises in other words: nothing is written, and they are known from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator.failures import ModelDied
from seglam_lang.translator.messages import Candidate, Task
from seglam_lang.verifier import Calibration
from seglam_lang.verifier.confidence import Coefficient
from seglam_lang.verifier.nearness import FILE, STEPS
from tests.engine.scripted import Scripted

VISITS = {
    "columns": ["Vet", "Fee", "Animal"],
    "rows": [["Ito", 40, "Dog"], ["Ray", 25, "Cat"], ["Ito", 30, "Cat"], ["Ray", 10, "Dog"], ["Ray", 5, "Dog"]],
}
TOTALS, COUNTS = "return rows.group_by(c0).total(c1)", "return rows.count()"
BY_VET = {"columns": ["Vet", "Fee"], "rows": [["Ito", 70], ["Ray", 40]]}
BOOKS = {"columns": ["Title", "Price"], "rows": [["A", 4], ["B", 2]]}
MEANT = {"meant": Coefficient(0.0, 1.0, 1.0)}
MEASURED = [[0.8, 500, 20], [0.9, 500, 1], [0.99, 400, 0]]
BY_HAND = """
proc per(rows: Table, value: Column<Number>, group: Column<Text>) -> Table {
  ask "{value} for every {group}"
  return rows.group_by(group).total(value)
}
"""


class Choosing(Scripted):
    """It writes what it is told to, and takes those candidates for meant whose text has a word of `meant`."""

    sure = 0.99

    def __init__(self, folder: Path, bodies: Mapping[str, Sequence[str]], meant: Mapping[str, str]) -> None:
        super().__init__(bodies)
        self.model, self.meant = folder / "scripted.gguf", meant
        self.offered: list[list[str]] = []
        self.spoken: list[str] = []

    def choose(self, task: Task, candidates: Sequence[Candidate]) -> list[Draft]:
        texts = [each.body.written([names[0] for names in each.names]) for each in candidates]
        self.offered.append(texts)
        self.spoken += [each.wording.template.text for each in candidates]
        word = self.meant.get(task.reading.request, "nothing")
        return [Draft(text, -1.0, Fate.FINISHED, meant=self.sure if word in text else 0.01) for text in texts]


Begin = Callable[..., tuple[Seglam, Choosing]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """`begin(bodies, meant)`: an engine, and a model of whose choices some were measured."""
    opened: list[Seglam] = []

    def start(bodies: Mapping[str, Sequence[str]], meant: Mapping[str, str] = {}, **options: Any) -> Any:
        model = Choosing(tmp_path, bodies, meant)
        measured = Calibration(0.5, 0.0, MEANT, model.model_hash, {STEPS: MEASURED})
        model.model.with_name(FILE).write_text(measured.to_json(), encoding="utf-8")
        opened.append(Seglam(tmp_path / "cache.sqlite", translator=model, layers=(), **{"near_errors": 0.02} | options))
        return opened[-1], model

    yield start
    for seglam in opened:
        seglam.close()


FIRST, OTHER = "for each vet the total of the fee", "what did each of them bring in?"
COUNTED = "how many rows are there"
WRITTEN = {FIRST: [TOTALS] * 4, OTHER: [COUNTS] * 4, COUNTED: [COUNTS] * 4}


def test_other_words_are_recognised_and_nothing_is_written(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total"})
    first = seglam.exec(FIRST, table=VISITS)
    answer = seglam.exec(OTHER, table=VISITS)
    assert (answer.status, answer.tier, answer.procedure) == ("hit", "near", first.procedure)
    assert answer.value == first.value
    known = "for each Vet the total of the Fee"
    assert (answer.recognised, answer.to_dict()["recognised"]) == (known, known)
    assert answer.trace.found == (
        f'the words are others, and ask for what has been answered about such a table before: "{known}"'
    )
    assert model.calls == [FIRST]
    assert (again := seglam.exec(OTHER, table=VISITS)).tier == "exact"
    assert (again.recognised, "recognised" in again.to_dict()) == ("", False)
    assert seglam.stats().all_time.hits == {"near": 1, "exact": 1}
    assert [stored.hash for stored in seglam.store.procedures()] == [first.procedure]


def test_the_latest_words_that_have_asked_for_it_are_offered_with_it(begin: Begin) -> None:
    later = "of each single vet the total of the fee"
    seglam, model = begin(WRITTEN | {later: [TOTALS] * 4})
    for request in (FIRST, later, COUNTED):
        seglam.exec(request, table=VISITS)
    known = "each {0:column} the total of the {1:column}"
    assert model.spoken == [f"for {known}", f"of {known.replace('each', 'each single')}"]


def test_what_is_not_believed_is_written(begin: Begin) -> None:
    seglam, model = begin(WRITTEN)
    seglam.exec(FIRST, table=VISITS)
    answer = seglam.exec(COUNTED, table=VISITS)
    assert (answer.tier, answer.value) == ("model", 5)
    assert model.calls == [FIRST, COUNTED]
    assert model.offered == [["return rows.group_by(c0).total(c1)"]]


def test_what_the_words_speak_against_is_written(begin: Begin) -> None:
    request = "what did each of them not bring in?"
    seglam, model = begin(WRITTEN | {request: [COUNTS] * 4}, {request: "total"})
    seglam.exec(FIRST, table=VISITS)
    assert seglam.exec(request, table=VISITS).tier not in ("near", "model")
    assert model.calls == [FIRST, request]


def test_the_columns_are_those_of_before_wherever_they_stand(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total"})
    seglam.exec(FIRST, table=VISITS)
    moved = {"columns": ["animal", "fee", "VET"], "rows": [["Dog", 7, "Ito"], ["Cat", 8, "Ito"]]}
    answer = seglam.exec(OTHER, table=moved)
    assert answer.tier == "near"
    assert (answer.value.columns, answer.value.rows) == (("VET", "fee"), (("Ito", 15),))
    assert model.offered == [["return rows.group_by(c2).total(c1)"]]


def test_a_table_without_these_columns_knows_nothing_of_it(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total"})
    seglam.exec(FIRST, table=VISITS)
    assert seglam.exec(COUNTED, table=BOOKS).tier == "model"
    text = {"columns": ["Vet", "Fee"], "rows": [["Ito", "much"], ["Ray", "little"]]}
    assert seglam.exec(COUNTED, table=text).tier == "exact"
    assert seglam.exec(OTHER, table=text).tier != "near"
    assert model.offered == [["return rows.count()"]]  # which takes no column


def test_what_is_less_sure_than_a_hit_must_be_is_an_answer_of_the_model_that_it_need_not_write(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total"}, near_errors=0.005)
    first = seglam.exec(FIRST, table=VISITS)
    answer = seglam.exec(OTHER, table=VISITS)
    assert (answer.status, answer.tier, answer.procedure) == ("miss", "model", first.procedure)
    assert answer.recognised == "for each Vet the total of the Fee"
    assert model.calls == [FIRST]


def test_the_words_that_are_named_are_said_of_what_is_taken_now(begin: Begin) -> None:
    above = "how many rows have a fee over 20"
    lower, written = "fees that come to more than 30, counted", "return rows.where(row => row[c0] > s0).count()"
    seglam, _ = begin({above: [written] * 4}, {lower: "s0"})
    assert seglam.exec(above, table=VISITS).value == 3
    answer = seglam.exec(lower, table=VISITS)
    assert (answer.value, answer.recognised) == (1, "how many rows have a Fee over 30")


def test_a_certificate_tells_what_was_chosen_from_what_was_written(begin: Begin) -> None:
    seglam, _ = begin(WRITTEN, {OTHER: "total"})
    first = seglam.exec(FIRST, table=VISITS)
    seglam.exec(OTHER, table=VISITS)
    agreed = [each.certificate.agreement for each in seglam.store.certificates(first.procedure)]
    assert [each is not None and each.of_known for each in agreed] == [False, True]


def test_with_no_errors_at_all_nothing_is_recognised(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total"}, near_errors=0.0)
    seglam.exec(FIRST, table=VISITS)
    assert seglam.exec(OTHER, table=VISITS).status == "refused"
    assert model.offered == []
    with pytest.raises(ValueError, match="near_errors is a share from 0 to 1, not 2"):
        begin(WRITTEN, near_errors=2)


@pytest.mark.parametrize("how", ["at once", "by its words", "as it is known now"])
def test_what_is_called_wrong_is_not_recognised_again_and_asks_for_more_from_then_on(begin: Begin, how: str) -> None:
    seglam, _ = begin(WRITTEN, {OTHER: "total"})
    seglam.exec(FIRST, table=VISITS)
    answer = seglam.exec(OTHER, table=VISITS)
    assert answer.tier == "near"
    if how == "by its words":
        again = seglam.wrong(OTHER, table=VISITS)
    else:
        again = seglam.wrong(answer if how == "at once" else seglam.exec(OTHER, table=VISITS))
    assert again.tier != "near"
    assert seglam.exec(OTHER, table=VISITS).tier != "near"
    assert seglam.exec(FIRST, table=VISITS).tier == "exact"  # its own words are as right as ever
    assert seglam.store.near_errors() == 1


def test_a_procedure_written_by_hand_is_recognised_once_it_has_answered(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total", COUNTED: "total"})
    (hash,) = seglam.add_source(BY_HAND)
    assert seglam.exec(COUNTED, table=VISITS).tier == "model"
    assert model.offered == []
    assert seglam.exec("fee for every vet", table=VISITS).tier == "exact"
    assert (answer := seglam.exec(OTHER, table=VISITS)).tier == "near"
    assert answer.procedure == hash


def test_what_is_served_no_more_is_not_recognised_either(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {OTHER: "total", COUNTED: "total"})
    first = seglam.exec(FIRST, table=VISITS)
    seglam.store.remove(first.procedure)
    assert seglam.exec(OTHER, table=VISITS).tier != "near"
    again = seglam.exec(FIRST, table=VISITS)
    seglam.wrong(again)
    assert seglam.exec(COUNTED, table=VISITS).tier != "near"
    assert model.offered == []


def test_a_column_of_another_type_is_another_column(begin: Begin) -> None:
    smallest = {"columns": ["level"], "rows": [[3], [1]]}
    texts = {"columns": ["level"], "rows": [["low"], ["high"]]}
    seglam, model = begin({"the smallest level": ["return rows.minimum(c0)"] * 4, OTHER: []}, {OTHER: "minimum"})
    assert seglam.exec("the smallest level", table=smallest).value == 1
    seglam.exec(OTHER, table=texts)
    assert model.offered == []


def test_who_asks_for_more_certainty_is_heard(begin: Begin) -> None:
    seglam, _ = begin(WRITTEN, {OTHER: "total"}, accept=0.995)
    seglam.exec(FIRST, table=VISITS, pick=1)
    seglam.add_source(BY_HAND)
    assert seglam.exec("fee for every vet", table=VISITS).tier == "exact"
    assert seglam.exec(OTHER, table=VISITS).tier != "near"


def test_what_was_refused_is_not_asked_again_unless_somebody_wants_it(begin: Begin) -> None:
    seglam, model = begin(WRITTEN, {})
    seglam.exec(FIRST, table=VISITS)
    for _ in range(3):
        assert seglam.exec(OTHER, table=VISITS).status == "refused"
    assert len(model.offered) == 1
    model.meant = {OTHER: "total"}
    assert seglam.exec(OTHER, table=VISITS, retry=True).tier == "near"


def test_trouble_in_recognising_leaves_it_to_be_written(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> list[Draft]:
        raise ModelDied("it ended")

    monkeypatch.setattr(Choosing, "choose", dies)
    seglam, _ = begin(WRITTEN)
    seglam.exec(FIRST, table=VISITS)
    assert seglam.exec(COUNTED, table=VISITS).tier == "model"


@pytest.mark.parametrize("agrees", [True, False])
def test_now_and_then_what_is_recognised_is_written_too(
    begin: Begin, agrees: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the model is surer of something else, that counts, and is not served."""
    monkeypatch.setattr("seglam_lang.recognition.AUDITED_ONE_OF", 1)
    monkeypatch.setattr(Choosing, "sure", 0.85)
    request = "the vets and each fee"
    written = {FIRST: [TOTALS] * 4, request: [TOTALS if agrees else "return rows.select(c0, c1)"] * 4}
    seglam, model = begin(written, {request: "total"}, near_errors=0.1)
    seglam.exec(FIRST, table=VISITS)
    answer = seglam.exec(request, table=VISITS)
    assert request in model.calls
    assert answer.tier == ("near" if agrees else "model")
    found = seglam.stats().all_time
    assert (found.audits, found.audited_otherwise) == ((1, 0) if agrees else (1, 1))
    assert seglam.store.near_errors() == (0 if agrees else 1)
