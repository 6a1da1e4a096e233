"""The procedures that ship, built from their sources as they stand, and asked without a model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seglam_lang.engine import Seglam
from seglam_lang.resources import path
from seglam_lang.shipping import build


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seglam]:
    layer = tmp_path_factory.mktemp("shipped") / "layer.sqlite"
    build(path("cache"), layer)
    with Seglam(":memory:", use_model=False, layers=[layer]) as seglam:
        yield seglam
