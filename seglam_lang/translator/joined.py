"""Two tables that a key links, put to a model as the one that they make together.

    orders     order_id, customer_id, amount        rows.group_by(city).total(amount)
    customers  customer_id (or id), city            is said of orders, each beside its customer

Next to none of the requests that the shipped model has learned from is about two tables, so that it joins them wrongly
or not at all. Each row of the one has a key that one row of the other has. What takes columns of one table only is said
of that table, unless the words name the other first: "orders from Leeds" are no customers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from seglam_lang.drafts import Draft
from seglam_lang.language.checking.signature import Param, Signature, is_column
from seglam_lang.language.types import NUMBER, TEXT, table
from seglam_lang.language.values import Table
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Scope
from seglam_lang.translator.messages import Task

_ROWS = "rows"
_SHARED = 0.5  # of the keys of the one table are in the other, at least
_WORD = re.compile(r"[^\W\d_]+")
_COLUMN, _TABLE = re.compile(r"\bc\d+\b"), re.compile(rf"\b{_ROWS}\b")


@dataclass(frozen=True)
class Link:
    """That each row of a table has the key of a row of another one: names of tables and of their key columns."""

    table: str
    key: str
    other: str
    other_key: str


@dataclass(frozen=True)
class Joined:
    """A task about two tables as one about the table that they make; `link` is None where it stays as it is."""

    task: Task
    scope: Scope
    link: Link | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # of columns, by those that they have in the task

    def meant(self, draft: Draft) -> Draft:
        """Return what has been written of one table, said of the two."""
        if self.link is None:
            return draft
        text = _COLUMN.sub(lambda name: self.names.get(name[0], name[0]), draft.text)
        source, text = self._said(text)
        if len(_TABLE.findall(text)) > 1:
            return draft.over(f"let {_ROWS} = {source}\n{text}")
        return draft.over(_TABLE.sub(source, text))

    def _said(self, text: str) -> tuple[str, str]:
        """Return what the rows are that a body is about, and the body over the columns that these have."""
        assert self.link is not None, "there are two tables"
        link = self.link
        columns = {name for name in _COLUMN.findall(text) if name in self.scope.origins}
        tables = {_table_of(name, self.scope) for name in columns - {link.key}}
        own, other = (_table_of(name, self.scope) for name in (link.table, link.other))
        first = _named_first(own, other, self.task)
        if tables == {own} or (not tables and first != other):
            return link.table, text
        if tables <= {other} and first != own:
            return link.other, re.sub(rf"\b{link.key}\b", link.other_key, text)
        return self._both(columns), text

    def _both(self, used: Set[str]) -> str:
        """Return the rows of both tables, of which two columns cannot have one header: that which is used stays."""
        assert self.link is not None, "there are two tables"
        link = self.link
        alike = _alike(self.scope, link)
        kept = used | {link.other_key}
        rows = "".join([link.table, *(f".without({one})" for one, other in alike if other in kept)])
        others = "".join([link.other, *(f".without({other})" for _, other in alike if other not in kept)])
        return f"{rows}.left_join_on({link.key}, {others}, {link.other_key})"


def joined(task: Task) -> Joined:
    """Return a task about two tables that one key links as one about a single table."""
    links = list(_links(task.scope)) if len(task.reading.inputs.tables) == 2 else []
    if len(links) != 1:
        return Joined(task, task.scope)
    (link,) = links
    scope = task.scope
    tables = {link.table: _ROWS, link.other: _ROWS}
    left = [each for each in scope.signature.params if each.name not in (link.table, link.other, link.other_key)]
    names = {each.name: f"c{at}" for at, each in enumerate(each for each in left if is_column(each.type))}
    rows = Param(_ROWS, table(tuple(names.values())))
    params = [
        replace(each, name=names.get(each.name, each.name), table=tables.get(each.table, each.table)) for each in left
    ]
    kept = {each.name for each in left}
    origins = {names.get(name, name): each for name, each in scope.origins.items() if name in kept}
    arguments = {names.get(name, name): each for name, each in scope.arguments.items() if name in kept}
    seen = Scope(
        Signature((rows, *params)),
        {_ROWS: scope.arguments[link.table], **arguments},
        {_ROWS: scope.origins[link.table], **origins},
    )
    return Joined(replace(task, scope=seen), scope, link, {now: name for name, now in names.items()})


def _links(scope: Scope) -> Iterator[Link]:
    """Yield the links between the tables of a scope."""
    columns = [
        (each.table, each.name, scope.origins[each.name])
        for each in scope.signature.params
        if is_column(each.type) and each.type.args[0] in (TEXT, NUMBER)
    ]
    for first, key, one in columns:
        for second, other_key, other in columns:
            if first == second or not isinstance(one, ColumnOrigin) or not isinstance(other, ColumnOrigin):
                continue
            if _may_be_one(one, other) and _links_to(scope.arguments[first], one, scope.arguments[second], other):
                yield Link(first, key, second, other_key)


def _may_be_one(key: ColumnOrigin, other: ColumnOrigin) -> bool:
    """Return whether headers call a key alike: `customer_id` and, in `customers`, the same, or `id`; `Customer` and, in
    `customers`, `Name`.
    """
    if normal_header(key.header) == normal_header(other.header):
        return True
    words, table = _words(key.header), _words(other.table)
    return not words.isdisjoint(table) and words <= table | _words(other.header)


def _words(called: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(called.casefold()))


def _links_to(rows: Table, key: ColumnOrigin, others: Table, other: ColumnOrigin) -> bool:
    """Return whether the cells of a column are keys of another table, and its own rows are told apart by more."""
    here, there = rows.headers.index(key.header), others.headers.index(other.header)
    keys, known = rows.distinct(here), set(others.distinct(there))
    is_key = len(known) == others.length
    is_one_of_many = len(keys) < rows.length
    return is_key and is_one_of_many and sum(key in known for key in keys) >= _SHARED * max(len(keys), 1)


def _alike(scope: Scope, link: Link) -> list[tuple[str, str]]:
    """Return the columns of the two tables that have one header, but that of both keys."""
    headers: dict[str, dict[str, str]] = {link.table: {}, link.other: {}}
    for param in scope.signature.params:
        origin = scope.origins[param.name]
        if isinstance(origin, ColumnOrigin):
            headers[param.table][origin.header] = param.name
    one, other = headers[link.table], headers[link.other]
    pairs = [(one[header], other[header]) for header in one if header in other]
    return [pair for pair in pairs if pair != (link.key, link.other_key)]


def _table_of(name: str, scope: Scope) -> str:
    """Return what a table is called, or that of a column."""
    origin = scope.origins[name]
    assert isinstance(origin, InputOrigin | ColumnOrigin), "it is a table or a column"
    return origin.name if isinstance(origin, InputOrigin) else origin.table


def _named_first(one: str, other: str, task: Task) -> str | None:
    """Return which of two tables the words of a request name first; None where they name neither, or both at once."""
    called = {name: _words(name) for name in (one, other)}
    for token in task.reading.tokens:
        named = [name for name, words in called.items() if stem(token.norm) in words]
        if named:
            return named[0] if len(named) == 1 else None
    return None
