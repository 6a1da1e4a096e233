"""Generated procedures over a table, and over another, as people write them: steps that give tables, then what they
come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from seglam_lang.language import LanguageError, Param, Signature, check_draft, compile_procedure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TEXT, Con, column_of, table
from seglam_lang.language.values import Column, Table, Value

Columns = dict[str, tuple[Con, Callable[[Random], Value]]]

# The columns: name of the parameter, type, and cells of it.
_TEXTS = ("North", "South", "north", "", " ", "Süd", "Zürich", "a", "a b", "50%", "O'Neil", "_", "東京", "é", "e\u0301")
_COLUMNS: Columns = {
    "t": (TEXT, lambda chance: chance.choice(_TEXTS)),
    "u": (TEXT, lambda chance: chance.choice(("x", "y", "z"))),
    "n": (NUMBER, lambda chance: chance.choice((chance.randint(-9, 9), Decimal(chance.randint(-999, 999)) / 100))),
    "m": (NUMBER, lambda chance: chance.randint(0, 3)),
    "big": (NUMBER, lambda chance: chance.choice((10**15, -(10**14), 7, Decimal("0.000001")))),
    "d": (DATE, lambda chance: date(2023, 12, 25) + timedelta(days=chance.randint(0, 400))),
    "s": (DATETIME, lambda chance: datetime(2024, 2, 28, 22) + timedelta(minutes=chance.randint(0, 5000))),
    "b": (BOOL, lambda chance: chance.random() < 0.5),
}
_MORE: Columns = {  # of the other table
    "c": (TEXT, lambda chance: chance.choice(("x", "y", "North", ""))),
    "e": (NUMBER, lambda chance: chance.choice((0, 1, 2, Decimal("0.5")))),
    "f": (DATE, lambda chance: date(2024, 1, 31) + timedelta(days=chance.randint(0, 3))),
}
_SHARES = ("0%", "50%", "90%", "100%", "37.5%", "1 / 3", "101%")
_FINDING = ("contains", "starts_with", "ends_with")
_NUMBERS, _TEXT_COLUMNS = ("n", "m", "big"), ("t", "u")
SIGNATURE = Signature(
    (
        Param("rows", table(tuple(_COLUMNS))),
        *(Param(name, column_of(kind), "rows") for name, (kind, _) in _COLUMNS.items()),
        Param("more", table(tuple(_MORE))),
        *(Param(name, column_of(kind), "more") for name, (kind, _) in _MORE.items()),
    )
)


def rows(chance: Random, length: int | None = None) -> Table:
    """A table with those columns, with ties, and with blanks in some of them."""
    return _made(chance, _COLUMNS, tuple(_COLUMNS), chance.choice((0, 1, 2, 5, 12, 30)) if length is None else length)


def more(chance: Random) -> Table:
    """Another table, which may have a header in common with the first."""
    own = ("c", "e", "f")
    headers = chance.choice((own, own, own, own, ("u", "e", "f"), ("c", "m", "f"), ("c", "e", "t")))
    return _made(chance, _MORE, headers, chance.choice((0, 1, 2, 4, 8)))


def _made(chance: Random, columns: Columns, headers: tuple[str, ...], length: int) -> Table:
    cells: list[tuple[Value, ...]] = []
    for _, cell in columns.values():
        share = chance.choice((0, 0, 0.2, 0.6))
        cells.append(tuple([None if chance.random() < share else cell(chance) for _ in range(length)]))
    numbers = [[_canonical(each) for each in column] for column in cells]
    return Table(headers, tuple(kind for kind, _ in columns.values()), tuple(map(tuple, numbers)), length)


def _canonical(cell: Value) -> Value:
    if not isinstance(cell, Decimal):
        return cell
    return int(cell) if cell == int(cell) else cell.normalize()


def arguments(names: tuple[str, ...], given: Table, other: Table) -> list[Value]:
    """The arguments of a procedure of `procedure`, whose parameters have these names."""
    columns = {name: Column(name, kind) for name, (kind, _) in _COLUMNS.items()}
    others = zip(_MORE.items(), other.headers, strict=True)
    columns |= {name: Column(header, kind) for (name, (kind, _)), header in others}
    known: dict[str, Value] = {"rows": given, "more": other, **columns}
    return [known[name] for name in names]


def procedure(chance: Random, gives_table: bool = False) -> tuple[str, Compiled, tuple[str, ...]]:
    """A procedure that type-checks: its source, ready to run, and the names of its parameters."""
    while True:
        source = f"return {_table(chance, 'rows') if gives_table else _result(chance)}"
        if not gives_table and chance.random() < 0.3:
            source = f"let some = {_table(chance, 'rows')}\nreturn {_result(chance, 'some')}"
        try:
            checked = check_draft(source, SIGNATURE)
        except LanguageError:
            continue
        return source, compile_procedure(checked.core), tuple(checked.params)


def _table(chance: Random, start: str) -> str:
    made = start
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3))):
        made += _step(chance)
    return made


def _step(chance: Random) -> str:
    column, number = _column(chance), chance.choice((0, 1, 2, 3, 50))
    ordered = chance.choice(("t", "u", "n", "m", "big", "d", "s"))
    if chance.random() < 0.15:
        return _of_two(chance)
    return chance.choice(
        (
            lambda: f".where(row => {_condition(chance)})",
            lambda: f".where(row => {_condition(chance)})",
            lambda: f".sort_by({ordered})",
            lambda: f".sort_by_descending({ordered})",
            lambda: f".sort_by(row => {_number(chance)})",
            lambda: f".top({number}, {ordered})",
            lambda: f".bottom({number}, {ordered})",
            lambda: f".top({number}, row => {_number(chance)})",
            lambda: f".take({number})",
            lambda: f".drop({number})",
            lambda: f".distinct({column})",
            lambda: f".drop_blanks({column})",
            lambda: f'.with_column("made", row => {_value(chance)})',
            lambda: f".take_last({number})",
            lambda: f".without({column})",
            lambda: f'.rename({column}, "{chance.choice(("other", "t"))}")',
            lambda: ".without(big).distinct_rows()",
            lambda: f".select({column}, u).distinct_rows()",
            lambda: f".duplicates({column}{chance.choice(('', ', u', ', m'))})",
            lambda: f".fill_blanks({chance.choice(_NUMBERS)}, {chance.choice(('0', '-2.125'))})",
            lambda: f'.with_{chance.choice(_RANKS)}("place", {ordered})',
            lambda: f'.with_{chance.choice(_RUNNING)}("so far", {chance.choice(_NUMBERS)})',
            lambda: f".group_by({_keys(chance)}).{chance.choice(('top', 'bottom'))}({number}, {ordered})",
        )
    )()


def _of_two(chance: Random) -> str:
    """A step that looks at another table."""
    join, end = chance.choice(("join_on", "join_on", "left_join_on")), chance.choice((*_ENDS, ""))
    return chance.choice(
        (
            lambda: f".{join}(u, more{end}, c)",
            lambda: f".{join}(t, more{end}, c)",
            lambda: f".{join}({chance.choice(_NUMBERS)}, more{end}, e)",
            lambda: f".{join}(row => {_number(chance)}, more{end}, e)",
            lambda: f".{join}(m, more{end}, row => row[e] * 2)",
            lambda: f".{join}(u, rows.group_by(u).count(), u)",
            lambda: f".{join}(u, rows.select(u){chance.choice(('', '.distinct(u)', '.sort_by(u)', '.drop(1)'))}, u)",
            lambda: f".append_rows(rows{chance.choice(('', _step(chance)))})",
        )
    )()


_RANKS, _RUNNING = ("rank", "rank_descending"), ("running_total", "difference", "share", "percent_change")
_STATISTICS = (
    "median",
    "population_standard_deviation",
    "sample_standard_deviation",
    "population_variance",
    "sample_variance",
)
_ENDS = (".where(row => row[e] > 0)", ".sort_by_descending(e)", ".distinct(c)", ".drop(1)", ".select(c, e)")


def _column(chance: Random) -> str:
    return chance.choice(list(_COLUMNS if chance.random() < 0.9 else _MORE))


def _result(chance: Random, start: str = "rows") -> str:
    made, column, number = _table(chance, start), _column(chance), chance.choice(_NUMBERS)
    ordered, by = chance.choice(("t", "u", "n", "m", "big", "d", "s")), _keys(chance)
    return (
        made
        + chance.choice(
            (
                lambda: "",
                lambda: ".count()",
                lambda: f".total({number})",
                lambda: f".total(row => {_number(chance)})",
                lambda: f".average({number})",
                lambda: f".minimum({ordered})",
                lambda: f".maximum({ordered})",
                lambda: f".count_blanks({column})",
                lambda: f".values({column})",
                lambda: f".values({column}).distinct().count()",
                lambda: f".map(row => {_value(chance)})",
                lambda: f".map(row => {{a: {_value(chance)}, b: row.get({column})}})",
                lambda: f".map(row => {_number(chance)}).sum()",
                lambda: f'.lookup(u, "{chance.choice("xyz")}", {column})',
                lambda: f".select({column}, {chance.choice(_NUMBERS)})",
                lambda: f".group_by({by}).total({number})",
                lambda: f".group_by({by}).average({number})",
                lambda: f".group_by({by}).average(row => {_number(chance)})",
                lambda: f".group_by({by}).minimum({ordered})",
                lambda: f".group_by({by}).maximum(row => {_value(chance)})",
                lambda: f".group_by({by}).count()",
                lambda: f".group_by({by}).count_distinct({column})",
                lambda: f".group_by({by}).most_frequent({chance.choice((0, 1, 2))})",
                lambda: f'.group_by({by}).count().sort_by_descending("count")',
                lambda: f".group_by({by}).median({number})",
                lambda: f".group_by({by}).median(row => {_number(chance)})",
                lambda: f".{chance.choice(_STATISTICS)}({number})",
                lambda: f".values({number}).{chance.choice(_STATISTICS)}()",
                lambda: f".mode({column})",
                lambda: f".value({column}, {_literal(chance)}, {_column(chance)})",
                lambda: f".group_by({by}).summary(g => {{a: {_of_group(chance)}, b: {_of_group(chance)}}})",
                lambda: f".group_by({by}).summary(g => {{a: {_of_group(chance)}, b: {_of_group(chance)}}})",
                lambda: f".group_by({by}).where(g => {_of_group(chance)} > {chance.randint(0, 5)}).count()",
                lambda: f".group_by({by}).where(g => {_kept(chance)}).total({number})",
                lambda: f".group_by({by}).where(g => {_kept(chance)}).summary(g => {{a: {_of_group(chance)}}})",
                lambda: f".group_by({by}).each(g => g.take(1))",
                lambda: f".values({column}).mode()",
                lambda: f".percentile({chance.choice(_SHARES)}, {number})",
                lambda: f".values({number}).percentile({chance.choice(_SHARES)})",
                lambda: f".weighted_average({number}, {chance.choice(_NUMBERS)})",
                lambda: f".correlation({number}, row => {_number(chance)})",
                lambda: f".pivot({column}, {_column(chance)})",
                lambda: f".pivot({column}, row => {_value(chance)}, {number})",
                lambda: f'.with_column("key", row => {_value(chance)}).group_by("key").total({number})',
            )
        )()
    )


def _literal(chance: Random) -> str:
    return chance.choice(('"x"', '"North"', "1", "0.5", "true", "@2024-01-05"))


def _of_group(chance: Random, depth: int = 1) -> str:
    """Something that is asked of the rows of a group."""
    rows = f"g.where(row => {_condition(chance)})" if chance.random() < 0.3 else "g"
    number = chance.choice((chance.choice(_NUMBERS), f"row => {_number(chance, 1)}"))
    part = _of_group(chance, 0) if depth else "2"
    return chance.choice(
        (
            lambda: f"{rows}.count()",
            lambda: f"{rows}.total({number})",
            lambda: f"{rows}.{chance.choice(('average', 'minimum', 'maximum', *_STATISTICS))}({number})",
            lambda: f"{rows}.values({chance.choice(_NUMBERS)}).distinct().count()",
            lambda: f"({rows}.total({number}) / {part})",
            lambda: f"({part} - {rows}.average({number})).round(1)",
            lambda: f"(if g.count() > 1 then {part} else {rows}.minimum(m))",
            lambda: f"g.minimum({chance.choice(('t', 'd', 'n'))})",
        )
    )()


def _kept(chance: Random) -> str:
    one = f"{_of_group(chance)} {chance.choice(('<', '>=', '=='))} {chance.randint(0, 3)}"
    return chance.choice((one, one, f"{one} and g.count() > 1", f"g.where(row => {_condition(chance)}).count() == 0"))


def _keys(chance: Random) -> str:
    one, other = _column(chance), _column(chance)
    return chance.choice((one, one, f"{one}, {other}", f"row => {_value(chance)}"))


def _value(chance: Random) -> str:
    return chance.choice(
        (
            lambda: _number(chance),
            lambda: f"row[{chance.choice(list(_COLUMNS))}]",
            lambda: "row[d].month_name()",
            lambda: "row[d].weekday()",
            lambda: "row[d].start_of_month()",
            lambda: "row[d].end_of_month()",
            lambda: "row[s].date()",
            lambda: f"if {_condition(chance)} then row[t] else row[u]",
            lambda: f"row.get(t) ?? {chance.choice(('row[u]', chr(34) + 'none' + chr(34)))}",
        )
    )()


def _number(chance: Random, depth: int = 2) -> str:
    column = f"row[{chance.choice(_NUMBERS)}]"
    if not depth:
        return chance.choice((column, str(chance.randint(0, 9)), f"{chance.randint(0, 99)}.5"))

    def part() -> str:
        return _number(chance, depth - 1)

    return chance.choice(
        (
            lambda: column,
            lambda: f"({part()} + {part()})",
            lambda: f"({part()} - {part()})",
            lambda: f"({part()} * {part()})",
            lambda: f"({part()} / {part()})",
            lambda: f"({part()}).abs()",
            lambda: f"({part()}).round({chance.choice(('', '0', '1', '2'))})",
            lambda: f"({part()} / {part()}).round({chance.choice(('', '1', '2'))})",
            lambda: f"(-{column})",
            lambda: "row[d].year()",
            lambda: "row[d].month()",
            lambda: "row[d].quarter()",
            lambda: "row[d].week_number()",
            lambda: "row[d].days_until(@2024-06-01)",
            lambda: "row[s].hour()",
            lambda: "row[t].length()",
            lambda: f"(row.get({chance.choice(_NUMBERS)}) ?? {chance.randint(0, 5)})",
            lambda: f"(if {_condition(chance, depth - 1)} then {part()} else {part()})",
        )
    )()


def _condition(chance: Random, depth: int = 1) -> str:
    text, number = chance.choice(_TEXT_COLUMNS), chance.choice(_NUMBERS)
    sign = chance.choice(("<", "<=", ">", ">=", "==", "!="))
    simple = (
        lambda: f"{_number(chance, depth)} {sign} {_number(chance, 0)}",
        lambda: f"row[{number}] / {_number(chance, 0)} {sign} {_number(chance, 0)}",
        lambda: f"{_number(chance, 0)} {sign} {_number(chance, 0)} / {chance.choice(('row[m]', '0.3', 'row[n]'))}",
        lambda: f"row[m] != 0 and row[{number}] / row[m] {sign} 1.5",
        lambda: f"row[{number}] {sign} {chance.choice(('2', '0.5', '-3', '1000000000000000'))}",
        lambda: f'row[{text}] {sign} "{chance.choice(("x", "North", "a", "Süd", ""))}"',
        lambda: f'row[{text}].{chance.choice(_FINDING)}("{chance.choice(("a", "o", "", "ü", "%"))}")',
        lambda: f"row[d] {sign} @2024-0{chance.randint(1, 9)}-01",
        lambda: "row[s] >= @2024-03-01T08:00",
        lambda: "row[b]",
        lambda: "not row[b]",
        lambda: "row[d].is_weekend()",
        lambda: f"row.is_blank({chance.choice(list(_COLUMNS))})",
        lambda: f"row.get({number}).has_value()",
        lambda: f"row.get({number}) == {chance.randint(0, 3)}",
        lambda: f"row.get({number}) != none",
        lambda: f"[1, 2, 2.5].contains(row[{number}])",
        lambda: '["x", "North"].contains(row[t])',
        lambda: f"row[{number}].is_between(-1, 2.5)",
        lambda: "row[t] == row[u]",
    )
    if not depth:
        return chance.choice(simple)()

    def part() -> str:
        return _condition(chance, depth - 1)

    joined = (
        lambda: f"{part()} and {part()}",
        lambda: f"({part()} or {part()})",
        lambda: f"not ({part()})",
        lambda: f"({part()}) == ({part()})",
    )
    return chance.choice((*simple, *joined))()
