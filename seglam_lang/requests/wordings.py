"""From a draft that won to the wording that asks for it (`matching` goes the other way)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.model import (
    ArgumentSource,
    CellRef,
    ColumnRef,
    ColumnSource,
    FieldRef,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
    FromValue,
    Literal,
    Match,
    Mention,
    Wording,
    referent,
)
from seglam_lang.requests.narrowing import narrowed
from seglam_lang.requests.parts import UNIT_PARTS, stated
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import (
    ColumnOrigin,
    InputOrigin,
    Origin,
    PartOrigin,
    Scope,
    ValueOrigin,
    columns_of,
    mention_in,
)
from seglam_lang.requests.wholes import is_inside


def wording_of(reading: Reading, scope: Scope, params: Sequence[str], procedure: str) -> Wording | None:
    """Return the wording by which `reading` asks for a procedure whose parameters are those names of `scope`. Of what
    other columns it may be asked, `narrowing` says.

    Mentions that the procedure uses become slots, wherever they are repeated; the others stay words. Return None if two
    of those it uses are readings of the same words, which no template can say, if it takes a value of a column and not
    that column, or if values alone are said: "triple 12" is no wording for any two numbers.
    """
    whole = {name: _as_part(scope.origins[name], params, scope) for name in params}
    named = {name: _mention_of(reading, whole[name]) for name in params}
    used = list(dict.fromkeys(mention for mention in named.values() if mention is not None))
    used.sort(key=lambda mention: mention.first)
    if any(one.last > other.first for one, other in pairwise(used)):
        return None
    match = reading.match_with([*used, *_repeated(reading, used)])
    if all(isinstance(each, Literal) for each in match.slots) and not match.template.words:
        return None
    origins = [_at_home(each, params, scope) for each in whole.values()]
    sources = tuple(_source(origin, match, reading) for origin in origins)
    if any(isinstance(each, FromValue) and each.column not in sources for each in sources):
        return None
    return Wording(match.template, procedure, narrowed(sources, match, reading))


def _at_home(origin: Origin, params: Sequence[str], scope: Scope) -> Origin:
    """Return a value as that of the column which the procedure takes: a "Yes" may stand in several."""
    if not isinstance(origin, ValueOrigin):
        return origin
    columns = [scope.origins[name] for name in params]
    alike = [
        each
        for each in scope.origins.values()
        if isinstance(each, ValueOrigin) and each.value == origin.value and each.column in columns
    ]
    return origin if origin in alike or len(alike) != 1 else alike[0]


def _repeated(reading: Reading, used: Sequence[Mention]) -> list[Mention]:
    """Return where columns and fields in use are mentioned again, unless those words are used as something else."""
    free = [
        each
        for each in reading.visible
        if not any(each.first < other.last and other.first < each.last for other in used)
    ]
    referents = {referent(each) for each in used}
    return [each for each in free if referent(each) in referents]


def _as_part(origin: Origin, params: Sequence[str], scope: Scope) -> Origin:
    """Return a unit that stands inside of a quantity in use as its part: of "a mile" the mile."""
    inner = mention_in(origin)
    if inner is None:
        return origin
    wholes = {id(each): each for name in params if (each := mention_in(scope.origins[name])) is not None}.values()
    for each in wholes:
        if is_inside(inner, each):
            for part in stated(each).parts:
                if part.name in UNIT_PARTS and part.type == inner.type and part.value == inner.value:
                    return PartOrigin(each, part.name)
    return origin


def _mention_of(reading: Reading, origin: Origin) -> Mention | None:
    """Return the mention that says what has this origin: the value itself, or the first words for the column."""
    if isinstance(origin, ColumnOrigin):
        columns = (mention for mention in reading.visible if isinstance(mention, ColumnRef))
        return next((mention for mention in columns if columns_of(mention) == (origin,)), None)
    return mention_in(origin)


def _source(origin: Origin, match: Match, reading: Reading) -> ArgumentSource:
    """Return where another request of this template finds what has this origin in this one."""
    match origin:
        case InputOrigin(name=record, field=field) if field:
            return FromField(record, field)
        case InputOrigin(name=given):
            return FromTable(given) if given in reading.inputs.tables else FromInput(given)
        case ColumnOrigin() as column:
            return _column_source(column, match, reading)
        case ValueOrigin(column=column, value=value, among=among):
            return FromValue(_column_source(column, match, reading), value, among)
        case PartOrigin(mention=mention, part=part):
            slot = match.slots.index(mention)
            return FromPart(slot, part) if part else FromSlot(slot)
        case Literal() | ColumnRef() | CellRef() | FieldRef() as mention:
            return FromSlot(match.slots.index(mention))


def _column_source(column: ColumnOrigin, match: Match, reading: Reading) -> ColumnSource:
    """Return where another request finds a column: in the slot that names it or holds its value, else by its header."""
    for i, slot in enumerate(match.slots):
        if isinstance(slot, ColumnRef) and columns_of(slot) == (column,):
            return FromColumn(i, column.table)
    for i, slot in enumerate(match.slots):
        if columns_of(slot) == (column,):
            return FromCellColumn(i, column.table)
    rows = reading.inputs.tables[column.table]
    kind = rows.types[rows.headers.index(column.header)]
    return FromHeader(column.table, normal_header(column.header), kind.name)
