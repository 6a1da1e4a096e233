"""The types of Power Fx expressions, as far as the adapter tells them apart, and their coercions in our language.

Power Fx coerces silently; our language never does. So each coercion becomes what a person would have to write:
`"10"` where a number belongs is `number_of("10")`, a blank where one belongs is `x ?? 0`. A blank is the absent value
of a `T?`. Where Power Fx has no coercion either, the expression stays as it is and our checker has the word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.syntax.lexicon import is_name
from tests.conformance.harness import NotTranslatable


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: a scalar's name, a Record with its fields, or a Table with its row as the only field."""

    name: str
    fields: tuple[tuple[str, Kind], ...] = ()
    optional: bool = False

    @property
    def labels(self) -> Mapping[str, Kind]:
        """The fields of a record by their names."""
        return dict(self.fields)

    @property
    def row(self) -> Kind:
        """What a table's rows are."""
        if self.name != "Table":
            raise NotTranslatable("a function of what is no table")
        return self.fields[0][1]


NUMBER, TEXT, BOOL, DATE = Kind("Number"), Kind("Text"), Kind("Bool"), Kind("Date")
DATETIME, TIME = Kind("DateTime"), Kind("Time")
BLANK = Kind("Blank", optional=True)  # of which nothing else is known
UNKNOWN = Kind("Unknown")  # our checker will say that something is wrong
SCALARS = (NUMBER, TEXT, BOOL, DATE, DATETIME, TIME)
MOMENTS = frozenset({DATE, DATETIME, TIME})

# What a blank stands for where a value is needed.
_EMPTY = {"Number": "0", "Text": '""', "Bool": "false", "Date": "@1899-12-30", "Table": "[]"}
_EMPTY |= {"DateTime": "@1899-12-30T00:00", "Time": "@00:00"}

_COERCIONS = {
    ("Number", "Text"): "{}.to_text()",
    ("Bool", "Text"): '(if {} then "true" else "false")',
    ("Date", "Text"): "date_text({})",
    ("Text", "Number"): "number_of({})",  # see number_value for where there may be a blank
    ("Bool", "Number"): "(if {} then 1 else 0)",
    ("Date", "Number"): "serial_number({})",
    ("Number", "Date"): "serial_date({})",
    ("Text", "Date"): "date_of({})",
    ("Number", "Bool"): "({} != 0)",
    ("Text", "Bool"): "truth_of({})",
    ("Date", "DateTime"): "{}.at(@00:00)",
    ("Date", "Time"): "{}.at(@00:00).time()",
    ("DateTime", "Date"): "{}.date()",
    ("DateTime", "Time"): "{}.time()",
    ("DateTime", "Text"): '{}.format("M/d/yyyy h:mm a")',
    ("DateTime", "Number"): "serial_moment({})",
    ("Time", "DateTime"): "@1899-12-30.at({})",
    ("Time", "Date"): "@1899-12-30.at({}).date()",
    ("Time", "Text"): '{}.format("h:mm a")',
    ("Time", "Number"): "({} - @00:00).total_days()",
    ("Number", "DateTime"): "moment_of_serial({})",
    ("Number", "Time"): "moment_of_serial({}).time()",
    ("Text", "DateTime"): "moment_of({})",
    ("Text", "Time"): "(time_value({}) ?? @00:00)",
}


@dataclass(frozen=True, slots=True)
class Term:
    """An expression of ours with the type that it has.

    `parts` are the fields of a record that is written out; `filled` says that a table has at least one row; `whole`
    that a number is written without a fraction.
    """

    source: str
    kind: Kind
    parts: tuple[tuple[str, Term], ...] | None = None
    filled: bool = False
    whole: bool = False


def table_of(row: Kind) -> Kind:
    """A table of such rows."""
    return Kind("Table", (("row", row),))


def record_of(fields: Mapping[str, Kind]) -> Kind:
    """A record with these fields."""
    return Kind("Record", tuple(fields.items()))


