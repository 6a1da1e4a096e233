"""The straight line of the mission: read -> match -> (draft -> judge -> admit) -> run.

Each step has one input and one output, which are never changed. A hit goes through `exec`, `match` and the run, and
imports no parser, no verifier and no model. A miss also goes through `_compile`, whose steps are in `compilation`. What
a request comes to is `Resolved` or `Refused`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from seglam_lang.answer import ERROR, HIT, MISS, REFUSED, Answer
from seglam_lang.given import NO_EXAMPLE, Reply, file_options, given_cases, given_day, given_inputs, given_reply
from seglam_lang.inputs import InputError, Inputs
from seglam_lang.language.backends.engine_names import DUCKDB, wrong_engine
from seglam_lang.language.failures import CHECK, Failure, NoRoom
from seglam_lang.language.python.results import to_python
from seglam_lang.matching import Hit, Miss, Tier, match
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.requests import presented, read, shared_header
from seglam_lang.requests.reading import Reading
from seglam_lang.resolved import Refused, Resolved, answered, served, trace_of, with_advice
from seglam_lang.store import Store, StoreError
from seglam_lang.store.program import Programs
from seglam_lang.translator.failures import ModelError
from seglam_lang.writers import Writers

if TYPE_CHECKING:
    from seglam_lang.compilation import Drafter
    from seglam_lang.handwritten import Added
    from seglam_lang.stats import Stats
    from seglam_lang.store.judging import Confirmed
    from seglam_lang.verifier.examples import Case

TROUBLE = (InputError, StoreError, ModelError, Failure, NoRoom)  # their messages are sentences for people
NO_PROCEDURE = "no stored procedure answers this type of request"
NO_WORDS = "the request has no word in it, and no number"


class Seglam:
    """Answers requests with stored procedures, and has a model write those that are missing.

        with Seglam() as seglam:
            answer = seglam.exec("total sales by region", table=rows)
            answer.value, answer.status, answer.trace.lines()

    `cache` is a file (default: SEGLAM_CACHE, else one in the user's data folder; ":memory:" for none), `model` a GGUF
    file (default: SEGLAM_MODEL, else the one in use, see `models`), or `writers` several, each asked where those before
    it are not believed; with `use_model=False` a miss is refused. `candidates`, `seed`, `threads`, `gpu_layers` and
    `limit_s` (seconds for the drafts of one request) are the model's. What the model writes answers where the chance
    that it is right is at least `accept` (default: what the model was calibrated to); of what is answered because the
    model recognises a stored procedure in other words, the share of `near_errors` may be wrong (default: 0.01; with 0
    nothing is answered so). `layers` are read-only caches below the own one (default: the procedures that ship). Large
    tables are computed with by `engine`: "duckdb", in this process, or Spark as "local[*]" or "spark://host:7077". Any
    number of threads may use one.
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
        accept: float | None = None,
        layers: Sequence[str | Path] | None = None,
        writers: Sequence[str | Path] = (),
        threads: int = 1,
        gpu_layers: int = 0,
        near_errors: float | None = None,
        translator: Drafter | Sequence[Drafter] | None = None,
        engine: str = DUCKDB,
    ) -> None:
        if threads < 1:
            raise ValueError(f"threads is a number from 1 on, not {threads}")
        if gpu_layers < 0:
            raise ValueError(f"gpu_layers is a number from 0 on, not {gpu_layers}")
        if candidates < 1:
            raise ValueError(f"candidates is a number from 1 on, not {candidates}")
        if accept is not None and not 0 <= accept <= 1:
            raise ValueError(f"accept is a chance from 0 to 1, not {accept}")
        if near_errors is not None and not 0 <= near_errors <= 1:
            raise ValueError(f"near_errors is a share from 0 to 1, not {near_errors}")
        if why := wrong_engine(engine):
            raise ValueError(why)
        self.store = Store.open(cache or default_cache(), shipped_layers() if layers is None else layers)
        self._use_model, self._model, self._named = use_model, model, tuple(writers)
        self._running_on = threads, gpu_layers
        self._writers = None if translator is None else Writers.of(translator)
        self._effort, self._near_errors = (candidates, seed, limit_s, accept), near_errors
        self.engine = engine
        self._programs = Programs(self.store)
        self._starting = threading.Lock()  # held while the translator is made, never while it works

    def close(self) -> None:
        """End the model's process and let go of the cache."""
        try:
            if self._writers is not None:
                self._writers.close()
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
        pick: int | None = None,
        retry: bool = False,
        keep_totals: bool = False,
        blank: str | Iterable[str] = (),
        run: bool = True,
        **named: Any,
    ) -> Answer:
        """Return the answer to a request about `table`, or about `inputs` and other named values.

        `table` is the path of a file, a list of dicts, a dict of lists (one for each column) or {"columns", "rows"}.
        `example` is the right answer to this very request, `examples` are rows {"request", "inputs", "answer"}: only a
        procedure that is right for all of them answers. Relative dates ("last month") count from `today`, a date or its
        ISO form, and are none without it. `pick` is the number of one of the `choices` of a refusal of this request: it
        answers from now on, as the person's own choice; with `retry` the model is asked again, and what it writes is
        judged together with what it wrote before. To `keep_totals` is to read lines of totals of a file as rows; cells
        that have a text of `blank` are blank.
        Trouble is not raised: it is an Answer of status "error".
        The value is an ordinary Python one, a table a `ResultTable`.
        """
        started = time.perf_counter()
        reading = resolved = refused = None
        cause: Exception | None = None
        value, status, why = None, ERROR, ""
        steps: tuple[str, ...] = ()
        try:
            how = file_options(self.engine, keep_totals, blank)
            reading = read(request, given_inputs(inputs, table, named, how), given_day(today))
            reply = given_reply(pick, retry)
            examples = tuple(examples) if isinstance(examples, Iterator) else examples  # they may be read twice
            reading, found = self._understood(reading, partial(given_cases, example=example, examples=examples), reply)
            if isinstance(found, Refused):
                raise found
            resolved = found
            if run:
                ran = resolved.run()
                value, steps = to_python(ran.value), ran.steps
                if (use := resolved.use(reading.inputs)) is not None:
                    self.store.count_use(use)
            status = MISS if resolved.tier is Tier.MODEL else HIT
        except Refused as refusal:
            status, why, refused = REFUSED, str(refusal), refusal
        except Failure as failure:
            status = REFUSED if failure.code == CHECK else ERROR
            why, cause = resolved.program.explain(failure) if resolved else str(failure), failure
        except TROUBLE as error:
            why, cause = str(error), error
        trace = trace_of(request, reading, resolved, refused, steps)
        if isinstance(cause, ModelError):
            trace = replace(trace, model=cause.model or trace.model)
        tier = resolved.tier if resolved else ""
        choices = refused.compilation.choices if refused and refused.compilation else ()
        seconds = time.perf_counter() - started
        self.store.count_outcome(status, tier, seconds, answered(request, status, resolved))
        return Answer(value, status, tier, trace.procedure, trace, seconds * 1000, why, choices, cause)

    def compile(self, request: str, table: Any = None, **options: Any) -> Answer:
        """Do what `exec` does without running the procedure for an answer: `value` is None."""
        return self.exec(request, table, run=False, **options)

    def wrong(self, request: str | Answer, table: Any = None, **options: Any) -> Answer:
        """Say that an answer is wrong, and return another one: what `exec` returns now.

        `request` is an `Answer`, or a request with the options of `exec`. What answered it never answers these words
        again; it goes to the history, from which `Store.restore` brings it back. `example`, `examples` and `pick` say
        what is right. Raise InputError where no stored procedure answers the request, and StoreError where the cache
        cannot be written.
        """
        from seglam_lang.corrections import withdraw

        return withdraw(self, request, table, options)

    def right(self, request: str | Answer, table: Any = None, **options: Any) -> Confirmed:
        """Say that an answer is right, and return how far its wording is trusted now. It raises what `wrong` does."""
        from seglam_lang.corrections import confirm

        return confirm(self, request, table, options)

    def stats(self, days: int = 30) -> Stats:
        """Return what came of all requests, and of those of the last `days` (see `Stats`)."""
        from seglam_lang.stats import stats

        return stats(self.store, days)

    def batch(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """Yield the result of each row {"id", "request", "inputs"}, in order (`seglam_lang.batch` does files)."""
        from seglam_lang.batch import results

        return results(self.exec, rows)

    def add_source(self, text: str) -> list[str]:
        """Check, verify and store hand-written procedures with their `ask` phrases; return their content hashes.

        Raise LanguageError where the text is wrong, an example does not hold or generated inputs break a procedure.
        """
        return [each.hash for each in self.add_written(text)]

    def add_written(self, text: str | bytes) -> list[Added]:
        """Do what `add_source` does, and return for each procedure what its phrases have replaced as well."""
        from seglam_lang.handwritten import add

        return add(self.store, text, self._effort[1])

    # match, else compile

    def known(self, asked: Reading) -> tuple[Reading, Hit | Miss]:
        """Return what the cache knows of a request, and as what it was read. Nothing is counted or stored."""
        reading = self._presented(asked)
        found = match(reading, self._programs)
        if isinstance(found, Miss) and reading.request != asked.request:
            return asked, match(asked, self._programs)
        return reading, found

    def _understood(
        self, asked: Reading, cases: Callable[[Reading], tuple[Case, ...]], reply: Reply
    ) -> tuple[Reading, Resolved | Refused]:
        """Return what a request comes to, and as what it was read: without the words that say how the answer is to be
        shown, and with them where nothing comes of the others. "Pie of causes" says more: that something is counted.
        """
        reading = self._presented(asked)
        try:
            return reading, self._resolve(reading, cases(reading), reply)
        except Refused as refusal:
            if reading.request != asked.request and reply.pick is None:
                whole = replace(asked, shown_as=reading.shown_as)
                with suppress(Refused):
                    return whole, self._resolve(whole, cases(whole), reply)
            return reading, refusal

    def _presented(self, reading: Reading) -> Reading:
        """Return the reading of what is to be computed: the words "as a bar chart" are no part of that, unless a stored
        procedure is known by them.
        """
        asked = presented(reading)
        if asked is not reading and isinstance(match(reading, self._programs), Hit):
            return replace(reading, shown_as=asked.shown_as)
        return asked

    def _resolve(self, reading: Reading, cases: tuple[Case, ...], reply: Reply) -> Resolved:
        if reply.pick is None:
            known = served(match(reading, self._programs), cases, self.store, self._programs)
            if known is not None:
                return known
        return self._compile(reading.loosely, cases, reply)

    # draft, judge, admit

    def _compile(self, reading: Reading, cases: tuple[Case, ...], reply: Reply) -> Resolved:
        """Have the models write the procedure, each where those before it are not believed.

        Raise Refused where none is, with the readings of the last that has some.
        """
        from seglam_lang.compilation import Effort
        from seglam_lang.compiling import Compiling

        refusals: list[Refused] = []
        compiling = Compiling(self.store, self._programs, Effort(*self._effort), self._near_errors)
        writers = list(self._drafters(reading))
        shown = [] if reply.pick is None else compiling.shown(writers, reading, cases)
        for writer, ahead in shown or [(each, None) for each in writers]:
            came_to = [each.compilation.verdict.opinions for each in refusals if each.compilation]
            before = tuple(chain.from_iterable(came_to)) or ahead
            try:
                return compiling.by(writer, reading, cases, reply, before)
            except Refused as refusal:
                refusals.append(refusal)
            except ModelError as error:
                error.model = writer.model.name
                raise
        offering = [each for each in refusals if each.compilation and each.compilation.choices]
        raise (offering or refusals)[-1]

    def _drafters(self, reading: Reading) -> Writers:
        """Return the models. Raise Refused or StoreError where there is no point in asking them."""
        if not reading.mentions and not any(any(map(str.isalnum, token.norm)) for token in reading.tokens):
            raise Refused(NO_WORDS)
        if not reading.mentions and not reading.inputs.values:
            why = f"{NO_PROCEDURE}, and this one has nothing to compute with: no number, date, text or input"
            raise Refused(with_advice(why, reading))
        if which := shared_header(reading):
            raise Refused(which)
        if not self._use_model:
            found = match(reading, self._programs)
            why = "a stored procedure answers this request otherwise"
            if isinstance(found, Miss):
                why = found.ambiguity or NO_PROCEDURE
            raise Refused(with_advice(f"{why}, and no model may be asked", reading))
        if self.store.unwritable:
            place = f"{self.store.path} cannot be written to keep a new one ({self.store.unwritable})"
            raise StoreError("read-only", f"{NO_PROCEDURE}, and the cache {place}")
        with self._starting:
            if self._writers is None:
                from seglam_lang.models import Models

                self._writers = Writers.named(Models().order(self._named, self._model), *self._running_on)
            return self._writers
