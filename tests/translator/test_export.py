"""Export: what PyTorch defines is what llama.cpp runs, up to the rounding of weights to eight bits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seglam_lang.translator.model_files import checked_files
from tests.translator.models import Array, random_model

torch = pytest.importorskip("torch", reason="PyTorch is only needed to make a model: pip install '.[train]'")

pytestmark = pytest.mark.slow

VOCABULARY = random_model().vocabulary
PROMPT = [1, 3, 40, 71, 72, 9, 73, 71, 2]
PROGRAM = [2, 31, 7, 30, 5]
# A process of its own: torch and llama.cpp bring libraries that may not get on with each other.
RUN = """
import json, sys
from pathlib import Path
from seglam_lang.translator.sequences import Move
from seglam_lang.translator.llama import EncoderDecoder
folder, sizes, prompt, program = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])
network = EncoderDecoder(folder / "encoder.gguf", folder / "decoder.gguf", *sizes, 1)
states = network._encoder.read(prompt).tolist()
logits = [network.prefill(prompt)]
logits += [network.step([Move(0, token, len(prompt) + i)])[0] for i, token in enumerate(program)]
print(json.dumps({"states": states, "logits": [each.tolist() for each in logits]}))
"""


@pytest.fixture(scope="module")
def network() -> Any:
    """A small network whose opinions are strong enough to be compared."""
    from seglam_lang.translator.nano.network import EncoderDecoder, Size

    torch.manual_seed(3)
    size = Size(
        len(VOCABULARY.pieces), len(VOCABULARY.program_tokens), width=64, layers=2, heads=4, hidden=96,
        decoder_layers=2, decoder_heads=2, decoder_hidden=96,
    )  # fmt: skip
    made = EncoderDecoder(size).eval()
    for weight in made.parameters():
        if weight.dim() == 1:  # norms and biases too are told apart
            weight.data += 0.2 * torch.randn_like(weight)
        else:
            weight.data *= 4
    return made


def computed(network: Any) -> tuple[Array, Array]:
    """Return PyTorch's states of the prompt, and logits from the end of the prompt to the end of the program."""
    prompt, program = torch.tensor([PROMPT]), torch.tensor([PROGRAM])
    read, written = torch.ones_like(prompt).bool(), torch.ones_like(program).bool()
    with torch.no_grad():
        states = network.encoder(prompt, read)[0]
        logits = network.logits(network(prompt, read, program, written))[0, len(PROMPT) - 1 :]
    return states.numpy(), logits.numpy()


def test_llama_cpp_computes_what_pytorch_does(network: Any, tmp_path: Path) -> None:
    from seglam_lang.translator.nano.export import write

    path = write(network, VOCABULARY.to_json(), tmp_path)
    assert checked_files(path).encoder == tmp_path / "encoder.gguf"
    sizes = [network.size.pieces, network.size.tokens]
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path), *map(json.dumps, (sizes, PROMPT, PROGRAM))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    theirs = json.loads(done.stdout)
    states, logits = computed(network)
    assert cosines(np.array(theirs["states"]), states).min() > 0.9999
    assert cosines(np.array(theirs["logits"]), logits).min() > 0.999


def cosines(one: Array, other: Array) -> Array:
    found: Array = (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    return found
