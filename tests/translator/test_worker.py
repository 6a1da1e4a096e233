"""The worker and its client: drafts of a real, if random, model, and every way in which a model can be bad or die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator import ModelError, Translator
from seglam_lang.translator.failures import ModelDied, ModelUnusable
from seglam_lang.translator.messages import MAX_TOKENS, pack_draft, pack_signature, unpack_draft, unpack_signature
from tests.translator.models import ModelPair, task_of

ASKS_AND_WAITS = """
import sys, time
sys.path[:0] = sys.argv[2:]
from seglam_lang.translator import Translator
from tests.translator.models import task_of

translator = Translator(sys.argv[1])
translator.draft(task_of())
print(translator._worker.process.pid, flush=True)
time.sleep(60)
"""

IMPORTS = """
import sys
sys.path[:0] = sys.argv[1:]
import seglam_lang.translator as translator

assert "msgpack" not in sys.modules
translator.Translator, translator.Task
found = {"llama_cpp", "numpy", "lark", "hypothesis"} & set(sys.modules)
assert not found, found
"""


def pid_of(translator: Translator) -> int:
    worker = translator._worker
    assert worker is not None
    return worker.process.pid


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_every_finished_draft_is_well_typed(translator: Translator) -> None:
    finished = 0
    for seed in range(8):
        task = task_of(candidates=8, seed=seed)
        drafts = translator.draft(task)
        assert sum(draft.count for draft in drafts) == 8
        for draft in drafts:
            assert draft.log_probability <= 0
            if draft.finished:
                finished += 1
                language.check_draft(draft.text, task.scope.signature)
            else:
                assert draft.why
    assert finished >= 8


def test_the_same_task_gives_the_same_drafts(translator: Translator, model_path: Path) -> None:
    first = translator.draft(task_of(seed=3))
    assert translator.draft(task_of(seed=3)) == first
    with Translator(model_path) as another:
        assert another.draft(task_of(seed=3)) == first
    assert translator.draft(task_of(seed=4)) != first


def test_the_time_limit(translator: Translator) -> None:
    (draft,) = translator.draft(task_of(limit_s=0.0))
    assert draft.fate is Fate.OUT_OF_TIME and "time limit" in draft.why


@given(
    st.builds(
        Draft,
        st.text(),
        st.floats(max_value=0),
        st.sampled_from(Fate),
        st.text(),
        st.integers(1, 16),
        st.floats(0, 1),
        st.none() | st.floats(0, 1),
        typed=st.booleans(),
    )
)
def test_a_draft_crosses_the_pipe_and_the_store_whole(draft: Draft) -> None:
    assert unpack_draft(pack_draft(draft)) == draft
    assert Draft.from_dict(draft.to_dict()) == draft


def test_a_signature_crosses_the_pipe_whole() -> None:
    signature = task_of().scope.signature
    assert unpack_signature(pack_signature(signature)) == signature


def test_a_kill_in_the_middle_is_an_error_and_the_next_call_works(translator: Translator) -> None:
    expected = translator.draft(task_of())
    victim = pid_of(translator)
    os.kill(victim, signal.SIGSTOP)  # so that it is surely in the middle when it is killed
    threading.Timer(0.2, os.kill, (victim, signal.SIGKILL)).start()
    with pytest.raises(ModelDied, match="SIGKILL"):
        translator.draft(task_of())
    assert translator.draft(task_of()) == expected
    assert pid_of(translator) != victim


def test_an_abort_is_named(translator: Translator) -> None:
    translator.draft(task_of())
    victim = pid_of(translator)
    os.kill(victim, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (victim, signal.SIGABRT)).start()
    threading.Timer(0.3, os.kill, (victim, signal.SIGCONT)).start()  # a stopped process dies when it goes on
    with pytest.raises(ModelDied, match="SIGABRT"):
        translator.draft(task_of())


def test_a_kill_while_idle_goes_unnoticed(translator: Translator) -> None:
    expected = translator.draft(task_of())
    worker = translator._worker
    assert worker is not None
    os.kill(worker.process.pid, signal.SIGKILL)
    wait_until(lambda: not worker.process.alive)
    assert translator.draft(task_of()) == expected


def test_a_worker_that_hangs_is_stopped(translator: Translator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.translator.client.GRACE_S", 0.1)
    translator.draft(task_of())
    victim = pid_of(translator)
    os.kill(victim, signal.SIGSTOP)
    with pytest.raises(ModelDied, match=r"did not answer within 0\.2 s"):
        translator.draft(task_of(limit_s=0.1))
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)  # neither running nor a zombie


def test_close_leaves_no_process(model_path: Path) -> None:
    with Translator(model_path) as translator:
        translator.draft(task_of())
        pid = pid_of(translator)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_forgotten_translator_ends_its_worker(model_path: Path) -> None:
    translator = Translator(model_path)
    translator.draft(task_of())
    pid = pid_of(translator)
    del translator
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_worker_ends_when_the_asking_process_is_killed(model_path: Path) -> None:
    arguments = [sys.executable, "-c", ASKS_AND_WAITS, str(model_path), *sys.path]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout
        pid = int(asking.stdout.readline())
        asking.kill()

    def gone() -> bool:
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"

    if Path("/proc").exists():
        wait_until(gone)


def test_threads_may_share_a_translator(translator: Translator) -> None:
    expected = {seed: translator.draft(task_of(seed=seed)) for seed in range(4)}
    found = {}
    threads = [
        threading.Thread(target=lambda seed=seed: found.update({seed: translator.draft(task_of(seed=seed))}))
        for seed in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


def test_a_request_too_long_for_the_model_is_a_failed_draft(model: ModelPair, tmp_path: Path) -> None:
    model.decoder.metadata["llama.context_length"] = MAX_TOKENS + 4
    with Translator(model.write(tmp_path)) as translator:
        (draft,) = translator.draft(task_of())
    assert draft.fate is Fate.TOO_LONG and "too long" in draft.why


def refuse_to_load(path: Path, sentence: str, error: type[ModelError] = ModelUnusable) -> None:
    with Translator(path) as translator, pytest.raises(error, match=sentence):
        translator.draft(task_of())


def test_a_missing_file(tmp_path: Path) -> None:
    refuse_to_load(tmp_path / "none.gguf", "there is no model file")
    with pytest.raises(ModelUnusable, match="there is no model file"):
        _ = Translator(tmp_path / "none.gguf").model_hash


def test_a_folder(tmp_path: Path) -> None:
    refuse_to_load(tmp_path, "cannot be read")


def test_a_truncated_file(model_path: Path, tmp_path: Path) -> None:
    data = model_path.read_bytes()
    (tmp_path / "half.gguf").write_bytes(data[: len(data) // 2])
    refuse_to_load(tmp_path / "half.gguf", "truncated")


def test_random_bytes(tmp_path: Path) -> None:
    (tmp_path / "random.gguf").write_bytes(np.random.default_rng(0).bytes(100_000))
    refuse_to_load(tmp_path / "random.gguf", "not a GGUF model file")
    (tmp_path / "random.gguf").write_bytes(b"GGUF\3\0\0\0" + np.random.default_rng(0).bytes(100_000))
    refuse_to_load(tmp_path / "random.gguf", "truncated|damaged")


def test_a_zeroed_file(model: ModelPair, tmp_path: Path) -> None:
    (tmp_path / "zero.gguf").write_bytes(bytes(100_000))
    refuse_to_load(tmp_path / "zero.gguf", "not a GGUF model file")
    model.decoder.checksum = False
    model.decoder.tensors = {name: np.zeros_like(data) for name, data in model.decoder.tensors.items()}
    refuse_to_load(model.write(tmp_path), "all zero")


def test_a_model_that_was_not_made_for_seglam(model: ModelPair, tmp_path: Path) -> None:
    del model.decoder.metadata["seglam.vocabulary"]
    refuse_to_load(model.write(tmp_path), "not a model made for SEGLAM, and it has no vocabulary")
    model.decoder.metadata["seglam.vocabulary"] = "nonsense"
    refuse_to_load(model.write(tmp_path), "not a SEGLAM vocabulary")


def test_a_model_made_for_another_version(model: ModelPair, tmp_path: Path) -> None:
    known = model.vocabulary
    marks = tuple(mark for mark in known.marks if mark != "c2")
    model.decoder.metadata["seglam.vocabulary"] = replace(known, marks=marks).to_json()
    refuse_to_load(model.write(tmp_path), "another version of SEGLAM: its vocabulary has no 'c2'", ModelError)
    model.decoder.metadata["seglam.vocabulary"] = replace(known, program_tokens=known.program_tokens[1:]).to_json()
    refuse_to_load(model.write(tmp_path), "tokens have weights but the vocabulary names")


def test_missing_weights(model: ModelPair, tmp_path: Path) -> None:
    del model.decoder.tensors["blk.0.ffn_up.weight"]
    refuse_to_load(model.write(tmp_path), "cannot load")


def test_weights_that_are_no_numbers(model: ModelPair, tmp_path: Path) -> None:
    model.decoder.tensors["output.weight"][:] = np.nan
    refuse_to_load(model.write(tmp_path), "weights are damaged", ModelDied)


def test_a_file_that_makes_llama_cpp_end_the_process(model: ModelPair, tmp_path: Path) -> None:
    model.decoder.metadata["llama.attention.head_count"] = 0
    refuse_to_load(model.write(tmp_path), "cannot load|ended")


def test_a_mended_file_works_at_the_next_call(model_path: Path, tmp_path: Path) -> None:
    path = tmp_path / model_path.name
    with Translator(path) as translator:
        with pytest.raises(ModelError):
            translator.draft(task_of())
        copytree(model_path.parent, tmp_path, dirs_exist_ok=True)
        assert translator.draft(task_of())


def test_the_hash_follows_the_file(model: ModelPair, tmp_path: Path) -> None:
    path = model.write(tmp_path)
    translator = Translator(path)
    first = translator.model_hash
    assert translator.model_hash == first and len(first) == 64
    model.decoder.metadata["general.name"] = "another"
    model.write(tmp_path)
    assert translator.model_hash != first


def test_the_number_of_candidates_is_limited(translator: Translator) -> None:
    for candidates in (0, 17):
        with pytest.raises(ValueError, match="from 1 to 16"):
            translator.draft(replace(task_of(), candidates=candidates))


def test_the_asking_process_imports_no_model(model_path: Path) -> None:
    subprocess.run([sys.executable, "-c", IMPORTS, *sys.path], check=True)
