"""Many requests from a JSON Lines file, answered in order into another, resumed where an earlier run stopped.

In: `{"id", "request", "inputs": {name: scalar | list | {"columns": [...], "rows": [[...]]}}}`, one a line, gzipped or
not. Out: `{"id", "status", "answer", "procedure", "tier", "ms", "why"}`, one a line; this format is a contract.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from seglam_lang.answer import Answer, failed
from seglam_lang.inputs.files import read_lines
from seglam_lang.inputs.json_texts import parse_json
from seglam_lang.inputs.model import InputError
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.translator.failures import ModelDied, ModelUnusable

_NO_OBJECT = 'this line is no JSON object; expected {"id", "request", "inputs"}'
_BEGINNING = b'{"id": '  # of each line that is written
DEATHS = 3  # of the model in a row: then the rows are not the cause

Ask = Callable[..., Answer]  # `Seglam.exec`
Progress = Callable[[dict[str, Any]], None]


def results(ask: Ask, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the result of each row, {"id", ...} and what `Answer.to_dict` has, for `jsonvalue.dumps`.

    Whatever goes wrong with a row is its result, of status "error", and the next row follows. Raise ModelError, so that
    no row is given up for it, where the model cannot be loaded or has died three times without an answer in between.
    """
    deaths = 0
    for row in rows:
        answer = _answer(ask, row)
        if isinstance(answer.cause, ModelUnusable):
            raise answer.cause
        if isinstance(answer.cause, ModelDied):
            deaths += 1
            if deaths == DEATHS:
                raise ModelDied(f"the model died {DEATHS} times in a row; the last time {answer.cause}")
        elif answer.trace.drafts:
            deaths = 0
        yield {"id": _id(row), **answer.to_dict()}


def _answer(ask: Ask, row: Any) -> Answer:
    try:
        request, inputs = _request_in(row)
    except InputError as error:
        return failed("", error)
    try:
        return ask(request, inputs=inputs)
    except Exception as error:  # a fault of ours, which must not cost the other rows their answers
        return failed(request, error, f"something went wrong inside seglam ({type(error).__name__}: {error})")


def _request_in(row: Any) -> tuple[str, Mapping[str, Any]]:
    """Return the request and the inputs of a row. Raise InputError where it has none."""
    if isinstance(row, _Unreadable):
        raise row.error
    if not isinstance(row, Mapping):
        raise InputError("bad-row", _NO_OBJECT)
    request, inputs = row.get("request"), row.get("inputs") or {}
    if not isinstance(request, str):
        raise InputError("bad-row", 'this row has no "request" (a text)')
    if not isinstance(inputs, Mapping):
        raise InputError("bad-row", '"inputs" must be an object: {"name": value}')
    return request, inputs


def run(ask: Ask, source: Path, target: Path, progress: Progress | None = None) -> int:
    """Answer the rows of `source` that are not yet in `target`, and return how many were there already.

    A line that was no JSON object, and has been mended since, is answered again, and so are those behind it. Raise
    InputError where `source` cannot be read, or `target` is the same file or holds other rows than these, and
    ModelError as `results` does: what is written stays, and the next run goes on from there.
    """
    if target.exists() and source.exists() and target.samefile(source):
        message = f"{str(target)!r} is the file of requests itself; its answers need a file of their own"
        raise InputError("same-file", message)
    try:
        done = _done(target)
        target.open("a", encoding="utf-8").close()
    except OSError as error:
        raise InputError("unwritable-file", f"{str(target)!r} cannot be written: {error.strerror or error}") from None
    with closing(read_rows(source)) as rows:
        mended = _compare(done, rows, target)
    if mended is not None:
        _cut(target, done[mended].start)
        del done[mended:]
    with closing(read_rows(source)) as rows, target.open("a", encoding="utf-8", newline="\n") as out:
        for result in results(ask, islice(rows, len(done), None)):
            _write(out, result)
            if progress is not None:
                progress(result)
    return len(done)


def _compare(done: Sequence[_Done], rows: Iterator[Any], target: Path) -> int | None:
    """Return the first of the answers whose line could not be read, and now can, None where there is none. Raise
    InputError where the answers are of other rows.
    """
    mended = None
    for number, answer in enumerate(done):
        row = next(rows, None)
        if answer.was_no_object and isinstance(row, Mapping):
            mended = number if mended is None else mended
        elif row is None or _id(row) != answer.id:
            why = f"line {number + 1} is of row {answer.id!r}"
            message = f"{target} holds the answers of another batch ({why}); name another file"
            raise InputError("other-batch", message)
    return mended


def _id(row: Any) -> Any:
    return row.get("id") if isinstance(row, Mapping) else None


def _write(out: TextIO, result: dict[str, Any]) -> None:
    out.write(dumps(result) + "\n")
    out.flush()  # a run that is stopped loses at most the row that it is at


def read_rows(source: Path) -> Generator[Any, None, None]:
    """Yield the rows of a JSON Lines file with exact numbers; a line that is not JSON is yielded as its text."""
    with closing(read_lines(source)) as lines:
        for line in lines:
            if line.strip():
                yield _row(line)


def _row(line: str) -> Any:
    try:
        return parse_json(line, "the row")
    except InputError as error:
        return _Unreadable.of(line, error) or line


class _Unreadable(dict[str, Any]):
    """A row that is JSON, with its id, but holds what is no value here, such as a number that is too large."""

    error: InputError

    @classmethod
    def of(cls, line: str, error: InputError) -> _Unreadable | None:
        """Return the row in a line that could not be read; None where it is no JSON object."""
        try:
            found = json.loads(line, parse_int=parse_number, parse_float=parse_number, parse_constant=parse_number)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict):
            return None
        row = cls(id=found.get("id"))
        row.error = error
        return row


class _Done(NamedTuple):
    """An answer that is in the output already: of which row, whether that was none, and at which byte it begins."""

    id: Any
    was_no_object: bool
    start: int


def _done(target: Path) -> list[_Done]:
    """Return the answers that complete lines of `target` are, and cut an incomplete last line away."""
    if not target.exists():
        return []
    done = []
    whole = 0
    with target.open("rb") as lines:
        for line in lines:
            try:
                if not line.endswith(b"\n"):
                    _expect_begun(line)
                    break
                answer = parse_json(line.decode(), "the line")
                done.append(_Done(answer["id"], answer.get("why") == _NO_OBJECT, whole))
            except (InputError, ValueError, KeyError, TypeError, AttributeError):
                raise InputError("other-batch", f"{target} is no output of a batch; name another file") from None
            whole += len(line)
    if whole < target.stat().st_size:
        _cut(target, whole)
    return done


def _expect_begun(line: bytes) -> None:
    """Raise ValueError where a line without an end is no beginning of an answer, but the line of some other file."""
    if not (line.startswith(_BEGINNING) or _BEGINNING.startswith(line)):
        raise ValueError


def _cut(target: Path, size: int) -> None:
    with target.open("r+b") as file:
        file.truncate(size)
