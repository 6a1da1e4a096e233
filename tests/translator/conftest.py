"""Models and translators for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seglam_lang.translator import Translator
from tests.translator.models import ModelPair, random_model


@pytest.fixture
def model() -> ModelPair:
    """An encoder and a decoder in memory, to be changed and written."""
    return random_model()


@pytest.fixture(scope="session")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decoder of a whole model."""
    return random_model().write(tmp_path_factory.mktemp("model"))


@pytest.fixture
def translator(model_path: Path) -> Iterator[Translator]:
    """A translator of the whole model, closed at the end."""
    with Translator(model_path) as opened:
        yield opened
