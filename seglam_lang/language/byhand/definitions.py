"""Types and procedures that are declared one after another: each new one must fit those that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seglam_lang.language.checking.annotations import declared_types, problem
from seglam_lang.language.checking.call_graph import callees_first
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.checker import check, check_procedure
from seglam_lang.language.checking.resolution import Broken, Callee, Surroundings
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, did_you_mean, render
from seglam_lang.language.python.module import head_in_one_line, without_signs
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_type
from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.syntax.sources import normalise

if TYPE_CHECKING:
    from seglam_lang.language.types import Type


class Misfits(Exception):
    """Declarations that do not fit; `str()` shows why, each mistake in the text that it is in."""


@dataclass(frozen=True, slots=True)
class Written:
    """A declaration and where it stands."""

    node: nodes.Procedure | nodes.TypeDeclaration
    text: str
    filename: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A procedure that fits."""

    checked: Checked
    signature_of_author: Signature
    callee: Callee
    signature: str  # for people, in one line
    doc: str


class Definitions:
    """The types and procedures that there are; a name that is declared again gets its new meaning everywhere."""

    def __init__(self) -> None:
        self.types: dict[str, Type] = {}
        self.procedures: dict[str, Defined] = {}
        self._written_types: dict[str, Written] = {}
        self._written: dict[str, Written] = {}

    @property
    def type_declarations(self) -> list[str]:
        """The types as they are declared."""
        return [_line(each.node) for each in self._written_types.values()]

    def named(self, name: str, at: nodes.Span) -> Defined:
        """The procedure of a name that stands `at`; LanguageError."""
        if name not in self.procedures:
            hint = did_you_mean(name, self.procedures)
            raise problem("unknown-procedure", f"there is no procedure `{name}` here", at, hint)
        return self.procedures[name]

    def load(self, source: str | bytes, filename: str) -> tuple[str, ...]:
        """As `add`, of a file: what it declared when it was loaded before, and declares no more, is forgotten."""
        text = normalise(source)
        check(text)
        return self.add(text, filename, replaces=True)

    def add(self, text: str, filename: str, *, replaces: bool = False) -> tuple[str, ...]:
        """The declarations of a text; LanguageError where something is wrong with it by itself, Misfits where it does
        not fit what there is. A line for each.
        """
        new = _declarations(text, filename)
        kept_types = _without(self._written_types, filename) if replaces else self._written_types
        kept = _without(self._written, filename) if replaces else self._written
        types = {**kept_types, **{each.node.name: each for each in new if isinstance(each.node, nodes.TypeDeclaration)}}
        procedures = {**kept, **{each.node.name: each for each in new if isinstance(each.node, nodes.Procedure)}}
        nodes_of_types = tuple(each.node for each in types.values())
        declared, wrong = declared_types(nodes.Module(nodes_of_types))
        if wrong:
            raise LanguageError(wrong)
        defined = _define(procedures, declared)
        self.types, self.procedures = declared, defined
        self._written_types, self._written = types, procedures
        return tuple(self._told(each.node) for each in new)

    def _told(self, node: nodes.Procedure | nodes.TypeDeclaration) -> str:
        return self.procedures[node.name].signature if isinstance(node, nodes.Procedure) else _line(node)


def _declarations(text: str, filename: str) -> list[Written]:
    found: dict[tuple[type, str], Written] = {}
    for each in parse(text).declarations:
        if isinstance(each, nodes.ExampleDeclaration):
            continue
        if (type(each), each.name) in found:
            raise problem("name-taken", f"`{each.name}` is declared twice", each.at, "choose another name")
        found[type(each), each.name] = Written(each, text, filename)
    return list(found.values())


def _without(written: dict[str, Written], filename: str) -> dict[str, Written]:
    return {name: each for name, each in written.items() if each.filename != filename}


def _define(written: dict[str, Written], types: dict[str, Type]) -> dict[str, Defined]:
    """All procedures, checked anew; Misfits with everything that is wrong."""
    heads = {name: each.node for name, each in written.items() if isinstance(each.node, nodes.Procedure)}
    order, circles = callees_first(heads)
    said = [(each, _owner(each, list(written.values()))) for each in circles]
    callees: dict[str, Callee | None] = dict.fromkeys(heads)
    defined: dict[str, Defined] = {}
    for head in order:
        try:
            checked, signature = check_procedure(head, Surroundings(types, callees))
        except LanguageError as error:
            said += [(each, written[head.name]) for each in error.diagnostics]
            continue
        except Broken:
            continue  # what it calls has mistakes, which have been reported
        params = tuple(each.name for each in signature.params)
        callee = Callee(head.name, params, checked.params, checked.core, content_hash(checked.core))
        callees[head.name] = callee
        defined[head.name] = Defined(
            checked, signature, callee, head_in_one_line(head, checked), without_signs(head.before)
        )
    if said:
        raise Misfits("\n\n".join(render(each, place.text, place.filename) for each, place in said))
    return {name: defined[name] for name in heads}


def _owner(circle: Diagnostic, written: Sequence[Written]) -> Written:
    """The declaration in which the call stands that a circle is blamed on."""
    place = (circle.start, circle.end)
    for each in reversed(written):
        calls = (node for node in nodes.walk(each.node) if isinstance(node, nodes.Invocation))
        if any(call.at == place for call in calls):
            return each
    raise AssertionError("a circle has calls")


def _line(node: nodes.Procedure | nodes.TypeDeclaration) -> str:
    assert isinstance(node, nodes.TypeDeclaration)
    return f"type {node.name} = {print_type(node.type)}"
