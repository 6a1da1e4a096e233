"""The straight line of the mission: read -> match -> (draft -> judge -> admit) -> run.

Each step has one input and one output, which are never changed. A hit goes through `exec`, `_match` and the run, and
imports no parser, no verifier and no model; what a miss does beside it is in `_compile`, and its steps in
`compilation`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from seglam_lang.answer import ERROR, EXACT, HIT, MISS, MODEL, REFUSED, Answer, Trace
from seglam_lang.computation import Computation
from seglam_lang.drafts import Draft
from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.results import to_python
from seglam_lang.language.types import Type
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.matching import Miss, match
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.requests import ambiguous_dates, did_you_mean, read
from seglam_lang.requests.model import Mention, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.shape import schema
from seglam_lang.requests.template import Template
from seglam_lang.store import Found, Refusal, Store, StoreError
from seglam_lang.store.program import Loaded, Programs, callee_names
from seglam_lang.translator.failures import ModelError

if TYPE_CHECKING:
    from seglam_lang.compilation import Drafter
    from seglam_lang.verifier.examples import Case

TROUBLE = (InputError, StoreError, ModelError, Failure)  # their messages are sentences for people
UNSTATED: Any = object()  # no example: any value may be the right answer, None too
NO_PROCEDURE = "no stored procedure answers this type of request"


class Refused(Exception):
    """No procedure is trusted enough to answer; the message says why, `drafts` what a `model` wrote."""

    def __init__(self, why: str, model: str = "", drafts: tuple[Draft, ...] = ()) -> None:
        super().__init__(why)
        self.model, self.drafts = model, drafts


@dataclass(frozen=True, slots=True)
class Resolved:
    """What answers a request: a procedure with its arguments, and how it was found."""

    program: Loaded
    arguments: tuple[Value, ...]
    wording: Wording
    slots: tuple[Mention, ...]
    level: str  # of trust
    added: str  # when the wording was stored
    status: str = HIT
    tier: str = EXACT
    model: str = ""
    drafts: tuple[Draft, ...] = ()


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
        self.store = Store.open(cache or default_cache(), shipped_layers() if layers is None else layers)
        self._model = model or os.environ.get("SEGLAM_MODEL") or None
        self._use_model, self._translator = use_model, translator
        self._effort = candidates, seed, limit_s
        self._programs = Programs(self.store)
        self._starting = threading.Lock()  # held while the translator is made, never while it works

    def close(self) -> None:
        """End the model's process and let go of the cache."""
        if self._translator is not None:
            self._translator.close()
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
        example: Any = UNSTATED,
        examples: Iterable[Mapping[str, Any]] = (),
        run: bool = True,
        **named: Any,
    ) -> Answer:
        """Return the answer to a request about `table`, or about `inputs` and other named values.

        `table` is the path of a file, a list of dicts, a dict of lists (one for each column) or {"columns", "rows"}.
        `example` is the right answer to this very request, `examples` are rows {"request", "inputs", "answer"}: only a
        procedure that is right for all of them answers. Trouble is not raised: it is an Answer of status "error".
        The value is an ordinary Python one, a table a `ResultTable`.
        """
        started = time.perf_counter()
        reading = resolved = refused = None
        cause: Exception | None = None
        value, status, why = None, ERROR, ""
        try:
            reading = read(request, _inputs(inputs, table, named))
            resolved = self._resolve(reading, _cases(reading, example, examples))
            if run:
                value = to_python(resolved.program.compiled.run(resolved.arguments))
            status = resolved.status
        except Refused as refusal:
            status, why, refused = REFUSED, str(refusal), refusal
        except Failure as failure:
            why, cause = resolved.program.explain(failure) if resolved else str(failure), failure
        except TROUBLE as error:
            why, cause = str(error), error
        trace = _trace(request, reading, resolved, refused)
        tier = resolved.tier if resolved else ""
        return Answer(value, status, tier, trace.procedure, trace, (time.perf_counter() - started) * 1000, why, cause)

    def compile(self, request: str, table: Any = None, **options: Any) -> Answer:
        """As `exec`, but the procedure is not run for an answer: `value` is None."""
        return self.exec(request, table, run=False, **options)

    def batch(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """Yield the result of each row {"id", "request", "inputs"}, in order (`seglam_lang.batch` does files)."""
        from seglam_lang.batch import results

        return results(self.exec, rows)

    def add_source(self, text: str) -> list[str]:
        """Check, verify and store hand-written procedures with their `ask` phrases; return their content hashes.

        Raise LanguageError where the text is wrong, an example does not hold or a procedure does not stand.
        """
        from seglam_lang.handwritten import add

        return add(self.store, text, self._effort[1])

    # match, else compile

    def _resolve(self, reading: Reading, cases: tuple[Case, ...]) -> Resolved:
        known = self._match(reading)
        if known is None or _contradicted(known, cases):
            return self._compile(reading, cases)
        self.store.count_hit(known.wording)
        return known

    def _match(self, reading: Reading) -> Resolved | None:
        found = match(reading, self)
        if isinstance(found, Miss):
            return None
        program = self._programs.get(found.wording.procedure)
        level, added = found.found.level, found.found.added
        return Resolved(program, found.arguments, found.wording, found.match.slots, level, added, HIT, found.tier)

    def find(self, templates: Sequence[Template]) -> list[Found]:
        """Return the stored wordings of any of these templates (for `matching`)."""
        return self.store.find(templates)

    def params(self, procedure: str) -> Sequence[Type]:
        """Return the types of the parameters of a stored procedure (for `matching`)."""
        return self._programs.get(procedure).params

    # draft, judge, admit

    def _compile(self, reading: Reading, cases: tuple[Case, ...]) -> Resolved:
        """Have the model write what is missing, unless it is known that it cannot or somebody else is at it."""
        translator = self._drafter(reading)
        key = reading.template.key
        memory = f"{key}\n{schema(reading.inputs)}", translator.model_hash, _digest(cases)
        model = f"{translator.model.name} {translator.model_hash[:12]}"
        self._recall(memory, model)
        with self.store.claim(key):
            known = self._match(reading)  # another may have been quicker
            if known is not None and not _contradicted(known, cases):
                self.store.count_hit(known.wording)
                return known
            self._recall(memory, model)  # or have found that it cannot be done
            return self._write(reading, cases, translator, memory, model, known)

    def _write(
        self,
        reading: Reading,
        cases: tuple[Case, ...],
        translator: Drafter,
        memory: tuple[str, str, str],
        model: str,
        wrong: Resolved | None,
    ) -> Resolved:
        """Ask the model, and store what comes of it: a procedure, in the place of a `wrong` one, or a refusal."""
        from seglam_lang.compilation import Effort, compile_request

        compilation = compile_request(reading, cases, translator, Effort(*self._effort))
        verdict, entry = compilation.verdict, compilation.entry
        if verdict.winner is None or entry is None:
            self.store.refuse(*memory, Refusal(verdict.reason, verdict.drafts, verdict.transient))
            raise Refused(_with_advice(verdict.reason, reading), model, verdict.drafts)
        (stored,) = self.store.admit(replace(entry, replaces=(wrong.wording,) if wrong else ()))
        winner, compiled = verdict.winner, verdict.winner.program.compiled
        return Resolved(
            self._programs.keep(Loaded(stored, compiled, callee_names(self.store, compiled.procedure))),
            winner.bound.arguments,
            winner.wording,
            winner.bound.match.slots,
            winner.certificate.level,
            stored.added,
            MISS,
            MODEL,
            model,
            verdict.drafts,
        )

    def _drafter(self, reading: Reading) -> Drafter:
        """The translator, where asking it makes sense."""
        if not reading.mentions and not reading.inputs.values:
            raise Refused(f"{NO_PROCEDURE}, and this one has nothing to compute with: no number, date, text or input")
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

    def _recall(self, memory: tuple[str, str, str], model: str) -> None:
        remembered = self.store.refusal(*memory)
        if remembered is not None and not remembered.transient:
            raise Refused(f"{remembered.why} (remembered from {remembered.added})", model, remembered.drafts)


def _contradicted(known: Resolved, cases: tuple[Case, ...]) -> bool:
    """Whether one of the user's examples says that a stored procedure is wrong."""
    if not cases:
        return False
    from seglam_lang.verifier.examples import objection

    return bool(objection(known.program.compiled, known.program.params, known.wording, cases))


def _digest(cases: tuple[Case, ...]) -> str:
    """What distinguishes one set of examples from another; "" for none."""
    if not cases:
        return ""
    from seglam_lang.verifier.examples import digest

    return digest(cases)


def _cases(reading: Reading, example: Any, examples: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """The user's examples, that of this very request first."""
    if example is UNSTATED and examples == ():
        return ()
    from seglam_lang.verifier.examples import cases_of

    return cases_of(reading, [] if example is UNSTATED else [example], examples)


def _trace(request: str, reading: Reading | None, resolved: Resolved | None, refused: Refused | None) -> Trace:
    """How an answer came about, as far as it came."""
    if reading is None:
        return Trace(request)
    notes = reading.inputs.notes + ambiguous_dates(reading)
    if resolved is None:
        template = reading.template.text if refused and refused.model else ""
        model, drafts = (refused.model, refused.drafts) if refused else ("", ())
        return Trace(request, template=template, model=model, drafts=drafts, notes=notes)
    stored = resolved.program.stored
    return Trace(
        request,
        stored.hash,
        stored.name,
        stored.source,
        resolved.wording.template.text,
        resolved.slots,
        resolved.level,
        resolved.added,
        resolved.model,
        resolved.drafts,
        notes,
        tuple(_blanks(resolved.arguments)),
        Computation(resolved.program, resolved.arguments, resolved.wording.sources),
    )


def _blanks(arguments: Sequence[Value]) -> Iterator[str]:
    """How many cells are blank in each of the columns that a procedure is given: aggregates skip them."""
    tables = [argument for argument in arguments if isinstance(argument, Table)]
    for column in dict.fromkeys(argument for argument in arguments if isinstance(argument, Column)):
        for table in tables:
            blank = table.column(column.header).count(None) if column.header in table.headers else 0
            if blank:
                yield f"{blank} of {table.length} cells in {column.header} {'is' if blank == 1 else 'are'} blank"


def _inputs(given: Inputs | Mapping[str, Any] | None, table: Any, named: Mapping[str, Any]) -> Inputs:
    if isinstance(given, Inputs):
        if table is not None or named:
            raise InputError("bad-input", "inputs that have been read go by themselves, without other ones")
        return given
    if not isinstance(given, Mapping | None):
        raise InputError("bad-input", f"inputs are a dict of names and values, not of type {type(given).__name__}")
    return read_inputs(values={**(given or {}), **named}, table=table)


def _with_advice(why: str, reading: Reading) -> str:
    """A reason, and the columns that were perhaps meant by words that are none."""
    advice = did_you_mean(reading)
    return f"{why}; {advice}" if advice else why
