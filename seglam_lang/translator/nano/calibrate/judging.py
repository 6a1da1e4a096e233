"""What drafts come to: the evidence for the likeliest program of a request, and whether its answer is right.

A line of the file of results has a request that would be answered if no bound were asked for; what is refused whatever
the bound (no draft stands) has no evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path

from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.python.results import to_python
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano.calibrate.asking import Drafted, Row, table_of
from seglam_lang.translator.nano.rightness import is_nothing, is_right
from seglam_lang.verifier import Evidence, EvidencePolicy, Question, judge

BOUNDLESS = EvidencePolicy(accept=0.0)


@dataclass(frozen=True)
class Judged:
    """A request of a set: the `evidence` for the program that would answer it, None where none would."""

    set: str
    id: str
    fitting: bool  # whether its table is in the half that is fitted to, not in that which the bound is chosen by
    evidence: Evidence | None
    answer: str = ""  # as JSON
    right: bool = False

    def to_line(self) -> str:
        """Return it as a line of JSON."""
        return json.dumps({**asdict(self), "evidence": self.evidence and asdict(self.evidence)}) + "\n"

    @staticmethod
    def of_line(line: str) -> Judged:
        """Return what `to_line` wrote."""
        plain = json.loads(line)
        return Judged(**{**plain, "evidence": plain["evidence"] and Evidence(**plain["evidence"])})


def judged(name: str, asked: Iterable[Drafted]) -> Iterator[Judged]:
    """Yield the rows of a set with what their drafts come to."""
    for each in asked:
        fitting = int(table_of(each.row), 16) % 2 == 0
        yield Judged(name, each.row["id"], fitting, *_verdict(each))


def scored(found: Iterable[Judged], rows: Iterable[Row]) -> Iterator[Judged]:
    """Yield what was judged of these rows with whether it is right; rows of which no answer could tell are left out."""
    for each, row in zip(found, rows, strict=True):
        answer = json.loads(each.answer, parse_float=Decimal) if each.answer else None
        if each.evidence is None or not is_nothing(row, answer):
            yield replace(each, right=each.evidence is not None and is_right(row, answer))


def _verdict(asked: Drafted) -> tuple[Evidence | None, str]:
    """Return the evidence for the program that would answer, with the answer as JSON."""
    reading = asked.reading()
    question = Question(reading, scope_of(reading))
    verdict = judge(asked.drafts, question, BOUNDLESS)
    if verdict.winner is None:
        return None, ""
    return verdict.evidence, dumps(to_python(verdict.winner.answer))


def kept(path: Path) -> list[Judged]:
    """Return the rows of a file of results."""
    return [Judged.of_line(line) for line in path.read_text(encoding="utf-8").splitlines()]
