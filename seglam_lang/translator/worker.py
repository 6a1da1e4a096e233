"""The process that a model lives in.

    python -m seglam_lang.translator.worker MODEL THREADS GPU-LAYERS [CROSS-ENCODER]

It reads tasks from its standard input and writes drafts to its standard output until its input ends, as it does when
the asking process is gone. It is also told what its drafts do, in words, and says how likely that is what was asked.
Its first message, once the model is loaded, says how the model is to be asked: those made for SEGLAM bring the
vocabulary for encoding prompts along, any other is told the language.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Protocol

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.gguf_header import read_header
from seglam_lang.translator.messages import pack_draft, read_frame, unpack_signature, write_frame
from seglam_lang.translator.model_files import VOCABULARY_KEY, checked_files
from seglam_lang.translator.together import Together
from seglam_lang.translator.vocabulary import Vocabulary


class Answers(Protocol):
    """What answers tasks."""

    def answer(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return a message: the drafts of a task, or what is said of them. Raise ModelError."""


class Loaded(Answers, Protocol):
    """A model that writes."""

    @property
    def greeting(self) -> dict[str, Any]:
        """The first message to the asking process."""


def main(path: Path, threads: int, gpu_layers: int, cross: Path | None = None) -> int:
    """Load the model, then answer tasks."""
    # What a library prints must not end up between our messages: standard output becomes standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    tasks = sys.stdin.buffer
    try:
        model = _load(path, threads, gpu_layers)
        comparing = _comparing(cross, threads, model) if cross else None
    except (ModelError, ValueError) as error:
        write_frame(answers, {"error": str(error)})
        return 1
    write_frame(answers, model.greeting)
    while (task := read_frame(tasks)) is not None:
        try:
            answer = (comparing if comparing and "descriptions" in task else model).answer(task)
        except ModelError as error:
            answer = {"error": str(error)}
        write_frame(answers, answer)
    return 0


def _load(path: Path, threads: int, gpu_layers: int) -> Loaded:
    """Return the model of a file; those of ours are too small for a GPU. Raise ModelError where it cannot be loaded."""
    header = read_header(path)
    if VOCABULARY_KEY in header.metadata:
        return _Ours(path, threads)
    from seglam_lang.translator.foreign.answering import Answering

    return Answering(path, header, threads, gpu_layers)


def _comparing(path: Path, threads: int, model: Loaded) -> Answers:
    """Return the cross-encoder of a file, which says how likely drafts are meant, whatever model wrote them.

    Raise ModelError where it cannot be loaded.
    """
    from seglam_lang.translator.comparing import Comparing

    return Comparing.of(path, threads, model.files if isinstance(model, _Ours) else None)


class _Ours:
    """A model that was made for SEGLAM."""

    def __init__(self, path: Path, threads: int) -> None:
        self.files = files = checked_files(path)
        vocabulary = Vocabulary.from_json(files.vocabulary)
        # Imported after the files were checked, so that a broken one is refused at once.
        from seglam_lang.translator.decode import Decoder
        from seglam_lang.translator.llama import EncoderDecoder

        pieces, tokens = len(vocabulary.pieces), len(vocabulary.program_tokens)
        network = EncoderDecoder(files.encoder, files.decoder, pieces, tokens, threads)
        self._decoder = Decoder(network, vocabulary.program_tokens)
        self.greeting = {"vocabulary": files.vocabulary, "longest_prompt": network.longest_prompt}

    def answer(self, task: dict[str, Any]) -> dict[str, Any]:
        """See `Loaded`."""
        if "options" in task:
            return {"found": self._choose(task)}
        state = self._decoder.start(unpack_signature(task["signature"]))
        prompt, candidates, seed, limit_s = (task[each] for each in ("prompt", "candidates", "seed", "limit_s"))
        if seed is None:
            drafts = self._decoder.likeliest(prompt, state, candidates, limit_s, Together(task["holders"]))
        else:
            drafts = self._decoder.draw(prompt, state, candidates, seed, limit_s)
        return {"drafts": [pack_draft(draft) for draft in drafts]}

    def _choose(self, task: dict[str, Any]) -> list[Any]:
        from seglam_lang.translator.recognising import Option, Recogniser

        options = [Option(tuple(tokens), tuple(map(tuple, names))) for tokens, names in task["options"]]
        found = Recogniser(self._decoder.network, self._decoder.judgements).choose(task["prompt"], options)
        return [[each.option, each.names, each.log_probability, each.critic] for each in found]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:])))
