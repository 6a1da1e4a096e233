"""What comes back: the `Answer`, and the `Trace` of how it came about. Neither is ever changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
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
class Choice:
    """One of the readings of a request that is refused, for a person to pick by its number."""

    number: int
    description: str  # what it computes, in plain words
    share: float  # of the weight of the model's drafts

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"pick": self.number, "computes": self.description, "share": round(self.share, 3)}


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about; `lines` is the report for people.

    `level` is how far the procedure is trusted ("written", "agreed", "picked", "verified", "trusted"), by the
    certificate of the wording that was used; `compiled` is when that wording was stored. `confidence` is the chance
    that the likeliest of the model's procedures is right, None where it was not asked or wrote none. `drafts` are the
    model's, of a miss or a refusal, each with why it lost. `recognised` are the words, known before, that the model
    took to ask for the same, said of what is taken now; "" where it wrote the procedure, or was not asked.
    """

    request: str
    procedure: str = ""  # content hash
    name: str = ""
    source: str = ""
    template: str = ""
    slots: tuple[Mention, ...] = ()
    level: str = ""
    confidence: float | None = None
    compiled: str = ""
    found: str = ""  # why the procedure answers this request, or why no stored one does
    model: str = ""
    drafts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()  # how the inputs were read
    unread: tuple[str, ...] = ()  # words that mention nothing and are not known from other requests; of a hit none
    computation: Computation | None = field(default=None, repr=False, compare=False)
    steps: tuple[str, ...] = field(default=(), compare=False)  # what ran where, where a table lies in a database
    recognised: str = ""

    @property
    def description(self) -> str:
        """Return in plain words what was computed, "" if nothing was."""
        return self.computation.describe() if self.computation else ""

    @property
    def read(self) -> tuple[Taken, ...]:
        """Return what was taken for what, where the words of the request do not spell it."""
        return self.computation.taken() if self.computation else ()

    @property
    def shown_as(self) -> str:
        """Return the kind of chart that the words of the request ask for ("any": whichever suits), "" for none."""
        return self.computation.reading.shown_as if self.computation else ""

    @property
    def blanks(self) -> tuple[str, ...]:
        """Return how many cells of the columns that the procedure was given are blank, and whose rows are left out."""
        return self.computation.blanks() if self.computation else ()

    @property
    def ties(self) -> tuple[Any, ...]:
        """Return what is level with the answer and not in it: whoever earns as much as the one who earns the most."""
        return self.computation.ties() if self.computation else ()

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
        if self.level or self.confidence is not None:
            report.append(f"trust      {', '.join(self._trust())}")
        if self.found:
            report.append(f"found      {self.found}")
        if self.model:
            report.append(f"model      {self.model}")
        for draft in self.drafts:
            report.append(f"draft      {draft.text or '(no program)'}   [{draft.weight}]")
            report.append(f"           {draft.why or 'chosen'}")
        if self.drafts:
            from seglam_lang.drafts import under_grammar

            report += [f"drafts     {said}" for said in under_grammar(self.drafts)]
        report += [f"ran        {step}" for step in self.steps]
        return report + [f"input      {note}" for note in self.notes]

    def _trust(self) -> Iterator[str]:
        """Yield what is known about how far the procedure is to be trusted."""
        if self.level:
            yield self.level
        if self.confidence is not None:
            from seglam_lang.drafts import in_percent

            yield f"{in_percent(self.confidence)} sure"
        if self.compiled:
            yield f"compiled {self.compiled}"


