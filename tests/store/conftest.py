from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seglam_lang.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A cache of its own, with no layer below."""
    with Store.open(tmp_path / "cache.sqlite") as opened:
        yield opened
