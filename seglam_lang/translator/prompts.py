"""How a model is asked: as one of two files (prompt.py), or as the first ones (first/), by its vocabulary."""

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
    """Return the share of the wording (the words outside all mentions) that the vocabulary has as whole words.

    It is nearly 1 for an English request, low for a language that the model was not trained on, and 1 without words.
    """
    mentioned = {i for mention in reading.visible for i in range(mention.first, mention.last)}
    wording = [token.norm for i, token in enumerate(reading.tokens) if i not in mentioned]
    words = [norm for norm in wording if norm.isalpha() or not norm.isascii()]  # an emoji is a word that no one knows
    return sum(map(vocabulary.knows, words)) / len(words) if words else 1.0


def implicit(vocabulary: AnyVocabulary) -> bool:
    """Return whether a model with this vocabulary takes columns and values that the words do not mention."""
    return not isinstance(vocabulary, FirstVocabulary) or vocabulary.implicit
