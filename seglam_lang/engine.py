"""The straight line of the mission: read -> match -> (draft -> judge -> admit) -> run.

Each step has one input and one output, which are never changed. A hit goes through `exec`, `_match` and the run, and
imports no parser, no verifier and no model. A miss also goes through `_compile`, whose steps are in `compilation`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from seglam_lang.answer import ERROR, HIT, MISS, REFUSED, Answer, Trace
from seglam_lang.computation import Computation
from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.inputs.dates import parse_iso
from seglam_lang.inputs.model import Doubt
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.results import to_python
from seglam_lang.language.values import Value
from seglam_lang.matching import Bound, Hit, Miss, Tier, match
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.requests import (
    ambiguous_dates,
    ask_for_today,
    did_you_mean,
    fiscal_years,
    mixed_currencies,
    read,
)
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.shape import schema
from seglam_lang.store import Store, StoreError
from seglam_lang.store.program import Loaded, Programs, callee_names
from seglam_lang.translator.failures import ModelError

if TYPE_CHECKING:
    from seglam_lang.compilation import Drafter
    from seglam_lang.drafts import Draft, Model
    from seglam_lang.verifier.examples import Case

TROUBLE = (InputError, StoreError, ModelError, Failure)  # their messages are sentences for people
NO_EXAMPLE: Any = object()  # no example: any value may be the right answer, None too
NO_PROCEDURE = "no stored procedure answers this type of request"


class Refused(Exception):
    """No procedure is trusted enough to answer. The message says why; `drafts` are what the `model` wrote."""

    def __init__(self, why: str, model: Model | None = None, drafts: tuple[Draft, ...] = ()) -> None:
        super().__init__(why)
        self.model, self.drafts = model, drafts


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
    computed: tuple[Value, ...] = ()  # its value, where judging it has run it on these arguments

    def run(self) -> Value:
        """Return the value of the procedure for its arguments; raise Failure."""
        return self.computed[0] if self.computed else self.program.compiled.run(self.bound.arguments)


class Seglam:
    """Answers requests with stored procedures, and has a model write those that are missing.

        with Seglam() as seglam:
            answer = seglam.exec("total sales by region", table=rows)
            answer.value, answer.status, answer.trace.lines()

    `cache` is a file (default: SEGLAM_CACHE, else one in the user's data folder; ":memory:" for none), `model` a GGUF
    file (default: SEGLAM_MODEL, else the model that ships); with `use_model=False` a miss is refused. `candidates`,
    `seed` and `limit_s` (seconds for the drafts of one request) are the model's. `layers` are read-only caches below
    the own one (default: the procedures that ship). Any number of threads may use one.
    """

    def __init__(
        self,
        cache: str | Path | None = None,
        model: str | Path | None = None,
        *,
        use_model: bool = True,
        candidates: int = 8,
        seed: int = 0,
        limit_s: float = 10.0,
        layers: Sequence[str | Path] | None = None,
        translator: Drafter | None = None,
    ) -> None:
        if candidates < 1:
            raise ValueError(f"candidates is a number from 1 on, not {candidates}")
        self.store = Store.open(cache or default_cache(), shipped_layers() if layers is None else layers)
        self._model = model or os.environ.get("SEGLAM_MODEL") or None
        self._use_model, self._translator = use_model, translator
        self._effort = candidates, seed, limit_s
        self._programs = Programs(self.store)
        self._starting = threading.Lock()  # held while the translator is made, never while it works

    def close(self) -> None:
        """End the model's process and let go of the cache."""
        try:
            if self._translator is not None:
                self._translator.close()
        finally:
            self.store.close()

    def __enter__(self) -> Seglam:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def exec(
        self,
        request: str,
        table: Any = None,
        *,
        inputs: Inputs | Mapping[str, Any] | None = None,
        example: Any = NO_EXAMPLE,
        examples: Iterable[Mapping[str, Any]] = (),
        today: date | str | None = None,
        run: bool = True,
        **named: Any,
    ) -> Answer:
        """Return the answer to a request about `table`, or about `inputs` and other named values.

        `table` is the path of a file, a list of dicts, a dict of lists (one for each column) or {"columns", "rows"}.
        `example` is the right answer to this very request, `examples` are rows {"request", "inputs", "answer"}: only a
        procedure that is right for all of them answers. Relative dates ("last month") count from `today`, a date or its
        ISO form, and are none without it. Trouble is not raised: it is an Answer of status "error".
        The value is an ordinary Python one, a table a `ResultTable`.
        """
        started = time.perf_counter()
        reading = resolved = refused = None
        cause: Exception | None = None
        value, status, why = None, ERROR, ""
        try:
            reading = read(request, _inputs(inputs, table, named), _day(today))
            resolved = self._resolve(reading, _cases(reading, example, examples))
            if run:
                value = to_python(resolved.run())
            status = MISS if resolved.tier is Tier.MODEL else HIT
        except Refused as refusal:
            status, why, refused = REFUSED, str(refusal), refusal
        except Failure as failure:
            why, cause = resolved.program.explain(failure) if resolved else str(failure), failure
        except TROUBLE as error:
            why, cause = str(error), error
        trace = _trace(request, reading, resolved, refused)
        if isinstance(cause, ModelError) and self._translator is not None:
            trace = replace(trace, model=self._translator.model.name)
        tier = resolved.tier if resolved else ""
        return Answer(value, status, tier, trace.procedure, trace, (time.perf_counter() - started) * 1000, why, cause)

    def compile(self, request: str, table: Any = None, **options: Any) -> Answer:
        """Do what `exec` does without running the procedure for an answer: `value` is None."""
        return self.exec(request, table, run=False, **options)

    def batch(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """Yield the result of each row {"id", "request", "inputs"}, in order (`seglam_lang.batch` does files)."""
        from seglam_lang.batch import results

        return results(self.exec, rows)

    def add_source(self, text: str) -> list[str]:
        """Check, verify and store hand-written procedures with their `ask` phrases; return their content hashes.

        Raise LanguageError where the text is wrong, an example does not hold or generated inputs break a procedure.
        """
        from seglam_lang.handwritten import add

        return add(self.store, text, self._effort[1])

    # match, else compile

    def _resolve(self, reading: Reading, cases: tuple[Case, ...]) -> Resolved:
        found = match(reading, self._programs)
        return self._served(found, cases) or self._compile(reading.loosely, cases)

    def _served(self, found: Hit | Miss, cases: tuple[Case, ...]) -> Resolved | None:
        """Return the procedure of a hit, unless one of the user's examples shows that it is wrong."""
        if isinstance(found, Miss):
            return None
        program = self._programs.get(found.wording.procedure)
        if _is_wrong(program, found.wording, cases):
            return None
        self.store.count_hit(found.wording)
        level, added = found.found.level, found.found.added
        return Resolved(program, found.bound, found.wording, level, added, found.tier, found.why)

    # draft, judge, admit

    def _compile(self, reading: Reading, cases: tuple[Case, ...]) -> Resolved:
        """Have the model write the procedure, unless it is known that it cannot or another process has just done so."""
        from seglam_lang.drafts import Model  # a hit does not need it

        translator = self._drafter(reading)
        key = reading.template.key
        model = Model(translator.model.name, translator.model_hash)
        memory = f"{key}\n{schema(reading.inputs)}", model.hash, _digest(cases)
        self._recall(memory, model)
        with self.store.claim(key):
            found = match(reading, self._programs)  # another may have been quicker
            if (known := self._served(found, cases)) is not None:
                return known
            self._recall(memory, model)  # or have found that it cannot be done
            return self._write(reading, cases, translator, memory, model, found)

    def _write(
        self,
        reading: Reading,
        cases: tuple[Case, ...],
        translator: Drafter,
        memory: tuple[str, str, str],
        model: Model,
        found: Hit | Miss,
    ) -> Resolved:
        """Ask the model, and store what comes of it: a procedure, in the place of one that was `found` and is wrong, or
        a refusal.
        """
        from seglam_lang.compilation import Effort, compile_request
        from seglam_lang.store import Refusal

        compilation = compile_request(reading, cases, translator, model, Effort(*self._effort))
        verdict, entry = compilation.verdict, compilation.entry
        if verdict.winner is None or entry is None:
            self.store.refuse(*memory, Refusal(verdict.reason, verdict.drafts, verdict.transient))
            raise Refused(_with_advice(verdict.reason, reading), model, verdict.drafts)
        (stored,) = self.store.admit(replace(entry, replaces=(found.wording,) if isinstance(found, Hit) else ()))
        winner, compiled = verdict.winner, verdict.winner.program.compiled
        return Resolved(
            self._programs.keep(Loaded(stored, compiled, callee_names(self.store, compiled.procedure))),
            winner.bound,
            winner.wording,
            winner.certificate.level,
            stored.added,
            Tier.MODEL,
            "it answers otherwise than an example says" if isinstance(found, Hit) else found.why,
            str(model),
            verdict.drafts,
            (winner.answer,),
        )

    def _drafter(self, reading: Reading) -> Drafter:
        """Return the translator. Raise Refused or StoreError where there is no point in asking it."""
        if not reading.mentions and not reading.inputs.values:
            why = f"{NO_PROCEDURE}, and this one has nothing to compute with: no number, date, text or input"
            raise Refused(_with_advice(why, reading))
        if not self._use_model:
            raise Refused(_with_advice(f"{NO_PROCEDURE}, and no model may be asked", reading))
        if self.store.unwritable:
            place = f"{self.store.path} cannot be written to keep a new one ({self.store.unwritable})"
            raise StoreError("read-only", f"{NO_PROCEDURE}, and the cache {place}")
        with self._starting:
            if self._translator is None:
                from seglam_lang.translator import DEFAULT_MODEL, Translator

                self._translator = Translator(Path(self._model or DEFAULT_MODEL))
            return self._translator

    def _recall(self, memory: tuple[str, str, str], model: Model) -> None:
        remembered = self.store.refusal(*memory)
        if remembered is not None and not remembered.transient:
            raise Refused(f"{remembered.why} (remembered from {remembered.added})", model, remembered.drafts)


def _is_wrong(program: Loaded, wording: Wording, cases: tuple[Case, ...]) -> bool:
    """Return whether one of the user's examples shows that a stored procedure is wrong."""
    if not cases:
        return False
    from seglam_lang.verifier.examples import objection

    return bool(objection(program.compiled, program.params, wording, cases))


def _digest(cases: tuple[Case, ...]) -> str:
    """Return what distinguishes one set of examples from another; "" for none."""
    if not cases:
        return ""
    from seglam_lang.verifier.examples import digest

    return digest(cases)


def _cases(reading: Reading, example: Any, examples: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """Return the user's examples, that of this very request first."""
    if example is NO_EXAMPLE and examples == ():
        return ()
    from seglam_lang.verifier.examples import cases_of

    return cases_of(reading, [] if example is NO_EXAMPLE else [example], examples)


def _trace(request: str, reading: Reading | None, resolved: Resolved | None, refused: Refused | None) -> Trace:
    """Return how an answer came about, as far as it came."""
    if reading is None:
        return Trace(request)
    notes = reading.inputs.notes + ambiguous_dates(reading)
    if resolved is None:
        model, drafts = (str(refused.model or ""), refused.drafts) if refused else ("", ())
        unread = reading.loosely.unread
        return Trace(request, template=reading.template.text, model=model, drafts=drafts, notes=notes, unread=unread)
    stored, bound = resolved.program.stored, resolved.bound
    notes += fiscal_years(reading, bound.match.slots)
    if mixed := mixed_currencies(reading, bound.match.slots):
        notes += (Doubt(mixed),)
    return Trace(
        request,
        stored.hash,
        stored.name,
        stored.source,
        resolved.wording.template.text,
        bound.match.slots,
        resolved.level,
        resolved.added,
        resolved.why,
        resolved.model,
        resolved.drafts,
        notes,
        reading.loosely.unread if resolved.tier is Tier.MODEL else (),
        Computation(resolved.program, bound.arguments, resolved.wording.sources, reading, bound.match),
    )


def _inputs(given: Inputs | Mapping[str, Any] | None, table: Any, named: Mapping[str, Any]) -> Inputs:
    if isinstance(given, Inputs):
        if table is not None or named:
            raise InputError("bad-input", "give either `Inputs` alone, or a table and named values, not both")
        return given
    if not isinstance(given, Mapping | None):
        raise InputError("bad-input", f"expected inputs as a dict of names and values, got {type(given).__name__}")
    return read_inputs(values={**(given or {}), **named}, table=table)


def _day(today: date | str | None) -> date | None:
    """Return the day that `today` states. Raise InputError where it states none."""
    if today is None or (isinstance(today, date) and not isinstance(today, datetime)):
        return today
    day = parse_iso(today) if isinstance(today, str) else None
    if day is None:
        raise InputError("bad-today", f"today is a date as 2024-03-31, not {today!r}")
    return day


def _with_advice(why: str, reading: Reading) -> str:
    """Return a reason, the columns that words which name none may have meant, amounts that do not go together, and the
    dates that lack a today.
    """
    mixed = mixed_currencies(reading, [*reading.visible, *reading.further])
    return "; ".join(filter(None, (why, did_you_mean(reading), mixed, ask_for_today(reading))))
