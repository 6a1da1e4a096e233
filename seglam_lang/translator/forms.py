"""How a task is put to a model, and its drafts are read: one form for each kind of model, by what its worker says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import FOREIGN, FOREIGN_MODEL, Task, pack_signature, unpack_draft
from seglam_lang.translator.prompt import encode, known_share
from seglam_lang.translator.vocabulary import Vocabulary

KNOWN_WORDS = 0.5  # least share of a request's wording: all of wikisql, mawps and calc have more, other languages less


class Form(Protocol):
    """How one kind of model is asked."""

    @property
    def longest_wait_s(self) -> float:
        """For what a model does before it writes."""

    def asked(self, task: Task) -> dict[str, Any] | Draft:
        """Return the message for the worker, or a draft where there is no point in asking."""

    def draft(self, task: Task, packed: list[Any]) -> Draft:
        """Return a draft over the names of the scope."""


@dataclass(frozen=True, slots=True)
class LexemeForm:
    """For models made for SEGLAM: they read the request as it is marked here, and write over the names of the scope."""

    model: Path
    vocabulary: Vocabulary
    longest_prompt: int
    longest_wait_s: float = 0.0

    def asked(self, task: Task) -> dict[str, Any] | Draft:
        """See `Form`."""
        if known_share(task.reading, self.vocabulary) < KNOWN_WORDS:
            return Draft("", 0.0, Fate.REFUSED, FOREIGN, task.candidates)
        try:
            ids = encode(task.reading, task.scope, self.vocabulary)
        except KeyError as missing:
            raise ModelError(
                f"{self.model} was made for another version of SEGLAM: its vocabulary has no {missing}; "
                "use the model that comes with this version"
            ) from None
        if len(ids) > self.longest_prompt:
            why = f"the request is too long for the model: {len(ids)} tokens, at most {self.longest_prompt}"
            return Draft("", 0.0, Fate.TOO_LONG, why, task.candidates)
        return {"prompt": ids, "signature": pack_signature(task.scope.signature)}

    def draft(self, task: Task, packed: list[Any]) -> Draft:
        """See `Form`."""
        return unpack_draft(packed)


def form_of(greeting: dict[str, Any], model: Path) -> Form:
    """Return the form for a worker that has greeted."""
    if greeting.get("kind") == FOREIGN_MODEL:
        from seglam_lang.translator.foreign.asking import PieceForm  # the shipped model needs none of it

        return PieceForm()
    return LexemeForm(model, Vocabulary.from_json(greeting["vocabulary"]), greeting["longest_prompt"])
