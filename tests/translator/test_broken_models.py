"""What kills or hangs llama.cpp: each such file or message ends in a sentence, and the next request is answered.

| what | held by |
|---|---|
| no layers, or an absurd number of them | `test_metadata_that_makes_no_sense`, `test_layers_of_our_own` |
| too few tokens, tokens without weights, tokens that are alike | `test_a_vocabulary_that_makes_no_sense` |
| weights that are no numbers | `test_weights_that_are_no_numbers`; test_worker.py, test_encoder_decoder.py |
| weights that are zero, missing, of another shape | `test_weights_that_are_missing`; test_worker.py |
| a file that ends in the middle | `test_a_file_that_ends_in_the_middle`; test_gguf_header.py |
| a file that shrinks while it is used | `test_a_file_that_shrinks_under_a_model_changes_nothing` (it is never mapped) |
| an assertion that nobody foresaw | `test_an_assertion_is_told_without_the_folders_of_who_built_it` |
| ids that are no tokens, messages of nobody | `test_messages_that_are_none_of_ours`, `..._to_another_model` |
| a prompt that is longer than the context | test_foreign_worker.py, test_worker.py, test_encoder_decoder.py |
| a text that is longer than the cross-encoder reads | test_cross_encoder.py |
| a chat template that does not end, or takes all memory | test_chat.py |
| two threads, an end in the middle, a use after the end, a worker that hangs | test_worker.py |
| a fork of the asking process | `test_a_fork_starts_a_worker_of_its_own` |

Grammars that do not parse and tokens that a sampler forbids are llama.cpp's own: neither is asked for here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seglam_lang.drafts import Fate
from seglam_lang.translator import ModelError, Translator
from seglam_lang.translator.failures import ModelDied, ModelUnusable
from tests.translator.foreign_models import END, ForeignModel, foreign_model
from tests.translator.models import ModelPair, task_of

ANY_FATE = {Fate.FINISHED, Fate.CUT_OFF, Fate.REFUSED, Fate.TOO_LONG}
DAMAGED = "weights are damaged"
NOT_LOADED = "llama.cpp cannot load this model: .*[a-z]"  # with the reason

Change = Callable[[ForeignModel], None]


def said_of(model: ForeignModel, path: Path) -> str:
    """Return the sentence about a broken model; "" where it drafts."""
    with Translator(model.write(path / "m.gguf"), compares=False) as translator:
        try:
            drafts = translator.draft(task_of(candidates=1, limit_s=60.0))
        except ModelError as error:
            return str(error)
    assert {draft.fate for draft in drafts} <= ANY_FATE
    return ""


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("llama.block_count", 0, "impossible number of layers"),
        ("llama.block_count", 513, "impossible number of layers"),
        ("llama.block_count", 2**32 - 1, "impossible number of layers"),
        ("llama.block_count", 3, f"{NOT_LOADED}.*blk.2.* not found"),
        ("llama.embedding_length", 2**32 - 1, NOT_LOADED),
        ("llama.attention.head_count", 0, NOT_LOADED),
        ("llama.attention.head_count_kv", 2**31, NOT_LOADED),
        ("llama.rope.dimension_count", 1, NOT_LOADED),
        ("llama.context_length", 2**31, "too short to write in"),
        ("llama.rope.freq_base", float("nan"), DAMAGED),
        ("general.alignment", 0, "alignment is not a positive number"),
        ("general.alignment", 2**31, "truncated"),
        ("tokenizer.ggml.bos_token_id", 2**32 - 1, "^$"),  # llama.cpp leaves it aside
    ],
)
def test_metadata_that_makes_no_sense(key: str, value: object, sentence: str, tmp_path: Path) -> None:
    model = foreign_model()
    model.metadata[key] = value
    assert re.search(sentence, said_of(model, tmp_path))


@pytest.mark.parametrize(("part", "layers"), [("decoder", 0), ("decoder", 2**32 - 1), ("encoder", 999)])
def test_layers_of_our_own(model: ModelPair, part: str, layers: int, tmp_path: Path) -> None:
    file = getattr(model, part)
    file.metadata[f"{file.architecture}.block_count"] = layers
    with Translator(model.write(tmp_path)) as translator, pytest.raises(ModelUnusable, match=f"{part}.*impossible"):
        translator.draft(task_of())


def few_tokens(count: int) -> Change:
    """Return what leaves so many tokens, and weights for all that there were."""

    def change(model: ForeignModel) -> None:
        model.tokens = [*model.tokens[:count], END]

    return change


def few_tokens_and_weights(count: int) -> Change:
    def change(model: ForeignModel) -> None:
        few_tokens(count)(model)
        model.metadata["llama.vocab_size"] = count + 1
        for name in ("token_embd.weight", "output.weight"):
            model.tensors[name] = model.tensors[name][: count + 1]

    return change


def alike(token: str) -> Change:
    def change(model: ForeignModel) -> None:
        model.tokens = [token] * (len(model.tokens) - 1) + [END]

    return change


def no_merges(model: ForeignModel) -> None:
    model.merges = []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (few_tokens(20), f"{NOT_LOADED}.*wrong shape"),
        (few_tokens_and_weights(1), "^$"),  # no draft is finished, and that is said
        (no_merges, f"{NOT_LOADED}.*merges"),
        (alike("a"), "cannot be loaded: the model's process was ended by SIGABRT"),
        (alike(""), "^$"),
    ],
)
def test_a_vocabulary_that_makes_no_sense(change: Change, sentence: str, tmp_path: Path) -> None:
    model = foreign_model()
    change(model)
    assert re.search(sentence, said_of(model, tmp_path))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("output.weight", np.nan), ("output_norm.weight", -np.inf), ("blk.0.attn_q.weight", np.inf)],
)
def test_weights_that_are_no_numbers(name: str, wrong: float, tmp_path: Path) -> None:
    model = foreign_model()
    model.tensors[name].flat[7] = wrong
    assert DAMAGED in said_of(model, tmp_path)


@pytest.mark.parametrize("name", ["token_embd.weight", "blk.0.attn_q.weight"])
def test_weights_that_are_missing(name: str, tmp_path: Path) -> None:
    model = foreign_model()
    weights = model.tensors.pop(name)
    assert re.search(f"{NOT_LOADED}.*{name}.* not found", said_of(model, tmp_path))
    model.tensors[name] = weights[:3]
    assert re.search(f"{NOT_LOADED}.*{name}.* wrong shape", said_of(model, tmp_path))


@pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 0.999])
def test_a_file_that_ends_in_the_middle(share: float, tmp_path: Path) -> None:
    path = foreign_model().write(tmp_path / "m.gguf")
    os.truncate(path, int(path.stat().st_size * share))
    with Translator(path) as translator, pytest.raises(ModelUnusable, match=r"ends in the middle|truncated"):
        translator.draft(task_of())


def test_an_assertion_is_told_without_the_folders_of_who_built_it(tmp_path: Path) -> None:
    model = foreign_model()
    model.metadata["llama.expert_count"] = 10**6
    said = said_of(model, tmp_path)
    assert "m.gguf cannot be loaded: the model's process was ended by SIGABRT" in said
    assert re.search(r"it last printed: [^/ ]+:\d+: GGML_ASSERT", said)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Translator]:
    with Translator(foreign_model().write(tmp_path_factory.mktemp("foreign") / "m.gguf"), compares=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def own(model_path: Path) -> Iterator[Translator]:
    with Translator(model_path, compares=False) as opened:
        yield opened


def exchanged(translator: Translator, change: dict[str, Any]) -> dict[str, Any]:
    """Return what the worker, as it is, answers to a task with some changes. Raise ModelDied."""
    worker = translator._worker
    assert worker is not None
    asked = worker.form.asked(task_of())
    assert isinstance(asked, dict)
    task = {**asked, "candidates": 2, "seed": 0, "limit_s": 10.0, "read_limit_s": 10.0}
    worker.process.send({**task, **change})
    return worker.process.receive(60.0)


def survives(translator: Translator, change: dict[str, Any], sentence: str) -> None:
    """Ask something that no request comes to: it is refused, or ends the worker; the next request is answered."""
    expected = translator.draft(task_of())
    try:
        said = str(exchanged(translator, change).get("error", ""))
    except ModelDied as death:
        said = str(death)
    assert re.search(sentence, said)
    assert translator.draft(task_of()) == expected


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"prompt": [10**6]}, "the model stopped computing"),
        ({"prompt": []}, "the model stopped computing"),
        ({"prompt": [1] * 100_000}, "ended by SIG"),
        ({"prompt": "ids"}, "exit code 1; it last printed: TypeError"),
        ({"candidates": 99}, "exit code 1"),
        ({"signature": [["x"]]}, "exit code 1; it last printed: ValueError"),
    ],
)
def test_messages_that_are_none_of_ours(own: Translator, change: dict[str, Any], sentence: str) -> None:
    survives(own, change, sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"messages": []}, "^$"),
        ({"lasting": "all"}, "exit code 1; it last printed: TypeError"),
        ({"heard": ["\0", "", "return (", "<|im_end|>", "let " * 2_000]}, "^$"),
        ({"heard": ["return " + "1 + " * 5_000 + "1"]}, "^$"),
        ({"messages": [["system", "\0"], ["user", "\0 x"]]}, "^$"),
        ({"messages": [["system", "a"], ["user", "x " * 100_000]]}, "^$"),
        ({"literals": ["@", '"', "x", '"a"b"']}, "^$"),
        ({"candidates": 10**6}, "^$"),
        ({"signature": 7}, "exit code 1; it last printed: TypeError"),
        ({"syntax_only": True, "literals": ["@", '"', "x", '"a"b"', '"\\', '"\0\n"', '"]){2}"']}, "^$"),
        ({"syntax_only": True, "literals": [f'"{number}"' for number in range(20_000)]}, "^$"),
        ({"syntax_only": True, "signature": [['a" | root', ["con", "Number", [], []], ""]]}, "^$"),
        ({"syntax_only": True, "signature": [["", ["con", "Number", [], []], ""]]}, "exit code 1"),
    ],
)
def test_messages_that_are_none_of_ours_to_another_model(
    foreign: Translator, change: dict[str, Any], sentence: str
) -> None:
    survives(foreign, change, sentence)


def test_a_file_that_shrinks_under_a_model_changes_nothing(foreign: Translator) -> None:
    """This is the last test of that model."""
    foreign.draft(task_of())
    expected = exchanged(foreign, {})
    os.truncate(foreign.model, 100)
    assert exchanged(foreign, {}) == expected
    with pytest.raises(ModelUnusable, match="ends in the middle"):  # the next request finds another file
        foreign.draft(task_of())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_starts_a_worker_of_its_own(own: Translator) -> None:
    expected = own.draft(task_of())
    worker = own._worker
    if (child := os.fork()) == 0:
        same = False
        try:
            same = own.draft(task_of()) == expected and own._worker is not worker
            own.close()
        finally:
            os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert own.draft(task_of()) == expected and own._worker is worker
