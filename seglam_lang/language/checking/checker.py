"""Check source: files written by hand, and drafts of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from seglam_lang.language import core
from seglam_lang.language.checking.annotations import declared_types, result_type, type_parameters, unknown
from seglam_lang.language.checking.asks import read_asks
from seglam_lang.language.checking.call_graph import callees_first
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.examples import read_example
from seglam_lang.language.checking.names import rename
from seglam_lang.language.checking.procedures import (
    Analysed,
    analyse,
    names_in_order,
    signature_of,
    to_core,
    used_signature,
    with_variables,
)
from seglam_lang.language.checking.resolution import NOTHING_AROUND, Broken, Callee, Surroundings
from seglam_lang.language.checking.signature import Signature, is_column
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, did_you_mean
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import type_node
from seglam_lang.language.syntax.parser import parse, parse_body, parse_tolerantly
from seglam_lang.language.syntax.printer import print_module
from seglam_lang.language.types import variables


def check(source: str | bytes) -> list[Checked]:
    """Return the procedures of a file with their examples. Raise LanguageError with everything that is wrong."""
    parsed = parse_tolerantly(source)
    module = parsed.module
    types, wrong = declared_types(module, parsed.unread)
    wrong += parsed.wrong
    declarations = [each for each in module.declarations if isinstance(each, nodes.TypeDeclaration)]
    written = [each for each in module.declarations if isinstance(each, nodes.Procedure)]
    procedures = {each.name: each for each in reversed(written)}
    wrong += _clashes(written, procedures)
    checked: dict[str, Checked] = {}
    callees: dict[str, Callee | None] = dict.fromkeys((*procedures, *parsed.unread))
    order, circles = callees_first(procedures)
    wrong += circles
    for each in order:
        try:
            done = check_procedure(each, Surroundings(types, callees, declarations))
        except LanguageError as error:
            wrong += error.diagnostics
            continue
        except Broken:
            continue  # what it calls has mistakes, which have been reported
        checked[each.name] = done
        try:
            callees[each.name] = Callee(each.name, done.written, done.params, done.core, content_hash(done.core))
        except CodecError as error:
            hint = "what a procedure works on are its arguments"
            wrong.append(Diagnostic("procedure-too-long", f"this cannot be stored: {error}", *each.at, hint))
    for example in module.declarations:
        if not isinstance(example, nodes.ExampleDeclaration):
            continue
        try:
            if example.procedure not in parsed.unread:
                _add_example(example, procedures, checked)
        except LanguageError as error:
            wrong += error.diagnostics
    if wrong:
        raise LanguageError(wrong)
    return [checked[each.name] for each in written]


def _clashes(written: Sequence[nodes.Procedure], procedures: Mapping[str, nodes.Procedure]) -> list[Diagnostic]:
    """Return what is wrong with procedures that have the name of another."""
    message = "there are two procedures named `{}`"
    return [
        Diagnostic("name-taken", message.format(each.name), *each.at, "choose another name")
        for each in written
        if procedures[each.name] is not each
    ]


def _add_example(
    example: nodes.ExampleDeclaration,
    procedures: Mapping[str, nodes.Procedure],
    checked: dict[str, Checked],
) -> None:
    name = example.procedure
    if name not in procedures:
        message = f"there is no procedure `{name}` in this file"
        raise LanguageError([Diagnostic("unknown-procedure", message, *example.at, did_you_mean(name, procedures))])
    if name in checked:  # else its own mistakes have been reported
        owner = checked[name]
        read = read_example(example, owner)
        checked[name] = replace(owner, examples=(*owner.examples, read))


def check_procedure(procedure: nodes.Procedure, around: Surroundings = NOTHING_AROUND) -> Checked:
    """Return a checked procedure of a file.

    Raise LanguageError with what is wrong in it, Broken where all of that has been reported of another procedure.
    """
    declared = type_parameters(procedure, around.types)
    signature, wrong = signature_of(procedure, declared)
    annotated = None
    try:
        annotated = result_type(procedure.result, declared) if procedure.result else None
    except LanguageError as error:
        reported = {each.message for each in wrong}
        wrong += (each for each in error.diagnostics if each.message not in reported)
        annotated = unknown(procedure.name)
    try:
        analysed = analyse(procedure.body, signature, annotated, replace(around, types=declared))
    except LanguageError as error:
        raise LanguageError([*wrong, *error.diagnostics]) from None
    except Broken:
        if not wrong:
            raise
    if wrong:
        raise LanguageError(wrong)
    _refuse_unused(procedure)
    printed = replace(procedure, result=procedure.result or type_node(analysed.result))
    checked = _finish(procedure, printed, signature, analysed)
    asks, wrong = read_asks(procedure.body, checked.types, declared)
    if wrong:
        raise LanguageError(wrong)
    return replace(checked, asks=asks)


def _refuse_unused(procedure: nodes.Procedure) -> None:
    used = set(names_in_order(procedure.body))
    steps = (each for each in nodes.walk(procedure.body) if isinstance(each, nodes.Let | nodes.Var))
    named: list[nodes.Parameter | nodes.Let | nodes.Var] = [*procedure.params, *steps]
    wrong = [
        Diagnostic("never-used", f"`{each.name}` is never used", *each.at, "remove it, or use it")
        for each in named
        if each.name not in used
    ]
    if wrong:
        raise LanguageError(wrong)


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A model's draft that the checker has accepted: its core, and `params`, the draft's own names in the core's order.

    It is printed only where it is stored, under names that people can read: see `named`.
    """

    core: core.Procedure
    params: tuple[str, ...]
    _body: nodes.Body
    _signature: Signature
    _origins: tuple[nodes.Node, ...]

    def named(self, name: str = "answer", names: Mapping[str, str] | None = None) -> Checked:
        """Return the procedure as people read it, called `name`.

        `names` are what stands in place of the draft's own names (`{"c2": "population"}`: any text, made into a name).
        """
        body, signature = rename(self._body, self._signature, names or {})
        used = used_signature(body, signature)
        written = nodes.Procedure(name, (), (), None, body)
        return _printed(written, _head_of(written, used, self.core), self.core, used, self._origins, self._body)


