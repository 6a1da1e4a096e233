"""`seglam exec --batch`: a file of requests in, a file of answers out, in order, and where it stopped it goes on."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from seglam_lang.cli.errors import Spoken, spoken
from seglam_lang.jsonvalue import dumps

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.engine import Seglam

Row = dict[str, Any]


def run_batch(source: str, target: str, cache: str | None, model: str | None, *, no_model: bool) -> None:
    """Answer the rows of `source` that `target` does not answer yet."""
    from seglam_lang.cli.opening import open_seglam

    lines = _lines(Path(source))
    done = _resume(Path(target), lines)
    counts: Counter[str] = Counter()
    with (
        open_seglam(cache, model, no_model=no_model) as seglam,
        open(target, "ab", buffering=0) as out,
        _progress(len(lines), done) as step,
    ):
        for line in lines[done:]:
            row = _answer_row(seglam, line)
            out.write((dumps(row) + "\n").encode())
            counts[row["status"]] += 1
            step()
    told = ", ".join(f"{counts[status]} {status}" for status in ("hit", "miss", "refused", "error"))
    before = f" ({done} were answered before)" if done else ""
    click.echo(f"{len(lines)} rows{before}: {told}", err=True)


def fields_of(answer: Answer) -> Row:
    """An answer as the fields of a row."""
    return {
        "status": answer.status,
        "answer": answer.value if answer.answered else None,
        "procedure": answer.procedure or None,
        "tier": answer.tier or None,
        "ms": round(answer.ms, 3),
        "why": answer.why or None,
    }


def error_fields(why: str) -> Row:
    """The fields of a row whose request came to nothing."""
    return {"status": "error", "answer": None, "procedure": None, "tier": None, "ms": 0, "why": why}


def _answer_row(seglam: Seglam, line: str) -> Row:
    """The row for one line. What is wrong with one row is told in that row and stops no other."""
    from seglam_lang.requests import RequestError, read_inputs
    from seglam_lang.requests.inputs import parse_json

    row_id = None
    try:
        row = parse_json(line, "the row")
        if not isinstance(row, dict) or not isinstance(row.get("request"), str):
            raise RequestError("bad-row", 'a row is {"id": ..., "request": "...", "inputs": {...}}')
        row_id = row.get("id")
        inputs = row.get("inputs") or {}
        if not isinstance(inputs, dict):
            raise RequestError("bad-row", '"inputs" is an object: a value for each name')
        answer = seglam.exec(row["request"], inputs=read_inputs(values=inputs))
    except Exception as error:
        if os.environ.get("SEGLAM_DEBUG"):
            raise
        return {"id": row_id, **error_fields(spoken(error).message)}
    return {"id": row_id, **fields_of(answer)}


def _lines(source: Path) -> list[str]:
    opener: Any = gzip.open if source.suffix == ".gz" else open
    try:
        with opener(source, "rt", encoding="utf-8") as file:
            return [line for line in file if line.strip()]
    except (EOFError, gzip.BadGzipFile) as error:
        raise Spoken(f"{source} is not a whole gzip file: {error}") from error


def _resume(target: Path, lines: list[str]) -> int:
    """How many rows are answered already; a last line that was cut off is taken away, to be answered again."""
    if not target.exists():
        return 0
    written = target.read_bytes()
    whole = written[: written.rfind(b"\n") + 1]
    answered = whole.decode().split("\n")[:-1]
    for position, line in enumerate(answered):
        if position >= len(lines) or _id(line) != _id(lines[position]):
            raise Spoken(f"{target} answers other requests (line {position + 1}); name another file with --out")
    if len(whole) < len(written):
        os.truncate(target, len(whole))
    return len(answered)


def _id(line: str) -> Any:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row.get("id") if isinstance(row, dict) else None


@contextmanager
def _progress(total: int, done: int) -> Iterator[Any]:
    """A bar on a terminal; elsewhere nothing, so that logs stay readable."""
    stream: IO[str] = sys.stderr
    if not stream.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label="answering", file=stream, show_pos=True) as bar:
        bar.update(done)
        yield lambda: bar.update(1)
