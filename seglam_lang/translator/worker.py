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
from seglam_lang.translator.gguf_header import VOCABULARY_KEY, check_weights, read_header
from seglam_lang.translator.messages import pack_draft, read_frame, unpack_signature, write_frame
from seglam_lang.translator.first.vocabulary import Vocabulary


def main(path: Path, threads: int) -> int:
    """Load the model, then answer tasks."""
    # What a library prints must not end up between our messages: standard output becomes standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    tasks = sys.stdin.buffer
    try:
        carried = _vocabulary(path)
        vocabulary = Vocabulary.from_json(carried)
        # Imported after the file was checked, so that a broken one is refused at once.
        from seglam_lang.translator.decode import Decoder
        from seglam_lang.translator.llama import Llama

        network = Llama(path, vocabulary.program, len(vocabulary), threads)
    except (ModelError, ValueError) as error:
        write_frame(answers, {"error": str(error)})
        return 1
    write_frame(answers, {"vocabulary": carried, "longest_prompt": network.longest_prompt})
    decoder = Decoder(network, vocabulary)
    while (task := read_frame(tasks)) is not None:
        write_frame(answers, _answer(decoder, task))
    return 0


def _vocabulary(path: Path) -> str:
    """Return the vocabulary, as JSON, of a model file that is whole and undamaged. Raise ModelError where it is not."""
    header = read_header(path)
    carried = header.metadata.get(VOCABULARY_KEY)
    if not isinstance(carried, str):
        raise ModelError(
            f"{path} is not a model made for SEGLAM, and this version works only with those; "
            "where no model is named, the one that ships is used"
        )
    check_weights(path, header)
    return carried


def _answer(decoder: Any, task: dict[str, Any]) -> dict[str, Any]:
    state = decoder.start(unpack_signature(task["signature"]))
    try:
        drafts = decoder.draft(task["prompt"], state, task["candidates"], task["seed"], task["limit_s"])
    except ModelError as error:
        return {"error": str(error)}
    return {"drafts": [pack_draft(draft) for draft in drafts]}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
