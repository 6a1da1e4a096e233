"""The two files of a model, through the worker: what they draft, how long prompts may be, and pairs that do not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seglam_lang import language
from seglam_lang.drafts import Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator import ModelError, Task, Translator, prompt
from seglam_lang.translator.failures import ModelDied, ModelUnusable
from seglam_lang.translator.vocabulary import RIGHT, WRONG
from tests.translator.models import ModelPair, random_model, task_of

TABLE = {"columns": ["region", "sales"], "rows": [["North", 1], ["South", 2]]}


def refuse_to_load(path: Path, sentence: str, error: type[ModelError] = ModelUnusable) -> None:
    with Translator(path) as translator, pytest.raises(error, match=sentence):
        translator.draft(task_of())


def test_every_finished_draft_is_well_typed_and_judged(translator: Translator) -> None:
    finished = 0
    for seed in range(4):
        task = task_of(seed=seed)
        drafts = translator.draft(task)
        assert sum(draft.count for draft in drafts) == 8
        for draft in drafts:
            if draft.finished:
                finished += 1
                language.check_draft(draft.text, task.scope.signature)
                assert draft.critic is not None and 0 < draft.critic < 1
            else:
                assert draft.why and draft.critic is None
    assert finished >= 4


def test_the_critic_is_a_choice_between_two_tokens_after_the_end(model: ModelPair, tmp_path: Path) -> None:
    ids = [model.vocabulary.program_ids[token] for token in (RIGHT, WRONG)]

    def critics(*leanings: float) -> list[float]:
        model.decoder.tensors["output.weight"][ids] = 0.0
        model.decoder.tensors["output.weight"][ids, 0] = leanings
        with Translator(model.write(tmp_path)) as translator:
            return [draft.critic for draft in translator.draft(task_of()) if draft.critic is not None]

    doubtful = critics(1.0, 1.25)
    assert doubtful and all(critic < 0.25 for critic in doubtful)
    assert critics(1.25, 1.0) == pytest.approx([1 - critic for critic in doubtful])


def test_the_encoder_reads_both_ways(translator: Translator) -> None:
    """The last words of two requests are the same, and so are their first: what differs is in the middle."""
    inputs = read_inputs(values={"table": TABLE})
    readings = [read(f"total by {word} by total", inputs) for word in ("a", "b")]
    drafts = [translator.draft(Task(reading, scope_of(reading))) for reading in readings]
    assert drafts[0] != drafts[1]


@pytest.mark.parametrize(("length", "fits"), [(512, True), (513, False)])
def test_a_prompt_of_as_many_tokens_as_fit_and_of_one_more(translator: Translator, length: int, fits: bool) -> None:
    inputs = read_inputs(values={"table": TABLE})
    vocabulary = random_model().vocabulary
    empty = read("by", inputs)
    needed = length - len(prompt.encode(empty, scope_of(empty), vocabulary))
    reading = read("by" + " by" * needed, inputs)
    assert len(prompt.encode(reading, scope_of(reading), vocabulary)) == length
    drafts = translator.draft(Task(reading, scope_of(reading)))
    assert all(draft.fate is not Fate.TOO_LONG for draft in drafts) is fits
    if not fits:
        assert drafts[0].why == "the request is too long for the model: 513 tokens, at most 512"


def test_a_mixed_pair(model: ModelPair, tmp_path: Path) -> None:
    path = model.write(tmp_path)
    random_model(seed=1).encoder.write(tmp_path / "encoder.gguf")
    refuse_to_load(path, r"encoder\.gguf is not the encoder that .*decoder\.gguf was trained with")


def test_an_encoder_that_is_missing(model: ModelPair, tmp_path: Path) -> None:
    path = model.write(tmp_path)
    (tmp_path / "encoder.gguf").unlink()
    refuse_to_load(path, r"there is no model file .*encoder\.gguf")


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
@pytest.mark.parametrize("name", ["encoder.gguf", "decoder.gguf"])
def test_a_truncated_pair(model: ModelPair, tmp_path: Path, name: str, share: float) -> None:
    path = model.write(tmp_path)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    refuse_to_load(path, rf"{name}: the model file is (truncated|empty)")


@pytest.mark.parametrize("name", ["encoder.gguf", "decoder.gguf"])
def test_one_changed_weight(model: ModelPair, tmp_path: Path, name: str) -> None:
    path = model.write(tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[-5] ^= 1
    (tmp_path / name).write_bytes(data)
    refuse_to_load(path, rf"{name}: the weights are damaged")


@pytest.mark.parametrize("name", ["../encoder.gguf", "/etc/passwd", "a/b"])
def test_an_encoder_lies_beside_its_decoder(model: ModelPair, tmp_path: Path, name: str) -> None:
    model.decoder.metadata["seglam.encoder"] = name
    refuse_to_load(model.write(tmp_path), "which is no file name")


def test_a_decoder_that_names_no_encoder(model: ModelPair, tmp_path: Path) -> None:
    path = model.decoder.write(tmp_path / "alone.gguf")
    refuse_to_load(path, "names no encoder: a model is two files")


def test_an_encoder_is_no_model(model: ModelPair, tmp_path: Path) -> None:
    model.write(tmp_path)
    refuse_to_load(tmp_path / "encoder.gguf", "not a model made for SEGLAM")


def test_weights_for_another_vocabulary(model: ModelPair, tmp_path: Path) -> None:
    tensors = model.encoder.tensors
    tensors["token_embd.weight"] = tensors["token_embd.weight"][:-1]
    model.encoder.metadata["bert.vocab_size"] -= 1
    refuse_to_load(model.write(tmp_path), r"encoder\.gguf: .* tokens have weights but the vocabulary names")


def test_states_that_are_no_numbers(model: ModelPair, tmp_path: Path) -> None:
    model.encoder.tensors["blk.0.ffn_up.weight"][:] = np.nan
    refuse_to_load(model.write(tmp_path), "weights are damaged", ModelDied)


def test_missing_weights(model: ModelPair, tmp_path: Path) -> None:
    del model.encoder.tensors["blk.1.ffn_up.weight"]
    refuse_to_load(model.write(tmp_path), "cannot load")
