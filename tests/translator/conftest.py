"""Models and translators for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seglam_lang.translator import Translator
from tests.translator.models import ModelFile, ModelPair, random_model, random_pair


@pytest.fixture
def model() -> ModelFile:
    """A model in memory, to be changed and written."""
    return random_model()


@pytest.fixture(scope="session")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole model file."""
    return random_model().write(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def pair() -> ModelPair:
    """An encoder and a decoder in memory, to be changed and written."""
    return random_pair()


@pytest.fixture(scope="session")
def pair_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decoder of a whole model of two files."""
    return random_pair().write(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def translator(model_path: Path) -> Iterator[Translator]:
    """A translator of the whole model, closed at the end."""
    with Translator(model_path) as opened:
        yield opened
