"""Of what other columns and values a wording that has been learnt may be asked.

A wording is learnt of one request, and serves others that have the same words. They ask for the same only of columns of
the same families; a cell that was one of a column that the procedure takes must be one of it again, and a cell whose
column it takes must stand under the same header, where the table has that; words that do not say what is done ("sales
by region") are taken for what they meant of columns with these headers alone; and where no column is taken, what rows
are called ("how many orders") only tables with these headers have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import NUMBER, column_of
from seglam_lang.requests.families import NUMBERS, family_of, includes
from seglam_lang.requests.headers import digest_of_headers, normal_header
from seglam_lang.requests.model import (
    ArgumentSource,
    CellRef,
    ColumnRef,
    ColumnSource,
    FromCellColumn,
    FromColumn,
    FromHeader,
    FromSlot,
    FromTable,
    FromValue,
    Match,
    Wording,
    columns_of_value,
)
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template

_NUMBERS = column_of(NUMBER)


def narrowed(sources: Sequence[ArgumentSource], match: Match, reading: Reading) -> tuple[ArgumentSource, ...]:
    """Return the sources of a wording's arguments with what the columns and values of its request were."""
    inputs = reading.inputs
    from seglam_lang.requests.alike import units  # a hit does not need it
    from seglam_lang.requests.alike.said import names_of_rows, says_what_is_done

    words = units(match.template)
    is_open = not says_what_is_done(words)
    takes_rows_alone = bool(names_of_rows(words)) and not any(isinstance(each, ColumnSource) for each in sources)
    columns = {header for each in sources if (header := _header(each, match))}
    taken = columns | {each.header for each in sources if isinstance(each, FromHeader)}

    def narrow(source: ArgumentSource) -> ArgumentSource:
        if isinstance(source, FromColumn):
            mention = match.slots[source.slot]
            assert isinstance(mention, ColumnRef), "a column comes from the slot that names it"
            family = family_of(mention.header, inputs.tables[mention.table])
            return replace(source, of=family, header=normal_header(mention.header) if is_open else "")
        if isinstance(source, FromCellColumn):
            return replace(source, header=normal_header(_header(source, match)))
        if isinstance(source, FromSlot):
            mention = match.slots[source.slot]
            return replace(source, held=isinstance(mention, CellRef) and not columns.isdisjoint(mention.columns))
        if isinstance(source, FromTable):
            known = replace(source, amounts=tuple(amounts_left(source.input, match, reading, taken)))
            return _bound(known, inputs) if takes_rows_alone else known
        return source

    return _changed(sources, narrow)


def amounts_left(table: str, match: Match, reading: Reading, taken: Collection[str]) -> Iterator[str]:
    """Yield the words outside the slots that name columns of amounts of a table, but those that are `taken`, by their
    headers: "trips" of "how many trips were late" beside a column `Trips` of numbers.
    """
    in_slots = {at for slot in match.slots for at in range(slot.first, slot.last)}
    rows = reading.inputs.tables[table]
    for each in reading.visible:
        if not isinstance(each, ColumnRef) or each.table != table or each.type != _NUMBERS:
            continue
        words = [reading.tokens[at].norm for at in range(each.first, each.last) if at not in in_slots]
        if words and not _is_taken(each.header, taken) and family_of(each.header, rows) == NUMBERS:
            yield " ".join(words)


def _is_taken(header: str, taken: Collection[str]) -> bool:
    return header in taken or normal_header(header) in taken


def of_its_table(wording: Wording, inputs: Inputs) -> Wording:
    """Return a wording that serves tables with the same headers alone: some of its words were not understood, and may
    mean something of another table.
    """

    def bind(source: ArgumentSource) -> ArgumentSource:
        return _bound(source, inputs) if isinstance(source, FromTable) else source

    return replace(wording, sources=_changed(wording.sources, bind))


def _bound(source: FromTable, inputs: Inputs) -> FromTable:
    return replace(source, headers=digest_of_headers(inputs.tables[source.input].headers))