def check_draft(body: str, signature: Signature) -> CheckedDraft:
    """Check the statements of a procedure whose parameters are among those of `signature`.

    Parameters and steps that the result does not need are dropped. Raise LanguageError where something is wrong.
    """
    draft = without_unused(parse_body(body))
    analysed = analyse(draft, signature, None)
    used = used_signature(draft, signature)
    procedure, origins = to_core(draft, used, analysed)
    return CheckedDraft(procedure, tuple(each.name for each in used.params), draft, signature, tuple(origins))


def without_unused(body: nodes.Body) -> nodes.Body:
    """Return `body` without the steps that nothing uses."""
    used = {node.name for node in nodes.walk(body.result) if isinstance(node, nodes.Name)}
    steps: list[nodes.Step] = []
    for each in reversed(body.steps):
        if not isinstance(each, nodes.Let | nodes.Var) or each.name in used:
            steps.insert(0, each)
            used.update(node.name for node in nodes.walk(each) if isinstance(node, nodes.Name | nodes.Set))
    return replace(body, steps=tuple(steps))


def _finish(written: nodes.Procedure, printed: nodes.Procedure, signature: Signature, analysed: Analysed) -> Checked:
    """The checked procedure, printed as `printed` below the types of the file that it names."""
    used = used_signature(written.body, signature)
    procedure, origins = to_core(written.body, used, analysed)
    types_named = _types_named(printed, analysed.around.declarations)
    checked = _printed(written, printed, procedure, used, origins, written.body, types_named)
    in_order = tuple(each.name for each in signature.params if each.name in checked.params)
    types = tuple(with_variables(each) for each in (*(param.type for param in used.params), analysed.result))
    return replace(checked, written=in_order, declared=types)


def _head_of(written: nodes.Procedure, used: Signature, procedure: core.Procedure) -> nodes.Procedure:
    """A procedure that was written without a head, with one made from its general types."""
    found = {each: None for kind in (*procedure.params, procedure.result) for each in variables(kind)}
    several = len(used.tables) > 1
    params = tuple(
        nodes.Parameter(each.name, type_node(kind), each.table if several and is_column(each.type) else "")
        for each, kind in zip(used.params, procedure.params, strict=True)
    )
    types = tuple(nodes.TypeParameter(each.name, each.bound) for each in found)
    return replace(written, types=types, params=params, result=type_node(procedure.result))


def _printed(
    written: nodes.Procedure,
    printed: nodes.Procedure,
    procedure: core.Procedure,
    used: Signature,
    origins: Sequence[nodes.Node],
    body: nodes.Body,
    types_named: Sequence[nodes.TypeDeclaration] = (),
) -> Checked:
    """The procedure with its source as the formatter prints `printed`; `body` is the one whose nodes `origins` are."""
    source = print_module(nodes.Module((*types_named, printed))).removesuffix("\n")
    names = tuple(each.name for each in used.params)
    return Checked(
        written.name,
        procedure,
        names,
        source,
        _places(body, source, origins),
        origins=tuple(getattr(each, "span", (0, 0)) for each in origins),
        written=names,
        declared=(*procedure.params, procedure.result),
    )


def _types_named(
    procedure: nodes.Procedure, declarations: Sequence[nodes.TypeDeclaration]
) -> tuple[nodes.TypeDeclaration, ...]:
    """Return the types of the file that a procedure names, and those that they name, in order."""
    named = {node.name for node in nodes.walk(procedure) if isinstance(node, nodes.NamedType | nodes.Name)}
    kept: list[nodes.TypeDeclaration] = []
    for each in reversed(declarations):
        if each.name in named:
            kept.insert(0, replace(each, before=(), after=""))
            named.update(node.name for node in nodes.walk(each) if isinstance(node, nodes.NamedType))
    return tuple(kept)


def _places(body: nodes.Body, source: str, origins: Sequence[nodes.Node]) -> tuple[nodes.Span, ...]:
    """Where in the printed `source` the nodes of `body` stand."""
    *_, printed = parse(source).declarations
    assert isinstance(printed, nodes.Procedure)
    pairs = zip(nodes.walk(body), nodes.walk(printed.body), strict=True)
    places = {id(one): other.span for one, other in pairs if hasattr(other, "span")}
    return tuple(places[id(each)] for each in origins)
