"""Reads the shared phrases, and counts by kind how many are read rightly."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from seglam_lang.inputs import Inputs
from seglam_lang.requests import Reading, read
from seglam_lang.requests.dates.days import shift
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.parts import stated
from tests.phrases.duckling import duckling
from tests.phrases.expectations import Expected, Read
from tests.phrases.recognizers import recognizers

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = {"phrases.recognizers.train.jsonl.gz": recognizers, "phrases.duckling.train.jsonl.gz": duckling}
KINDS = (
    *("date", "date range", "number", "ordinal", "number range"),
    *("percentage", "age", "currency", "unit", "time", "duration"),
)


@dataclass
class Report:
    """What was read of the phrases of one kind."""

    right: int = 0
    missed: list[tuple[str, Expected, list[Read]]] = field(default_factory=list)
    not_ours: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many phrases there are whose semantics are ours."""
        return self.right + len(self.missed)

    @property
    def share(self) -> float:
        """The share of these that is read rightly."""
        return self.right / self.total if self.total else 1.0


def judge() -> dict[str, Report]:
    """Return a report for each kind."""
    reports = {kind: Report() for kind in KINDS}
    for name, expectations in FILES.items():
        for row in _rows(DATA / name):
            day = date.fromisoformat(row["reference"][:10]) if row["reference"] else None
            reads = readings(row["text"], day)
            for expected in expectations(row):
                report = reports[expected.kind]
                if expected.why_not:
                    report.not_ours[expected.why_not] += 1
                elif _is_right(reads, expected) or _is_right_in_another_year(row["text"], day, expected):
                    report.right += 1
                else:
                    report.missed.append((row["text"], expected, [each for each in reads if _overlap(each, expected)]))
    return reports


def readings(text: str, today: date | None) -> list[Read]:
    """Return everything that is read in a text and may be a slot, with its place; of a range its ends too."""
    return list(_readings(read(text, Inputs(), today))) if text.strip() else []


def _readings(reading: Reading) -> Iterator[Read]:
    for mention in (*reading.visible, *reading.further):
        start, end = reading.tokens[mention.first].start, reading.tokens[mention.last - 1].end
        yield Read(start, end, mention.kind, mention.value)
        if mention.kind.family is Family.RANGE:
            yield from [Read(start, end, Kind.parse(mention.kind.detail), part.value) for part in stated(mention).parts]


def _is_right(reads: Iterable[Read], expected: Expected) -> bool:
    return any(_overlap(each, expected) and expected.fits(each) for each in reads)


def _is_right_in_another_year(text: str, day: date | None, expected: Expected) -> bool:
    """Return whether a date without a year is right but for that: Duckling's is the next one, ours the latest."""
    if expected.names_year or day is None:
        return False
    return _is_right(readings(text, shift(day, "year", 1)), expected)


def _overlap(each: Read, expected: Expected) -> bool:
    return each.start < expected.end and expected.start < each.end


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
