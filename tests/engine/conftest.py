"""An engine on a cache of its own, with a scripted model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from seglam_lang import Seglam
from tests.engine.scripted import Scripted

Start = Callable[..., tuple[Seglam, Scripted]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start(bodies)`: an engine and its model; further ones share the cache."""
    opened: list[Seglam] = []

    def begin(
        bodies: Mapping[str, Sequence[str]] | Sequence[str] = (), *, name: str = "scripted"
    ) -> tuple[Seglam, Scripted]:
        model = Scripted(bodies, name=name)
        seglam = Seglam(tmp_path / "cache.sqlite", translator=model, layers=())
        opened.append(seglam)
        return seglam, model

    yield begin
    for seglam in opened:
        seglam.close()
