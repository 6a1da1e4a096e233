"""Durations added up and averaged: of a list, of a column, of each group.

`sum`, `total`, `average` and `median` mean these where the values are Durations. A mean that is no whole number of
microseconds is rounded once to the nearest one, halves to the even one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from seglam_lang.language.builtins.groups import aggregated, by_group, sorting_groups
from seglam_lang.language.builtins.list import Items, not_empty
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.builtins.table import column_values
from seglam_lang.language.computing.fuel import grouped, length, rows, sorting, sorting_values
from seglam_lang.language.computing.times import divided_duration, duration, microseconds
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DURATION
from seglam_lang.language.values import Column, Groups, Table


def _total(lengths: Items | list[Any]) -> timedelta:
    return duration(sum(map(microseconds, lengths)))


def _mean(lengths: Items | list[Any]) -> timedelta:
    return divided_duration(sum(map(microseconds, lengths)), len(lengths))


def _median(lengths: Items | list[Any]) -> timedelta:
    ordered = sorted(lengths)
    middle = len(ordered) // 2
    return _mean(ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1])


def _average(lengths: Items | list[Any]) -> timedelta:
    not_empty(tuple(lengths), "the average")
    return _mean(lengths)


def _average_if_any(lengths: list[Any]) -> timedelta | None:
    return _mean(lengths) if lengths else None


def _median_if_any(lengths: list[Any]) -> timedelta | None:
    return _median(lengths) if lengths else None


def _by_group(groups: Groups, column: Column, aggregate: Callable[[list[Any]], Any]) -> Table:
    return aggregated(groups, replace(column, type=DURATION), by_group(groups, column, aggregate))


# --- of a list ----------------------------------------------------------------------------------------------------


@builtin(
    "List<Duration>.sum() -> Duration",
    id="list_of_durations.sum",
    overload=True,
    cost=length,
    phrase="the sum of {self}",
    examples=["[@PT1H, @PT30M].sum() == @PT1H30M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def list_sum(lengths: Items) -> timedelta:
    """Return the sum of the durations; zero for an empty list."""
    return _total(lengths)


@builtin(
    "List<Duration>.average() -> Duration",
    id="list_of_durations.average",
    overload=True,
    cost=length,
    phrase="the average of {self}",
    examples=["[@PT1H, @PT30M].average() == @PT45M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def list_average(lengths: Items) -> timedelta:
    """Return the mean of the durations, to the nearest microsecond. Fail if the list is empty."""
    return _average(lengths)


@builtin(
    "List<Duration>.median() -> Duration",
    id="list_of_durations.median",
    overload=True,
    cost=sorting,
    phrase="the median of {self}",
    examples=["[@PT1H, @PT10M, @PT30M].median() == @PT30M", "[@PT1H, @PT30M].median() == @PT45M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def list_median(lengths: Items) -> timedelta:
    """Return the median of the durations: the middle one of the sorted durations, or the mean of the middle two. Fail
    if the list is empty."""
    not_empty(lengths, "the median")
    return _median(lengths)


# --- of a column --------------------------------------------------------------------------------------------------


@builtin(
    "Table.total(column: Column<Duration>) -> Duration",
    id="table_of_durations.total",
    overload=True,
    cost=rows,
    phrase="the total {column}[ of {self}]",
    examples=["shifts.total(worked) == @PT16H", "shifts.total(row => row[worked] + @PT1H) == @PT19H"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def table_total(table: Table, column: Column) -> timedelta:
    """Return the sum of a column of durations; zero if the column has no values."""
    return _total(column_values(table, column))


@builtin(
    "Table.average(column: Column<Duration>) -> Duration",
    id="table_of_durations.average",
    overload=True,
    cost=rows,
    phrase="the average {column}[ of {self}]",
    examples=["shifts.average(worked) == @PT5H20M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def table_average(table: Table, column: Column) -> timedelta:
    """Return the mean of a column of durations, to the nearest microsecond. Fail if the column has no values."""
    return _average(column_values(table, column))


@builtin(
    "Table.median(column: Column<Duration>) -> Duration",
    id="table_of_durations.median",
    overload=True,
    cost=sorting_values,
    phrase="the median {column}[ of {self}]",
    examples=["shifts.median(worked) == @PT4H"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def table_median(table: Table, column: Column) -> timedelta:
    """Return the median of a column of durations: the middle of its sorted values, or the mean of the middle two. Fail
    if the column has no values."""
    values = column_values(table, column)
    if not values:
        raise Failure("empty", "the median of no values")
    return _median(values)


# --- of each group ------------------------------------------------------------------------------------------------


@builtin(
    "Groups.total(column: Column<Duration>) -> Table",
    id="groups_of_durations.total",
    overload=True,
    cost=grouped,
    phrase="the total {column} {self:by}",
    examples=['shifts.group_by(who).total(worked).to_csv() == "who,worked\\nAnn,PT12H\\nBob,PT4H\\n"'],
    columns="group",
)
def group_total(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the sum of a column of durations in each."""
    return _by_group(groups, column, _total)


