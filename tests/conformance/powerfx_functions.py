"""Functions of Power Fx on single values: how each is said in our language.

A `Simple` function is a line of ours for each number of arguments: `{0}`, `{1}` are the arguments, coerced to the types
that it takes. Names without a receiver are procedures of powerfx_library.seg. Given a table of one column where a
single value belongs, such a function is taken of each row, as in Power Fx.

The rest, which choose what to compute or look at how an argument is written, are Python functions marked `special`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_types import (
    BOOL,
    DATE,
    DATETIME,
    NUMBER,
    TEXT,
    TIME,
    Kind,
    Term,
    optional,
    quoted,
    record_of,
    sure,
    table_of,
)

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

WHOLE = Kind("Whole")  # a Number whose fraction is cut off


@dataclass(frozen=True, slots=True)
class Simple:
    """One number of arguments of a simple function; with `blank` it is blank where one of the first `blank` is."""

    takes: tuple[Kind, ...]
    gives: Kind
    source: str
    blank: int = 0


Special = Callable[["Compiler", tuple[fx.Node, ...], "Scope"], Term]
MANY = 1000  # arguments
SPECIAL: dict[str, tuple[Special, int, int]] = {}


def special(*names: str, least: int = 1, most: int = 1) -> Callable[[Special], Special]:
    """Mark what compiles calls of these functions, with `least` to `most` arguments."""

    def mark(function: Special) -> Special:
        SPECIAL.update(dict.fromkeys(names, (function, least, most)))
        return function

    return mark


def _of_number(*sources: str) -> tuple[Simple, ...]:
    """Numbers to a number; the first argument as it is, the second a number of digits."""
    return tuple(Simple((NUMBER, WHOLE)[: place + 1], NUMBER, source) for place, source in enumerate(sources))


_NUMBERS: dict[str, tuple[Simple, ...]] = {
    "Abs": _of_number("{0}.abs()"),
    "Int": _of_number("{0}.round_down()"),
    "Round": (Simple((NUMBER, WHOLE), NUMBER, "{0}.round({1})"),),
    "RoundUp": (Simple((NUMBER, WHOLE), NUMBER, "away_from_zero({0}, {1})"),),
    "RoundDown": (Simple((NUMBER, WHOLE), NUMBER, "{0}.truncate({1})"),),
    "Trunc": _of_number("{0}.truncate()", "{0}.truncate({1})"),
    "Mod": (Simple((NUMBER, NUMBER), NUMBER, "{0}.mod({1})"),),
    "Power": (Simple((NUMBER, NUMBER), NUMBER, "in_range({0}.power({1}))"),),
    "Sqrt": _of_number("{0}.sqrt()"),
    "Exp": _of_number("in_range({0}.exp())"),
    "Ln": _of_number("{0}.ln()"),
    **{
        name: _of_number(f"{{0}}.{ours}()")
        for name, ours in {
            "Sin": "sin",
            "Cos": "cos",
            "Tan": "tan",
            "Asin": "arcsin",
            "Acos": "arccos",
            "Atan": "arctan",
            "Degrees": "to_degrees",
            "Radians": "to_radians",
        }.items()
    },
    "Pi": (Simple((), NUMBER, "1.times_pi()"),),
    "Log": (Simple((NUMBER,), NUMBER, "{0}.log(10)"), Simple((NUMBER, NUMBER), NUMBER, "{0}.log({1})")),
}
_TEXTS: dict[str, tuple[Simple, ...]] = {
    "Len": (Simple((TEXT,), NUMBER, "{0}.length()"),),
    "Upper": (Simple((TEXT,), TEXT, "{0}.upper()"),),
    "Lower": (Simple((TEXT,), TEXT, "{0}.lower()"),),
    "Proper": (Simple((TEXT,), TEXT, "{0}.title()"),),
    "Trim": (Simple((TEXT,), TEXT, "trimmed_inside({0})"),),
    "TrimEnds": (Simple((TEXT,), TEXT, "{0}.trim()"),),
    "Left": (Simple((TEXT, WHOLE), TEXT, "{0}.take({1})"),),
    "Right": (Simple((TEXT, WHOLE), TEXT, "{0}.take_last({1})"),),
    "Mid": (
        Simple((TEXT, WHOLE), TEXT, "mid_to_end({0}, {1})"),
        Simple((TEXT, WHOLE, WHOLE), TEXT, "mid({0}, {1}, {2})"),
    ),
    "Find": (
        Simple((TEXT, TEXT), optional(NUMBER), "position({0}, {1}, 1)"),
        Simple((TEXT, TEXT, WHOLE), optional(NUMBER), "position({0}, {1}, {2})"),
    ),
    "Replace": (Simple((TEXT, WHOLE, WHOLE, TEXT), TEXT, "replaced({0}, {1}, {2}, {3})"),),
    "Substitute": (
        Simple((TEXT, TEXT, TEXT), TEXT, "substituted({0}, {1}, {2})"),
        Simple((TEXT, TEXT, TEXT, WHOLE), TEXT, "substituted_nth({0}, {1}, {2}, {3})"),
    ),
    "StartsWith": (Simple((TEXT, TEXT), BOOL, "{0}.lower().starts_with({1}.lower())"),),
    "EndsWith": (Simple((TEXT, TEXT), BOOL, "{0}.lower().ends_with({1}.lower())"),),
    "Char": (Simple((WHOLE,), TEXT, "character_of({0})", blank=1),),
    "UniChar": (Simple((WHOLE,), TEXT, "{0}.character()", blank=1),),
    "IsNumeric": (Simple((TEXT,), BOOL, "{0}.to_number().has_value()"),),
}
_DATES: dict[str, tuple[Simple, ...]] = {
    "Date": (Simple((WHOLE, WHOLE, WHOLE), DATE, "date_of_parts({0}, {1}, {2})"),),
    "Year": (Simple((DATE,), NUMBER, "{0}.year()"),),
    "Month": (Simple((DATE,), NUMBER, "{0}.month()"),),
    "Day": (Simple((DATE,), NUMBER, "{0}.day()"),),
    "EDate": (Simple((DATE, WHOLE), DATE, "{0}.add_months({1})"),),
    "EOMonth": (Simple((DATE, WHOLE), DATE, "{0}.add_months({1}).end_of_month()"),),
    "ISOWeekNum": (Simple((DATE,), NUMBER, "{0}.week_number()"),),
    "DateTime": tuple(
        Simple((WHOLE,) * count, DATETIME, "(date_of_parts({0}, {1}, {2}).at(@00:00) + " + clock)
        for count, clock in ((6, "clock({3}, {4}, {5}, 0))"), (7, "clock({3}, {4}, {5}, {6}))"))
    ),
    "Time": tuple(
        Simple((WHOLE,) * count, TIME, f"(@00:00 + {clock})")
        for count, clock in ((3, "clock({0}, {1}, {2}, 0)"), (4, "clock({0}, {1}, {2}, {3})"))
    ),
    "Hour": (Simple((DATETIME,), NUMBER, "{0}.hour()"),),
    "Minute": (Simple((DATETIME,), NUMBER, "{0}.minute()"),),
    "Second": (Simple((DATETIME,), NUMBER, "{0}.second().truncate()"),),
}
FUNCTIONS = {**_NUMBERS, **_TEXTS, **_DATES}

# What this language leaves out on purpose; see the docstring of powerfx.py.
_OUT = {
    "time zones": "TimeZoneOffset",
    "the clock, chance, identity": "Now Today UTCNow UTCToday IsToday IsUTCToday Rand RandBetween Shuffle GUID",
    "errors as values": "IfError IsError Error IsBlankOrError",
    "untyped values": "ParseJSON AsType JSON ColumnNames Column",
    "side effects": "Set Collect Patch Remove Update UpdateIf Clear ClearCollect Notify",
    "colours": "RGBA ColorFade ColorValue",
}
REASONS = {name: reason for reason, names in _OUT.items() for name in names.split()}


def simple(compiler: Compiler, overload: Simple, terms: list[Term]) -> Term:
    """A simple function of these arguments, or of each row of those that are tables."""
    tables = [place for place, term in enumerate(terms) if term.kind.name == "Table"]
    if not tables:
        return _applied(compiler, overload, terms)
    if any(terms[place].kind.optional for place in tables):
        raise NotTranslatable("a blank in place of a table")
    row = compiler.fresh("row")
    inner = list(terms)
    if len(tables) == 1:
        inner[tables[0]] = compiler.only_column(Term(row, terms[tables[0]].kind.row))
        source = terms[tables[0]].source
    else:
        for place in tables:
            inner[place] = compiler.only_column(Term(f"{terms[place].source}.at({row})", terms[place].kind.row))
        source = f"(1 to {terms[tables[0]].source}.count())"
    return compiler.mapped(source, row, _applied(compiler, overload, inner), filled=terms[tables[0]].filled)


def _applied(compiler: Compiler, overload: Simple, terms: list[Term]) -> Term:
    sources = []
    for term, wanted in zip(terms, overload.takes, strict=True):
        made = compiler.coerce(term, NUMBER if wanted == WHOLE else wanted)
        sources.append(made.source if wanted != WHOLE or term.whole else f"{made.source}.truncate()")
    made = Term(overload.source.format(*sources), overload.gives)
    blanks = [term for term in terms[: overload.blank] if term.kind.optional]
    if not blanks:
        return made
    known = " and ".join(f"{compiler.coerce(term, optional(term.kind)).source}.has_value()" for term in blanks)
    return Term(f"(if {known} then perhaps({made.source}) else none)", optional(made.kind))


# --- texts ------------------------------------------------------------------------------------------------------------


@special("Concatenate", most=MANY)
def _concatenate(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    return compiler.joined(arguments, scope)


# What stands between thousands, and before decimals, by the two letters of a language.
SEPARATORS = {"en": (",", "."), "de": (".", ","), "es": (".", ","), "fr": ("\u202f", ","), "vi": (".", ",")}


def language_of(node: fx.Node) -> str:
    """The two letters of a language that is named; NotTranslatable where it is computed, or not known."""
    if not isinstance(node, fx.Text) or node.value[:2].lower() not in SEPARATORS:
        raise NotTranslatable("a language that is computed, or not known")
    return node.value[:2].lower()


@special("Value", "Decimal", "Float", most=2)
def _value(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    term = compiler.term(arguments[0], scope)
    if sure(term.kind) == TEXT:
        text = compiler.coerce(term, TEXT).source
        thousands, point = SEPARATORS[language_of(arguments[1]) if len(arguments) > 1 else "en"]
        if point != ".":
            return Term(f"number_value_in({text}, {quoted(thousands)}, {quoted(point)})", optional(NUMBER))
        return Term(f"number_value({text})", optional(NUMBER))
    return compiler.coerce(term, optional(NUMBER) if term.kind.optional else NUMBER)


@special("Boolean")
def _boolean(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    (term,) = (compiler.term(each, scope) for each in arguments)
    return compiler.coerce(term, optional(BOOL) if term.kind.optional else BOOL)


@special("Split", least=2, most=2)
def _split(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    text, separator = (compiler.source(each, scope, TEXT) for each in arguments)
    return Term(f"parts_of({text}, {separator})", table_of(record_of({"Value": TEXT})))


# --- dates ------------------------------------------------------------------------------------------------------------

_READ = {
    "DateValue": Simple((TEXT,), optional(DATE), "date_value({0})"),
    "DateTimeValue": Simple((TEXT,), optional(DATETIME), "moment_value({0})"),
    "TimeValue": Simple((TEXT,), optional(TIME), "time_value({0})"),
}


def _reading(overload: Simple) -> Special:
    def read(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
        if len(arguments) > 1 and language_of(arguments[1]) != "en":
            raise NotTranslatable("dates in another language than English")
        return simple(compiler, overload, compiler.terms(arguments[:1], scope))

    return read


for _name, _overload in _READ.items():
    special(_name, most=2)(_reading(_overload))

_UNITS = {
    "days": ("{0}.add_days({1})", "{0}.days_until({1})"),
    "months": ("{0}.add_months({1})", "months_between({0}, {1})"),
    "quarters": ("{0}.add_months(3 * {1})", "quarters_between({0}, {1})"),
    "years": ("{0}.add_years({1})", "({1}.year() - {0}.year())"),
}
_CLOCK_UNITS = {
    "hours": (
        "{0}.add_hours({1})",
        '({1}.truncate("hour") - {0}.truncate("hour")).total_hours()',
    ),
    "minutes": (
        "{0}.add_minutes({1})",
        '({1}.truncate("minute") - {0}.truncate("minute")).total_minutes()',
    ),
    "seconds": (
        "{0}.add_seconds({1})",
        '({1}.truncate("second") - {0}.truncate("second")).total_seconds()',
    ),
    "milliseconds": ("{0}.add_seconds({1} / 1000)", "(({1} - {0}).total_seconds() * 1000).truncate()"),
}
_WEEK_STARTS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def enumerated(arguments: tuple[fx.Node, ...], place: int, enumeration: str, default: str) -> str:
    """The member of an enumeration that is named in a call."""
    if len(arguments) <= place:
        return default
    argument = arguments[place]
    if isinstance(argument, fx.Field) and argument.record == fx.Name(enumeration):
        return argument.name
    if isinstance(argument, fx.Text):
        return argument.value.capitalize()
    raise NotTranslatable("a member of an enumeration that is not named")


def _time_unit(arguments: tuple[fx.Node, ...]) -> str:
    unit = enumerated(arguments, 2, "TimeUnit", "Days").lower()
    if unit not in _UNITS and unit not in _CLOCK_UNITS:
        raise NotTranslatable("a member of an enumeration that is not named")
    return unit


@special("DateAdd", least=2, most=3)
def _date_add(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    unit = _time_unit(arguments)
    terms = compiler.terms(arguments[:2], scope)
    if unit in _CLOCK_UNITS or sure(terms[0].kind) == DATETIME:
        source = _UNITS[unit][0] if unit in _UNITS else _CLOCK_UNITS[unit][0]
        return simple(compiler, Simple((DATETIME, WHOLE), DATETIME, source, blank=1), terms)
    return simple(compiler, Simple((DATE, WHOLE), DATE, _UNITS[unit][0], blank=1), terms)


@special("DateDiff", least=2, most=3)
def _date_diff(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    unit = _time_unit(arguments)
    terms = compiler.terms(arguments[:2], scope)
    if unit in _CLOCK_UNITS:
        return simple(compiler, Simple((DATETIME, DATETIME), NUMBER, _CLOCK_UNITS[unit][1], blank=2), terms)
    return simple(compiler, Simple((DATE, DATE), NUMBER, _UNITS[unit][1], blank=2), terms)


@special("Weekday", most=2)
def _weekday(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    start = _week_start(arguments)
    source = "({0}.weekday_number() - " + f"{start}).mod(7)"
    shifted = source if enumerated(arguments, 1, "StartOfWeek", "") == "MondayZero" else f"({source} + 1)"
    return simple(compiler, Simple((DATE,), NUMBER, shifted), compiler.terms(arguments[:1], scope))


@special("WeekNum", most=2)
def _week_number(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    if enumerated(arguments, 1, "StartOfWeek", "") == "MondayZero":
        raise NotTranslatable("an error of Power Fx's own")
    source = "week_of_year({0}, " + f"{_week_start(arguments)})"
    return simple(compiler, Simple((DATE,), NUMBER, source), compiler.terms(arguments[:1], scope))


def _week_start(arguments: tuple[fx.Node, ...]) -> int:
    """The day that begins a week, Sunday being 0."""
    name = enumerated(arguments, 1, "StartOfWeek", "Sunday").removesuffix("Zero")
    if name not in _WEEK_STARTS:
        raise NotTranslatable("a member of an enumeration that is not named")
    return _WEEK_STARTS.index(name)