def optional(kind: Kind) -> Kind:
    """The type with blanks; a field of a record that may be blank may be blank too."""
    if kind.name == "Record" and not kind.optional:
        kind = replace(kind, fields=tuple((name, optional(each)) for name, each in kind.fields))
    return replace(kind, optional=kind.name != "Unknown")


def sure(kind: Kind) -> Kind:
    """The type without blanks."""
    return replace(kind, optional=False)


def common(left: Kind, right: Kind) -> Kind:
    """What both can be coerced to: of two scalars the first, of two records one with the fields of both."""
    if left.name == "Blank" or right.name == "Blank":
        return optional(right if left.name == "Blank" else left)
    if left.name == right.name == "Record":
        fields = {
            name: common(left.labels[name], right.labels[name])
            if name in left.labels and name in right.labels
            else optional(left.labels.get(name) or right.labels[name])
            for name in {**left.labels, **right.labels}
        }
        both = record_of(fields)
        return optional(both) if left.optional or right.optional else both
    if left.name == right.name == "Table":
        return replace(table_of(common(left.row, right.row)), optional=left.optional or right.optional)
    if left.name != right.name and {sure(left), sure(right)} <= MOMENTS:
        return replace(DATETIME, optional=left.optional or right.optional)
    may_be_blank = right.optional or (left.name, right.name) == ("Number", "Text")  # an empty text is a blank number
    return optional(left) if may_be_blank else left


def common_of(kinds: Iterable[Kind]) -> Kind:
    """What all of at least one can be coerced to."""
    return reduce(common, kinds)


def show(kind: Kind) -> str:
    """The type as our source has it; a column of blanks could be of any type and is one of numbers."""
    if kind.name == "Record":
        text = f"{{{', '.join(f'{label(name)}: {show(each)}' for name, each in kind.fields)}}}"
    elif kind.name == "Table":
        text = f"List<{show(kind.row)}>"
    else:
        text = "Number" if kind.name == "Blank" else kind.name
    return f"{text}?" if kind.optional else text


def knows(kind: Kind) -> bool:
    """Whether the type is known all the way down."""
    return kind.name != "Unknown" and all(knows(each) for _, each in kind.fields)


def quoted(text: str) -> str:
    """A text as our source has it."""
    return print_expression(nodes.Text(text))


def label(name: str) -> str:
    """A column's name, where it can be a field's name."""
    if not is_name(name):
        raise NotTranslatable("a column's name that is no name")
    return name


