"""Calling a procedure with texts, as on a command line: which text is for which parameter, and what is wrong.

    seglam run loans.seg payment 250000 3.5% n=360

A reader, which is given the type of the parameter, makes a value of each text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from seglam_lang.language.checking.annotations import declared_types, type_parameters
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.procedures import read_signature
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.python.arguments import ArgumentError, Arguments, Misfit, Parameter
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.python.module import head_in_one_line
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.printer import print_parameter_type
from seglam_lang.language.types import Type
from seglam_lang.language.values import Value

_NAMED = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)=(?!=)(.*)", re.DOTALL)


class TextCall:
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

    def values(self, given: Sequence[str], read: Callable[[str, Type], Any]) -> list[Value]:
        """Return the arguments in the order of the core's parameters. Raise ArgumentError with everything wrong.

        `given` are texts in the author's order, or NAME=TEXT. `read` returns the Python value that a text is for a
        type, or raises `Unfit`; the steps of its path are words.
        """
        texts, misfits = self._arranged(given)
        found: dict[str, Any] = {}
        for each, kind in zip(self.params, self.types, strict=True):
            if each.name not in texts:
                continue
            try:
                found[each.name] = read(texts[each.name], kind)
            except Unfit as misfit:
                path = "".join(f", {step}" for step in misfit.path)
                hint = self._name_meant(texts[each.name]) or misfit.hint
                misfits.append(Misfit(each.name, misfit.message, hint, path))
        if misfits:
            order = [each.name for each in self.params]
            misfits.sort(key=lambda each: order.index(each.argument) if each.argument in order else len(order))
            raise ArgumentError(self.signature, misfits)
        try:
            return self._arguments.values((), found)
        except ArgumentError as error:
            meant = [
                replace(each, hint=self._name_meant(texts.get(each.argument, "")) or each.hint)
                for each in error.misfits
            ]
            raise ArgumentError(self.signature, meant) from None

    def _arranged(self, given: Sequence[str]) -> tuple[dict[str, str], list[Misfit]]:
        """Return the text for each parameter, and what is wrong with how they are given."""
        names = [each.name for each in self.params]
        texts: dict[str, str] = {}
        positional: list[str] = []
        misfits: list[Misfit] = []
        for text in given:
            match = _NAMED.fullmatch(text)
            if match is None or match[1] not in names:
                positional.append(text)
            elif match[1] in texts:
                misfits.append(Misfit(match[1], f"given twice, the second time {short_repr(match[2])}"))
            else:
                texts[match[1]] = match[2]
        free = [name for name in names if name not in texts]
        texts.update(zip(free, positional, strict=False))
        if len(positional) > len(free):
            rest = ", ".join(map(short_repr, positional[len(free) : len(free) + 3]))
            message = f"too many arguments, {len(names)} expected: {rest}"
            misfits.append(Misfit("", message, self._name_meant(positional[-1])))
        missing = [each for each in self.params if each.name not in texts]
        misfits += [Misfit(each.name, f"missing, expected {each.type}") for each in missing]
        return texts, misfits

    def _name_meant(self, text: str) -> str:
        """Return, as a sentence, that NAME=... names no parameter; "" where the text is not of that form."""
        match = _NAMED.fullmatch(text)
        if match is None:
            return ""
        hint = did_you_mean(match[1], [each.name for each in self.params])
        return f"there is no parameter `{match[1]}`; {hint}" if hint else f"there is no parameter `{match[1]}`"


def _is_head(declaration: nodes.Declaration, name: str) -> bool:
    return isinstance(declaration, nodes.Procedure) and declaration.name == name
