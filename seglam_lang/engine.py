"""The loop of the mission: read the request -> look up -> (translate -> check -> verify -> store) -> run.

A hit goes through `exec`, `_look_up` and the run, and imports no parser, no verifier and no model. The steps of a miss
are in `compilation`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from seglam_lang.answer import ERROR, EXACT, HIT, MISS, MODEL, REFUSED, Answer, Attempt, Trace
from seglam_lang.examples import Case, agreed, case_of, digest, objection
from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import InputError, Inputs
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.requests import ambiguous_dates, did_you_mean, matches, read
from seglam_lang.requests.arguments import arguments_of, schema
from seglam_lang.requests.model import Match, Reading, Wording
from seglam_lang.store import Found, Provenance, Refusal, Store, StoreError
from seglam_lang.store.program import Program, load
from seglam_lang.translator.failures import ModelError

if TYPE_CHECKING:
    from seglam_lang.compilation import Drafter, Product
    from seglam_lang.drafts import Draft

TROUBLE = (InputError, StoreError, ModelError, Failure)  # their messages are sentences for people
PROGRAMS = 1024  # compiled procedures that are kept
UNSTATED: Any = object()  # no example: any value may be the right answer, None too
NO_PROCEDURE = "no stored procedure answers this type of request"


class Refused(Exception):
    """No procedure is trusted enough to answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """A stored procedure that answers a request, with its arguments."""

    found: Found
    match: Match
    program: Program
    arguments: tuple[Value, ...]

    @property
    def wording(self) -> Wording:
        """The wording by which it was found."""
        return self.found.wording


