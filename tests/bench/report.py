"""Figures as people read them: name, figure, target, and whether it is met."""

from __future__ import annotations

import operator
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from seglam_lang.translator import ModelError, Translator

COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. A figure without a `met` is printed for information."""

    name: str
    text: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {None: "", True: "yes", False: "NO"}[self.met]
        return f"  {self.name:<34} {self.text:<38} {self.target:<12} {verdict}".rstrip()


def limited(name: str, value: float, comparison: str, limit: float, form: str = "{:g}", note: str = "") -> Figure:
    """A number with a target: it is met where `value comparison limit` holds."""
    text = form.format(value) + (f" ({note})" if note else "")
    return Figure(name, text, f"{comparison} {form.format(limit)}", COMPARISONS[comparison](value, limit))


def share(name: str, part: int, whole: int, comparison: str = "", limit: float = 0.0) -> Figure:
    """A share in percent, with its target if there is one. Of nothing there is no share, and no verdict."""
    if not whole:
        return Figure(name, "of none")
    text = f"{part / whole:.1%} ({part} of {whole})"
    if not comparison:
        return Figure(name, text)
    target = "all" if limit == 1 else f"{comparison} {limit:.0%}"
    return Figure(name, text, target, COMPARISONS[comparison](part / whole, limit))


def times(name: str, values: Sequence[float], limit: float | None = None) -> Figure:
    """Median and 95th percentile of times in ms; the target is for the median."""
    if not values:
        return Figure(name, "none")
    median = statistics.median(values)
    text = f"median {median:.3g}, p95 {percentile(values, 95):.3g} (of {len(values)})"
    return Figure(name, text) if limit is None else Figure(name, text, f"<= {limit:g}", median <= limit)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` of the values do not exceed."""
    return sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)]


def model_identity(model: Path) -> str:
    """The beginning of the hash of the model that figures are of; SystemExit where the file is no model."""
    try:
        return Translator(model).model_hash[:12]
    except ModelError as error:
        sys.exit(str(error))


def machine() -> str:
    """What the times were taken on."""
    return f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