class Writer:
    """Writes coercions; one writer a translation, so that no two lambdas share a parameter's name."""

    def __init__(self) -> None:
        self._names = 0

    def fresh(self, stem: str = "x") -> str:
        """A name that nothing has yet."""
        self._names += 1
        return f"{stem}{self._names}"

    def bind(self, source: str, body: Callable[[str], str]) -> str:
        """`body` of the value of `source`, which is computed once."""
        if is_name(source):
            return body(source)
        name = self.fresh()
        return f"[{source}].map({name} => {body(name)}).first()"

    def coerce(self, term: Term, wanted: Kind) -> Term:
        """`term` as a value of type `wanted`, or unchanged where Power Fx knows no such coercion."""
        have = term.kind
        if have == wanted or not knows(have) or not knows(wanted):
            return term
        if have.name == "Blank":
            return self._blank(term.source, wanted)
        if have.name == wanted.name == "Record":
            return self._record(term, wanted)
        if have.name == wanted.name == "Table":
            return self._table(term, wanted)
        if have.name == wanted.name:
            return Term(self._same(term.source, have, wanted), wanted)
        if (have.name, wanted.name) not in _COERCIONS:
            return term
        return Term(self._converted(term.source, have, wanted), wanted)

    def _blank(self, source: str, wanted: Kind) -> Term:
        if wanted.optional:
            return Term(source, wanted)
        if wanted.name == "Record":
            parts = tuple((name, self._blank("none", kind)) for name, kind in wanted.fields)
            return written_out(parts)
        return Term(f"({source} ?? {_EMPTY[wanted.name]})", wanted)

    def _same(self, source: str, have: Kind, wanted: Kind) -> str:
        """The same scalar type, with or without blanks."""
        if have.optional == wanted.optional:
            return source
        return f"perhaps({source})" if wanted.optional else f"({source} ?? {_EMPTY[have.name]})"

    def _converted(self, source: str, have: Kind, wanted: Kind) -> str:
        conversion = _COERCIONS[have.name, wanted.name]
        if (have.name, wanted) == ("Text", optional(NUMBER)):
            return f"number_value({self._same(source, have, TEXT)})"
        if not have.optional:
            made = conversion.format(source)
            return f"perhaps({made})" if wanted.optional else made
        if not wanted.optional and wanted.name != "Text":  # what a blank stands for is the same before and after
            return conversion.format(f"({source} ?? {_EMPTY[have.name]})")

        def body(name: str) -> str:
            made = conversion.format(f"({name} ?? {_EMPTY[have.name]})")
            if wanted.optional:
                return f"if {name}.has_value() then perhaps({made}) else none"
            return f'if {name}.has_value() then {made} else ""'

        return self.bind(source, body)

    def _record(self, term: Term, wanted: Kind) -> Term:
        have = term.kind
        if have.optional and replace(wanted, optional=True) == have:
            return Term(self.certain_record(term).source, wanted)
        if have.optional and wanted.optional:

            def body(name: str) -> str:
                inner = self._record(Term(f"({name} ?? {self._empty_record(have)})", sure(have)), sure(wanted))
                return f"if {name}.has_value() then perhaps({inner.source}) else none"

            return Term(self.bind(term.source, body), wanted)
        term = self.certain_record(term)
        if term.parts is None:
            return Term(self.bind(term.source, lambda name: self._rebuilt(name, have, wanted)), wanted)
        parts = self._fields(dict(term.parts), wanted)
        return Term(f"perhaps({written_out(parts).source})", wanted) if wanted.optional else written_out(parts)

    def _rebuilt(self, name: str, have: Kind, wanted: Kind) -> str:
        parts = {each: Term(f"{name}.{label(each)}", kind) for each, kind in have.fields}
        made = written_out(self._fields(parts, wanted)).source
        return f"perhaps({made})" if wanted.optional else made

    def _fields(self, parts: Mapping[str, Term], wanted: Kind) -> tuple[tuple[str, Term], ...]:
        absent = Term("none", BLANK)
        return tuple((name, self.coerce(parts.get(name, absent), kind)) for name, kind in wanted.fields)

    def _empty_record(self, kind: Kind) -> str:
        return f"{{{', '.join(f'{label(name)}: none' for name, _ in kind.fields)}}}"

    def certain_record(self, term: Term) -> Term:
        """A record whose fields can be taken: of a blank one, all fields are blank."""
        if not term.kind.optional:
            return term
        return Term(f"({term.source} ?? {self._empty_record(term.kind)})", sure(term.kind))

    def _table(self, term: Term, wanted: Kind) -> Term:
        source = term.source
        if term.kind.optional and not wanted.optional:
            source = f"({source} ?? [])"
        elif term.kind.optional:

            def body(name: str) -> str:
                inner = self._table(Term(f"({name} ?? [])", sure(term.kind)), sure(wanted))
                return f"if {name}.has_value() then perhaps({inner.source}) else none"

            return Term(self.bind(source, body), wanted)
        if term.kind.row != wanted.row:
            row = self.fresh("row")
            source = f"{source}.map({row} => {self.coerce(Term(row, term.kind.row), wanted.row).source})"
        return Term(f"perhaps({source})" if wanted.optional else source, wanted, filled=term.filled)


def written_out(parts: tuple[tuple[str, Term], ...]) -> Term:
    """A record of these fields."""
    source = f"{{{', '.join(f'{label(name)}: {term.source}' for name, term in parts)}}}"
    return Term(source, Kind("Record", tuple((name, term.kind) for name, term in parts)), parts)
