"""A session of the language: expressions and statements, one after another, over names that are kept.

    session = Session()
    session.enter("let xs = [1, 2, 3]")
    session.enter("xs.sum()")  # [Evaluation("", 6, NUMBER, ...)]

Each entry is checked and run as a procedure whose parameters are the names that it uses. A name that is given again has
its new value. The columns of tables have names too: `orders.group_by(region).total(sales)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from seglam_lang.language import core
from seglam_lang.language.byhand.definitions import DeclarationError, Definitions
from seglam_lang.language.byhand.example_results import ExampleResult, results_of_examples
from seglam_lang.language.byhand.scopes import bound_names, free_names, set_names
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.examples import read_example
from seglam_lang.language.checking.inference import Inference
from seglam_lang.language.checking.lowering import Lowering
from seglam_lang.language.checking.names import readable
from seglam_lang.language.checking.procedures import constructors
from seglam_lang.language.checking.resolution import Resolution, Surroundings
from seglam_lang.language.checking.signature import is_table
from seglam_lang.language.checking.statements import walk_body
from seglam_lang.language.checking.type_errors import described, in_source, mend_for
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, render_all
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import DECLARING, KEYWORDS
from seglam_lang.language.syntax.parser import parse, parse_body
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.language.types import TABLE, TABULAR, Con, Type, column_of, table, variables
from seglam_lang.language.values import Column, Record, Table, Value

IT = "it"  # the last value
ENTRY = "input"  # the file name of an entry, in diagnostics
_FIRST_WORD = re.compile(r"(?:\s+|#[^\n]*)*([a-zA-Z_]+)?")
_ASSIGNED = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?![=>])")
_STATEMENTS = frozenset({"let", "var", "for", "check", "set"})
# Names of steps that no source can have, so that they clash with none.
_VALUE, _BEFORE = "the value", "{} before"


class EntryError(Exception):
    """An entry is wrong or failed; `str()` is the report. The session is as it was before."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A value with its type and the fuel that it took; `name` is what the entry calls it, "" for an expression."""

    name: str
    value: Value
    type: Type
    fuel: int


@dataclass(frozen=True, slots=True)
class Declared:
    """The declarations of an entry or a file: signatures, and types as they are written."""

    lines: tuple[str, ...]


