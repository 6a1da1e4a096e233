"""The languages that `tests.bench.language` compares with: each takes a source and data, in two ways.

A peer's `prepared` has everything done that can be done before: the source is parsed, the data are values of the peer.
`from_python` has the source parsed; the data come as Python values at each call, and the result goes back as one.
Install them by `pip install seglam[bench]`; what is not installed is left out.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

Call = Callable[[], Any]
Data = Mapping[str, Any]
MOST_ITEMS = 10_000_000  # simpleeval's limit of a comprehension is raised to it


class Peer(ABC):
    """A language with its way of being called; `decimals` says whether it is given Decimals or floats."""

    name: str
    decimals = False

    @abstractmethod
    def prepared(self, source: str, data: Data) -> Call:
        """The work with the data inside."""

    @abstractmethod
    def from_python(self, source: str, data: Data) -> Call:
        """The work from Python values to a Python value."""


class SimpleEval(Peer):
    """Python's expressions, evaluated over their syntax tree; its values are Python's own, Decimals among them.

    With floats it takes half the time for Decimals, and gives what is only nearly the answer.
    """

    name = "simpleeval"
    decimals = True

    def __init__(self) -> None:
        self.module = importlib.import_module("simpleeval")
        setattr(self.module, "MAX_COMPREHENSION_LENGTH", MOST_ITEMS)  # noqa: B010 - the name is no part of its type

    def prepared(self, source: str, data: Data) -> Call:
        evaluator = self.module.EvalWithCompoundTypes(functions={"sum": sum}, names=dict(data))
        parsed = evaluator.parse(source)
        return lambda: evaluator.eval(source, previously_parsed=parsed)

    def from_python(self, source: str, data: Data) -> Call:
        evaluator = self.module.EvalWithCompoundTypes(functions={"sum": sum})
        parsed = evaluator.parse(source)

        def call() -> Any:
            evaluator.names = dict(data)
            return evaluator.eval(source, previously_parsed=parsed)

        return call


class AstEval(Peer):
    """A larger part of Python, statements included; its values are Python's own."""

    name = "asteval"

    def __init__(self) -> None:
        self.module = importlib.import_module("asteval")

    def prepared(self, source: str, data: Data) -> Call:
        interpreter = self.module.Interpreter(use_numpy=False)
        interpreter.symtable.update(data)
        parsed = interpreter.parse(source)
        return lambda: self._result(interpreter, parsed)

    def from_python(self, source: str, data: Data) -> Call:
        interpreter = self.module.Interpreter(use_numpy=False)
        parsed = interpreter.parse(source)

        def call() -> Any:
            interpreter.symtable.update(data)
            return self._result(interpreter, parsed)

        return call

    @staticmethod
    def _result(interpreter: Any, parsed: Any) -> Any:
        result = interpreter.run(parsed)
        if interpreter.error:
            raise RuntimeError(interpreter.error[0].get_error())
        return result


class Jsonata(Peer):
    """A language of queries on JSON; its values are Python's own."""

    name = "jsonata-python"

    def __init__(self) -> None:
        self.module = importlib.import_module("jsonata")

    def prepared(self, source: str, data: Data) -> Call:
        expression, inside = self.module.Jsonata(source), dict(data)
        return lambda: expression.evaluate(inside)

    def from_python(self, source: str, data: Data) -> Call:
        expression = self.module.Jsonata(source)
        return lambda: expression.evaluate(dict(data))


class Cel(Peer):
    """The Common Expression Language, whose values are classes of their own."""

    name = "cel-python"

    def __init__(self) -> None:
        self.module = importlib.import_module("celpy")

    def _program(self, source: str) -> Any:
        environment = self.module.Environment()
        return environment.program(environment.compile(source))

    def _values(self, data: Data) -> dict[str, Any]:
        return {name: self.module.json_to_cel(value) for name, value in data.items()}

    def prepared(self, source: str, data: Data) -> Call:
        program, values = self._program(source), self._values(data)
        return lambda: program.evaluate(values)

    def from_python(self, source: str, data: Data) -> Call:
        program = self._program(source)
        return lambda: program.evaluate(self._values(data))


class Starlark(Peer):
    """Starlark in Rust, which takes and gives copies of Python's values."""

    name = "starlark-pyo3"

    def __init__(self) -> None:
        self.module = importlib.import_module("starlark")

    def _module(self, source: str, parameters: str, data: Data) -> Any:
        body = source if "\n" in source else f"  return {source}"
        parsed = self.module.parse("work.star", f"def work({parameters}):\n{body}\n")
        module = self.module.Module()
        for name, value in data.items():
            module[name] = value
        self.module.eval(module, parsed, self.module.Globals.standard())
        return module.freeze()

    def prepared(self, source: str, data: Data) -> Call:
        module = self._module(source, "", data)
        return lambda: module.call("work")

    def from_python(self, source: str, data: Data) -> Call:
        module = self._module(source, ", ".join(data), {})
        return lambda: module.call("work", *data.values())


def installed() -> tuple[list[Peer], list[str]]:
    """The peers that are installed, and the names of the others."""
    found: list[Peer] = []
    missing = []
    for peer in (SimpleEval, AstEval, Jsonata, Cel, Starlark):
        try:
            found.append(peer())
        except ImportError:
            missing.append(peer.name)
    return found, missing
