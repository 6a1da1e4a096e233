"""The bench of vocabularies measures drafts that are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.vocabularies import BODIES, loaded, measured
from tests.translator.foreign_models import foreign_model


def test_drafts_under_both_are_measured(tmp_path: Path) -> None:
    figures = {each.name.strip(): each.text for each in measured(foreign_model().write(tmp_path / "tiny.gguf"), 4)}
    assert figures["what it cannot spell"] == "nothing"
    whole = f"{len(BODIES)} of {len(BODIES)}"
    assert [text for name, text in figures.items() if "finished" in name] == [whole, whole]


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "no.gguf").write_bytes(b"nothing")
    with pytest.raises(OSError, match="cannot load its vocabulary"):
        loaded(tmp_path / "no.gguf")
