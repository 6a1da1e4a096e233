"""Making a model: what PyTorch trains is what llama.cpp runs, and training goes on where it stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seglam_lang.translator.first.vocabulary import END, REFUSE, Vocabulary

torch = pytest.importorskip("torch", reason="PyTorch is only needed to make a model: pip install '.[train]'")
pytest.importorskip("gguf", reason="the package gguf writes models: pip install '.[train]'")

pytestmark = pytest.mark.slow

VOCABULARY = Vocabulary((END, REFUSE, "return", "s0", "s1", "+", "-", "*"), ("add", "and", "minus", "times"))
LOGITS = """
import json, sys
from pathlib import Path
from seglam_lang.translator.llama import Llama
path, prompt, first, last, size = sys.argv[1], json.loads(sys.argv[2]), *map(int, sys.argv[3:])
print(json.dumps(Llama(Path(path), range(first, last), size, 1).prefill(prompt).tolist()))
"""


def test_llama_cpp_computes_what_pytorch_does(tmp_path: Path) -> None:
    from seglam_lang.translator.nano.export import write
    from seglam_lang.translator.nano.network import Size, Transformer

    torch.manual_seed(3)
    network = Transformer(Size(len(VOCABULARY), width=64, layers=2, heads=4, hidden=96)).eval()
    network.embedding.weight.data *= 5  # untrained logits are all alike
    write(network, VOCABULARY.to_json(), tmp_path / "model.gguf")
    prompt = [2, 31, 7, 30, 5, 32, 12]
    with torch.no_grad():
        ours = network.logits(network(torch.tensor([prompt])))[0, -1].tolist()
    program = VOCABULARY.program
    arguments = [str(tmp_path / "model.gguf"), json.dumps(prompt), str(program.start), str(program.stop)]
    done = subprocess.run(
        [sys.executable, "-c", LOGITS, *arguments, str(len(VOCABULARY))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    theirs = json.loads(done.stdout)
    spread = max(ours) - min(ours)
    assert theirs == pytest.approx(ours[program.start : program.stop], abs=0.01 * spread)  # the cache is in F16


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
