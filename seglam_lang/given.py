"""What the Python API is given beside the words of a request, as the rest of the program takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.inputs.dates import parse_iso


def given_inputs(given: Inputs | Mapping[str, Any] | None, table: Any, named: Mapping[str, Any]) -> Inputs:
    """Return the inputs of a request. Raise InputError where they cannot be read, or are given twice."""
    if isinstance(given, Inputs):
        if table is not None or named:
            raise InputError("bad-input", "give either `Inputs` alone, or a table and named values, not both")
        return given
    if not isinstance(given, Mapping | None):
        raise InputError("bad-input", f"expected inputs as a dict of names and values, got {type(given).__name__}")
    return read_inputs(values={**(given or {}), **named}, table=table)


def given_day(today: date | str | None) -> date | None:
    """Return the day that `today` states. Raise InputError where it states none."""
    if today is None or (isinstance(today, date) and not isinstance(today, datetime)):
        return today
    day = parse_iso(today) if isinstance(today, str) else None
    if day is None:
        raise InputError("bad-today", f"today is a date as 2024-03-31, not {today!r}")
    return day
