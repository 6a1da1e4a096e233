"""Check the statements of a procedure: scopes, steps, loops. All are walked, so that all mistakes are found at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import problem, value_type
from seglam_lang.language.checking.inference import Inference
from seglam_lang.language.checking.resolution import Broken
from seglam_lang.language.checking.type_errors import described, names_mend
from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import BOOL, TABULAR, Con, Type, is_a, list_of, optional

RESULT = "result"  # what an `ensure` calls the result


def walk_body(inference: Inference, body: nodes.Body, scope: Mapping[str, Type], annotation: Type | None) -> Type:
    """Return the type of the result. Raise LanguageError with all that is wrong in the body.

    Raise Broken where all of that has been reported of another procedure.
    """
    walk = _Walk(inference)
    inference.scope = dict(scope)
    inference.taken = frozenset({*scope, *_named(body.steps)})
    for each in body.header:
        if isinstance(each, nodes.Check):
            walk.attempt(each.condition, BOOL, "what `check` tests")
    walk.steps(body.steps)
    result = walk.value(body.result.value, annotation, "the result")
    if result is None:
        inference.broken.add(RESULT)
        result = inference.fresh()
    elif annotation is not None and id(body.result.value) in inference.resolution.lifts:
        result = optional(result)
    inference.scope = {**scope, RESULT: result}
    for each in body.header:
        if isinstance(each, nodes.Ensure):
            walk.attempt(each.condition, BOOL, "what `ensure` tests")
    if walk.wrong:
        raise LanguageError(walk.wrong)
    if walk.stopped:
        raise Broken
    return result


def _named(steps: tuple[nodes.Step, ...]) -> list[str]:
    return [each.name for each in steps if isinstance(each, nodes.Let | nodes.Var)]


class _Walk:
    """The walk over one body; `wrong` is what it has found."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.wrong: list[Diagnostic] = []
        self.stopped = False  # by a mistake that is not of this procedure
        self.vars: set[str] = set()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Note what is wrong inside, and go on behind it."""
        scope = self.inference.scope
        try:
            yield
        except LanguageError as error:
            self.wrong.extend(error.diagnostics)
        except Broken:
            self.stopped = True  # its cause has been reported where it is
        else:
            return
        self.inference.scope = scope

    def attempt(self, node: nodes.Expression, expected: Type | None, what: str) -> Type | None:
        """Return the type of an expression; None where it has none, which is noted."""
        found = None
        with self.guarded():
            inferred = self.inference.infer(node)
            if expected is not None:
                self.inference.fit(node, inferred, expected, what)
            found = inferred
        return found

    def value(self, node: nodes.Expression | nodes.Loop, expected: Type | None, what: str) -> Type | None:
        """Return the type of an expression or a loop; None where it has none, which is noted."""
        if not isinstance(node, nodes.Loop):
            return self.attempt(node, expected, what)
        found = None
        with self.guarded():
            found = self.loop(node, expected)
        return found

    def steps(self, steps: tuple[nodes.Step, ...]) -> None:
        """Walk the steps of a body or of a round, in order."""
        for each in steps:
            if isinstance(each, nodes.ForEach):
                self._for_each(each)
            elif isinstance(each, nodes.Set | nodes.Conditional):
                self._set(each)
            elif isinstance(each, nodes.Check):
                self.attempt(each.condition, BOOL, "what `check` tests")
            else:
                self._declare(each)

    def _declare(self, step: nodes.Let | nodes.Var) -> None:
        self._free(step.name, step.at)
        wanted = self._annotated(step)
        found = self.value(step.value, wanted, f"`{step.name}`")
        if found is not None and wanted is not None:
            found = wanted
        if isinstance(step, nodes.Var):
            self.vars.add(step.name)
            with self.guarded():
                self._storable(found, step.value.span, "a `var` holds")
        if found is None:
            self.inference.broken.add(step.name)
        self.inference.scope[step.name] = found or self.inference.fresh()

    def _annotated(self, step: nodes.Let | nodes.Var) -> Type | None:
        """Return the type that a step is annotated with. In the second walk only what makes a T a T? is left of it."""
        if self.inference.resolution.complete:
            return optional(self.inference.fresh()) if id(step.value) in self.inference.resolution.lifts else None
        wanted = None
        if step.type is not None:
            with self.guarded():
                wanted = value_type(step.type, self.inference.around.types)
        return wanted

    def _free(self, name: str, at: nodes.Span) -> None:
        """Note where a name is taken already."""
        if name in self.inference.scope or name == RESULT:
            hint = "a name never changes its value; choose another name"
            self.wrong.append(Diagnostic("name-taken", f"the name `{name}` is taken already", *at, hint))

    def _storable(self, kind: Type | None, span: nodes.Span, what: str) -> None:
        found = None if kind is None else self.inference.head(kind)
        if is_a(found, *TABULAR):
            message = f"{what} a value, not {described(found)}"
            raise problem("no-value", message, span, "name a table with `let`; take a cell of a row, as in row[column]")

    def _set(self, step: nodes.Set | nodes.Conditional) -> None:
        if isinstance(step, nodes.Conditional):
            self.attempt(step.condition, BOOL, "the condition of an `if`")
            for each in step.statements:
                self._set(each)
            return
        scope = self.inference.scope
        if step.name in self.vars or step.name in self.inference.broken:
            self.attempt(step.value, scope.get(step.name), f"what `{step.name}` is set to")
            return
        if step.name in scope:
            message = f"`{step.name}` is no `var`: it never changes"
            hint = f"declare it before the loop, as in `var {step.name} = ...`"
        else:
            message, hint = f"there is no `{step.name}` here", names_mend(step.name, self.vars)
            hint = hint or f"declare it before the loop, as in `var {step.name} = ...`"
        self.wrong.append(Diagnostic("not-a-var", message, *step.at, hint))
        self.attempt(step.value, None, "")

    def _for_each(self, step: nodes.ForEach) -> None:
        with self.guarded():
            self.loop(step.loop, None, alone=True)

    def loop(self, loop: nodes.Loop, expected: Type | None, alone: bool = False) -> Type:
        """Return the type of the list that a loop makes. What a loop that stands `alone` yields would be lost."""
        inference = self.inference
        item = self._item(loop)
        self._free(loop.item, loop.at)
        scope, taken, known = dict(inference.scope), inference.taken, set(self.vars)
        inference.scope[loop.item] = item
        inference.taken = taken | {loop.item, *_named(loop.steps)}
        if loop.until is not None:
            self.attempt(loop.until, BOOL, "what `until` tests")
        self.steps(loop.steps)
        made = self._yielded(loop, expected, alone)
        inference.scope, inference.taken, self.vars = scope, taken, known
        if made is None:
            raise Broken
        return list_of(made)

    def _item(self, loop: nodes.Loop) -> Type:
        inference = self.inference
        items = inference.infer(loop.items)
        known = inference.head(items)
        found = rules.item_of(known) if isinstance(known, Con) else None
        if found is not None:
            return found
        item = inference.fresh()
        if not inference.unifies(items, list_of(item)):
            given = inference.resolve(items)
            ways = {
                "Number": "count with `1 to n`",
                "Text": "its characters are `.characters()`, its words `.words()`",
                "Map": "its keys with their values are `.entries()`",
                "Optional": "it may be absent: give a default with `??`",
            }
            hint = ways.get(given.name, "") if isinstance(given, Con) else ""
            message = f"`for` goes over a List or a Table, this is {described(given)}"
            raise problem("not-a-list", message, loop.items.span, hint)
        return item

    def _yielded(self, loop: nodes.Loop, expected: Type | None, alone: bool) -> Type | None:
        """Return the type of what a loop yields; None where it has none, which is noted."""
        inference = self.inference
        if loop.result is None:
            if not alone:
                message = "this loop yields nothing, so it has no value"
                hint = "end it with `yield value`, or let it stand alone"
                self.wrong.append(Diagnostic("nothing-yielded", message, *loop.at, hint))
            return inference.fresh()
        if alone:
            message = "what this loop yields is lost"
            hint = "give it a name, as in `let items = for ...`, or leave `yield` out"
            self.wrong.append(Diagnostic("yield-lost", message, *loop.result.span, hint))
        value = loop.result.value
        wanted: Type | None = None
        if expected is not None:
            wanted = inference.fresh()
            if not inference.unifies(list_of(wanted), expected):
                message = f"the result must be {described(inference.resolve(expected))}, a loop makes a List"
                raise problem("type-mismatch", message, loop.at)
        elif id(value) in inference.resolution.lifts:
            wanted = optional(inference.fresh())
        found = self.attempt(value, wanted, "what is yielded")
        with self.guarded():
            self._storable(found, value.span, "a loop yields")
        return found if wanted is None or found is None else wanted