EntryResult = Evaluation | Declared | ExampleResult


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a name; `var` where a loop may set it."""

    value: Value
    type: Type
    var: bool = False


class Session:
    """Names with their values, types and procedures. `fuel` bounds each entry; None is a bound by the size of its
    values.
    """

    def __init__(self) -> None:
        self.values: dict[str, Named] = {}
        self.columns: dict[str, Column] = {}
        self.columns_of: dict[str, tuple[str, ...]] = {}  # the names of each table's columns
        self.definitions = Definitions()
        self.fuel: int | None = None

    # --- what a caller does -----------------------------------------------------------------------------------------

    def add(self, name: str, value: Value, kind: Type) -> str:
        """Give a value a name, made from `name`, and return it. Columns of tables are named by their headers."""
        chosen = readable(name) or "table"
        self._keep(chosen, Named(value, kind))
        return chosen

    def load(self, text: str | bytes, filename: str) -> Declared:
        """Add the types and procedures of a file, in place of what it declared before. Raise EntryError where it is
        wrong.
        """
        try:
            text = normalise(text)
        except LanguageError as error:
            raise _entry_error(error, "", filename) from None
        try:
            return Declared(self.definitions.load(text, filename))
        except LanguageError as error:
            raise _entry_error(error, text, filename) from None
        except DeclarationError as error:
            raise EntryError(str(error)) from None

    def enter(self, text: str) -> list[EntryResult]:
        """Run an entry, and return its results. Raise EntryError where it is wrong or fails."""
        try:
            text = normalise(text)
            match = _FIRST_WORD.match(text)
            word = match[1] if match and match[1] else ""
            if match and match.end() == len(text) and not word:
                return []
            if word in DECLARING:
                return self._declare(text)
            if word in _STATEMENTS:
                return self._state(text, word)
            return [self._answer(*self._expression(text))]
        except LanguageError as error:
            raise _entry_error(error, text, ENTRY) from None
        except DeclarationError as error:
            raise EntryError(str(error)) from None

    def type_of(self, text: str) -> str:
        """Return the type of an expression or column, or a procedure's signature; nothing is run. Raise EntryError."""
        name = text.strip()
        if name in self.columns and name not in self.values:
            return in_source(column_of(self.columns[name].type))
        if name in self.definitions.procedures:
            return self.definitions.procedures[name].signature
        try:
            return in_source(self.infer(text))
        except LanguageError as error:
            raise _entry_error(error, text, ENTRY) from None

    def infer(self, text: str) -> Type:
        """Return the type of an expression. Raise LanguageError where it is wrong."""
        body, shift = self._expression(normalise(text))
        with _shifted(shift):
            return self._checked(body)[2]

    # --- entries --------------------------------------------------------------------------------------------------

    def _expression(self, text: str) -> tuple[nodes.Body, int]:
        """Return the body that returns an expression, and by how much its places are shifted."""
        match = _FIRST_WORD.match(text)
        start = "" if match and match[1] == "return" else "return "
        try:
            return parse_body(start + text), len(start)
        except LanguageError as error:
            found = _moved(error, len(start)).diagnostics
            name = _ASSIGNED.match(text)
            if name and name[1] not in KEYWORDS:
                found = tuple(replace(each, hint=f"a value gets a name with `let {name[1]} = ...`") for each in found)
            raise LanguageError(found) from None

    def _state(self, text: str, word: str) -> list[EntryResult]:
        """Run statements in order; those before the first that is wrong have taken effect."""
        setting = word == "set"
        source = text.replace("set", "let", 1) if setting else text
        try:
            steps = parse_body(f"{source}\nreturn 0").steps
        except LanguageError as error:
            if error.diagnostics[0].start < len(source.rstrip()):
                raise
            parse_body(source)  # what is missing is missing at the end of the entry
            raise
        outcomes: list[EntryResult] = []
        for step in steps:
            if setting and isinstance(step, nodes.Let):
                self._refuse_set(step)
            outcomes += self._step(step, setting)
        return outcomes

    def _refuse_set(self, step: nodes.Let) -> None:
        known = self.values.get(step.name)
        if known is None or not known.var:
            message = f"`{step.name}` is no `var`"
            raise problem("not-a-var", message, step.at, f"declare it, as in `var {step.name} = ...`")

    def _step(self, step: nodes.Step, setting: bool) -> list[EntryResult]:
        result: nodes.Expression = nodes.Bool(True)
        if isinstance(step, nodes.ForEach):
            if step.loop.result is not None:
                return [self._answer(nodes.Body((), (), nodes.Return(step.loop, span=step.span)), 0)]
            body = nodes.Body((), (step,), nodes.Return(result, span=step.span))
            return self._answer_vars(body, step.loop)
        if not isinstance(step, nodes.Let | nodes.Var):
            self._run(nodes.Body((), (step,), nodes.Return(result, span=step.span)))
            return []
        named = replace(step, name=_VALUE)
        place = step.value.span
        body = nodes.Body((), (named,), nodes.Return(nodes.Name(_VALUE, span=place), span=place))
        value, kind, spent = self._run(body)
        if variables(kind):
            message = f"the type of `{step.name}` is not known well enough: {in_source(kind)}"
            raise problem("type-not-known", message, place, f"write it, as in `let {step.name}: List<Number> = ...`")
        self._keep(step.name, Named(value, kind, setting or isinstance(step, nodes.Var)))
        return [Evaluation(step.name, value, kind, spent)]

    def _answer(self, body: nodes.Body, shift: int) -> Evaluation:
        """Run an expression, and return its value, which is `it` from now on."""
        with _shifted(shift):
            value, kind, spent = self._run(body)
        if not variables(kind):
            self._keep(IT, Named(value, kind))
        return Evaluation("", value, kind, spent)

    def _answer_vars(self, body: nodes.Body, loop: nodes.Loop) -> list[EntryResult]:
        """Run a loop that sets the session's vars, and keep what they are then."""
        names = [name for name in set_names(loop) if name in self.values and self.values[name].var]
        if not names:
            self._run(body)
            return []
        prelude = tuple(nodes.Var(name, nodes.Name(_BEFORE.format(name))) for name in names)
        values = nodes.RecordOf(tuple(names), tuple(map(nodes.Name, names)))
        body = replace(body, steps=(*prelude, *body.steps), result=replace(body.result, value=values))
        record, kind, spent = self._run(body)
        assert isinstance(record, Record) and isinstance(kind, Con)
        for name, value, each in zip(names, record.values, kind.args, strict=True):
            self._keep(name, Named(value, each, True))
        return [Evaluation(name, self.values[name].value, self.values[name].type, spent) for name in names]

    def _declare(self, text: str) -> list[EntryResult]:
        lines = self.definitions.add(text, ENTRY)
        outcomes: list[EntryResult] = [Declared(lines)] if lines else []
        for each in parse(text).declarations:
            if isinstance(each, nodes.ExampleDeclaration):
                outcomes.append(self._try(each))
        return outcomes

    def _try(self, example: nodes.ExampleDeclaration) -> ExampleResult:
        defined = self.definitions.named(example.procedure, example.at)
        checked = defined.checked
        read = read_example(example, checked)
        (trial,) = results_of_examples(replace(checked, examples=(read,)))
        return trial

    # --- check and run --------------------------------------------------------------------------------------------

    def _checked(self, body: nodes.Body) -> tuple[Inference, dict[str, Type], Type]:
        """Return the inference over a body, the names that it may use, and its result's type. Raise LanguageError."""
        scope = self._scope(body)
        callees = {name: each.callee for name, each in self.definitions.procedures.items()}
        inference = Inference(Resolution(), Surroundings(self.definitions.types, callees))
        kind = inference.resolve(walk_body(inference, body, scope, None))
        return inference, scope, kind

    def _run(self, body: nodes.Body) -> tuple[Value, Type, int]:
        """Run a body, and return the value of its result, its type, and the fuel that it took."""
        inference, scope, kind = self._checked(body)
        place = body.result.span
        if not is_table(kind) and not TABULAR.isdisjoint(constructors(kind)):
            hint = mend_for(kind, TABLE)
            raise problem("no-result", f"this is {described(kind)}, which has no value by itself", place, hint)
        used = free_names(body)
        names = tuple(name for name in scope if name in used)
        lowering = Lowering(inference.resolution, names)
        checks, steps, ensures = lowering.body(body)
        callees = {each.hash: each.core for each in inference.resolution.invocations.values()}
        params = tuple(TABLE for _ in names)  # nothing asks what types these are
        version = core.LANGUAGE_VERSION
        procedure = core.Procedure(
            params, (-1,) * len(names), TABLE, checks, steps, ensures, lowering.frame, version, callees
        )
        if core.depth(procedure) > core.MAX_DEPTH:
            message = f"this is nested too deeply: {core.MAX_DEPTH} levels, calls included, are the most"
            raise problem("nested-too-deeply", message, place, "give parts of it names with `let`")
        try:
            value, spent = compile_procedure(procedure).run_counted([self._argument(name) for name in names], self.fuel)
        except Failure as failure:
            span = getattr(lowering.origins[failure.node], "span", place) if failure.node >= 0 else place
            raise problem(failure.code, failure.message, span) from None
        return value, TABLE if is_table(kind) else kind, spent

    def _scope(self, body: nodes.Body) -> dict[str, Type]:
        """Return the types of the session's names, without those that the body binds itself."""
        used, bound = free_names(body), bound_names(body)
        usable = {name for name in (*self.values, *self.columns) if name in used or name not in bound}
        scope: dict[str, Type] = {}
        for name in usable & self.columns.keys():
            scope[name] = column_of(self.columns[name].type)
        for name in usable & self.values.keys():
            scope[name] = self._type_of(name, scope)
        for name in used:
            before = name.removesuffix(_BEFORE.format(""))
            if name == _BEFORE.format(before):
                scope[name] = self.values[before].type
        return scope

    def _type_of(self, name: str, scope: Mapping[str, Type]) -> Type:
        if not isinstance(self.values[name].value, Table):
            return self.values[name].type
        return table(tuple(each for each in self.columns_of[name] if each in scope))

    def _argument(self, name: str) -> Value:
        if name in self.values:
            return self.values[name].value
        if name in self.columns:
            return self.columns[name]
        return self.values[name.removesuffix(_BEFORE.format(""))].value

    # --- names ----------------------------------------------------------------------------------------------------

    def _keep(self, name: str, named: Named) -> None:
        self.values[name] = named
        self._name_columns()

    def _name_columns(self) -> None:
        """Name the columns of all tables: a column of one header and type has one name in all of them."""
        self.columns, self.columns_of = {}, {}
        tables = [name for name, each in self.values.items() if isinstance(each.value, Table)]
        for name in sorted(tables, key=lambda each: each == IT):  # `it` takes no name from others
            own: list[str] = []
            value = self.values[name].value
            for place, column in enumerate(map(Column, value.headers, value.types), 1):
                wanted = readable(column.header) or f"column_{place}"
                chosen, number = wanted, 1
                while chosen in self.values or chosen in own or self.columns.get(chosen, column) != column:
                    chosen = f"{name}_{wanted}" if number == 1 else f"{name}_{wanted}_{number}"
                    number += 1
                own.append(chosen)
                self.columns[chosen] = column
            self.columns_of[name] = tuple(own)


def _entry_error(error: LanguageError, text: str, filename: str) -> EntryError:
    return EntryError(render_all(error, text, filename))


class _shifted:
    """Moves the places of errors inside it to where they are in the entry."""

    def __init__(self, by: int) -> None:
        self.by = by

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self.by and isinstance(error, LanguageError):
            raise _moved(error, self.by) from None


def _moved(error: LanguageError, by: int) -> LanguageError:
    return LanguageError([_back(each, by) for each in error.diagnostics])


def _back(diagnostic: Diagnostic, by: int) -> Diagnostic:
    return replace(diagnostic, start=max(0, diagnostic.start - by), end=max(0, diagnostic.end - by))
