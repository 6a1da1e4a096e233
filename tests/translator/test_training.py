"""Making a model: training goes on where it stopped, and learns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seglam_lang.translator.first.vocabulary import END, REFUSE, Vocabulary

torch = pytest.importorskip("torch", reason="PyTorch is only needed to make a model: pip install '.[train]'")
pytest.importorskip("gguf", reason="the package gguf writes models: pip install '.[train]'")

pytestmark = pytest.mark.slow

VOCABULARY = Vocabulary((END, REFUSE, "return", "s0", "s1", "+", "-", "*"), ("add", "and", "minus", "times"))


def test_training_goes_on_where_it_stopped_and_learns(tmp_path: Path) -> None:
    from seglam_lang.translator.nano.train import train

    (tmp_path / "vocabulary.json").write_text(VOCABULARY.to_json(), encoding="utf-8")
    rows = []
    for sign, word in (("+", "and"), ("-", "minus"), ("*", "times")):
        program = [VOCABULARY.id(token) for token in ("return", "s0", sign, "s1", END)]
        rows += [["values", [VOCABULARY.id("<request>"), *VOCABULARY.words([word])], program]] * 20
    (tmp_path / "examples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    train(tmp_path, minutes=0.05, batch=16, threads=1, seed=1)
    first = torch.load(tmp_path / "checkpoint.pt")
    train(tmp_path, minutes=0.1, batch=16, threads=1, seed=1)
    second = torch.load(tmp_path / "checkpoint.pt")
    assert 0 < first["step"] < second["step"]
    assert first["used"] < second["used"] < 0.2 * 60
