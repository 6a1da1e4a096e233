"""The parameters of a procedure with their concrete types: what a draft may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from seglam_lang.language.types import Con, Constructor, Type, is_a


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. `table` names the table parameter that a column is of; "" where there is only one table."""

    name: str
    type: Type
    table: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters in order: tables, columns (`c0`, ...), values (`s0`, ...)."""

    params: tuple[Param, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the table parameters."""
        return tuple(each.name for each in self.params if is_table(each.type))

    def table_of(self, param: Param) -> str:
        """Return the table that the column parameter `param` is of; "" where none or several could be meant."""
        if param.table:
            return param.table
        return self.tables[0] if len(self.tables) == 1 else ""

    def columns_of(self, table: str) -> tuple[str, ...]:
        """Return the names of the column parameters of `table`."""
        return tuple(each.name for each in self.params if is_column(each.type) and self.table_of(each) == table)


def is_table(kind: Type) -> TypeGuard[Con]:
    """Return whether a type is Table."""
    return is_a(kind, Constructor.TABLE)


def is_column(kind: Type) -> TypeGuard[Con]:
    """Return whether a type is Column<...>."""
    return is_a(kind, Constructor.COLUMN)
