"""The caches that are measured: SEGLAM's tiers, and its peers, which know nothing but how alike two texts are.

The peers are given more than they have where they are used: the requests with their slots already found, so that
requests that differ in their values alone are the same text to them.

- *TF-IDF*: the nearest known text, as bags of words weighed by how rare these are (Spärck Jones 1972), by cosine.
- *vectors*: the same of the mean of a sentence encoder's states, the rule of GPTCache and RedisVL. The encoder is the
  one that ships with the model. It was trained on from a published sentence encoder and is none any more, so that this
  tells how such a cache errs rather than how well one can do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seglam_lang.language.types import Type
from seglam_lang.matching import TIERS, Hit, match, use_of
from seglam_lang.matching.model import LookUp
from seglam_lang.matching.uses import MOST
from seglam_lang.recognition import asks_for_another, candidate
from seglam_lang.requests.alike import OwnChanges, key_of_signature
from seglam_lang.requests.headers import digest_of_headers
from seglam_lang.requests.model import Wording
from seglam_lang.requests.narrowing import meaning_of
from seglam_lang.requests.scope import scope_of
from seglam_lang.requests.template import Template, Word
from seglam_lang.store.records import Found, Rejection, Use
from seglam_lang.translator import Translator
from seglam_lang.translator.bodies import Known, known_body
from seglam_lang.translator.messages import Task
from seglam_lang.translator.nano.calibrate.same import come_to_the_same
from seglam_lang.verifier import EvidencePolicy, Nearness, Question, judge
from tests.bench.matching.asked import Asked, is_right

Vectors: TypeAlias = npt.NDArray[np.float32]


class Shelf:
    """A library in memory."""

    def __init__(self) -> None:
        self._found: dict[str, list[Found]] = {}
        self._alike: dict[str, list[Found]] = {}
        self._params: dict[str, Sequence[Type]] = {}
        self._own = OwnChanges()

    def add(self, wording: Wording, params: Sequence[Type]) -> None:
        """Store a wording, whose procedure has parameters of these types."""
        known = self._found.setdefault(wording.template.key, [])
        if all(each.wording != wording for each in known):
            known.append(found := Found(0, wording, "agreed", ""))
            self._alike.setdefault(key_of_signature(wording.template), []).append(found)
            self._own.add(wording.template, meaning_of(wording))
        self._params[wording.procedure] = params

    def find(self, templates: Sequence[Template]) -> list[Found]:
        """Return the wordings of any of these templates."""
        return list(chain.from_iterable(self._found.get(each.key, ()) for each in templates))

    def alike(self, signatures: Sequence[str]) -> list[Found]:
        """Return the wordings with any of these signatures."""
        return list(chain.from_iterable(self._alike.get(each, ()) for each in signatures))

    def own_changes(self) -> OwnChanges:
        """Return the changes of wording that the wordings speak for."""
        return self._own

    def rejections(self) -> Sequence[Rejection]:
        """Return nothing: nobody has called an answer wrong."""
        return ()

    def to_compare(self, rejection: Rejection, wording: Wording) -> None:
        """Return nothing, as nothing is rejected."""

    def params(self, procedure: str) -> Sequence[Type]:
        """Return the types of a procedure's parameters."""
        return self._params[procedure]

    def core(self, procedure: str) -> None:
        """Return nothing: what is compared is known by its hash."""


class Tiers:
    """SEGLAM with some of its tiers; `tier` is the one that answered last."""

    def __init__(self, name: str, tiers: Sequence[LookUp]) -> None:
        self.name, self._tiers = name, tuple(tiers)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._shelf, self._programs, self.why, self.tier = Shelf(), dict[str, Asked](), "", ""

    def serve(self, asked: Asked) -> bool | None:
        """Return whether what is served for a request is right; None where nothing is served."""
        hit = match(asked.reading, self._shelf, self._tiers)
        self.why = hit.why
        if not isinstance(hit, Hit):
            return None
        self.tier = str(hit.tier)
        return is_right(asked, hit.wording.procedure, hit.bound, self._programs)

    def learn(self, asked: Asked) -> None:
        """Store what a perfect translator writes for a request."""
        self._shelf.add(asked.wording, asked.params)
        self._programs.setdefault(asked.wording.procedure, asked)


