"""Tuning: a network comes back from its two files, and learns from a cache without unlearning the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.translator.model_files import checked_files
from seglam_lang.translator.nano.programs import vocabulary_of
from seglam_lang.translator.nano.sources import Asked
from tests.translator.models import small_vocabulary

torch = pytest.importorskip("torch", reason="PyTorch is only needed to make a model: pip install '.[train]'")

pytestmark = pytest.mark.slow
torch.set_num_threads(1)  # threads only wait for each other in networks so small

WORDS = ("plus", "minus", "times", "and", "what", "is")
VOCABULARY = small_vocabulary(vocabulary_of({}), (*WORDS, *"0123456789"))


@pytest.fixture
def network() -> Any:
    from seglam_lang.translator.nano.network import EncoderDecoder, Size

    torch.manual_seed(1)
    made = EncoderDecoder(
        Size(
            len(VOCABULARY.pieces), len(VOCABULARY.program_tokens), width=64, layers=2, heads=4, hidden=96,
            decoder_layers=2, decoder_heads=2, decoder_hidden=96, longest_prompt=64, longest_program=32,
        )
    )  # fmt: skip
    return made.eval()


def asked(word: str, sign: str, number: int) -> Asked:
    return Asked("cache", f"{word}{number}", f"what is {number} {word} 3", {}, f"{number} {sign} 3", block=word)


def test_a_network_comes_back_from_its_files(network: Any, tmp_path: Path) -> None:
    from seglam_lang.translator.nano.export import write
    from seglam_lang.translator.nano.restore import restore

    for weight in network.parameters():
        if weight.dim() == 1:  # norms, biases and the segment too are told apart
            weight.data += 0.1 * torch.randn_like(weight)
    found, vocabulary = restore(write(network, VOCABULARY.to_json(), tmp_path))
    assert vocabulary == VOCABULARY and found.size == network.size
    prompts, programs = torch.tensor([[5, 9, 11, 2]]), torch.tensor([[3, 7, 1]])
    masks = torch.ones_like(prompts).bool(), torch.ones_like(programs).bool()
    with torch.no_grad():
        one, other = (each.eval()(prompts, masks[0], programs, masks[1]) for each in (network, found))
    assert torch.cosine_similarity(one, other, dim=-1).min() > 0.999


def test_files_that_came_back_are_written_as_they_were(network: Any, tmp_path: Path) -> None:
    from seglam_lang.translator.nano.export import write
    from seglam_lang.translator.nano.restore import restore

    first = write(network, VOCABULARY.to_json(), tmp_path)
    (tmp_path / "again").mkdir()
    second = write(restore(first)[0], VOCABULARY.to_json(), tmp_path / "again")
    assert second.read_bytes() == first.read_bytes()


def test_a_model_learns_what_a_cache_has_seen(network: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from seglam_lang.translator.nano import tune as tuning
    from seglam_lang.translator.nano.export import write

    monkeypatch.setattr(tuning, "ENCODER_RATE", 5e-4)
    monkeypatch.setattr(tuning, "DECODER_RATE", 2e-3)
    monkeypatch.setattr(tuning, "ROUNDS", 25)
    learned = [asked("plus", "+", number) for number in range(10, 30)]
    vouched = [asked("times", "*", number) for number in range(10, 20)]
    rehearsed = [asked("minus", "-", number) for number in range(10, 20)]
    material = tuning.Material(
        cache=learned,
        vouched=vouched,
        held_back=[asked("plus", "+", 80), asked("times", "*", 90)],
        rehearsed=rehearsed,
        check=[asked("minus", "-", 77)],
    )
    (tmp_path / "new").mkdir()
    model = write(network, VOCABULARY.to_json(), tmp_path)
    lines: list[str] = []
    result = tuning.tune(model, material, tmp_path / "new", 30, 1, lines.append)
    assert result.before == tuning.Measured(0.0, 0.0)
    assert result.after == tuning.Measured(1.0, 1.0), lines
    assert result.path is not None and checked_files(result.path).encoder == tmp_path / "new" / "encoder.gguf"


def test_a_cache_tunes_the_model_that_is_used_then(
    network: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seglam_lang.models import Models
    from seglam_lang.store import Store
    from seglam_lang.translator.nano import rehearsal
    from seglam_lang.translator.nano import tune as training
    from seglam_lang.translator.nano.export import write
    from seglam_lang.tuning import tune

    monkeypatch.setattr(rehearsal, "shipped", lambda: iter([asked("minus", "-", number) for number in range(9)]))
    monkeypatch.setattr(training, "ROUNDS", 1)
    model, models = write(network, VOCABULARY.to_json(), tmp_path), Models(tmp_path / "models")
    words = [f"plus {word}" for word in "abcdefghijklmnopqrstu"]
    asks = "".join(f'  ask "{{x}} {each} {{y}}"\n' for each in words)
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        seglam.add_source(f"proc plus(x: Number, y: Number) -> Number {{\n{asks}  return x + y\n}}")
    with Store.open(tmp_path / "cache.sqlite") as store:
        found = tune(store, model, models, 1, 1, print)
    assert found.model is not None and found.model.name == "tuned-1" and models.used == found.model.path
    assert found.model.card["from"] == str(model)


def test_the_old_model_stays_where_the_new_one_is_worse() -> None:
    from seglam_lang.translator.nano.tune import Measured

    assert Measured(0.5, 0.9).is_as_good_as(Measured(0.5, 0.9))
    assert not Measured(1.0, 0.8).is_as_good_as(Measured(0.5, 0.9))
    assert not Measured(0.4, 1.0).is_as_good_as(Measured(0.5, 0.9))


def test_what_is_vouched_for_weighs_more() -> None:
    from seglam_lang.translator.nano.tune import CACHE, REHEARSED, VOUCHED, Material

    few, many = [asked("plus", "+", 1)], [asked("plus", "+", number) for number in range(4)]
    mixture = Material(many, few, (), few, ()).mixture()
    assert mixture[VOUCHED] == mixture[CACHE] and mixture[REHEARSED] == mixture[CACHE] + mixture[VOUCHED]
