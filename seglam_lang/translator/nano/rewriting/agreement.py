"""Whether two programs compute the same, on the table of a row and on others that are made of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from seglam_lang.inputs import Inputs
from seglam_lang.language import Failure, compile_procedure
from seglam_lang.language.values import Map, Record, Table, Value
from seglam_lang.translator.nano.headed import Headed

VARIATIONS = 24  # tables made of the row's own


def agree(one: Headed, other: Headed, inputs: Inputs) -> bool:
    """Return whether two programs give the same, in the same order, for inputs with a table and their variations.

    Raise LanguageError or UnknownColumn where one does not type-check.
    """
    first, second = runner(one, inputs), runner(other, inputs)
    return all(same(first(each), second(each)) for each in (inputs, *variations(inputs)))


def runner(program: Headed, inputs: Inputs) -> Callable[[Inputs], Value | Failure]:
    """Return what a program computes, or how it fails, as a function of inputs of the same types.

    Raise LanguageError or UnknownColumn where it does not type-check.
    """
    checked = program.check(inputs)
    compiled = compile_procedure(checked.core)

    def outcome(each: Inputs) -> Value | Failure:
        arguments = {param.name: value for param, value in program.parameters(each)}
        try:
            return compiled.run([arguments[name] for name in checked.params])
        except Failure as failure:
            return failure

    return outcome


def variations(inputs: Inputs) -> Iterator[Inputs]:
    """Yield the inputs with other rows in their table: in another order, some left out, some twice, and some with the
    cell of another row of the same column. So there are ties, and blanks in the columns that have some, and only there.
    """
    ((name, table),) = inputs.tables.items()
    chance = random.Random(0)
    for number in range(VARIATIONS):
        size = chance.randint(1, table.length) if table.length else 0
        places = [*chance.sample(range(table.length), size), *chance.choices(range(table.length), k=size // 2)]
        columns = [_exchanged([column[place] for place in places], chance, number % 3) for column in table.cells]
        yield Inputs({**inputs.values, name: replace(table, cells=tuple(columns), length=len(places))}, inputs.types)


def _exchanged(cells: list[Value], chance: random.Random, share: int) -> tuple[Value, ...]:
    """Return cells of which about `share` in four hold what another does."""
    return tuple(chance.choice(cells) if chance.randrange(4) < share else cell for cell in cells)


def same(one: Value | Failure, other: Value | Failure) -> bool:
    """Return whether an outcome says the same as another: that may be a table for a list of records, a map or a record.

    Headers are not compared: they are those of the columns in the one, and made up in the other.
    """
    if isinstance(one, Failure) or isinstance(other, Failure):
        return isinstance(one, Failure) and isinstance(other, Failure)
    if isinstance(other, Table):
        return _is_rows(one) and _grid(one) == _grid(other)
    if isinstance(one, Map) and isinstance(other, Map):
        return list(one.items.items()) == list(other.items.items())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _grid(one) == _grid(other)
    return type(one) is type(other) and bool(one == other)


def _is_rows(value: Value) -> bool:
    records = isinstance(value, tuple) and all(isinstance(item, Record) for item in value)
    return records or isinstance(value, Table | Map | Record)


def _grid(value: Value) -> list[tuple[Value, ...]]:
    """Return a value as rows of cells."""
    match value:
        case Table():
            return list(value.rows())
        case Record():
            return [value.values]
        case Map():
            return [(*_cells(key), item) for key, item in value.items.items()]
        case tuple():
            return [_cells(item) for item in value]
    return [(value,)]


def _cells(item: Value) -> tuple[Value, ...]:
    return item.values if isinstance(item, Record) else (item,)
