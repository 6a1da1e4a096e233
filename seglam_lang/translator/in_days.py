"""Moments as days, where a request speaks of days.

    total kwh in February 2024      read_at is a DateTime
    written                         rows.where(row => row[c0] >= s1 and row[c0] <= s2).total(c1)
    said                            rows.where(row => row[c0].date() >= s1 and row[c0].date() <= s2).total(c1)

A moment cannot be compared with a day, and nobody says "the day of". So columns of moments are put to a model as those
of days, and what it writes of their cells is of their days. Who asks about a time of day, or speaks of no day, is
answered of the moments.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from seglam_lang.drafts import Draft
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.types import DATE, DATETIME, TIME, Constructor, column_of, is_a
from seglam_lang.language.values import Record
from seglam_lang.requests.alike.guard import sense_of
from seglam_lang.requests.model import Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope
from seglam_lang.translator.messages import Task

_A_DAY = "a day"


def in_days(task: Task) -> Task:
    """Return the task over columns of days, where it is about days and has columns of moments."""
    moments = _moments(task.scope)
    if not moments or not _speaks_of_days(task.reading):
        return task
    params = [
        replace(param, type=column_of(DATE)) if param.name in moments else param
        for param in task.scope.signature.params
    ]
    return replace(task, scope=replace(task.scope, signature=Signature(tuple(params))))


def of_moments(draft: Draft, task: Task, seen: Task) -> Draft:
    """Return what a model has written of a task as it has `seen` it, said of the task itself."""
    return draft if seen is task else draft.over(_of_moments(draft.text, _moments(task.scope)))


def _moments(scope: Scope) -> list[str]:
    """Return the names of columns of moments."""
    return [
        param.name
        for param in scope.signature.params
        if is_a(param.type, Constructor.COLUMN) and param.type.args[0] == DATETIME
    ]


def _speaks_of_days(reading: Reading) -> bool:
    stated = [*reading.visible, *reading.further]
    if any(each.type in (TIME, DATETIME) for each in stated):
        return False
    return any(map(_is_of_days, stated)) or any(sense_of(token.norm) == _A_DAY for token in reading.tokens)


def _is_of_days(mention: Mention) -> bool:
    """Return whether a mention is a day, or a period from one to another."""
    ends = mention.value.values if isinstance(mention.value, Record) else (mention.value,)
    return all(type(each) is date for each in ends)


def _of_moments(text: str, names: list[str]) -> str:
    """Return a body with the days of cells of moments in place of days, and groups and lists by day."""
    name = "|".join(names)
    text = re.sub(rf"(\w+ ?\[(?:{name})\])", r"\1.date()", text)
    text = re.sub(rf"\.values\(({name})\)", r".map(row => row [\1].date())", text)
    return re.sub(rf"\bgroup_by\(({name})\)", r"group_by(row => row [\1].date())", text)
