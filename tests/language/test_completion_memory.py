"""What completion keeps between drafts has an end: a process that reads drafts for ever new types does not grow."""

from __future__ import annotations

import gc

import pytest

from seglam_lang.language import Param, Signature
from seglam_lang.language.completion import EVERY_CONSTRUCT, start
from seglam_lang.language.types import NUMBER, TEXT, list_of, record

SIGNATURES = 30  # of types that no other has: more than completion keeps anything of
MOST = 1_500  # objects that one more signature leaves; 4,700 where all that is found out about types is kept


def read_drafts(first: int, last: int) -> int:
    """How many objects there are after drafts for signatures of these numbers."""
    for number in range(first, last):
        kind = list_of(record({f"field{number}": NUMBER, "name": TEXT}))
        state = start(Signature((Param("items", kind),)), constructs=EVERY_CONSTRUCT)
        for lexeme in ("return", "items", "."):
            assert state.next()
            following = state.advance(lexeme)
            assert following is not None
            state = following
        assert "map" in state.next()
    gc.collect()
    return len(gc.get_objects())


@pytest.mark.slow
def test_drafts_for_ever_new_types_leave_little_behind() -> None:
    once = read_drafts(0, SIGNATURES)
    assert read_drafts(SIGNATURES, 2 * SIGNATURES) - once <= MOST * SIGNATURES
