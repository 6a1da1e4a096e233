"""How a task is put to a model, and its drafts are read: one form for each kind of model, by what its worker says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from seglam_lang.drafts import Draft, Fate
from seglam_lang.requests.scope import Scope, holders
from seglam_lang.requests.spoken import spoken
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.familiar import familiar
from seglam_lang.translator.joined import joined
from seglam_lang.translator.lengths import with_lengths
from seglam_lang.translator.messages import (
    FOREIGN,
    FOREIGN_MODEL,
    MAX_TOKENS,
    Candidate,
    Task,
    pack_signature,
    unpack_draft,
)
from seglam_lang.translator.periods import in_periods
from seglam_lang.translator.points import with_points
from seglam_lang.translator.prompt import encode, is_in_english
from seglam_lang.translator.seen import Seen
from seglam_lang.translator.vocabulary import END, Vocabulary


class Form(Protocol):
    """How one kind of model is asked."""

    @property
    def longest_wait_s(self) -> float:
        """For what a model does before it writes."""

    def seen(self, task: Task) -> Seen:
        """Return the task as such a model sees it best."""

    def asked(self, task: Task) -> dict[str, Any] | Draft:
        """Return the message for the worker, or a draft where there is no point in asking."""

    def draft(self, task: Task, packed: list[Any]) -> Draft:
        """Return a draft over the names of the scope."""

    def offer(self, task: Task, candidates: Sequence[Candidate]) -> Offer | None:
        """Return what is put to a model that is to choose among candidates; None where it cannot."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a model is to choose among: the message for the worker, the candidates that it is about, and the program
    tokens that names are chosen from.
    """

    message: dict[str, Any]
    candidates: Sequence[Candidate]
    tokens: Sequence[str]

    def draft(self, packed: list[Any]) -> Draft:
        """Return what was chosen as a draft over the names of the scope (see `recognising.Found`)."""
        option, places, log_probability, critic = packed
        text = self.candidates[option].body.written([self.tokens[place] for place in places])
        return Draft(text, log_probability, Fate.FINISHED, critic=critic)

    def spoken(self, packed: list[Any], scope: Scope) -> str:
        """Return the words that have asked for what was chosen, said of what it takes now."""
        option, places, _, _ = packed
        return spoken(self.candidates[option].wording, [scope.arguments[self.tokens[place]] for place in places])


@dataclass(frozen=True, slots=True)
class LexemeForm:
    """For models made for SEGLAM: they read the request as it is marked here, and write over the names of the scope."""

    model: Path
    vocabulary: Vocabulary
    longest_prompt: int
    longest_wait_s: float = 0.0

    def seen(self, task: Task) -> Seen:
        """See `Form`."""
        linked = joined(task)
        longer = with_lengths(linked.task)
        pointed = with_points(longer.task)
        known = familiar(pointed.task, in_days=longer.in_days)
        return Seen(known.task, (linked, longer, pointed, known))

    def asked(self, task: Task) -> dict[str, Any] | Draft:
        """See `Form`."""
        if not is_in_english(task.reading, self.vocabulary):
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
        signature = pack_signature(task.scope.signature)
        return {"prompt": ids, "signature": signature, "holders": holders(task.scope)}

    def draft(self, task: Task, packed: list[Any]) -> Draft:
        """See `Form`."""
        return in_periods(unpack_draft(packed), task.scope)

    def offer(self, task: Task, candidates: Sequence[Candidate]) -> Offer | None:
        """See `Form`. What the model cannot write is left out: other tokens, or more than a draft may have."""
        asked = self.asked(task)
        places = self.vocabulary.program_ids
        kept = [
            each
            for each in candidates
            if len(each.body.body) < MAX_TOKENS
            and all(isinstance(part, int) or part in places for part in each.body.body)
        ]
        if isinstance(asked, Draft) or not kept:
            return None
        options = [_option(each, places) for each in kept]
        return Offer({"prompt": asked["prompt"], "options": options}, kept, self.vocabulary.program_tokens)


def _option(candidate: Candidate, places: Mapping[str, int]) -> list[Any]:
    """Return a candidate as the worker takes it (see `recognising.Option`)."""
    tokens = [-1 - part if isinstance(part, int) else places[part] for part in candidate.body.body]
    return [[*tokens, places[END]], [[places[name] for name in names] for names in candidate.names]]


def form_of(greeting: dict[str, Any], model: Path) -> Form:
    """Return the form for a worker that has greeted."""
    if greeting.get("kind") == FOREIGN_MODEL:
        from seglam_lang.translator.foreign.asking import PieceForm  # the shipped model needs none of it

        return PieceForm()
    return LexemeForm(model, Vocabulary.from_json(greeting["vocabulary"]), greeting["longest_prompt"])
