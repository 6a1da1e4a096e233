"""Outside judges: rows of other languages' conformance suites, compiled to this language, run, and compared.

A file `feel*.jsonl.gz` is read by the adapter `tests/conformance/feel.py`, likewise `powerfx*` and `cel*`. An adapter
is an honest compiler: `translate(row)` parses the foreign expression, maps its types and writes source of ours; it
never computes what the expression is worth, and it never looks at `row["expected"]` to decide what to write. What it
cannot say raises `NotTranslatable` with a short, stable reason.

A row may only be excused in `tests/conformance/<adapter>_skips.toml`, where a deliberately different semantics is
written down once:

    [[skip]]
    rows = ["feel-L3-1115-01-*"]   # patterns (fnmatch) of ids
    reason = "years before 1 and after 9999: a Date is one of the proleptic Gregorian calendar's years 1 to 9999"

Skipped rows are run all the same: one that passes is reported, so that no excuse outlives its cause.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any

from seglam_lang import language
from seglam_lang.language.builtins.registry import REGISTRY
from seglam_lang.language.checking.examples import same
from seglam_lang.language.failures import Failure
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Value

ADAPTERS = ("feel", "powerfx", "cel")
HERE = Path(__file__).parent

# What the checker says of a program whose *types* are wrong. A translation that is refused for another reason (syntax,
# a name that is never used) is a mistake of the adapter, never the failure that a suite expects.
TYPE_ERRORS = frozenset(
    {
        "argument-count",
        "function-expected",
        "function-parameters",
        "never-absent",
        "no-fields",
        "operator-mismatch",
        "receiver-mismatch",
        "type-mismatch",
        "type-not-known",
        "unexpected-function",
        "unknown-field",
        "unknown-method",
    }
)


class NotTranslatable(Exception):
    """This language cannot say the row. `reason` is a stable category: "date-time type", "null arithmetic"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ExpectedFailure:
    """The suite expects an error (in FEEL: null because of an error).

    It passes if the checker refuses the program with one of `codes`, or if it fails when it runs. With `at_run_time`
    the program must be well typed: only a `Failure` passes. With `absence_passes` so does `none`: in some languages an
    error and what is absent are one null.
    """

    at_run_time: bool = False
    absence_passes: bool = False
    codes: frozenset[str] = TYPE_ERRORS

    def __str__(self) -> str:
        return "a failure at run time" if self.at_run_time else "a type error or a failure at run time"


