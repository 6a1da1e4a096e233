"""The process that a model lives in: `python -m seglam_lang.translator.worker MODEL THREADS`.

It reads tasks from its standard input and writes drafts to its standard output until its input ends, as it does when
the asking process is gone. Its first message, once the model is loaded, is the vocabulary for encoding prompts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import pack_draft, read_frame, unpack_signature, write_frame
from seglam_lang.translator.model_files import ModelFiles, checked_files
from seglam_lang.translator.vocabulary import Vocabulary


def main(path: Path, threads: int) -> int:
    """Load the model, then answer tasks."""
    # What a library prints must not end up between our messages: standard output becomes standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    tasks = sys.stdin.buffer
    try:
        files = checked_files(path)
        decoder, longest_prompt = _load(files, threads)
    except (ModelError, ValueError) as error:
        write_frame(answers, {"error": str(error)})
        return 1
    write_frame(answers, {"vocabulary": files.vocabulary, "longest_prompt": longest_prompt})
    while (task := read_frame(tasks)) is not None:
        write_frame(answers, _answer(decoder, task))
    return 0


def _load(files: ModelFiles, threads: int) -> tuple[Any, int]:
    """Return the decoder of a model, and how long its prompts may be. Raise ModelError where it cannot be loaded."""
    vocabulary = Vocabulary.from_json(files.vocabulary)
    # Imported after the files were checked, so that a broken one is refused at once.
    from seglam_lang.translator.decode import Decoder
    from seglam_lang.translator.llama import EncoderDecoder

    pieces, tokens = len(vocabulary.pieces), len(vocabulary.program_tokens)
    network = EncoderDecoder(files.encoder, files.decoder, pieces, tokens, threads)
    return Decoder(network, vocabulary.program_tokens), network.longest_prompt


def _answer(decoder: Any, task: dict[str, Any]) -> dict[str, Any]:
    state = decoder.start(unpack_signature(task["signature"]))
    try:
        drafts = decoder.draft(task["prompt"], state, task["candidates"], task["seed"], task["limit_s"])
    except ModelError as error:
        return {"error": str(error)}
    return {"drafts": [pack_draft(draft) for draft in drafts]}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
