"""A decoder that reads its own prompts, as the first models were made. Imported by the worker only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import llama_cpp

from seglam_lang.translator.decode import MAX_TOKENS, Logits
from seglam_lang.translator.first.vocabulary import Vocabulary
from seglam_lang.translator.llama import Model, Writer, check_size

LONGEST_CONTEXT = 4096  # tokens of one sequence, even where a file allows more


class DecoderOnly(Writer):
    """One file: prompts and programs are tokens of one vocabulary."""

    def __init__(self, path: Path, vocabulary: Vocabulary, threads: int) -> None:
        model = Model(path)
        check_size(path, model.vocabulary_size, len(vocabulary))
        longest = min(model.longest_context, LONGEST_CONTEXT) - MAX_TOKENS
        super().__init__(model, vocabulary.program, longest, threads)
        self._prompt = llama_cpp.llama_batch_init(longest, 0, 1)

    def prefill(self, prompt: Sequence[int]) -> Logits:
        """Forget everything, read the prompt into sequence 0, and return the logits after its last token."""
        for i, token in enumerate(prompt):
            self._prompt.token[i] = token
        return self._begin(self._prompt, len(prompt))