class Recognising(Tiers):
    """SEGLAM with all its tiers and the model that ships, which may recognise what it knows and write nothing.

    `most_errors` is the share of its answers that may be wrong.
    """

    def __init__(self, translator: Translator, most_errors: float) -> None:
        nearness = Nearness.beside(translator.model, translator.model_hash)
        assert nearness is not None, "it ships with the model"
        self._translator, least = translator, nearness.least_chance(most_errors)
        self._policy = EvidencePolicy(calibration=nearness.calibration, accept=1.1 if least is None else least)
        super().__init__(f"seglam: + near, {most_errors:.0%} wrong", TIERS)

    def forget(self) -> None:
        """Begin anew."""
        super().forget()
        self._uses: dict[Use, tuple[Known, Sequence[Type], Wording]] = {}
        self._wordings: dict[str, list[Wording]] = {}  # by the procedure

    def serve(self, asked: Asked) -> bool | None:
        """Return whether what is served for a request is right; None where nothing is served."""
        served = super().serve(asked)
        return self._recognised(asked) if served is None else served

    def learn(self, asked: Asked) -> None:
        """Store what a perfect translator writes for a request."""
        super().learn(asked)
        wording, draft = asked.wording, asked.draft
        self._wordings.setdefault(wording.procedure, []).append(wording)
        use = use_of(wording.procedure, wording.sources, asked.arguments, asked.reading.inputs)
        if use is not None and draft is not None:
            checked = draft.named()
            body = known_body(checked.source, checked.params, checked.core.params)
            if body is not None:
                self._uses[use] = body, checked.core.params, wording

    def _recognised(self, asked: Asked) -> bool | None:
        reading, scope = asked.reading, scope_of(asked.reading)
        headers = {digest_of_headers(table.headers) for table in reading.inputs.tables.values()}
        offered = [
            found
            for use, (body, types, wording) in self._uses.items()
            if use.headers in headers and (found := candidate(body, types, use.sources, scope, wording)) is not None
        ][-MOST:]
        if not offered or len(reading.inputs.values) != 1:
            return None
        drafts = self._translator.choose(Task(reading, scope), offered)
        winner = judge(drafts, Question(reading, scope), self._policy).winner
        if winner is None or asks_for_another(reading, winner, self._wordings.get(winner.program.hash, ())):
            return None
        self.tier, self.why = "near", f"recognised as {winner.program.checked.named().source}"
        core = winner.program.checked.core
        return asked.procedure is not None and come_to_the_same(
            (core, winner.bound.arguments), (asked.procedure, asked.arguments)
        )


class Nearest:
    """A cache that serves what the nearest known text asks for, if it is as near as `least`."""

    def __init__(self, name: str, asked: Sequence[Asked], vectors: Vectors, least: float) -> None:
        self.name, self.why, self._least = name, f"at least {least} alike", least
        self._place = {each.id: place for place, each in enumerate(asked)}
        self._types = [each.type for each in asked]
        self._alike = vectors @ vectors.T
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._known: list[int] = []

    def serve(self, asked: Asked) -> bool | None:
        """Return whether the nearest known request is of the same type; None where none is near."""
        if not self._known:
            return None
        place = self._place[asked.id]
        alike = self._alike[place, self._known]
        nearest = int(alike.argmax())
        return self._types[self._known[nearest]] == asked.type if alike[nearest] >= self._least else None

    def learn(self, asked: Asked) -> None:
        """Store a request."""
        self._known.append(self._place[asked.id])


def tf_idf(texts: Sequence[str]) -> Vectors:
    """Return the vectors of texts: how often each word is in it, weighed by in how few texts it is, of length 1."""
    counts = [Counter(text.split()) for text in texts]
    rarity = Counter(chain.from_iterable(counts))
    places = {word: place for place, word in enumerate(rarity)}
    vectors: Vectors = np.zeros((len(texts), len(places)), dtype=np.float32)
    for row, words in enumerate(counts):
        for word, count in words.items():
            vectors[row, places[word]] = count * (np.log((1 + len(texts)) / (1 + rarity[word])) + 1)
    return _of_length_one(vectors)


class SentenceVectors:
    """The vectors of texts by the encoder that ships: the mean of its states."""

    def __init__(self) -> None:
        from seglam_lang.translator import DEFAULT_MODEL
        from seglam_lang.translator.llama import Encoder, Model
        from seglam_lang.translator.model_files import checked_files
        from seglam_lang.translator.vocabulary import BEGIN, CLOSE, Vocabulary

        files = checked_files(DEFAULT_MODEL)
        self._encoder, self._vocabulary = Encoder(Model(files.encoder), 1), Vocabulary.from_json(files.vocabulary)
        self._ends = self._vocabulary.piece_ids[BEGIN], self._vocabulary.piece_ids[CLOSE]
        self._known: dict[str, Any] = {}

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, of length 1."""
        return _of_length_one(np.stack([self._of(text) for text in texts]))

    def _of(self, text: str) -> Any:
        if text not in self._known:
            begin, close = self._ends
            ids = [begin, *self._vocabulary.words(text.split())[: self._encoder.longest - 2], close]
            self._known[text] = self._encoder.read(ids).mean(axis=0)
        return self._known[text]


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.where(lengths == 0, 1, lengths)
    return scaled


def text_of(asked: Asked) -> str:
    """Return the words of a request, with the kind of each slot in its place: what a peer sees of it."""
    parts = asked.wording.template.parts
    return " ".join([part.text if isinstance(part, Word) else f"{part.kind or 'again'}" for part in parts])
