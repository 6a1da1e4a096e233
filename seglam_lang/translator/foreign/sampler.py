"""llama.cpp's own constraint: which tokens a grammar admits behind what has been written. Imported by the worker only.

llama.cpp ends the process where a token is accepted that the grammar forbids. So `accept` is for those that `admitted`
has named.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Sequence

import llama_cpp

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.foreign.gbnf import ROOT


class GrammarSampler:
    """A grammar at the beginning of what is written, until `close`."""

    def __init__(self, vocabulary: llama_cpp.llama_vocab_p, grammar: str) -> None:
        """Raise ModelError where llama.cpp does not take the grammar."""
        self._sampler = None
        # An empty grammar would be one that admits everything.
        if grammar:
            self._sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar.encode(), ROOT.encode())
        if not self._sampler:
            raise ModelError("llama.cpp does not take the grammar that drafts are to keep to")

    def admitted(self, tokens: Iterable[int]) -> list[int]:
        """Return those of some tokens that may follow, in their order; one that ends may where a body is whole."""
        asked: Sequence[int] = list(tokens)
        data = (llama_cpp.llama_token_data * len(asked))(*((token, 0.0, 0.0) for token in asked))
        array = llama_cpp.llama_token_data_array(data, len(asked), -1, False)
        llama_cpp.llama_sampler_apply(self._sampler, ctypes.byref(array))
        return [each.id for each in data if not math.isinf(each.logit)]

    def accept(self, token: int) -> None:
        """Go on behind a token that is admitted."""
        llama_cpp.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        """Free what llama.cpp holds."""
        llama_cpp.llama_sampler_free(self._sampler)
        self._sampler = None
