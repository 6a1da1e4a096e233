"""What a person says of an answer: "wrong" takes it back and has the request answered anew, "right" counts for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from seglam_lang.answer import ERROR, Answer
from seglam_lang.given import NO_EXAMPLE, file_options, given_cases, given_day, given_inputs, is_wrong
from seglam_lang.inputs import InputError
from seglam_lang.matching import Hit, Miss
from seglam_lang.requests import Wording, read
from seglam_lang.requests.reading import Reading
from seglam_lang.store import Store
from seglam_lang.store.judging import Confirmed, Judged
from seglam_lang.store.program import Programs
from seglam_lang.store.records import headers_of

_READ = ("inputs", "today", "keep_totals", "blank")  # the options of `exec` that say what a request is about
_SAID = ("example", "examples", "pick", "retry", "run")  # those that say what is right, and what is to be done


class Engine(Protocol):
    """What answers requests (`engine.Seglam`)."""

    store: Store
    engine: str  # what computes with large tables

    def known(self, asked: Reading) -> tuple[Reading, Hit | Miss]:
        """Return what the cache knows of a request, and as what it was read."""

    def exec(self, request: str, *, inputs: Any, today: Any, **said: Any) -> Answer:
        """Return the answer to a request."""


def withdraw(engine: Engine, request: str | Answer, table: Any, options: Mapping[str, Any]) -> Answer:
    """Take back what answers a request, and return what is answered now. Raise InputError or StoreError."""
    said = {name: value for name, value in options.items() if name in _SAID}
    reading, judged = _judged(engine, request, table, options)
    expect_another(engine.store, judged, reading, said)
    stored = engine.store.procedure(judged.wording.procedure)
    if said.get("pick") is None:
        engine.store.reject(judged, stored)
        return _again(engine, reading, said)
    answer = _again(engine, reading, said)  # first: the numbers are those that were shown before
    if answer.answered:
        if _is_one(answer, judged):
            raise InputError("bad-pick", f"reading {said['pick']} is what you call wrong")
        engine.store.reject(judged, stored)
    return answer


def confirm(engine: Engine, request: str | Answer, table: Any, options: Mapping[str, Any]) -> Confirmed:
    """Count for what answers a request that it is right. Raise InputError or StoreError."""
    if isinstance(request, Answer) and (request.status == ERROR or (request.procedure and not request.answered)):
        raise InputError("not-answered", f'"{request.trace.request}" has no answer to judge: {request.why}')
    _, judged = _judged(engine, request, table, options)
    return engine.store.confirm(judged)


def expect_another(store: Store, judged: Judged, reading: Reading, said: Mapping[str, Any]) -> None:
    """Raise InputError where the answer that is stated as the right one is what is called wrong."""
    example = said.get("example", NO_EXAMPLE)
    if example is NO_EXAMPLE:
        return
    program = Programs(store).get(judged.wording.procedure)
    if not is_wrong(program, judged.wording, given_cases(reading, example, ())):
        message = f'the answer to "{judged.request}" was what the example says, so that it is not wrong'
        raise InputError("bad-example", f"{message}; nothing was taken back")


def _judged(engine: Engine, request: str | Answer, table: Any, options: Mapping[str, Any]) -> tuple[Reading, Judged]:
    """Return a request as it is read, and what answers it."""
    if isinstance(request, Answer):
        return _given_by(request)
    named = {name: value for name, value in options.items() if name not in (*_READ, *_SAID)}
    how = file_options(engine.engine, options.get("keep_totals", False), options.get("blank", ()))
    given = given_inputs(options.get("inputs"), table, named, how)
    asked = read(request, given, given_day(options.get("today")))
    reading, found = engine.known(asked)
    if isinstance(found, Miss):
        raise InputError("not-answered", f'no stored procedure answers "{asked.request}": there is nothing to judge')
    headers = headers_of(found.bound.match.slots)
    return reading, Judged(reading.request, found.tier, found.wording, headers, found.known)


def _given_by(answer: Answer) -> tuple[Reading, Judged]:
    """Return the request of an answer, and what answered it, by whatever tier."""
    computed = answer.trace.computation
    if computed is None:
        why = f"it was {answer.status}" if answer.status == "refused" else "it came to nothing"
        raise InputError("not-answered", f'"{answer.trace.request}" has no answer to judge: {why}')
    wording = Wording(computed.match.template, answer.procedure, computed.sources)
    headers = headers_of(computed.match.slots)
    return computed.reading, Judged(computed.reading.request, answer.tier, wording, headers, computed.known)


def _again(engine: Engine, reading: Reading, said: Mapping[str, Any]) -> Answer:
    said = {**said, "retry": said.get("pick") is None}  # what was remembered was not good enough
    return engine.exec(reading.request, inputs=reading.inputs, today=reading.today, **said)


def _is_one(answer: Answer, judged: Judged) -> bool:
    """Return whether an answer is what was judged once more."""
    computed = answer.trace.computation
    return computed is not None and (answer.procedure, computed.sources) == (
        judged.wording.procedure,
        judged.wording.sources,
    )
