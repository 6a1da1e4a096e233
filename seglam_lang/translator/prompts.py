"""How a model is asked: as the one that ships is (prompt.py), or as the first ones were (first/), by its vocabulary."""

from __future__ import annotations

from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope
from seglam_lang.translator import prompt
from seglam_lang.translator.first import prompt as first_prompt
from seglam_lang.translator.first.vocabulary import Vocabulary as FirstVocabulary
from seglam_lang.translator.model_files import AnyVocabulary


def encode(reading: Reading, scope: Scope, vocabulary: AnyVocabulary) -> list[int]:
    """Return the ids of the prompt. Raise KeyError for a name or mark that the vocabulary does not have."""
    if isinstance(vocabulary, FirstVocabulary):
        return first_prompt.encode(reading, scope, vocabulary)
    return prompt.encode(reading, scope, vocabulary)


def known_share(reading: Reading, vocabulary: AnyVocabulary) -> float:
    """Return the share of the wording (the words outside all mentions) that the vocabulary has as whole words."""
    if isinstance(vocabulary, FirstVocabulary):
        return first_prompt.known_share(reading, vocabulary)
    return prompt.known_share(reading, vocabulary)


def implicit(vocabulary: AnyVocabulary) -> bool:
    """Return whether a model with this vocabulary takes columns and values that the words do not mention."""
    return not isinstance(vocabulary, FirstVocabulary) or vocabulary.implicit
