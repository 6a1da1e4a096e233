"""Many requests from a JSON Lines file, answered in order into another, resumed where an earlier run stopped.

In: `{"id", "request", "inputs": {name: scalar | list | {"columns": [...], "rows": [[...]]}}}`, one a line, gzipped or
not. Out: `{"id", "status", "answer", "procedure", "tier", "ms", "why"}`, one a line; this format is a contract.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from seglam_lang.answer import Answer, failed
from seglam_lang.inputs.files import read_lines
from seglam_lang.inputs.json_texts import parse_json
from seglam_lang.inputs.model import InputError
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.translator.failures import ModelDied, ModelUnusable

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
        yield {"id": row.get("id") if isinstance(row, Mapping) else None, **answer.to_dict()}


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
    if not isinstance(row, Mapping):
        raise InputError("bad-row", 'this line is no JSON object; expected {"id", "request", "inputs"}')
    request, inputs = row.get("request"), row.get("inputs") or {}
    if not isinstance(request, str):
        raise InputError("bad-row", 'this row has no "request" (a text)')
    if not isinstance(inputs, Mapping):
        raise InputError("bad-row", '"inputs" must be an object: {"name": value}')
    return request, inputs


def run(ask: Ask, source: Path, target: Path, progress: Progress | None = None) -> int:
    """Answer the rows of `source` that are not yet in `target`, and return how many were there already.

    Raise InputError where `source` cannot be read or `target` holds other rows than these, and ModelError as
    `results` does: what is written stays, and the next run goes on from there.
    """
    try:
        done = _done(target)
        out = target.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError("unwritable-file", f"{str(target)!r} cannot be written: {error.strerror or error}") from None
    with closing(read_rows(source)) as rows, out:
        for number, id in enumerate(done, 1):
            row = next(rows, None)
            if row is None or (row.get("id") if isinstance(row, Mapping) else None) != id:
                raise InputError(
                    "other-batch",
                    f"{target} holds the answers of another batch (line {number} is of row {id!r}); name another file",
                )
        for result in results(ask, rows):
            _write(out, result)
            if progress is not None:
                progress(result)
    return len(done)


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
    except InputError:
        return line


def _done(target: Path) -> list[Any]:
    """Return the ids of the complete lines of `target`, and cut an incomplete last line away."""
    if not target.exists():
        return []
    ids = []
    whole = 0
    with target.open("rb") as lines:
        for line in lines:
            try:
                if not line.endswith(b"\n"):
                    break
                ids.append(parse_json(line.decode(), "the line")["id"])
            except (InputError, ValueError, KeyError, TypeError):
                raise InputError("other-batch", f"{target} is no output of a batch; name another file") from None
            whole += len(line)
    if whole < target.stat().st_size:
        with target.open("r+b") as file:
            file.truncate(whole)
    return ids
