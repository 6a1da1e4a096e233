"""What is the same however a model is asked: as one of two files, or as the first ones."""

from __future__ import annotations

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import Reading, read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.first.vocabulary import Vocabulary as FirstVocabulary
from seglam_lang.translator.model_files import AnyVocabulary
from seglam_lang.translator.prompts import encode, known_share
from tests.translator.models import small_vocabulary

WORDS = ("what", "is", "the", "total", "of", "plus")
VOCABULARIES: dict[str, AnyVocabulary] = {
    "two files": small_vocabulary(words=WORDS),
    "first": FirstVocabulary(("s0",), WORDS),
}


@pytest.fixture(params=VOCABULARIES)
def vocabulary(request: pytest.FixtureRequest) -> AnyVocabulary:
    return VOCABULARIES[request.param]


def reading_of(request: str) -> Reading:
    return read(request, read_inputs()).loosely


def test_nothing_of_a_long_request_is_cut(vocabulary: AnyVocabulary) -> None:
    reading = reading_of("what is " + "the " * 1000 + "total of 3")
    assert encode(reading, scope_of(reading), vocabulary).count(*vocabulary.word("the")) == 1000


def test_english_is_known_and_other_languages_are_not(vocabulary: AnyVocabulary) -> None:
    assert known_share(reading_of("what is the total of 3"), vocabulary) == 1.0
    assert known_share(reading_of("wie viel ist 3"), vocabulary) == 0.0
    assert known_share(reading_of("3 더하기 4"), vocabulary) == 0.0
    assert known_share(reading_of("3 + 4"), vocabulary) == 1.0
    assert known_share(reading_of("🎉 3 🎉 4"), vocabulary) == 0.0
