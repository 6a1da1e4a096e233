"""What a request comes to: a procedure with its arguments, or a refusal; and how that came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seglam_lang.answer import REFUSED, Trace
from seglam_lang.computation import Computation
from seglam_lang.given import is_wrong
from seglam_lang.inputs.model import Doubt, Inputs
from seglam_lang.language.values import Ran, Value
from seglam_lang.matching import Bound, Hit, Miss, Tier, use_of
from seglam_lang.requests import (
    ambiguous_dates,
    ask_for_today,
    did_you_mean,
    fiscal_years,
    mixed_currencies,
    texts_that_count,
)
from seglam_lang.requests.model import Literal, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template
from seglam_lang.store import Store
from seglam_lang.store.program import Loaded, Programs
from seglam_lang.store.records import Answered, Use

if TYPE_CHECKING:
    from seglam_lang.compilation import Compilation
    from seglam_lang.drafts import Draft, Model
    from seglam_lang.verifier.examples import Case

UNUSED = "the answer is of the words alone: none of them names anything in the inputs"


class Refused(Exception):
    """No procedure is trusted enough to answer. The message says why; the `compilation` is what the `model` came to."""

    def __init__(self, why: str, model: Model | None = None, compilation: Compilation | None = None) -> None:
        super().__init__(why)
        self.model, self.compilation = model, compilation


class Resolved(NamedTuple):
    """What answers a request: a procedure with its arguments, and how it was found."""

    program: Loaded
    bound: Bound
    wording: Wording
    level: str  # of trust
    added: str  # when the wording was stored
    tier: Tier
    why: str  # it was found, or why none was
    model: str = ""
    drafts: tuple[Draft, ...] = ()
    confidence: float | None = None  # that it is right, of what a model wrote
    computed: tuple[Value, ...] = ()  # its value, where judging it has run it on these arguments
    known: Template | None = None  # of the stored wording, where that is another than the request's
    left: str = ""  # which words it has nothing to do with, where a model wrote it
    recognised: str = ""  # by which words, known before, where a model chose it and wrote nothing

    def use(self, inputs: Inputs) -> Use | None:
        """Return of what the procedure answers here, None where that is more than one table."""
        return use_of(self.program.stored.hash, self.wording.sources, self.bound.arguments, inputs)

    def takes_none_of(self, inputs: Inputs) -> bool:
        """Return whether there are inputs, and it was found as what is asked without any (see `Reading.alone`)."""
        slots = self.bound.match.slots
        is_alone = not self.wording.template.inputs and all(isinstance(each, Literal) for each in slots)
        return bool(inputs.values) and is_alone

    def run(self) -> Ran:
        """Return what the procedure comes to for its arguments; raise Failure."""
        return Ran(self.computed[0]) if self.computed else self.program.compiled.run_told(self.bound.arguments)


def served(found: Hit | Miss, cases: tuple[Case, ...], store: Store, programs: Programs) -> Resolved | None:
    """Return the procedure of a hit, which is counted, unless one of the user's examples shows that it is wrong."""
    if isinstance(found, Miss):
        return None
    program = programs.get(found.wording.procedure)
    if is_wrong(program, found.wording, cases):
        return None
    store.count_hit(found.wording)
    level, added = found.found.level, found.found.added
    return Resolved(program, found.bound, found.wording, level, added, found.tier, found.why, known=found.known)


def answered(request: str, status: str, resolved: Resolved | None) -> Answered | None:
    """Return what is kept of an answer or a refusal until the next one; None of what is neither."""
    if resolved is None:
        return Answered(request, status) if status == REFUSED else None
    return Answered(request, status, resolved.tier, resolved.wording, resolved.known, resolved.bound.match.slots)


def trace_of(
    request: str,
    reading: Reading | None,
    resolved: Resolved | None,
    refused: Refused | None,
    steps: tuple[str, ...] = (),
) -> Trace:
    """Return how an answer came about, as far as it came. `steps` say what of the run a database did."""
    if reading is None:
        return Trace(request)
    notes = reading.inputs.notes + ambiguous_dates(reading)
    if resolved is None:
        verdict = refused.compilation.verdict if refused and refused.compilation else None
        return Trace(
            request,
            template=reading.template.text,
            confidence=verdict.confidence if verdict else None,
            model=str(refused.model or "") if refused else "",
            drafts=verdict.drafts if verdict else (),
            notes=notes,
            unread=reading.loosely.unread,
        )
    stored, bound = resolved.program.stored, resolved.bound
    notes += fiscal_years(reading, bound.match.slots)
    if mixed := mixed_currencies(reading, bound.match.slots):
        notes += (Doubt(mixed),)
    if resolved.left:
        notes += (Doubt(resolved.left),)
    if resolved.takes_none_of(reading.inputs):
        notes += (Doubt(UNUSED),)
    return Trace(
        request,
        stored.hash,
        stored.name,
        stored.source,
        resolved.wording.template.text,
        bound.match.slots,
        resolved.level,
        resolved.confidence,
        resolved.added,
        resolved.why,
        resolved.model,
        resolved.drafts,
        notes,
        reading.loosely.unread if resolved.tier is Tier.MODEL else (),
        Computation(resolved.program, bound.arguments, resolved.wording.sources, reading, bound.match, resolved.known),
        steps,
        resolved.recognised,
    )


def with_advice(why: str, reading: Reading) -> str:
    """Return a reason, the columns that words which name none may have meant, those that are texts, amounts that do not
    go together, and the dates that lack a today.
    """
    mixed = mixed_currencies(reading, [*reading.visible, *reading.further])
    advice = (did_you_mean(reading), texts_that_count(reading), mixed, ask_for_today(reading))
    return "; ".join(filter(None, (why, *advice)))