def meaning_of(wording: Wording) -> tuple[str, tuple[ArgumentSource, ...]]:
    """Return what a wording asks for, by which it is compared with others of its cache: of which columns does not
    matter, but of which tables where that is all that its words say.
    """
    pairs = zip(wording.sources, widened(wording.sources), strict=True)
    sources = (replace(own, amounts=None) if isinstance(own, FromTable) else wide for own, wide in pairs)
    return wording.procedure, tuple(sources)


def widened(sources: Sequence[ArgumentSource]) -> tuple[ArgumentSource, ...]:
    """Return sources without all that `narrowed` has added: what they have in common with those of other requests."""

    def widen(source: ArgumentSource) -> ArgumentSource:
        if isinstance(source, FromColumn):
            return FromColumn(source.slot, source.table)
        if isinstance(source, FromCellColumn):
            return FromCellColumn(source.slot, source.table)
        if isinstance(source, FromTable):
            return FromTable(source.input)
        return FromSlot(source.slot) if isinstance(source, FromSlot) else source

    return _changed(sources, widen)


def of_any_header(sources: Sequence[ArgumentSource]) -> tuple[ArgumentSource, ...]:
    """Return sources of columns of the same families, whatever their headers."""
    return _changed(
        sources, lambda each: replace(each, header="") if isinstance(each, FromColumn | FromCellColumn) else each
    )


def of_its_headers(
    sources: Sequence[ArgumentSource], template: Template, headers: Sequence[str]
) -> tuple[ArgumentSource, ...]:
    """Return sources with the headers that a request has in its slots, where its words do not say what is done: what
    `narrowed` would have made of them.
    """
    from seglam_lang.requests.alike import units
    from seglam_lang.requests.alike.said import says_what_is_done

    if says_what_is_done(units(template)):
        return tuple(sources)
    return _changed(
        sources,
        lambda each: replace(each, header=normal_header(headers[each.slot])) if isinstance(each, FromColumn) else each,
    )


def covers(wide: Sequence[ArgumentSource], narrow: Sequence[ArgumentSource]) -> bool:
    """Return whether sources take all that others do: they are the same, or do not say of which columns."""
    return len(wide) == len(narrow) and all(map(_covers, wide, narrow))


def _covers(wide: ArgumentSource, narrow: ArgumentSource) -> bool:
    match wide, narrow:
        case FromColumn(), FromColumn():
            pairs = ((wide.table, narrow.table), (wide.header, narrow.header))
            same = wide.slot == narrow.slot and all(mine in ("", other) for mine, other in pairs)
            return same and includes(wide.of, narrow.of)
        case FromCellColumn(), FromCellColumn():
            pairs = ((wide.table, narrow.table), (wide.header, narrow.header))
            return wide.slot == narrow.slot and all(mine in ("", other) for mine, other in pairs)
        case FromSlot(), FromSlot():
            return wide.slot == narrow.slot and wide.held <= narrow.held and wide.of in ("", narrow.of)
        case FromTable(), FromTable():
            return wide.input == narrow.input and wide.headers in ("", narrow.headers)
        case FromValue(), FromValue():
            return wide.value == narrow.value and _covers(wide.column, narrow.column)
        case _:
            return wide == narrow


def _changed(
    sources: Sequence[ArgumentSource], change: Callable[[ArgumentSource], ArgumentSource]
) -> tuple[ArgumentSource, ...]:
    """Return sources with a change to each; the column of a value is changed as the argument that it is."""

    def of(source: ArgumentSource) -> ArgumentSource:
        if not isinstance(source, FromValue):
            return change(source)
        column = change(source.column)
        assert isinstance(column, FromColumn | FromCellColumn | FromHeader), "a column stays one"
        return replace(source, column=column)

    return tuple(map(of, sources))


def _header(source: ArgumentSource, match: Match) -> str:
    """Return the header of the column that an argument is, as the table has it where a slot says it."""
    match source:
        case FromColumn(slot):
            mention = match.slots[slot]
            return mention.header if isinstance(mention, ColumnRef) else ""
        case FromCellColumn(slot):
            return columns_of_value(match.slots[slot])[0]
        case _:
            return ""
