"""`Draft`: the body of a procedure as a model wrote it, one class from the model to the trace; and which `Model`.

How a chance is said to people (`in_percent`) stands here, as all rooms that say one know drafts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, fsum
from typing import Any, NamedTuple


def in_percent(chance: float) -> str:
    """Return a chance as people read it, never rounded up: what is below a bound must not look as if it were not."""
    percent = round(chance * 10_000) // 100
    return f"{percent} %" if percent else "less than 1 %"


class Fate(StrEnum):
    """How far a draft came. Only a finished draft may be chosen."""

    FINISHED = "finished"  # well typed from its first word to its last
    ILL_TYPED = "ill-typed"  # finished, but the checker does not accept it
    CUT_OFF = "cut-off"  # by a limit of the model's, or where its vocabulary does not go on
    OUT_OF_TIME = "out-of-time"  # cut off too, but with more time it might not have been
    REFUSED = "refused"  # none was begun: the model says that there is nothing to compute
    TOO_LONG = "too-long"  # none was begun: the request does not fit into the model


@dataclass(frozen=True, slots=True)
class Draft:
    """The body of a procedure as the model wrote it, and how it ended.

    `log_probability` is under the constrained distribution, at temperature 1. Drafts that are not finished say `why`.
    `count` is how often the model wrote this very text: 0 where another one did, and this one has only said how likely
    it would have. `willing` is the probability that the model, had it not been
    constrained, would have stayed within the language at every step. Where it is low, the model meant something else,
    which does not type-check. `critic` is the chance that a finished draft is right, as the model itself judges once it
    has read it whole; None where the model has not learned to. `meant` is the chance that what the draft does, in plain
    words, is what the request asks, as another model judges that knows nothing of the one that wrote it; None where
    nobody has compared them. `alike` is the chance that the request and words that have asked for the draft's procedure
    ask for the same; None where it was written, and not recognised. What is not `typed` was written under a grammar
    (GBNF): it keeps to the syntax, and only the checker knows whether it is well typed.
    """

    text: str
    log_probability: float
    fate: Fate
    why: str = ""
    count: int = 1
    willing: float = 1.0
    critic: float | None = None
    meant: float | None = None
    typed: bool = True
    alike: float | None = None

    @property
    def finished(self) -> bool:
        """Return whether the draft is whole, and so well typed for its signature."""
        return self.fate is Fate.FINISHED

    @property
    def weight(self) -> str:
        """Return what speaks for the draft by itself, for people."""
        often = "" if self.count == 1 else f"{self.count}x, " if self.count else "written by another model, "
        meant = "" if self.meant is None else f", meant {in_percent(self.meant)}"
        return f"{often}log p {self.log_probability:.2f}{meant}{'' if self.typed else ', GBNF'}"

    def over(self, text: str) -> Draft:
        """Return the draft with its text over other names."""
        return replace(self, text=text)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as the store and JSON keep them."""
        return {
            "text": self.text,
            "log_probability": self.log_probability,
            "fate": self.fate.value,
            "why": self.why,
            "count": self.count,
            "willing": self.willing,
            "critic": self.critic,
            "meant": self.meant,
            "typed": self.typed,
            "alike": self.alike,
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Draft:
        """Return the draft that `to_dict` wrote; what earlier versions did not keep has its default."""
        return Draft(
            data["text"],
            data["log_probability"],
            Fate(data.get("fate") or Fate.FINISHED),
            data["why"],
            data.get("count", 1),
            data.get("willing", 1.0),
            data.get("critic"),
            data.get("meant"),
            data.get("typed", True),
            data.get("alike"),
        )


def together(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Return drafts in order, those that say and are the same as one, which was written as often as all of them."""
    found: dict[tuple[str, Fate], Draft] = {}
    for draft in drafts:
        known = found.get(key := (draft.text, draft.fate))
        found[key] = replace(known, count=known.count + draft.count) if known else draft
    return tuple(found.values())


def probability_of(drafts: Sequence[Draft], chosen: Callable[[Draft], bool]) -> float:
    """Return the share of the probability of all drafts that those which are `chosen` have, 0 where there is none. One
    that was drawn twice is not twice as probable.
    """
    if not drafts:
        return 0.0
    best = max(draft.log_probability for draft in drafts)
    chances = [(exp(draft.log_probability - best), chosen(draft)) for draft in drafts]
    return fsum(chance for chance, is_chosen in chances if is_chosen) / fsum(chance for chance, _ in chances)


def counted(drafts: Iterable[Draft]) -> str:
    """Return how many drafts there are, how many of them are finished, and how many of those are ill typed."""
    counts = Counter[Fate]()
    for draft in drafts:
        counts[draft.fate] += draft.count
    total, ill_typed = counts.total(), counts[Fate.ILL_TYPED]
    finished = f"{counts[Fate.FINISHED] + ill_typed} finished, {ill_typed} of them discarded as ill typed"
    return f"{total} draft{'' if total == 1 else 's'}, {finished}"


def under_grammar(drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield what became of the drafts that were written under a grammar, if there are some."""
    if found := [draft for draft in drafts if not draft.typed]:
        yield f"under GBNF (syntax only) {counted(found)}"


class Model(NamedTuple):
    """The model that is asked, as it is now: a file may change between two requests."""

    name: str
    hash: str

    def __str__(self) -> str:
        return f"{self.name} {self.hash[:12]}"
