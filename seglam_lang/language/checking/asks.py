"""What a phrase says behind `with`: the columns and values that no word of it spells.

    ask "who earns the most" with salary = "Salary", name: Column<Text> = "Name"
    ask "unpaid invoices" with status = "Status", unpaid = "Unpaid" of status in ["Open", "Paid", "Unpaid"]

A column is known by its header, a value by the column that holds it. What the words themselves mean is not the
language's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seglam_lang.language.checking.annotations import parameter_type, problem
from seglam_lang.language.checking.checked import Ask, Given
from seglam_lang.language.checking.examples import ValueReader
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.checking.type_errors import described
from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import SCALARS, SCALARS_IN_WORDS, Con, Type, column_of
from seglam_lang.language.values import Value

_CODE = "ask-given"


def read_asks(
    body: nodes.Body, params: Mapping[str, Type], declared: Mapping[str, Type]
) -> tuple[tuple[Ask, ...], list[Diagnostic]]:
    """Return the phrases of a procedure whose `params` were declared with these types, and what is wrong with them."""
    asks: list[Ask] = []
    wrong: list[Diagnostic] = []
    for phrase in body.header:
        if isinstance(phrase, nodes.Ask):
            try:
                asks.append(Ask(phrase.text, tuple(_Reader(params, declared).read(phrase.given))))
            except LanguageError as error:
                wrong += error.diagnostics
    return tuple(asks), wrong


class _Reader:
    """The reader of one phrase: its columns and values together must be an instance of the procedure's types."""

    def __init__(self, params: Mapping[str, Type], declared: Mapping[str, Type]) -> None:
        self._params, self._declared = params, declared
        self._values = ValueReader()

    def read(self, given: Iterable[nodes.Given]) -> Iterable[Given]:
        """Yield what each parameter behind `with` is. Raise LanguageError at the first that is wrong."""
        seen: set[str] = set()
        for each in given:
            if each.name not in self._params:
                message = f"`{each.name}` is no parameter of this procedure"
                raise problem(_CODE, message, each.at, f"it has {', '.join(self._params)}")
            if each.name in seen:
                raise problem(_CODE, f"`{each.name}` is given twice", each.at, "remove one of them")
            seen.add(each.name)
            yield self._column(each) if is_column(self._params[each.name]) else self._value(each)

    def _column(self, given: nodes.Given) -> Given:
        if not isinstance(given.value, nodes.Text):
            message = f"`{given.name}` is a column: its header in quotes is expected"
            raise problem(_CODE, message, given.value.span, f'write `{given.name} = "Amount"`')
        if given.column:
            raise problem(_CODE, f"`{given.name}` is a column, and no value of one", given.span, "leave the `of` out")
        kind = self._params[given.name]
        if given.type is not None:
            written = parameter_type(given.type, self._declared)
            if not self._values.inference.unifies(written, self._values.kind(kind)):
                message = f"`{given.name}` is {described(kind)}, not {described(written)}"
                raise problem("type-mismatch", message, given.type.span)
            kind = written
        return Given(given.name, given.value.value, _cells(kind))

    def _value(self, given: nodes.Given) -> Given:
        what = f"`{given.name}`"
        if is_table(self._params[given.name]):
            raise problem(_CODE, f"{what} is a table, which is always an input", given.at, "leave it out")
        if given.type is not None:
            raise problem(_CODE, f"the type of {what} is that of its value", given.type.span, "leave the type out")
        if given.column not in self._params or not is_column(self._params[given.column]):
            message = f"it is not said which column holds {what}"
            if given.column:
                message = f"`{given.column}` is no column of this procedure"
            columns = [name for name, kind in self._params.items() if is_column(kind)]
            hint = f"say which, as in `of {columns[0]}`" if columns else "it can only be named in the phrase"
            raise problem(_CODE, message, given.span, hint)
        value, kind = self._scalar(given.value, given.name, what)
        if not self._values.inference.unifies(self._values.kind(self._params[given.column]), column_of(kind)):
            message = f"the column `{given.column}` cannot hold {what}, which is {described(kind)}"
            raise problem("type-mismatch", message, given.value.span)
        return Given(given.name, value, "", given.column, tuple(dict.fromkeys(self._among(given))))

    def _among(self, given: nodes.Given) -> Iterable[Value]:
        if given.among is None:
            return
        if not isinstance(given.among, nodes.ListOf):
            hint = f'write them in brackets: `{given.name} = "Open" of {given.column} in ["Open", "Closed"]`'
            raise problem(_CODE, "the values of the column are expected here, as a list", given.among.span, hint)
        for item in given.among.items:
            yield self._scalar(item, given.name, f"each value of `{given.column}`")[0]

    def _scalar(self, node: nodes.Expression, param: str, what: str) -> tuple[Value, Type]:
        value = self._values.value(node, self._params[param], what)
        kind = self._values.inference.resolve(self._values.kind(self._params[param]))
        if kind not in SCALARS:
            raise problem(_CODE, f"{what} is {described(kind)}; a cell is a {SCALARS_IN_WORDS}", node.span)
        return value, kind


def _cells(column: Type) -> str:
    """Return the name of the type that the cells of a column have, as its author wrote it; "" for any."""
    assert isinstance(column, Con), "it is a column"
    kind = column.args[0]
    return kind.name if isinstance(kind, Con) and kind in SCALARS else ""
