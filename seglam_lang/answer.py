"""What comes back: the `Answer`, and the `Trace` of how it came about. Neither is ever changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seglam_lang.computation import Computation
from seglam_lang.inputs.model import Doubt
from seglam_lang.language.values import Record
from seglam_lang.requests.model import ColumnRef, FieldRef, Mention

if TYPE_CHECKING:
    from seglam_lang.drafts import Draft
    from seglam_lang.requests.taken import Taken

HIT, MISS, REFUSED, ERROR = "hit", "miss", "refused", "error"


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about; `lines` is the report for people.

    `level` is how far the procedure is trusted ("agreed", "verified"), by the certificate of the wording that was used;
    `compiled` is when that wording was stored. `drafts` are the model's, of a miss or a refusal, each with why it lost.
    """

    request: str
    procedure: str = ""  # content hash
    name: str = ""
    source: str = ""
    template: str = ""
    slots: tuple[Mention, ...] = ()
    level: str = ""
    compiled: str = ""
    found: str = ""  # why the procedure answers this request, or why no stored one does
    model: str = ""
    drafts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()  # how the inputs were read
    unread: tuple[str, ...] = ()  # words that mention nothing and are not known from other requests; of a hit none
    computation: Computation | None = field(default=None, repr=False, compare=False)

    @property
    def description(self) -> str:
        """Return in plain words what was computed, "" if nothing was."""
        return self.computation.describe() if self.computation else ""

    @property
    def read(self) -> tuple[Taken, ...]:
        """Return what was taken for what, where the words of the request do not spell it."""
        return self.computation.taken() if self.computation else ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """Return how many cells of the columns that the procedure was given are blank, and whose rows are left out."""
        return self.computation.blanks() if self.computation else ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return the notes about what may be meant otherwise than it was read: with day and month exchanged, say."""
        return tuple(note for note in self.notes if isinstance(note, Doubt))

    def lines(self) -> list[str]:
        """Return the trace as lines of text, the most important first."""
        report = []
        if self.computation:
            report.append(f"computes   {self.description}")
        if self.template:
            report.append(f"template   {self.template}")
        report += [f"  {{{i}}}      {_describe(mention)}" for i, mention in enumerate(self.slots)]
        report += [f"{'read' if taken.words else 'taken':<10} {taken}" for taken in self.read]
        if self.unread:
            report.append(f"unread     {', '.join(self.unread)}")
        if self.level:
            report.append(f"trust      {self.level}{f', compiled {self.compiled}' if self.compiled else ''}")
        if self.found:
            report.append(f"found      {self.found}")
        if self.model:
            report.append(f"model      {self.model}")
        for draft in self.drafts:
            weight = f"{draft.count}x, log p {draft.log_probability:.2f}"
            report.append(f"draft      {draft.text or '(nothing)'}   [{weight}]")
            report.append(f"           {draft.why or 'chosen'}")
        return report + [f"input      {note}" for note in self.notes]


def _describe(mention: Mention) -> str:
    if isinstance(mention, ColumnRef):
        return f"{mention.kind} {mention.header} in {mention.header}"
    names = (mention.name,) if isinstance(mention, FieldRef) else mention.columns
    where = f" in {', '.join(names)}" if names else ""
    value = " to ".join(map(str, mention.value.values)) if isinstance(mention.value, Record) else mention.value
    return f"{mention.kind} {value}{where}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request.

    `value` is an ordinary Python value: int or Decimal, str, bool, date, None, list, dict, or a `ResultTable`.
    `status`: "hit" (a stored procedure answered), "miss" (the model wrote one, which answered and is stored),
    "refused" (no procedure is trusted enough; `why` says so) or "error" (the request, its inputs, the model or the
    cache is at fault).
    `tier`: "exact" where the template was known, "model" where the model was asked, "" where neither came to be.
    `procedure` is the content hash of the procedure that ran, "" if none did. `cause` is the exception behind an
    "error", for programs that distinguish them.
    """

    value: Any
    status: str
    tier: str
    procedure: str
    trace: Trace
    ms: float
    why: str = ""
    cause: Exception | None = field(default=None, repr=False, compare=False)

    @property
    def answered(self) -> bool:
        """Return whether there is an answer."""
        return self.status in (HIT, MISS)

    @property
    def description(self) -> str:
        """Return in plain words what the procedure computes for this request, "" if none answers it."""
        return self.trace.description

    @property
    def read(self) -> tuple[Taken, ...]:
        """Return what was taken for what, where the words of the request do not spell it."""
        return self.trace.read

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON has it: with `--json`, in batches, and wherever it is served.

        Keys: "status", "answer" (a value, for `jsonvalue.dumps`), "procedure", "tier", "ms", "why"; and "read", a list
        of {"words", "column", "value"}, only where something was taken that the words do not spell. This is a contract.
        """
        plain = {
            "status": self.status,
            "answer": self.value,
            "procedure": self.procedure,
            "tier": self.tier,
            "ms": round(self.ms, 3),
            "why": self.why,
        }
        read = [each.to_dict() for each in self.read]
        return {**plain, "read": read} if read else plain


def failed(request: str, error: Exception, why: str = "") -> Answer:
    """Return the answer where a request came to nothing because of `error`."""
    return Answer(None, ERROR, "", "", Trace(request), 0.0, why or str(error), error)
