"""Models and translators for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seglam_lang.translator import Translator
from tests.translator.models import ModelFile, random_model


@pytest.fixture
def model() -> ModelFile:
    """A model in memory, to be changed and written."""
    return random_model()


@pytest.fixture(scope="session")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole model file."""
    return random_model().write(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def translator(model_path: Path) -> Iterator[Translator]:
    """A translator of the whole model, closed at the end."""
    with Translator(model_path) as opened:
        yield opened
