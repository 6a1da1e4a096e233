"""Outside judges: the columns of everyday tables are read as people typed them (`python -m tests.bench.columns`)."""

from __future__ import annotations

import pytest

from tests.bench.columns import Compared, compare, is_there

# Cells that the stated types leave as texts, and that say what they are.
EXPECTED = {("Text", "Number"), ("Text", "Time"), ("Text", "Duration"), ("Text", "Date"), ("Text", "DateTime")}


@pytest.fixture(scope="module")
def compared() -> Compared:
    """All tables, read both ways."""
    if not is_there():
        pytest.skip("the tables are not beside this repository (../shared/everyday)")
    return compare()


def test_columns_are_of_the_stated_types(compared: Compared) -> None:
    assert compared.same_type >= 0.99 * compared.columns
    # 03/09/2024, 05/09/2024 and 10/09/2024 of one table are stated as of three months, and read as of September.
    assert compared.same_type - compared.same_cells <= 1


def test_what_is_read_otherwise_was_a_text(compared: Compared) -> None:
    assert compared.differing.keys() <= EXPECTED
