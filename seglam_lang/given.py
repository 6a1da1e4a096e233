"""What the Python API is given beside the words of a request, as the rest of the program takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from seglam_lang.inputs import FileOptions, InputError, Inputs, read_inputs
from seglam_lang.inputs.dates import parse_iso
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.store.program import Loaded

if TYPE_CHECKING:
    from seglam_lang.verifier.examples import Case

NO_EXAMPLE: Any = object()  # no example: any value may be the right answer, None too


class Reply(NamedTuple):
    """What a person says to a refusal: which of its readings is meant, or that the model is to be asked again."""

    pick: int | None = None
    retry: bool = False


def given_inputs(
    given: Inputs | Mapping[str, Any] | None, table: Any, named: Mapping[str, Any], options: FileOptions
) -> Inputs:
    """Return the inputs of a request; `options` say how a file is read. Raise InputError where they cannot be read, or
    are given twice."""
    if isinstance(given, Inputs):
        if table is not None or named:
            raise InputError("bad-input", "give either `Inputs` alone, or a table and named values, not both")
        return given
    if not isinstance(given, Mapping | None):
        raise InputError("bad-input", f"expected inputs as a dict of names and values, got {type(given).__name__}")
    return read_inputs(values={**(given or {}), **named}, table=table, options=options)


def file_options(engine: str, keep_totals: bool, blank: str | Iterable[str]) -> FileOptions:
    """Return how files are to be read. Raise InputError where what stands in blank cells is no text."""
    texts = (blank,) if isinstance(blank, str) else tuple(blank) if isinstance(blank, Iterable) else (blank,)
    if not all(isinstance(each, str) for each in texts):
        raise InputError("bad-input", f"what stands in blank cells is a text, or several, not {blank!r}")
    return FileOptions(keep_totals=keep_totals, engine=engine, blank=texts)


def given_reply(pick: int | None, retry: bool) -> Reply:
    """Return what is said to a refusal. Raise InputError where it is two things at once."""
    if pick is not None and retry:
        raise InputError("bad-pick", "a reading is picked of those that were shown; to ask again gives others")
    return Reply(pick, retry)


def given_day(today: date | str | None) -> date | None:
    """Return the day that `today` states. Raise InputError where it states none."""
    if today is None or (isinstance(today, date) and not isinstance(today, datetime)):
        return today
    day = parse_iso(today) if isinstance(today, str) else None
    if day is None:
        raise InputError("bad-today", f"today is a date as 2024-03-31, not {today!r}")
    return day


# Examples: `verifier.examples` is imported where there are any


def given_cases(reading: Reading, example: Any, examples: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """Return the user's examples, that of this very request first. Raise InputError where one of them is none."""
    if example is NO_EXAMPLE and examples == ():
        return ()
    from seglam_lang.verifier.examples import cases_of

    return cases_of(reading, [] if example is NO_EXAMPLE else [example], examples)


def is_wrong(program: Loaded, wording: Wording, cases: tuple[Case, ...]) -> bool:
    """Return whether one of the user's examples shows that a stored procedure is wrong."""
    if not cases:
        return False
    from seglam_lang.verifier.examples import objection

    return bool(objection(program.compiled, program.params, wording, cases))


def digest_of(cases: tuple[Case, ...]) -> str:
    """Return what distinguishes one set of examples from another; "" for none."""
    if not cases:
        return ""
    from seglam_lang.verifier.examples import digest

    return digest(cases)
