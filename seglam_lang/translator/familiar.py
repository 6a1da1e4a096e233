"""Types that a model has hardly seen, put to it as those that it knows.

    kwh since February 2024          written   rows.where(row => row[c3] >= s1).total(c0)
    (c3: moments)                    meant     rows.where(row => row[c3].date() >= s1).total(c0)

    calls longer than 10 minutes     written   rows.where(row => row[c5] > s0).count()
    (c5: lengths of time)            meant     rows.where(row => row[c5] > s2).count(), as s0 and s1 are the 10

Next to none of the requests that the shipped model has learned from is about a table with moments, times of day or
lengths of time, so that it writes nothing that makes sense of them, where it would of days and numbers. So moments and
times of day are put to it as days, and lengths as numbers, and so is what the words state of them; of "10 minutes" the
10 is no number by itself then. What it writes is read as being of what there is: names stand for what they did, cells
of moments for their days or times of day, where those are asked about, and a length times a rate (`€/h`) is so many
hours times that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from seglam_lang.drafts import Draft
from seglam_lang.language.checking.signature import Signature, is_column
from seglam_lang.language.completion import lexemes
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con, Type, column_of
from seglam_lang.language.values import Record
from seglam_lang.requests import kinds
from seglam_lang.requests.alike.guard import sense_of
from seglam_lang.requests.model import Literal, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Origin, PartOrigin, Scope, mention_in
from seglam_lang.translator.messages import Task
from seglam_lang.translator.parts import of_parts
from seglam_lang.translator.writing import source_of

_KNOWN = {DATE: kinds.DATE, NUMBER: kinds.NUMBER}  # types that are put for others, and the kinds of such values
_A_DAY = "a day"  # the sense of "daily"
_ONE_DAY = timedelta(days=1)
_RATES = {  # in a header, by what it is a rate of
    "hours": re.compile(r"(?i:/ ?|\bper[ _]|_per_)(?:h|hrs?|hours?)(?![a-z])|(?i:\bhourly\b)"),
    "minutes": re.compile(r"(?i:/ ?|\bper[ _]|_per_)(?:mins?|minutes?)(?![a-z])"),
}
_NAME = re.compile(r"\bs\d+\b")  # of what the words state


@dataclass(frozen=True)
class Familiar:
    """A task as a model sees it: what its `names` say in the task itself, of which columns the "date" or "time" of each
    cell is `taken`, and which columns are `lengths` of time, and which `rates` of "hours" or "minutes".
    """

    task: Task
    names: Mapping[str, str]
    taken: Mapping[str, str]
    lengths: Sequence[str] = ()
    rates: Mapping[str, str] = field(default_factory=dict)

    def meant(self, draft: Draft) -> Draft:
        """Return what the model has written, said of the task itself."""
        if not (self.names or self.taken or self.lengths):
            return draft
        body = [each for lexeme in lexemes(draft.text) for each in lexemes(self.names.get(lexeme, lexeme))]
        tables = {each.name: each.table for each in self.task.scope.signature.params}
        for column, part in self.taken.items():
            body = of_parts(body, tables[column], column, part)
        text = self._of_rates(source_of(body))
        return draft.over(text)

    def _of_rates(self, text: str) -> str:
        """Return a body with hours in place of the lengths of time that a rate is multiplied with."""
        for length, (rate, unit) in product(self.lengths, self.rates.items()):
            cell, other = rf"(\w+ ?\[{length}\])", rf"(\w+ ?\[{rate}\])"
            text = re.sub(rf"{cell} \* {other}", rf"\1.total_{unit}() * \2", text)
            text = re.sub(rf"{other} \* {cell}", rf"\1 * \2.total_{unit}()", text)
        return text


def familiar(task: Task, *, in_days: bool = False) -> Familiar:
    """Return the task with columns, and what the words state of them, as of types that a model knows; `in_days`: it has
    a column of numbers of days, with which lengths of time are compared.
    """
    columns = {each.type.args[0] for each in task.scope.signature.params if is_column(each.type)}
    stated = {each.type for each in task.scope.signature.params if _NAME.fullmatch(each.name)}
    put: dict[Type, Con] = {}
    if DURATION in columns or (in_days and DURATION in stated):
        put[DURATION] = NUMBER
    if TIME in columns & stated:
        put[TIME] = DATE
        if DATE not in stated:
            put[DATE] = TEXT  # no day is compared with a time of day
    part = _of_moments(columns, stated, task.reading)
    if part is not None:
        put[DATETIME] = DATE
    if part == "time":
        put[TIME] = DATE
    if not put:
        return Familiar(task, {}, {})
    scope = _without_parts(task.scope, put)
    names = {name: f"s{at}" for at, name in enumerate(filter(_NAME.fullmatch, scope.origins))}
    params = [
        replace(each, name=names.get(each.name, each.name), type=_as(each.type, put)) for each in scope.signature.params
    ]
    origins = {names.get(name, name): _as_known(each, put) for name, each in scope.origins.items()}
    arguments = {names.get(name, name): value for name, value in scope.arguments.items()}
    moments = _columns_of(DATETIME, scope)
    said = {seen: _in_days(name, task.scope) if in_days else name for name, seen in names.items()}
    return Familiar(
        replace(task, scope=Scope(Signature(tuple(params)), arguments, origins)),
        {seen: name for seen, name in said.items() if name != seen},
        dict.fromkeys(moments, part) if part else {},
        _columns_of(DURATION, scope),
        {name: unit for name in _columns_of(NUMBER, scope) if (unit := _rate_of(scope.arguments[name].header))},
    )


def _columns_of(kind: Con, scope: Scope) -> list[str]:
    return [each.name for each in scope.signature.params if is_column(each.type) and each.type.args[0] == kind]


def _rate_of(header: str) -> str:
    """Return of what a header says that its numbers are a rate; "" where it says none."""
    return next((unit for unit, pattern in _RATES.items() if pattern.search(header)), "")


def _of_moments(columns: set[Type], stated: set[Type], reading: Reading) -> str | None:
    """Return what is taken of cells of moments, "" for the moments themselves; None where they stay what they are."""
    if DATETIME not in columns:
        return None
    if DATETIME in stated:
        return ""
    if DATE in stated or any(sense_of(token.norm) == _A_DAY for token in reading.tokens):
        return "date"
    return "time" if TIME in stated and TIME not in columns else None


def _as(kind: Type, put: Mapping[Type, Con]) -> Type:
    return column_of(put.get(kind.args[0], kind.args[0])) if is_column(kind) else put.get(kind, kind)


def _without_parts(scope: Scope, put: Mapping[Type, Con]) -> Scope:
    """Return a scope without the values that stand in what is put as another type: the 10 of "10 minutes"."""
    types = {each.name: each.type for each in scope.signature.params}
    stated = {name: mention for name, each in scope.origins.items() if (mention := mention_in(each)) is not None}
    wholes = [mention for name, mention in stated.items() if types[name] in put and types[name] != DATE]
    left = {
        name
        for name, mention in stated.items()
        if types[name] not in put and any(one.first <= mention.first and mention.last <= one.last for one in wholes)
    }
    return Scope(
        Signature(tuple(each for each in scope.signature.params if each.name not in left)),
        {name: value for name, value in scope.arguments.items() if name not in left},
        {name: origin for name, origin in scope.origins.items() if name not in left},
    )


def _in_days(name: str, scope: Scope) -> str:
    """Return what the number of days is of a value that is stated, if it is a length of time: the 5 of "5 days"."""
    length, whole = scope.arguments[name], mention_in(scope.origins[name])
    if not isinstance(length, timedelta) or whole is None:
        return name
    for other, origin in scope.origins.items():
        inner = mention_in(origin)
        if inner is not None and inner.first == whole.first and scope.arguments[other] == length / _ONE_DAY:
            return other
    return f"{name}.total_days()"


def _as_known(origin: Origin, put: Mapping[Type, Con]) -> Origin:
    """Return an origin whose value looks like one of the type that is put for its own."""
    if isinstance(origin, PartOrigin):
        return replace(origin, mention=_looking(origin.mention, put))
    return _looking(origin, put) if isinstance(origin, Literal) else origin


def _looking(mention: Mention, put: Mapping[Type, Con]) -> Mention:
    if not isinstance(mention, Literal):
        return mention
    if isinstance(mention.value, Record):
        ends = {put.get(each) for each in mention.type.args}
        return replace(mention, kind=kinds.PERIOD) if ends == {DATE} else mention
    known = put.get(mention.type)
    return replace(mention, kind=_KNOWN[known]) if known in _KNOWN else mention
