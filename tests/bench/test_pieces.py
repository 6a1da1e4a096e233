"""The bench of the mask of pieces measures drafts that are whole."""

from __future__ import annotations

from tests.bench.pieces import BODIES, VOCABULARY, costs, measured, pieces


def test_drafts_of_each_body_are_measured() -> None:
    assert len(pieces().texts) == VOCABULARY + 1  # and the end
    found = [costs(seed) for seed in range(len(BODIES))]
    assert all(each.draft.finished for each in found)
    finished, *figures = measured(found)
    assert finished.text == f"{len(BODIES)} of {len(BODIES)}"
    assert [figure.target for figure in figures if figure.target] == ["<= 20.0", "<= 3.0"]
