"""The words that charts are spoken of in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.values import Number, Value
from seglam_lang.output.failures import OutputError


class Kind(StrEnum):
    """The kinds of charts; ANY is whichever suits the answer."""

    ANY = "any"
    BAR = "bar"
    LINE = "line"
    AREA = "area"
    PIE = "pie"
    SCATTER = "scatter"
    HISTOGRAM = "histogram"

    @staticmethod
    def named(name: str) -> Kind:
        """Return the kind with this name, ANY for none. Raise OutputError where there is none such."""
        try:
            return Kind(name.lower() or "any")
        except ValueError:
            kinds = [kind.value for kind in Kind if kind is not Kind.ANY]
            hint = did_you_mean(name, kinds) or f"there are {', '.join(kinds)}"
            raise OutputError("unknown-chart", f"there is no kind of chart {name!r}; {hint}") from None


class Along(StrEnum):
    """What lies along the first axis."""

    NAMES = "names"
    NUMBERS = "numbers"
    TIME = "time"  # days, or moments


class Axis(NamedTuple):
    """The first axis: its title, and what lies along it."""

    title: str
    along: Along


class Point(NamedTuple):
    """What is drawn: a number over a place along the axis; `written` is how it is written, "" as the number."""

    at: Value
    number: Number
    written: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Points that belong together; `name` tells them from the other series ("" where there are none)."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, before anything draws it. `left_out` is how many rows cannot be drawn, for a cell that is blank."""

    kind: Kind
    title: str
    x: Axis
    y: str
    series: tuple[Series, ...]
    left_out: int = 0

    @property
    def note(self) -> str:
        """What is to be said below the chart, "" if nothing."""
        if not self.left_out:
            return ""
        rows = "1 blank is" if self.left_out == 1 else f"{self.left_out:,} blanks are"
        return f"({rows} not drawn)"
