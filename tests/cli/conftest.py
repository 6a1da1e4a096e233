"""The command line on a cache of its own, with a model that is scripted or none at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seglam_lang.cli import cli
from seglam_lang.engine import Seglam
from seglam_lang.layer import current_layer
from tests.engine.scripted import Scripted

Run = Callable[..., Result]

ORDERS = "region,sales,day\nNorth,10,2024-03-01\nSouth,4.5,2024-03-02\nNorth,5,2024-03-04\n"


@pytest.fixture(scope="session", autouse=True)
def layer() -> Path:
    """The procedures that ship, which every command opens."""
    return current_layer()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("exec", ...)`: the command in a folder and on a cache of its own; the file orders.csv is there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEGLAM_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.setenv("SEGLAM_MODEL", str(tmp_path / "no-such-model.gguf"))
    monkeypatch.delenv("SEGLAM_DEBUG", raising=False)
    Path("orders.csv").write_text(ORDERS, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(cli, arguments)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Sequence[str]] | Sequence[str]], Scripted]:
    """`script(bodies)`: from now on the model writes these."""

    def write(bodies: Mapping[str, Sequence[str]] | Sequence[str]) -> Scripted:
        model = Scripted(bodies)
        monkeypatch.setattr("seglam_lang.cli.opening.Seglam", partial(Seglam, translator=model))
        return model

    return write
