"""The procedures that ship, as their sources stand, and asked without a model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seglam_lang.engine import Seglam
from seglam_lang.layer import current_layer
from tests.shipped.answers import Asked, read


@pytest.fixture(scope="session")
def shipped() -> Iterator[Seglam]:
    with Seglam(":memory:", use_model=False, layers=[current_layer()]) as seglam:
        yield seglam


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The tests of an `Asked`: one for each line, file, near miss and mistake."""
    if metafunc.cls is None or not issubclass(metafunc.cls, Asked):
        return
    asked, wanted = metafunc.cls, set(metafunc.fixturenames)
    if "line" in wanted:
        lines = [(file, line) for file, text in asked.answers.items() for line in read(text)]
        metafunc.parametrize(("file", "line"), lines, ids=str)
    elif "file" in wanted:
        metafunc.parametrize("file", asked.answers)
    elif "near_miss" in wanted:
        metafunc.parametrize("near_miss", asked.near_misses)
    elif "mistake" in wanted:
        metafunc.parametrize("mistake", asked.mistakes)