def _describe(mention: Mention) -> str:
    if isinstance(mention, ColumnRef):
        return f"{mention.kind} {mention.header}"
    names = (mention.name,) if isinstance(mention, FieldRef) else mention.columns
    where = f" in {', '.join(names)}" if names else ""
    value = " to ".join(map(str, mention.value.values)) if isinstance(mention.value, Record) else mention.value
    return f"{mention.kind} {value}{where}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request.

    `value` is an ordinary Python value: int or Decimal, str, bool, date, None, list, dict, or a `ResultTable`.
    `status`: "hit" (a stored procedure answered), "miss" (the model wrote one, which answered and is stored),
    "refused" (no procedure is trusted enough, or the request is not what its `check` asks for; `why` says so) or
    "error" (the request, its inputs, the model or the cache is at fault).
    `tier`: "exact" where the template was known, "learned", "signature" or "history" where one that means the same was
    (docs/matching.md), "near" where the model recognised a stored one in other words, "model" where it was asked and
    that is less sure, or it wrote one, "" where none of these came to be.
    `procedure` is the content hash of the procedure that ran, "" if none did. `choices` are the readings of a refused
    request, of which `pick` takes one. `cause` is the exception behind an "error", for programs that distinguish them.
    """

    value: Any
    status: str
    tier: str
    procedure: str
    trace: Trace
    ms: float
    why: str = ""
    choices: tuple[Choice, ...] = ()
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
    def confidence(self) -> float | None:
        """Return the chance that what the model wrote is right; None where it was not asked or wrote nothing."""
        return self.trace.confidence

    @property
    def read(self) -> tuple[Taken, ...]:
        """Return what was taken for what, where the words of the request do not spell it."""
        return self.trace.read

    @property
    def recognised(self) -> str:
        """Return the words, known before, that the model took to ask for the same; "" where it recognised nothing."""
        return self.trace.recognised

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was read in the inputs that may be meant otherwise; `trace.notes` has all that was noted."""
        return self.trace.doubts

    @property
    def blanks(self) -> tuple[str, ...]:
        """Return how many cells of the columns that were used are blank, a sentence for each column."""
        return self.trace.blanks

    @property
    def ties(self) -> tuple[Any, ...]:
        """Return what is level with the answer and not in it, a row as a list of its cells."""
        return self.trace.ties

    @property
    def shown_as(self) -> str:
        """Return the kind of chart that the words of the request ask for ("any": whichever suits), "" for none."""
        return self.trace.shown_as

    def chart(self, kind: str | None = None) -> Any:
        """Return the answer as an Altair chart: of this kind, of that which the request asks for, or of what suits it.

        The kinds are bar, line, area, pie, scatter and histogram. `pip install 'seglam[chart]'` has what is needed.
        Raise OutputError where the answer cannot be drawn.
        """
        from seglam_lang.output import altair_chart

        return altair_chart(self.value, kind or self.shown_as, self.description)

    def save(self, path: str | Path, *, chart: str | None = None) -> None:
        """Write the value to a file, which appears whole or not at all; its ending says as what (see docs/output.md).

        A `chart` of this kind ("any": whichever suits the value) is written as .svg, .png or .html. Raise OutputError
        where the value cannot be written or drawn so.
        """
        from seglam_lang.output import destination

        destination(path, chart=chart, asked=self.shown_as).write(self.value, self.description)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer with the keys that it has in JSON, and an ordinary Python value; `to_json` writes it.

        Keys: "status", "answer", "procedure", "tier", "ms", "why". Only where there is something to say: "notes", a
        list of what was read in the inputs that may be meant otherwise; "blanks", sentences about blank cells of the
        columns that were used; "ties", a list of what is level with the answer and not in it, a row as the list of its
        cells; "read", a list of {"words", "column", "value"}, what was taken that the words do not spell; "confidence",
        of what a model wrote or recognised; "recognised", the words, known before, by which it recognised that;
        "choices", a list of {"pick", "computes", "share"}, the readings of a refused request; "chart", the kind of
        chart that the request asks for.
        This is a contract.
        """
        plain: dict[str, Any] = {
            "status": self.status,
            "answer": self.value,
            "procedure": self.procedure,
            "tier": str(self.tier),
            "ms": round(self.ms, 3),
            "why": self.why,
        }
        if notes := self.notes:
            plain["notes"] = list(map(str, notes))
        if blanks := self.blanks:
            plain["blanks"] = list(blanks)
        if ties := self.ties:
            plain["ties"] = list(ties)
        if read := [each.to_dict() for each in self.read]:
            plain["read"] = read
        if self.confidence is not None:
            plain["confidence"] = self.confidence
        if self.recognised:
            plain["recognised"] = self.recognised
        if self.shown_as:
            plain["chart"] = self.shown_as
        if self.choices:
            plain["choices"] = [each.to_dict() for each in self.choices]
        return plain

    def to_json(self) -> str:
        """Return the answer as JSON on one line: what `--json` prints, and a batch writes.

        Numbers have all their digits, and tables are {"columns", "rows"}, which `json.dumps` of `to_dict` knows not.
        """
        from seglam_lang.language.jsonvalue import dumps

        return dumps(self.to_dict())


def failed(request: str, error: Exception, why: str = "") -> Answer:
    """Return the answer where a request came to nothing because of `error`."""
    return Answer(None, ERROR, "", "", Trace(request), 0.0, why or str(error), cause=error)
