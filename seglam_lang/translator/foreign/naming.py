"""Readable names for what a draft may use, and back: a model that knows other languages reads `amount`, not `c1`.

Columns and inputs have names made of their own; the values of a request are written as they are in source, as code to
copy (`row[region] == "North"`). `scoped` turns a draft back: names into those of the scope, and a value that the
request or a column has into the name of that value, so that the procedure takes it from the next request as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seglam_lang.language.checking.names import readable
from seglam_lang.language.checking.signature import Param, Signature, is_table
from seglam_lang.language.completion.lexemes import label_of, lexemes
from seglam_lang.language.computing.numbers import number_value, show_number
from seglam_lang.language.syntax.inline import quote
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Type, table
from seglam_lang.requests.model import CellRef, Literal
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Scope, ValueOrigin, mention_in
from seglam_lang.translator.nano.constants import TEXTS
from seglam_lang.translator.vocabulary import tokens_of
from seglam_lang.translator.writing import source_of

WRITTEN = frozenset({NUMBER, TEXT, DATE, DATETIME, TIME, DURATION})  # types whose values are written, not named
_TAKEN = frozenset({"rows", "row", "result", "refuse"})


@dataclass(frozen=True)
class Naming:
    """The readable `names` of a scope, by its own; and its values, by how they are written."""

    signature: Signature  # what a draft may name
    names: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]  # of one that is there twice, those in the request first

    @classmethod
    def of(cls, scope: Scope) -> Naming:
        """Return the naming of a scope."""
        values: dict[str, list[str]] = {}
        named: list[Param] = []
        for param in scope.signature.params:
            shown = _written(param.type, scope.arguments[param.name])
            if shown and not isinstance(scope.origins[param.name], InputOrigin):
                values.setdefault(shown, []).append(param.name)
            else:
                named.append(param)
        names = _distinct({param.name: _wished(param, scope) for param in named})
        return cls(
            Signature(tuple(_renamed(param, names) for param in named)),
            names,
            {shown: tuple(of) for shown, of in values.items()},
        )

    @property
    def literals(self) -> tuple[str, ...]:
        """The texts, dates and times that a draft may contain: those of the request and its columns, and constants."""
        listed = (shown for shown in self.values if not shown[0].isdigit())
        return tuple(dict.fromkeys([*listed, *map(quote, TEXTS)]))

    def readable(self, text: str) -> str:
        """Return a body over the names of the scope as a model writes it that has readable names."""
        shown = {name: value for value, names in self.values.items() for name in names}
        found = [
            lexeme if is_label else self.names.get(lexeme) or shown.get(lexeme, lexeme)
            for lexeme, is_label in _with_labels(lexemes(text))
        ]
        return source_of(tokens_of(found), as_people=True)

    def scoped(self, text: str) -> str:
        """Return a draft over the names of the scope."""
        own = {readable: name for name, readable in self.names.items()}
        used: dict[str, int] = {}
        found = []
        for lexeme, is_label in _with_labels(lexemes(text)):
            if not is_label and lexeme in own:
                found.append(own[lexeme])
            elif not is_label and (names := self.values.get(_normal(lexeme))):
                at = used.get(names[0], 0)
                used[names[0]] = at + 1
                found.append(names[min(at, len(names) - 1)])
            else:
                found.append(lexeme)
        return source_of(tokens_of(found))


def _written(kind: Type, value: object) -> str:
    """Return how a value is written in one lexeme; "" where it is not."""
    if kind not in WRITTEN:
        return ""
    shown = show_value(value)
    return shown if len(lexemes(shown)) == 1 else ""


def _normal(lexeme: str) -> str:
    """Return a literal in the one form in which `show_value` writes it."""
    if "0" <= lexeme[0] <= "9":
        return show_number(number_value(lexeme))
    if lexeme[0] == '"':
        label = label_of(lexeme)
        return lexeme if label is None else quote(label)
    return lexeme


def _wished(param: Param, scope: Scope) -> str:
    """Return what says best what a parameter is."""
    if is_table(param.type) and param.name == "rows":
        return "rows"
    match scope.origins[param.name]:
        case ColumnOrigin(header=header):
            return readable(header) or param.name
        case InputOrigin(name=name, field=field):
            return readable(field or name) or param.name
        case ValueOrigin():
            return param.name
        case origin:
            mention = mention_in(origin)
            if isinstance(mention, Literal | CellRef):
                return f"given_{readable(mention.kind.family.value)}"
            return param.name


def _distinct(wished: Mapping[str, str]) -> dict[str, str]:
    """Return distinct names, none that of what is in every body."""
    found: dict[str, str] = {}
    occupied: set[str] = set()
    for own, wish in wished.items():
        name, number = wish, 1
        while name in occupied or (name in _TAKEN and name != own):
            number += 1
            name = f"{wish}_{number}"
        occupied.add(name)
        found[own] = name
    return found


def _renamed(param: Param, names: Mapping[str, str]) -> Param:
    kind = table(tuple(names.get(each, each) for each in param.type.labels)) if is_table(param.type) else param.type
    return Param(names[param.name], kind, names.get(param.table, param.table))


def _with_labels(found: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield lexemes with whether each is a label: a field or a method behind a dot, or the name of a record's field."""
    opened: list[str] = []
    for place, lexeme in enumerate(found):
        if lexeme in ("(", "[", "{"):
            opened.append(lexeme)
        elif lexeme in (")", "]", "}") and opened:
            opened.pop()
        before = found[place - 1] if place else ""
        is_field = opened[-1:] == ["{"] and before in ("{", ",") and found[place + 1 : place + 2] == [":"]
        yield lexeme, before == "." or is_field