Predicate = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class Translation:
    """A row as a program of ours: source with a procedure named `answer` (others may stand beside it).

    `arguments` are values of the language (see values.py), by the names of answer's parameters; `expected` is a value
    of the language, an ExpectedFailure, or a predicate on the result where the suite states it less than exactly.
    """

    source: str
    expected: Value | ExpectedFailure | Predicate
    arguments: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row that did not pass."""

    id: str
    expression: str
    source: str
    got: str
    expected: str


@dataclass(slots=True)
class Report:
    """What became of the rows of one file."""

    name: str
    rows: int = 0
    passed: int = 0
    failed: list[Mistake] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # reason -> rows
    needless: list[str] = field(default_factory=list)  # ids that are excused and pass
    refused: Counter[str] = field(default_factory=Counter)  # reason -> rows that are not translatable

    @property
    def translatable(self) -> int:
        """The rows that could be translated and are not excused."""
        return self.passed + len(self.failed)

    @property
    def share(self) -> float:
        """How many of the translatable rows pass, of 1."""
        return self.passed / self.translatable if self.translatable else 1.0

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        counts = f"{self.translatable} translatable, {self.passed} passed ({self.share:.1%})"
        yield f"{self.name}: {self.rows} rows, {counts}"
        yield f"  failed: {len(self.failed)}"
        for each in self.failed:
            yield f"    {each.id}: {each.expression}"
            yield from (f"      | {line}" for line in each.source.splitlines())
            yield f"      got      {each.got}"
            yield f"      expected {each.expected}"
        yield f"  skipped, deliberately different: {self.skipped.total()}"
        yield from (f"    {count:4} {reason}" for reason, count in self.skipped.most_common())
        yield from (f"    passes although it is skipped: {each}" for each in self.needless)
        yield f"  not translatable: {self.refused.total()}"
        yield from (f"    {count:4} {reason}" for reason, count in self.refused.most_common())


def judge(path: Path) -> Report:
    """Translate, run and compare every row of one file."""
    adapter = adapter_of(path)
    translate: Callable[[dict[str, Any]], Translation] = import_module(f"tests.conformance.{adapter}").translate
    skips = list(read_skips(adapter))
    report = Report(path.name)
    for row in read_rows(path):
        report.rows += 1
        try:
            translation = translate(row)
        except NotTranslatable as refusal:
            report.refused[refusal.reason] += 1
            continue
        passed, got = outcome(translation)
        reason = next((why for pattern, why in skips if fnmatchcase(row["id"], pattern)), "")
        if reason:
            report.skipped[reason] += 1
            if passed:
                report.needless.append(row["id"])
        elif passed:
            report.passed += 1
        else:
            expression = row.get("expr") or row.get("feel") or ""
            expected = dumps(row["expected"])
            report.failed.append(Mistake(row["id"], expression, translation.source, got, expected))
    return report


def outcome(translation: Translation) -> tuple[bool, str]:
    """Whether a program does what the suite expects, and what it did, in words."""
    expected = translation.expected
    try:
        value = run(translation)
    except language.LanguageError as error:
        first = error.diagnostics[0]
        got = f"error[{first.code}]: {first.message}"
        if not isinstance(expected, ExpectedFailure) or expected.at_run_time:
            return False, got
        return all(each.code in expected.codes and _is_known(each) for each in error.diagnostics), got
    except Failure as failure:
        stopped = failure.code == "out-of-fuel"  # no suite expects that
        return isinstance(expected, ExpectedFailure) and not stopped, f"failure[{failure.code}]: {failure.message}"
    if isinstance(expected, ExpectedFailure):
        return expected.absence_passes and value is None, dumps(value)
    agrees = bool(expected(value)) if callable(expected) else _equal(value, expected)
    return agrees, dumps(value)


def run(translation: Translation) -> Value:
    """The result of `answer`; LanguageError or Failure where there is none."""
    (checked,) = (each for each in language.check(translation.source) if each.name == "answer")
    return language.compile_procedure(checked.core).run([translation.arguments[name] for name in checked.params])


def _is_known(diagnostic: language.Diagnostic) -> bool:
    """Whether the error is about types: a method that no type has is a mistake of the adapter."""
    if diagnostic.code != "unknown-method":
        return True
    name = diagnostic.message.rpartition("method `")[2].rstrip("`")
    return any(name == each.name for each in REGISTRY.all())


def _equal(value: Value, expected: Value) -> bool:
    """Equality that does not take true for 1, as Python's does."""
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(value, tuple) and isinstance(expected, tuple):
        return len(value) == len(expected) and all(map(_equal, value, expected))
    return same(value, expected)


def adapter_of(path: Path) -> str:
    """The adapter whose name the file's name begins with; ValueError if there is none."""
    for each in ADAPTERS:
        if path.name.startswith(each):
            return each
    raise ValueError(f"no adapter for {path.name}: its name begins with none of {', '.join(ADAPTERS)}")


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSONL file; fractions come as Decimal, so that no digit is lost."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line, parse_float=Decimal)


def read_skips(adapter: str) -> Iterator[tuple[str, str]]:
    """The patterns of ids that the adapter's skip file excuses, each with its reason."""
    path = HERE / f"{adapter}_skips.toml"
    if path.exists():
        for each in tomllib.loads(path.read_text("utf-8")).get("skip", []):
            for pattern in each["rows"]:
                yield pattern, each["reason"]
