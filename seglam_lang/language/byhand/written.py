"""Arguments that are written on a command line, for the parameters of a procedure.

    seglam run loans.seg payment 250000 3.5% n=360

What a text means follows from its parameter's type: `18%` is a Number, `2024-01-31` a Date, `north` a Text as it is,
`[1, 2]` a List, `{a: 1}` a record, `["a": 1]` a Map; a Column is its header, and a Table what `read_table` finds under
the text. Nothing is computed: `2 + 3` is no Number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from types import NoneType
from typing import Any

from seglam_lang.language.checking.annotations import declared_types, type_parameters
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.procedures import read_signature
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.computing.numbers import negate, number_value, parse_number
from seglam_lang.language.diagnostics import LanguageError, did_you_mean
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.arguments import ArgumentError, Arguments, Misfit, Parameter
from seglam_lang.language.python.module import head_in_one_line
from seglam_lang.language.python.misfits import Unfit, short_repr as shown
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.syntax.parser import parse_body
from seglam_lang.language.syntax.printer import print_parameter_type
from seglam_lang.language.types import DATE, NUMBER, TEXT, Con, Constructor, Type, is_a, parameter, show
from seglam_lang.language.values import Table, Value

LONGEST = 60  # characters of a value that is shown
_NAMED = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)=(?!=)(.*)", re.DOTALL)
_FORMS: dict[Constructor | None, str] = {
    Constructor.NUMBER: "a number is written 12, 0.5 or 18%",
    Constructor.BOOL: "write true or false",
    Constructor.DATE: "a date is written 2024-01-31",
    Constructor.LIST: 'a list is written [1, 2] or ["a", "b"]',
    Constructor.MAP: 'a map is written ["a": 1, "b": 2]',
    Constructor.RECORD: 'a record is written {name: "Ann", age: 30}',
}
_READ_BY: dict[type, tuple[Constructor, ...]] = {  # the types whose values a literal can be
    nodes.Number: (Constructor.NUMBER,),
    nodes.Unary: (Constructor.NUMBER,),
    nodes.Text: (Constructor.TEXT,),
    nodes.Bool: (Constructor.BOOL,),
    nodes.Date: (Constructor.DATE,),
    nodes.ListOf: (Constructor.LIST,),
    nodes.RecordOf: (Constructor.RECORD, Constructor.MAP),
    nodes.MapOf: (Constructor.MAP,),
}
_ANYTHING = parameter("T")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class WrittenCall:
    """A checked procedure, as it is called with texts.

    `signature` is the procedure's in one line, `types` are the types of its parameters, in the author's order.
    """

    def __init__(self, checked: Checked, module: nodes.Module) -> None:
        head = next(each for each in module.declarations if _is_head(each, checked.name))
        assert isinstance(head, nodes.Procedure)
        params = tuple(Parameter(each.name, print_parameter_type(each)) for each in head.params)
        self.signature = head_in_one_line(head, checked)
        self.params = params
        self.result = self.signature.rpartition(" -> ")[2]
        types, _ = declared_types(module)
        self.types = [each.type for each in read_signature(head, type_parameters(head, types)).params]
        nodes_of_types = [each.type for each in head.params]
        self._arguments = Arguments(self.signature, params, nodes_of_types, checked.params, checked.core)

    def values(self, given: Sequence[str], read_table: Callable[[str], Table]) -> list[Value]:
        """The arguments in the order of the core's parameters; ArgumentError with all that is wrong with them.

        `given` are texts in the author's order, or NAME=TEXT. `read_table` raises `Unfit` where there is no table.
        """
        texts, misfits = self._arranged(given)
        found: dict[str, Any] = {}
        for each, kind in zip(self.params, self.types, strict=True):
            if each.name not in texts:
                continue
            try:
                found[each.name] = _read(texts[each.name], kind, read_table)
            except Unfit as misfit:
                path = "".join(f", {step}" for step in misfit.path)
                hint = self._meant(texts[each.name]) or misfit.hint
                misfits.append(Misfit(each.name, misfit.message, hint, path))
        if misfits:
            order = [each.name for each in self.params]
            misfits.sort(key=lambda each: order.index(each.argument) if each.argument in order else len(order))
            raise ArgumentError(self.signature, misfits)
        return self._arguments.values((), found)

    def _arranged(self, given: Sequence[str]) -> tuple[dict[str, str], list[Misfit]]:
        """The text for each parameter, and what is wrong with how they are given."""
        names = [each.name for each in self.params]
        texts: dict[str, str] = {}
        positional: list[str] = []
        misfits: list[Misfit] = []
        for text in given:
            match = _NAMED.fullmatch(text)
            if match is None or match[1] not in names:
                positional.append(text)
            elif match[1] in texts:
                misfits.append(Misfit(match[1], f"given twice, the second time {shown(match[2])}"))
            else:
                texts[match[1]] = match[2]
        free = [name for name in names if name not in texts]
        texts.update(zip(free, positional, strict=False))
        if len(positional) > len(free):
            rest = ", ".join(map(shown, positional[len(free) : len(free) + 3]))
            message = f"too many arguments, {len(names)} expected: {rest}"
            misfits.append(Misfit("", message, self._meant(positional[-1])))
        missing = [each for each in self.params if each.name not in texts]
        misfits += [Misfit(each.name, f"missing, expected {each.type}") for each in missing]
        return texts, misfits

    def _meant(self, text: str) -> str:
        """That NAME=... names no parameter, where a text looks like it."""
        match = _NAMED.fullmatch(text)
        if match is None:
            return ""
        hint = did_you_mean(match[1], [each.name for each in self.params])
        return f"there is no parameter `{match[1]}`; {hint}" if hint else f"there is no parameter `{match[1]}`"


def _is_head(declaration: nodes.Declaration, name: str) -> bool:
    return isinstance(declaration, nodes.Procedure) and declaration.name == name


def _read(text: str, kind: Type, read_table: Callable[[str], Table]) -> Any:
    if not is_table(kind):
        return read(text, kind)
    return _literal(text, _ANYTHING) if text.lstrip().startswith("[") else read_table(text)


def read(text: str, kind: Type) -> Any:
    """The Python value (see `pythonic`) that a text is for a parameter of a type; Unfit where it is none."""
    if is_a(kind, Constructor.OPTIONAL):
        return None if text.strip() == "none" else read(text, kind.args[0])
    if kind == TEXT or is_column(kind):
        return _word(text)
    plain = _plain_scalar(text.strip(), kind)
    if plain is not None:
        return plain
    if _is_any(kind) and text.strip()[:1] not in ("[", "{", '"') and text.strip() not in ("true", "false", "none"):
        return text  # any type will do: a word is a Text
    return _literal(text, kind)


def _literal(text: str, kind: Type) -> Any:
    """The value of a text that is written as in the language."""
    try:
        return _value(_parsed(text), kind)
    except Unfit as misfit:
        if misfit.path or not misfit.message.startswith("expected "):
            raise
        raise _unfit(kind, shown(text), misfit.hint) from None
    except LanguageError as error:
        told = error.diagnostics[0].message if text.strip()[:1] in ("[", "{") else ""
        form = _FORMS.get(kind.constructor, "")
        raise _unfit(kind, shown(text), "; ".join(filter(None, [told, form]))) from None


def _is_any(kind: Type) -> bool:
    return is_a(kind, Constructor.PARAMETER)


def _plain_scalar(text: str, kind: Type) -> Value:
    """A number or a date that is written as people do, where one may stand; None where it is none."""
    anything = _is_any(kind)
    if (kind == DATE or anything) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _unfit(kind, shown(text), "there is no such date") from None
    return parse_number(text) if kind == NUMBER or anything else None


def _word(text: str) -> str:
    """A text as it is, or what is in its quotes."""
    try:
        node = _parsed(text) if text.startswith('"') else None
    except LanguageError:
        return text
    return node.value if isinstance(node, nodes.Text) else text


def _parsed(text: str) -> nodes.Expression:
    value = parse_body(f"return {text}").result.value
    if isinstance(value, nodes.Loop):
        raise Unfit("a value is expected, not a loop")
    return value


def _value(node: nodes.Expression, kind: Type) -> Any:
    """The Python value of a literal that must be of a type; `Unfit.path` says where inside it the misfit is."""
    if is_a(kind, Constructor.OPTIONAL):
        return None if isinstance(node, nodes.Nothing) else _value(node, kind.args[0])
    if not _is_any(kind) and kind.constructor not in _READ_BY.get(type(node), ()):
        raise _unfit(kind, _shown(node), _mend(node, kind))
    if isinstance(node, nodes.ListOf):
        return [_part(each, kind, 0, f"item {place}") for place, each in enumerate(node.items, 1)]
    if isinstance(node, nodes.MapOf):
        return _map(node, kind)
    if isinstance(node, nodes.RecordOf):
        return _record(node, kind)
    if isinstance(node, nodes.Text | nodes.Bool | nodes.Date):
        return node.value
    if isinstance(node, nodes.Nothing):
        return None
    negative = isinstance(node, nodes.Unary) and node.operator == "-"
    number = node.operand if isinstance(node, nodes.Unary) else node
    if not isinstance(number, nodes.Number) or (number is not node and not negative):
        raise _unfit(kind, _shown(node), "a value is expected: nothing is computed here")
    try:
        found = number_value(number.text)
    except Failure as failure:
        raise _unfit(kind, _shown(node), failure.message) from None
    return negate(found) if negative else found


def _part(node: nodes.Expression, kind: Type, place: int, step: str) -> Any:
    """A part of a literal: the argument at `place` of its type, if the type has any."""
    inner = kind.args[place] if isinstance(kind, Con) and kind.args else kind
    try:
        return _value(node, inner)
    except Unfit as misfit:
        raise misfit.inside(step) from None


def _map(node: nodes.MapOf, kind: Type) -> Any:
    """A dict, or entries where the keys are no scalars."""
    keys = [_part(each, kind, 0, f"key {place}") for place, each in enumerate(node.keys, 1)]
    pairs = zip(node.keys, node.values, strict=True)
    items = [_part(each, kind, 1, f"the value of {_shown(key)}") for key, each in pairs]
    if any(isinstance(each, list | dict | NoneType) for each in keys):
        return [{"key": key, "value": item} for key, item in zip(keys, items, strict=True)]
    if len(set(keys)) < len(keys):
        raise Unfit(f"two keys of {_shown(node)} are the same")
    return dict(zip(keys, items, strict=True))


def _record(node: nodes.RecordOf, kind: Type) -> dict[str, Any]:
    """A dict of the fields; where a Map is expected, of its keys, as JSON writes one."""
    pairs = list(zip(node.names, node.items, strict=True))
    if is_a(kind, Constructor.MAP):
        return {name: _part(each, kind, 1, f"the value of {shown(name)}") for name, each in pairs}
    if not is_a(kind, Constructor.RECORD):
        return {name: _value(each, kind) for name, each in pairs}
    found = {}
    for name, each in pairs:
        if name not in kind.labels:
            raise Unfit(f"there is no field `{name}`", did_you_mean(name, kind.labels) or f"expected {show(kind)}")
        found[name] = _part(each, kind, kind.labels.index(name), f"field {name}")
    for name, field in zip(kind.labels, kind.args, strict=True):
        if name not in found and not (is_a(field, Constructor.OPTIONAL)):
            raise Unfit(f"the field `{name}` is missing", f"expected {show(kind)}")
    return found


def _mend(node: nodes.Expression, kind: Type) -> str:
    """How what was written is most likely meant."""
    if isinstance(node, nodes.Name) and kind == TEXT:
        return f'inside a list or a record a text stands in quotes: "{node.name}"'
    if isinstance(node, nodes.Name) and node.name == "null":
        return "what is absent is written none"
    return _FORMS.get(kind.constructor, "")


def _unfit(kind: Type, got: str, hint: str) -> Unfit:
    expected = "a value" if _is_any(kind) else show(kind)
    return Unfit(f"expected {expected}, got {got}", hint)


def _shown(node: nodes.Expression) -> str:
    text = print_expression(node)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
