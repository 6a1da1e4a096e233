"""The requests of the development sets, and the model's drafts for them: what takes time, and is kept in a file.

The sets have equal parts: of each at most `rows`, chosen by a checksum of their ids, so that everybody has the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from seglam_lang.drafts import Draft
from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.requests import presented, read
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import scope_of
from seglam_lang.shots import shipped
from seglam_lang.translator import Translator
from seglam_lang.translator.messages import Task
from seglam_lang.translator.nano.rightness import is_doubtful
from seglam_lang.translator.nano.splits import FILES, development_rows
from seglam_lang.verifier import Opinion

LIMIT_S = 60.0  # for the drafts of a request: what is measured must not depend on how busy the machine is

Row = Mapping[str, Any]


def _is_answered(row: Row) -> bool:
    return bool(row["expect"] == "answer")


@dataclass(frozen=True)
class Set:
    """A kind of request: the files that it is found in, and which of their rows are of it."""

    name: str
    files: tuple[str, ...]
    takes: Callable[[Row], bool] = _is_answered


def _about(kind: str) -> Callable[[Row], bool]:
    """Return what chooses the rows about a "table", about other "values", or about "nothing" but the words."""

    def takes(row: Row) -> bool:
        about = "table" if "table" in row["inputs"] else "values" if row["inputs"] else "nothing"
        return _is_answered(row) and about == kind

    return takes


SETS = (
    Set("everyday", FILES["everyday"], _about("table")),
    Set("unseen", FILES["unseen"]),
    Set("story", FILES["everyday"], _about("nothing")),
    Set("values", FILES["everyday"], _about("values")),
    *(Set(name, FILES[name]) for name in ("spider", "schema2qa", "charts", "wikisql", "wtq", "mawps", "calc")),
    Set("refusals", (*FILES["abstain"], *FILES["everyday"]), lambda row: not _is_answered(row)),
)


def rows_of(chosen: Set, folder: Path, most: int) -> list[Row]:
    """Return at most `most` rows of a set."""
    found: list[Row] = [
        row
        for row in development_rows(chosen.files, folder)
        if chosen.takes(row) and not is_doubtful(row) and row["answer"] != []
    ]
    return sorted(found, key=lambda row: _digest(row["id"] + row["request"]))[:most]


def key_of(row: Row, request: str | None = None) -> str:
    """Return what tells a row from all others, with the words that it is read as."""
    return _digest(row["id"] + (row["request"] if request is None else request))


def table_of(row: Row) -> str:
    """Return what tells the tables of two rows apart; of requests without inputs, the requests."""
    return _digest(json.dumps(row["inputs"], sort_keys=True) if row["inputs"] else row["request"])


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Drafted:
    """A row with what the model wrote for it, and what another one came to before, None where there was none."""

    row: Row
    drafts: tuple[Draft, ...]
    before: tuple[Opinion, ...] | None = None

    def reading(self) -> Reading:
        """Return the row's request as the engine reads it on a miss."""
        return reading_of(self.row)


def reading_of(row: Row) -> Reading:
    """Return a row's request as the engine reads it on a miss. Raise InputError."""
    inputs: Inputs = read_inputs(values=row["inputs"])
    return presented(read(row["request"], inputs)).loosely


def drafts_file(name: str, is_second: bool = False) -> str:
    """Return the name of the file of the drafts for a set, of a model that is asked behind another one or not."""
    return f"{name}{'.second' * is_second}.drafts.jsonl"


class Written(NamedTuple):
    """What a model wrote for a request, and how long it took: None where nobody has measured that."""

    drafts: tuple[Draft, ...]
    seconds: float | None = None


class KeptDrafts:
    """What a model wrote for the rows of a set, in a file: a line for each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(_kept(path))

    def find(self, row: Row, request: str) -> Written | None:
        """Return what was written for a row as it was read: `request` are its words, maybe without some."""
        return self._known.get(key_of(row, request))

    def keep(self, row: Row, request: str, written: Written) -> None:
        """Keep what was written."""
        key = key_of(row, request)
        self._known[key] = written
        self._path.parent.mkdir(parents=True, exist_ok=True)
        plain = {"key": key, "drafts": [each.to_dict() for each in written.drafts], "seconds": written.seconds}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(plain) + "\n")


def ask(
    translator: Translator,
    rows: Sequence[Row],
    path: Path,
    drafts: int,
    before: Mapping[str, tuple[Opinion, ...]] = MappingProxyType({}),
) -> Iterator[Drafted]:
    """Yield the rows with their drafts, of which those in a file are not asked for again. `before` is what another
    model came to, by the keys of the rows.
    """
    kept = KeptDrafts(path)
    for number, row in enumerate(rows):
        written = kept.find(row, row["request"])
        if written is None:
            heard = tuple(each.body for each in before.get(key_of(row), ()))
            written = Written(_drafts(translator, row, drafts, heard))
            kept.keep(row, row["request"], written)
            print(f"\r{path.stem} {number + 1}/{len(rows)}", end="", file=sys.stderr)
        yield Drafted(row, written.drafts, before.get(key_of(row)))


def _kept(path: Path) -> Iterator[tuple[str, Written]]:
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        plain = json.loads(line)
        yield plain["key"], Written(tuple(map(Draft.from_dict, plain["drafts"])), plain.get("seconds"))


def _drafts(translator: Translator, row: Row, count: int, heard: tuple[str, ...]) -> tuple[Draft, ...]:
    """Return what the engine would be given: nothing where there is nothing to compute with."""
    reading = reading_of(row)
    if not reading.mentions and not reading.inputs.values:
        return ()
    shots = partial(shipped, reading)  # for a model that has not learned the language
    task = Task(reading, scope_of(reading), count, limit_s=LIMIT_S, shots=shots, heard=heard)
    return tuple(translator.draft(task))
