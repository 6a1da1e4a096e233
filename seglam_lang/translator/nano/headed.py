"""Programs as the data state them: over the table `rows`, with columns in backticks by their header.

    rows.where(row => row[`Salary`] > 3).values(`Name`)

Several steps stand on lines of their own (`let ...`, and `return`, which may be left out before the last). Other inputs
are called by their names. This is the notation of `gold.seglam` in the everyday data, and of what `sql` writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from seglam_lang.inputs import Inputs
from seglam_lang.language import Param, Signature, check_draft, compile_procedure, parse_body
from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.core import Procedure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import column_of, table
from seglam_lang.language.values import Column, Value

TABLE = "rows"
_COLUMN = re.compile(r"`([^`]+)`")
_RETURNS = re.compile(r"^\s*return\b", re.MULTILINE)


class UnknownColumn(Exception):
    """The program names a column that the table does not have: `header`."""

    def __init__(self, header: str) -> None:
        super().__init__(f"the table has no column {header!r}")
        self.header = header


@dataclass(frozen=True)
class Headed:
    """A program with names in place of its columns: `headers` has the header that each stands for."""

    source: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, program: str) -> Headed:
        """Return a program in the notation of the data."""
        lines = program.strip().split("\n")
        if not _RETURNS.search(program):
            lines[-1] = f"return {lines[-1]}"
        names: dict[str, str] = {}

        def name(match: re.Match[str]) -> str:
            return names.setdefault(match[1], f"column_{len(names)}")

        source = _COLUMN.sub(name, "\n".join(lines))
        return cls(source, {name: header for header, name in names.items()})

    @cached_property
    def nodes(self) -> nodes.Body:
        """The program's syntax. Raise LanguageError where it cannot be read."""
        return parse_body(self.source)

    def parameters(self, inputs: Inputs) -> tuple[tuple[Param, Any], ...]:
        """Return what the program may use of `inputs`, with its value. Raise UnknownColumn."""
        found: list[tuple[Param, Any]] = []
        for name, value in inputs.values.items():
            if name not in inputs.tables:
                found.append((Param(name, inputs.types[name]), value))
        for rows in inputs.tables.values():
            found.append((Param(TABLE, table(tuple(self.headers))), rows))
            for name, header in self.headers.items():
                if header not in rows.headers:
                    raise UnknownColumn(header)
                kind = rows.types[rows.headers.index(header)]
                found.append((Param(name, column_of(kind), TABLE), Column(header, kind)))
        return tuple(found)

    def check(self, inputs: Inputs) -> CheckedDraft:
        """Return the checked program. Raise LanguageError or UnknownColumn."""
        return check_draft(self.source, Signature(tuple(param for param, _ in self.parameters(inputs))))

    def call(self, inputs: Inputs) -> tuple[Procedure, tuple[Value, ...]]:
        """Return the program as a procedure with its arguments. Raise LanguageError or UnknownColumn."""
        checked = self.check(inputs)
        values = {param.name: value for param, value in self.parameters(inputs)}
        return checked.core, tuple(values[name] for name in checked.params)

    def run(self, inputs: Inputs) -> Value:
        """Return what the program computes from `inputs`, which have at most one table.

        Raise LanguageError or UnknownColumn where it does not type-check, Failure where it fails.
        """
        procedure, arguments = self.call(inputs)
        return compile_procedure(procedure).run(arguments)
