"""Words that a program leaves: when they are a refusal, and when an answer says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.requests.unread import Span, Unexplained
from seglam_lang.requests.unread.lexicon import SpanKind
from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.placing import place
from seglam_lang.verifier import Question, judge
from seglam_lang.verifier.confidence import FILE, Calibration
from seglam_lang.verifier.guards import LEAST_EXPLAINED, SURE_WITHOUT, dropped_by
from seglam_lang.verifier.policy import EvidencePolicy
from tests.verifier.drafts import draft

STAFF = {"columns": ["name", "team"], "rows": [["Ann", "North"], ["Bob", "South"], ["Cid", "North"]]}
SHIPPED = Calibration.from_json(DEFAULT_MODEL.with_name(FILE).read_text(encoding="utf-8"))
UNLIKELY = LEAST_EXPLAINED / 2


def left(kind: SpanKind, chance: float = UNLIKELY, may_name: bool = False) -> Unexplained:
    return Unexplained(Span(2, 3, kind, taken=False), chance, may_name)


@pytest.mark.parametrize(
    ("words", "confidence", "is_measured", "are_dropped"),
    [
        (None, 0.5, True, False),
        (left(SpanKind.WORD, LEAST_EXPLAINED, may_name=True), 0.5, False, False),  # people say that without meaning it
        (left(SpanKind.COLUMN), 1.0, True, True),
        (left(SpanKind.CELL), 1.0, True, True),
        (left(SpanKind.WORD), 1.0, True, True),  # "median"
        (left(SpanKind.WORD, may_name=True), SURE_WITHOUT, True, False),  # "technicians"
        (left(SpanKind.WORD, may_name=True), SURE_WITHOUT - 0.01, True, True),
        (left(SpanKind.WORD, may_name=True), 1.0, False, True),
    ],
)
def test_only_what_rows_may_be_called_is_left(
    words: Unexplained | None, confidence: float, is_measured: bool, are_dropped: bool
) -> None:
    assert (dropped_by(words, confidence, is_measured) is not None) is are_dropped


def test_what_is_left_beside_what_rows_may_be_called_is_dropped() -> None:
    rows, column = left(SpanKind.WORD, may_name=True), left(SpanKind.COLUMN, UNLIKELY * 1.5)
    assert dropped_by(rows._replace(others=(column,)), 1.0, is_measured=True) == column
    assert dropped_by(rows._replace(others=(left(SpanKind.COLUMN, 0.9),)), 1.0, is_measured=True) is None


@pytest.mark.parametrize(("critic", "is_answered"), [(0.9, True), (None, False)])
def test_an_answer_names_the_words_that_it_leaves(critic: float | None, is_answered: bool) -> None:
    """What a model without a critic writes has to account for all words."""
    reading = read("What is the number of technicians?", read_inputs(values={"table": STAFF})).loosely
    scope = scope_of(reading)
    body = place(Headed.of("rows.count()"), reading, scope).body
    assert body is not None
    written = [replace(draft(body, -0.01), critic=critic, meant=0.99, willing=1.0)]
    verdict = judge(written, Question(reading, scope), EvidencePolicy(calibration=SHIPPED))
    said = '"technicians" names no column or cell, and was not used'
    if is_answered:
        assert verdict.winner is not None and verdict.winner.left == said
    else:
        assert verdict.winner is None and 'explains "of technicians"' in verdict.reason
