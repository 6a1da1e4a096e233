'''Procedures as Python objects: load a source, call what is in it with ordinary Python values.

    >>> from decimal import Decimal
    >>> from seglam_lang import language
    >>> module = language.load("""
    ... # What each person pays; the first pays the odd cents.
    ... proc split_bill(bill: Number, tip: Number, people: Number) -> List<Number> {
    ...   check people >= 1 and people.is_whole() else "need at least one person"
    ...   let total = (bill * (1 + tip)).round(2)
    ...   let share = (total / people).round_down(2)
    ...   return (1 to people).map(i => if i == 1 then total - share * (people - 1) else share)
    ... }
    ... example split_bill(100, 18%, 3) == [39.34, 39.33, 39.33]
    ...
    ... proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
    ...   return rows.group_by(group).total(value)
    ... }
    ... """)
    >>> module["split_bill"](100, Decimal("0.18"), 3)
    [Decimal('39.34'), Decimal('39.33'), Decimal('39.33')]
    >>> rows = [{"region": "North", "sales": 3}, {"region": "South", "sales": 4}, {"region": "North", "sales": 5}]
    >>> module["total_by"](rows, value="sales", group="region")
    region  sales
    ------  -----
    North       8
    South       4

`converters` and `results` say which Python value is which value of the language. Modules and procedures do not change
and keep nothing between calls: any number of threads may use one.
'''

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.checker import check
from seglam_lang.language.checking.examples import run_examples
from seglam_lang.language.diagnostics import (
    Diagnostic,
    LanguageError,
    did_you_mean,
    line_and_column,
    render,
    render_all,
)
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.arguments import Arguments, Parameter
from seglam_lang.language.python.results import PLAIN, as_columns_and_rows, as_records, to_python
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.syntax.printer import print_head, print_parameter_type
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.language.values import Table, Value

if TYPE_CHECKING:
    import inspect

_UNSET: Any = object()
_TABLES: dict[str, Callable[[Table], Any]] = {
    "table": ResultTable,
    "records": as_records,
    "columns": as_columns_and_rows,
}


def load(source: str | bytes | PathLike[str], filename: str = "") -> Module:
    """Return the procedures of a source text, or of the file at a path (a `pathlib.Path`; a str is always source).

    LanguageError if anything is wrong with it: `diagnostics` holds all that is, and `str()` of the error shows each
    with its line and a caret; OSError if the file cannot be read. `filename` is what they call the source, by default
    the path. Examples are not run: `Module.test` does.
    """
    if not isinstance(source, str | bytes):
        filename = filename or str(source)
        source = Path(source).read_bytes()
    try:
        text = normalise(source)
    except LanguageError as error:
        error.args = (render_all(error, "", filename),)
        raise
    try:
        return Module(text, filename, check(text))
    except LanguageError as error:
        rendered = render_all(error, text, filename)
        if text.endswith(".seg") and "\n" not in text:
            rendered += f"\n\nto load a file, give its path as one: load(pathlib.Path({text!r}))"
        error.args = (rendered,)
        raise


