"""What comes back: the `Answer`, and the `Trace` that says how it came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seglam_lang.inputs.dates import EITHER
from seglam_lang.language.values import Value
from seglam_lang.requests.model import Mention

if TYPE_CHECKING:
    from seglam_lang.store.evidence import Certificate

HIT, MISS, REFUSED, ERROR = "hit", "miss", "refused", "error"
EXACT, MODEL = "exact", "model"  # tiers: the template is known; the model was asked


@dataclass(frozen=True, slots=True)
class Attempt:
    """A candidate that the model wrote; `why` says why it lost, and is "" for the one that won.

    `fate` is how far it came, whether or not it won: a value of `translator.fate.Fate`, "" where that was not kept.
    """

    text: str
    log_probability: float
    why: str
    count: int  # of the samples that came out as this very text
    fate: str

    def to_dict(self) -> dict[str, Any]:
        """As the store keeps it."""
        return {
            "text": self.text,
            "log_probability": self.log_probability,
            "why": self.why,
            "count": self.count,
            "fate": self.fate,
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Attempt:
        """What `to_dict` made."""
        return Attempt(data["text"], data["log_probability"], data["why"], data.get("count", 1), data.get("fate", ""))


@dataclass(slots=True)
class Trace:
    """How an answer came about; `lines` tells it to people.

    `level` is how far the procedure is trusted ("agreed", "verified"), by the certificate of the wording that was used;
    `compiled` is when that wording was stored. `attempts` are the candidates of a miss or a refusal.
    """

    request: str
    procedure: str = ""  # content hash
    name: str = ""
    source: str = ""
    template: str = ""
    slots: tuple[Mention, ...] = ()
    level: str = ""
    compiled: str = ""
    certificate: Certificate | None = None
    model: str = ""
    attempts: tuple[Attempt, ...] = ()
    notes: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()  # the blank cells of the columns that the procedure was given

    @property
    def doubts(self) -> tuple[str, ...]:
        """The notes about dates whose day and month could be exchanged: who asks may have meant the other."""
        return tuple(note for note in self.notes if EITHER in note)

    def lines(self) -> list[str]:
        """The trace as lines of text, the most important first."""
        told = []
        if self.template:
            told.append(f"template   {self.template}")
        told += [f"  {{{i}}}      {_shown(mention)}" for i, mention in enumerate(self.slots)]
        if self.level:
            told.append(f"trust      {self.level}{f', compiled {self.compiled}' if self.compiled else ''}")
        if self.model:
            told.append(f"model      {self.model}")
        for attempt in self.attempts:
            weight = f"{attempt.count}x, log p {attempt.log_probability:.2f}"
            told.append(f"candidate  {attempt.text or '(nothing)'}   [{weight}]")
            told.append(f"           {attempt.why or 'chosen'}")
        told += [f"input      {note}" for note in self.notes]
        return told


def _shown(mention: Mention) -> str:
    value = mention.value.header if mention.kind == "column" else mention.value
    where = f" in {', '.join(mention.columns)}" if mention.columns else ""
    return f"{mention.kind} {value}{where}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request.

    `status`: "hit" (a stored procedure answered), "miss" (the model wrote one, which answered and is stored),
    "refused" (no procedure is trusted enough; `why` says so) or "error" (the request, its inputs, the model or the
    cache is at fault).
    `tier`: "exact" where the template was known, "model" where the model was asked, "" where neither came to be.
    `procedure` is the content hash of the procedure that ran, "" if none did. `cause` is the exception behind an
    "error", for programs that want to tell one from another.
    """

    value: Value
    status: str
    tier: str
    procedure: str
    trace: Trace
    ms: float
    why: str = ""
    cause: Exception | None = field(default=None, repr=False, compare=False)

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.status in (HIT, MISS)
