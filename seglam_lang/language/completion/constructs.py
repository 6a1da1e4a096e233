"""What of the language who writes a body can write."""

from __future__ import annotations

from enum import StrEnum


class Construct(StrEnum):
    """A part of the language that may be left out, for a writer (a model's vocabulary) that does not have it.

    What every writer has: `let` without an annotation, `return`, names, literals of scalars, lists, operators, methods,
    fields, lambdas, and `if` between values.
    """

    ANY_NAMES = "any names"  # names of the writer's choice; else the next free one of a fixed order is all there is
    PROMISES = "ask, check and ensure"
    ANNOTATIONS = "let x: T"
    LOOPS = "for, var and set"
    RECORDS = "record literals, and fields whose names are keywords or in quotes"
    MAPS = "map literals"
    ABSENCE = "a T where a T? is expected; `none` and `[]` inside a list"
    CHOSEN_TABLES = "if between tables"
    SECOND_TABLES = "methods that take a second table"
    OWN_COLUMNS = "functions in place of columns, the names of columns that were made, and records of new ones"
    EXCHANGE = "methods that take the name of a type, and those that every value has"


EVERY_CONSTRUCT = frozenset(Construct)
