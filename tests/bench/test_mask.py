"""The bench of the mask draws drafts that are worth measuring."""

from __future__ import annotations

from tests.bench.mask import draft_set, measured, wide_signature
from tests.bench.report import Figure


def test_a_set_of_drafts_is_measured() -> None:
    found = draft_set(4)  # a seed of short drafts
    assert any(draft.finished for draft in found.drafts)
    assert found.mask_ms > 0 and found.check_ms > 0
    figures = measured([found])
    assert all(isinstance(each, Figure) for each in figures) and figures[-1].target


def test_tables_have_five_to_twelve_columns() -> None:
    counts = {sum(param.name.startswith("c") for param in wide_signature(seed).params) for seed in range(100)}
    assert counts == set(range(5, 13))
