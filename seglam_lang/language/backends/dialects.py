"""What engines write in SQL in different ways: the forms of some expressions, texts, names and types.

The planner writes one SQL for all engines, and asks for a form by its name where they differ. An engine that lacks one
leaves what needs it to the interpreter: it would round there, or overflow, or nobody has shown that it gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seglam_lang.language.types import BOOL, DATE, DATETIME, TEXT, TIME, Con

_WITHOUT_FORM = re.compile("[\0\ud800-\udfff]")


class NotPushed(Exception):
    """The interpreter computes this one. The message says why."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine writes SQL.

    `engine` is what people call it. `types` are those of columns that hold no numbers. A text stands in single quotes
    with its signs `escaped`, a name between two `name_quote`s. `kinds` has what the engine calls those types of columns
    of a file that DuckDB calls otherwise. `forms` has expressions by name, with {0}, {1}, ... for their parts.
    """

    engine: str
    types: Mapping[Con, str]
    escaped: Mapping[int, str]
    name_quote: str
    kinds: Mapping[str, str]
    forms: Mapping[str, str]

    def form(self, name: str, *parts: object) -> str:
        """Return the expression of a name. Raise NotPushed where the engine has none."""
        if name not in self.forms:
            raise NotPushed(f"{name.replace('_', ' ')} has no form in the SQL of {self.engine}")
        return self.forms[name].format(*parts)

    def type(self, kind: Con) -> str:
        """Return the type of columns of texts, days, ... Raise NotPushed where the engine has none."""
        if kind not in self.types:
            raise NotPushed(f"a column of {kind.name}s has no form in the SQL of {self.engine}")
        return self.types[kind]

    def text(self, text: str) -> str | None:
        """Return a text as SQL has it, None if it has no form there."""
        return f"'{text.translate(self.escaped)}'" if has_form(text) else None

    def name(self, name: str) -> str:
        """Return a name as SQL has it."""
        return self.name_quote + name.replace(self.name_quote, 2 * self.name_quote) + self.name_quote

    def kind(self, declared: str) -> str:
        """Return what DuckDB calls a type of a file's column."""
        return self.kinds.get(declared, declared.upper())


def has_form(text: str) -> bool:
    """Return whether a text can be in SQL: it has no null character and no half of a surrogate pair."""
    return _WITHOUT_FORM.search(text) is None


# Written the same in both.
_TYPES = {DATE: "DATE", DATETIME: "TIMESTAMP", BOOL: "BOOLEAN"}
_COMMON = {
    "year": "year({0})",
    "month": "month({0})",
    "day": "day({0})",
    "quarter": "quarter({0})",
    "day_of_year": "dayofyear({0})",
    "hour": "hour({0})",
    "minute": "minute({0})",
    "end_of_month": "last_day({0})",
    "contains": "contains({0}, {1})",
}

DUCKDB = Dialect(
    engine="DuckDB",
    types={TEXT: "VARCHAR", TIME: "TIME", **_TYPES},
    escaped={ord("'"): "''"},
    name_quote='"',
    kinds={},
    forms={
        **_COMMON,
        "weekday_number": "isodow({0})",
        "week_number": "week({0})",
        "week_year": "isoyear({0})",
        "weekday": "dayname({0})",
        "month_name": "monthname({0})",
        "start_of_month": "CAST(date_trunc('month', {0}) AS DATE)",
        "start_of_quarter": "CAST(date_trunc('quarter', {0}) AS DATE)",
        "start_of_year": "CAST(date_trunc('year', {0}) AS DATE)",
        "days_until": "({1} - {0})",
        "starts_with": "starts_with({0}, {1})",
        "ends_with": "ends_with({0}, {1})",
        "error": "error('{0}')",
        "whole_number": "CAST({0} AS HUGEINT)",
        "whole_quotient": "({0} // {1})",
        "sum": "sum({0})",
        "sum_of_whole": "sum({0})",
        "lower_median": "quantile_disc({0}, 0.5)",
        "upper_median": "-quantile_disc(-{0}, 0.5)",
        "with_position": "* REPLACE ({0} AS p)",
        "listed_columns": "({0})",
        # what the columns of a file hold
        "is_iso_day": "strlen({0}) = 10 AND CAST(TRY_CAST({0} AS DATE) AS VARCHAR) = {0}",
        "is_infinite": "isinf({0})",
        "is_no_midnight": "CAST({0} AS TIME) <> TIME '00:00:00'",
        "matches": "regexp_full_match({0}, {1})",
        "is_no_text": "contains({0}, chr(0))",  # which SQL has no form for
    },
)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _named(number: str, names: Sequence[str]) -> str:
    """Return the name that goes with a number from 0 on. An item of an array would be taken for no blank where the
    number is one: Spark holds `IS NOT NULL` of such for true."""
    cases = " ".join(f"WHEN {place} THEN '{name}'" for place, name in enumerate(names))
    return f"(CASE {number} {cases} END)"


# Spark, with the settings of the module `spark`. It adds BIGINTs up to a BIGINT, and a percentile is a float.
SPARK = Dialect(
    engine="Spark",
    types={TEXT: "STRING", **_TYPES},
    escaped={ord("\\"): "\\\\", ord("'"): "\\'"},
    name_quote="`",
    kinds={
        "int": "INTEGER",
        "string": "VARCHAR",
        "timestamp_ntz": "TIMESTAMP",
        "timestamp": "TIMESTAMP WITH TIME ZONE",
    },
    forms={
        **_COMMON,
        "weekday_number": "(weekday({0}) + 1)",
        "week_number": "weekofyear({0})",
        "week_year": "extract(YEAROFWEEK FROM {0})",
        "weekday": _named("weekday({0})", _DAYS),
        "month_name": _named("month({0}) - 1", _MONTHS),
        "start_of_month": "trunc({0}, 'MONTH')",
        "start_of_quarter": "trunc({0}, 'QUARTER')",
        "start_of_year": "trunc({0}, 'YEAR')",
        "days_until": "datediff({1}, {0})",
        "starts_with": "startswith({0}, {1})",
        "ends_with": "endswith({0}, {1})",
        "error": "raise_error('{0}')",
        "sum": "sum({0})",
        "sum_of_whole": "sum(CAST({0} AS DECIMAL(19, 0)))",
        "with_position": "* EXCEPT (p), {0} AS p",
        "listed_columns": "{0}",
        # what the columns of a file hold: Spark reads bytes that are no UTF-8 as some text
        "is_iso_day": "octet_length({0}) = 10 AND {0} >= '0001' AND CAST(TRY_CAST({0} AS DATE) AS STRING) = {0}",
        "is_infinite": "abs({0}) = CAST('Infinity' AS DOUBLE)",
        "is_no_midnight": "{0} <> date_trunc('DAY', {0})",
        "matches": "{0} RLIKE concat('^(', {1}, ')\\\\z')",
        "is_no_text": "contains({0}, chr(0)) OR NOT is_valid_utf8({0})",
    },
)