class Module(Mapping[str, "Procedure"]):
    """The procedures of a source by their names, in the order in which they are written.

    `source` is the text that was loaded, `filename` what it is called ("" if it has no name), `doc` the comment at its
    head.
    """

    def __init__(self, source: str, filename: str, checked: Sequence[Checked]) -> None:
        self.source, self.filename = source, filename
        written = parse(source)
        self.doc = without_signs(written.opening)
        heads = {each.name: each for each in written.declarations if isinstance(each, nodes.Procedure)}
        self._procedures = {each.name: Procedure(each, heads[each.name], source, filename) for each in checked}

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """All procedures, in order."""
        return tuple(self._procedures.values())

    def test(self) -> list[Diagnostic]:
        """Run all examples: what is wrong with those that do not hold. `show` renders it.

        >>> module = load("proc twice(x: Number) -> Number { return x * 2 } example twice(3) == 7")
        >>> print(module.show(module.test()))
        error[example-wrong]: this example gives 6, not 7
         --> source:1:50
          |
        1 | proc twice(x: Number) -> Number { return x * 2 } example twice(3) == 7
          |                                                  ^^^^^^^^^^^^^^^^^^^^^
        """
        return [each for procedure in self.procedures for each in procedure.run_examples()]

    def show(self, diagnostics: Sequence[Diagnostic]) -> str:
        """Diagnostics of this source with their lines and carets."""
        return "\n\n".join(render(each, self.source, self.filename) for each in diagnostics)

    def __getitem__(self, name: str) -> Procedure:
        try:
            return self._procedures[name]
        except KeyError:
            raise UnknownProcedure(name, tuple(self._procedures)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._procedures

    def __iter__(self) -> Iterator[str]:
        return iter(self._procedures)

    def __len__(self) -> int:
        return len(self._procedures)

    def __repr__(self) -> str:
        return f"<module {self.filename or 'of a source text'}: {', '.join(self) or 'no procedures'}>"


class UnknownProcedure(KeyError):
    """A module has no procedure of that name; `str()` says which it has, or the one that was probably meant."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.known)  # so that it can leave a worker process

    def __str__(self) -> str:
        hint = did_you_mean(str(self.name), self.known) or f"there are {', '.join(self.known) or 'none'}"
        return f"there is no procedure `{self.name}`; {hint}"


class PlacedFailure(Failure):
    """A Failure with the place in the loaded source at which it happened; `str()` shows it.

    `procedure` is the name of the procedure that was called; `line` and `column` count from 1; `excerpt` is the line of
    the source with a caret, under the code and the message. What fails in a procedure that this one calls has the place
    of the call.
    """

    def __init__(
        self, code: str, message: str, node: int, procedure: str, line: int, column: int, excerpt: str
    ) -> None:
        super().__init__(code, message, node)
        self.procedure, self.line, self.column, self.excerpt = procedure, line, column, excerpt

    def __str__(self) -> str:
        return self.excerpt

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.code, self.message, self.node, self.procedure, self.line, self.column, self.excerpt)
        return type(self), parts  # so that it can leave a worker process


class Procedure:
    """A procedure that can be called with Python values.

    >>> double = load("proc double(x: Number) -> Number { return x * 2 }")["double"]
    >>> double
    <proc double(x: Number) -> Number>
    >>> double(21), double(x=0.1)
    (42, Decimal('0.2'))

    `name`; `params` with their types as the author wrote them, in the author's order; `signature`, all of that in one
    line; `doc`, the comment above it; `asks`, the phrases that ask for it; `source`, as the formatter prints it.
    """

    def __init__(self, checked: Checked, head: nodes.Procedure, text: str, filename: str) -> None:
        self.name, self.source = checked.name, checked.source
        self.asks = tuple(each.phrase for each in checked.asks)
        self.params = tuple(Parameter(each.name, print_parameter_type(each)) for each in head.params)
        self.signature = head_in_one_line(head, checked)
        self.doc = without_signs(head.before)
        self._checked, self._at, self._text, self._filename = checked, head.at, text, filename
        types = [each.type for each in head.params]
        self._values = Arguments(self.signature, self.params, types, checked.params, checked.core).values
        self._compiled_run = compile_procedure(checked.core).run
        self.__doc__ = f"{self.signature}\n\n{self.doc}".rstrip()  # for editors
        self._has_fuel = any(each.name == "fuel" for each in self.params)

    def __call__(self, /, *args: Any, fuel: Any = _UNSET, **named: Any) -> Any:
        """Return the result for arguments by position or by name.

        `fuel` bounds the work; left out, the bound grows with the inputs' size. (If the procedure has a parameter that
        is named so, it is that one: `run` takes both.)

        ArgumentError where an argument does not fit; a Failure, with its place, where the procedure fails.
        """
        if fuel is not _UNSET:
            if self._has_fuel:
                named["fuel"], fuel = fuel, None
        else:
            fuel = None
        result = self._run(self._values(args, named), fuel)
        return result if type(result) in PLAIN else to_python(result)

    def run(
        self,
        arguments: Sequence[Any] | Mapping[str, Any],
        *,
        fuel: int | None = None,
        tables: Literal["table", "records", "columns"] = "table",
    ) -> Any:
        """Return what a call would, with the arguments in a list, or by name in a dict.

        `tables` is the form of tables in the result: "table", a `ResultTable`; "records", a list of dicts; or
        "columns", {"columns": [...], "rows": [[...], ...]}.
        """
        named = arguments if isinstance(arguments, Mapping) else {}
        positional = () if isinstance(arguments, Mapping) else arguments
        return to_python(self._run(self._values(positional, named), fuel), _TABLES[tables])

    def _run(self, values: list[Value], fuel: int | None) -> Value:
        if fuel is not None and (not isinstance(fuel, int) or isinstance(fuel, bool)):
            raise TypeError(f"fuel is an int, not {fuel!r}")
        try:
            return self._compiled_run(values, fuel)
        except Failure as failure:
            raise self._placed(failure) from None

    def _placed(self, failure: Failure) -> PlacedFailure:
        """Return the failure with its place, which is the procedure's name where it is of the run as a whole."""
        origins = self._checked.origins
        span = origins[failure.node] if 0 <= failure.node < len(origins) else self._at
        line, column = line_and_column(self._text, span[0])
        excerpt = render(Diagnostic(failure.code, failure.message, *span), self._text, self._filename)
        return PlacedFailure(failure.code, failure.message, failure.node, self.name, line, column, excerpt)

    def run_examples(self) -> list[Diagnostic]:
        """Return what is wrong with the examples that do not hold."""
        return run_examples(self._checked)

    @property
    def examples(self) -> tuple[str, ...]:
        """The examples as the formatter prints them."""
        return tuple(each.source for each in self._checked.examples)

    @cached_property
    def hash(self) -> str:
        """The content hash: procedures that differ only in names, comments and layout have one."""
        return content_hash(self._checked.core)

    @property
    def __signature__(self) -> inspect.Signature:
        """For `inspect.signature` and editors."""
        import inspect

        either = inspect.Parameter.POSITIONAL_OR_KEYWORD
        return inspect.Signature([inspect.Parameter(each.name, either, annotation=each.type) for each in self.params])

    def __repr__(self) -> str:
        return f"<proc {self.signature}>"


def head_in_one_line(head: nodes.Procedure, checked: Checked) -> str:
    """Return the head of a procedure in one line, with the result that was inferred where none is written."""
    if head.result is not None:
        return print_head(head)
    *_, formatted = parse(checked.source).declarations
    assert isinstance(formatted, nodes.Procedure)
    return print_head(replace(head, result=formatted.result))


def without_signs(comments: Sequence[str]) -> str:
    """Return the text of comments."""
    return "\n".join(each.removeprefix("#").removeprefix(" ") for each in comments)
