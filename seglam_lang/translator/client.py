"""`Translator`: asks a model for drafts, from a process that must survive whatever the model does.

The worker starts at the first request and lives until `close`. Where it dies, the request fails with a ModelDied and
the next request starts another.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from seglam_lang.drafts import Draft
from seglam_lang.translator.failures import ModelDied, ModelUnusable
from seglam_lang.translator.forms import form_of
from seglam_lang.translator.gguf_header import unreadable
from seglam_lang.translator.in_words import descriptions
from seglam_lang.translator.messages import MAX_CANDIDATES, Candidate, Task
from seglam_lang.translator.model_files import ALIKE_FILE, CROSS_FILE
from seglam_lang.translator.process import WorkerProcess

DEFAULT_MODEL = Path(__file__).with_name("nano") / "decoder.gguf"
CROSS = DEFAULT_MODEL.with_name(CROSS_FILE)  # one for the drafts of all models
START_LIMIT_S = 60.0  # to load the model
MEASURE_LIMIT_S = 120.0
COMPARE_LIMIT_S = 30.0  # for the drafts of a request: some ten milliseconds each
GRACE_S = 2.0  # beyond a task's own limit, which the worker keeps by itself


def identity_of(model: Path) -> tuple[int, int, int]:
    """Return what changes when a file does. Raise ModelError where there is none."""
    try:
        status = model.stat()
    except OSError as error:
        raise unreadable(model, error) from None
    return status.st_ino, status.st_size, status.st_mtime_ns


class _Ready:
    """A worker whose model is loaded."""

    def __init__(self, model: Path, threads: int, gpu_layers: int, cross: Path | None) -> None:
        self.identity = identity_of(model)
        arguments = [model.absolute(), threads, gpu_layers, *([cross] if cross else [])]
        try:
            self.process = WorkerProcess(list(map(str, arguments)))
        except OSError as error:
            raise ModelUnusable(f"no process could be started for the model: {error.strerror or error}") from error
        try:
            greeting = self.process.receive(START_LIMIT_S)
            if "error" in greeting:
                raise ModelUnusable(greeting["error"])
            self.form = form_of(greeting, model)
        except BaseException as error:  # Ctrl-C too: a worker that nobody knows must not stay
            self.process.stop()
            if isinstance(error, ModelDied):
                raise ModelUnusable(f"{model} cannot be loaded: {error}") from error
            raise

    @property
    def usable(self) -> bool:
        """Return whether the worker is alive and ours: after a fork the pipes belong to the parent."""
        return self.process.owner == os.getpid() and self.process.alive


def _compare(process: WorkerProcess, task: Task, drafts: list[Draft], spoken: Sequence[str] = ()) -> list[Draft]:
    """Return the drafts with the chance that each is meant, and, where words have `spoken` of it before, with the
    chance that these ask for the same as the request. Raise ModelDied.
    """
    told = descriptions(drafts, task.scope)
    before: Sequence[str | None] = spoken or [None] * len(drafts)
    said = list(dict.fromkeys(each for each in told if each is not None))
    wordings = list(dict.fromkeys(spoken))
    if not said and not wordings:
        return drafts
    process.send({"request": task.reading.request, "descriptions": said, "wordings": wordings})
    answer = process.receive(COMPARE_LIMIT_S)
    if "error" in answer:
        raise ModelDied(answer["error"])
    meant = dict(zip(said, answer["meant"], strict=True))
    alike = dict(zip(wordings, answer["alike"], strict=True))
    return [
        replace(
            draft,
            meant=None if words is None else meant[words],
            alike=None if known is None else alike[known],
        )
        for draft, words, known in zip(drafts, told, before, strict=True)
    ]


class Translator:
    """One model that writes drafts. Threads may share it; their requests are answered one after the other.

    Where a cross-encoder ships, and unless `compares` is False, drafts come with the chance that each is meant. Of a
    model that was not made for SEGLAM, `gpu_layers` are on a GPU, if llama.cpp was built for one; `syntax_only` has it
    write under a grammar (GBNF) and not under types, as it does where these cost too much.
    """

    def __init__(
        self,
        model: Path = DEFAULT_MODEL,
        *,
        threads: int = 1,
        gpu_layers: int = 0,
        compares: bool = True,
        syntax_only: bool = False,
    ) -> None:
        self.model = Path(model)
        self._threads = threads
        self._gpu_layers = gpu_layers
        self._syntax_only = syntax_only
        self._cross = CROSS if compares and CROSS.exists() else None
        self._lock = threading.Lock()
        self._worker: _Ready | None = None
        self._hashed: tuple[tuple[int, int, int], str] | None = None

    @property
    def model_hash(self) -> str:
        """Return the SHA-256 of the model file with those of the cross-encoder behind it, in hex; they are read again
        only where the model file has changed.

        So it tells apart all that drafts and what is said of them come from. The encoder beside a model counts too: its
        file holds the checksum of the only one that fits.
        """
        identity = identity_of(self.model)
        try:
            if self._hashed is None or self._hashed[0] != identity:
                digest = hashlib.sha256()
                for path in (self.model, *((self._cross, self._cross.with_name(ALIKE_FILE)) if self._cross else ())):
                    with path.open("rb") as file:
                        hashlib.file_digest(file, lambda: digest)
                self._hashed = (identity, digest.hexdigest())
        except OSError as error:
            raise unreadable(self.model, error) from None
        return self._hashed[1]

    def draft(self, task: Task) -> list[Draft]:
        """Return the drafts of a task, the most probable first.

        Raise ModelDied where the model does not live to answer, ModelUnusable where it cannot be loaded, and ModelError
        for any other fault of the model.
        """
        if not 1 <= task.candidates <= MAX_CANDIDATES:
            raise ValueError(f"candidates must be from 1 to {MAX_CANDIDATES}, not {task.candidates}")
        with self._lock:
            try:
                return self._ask(task)
            except BaseException:  # an answer may still arrive: it must not be taken for the next task's
                self._stop()
                raise

    def choose(self, task: Task, candidates: Sequence[Candidate]) -> list[Draft]:
        """Return what the model would write if it could write these candidates alone, the most probable first.

        There is nothing where none fits, or where the model was not made for SEGLAM. Raise ModelError as `draft` does.
        """
        with self._lock:
            try:
                return self._choose(task, candidates)
            except BaseException:
                self._stop()
                raise

    def speed(self) -> dict[str, Any]:
        """Return how long a model that was not made for SEGLAM takes to load, and how many tokens a second it reads and
        writes. Raise ModelError.
        """
        with self._lock:
            try:
                started = time.monotonic()
                worker = self._ready()
                loaded = time.monotonic() - started
                worker.process.send({"measure": True})
                return {"load_s": loaded, **worker.process.receive(MEASURE_LIMIT_S)}
            except BaseException:
                self._stop()
                raise

    def _ask(self, task: Task) -> list[Draft]:
        worker = self._ready()
        seen = worker.form.seen(task)
        asked = worker.form.asked(seen.task)
        if isinstance(asked, Draft):
            return [asked]
        reading_s = worker.form.longest_wait_s
        limits = {"limit_s": task.limit_s, "read_limit_s": reading_s}
        effort = {"candidates": task.candidates, "seed": task.seed, "syntax_only": self._syntax_only}
        message = {**asked, **limits, **effort}
        worker = self._sent(worker, message)
        answer = worker.process.receive(reading_s + task.limit_s + GRACE_S)
        if "error" in answer:
            raise ModelDied(answer["error"])  # its process may be damaged: the next request starts another
        drafts = [worker.form.draft(seen.task, draft) for draft in answer["drafts"]]
        compared = _compare(worker.process, seen.task, drafts) if self._cross else drafts
        return list(map(seen.meant, compared))

    def _choose(self, task: Task, candidates: Sequence[Candidate]) -> list[Draft]:
        worker = self._ready()
        offer = worker.form.offer(task, candidates)
        if offer is None:
            return []
        worker = self._sent(worker, offer.message)
        answer = worker.process.receive(task.limit_s + GRACE_S)
        if "error" in answer:
            raise ModelDied(answer["error"])
        drafts = list(map(offer.draft, answer["found"]))
        if not self._cross:
            return drafts
        return _compare(worker.process, task, drafts, [offer.spoken(each, task.scope) for each in answer["found"]])

    def _sent(self, worker: _Ready, message: dict[str, Any]) -> _Ready:
        """Send a message, and return the worker that has it. Raise ModelError."""
        try:
            worker.process.send(message)
        except ModelDied:  # while it was idle, so this task cannot be the cause: one more try
            self._stop()
            worker = self._ready()
            worker.process.send(message)
        return worker

    def _ready(self) -> _Ready:
        worker = self._worker
        if worker is None or not worker.usable or worker.identity != identity_of(self.model):
            self._stop()
            worker = self._worker = _Ready(self.model, self._threads, self._gpu_layers, self._cross)
        return worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.process.owner == os.getpid():
            worker.process.stop()

    def close(self) -> None:
        """End the worker; the next `draft` would start another."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Translator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