@builtin(
    "Groups.average(column: Column<Duration>) -> Table",
    id="groups_of_durations.average",
    overload=True,
    cost=grouped,
    phrase="the average {column} {self:by}",
    examples=['shifts.group_by(who).average(worked).to_csv() == "who,worked\\nAnn,PT6H\\nBob,PT4H\\n"'],
    columns="group",
)
def group_average(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the mean of a column of durations in each, blank if a group has no values."""
    return _by_group(groups, column, _average_if_any)


@builtin(
    "Groups.median(column: Column<Duration>) -> Table",
    id="groups_of_durations.median",
    overload=True,
    cost=sorting_groups,
    phrase="the median {column} {self:by}",
    examples=['shifts.group_by(who).median(worked).to_csv() == "who,worked\\nAnn,PT6H\\nBob,PT4H\\n"'],
    columns="group",
)
def group_median(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the median of a column of durations in each, blank if a group has no values."""
    return _by_group(groups, column, _median_if_any)


# --- by their earlier names ---------------------------------------------------------------------------------------


@builtin(
    "List<Duration>.total_duration() -> Duration",
    cost=length,
    phrase="the total duration of {self}",
    examples=["[@PT1H, @PT30M].total_duration() == @PT1H30M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def list_total_duration(lengths: Items) -> timedelta:
    """Return the sum of the durations, as `sum` does: an earlier name of it."""
    return _total(lengths)


@builtin(
    "List<Duration>.average_duration() -> Duration",
    cost=length,
    phrase="the average duration of {self}",
    examples=["[@PT1H, @PT30M].average_duration() == @PT45M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def list_average_duration(lengths: Items) -> timedelta:
    """Return the mean of the durations, as `average` does: an earlier name of it."""
    return _average(lengths)


@builtin(
    "Table.total_duration(column: Column<Duration>) -> Duration",
    cost=rows,
    phrase="the total {column}[ of {self}]",
    examples=["shifts.total_duration(worked) == @PT16H"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def table_total_duration(table: Table, column: Column) -> timedelta:
    """Return the sum of a column of durations, as `total` does: an earlier name of it."""
    return _total(column_values(table, column))


@builtin(
    "Table.average_duration(column: Column<Duration>) -> Duration",
    cost=rows,
    phrase="the average {column}[ of {self}]",
    examples=["shifts.average_duration(worked) == @PT5H20M"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def table_average_duration(table: Table, column: Column) -> timedelta:
    """Return the mean of a column of durations, as `average` does: an earlier name of it."""
    return _average(column_values(table, column))


@builtin(
    "Groups.total_duration(column: Column<Duration>) -> Table",
    cost=grouped,
    phrase="the total {column} {self:by}",
    examples=['shifts.group_by(who).total_duration(worked).to_csv() == "who,worked\\nAnn,PT12H\\nBob,PT4H\\n"'],
    columns="group",
)
def group_total_duration(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the sum of a column of durations in each, as `total` does: an earlier name of
    it."""
    return _by_group(groups, column, _total)


@builtin(
    "Groups.average_duration(column: Column<Duration>) -> Table",
    cost=grouped,
    phrase="the average {column} {self:by}",
    examples=['shifts.group_by(who).average_duration(worked).to_csv() == "who,worked\\nAnn,PT6H\\nBob,PT4H\\n"'],
    columns="group",
)
def group_average_duration(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the mean of a column of durations in each, as `average` does: an earlier name
    of it."""
    return _by_group(groups, column, _average_if_any)
