"""What programs may bring along without the words: constants that are tokens of a model's vocabulary.

Chosen by counting what the programs of the data for training take that their requests do not say
(`python -m tests.bench.slots everyday --literals`): it has to be taken over several tables. Of what belongs together,
weekdays or units, all are there.
"""

from __future__ import annotations

from seglam_lang.language.builtins.units import UNITS

_ROUND = (32, 36, 40, 45, 48, 50, 52, 60, 80, 90, 100, 120, 180, 200, 250, 300, 360, 365, 400, 500, 1000)
_LARGE = (1440, 3600, 86_400, 10_000, 100_000, 1_000_000)
_FRACTIONS = ("0.001", "0.01", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4", "0.5", "0.6", "0.7", "0.75", "0.8")
_ABOVE = ("0.9", "0.95", "1.1", "1.2", "1.25", "1.5", "1.8", "2.5", "3.5", "4.5", "7.5")
_SIGNS = ("", " ", ",", ", ", "-", " - ", ".", ". ", ":", ": ", ";", "; ", "/", "@", "#", "&", " & ", "_", "'", '"')
_MORE_SIGNS = ("(", ")", " (", "[", "]", "+", "*", "=", "%", "$", "€", "£", "\n", "0", " and ", "!", "?")
_MONTHS = ("yyyy", "yyyy-MM", "MM", "MMM", "MMMM", "MMM yyyy", "MMMM yyyy")  # forms of dates, as `.format(` takes them
_DAYS = ("yyyy-MM-dd", "d MMM", "d MMMM", "d MMM yyyy", "d MMMM yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy")
_TIMES = ("EEE", "EEEE", "HH", "HH:mm")
_PATTERNS = ("[0-9]", "[0-9]+", "[a-z]+", "[A-Z]", "[A-Za-z]+", "[aeiou]")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STEPS = ("minute", "hour", "day", "week", "month", "quarter", "year")  # what `.truncate(` takes

NUMBERS = frozenset({*map(str, (*range(32), *_ROUND, *_LARGE)), *_FRACTIONS, *_ABOVE})  # as they are written
TEXTS = tuple(
    dict.fromkeys(
        (
            *(*_SIGNS, *_MORE_SIGNS, *_MONTHS, *_DAYS, *_TIMES, *_PATTERNS, *_WEEKDAYS, *_STEPS),
            *sorted({unit.name for unit in UNITS}),
        )
    )
)
