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
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from seglam_lang.answer import ERROR, HIT, MISS, REFUSED, Answer
from seglam_lang.given import NO_EXAMPLE, Reply, digest_of, given_cases, given_day, given_inputs, given_reply, is_wrong
from seglam_lang.inputs import InputError, Inputs
from seglam_lang.language.failures import Failure, NoRoom
from seglam_lang.language.python.results import to_python
from seglam_lang.matching import Hit, Miss, Tier, match
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.requests import ask_for_today, did_you_mean, mixed_currencies, presented, read, shared_header
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.shape import schema
from seglam_lang.resolved import Refused, Resolved, answered, trace_of
from seglam_lang.store import Store, StoreError
from seglam_lang.store.counts import CALL
from seglam_lang.store.program import Loaded, Programs, callee_names
from seglam_lang.translator.failures import ModelError
from seglam_lang.writers import Writers

if TYPE_CHECKING:
    from seglam_lang.compilation import Compilation, Drafted, Drafter, Effort, Said
    from seglam_lang.drafts import Model
    from seglam_lang.stats import Stats
    from seglam_lang.store.judging import Confirmed
    from seglam_lang.translator.messages import Shot
    from seglam_lang.verifier.examples import Case

TROUBLE = (InputError, StoreError, ModelError, Failure, NoRoom)  # their messages are sentences for people
NO_PROCEDURE = "no stored procedure answers this type of request"
PICK_OF_A_HIT = "a stored procedure answers this request; `seglam wrong` takes it away"
_RETRY = "--retry asks again; in Python, retry=True"


