"""Examples: read the values that they state, and test whether they hold.

In an example a list of records is a table, and a text is a column's header; `none` in a record is a blank cell.
"""

from __future__ import annotations

from seglam_lang.language import core
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.checked import Checked, Example
from seglam_lang.language.checking.inference import Inference
from seglam_lang.language.checking.lowering import Lowering
from seglam_lang.language.checking.resolution import NOTHING_AROUND, Resolution
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.checking.type_errors import described
from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.syntax.printer import print_example
from seglam_lang.language.types import SCALARS, SCALARS_IN_WORDS, TEXT, Con, Constructor, Type, Var, instance, optional
from seglam_lang.language.values import Column, Table, Value

_LONGEST = 80  # characters of a value, or of a part of a procedure, that is shown
_ROWS = 'a table is a list of records: [{name: "Ann", age: 30}]'


class ValueReader:
    """The reader of values that are stated together: their types must be an instance of the declared ones."""

    def __init__(self) -> None:
        self.inference = Inference(Resolution(), NOTHING_AROUND)
        self._rename = self.inference.renaming()

    def kind(self, expected: Type) -> Type:
        """Return the type that `expected`, a declared type of the procedure, is here."""
        return instance(expected, self._rename)

    def value(self, node: nodes.Expression, expected: Type, what: str) -> Value:
        """Return the value of an expression. Raise LanguageError where it is not of the `expected` type."""
        kind = self.kind(expected)
        if is_table(kind):
            return self.table(node)
        inference = self.inference
        inference.fit(node, inference.infer(node), kind, what)
        return self._run(node)

    def column(self, node: nodes.Expression, expected: Type, rows: Table, what: str) -> Column:
        """Return the column of `rows` that a text names. Raise LanguageError where there is none of that type."""
        if not isinstance(node, nodes.Text):
            raise problem("example-column", f"{what} is a column: a text that is one of the table's headers", node.span)
        if node.value not in rows.headers:
            message = f"the table of this example has no column {node.value!r}"
            raise problem("example-column", message, node.span, f"it has {', '.join(rows.headers)}")
        kind = rows.types[rows.headers.index(node.value)]
        wanted = self.kind(expected)
        if not self.inference.unifies(Con(Constructor.COLUMN, (kind,)), wanted):
            message = f"{what} is {self._describe(wanted)}, the column {node.value!r} has {kind.name}"
            raise problem("type-mismatch", message, node.span)
        return Column(node.value, kind)

    def table(self, node: nodes.Expression) -> Table:
        """Return the table that a list of records states. Raise LanguageError where it states none."""
        if not isinstance(node, nodes.ListOf) or not all(isinstance(each, nodes.RecordOf) for each in node.items):
            raise problem("example-table", "a table is expected here", node.span, _ROWS)
        records = [each for each in node.items if isinstance(each, nodes.RecordOf)]
        headers = records[0].names if records else ()
        for each in records:
            if each.names != headers:
                message = "the records of a table all have the same fields, in the same order"
                raise problem("example-table", message, each.span)
        types = tuple(self._column_type([each.items[place] for each in records]) for place in range(len(headers)))
        rows = [[self._run(item) for item in each.items] for each in records]
        return Table(headers, types, tuple(zip(*rows, strict=True)) if rows else (), len(rows))

    def _column_type(self, cells: list[nodes.Expression]) -> Con:
        kind: Type = self.inference.fresh()
        for cell in cells:
            self.inference.fit(cell, self.inference.infer(cell), optional(kind), "this cell")
        found = self.inference.head(kind)
        if isinstance(found, Var):
            return TEXT  # nothing but blanks
        if found not in SCALARS:
            raise problem("example-table", f"a cell is a {SCALARS_IN_WORDS}", cells[0].span)
        return found

    def _run(self, node: nodes.Expression) -> Value:
        lowering = Lowering(self.inference.resolution, ())
        body = lowering.expression(node)
        try:
            # Nothing asks what type this returns.
            return compile_procedure(core.Procedure((), (), TEXT, (), body, (), lowering.frame)).run(())
        except Failure as failure:
            raise problem("example-fails", f"this has no value: {failure.message}", node.span) from None

    def _describe(self, kind: Type) -> str:
        return described(self.inference.resolve(kind))


def read_example(example: nodes.ExampleDeclaration, procedure: Checked) -> Example:
    """Return an example's values, which are of the types that the procedure's author declared."""
    if len(example.arguments) != len(procedure.written):
        takes = "1 value" if len(procedure.written) == 1 else f"{len(procedure.written)} values"
        message = f"`{example.procedure}` takes {takes}; {len(example.arguments)} given"
        hint = f"it is called as `{example.procedure}({', '.join(procedure.written)})`"
        raise problem("argument-count", message, example.at, hint)
    reader = ValueReader()
    stated = dict(zip(procedure.written, example.arguments, strict=True))
    params, types = procedure.params, procedure.types
    values: dict[str, Value] = {}
    # Tables first: what a column is can be told only then.
    for name in sorted(params, key=lambda each: is_column(types[each])):
        what = f"`{name}` of `{example.procedure}`"
        if is_column(types[name]):
            rows = values[params[procedure.core.tables[params.index(name)]]]
            assert isinstance(rows, Table), "a column is one of a table"
            values[name] = reader.column(stated[name], types[name], rows, what)
        else:
            values[name] = reader.value(stated[name], types[name], what)
    expected = reader.value(example.expected, procedure.declared[-1], f"the result of `{example.procedure}`")
    in_percent = tuple(_is_percentage(stated[name]) for name in params)
    return Example(tuple(values[name] for name in params), expected, print_example(example), *example.span, in_percent)


def _is_percentage(node: nodes.Expression) -> bool:
    number = node.operand if isinstance(node, nodes.Unary) else node
    return isinstance(number, nodes.Number) and number.text.endswith("%")


def run_examples(checked: Checked) -> list[Diagnostic]:
    """Return what is wrong with a procedure's examples: those that fail, or have another result."""
    from seglam_lang.language.checking.differences import differences  # which shows values, as this module does

    compiled = compile_procedure(checked.core)
    wrong = []
    for example in checked.examples:
        try:
            result = compiled.run(example.arguments)
        except Failure as failure:
            message = f"this example fails: {failure.message}"
            hint = _failed_at(checked, failure)
            wrong.append(Diagnostic("example-fails", message, example.start, example.end, hint))
            continue
        if not same(result, example.expected):
            given, stated = show_value(result), show_value(example.expected)
            message = f"this example gives {given}, not {stated}"
            if max(len(given), len(stated)) > _LONGEST:
                message = "this example gives another value than it states"
            parts = differences(example.expected, result)
            is_complete = given in message and len(parts) == 1 and parts[0].startswith("expected ")
            hint = "" if is_complete else "\n".join(parts)
            wrong.append(Diagnostic("example-wrong", message, example.start, example.end, hint))
    return wrong


def _failed_at(checked: Checked, failure: Failure) -> str:
    """Return the code of a failure, and the part of the procedure that failed."""
    if not 0 <= failure.node < len(checked.spans):
        return failure.code
    part = " ".join(checked.source[slice(*checked.spans[failure.node])].split())
    return f"{failure.code}, at `{part if len(part) <= _LONGEST else f'{part[:_LONGEST]}...'}`"


def same(left: Value, right: Value) -> bool:
    """Return whether two values are equal. Of tables headers and cells count: a column of blanks alone has no type."""
    if isinstance(left, Table) and isinstance(right, Table):
        if left.length == right.length == 0:
            return not right.headers or left.headers == right.headers
        return left.headers == right.headers and left.cells == right.cells
    return bool(left == right)
