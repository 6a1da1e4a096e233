"""What drafts come to: the evidence for each program that may answer a request, and whether its answer is right.

A line of the file of results has one of them; what is refused whatever the bound (no draft stands) has one line without
evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.python.results import to_python
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano.calibrate.asking import Drafted, Row, table_of
from seglam_lang.translator.nano.rightness import is_nothing, is_right
from seglam_lang.verifier import Calibration, Evidence, Question, judge, refused_anyway

PARTS = 10  # of the tables


@dataclass(frozen=True)
class Judged:
    """A request of a set: the `evidence` for a program that may answer it, None where none may."""

    set: str
    id: str
    part: int  # which of the PARTS its table is in: each is judged by what was fitted to the others
    evidence: Evidence | None
    answer: str = ""  # as JSON
    right: bool = False
    refused: bool = False  # whatever its chance

    def to_line(self) -> str:
        """Return it as a line of JSON."""
        return json.dumps({**asdict(self), "evidence": self.evidence and asdict(self.evidence)}) + "\n"

    @staticmethod
    def of_line(line: str) -> Judged:
        """Return what `to_line` wrote."""
        plain = json.loads(line)
        return Judged(**{**plain, "evidence": plain["evidence"] and Evidence(**plain["evidence"])})


Options: TypeAlias = tuple[Judged, ...]  # of one request: there is at least one


class Sure(NamedTuple):
    """What would answer a request, and how sure that is: 0 where nothing would."""

    best: Judged
    chance: float


def judged(name: str, asked: Iterable[Drafted]) -> Iterator[Options]:
    """Yield for each row of a set what its drafts come to."""
    for each in asked:
        one = Judged(name, each.row["id"], int(table_of(each.row), 16) % PARTS, None)
        yield tuple(replace(one, **found) for found in _verdict(each)) or (one,)


def scored(found: Iterable[Options], rows: Iterable[Row]) -> Iterator[Options]:
    """Yield what was judged of these rows with whether it is right; answers that could not tell are left out."""
    for options, row in zip(found, rows, strict=True):
        kept = tuple(_scored(each, row) for each in options)
        if telling := tuple(each for each in kept if each is not None):
            yield telling


def _scored(found: Judged, row: Row) -> Judged | None:
    if found.evidence is None:
        return found
    answer = json.loads(found.answer, parse_float=Decimal)
    return None if is_nothing(row, answer) else replace(found, right=is_right(row, answer))


def likeliest(calibration: Calibration, options: Options) -> Sure:
    """Return what would answer a request, if no bound were asked for."""
    known = [Sure(each, calibration.confidence(each.evidence)) for each in options if each.evidence is not None]
    return max(known, key=attrgetter("chance"), default=Sure(options[0], 0.0))


def _verdict(asked: Drafted) -> Iterator[dict[str, Any]]:
    """Yield the evidence for each program that may answer, its answer as JSON, and whether it is refused anyway."""
    reading = asked.reading()
    question = Question(reading, scope_of(reading), before=asked.before)
    for candidate in judge(asked.drafts, question).candidates:
        refused = bool(refused_anyway(candidate.weighed, question))
        answer = dumps(to_python(candidate.answer))
        yield {"evidence": candidate.weighed.evidence, "answer": answer, "refused": refused}


def kept(path: Path) -> list[Options]:
    """Return what a file of results holds, by request."""
    found = map(Judged.of_line, path.read_text(encoding="utf-8").splitlines())
    return [tuple(options) for _, options in groupby(found, attrgetter("id"))]


def to_lines(found: Sequence[Options]) -> str:
    """Return what `kept` reads."""
    return "".join(each.to_line() for options in found for each in options)
