"""Forms of Power Fx that choose what is computed, or name it: If, Switch, Coalesce, IsBlank, With."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import MANY, special
from tests.conformance.powerfx_types import BLANK, BOOL, SCALARS, TEXT, Kind, Term, common_of, optional, sure

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

Nodes = tuple[fx.Node, ...]


@special("Blank", least=0, most=0)
def _blank(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return Term("none", BLANK)


def _pairs(arguments: Nodes) -> tuple[list[tuple[fx.Node, fx.Node]], fx.Node]:
    """Arguments two by two, and the last one, a blank if there is none."""
    rest = arguments[-1] if len(arguments) % 2 else fx.BLANK
    return list(zip(arguments[::2], arguments[1::2], strict=False)), rest


def _alternatives(compiler: Compiler, terms: list[Term]) -> tuple[Kind, list[str]]:
    """The type of alternatives, and each of them as one of that type."""
    kind = common_of(term.kind for term in terms)
    return kind, [compiler.coerce(term, kind).source for term in terms]


def _chain(tests: list[str], results: list[str], last: str) -> str:
    return "".join(f"if {test} then {result} else " for test, result in zip(tests, results, strict=True)) + last


@special("If", least=2, most=MANY)
def _if(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    pairs, rest = _pairs(arguments)
    tests = [compiler.source(each, scope, BOOL) for each, _ in pairs]
    terms = compiler.terms((*(each for _, each in pairs), rest), scope)
    kind, (*results, last) = _alternatives(compiler, terms)
    return Term(f"({_chain(tests, results, last)})", kind, filled=all(each.filled for each in terms))


@special("Switch", least=3, most=MANY)
def _switch(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    pairs, rest = _pairs(arguments[1:])
    subject = compiler.term(arguments[0], scope)
    values = compiler.terms(tuple(each for each, _ in pairs), scope)
    terms = compiler.terms((*(each for _, each in pairs), rest), scope)
    kind, (*results, last) = _alternatives(compiler, terms)

    def body(name: str) -> str:
        tests = [compiler.equal(Term(name, subject.kind), each) for each in values]
        return f"({_chain(tests, results, last)})"

    return Term(compiler.bind(subject.source, body), kind)


@special("IsBlank")
def _is_blank(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """An empty text is blank too."""
    (term,) = compiler.terms(arguments, scope)
    if sure(term.kind) == TEXT:
        return Term(f'({compiler.coerce(term, TEXT).source} == "")', BOOL)
    return Term(f"(not {compiler.coerce(term, optional(term.kind)).source}.has_value())", BOOL)


@special("Coalesce", most=MANY)
def _coalesce(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """The first that is neither blank nor an empty text."""
    terms = compiler.terms(arguments, scope)
    kind = common_of(term.kind for term in terms)
    if kind == BLANK:
        return terms[-1]
    if sure(kind) not in SCALARS:
        raise NotTranslatable("Coalesce of tables or records")
    kind = replace(kind, optional=terms[-1].kind.optional or sure(kind) == TEXT)
    source = _filled(compiler, terms[-1], kind)
    for term in reversed(terms[:-1]):
        known = _filled(compiler, term, optional(kind))
        source = _or_else(compiler, known, source) if kind.optional else f"({known} ?? {source})"
    return Term(source, kind)


def _filled(compiler: Compiler, term: Term, kind: Kind) -> str:
    """A value, where an empty text is a blank."""
    source = compiler.coerce(term, kind).source
    return f"filled_text({source})" if sure(kind) == TEXT else source


def _or_else(compiler: Compiler, known: str, rest: str) -> str:
    return compiler.bind(known, lambda name: f"(if {name}.has_value() then {name} else {rest})")


@special("With", least=2, most=2)
def _with(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """Names for values, inside an expression: the lambda's parameter is the record of them."""
    record = compiler.term(arguments[0], scope)
    name = compiler.fresh("with")
    inner = compiler.term(arguments[1], compiler.within(scope, Term(name, record.kind)))
    source = f"[{record.source}].map({name} => {inner.source}).first()"
    return replace(inner, source=source, parts=None, whole=False)