class Seglam:
    """Answers requests with stored procedures, and has a model write those that are missing.

        with Seglam() as seglam:
            answer = seglam.exec("total sales by region", table=rows)
            answer.value, answer.status, answer.trace.lines()

    `cache` is a file (default: SEGLAM_CACHE, else one in the user's data folder; ":memory:" for none), `model` a GGUF
    file (default: SEGLAM_MODEL, else the one in use, see `models`), or `writers` several, each asked where those before
    it are not believed; with `use_model=False` a miss is refused. `candidates`, `seed`, `threads`, `gpu_layers` and
    `limit_s` (seconds for the drafts of one request) are the model's. What the model writes answers where the chance
    that it is right is at least `accept` (default: what the model was calibrated to). `layers` are read-only caches
    below the own one (default: the procedures that ship). Any number of threads may use one.
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
        translator: Drafter | Sequence[Drafter] | None = None,
    ) -> None:
        if threads < 1:
            raise ValueError(f"threads is a number from 1 on, not {threads}")
        if gpu_layers < 0:
            raise ValueError(f"gpu_layers is a number from 0 on, not {gpu_layers}")
        if candidates < 1:
            raise ValueError(f"candidates is a number from 1 on, not {candidates}")
        if accept is not None and not 0 <= accept <= 1:
            raise ValueError(f"accept is a chance from 0 to 1, not {accept}")
        self.store = Store.open(cache or default_cache(), shipped_layers() if layers is None else layers)
        self._use_model, self._model, self._named = use_model, model, tuple(writers)
        self._running_on = threads, gpu_layers
        self._writers = None if translator is None else Writers.of(translator)
        self._effort = candidates, seed, limit_s, accept
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
        run: bool = True,
        **named: Any,
    ) -> Answer:
        """Return the answer to a request about `table`, or about `inputs` and other named values.

        `table` is the path of a file, a list of dicts, a dict of lists (one for each column) or {"columns", "rows"}.
        `example` is the right answer to this very request, `examples` are rows {"request", "inputs", "answer"}: only a
        procedure that is right for all of them answers. Relative dates ("last month") count from `today`, a date or its
        ISO form, and are none without it. `pick` is the number of one of the `choices` of a refusal of this request: it
        answers from now on, as the person's own choice; with `retry` the model is asked again, and what it writes is
        judged together with what it wrote before. Trouble is not raised: it is an Answer of status "error".
        The value is an ordinary Python one, a table a `ResultTable`.
        """
        started = time.perf_counter()
        reading = resolved = refused = None
        cause: Exception | None = None
        value, status, why = None, ERROR, ""
        steps: tuple[str, ...] = ()
        try:
            reading = read(request, given_inputs(inputs, table, named), given_day(today))
            reply = given_reply(pick, retry)
            examples = tuple(examples) if isinstance(examples, Iterator) else examples  # they may be read twice
            reading, found = self._understood(reading, partial(given_cases, example=example, examples=examples), reply)
            if isinstance(found, Refused):
                raise found
            resolved = found
            if run:
                ran = resolved.run()
                value, steps = to_python(ran.value), ran.steps
            status = MISS if resolved.tier is Tier.MODEL else HIT
        except Refused as refusal:
            status, why, refused = REFUSED, str(refusal), refusal
        except Failure as failure:
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
        from seglam_lang.handwritten import add

        return add(self.store, text, self._effort[1])

    # match, else compile

    def known(self, asked: Reading) -> tuple[Reading, Hit | Miss]:
        """Return what the cache knows of a request, and as what it was read. Nothing is run, counted or stored."""
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
        served = self._served(match(reading, self._programs), cases) if reply.pick is None else None
        return served or self._compile(reading.loosely, cases, reply)

    def _served(self, found: Hit | Miss, cases: tuple[Case, ...]) -> Resolved | None:
        """Return the procedure of a hit, unless one of the user's examples shows that it is wrong."""
        if isinstance(found, Miss):
            return None
        program = self._programs.get(found.wording.procedure)
        if is_wrong(program, found.wording, cases):
            return None
        self.store.count_hit(found.wording)
        level, added = found.found.level, found.found.added
        return Resolved(program, found.bound, found.wording, level, added, found.tier, found.why, known=found.known)

    # draft, judge, admit

    def _compile(self, reading: Reading, cases: tuple[Case, ...], reply: Reply) -> Resolved:
        """Have the models write the procedure, each where those before it are not believed.

        Raise Refused where none is, with the readings of the last that has some.
        """
        refusals: list[Refused] = []
        for writer in self._asked(reading, cases, reply.pick):
            try:
                return self._compile_by(writer, reading, cases, reply)
            except Refused as refusal:
                refusals.append(refusal)
            except ModelError as error:
                error.model = writer.model.name
                raise
        offering = [each for each in refusals if each.compilation and each.compilation.choices]
        raise (offering or refusals)[-1]

    def _compile_by(self, translator: Drafter, reading: Reading, cases: tuple[Case, ...], reply: Reply) -> Resolved:
        """Have one model write the procedure, unless it has tried before or another process has just done so."""
        key = reading.template.key
        model, memory = _memory(translator, reading, cases)
        with self.store.claim(key):
            found = match(reading, self._programs)  # another may have been quicker
            if reply.pick is None and (known := self._served(found, cases)) is not None:
                return known
            return self._judge(reading, cases, translator, memory, model, found, reply)

    def _judge(
        self,
        reading: Reading,
        cases: tuple[Case, ...],
        translator: Drafter,
        memory: tuple[str, str, str],
        model: Model,
        found: Hit | Miss,
        reply: Reply,
    ) -> Resolved:
        """Judge what the model has written for such a request before, or ask it; store what is believed or picked, in
        the place of what was `found`, or remember the refusal.
        """
        from seglam_lang.compilation import Effort, Said, compile_request, withdrawn

        effort, said, pick = Effort(*self._effort), Said(cases, withdrawn(reading, self._programs)), reply.pick
        drafted, since = self._remembered(reading, memory, model, reply)
        if drafted is None and pick is not None and isinstance(found, Hit):
            raise InputError("bad-pick", f"there is no reading to pick: {PICK_OF_A_HIT}")
        known = drafted is not None and not reply.retry
        if drafted is None or reply.retry:
            drafted = self._drafted(reading, said, translator, effort, drafted)
        judged = partial(compile_request, reading, said, drafted, translator, model, effort)
        if pick is None or not known:
            compilation = judged()
            if not known and (compilation.entry is None or pick is not None):
                self.store.refuse(*memory, drafted.refusal(compilation.verdict))
        if pick is not None:
            compilation = judged(pick)
        if compilation.entry is None:
            raise Refused(_with_advice(compilation.verdict.reason, reading) + since, model, compilation)
        return self._admit(compilation, model, found)

    def _drafted(
        self, reading: Reading, said: Said, translator: Drafter, effort: Effort, before: Drafted | None
    ) -> Drafted:
        """Have the model write, beside what it wrote `before`; that is counted, and how long it takes."""
        from seglam_lang.compilation import draft

        started = time.perf_counter()
        try:
            return draft(reading, said, translator, effort, partial(self._shots, reading), before)
        finally:
            self.store.count_outcome(CALL, Tier.MODEL, time.perf_counter() - started)

    def _remembered(
        self, reading: Reading, memory: tuple[str, str, str], model: Model, reply: Reply
    ) -> tuple[Drafted | None, str]:
        """Return what the model has written for such a request and was refused, and since when it is known.

        Raise Refused where that cannot be judged again for this one, unless the model is to be asked again. A refusal
        for want of time does not count, unless a person picks one of its readings.
        """
        from seglam_lang.compilation import remembered, unjudged

        refusal = self.store.refusal(*memory)
        if refusal is None or (refusal.transient and reply.pick is None):
            return None, ""
        drafted = remembered(refusal, reading)
        if drafted is None and reply == Reply():
            elsewhere = f" (remembered from {refusal.added}, of a request of this type with other values; {_RETRY})"
            raise Refused(refusal.why + elsewhere, model, unjudged(refusal))
        return drafted, f" (remembered from {refusal.added}; {_RETRY})" if drafted and not reply.retry else ""

    def _admit(self, compilation: Compilation, model: Model, found: Hit | Miss) -> Resolved:
        """Store what is believed, in the place of what was `found` and is wrong, or not what was meant."""
        verdict, entry = compilation.verdict, compilation.entry
        winner = verdict.winner
        assert winner is not None and entry is not None
        old = (found.wording,) if isinstance(found, Hit) and found.wording != winner.wording else ()
        (stored,) = self.store.admit(replace(entry, replaces=old))
        compiled = winner.program.compiled
        return Resolved(
            self._programs.keep(Loaded(stored, compiled, callee_names(self.store, compiled.procedure))),
            winner.bound,
            winner.wording,
            winner.certificate.level,
            stored.added,
            Tier.MODEL,
            _why_anew(found, winner.certificate.picked_from),
            str(model),
            verdict.drafts,
            None if winner.certificate.picked_from else verdict.confidence,
            (winner.answer,),
        )

    def _asked(self, reading: Reading, cases: tuple[Case, ...], pick: int | None) -> Iterable[Drafter]:
        """Return the models to ask, in order; of several readings to pick from, those that were shown are meant."""
        writers = self._drafters(reading)
        if pick is None or not writers.are_several:
            return writers
        refusals = [(each, self.store.refusal(*_memory(each, reading, cases)[1])) for each in writers]
        shown = [each for each, refusal in refusals if refusal and any(draft.finished for draft in refusal.drafts)]
        return shown[::-1] or writers

    def _shots(self, reading: Reading) -> tuple[Shot, ...]:
        from seglam_lang.shots import nearest

        return nearest(reading, self.store, self._programs)

    def _drafters(self, reading: Reading) -> Writers:
        """Return the models. Raise Refused or StoreError where there is no point in asking them."""
        if not reading.mentions and not reading.inputs.values:
            why = f"{NO_PROCEDURE}, and this one has nothing to compute with: no number, date, text or input"
            raise Refused(_with_advice(why, reading))
        if which := shared_header(reading):
            raise Refused(which)
        if not self._use_model:
            is_known = isinstance(match(reading, self._programs), Hit)
            why = "a stored procedure answers this request otherwise" if is_known else NO_PROCEDURE
            raise Refused(_with_advice(f"{why}, and no model may be asked", reading))
        if self.store.unwritable:
            place = f"{self.store.path} cannot be written to keep a new one ({self.store.unwritable})"
            raise StoreError("read-only", f"{NO_PROCEDURE}, and the cache {place}")
        with self._starting:
            if self._writers is None:
                from seglam_lang.models import Models

                self._writers = Writers.named(Models().order(self._named, self._model), *self._running_on)
            return self._writers


def _memory(translator: Drafter, reading: Reading, cases: tuple[Case, ...]) -> tuple[Model, tuple[str, str, str]]:
    """Return a model as it is now, and by what its refusal of such a request is remembered."""
    from seglam_lang.drafts import Model  # a hit does not need it

    model = Model(translator.model.name, translator.model_hash)
    dated = "\ntoday" if reading.today else ""  # relative dates are values then, and no words
    return model, (f"{reading.template.key}\n{schema(reading.inputs)}{dated}", model.hash, digest_of(cases))


def _why_anew(found: Hit | Miss, picked_from: int) -> str:
    """Return why the stored procedure, if one was found, does not answer."""
    if picked_from:
        return f"a person picked it from {picked_from} readings" if picked_from > 1 else "a person picked it"
    return "it answers otherwise than an example says" if isinstance(found, Hit) else found.why


def _with_advice(why: str, reading: Reading) -> str:
    """Return a reason, the columns that words which name none may have meant, amounts that do not go together, and the
    dates that lack a today.
    """
    mixed = mixed_currencies(reading, [*reading.visible, *reading.further])
    return "; ".join(filter(None, (why, did_you_mean(reading), mixed, ask_for_today(reading))))