class Seglam:
    """Answers requests with stored procedures, and has a model write those that are missing.

        with Seglam() as seglam:
            answer = seglam.exec("total sales by region", table=rows)
            answer.value, answer.status, answer.trace.lines()

    `cache` is a file (default: SEGLAM_CACHE, else one in the user's data folder; ":memory:" for none), `model` a GGUF
    file (default: SEGLAM_MODEL, else the model that ships); with `use_model=False` a miss is refused. `candidates`,
    `seed` and `limit_s` (seconds for the drafts of one request) are the model's. `layers` are read-only caches below
    the own one (default: the procedures that ship). Not for several threads at once.
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
        self._candidates, self._seed, self._limit_s = candidates, seed, limit_s
        self._program = lru_cache(maxsize=PROGRAMS)(lambda hash: load(self.store, hash))

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
        """The answer to a request about `table`, or about `inputs` and other named values.

        `table` is the path of a file, a list of dicts, a dict of lists (one for each column) or {"columns", "rows"}.
        `example` is the right answer to this very request, `examples` are rows {"request", "inputs", "answer"}: only a
        procedure that is right for all of them answers. Trouble is not raised: it is an Answer of status "error".
        """
        started = time.perf_counter()
        trace = Trace(request)
        value, tier, why = None, "", ""
        cause: Exception | None = None
        try:
            reading = read(request, _inputs(inputs, table, named))
            trace.notes = reading.inputs.notes + ambiguous_dates(reading)
            known, status, tier = self._find_or_compile(reading, self._cases(reading, example, examples), trace)
            self._describe(known, trace)
            if run:
                value = known.program.compiled.run(known.arguments)
        except Refused as refusal:
            status, why = REFUSED, str(refusal)
        except Failure as failure:
            status, why, cause = ERROR, self._program(trace.procedure).explain(failure), failure
        except TROUBLE as error:
            status, why, cause = ERROR, str(error), error
        ms = (time.perf_counter() - started) * 1000
        return Answer(value, status, tier, trace.procedure, trace, ms, why, cause)

    def batch(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """The result of each row {"id", "request", "inputs"}, in order (see `seglam_lang.batch`, which does files)."""
        from seglam_lang.batch import results

        return results(self.exec, rows)

    def add_source(self, text: str) -> list[str]:
        """Check, verify and store hand-written procedures with their `ask` phrases; their content hashes.

        Raises LanguageError where the text is wrong, an example does not hold or a procedure does not stand.
        """
        from seglam_lang.handwritten import add

        return add(self.store, text, self._seed)

    def compile(self, request: str, table: Any = None, **options: Any) -> Answer:
        """As `exec`, but the procedure is not run for an answer: `value` is None."""
        return self.exec(request, table, run=False, **options)

    # Looking up

    def _find_or_compile(self, reading: Reading, cases: Sequence[Case], trace: Trace) -> tuple[Known, str, str]:
        known = self._look_up(reading)
        if known is not None and not self._contradicted(known, cases):
            self.store.count_hit(known.wording)
            return known, HIT, EXACT
        trace.template = matches(reading, 1)[0].template.text
        return self._compile(reading, cases, trace)

    def _look_up(self, reading: Reading) -> Known | None:
        """The oldest wording that fits: what has been answered once is answered by the same procedure from then on."""
        candidates = matches(reading)
        for found in self.store.find([match.template for match in candidates]):
            program = self._program(found.wording.procedure)
            for match in candidates[found.position :]:
                if match.template == found.wording.template:
                    arguments = arguments_of(found.wording, match, reading.inputs, program.params)
                    if arguments is not None:
                        return Known(found, match, program, arguments)
        return None

    @staticmethod
    def _contradicted(known: Known, cases: Sequence[Case]) -> bool:
        return bool(objection(known.program.compiled, known.program.params, known.wording, cases))

    def _describe(self, known: Known, trace: Trace) -> None:
        stored, found = known.program.stored, known.found
        trace.procedure, trace.name, trace.source = stored.hash, stored.name, stored.source
        trace.template, trace.slots = known.wording.template.text, known.match.slots
        trace.level, trace.compiled = found.level, found.added
        trace.blanks = tuple(_blanks(known.arguments))

    # Compiling

    def _compile(self, reading: Reading, cases: Sequence[Case], trace: Trace) -> tuple[Known, str, str]:
        """Have the model write what is missing, unless it is known that it cannot or another process is at it."""
        translator = self._drafter(reading)
        key = matches(reading, 1)[0].template.key
        memory = f"{key}\n{schema(reading.inputs)}", translator.model_hash, digest(cases)
        trace.model = f"{translator.model.name} {translator.model_hash[:12]}"
        self._recall(memory, trace)
        with self.store.claim(key):
            known = self._look_up(reading)  # another process may have been quicker
            if known is not None and not self._contradicted(known, cases):
                self.store.count_hit(known.wording)
                return known, HIT, EXACT
            self._recall(memory, trace)  # or have found that it cannot be done
            return self._translate(reading, translator, cases, memory, known, trace), MISS, MODEL

    def _drafter(self, reading: Reading) -> Drafter:
        """The translator, where asking it makes sense."""
        if not reading.mentions and not reading.inputs.values:
            raise Refused(f"{NO_PROCEDURE}, and this one has nothing to compute with: no number, date, text or input")
        if not self._use_model:
            raise Refused(_with_advice(f"{NO_PROCEDURE}, and no model may be asked", reading))
        if self.store.unwritable:
            place = f"{self.store.path} cannot be written to keep a new one ({self.store.unwritable})"
            raise StoreError("read-only", f"{NO_PROCEDURE}, and the cache {place}")
        if self._translator is None:
            from seglam_lang.translator import DEFAULT_MODEL, Translator

            self._translator = Translator(Path(self._model or DEFAULT_MODEL))
        return self._translator

    def _recall(self, memory: tuple[str, str, str], trace: Trace) -> None:
        remembered = self.store.refusal(*memory)
        if remembered is not None and not remembered.transient:
            trace.attempts = tuple(Attempt.from_dict(draft.to_dict()) for draft in remembered.drafts)
            raise Refused(f"{remembered.why} (remembered from {remembered.added})")

    def _translate(
        self,
        reading: Reading,
        translator: Drafter,
        cases: Sequence[Case],
        memory: tuple[str, str, str],
        wrong: Known | None,
        trace: Trace,
    ) -> Known:
        """Ask the model and store what comes of it, a procedure in the place of a `wrong` one or a refusal."""
        from seglam_lang.compilation import compile_request

        product = compile_request(reading, translator, cases, self._candidates, self._seed, self._limit_s)
        trace.attempts, trace.certificate = product.attempts, product.certificate
        if product.entry is None:
            self.store.refuse(*memory, Refusal(product.why, _drafts(product.attempts), product.transient))
            raise Refused(_with_advice(product.why, reading))
        self._keep(product, reading, translator, wrong)
        known = self._look_up(reading)
        assert known is not None, "a wording that was just stored is found"
        return known

    def _keep(self, product: Product, reading: Reading, translator: Drafter, wrong: Known | None) -> None:
        assert product.entry is not None
        provenance = Provenance(
            reading.request,
            translator.model.name,
            translator.model_hash,
            product.prompt,
            self._seed,
            _drafts(product.attempts),
        )
        replaces = (wrong.wording,) if wrong is not None else ()
        self.store.admit(replace(product.entry, provenance=provenance, replaces=replaces))

    @staticmethod
    def _cases(reading: Reading, example: Any, examples: Iterable[Mapping[str, Any]]) -> list[Case]:
        own = [] if example is UNSTATED else [Case("the example", reading, example)]
        if not isinstance(examples, Iterable):
            raise InputError("bad-example", f"examples are a list of dicts, not of type {type(examples).__name__}")
        return agreed(own + [case_of(row, number) for number, row in enumerate(examples, 1)])


def _drafts(attempts: Sequence[Attempt]) -> tuple[Draft, ...]:
    from seglam_lang.drafts import Draft  # a hit does not need it

    return tuple(Draft.from_dict(attempt.to_dict()) for attempt in attempts)


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
