"""Types and procedures that are declared one after another: each new one must fit those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seglam_lang.language.checking.annotations import declared_types, problem
from seglam_lang.language.checking.call_graph import callees_first
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.checker import check, check_procedure
from seglam_lang.language.checking.resolution import Broken, Callee, Surroundings
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, did_you_mean, render
from seglam_lang.language.python.module import head_in_one_line, without_signs
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_type
from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.syntax.sources import normalise

if TYPE_CHECKING:
    from seglam_lang.language.types import Type


class DeclarationError(Exception):
    """New declarations do not fit those before them; `str()` has each mistake with its place in its source."""


@dataclass(frozen=True, slots=True)
class LocatedDeclaration:
    """A declaration, with the source and the file that it stands in."""

    node: nodes.Procedure | nodes.TypeDeclaration
    text: str
    filename: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A procedure that was checked."""

    checked: Checked
    callee: Callee
    signature: str  # for people, in one line
    doc: str


class Definitions:
    """The types and procedures of a session. A name that is declared again has its new meaning everywhere."""

    def __init__(self) -> None:
        self.types: dict[str, Type] = {}
        self.procedures: dict[str, Defined] = {}
        self._written_types: dict[str, LocatedDeclaration] = {}
        self._written: dict[str, LocatedDeclaration] = {}

    @property
    def type_declarations(self) -> list[str]:
        """Return the types as they are declared."""
        return [_line(each.node) for each in self._written_types.values()]

    def named(self, name: str, at: nodes.Span) -> Defined:
        """Return the procedure of a name that stands `at`. Raise LanguageError where there is none."""
        if name not in self.procedures:
            hint = did_you_mean(name, self.procedures)
            raise problem("unknown-procedure", f"there is no procedure `{name}` here", at, hint)
        return self.procedures[name]

    def load(self, source: str | bytes, filename: str) -> tuple[str, ...]:
        """Add the declarations of a file, and return a line for each, as `add` does.

        What the file declared when it was loaded before, and declares no more, is forgotten.
        """
        text = normalise(source)
        check(text)
        return self.add(text, filename, replaces=True)

    def add(self, text: str, filename: str, *, replaces: bool = False) -> tuple[str, ...]:
        """Add the declarations of a text, and return a line for each.

        Raise LanguageError where the text is wrong by itself, DeclarationError where it does not fit the declarations
        before it.
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
        return tuple(self._describe(each.node) for each in new)

    def _describe(self, node: nodes.Procedure | nodes.TypeDeclaration) -> str:
        return self.procedures[node.name].signature if isinstance(node, nodes.Procedure) else _line(node)


def _declarations(text: str, filename: str) -> list[LocatedDeclaration]:
    found: dict[tuple[type, str], LocatedDeclaration] = {}
    for each in parse(text).declarations:
        if isinstance(each, nodes.ExampleDeclaration):
            continue
        if (type(each), each.name) in found:
            raise problem("name-taken", f"`{each.name}` is declared twice", each.at, "choose another name")
        found[type(each), each.name] = LocatedDeclaration(each, text, filename)
    return list(found.values())


def _without(written: dict[str, LocatedDeclaration], filename: str) -> dict[str, LocatedDeclaration]:
    return {name: each for name, each in written.items() if each.filename != filename}


def _define(written: dict[str, LocatedDeclaration], types: dict[str, Type]) -> dict[str, Defined]:
    """Check all procedures anew, and return them. Raise DeclarationError with everything that is wrong."""
    heads = {name: each.node for name, each in written.items() if isinstance(each.node, nodes.Procedure)}
    order, circles = callees_first(heads)
    problems = [(each, _owner(each, list(written.values()))) for each in circles]
    callees: dict[str, Callee | None] = dict.fromkeys(heads)
    defined: dict[str, Defined] = {}
    for head in order:
        try:
            checked = check_procedure(head, Surroundings(types, callees))
        except LanguageError as error:
            problems += [(each, written[head.name]) for each in error.diagnostics]
            continue
        except Broken:
            continue  # what it calls has mistakes, which have been reported
        callee = Callee(head.name, checked.written, checked.params, checked.core, content_hash(checked.core))
        callees[head.name] = callee
        defined[head.name] = Defined(checked, callee, head_in_one_line(head, checked), without_signs(head.before))
    if problems:
        raise DeclarationError("\n\n".join(render(each, place.text, place.filename) for each, place in problems))
    return {name: defined[name] for name in heads}


def _owner(circle: Diagnostic, written: Sequence[LocatedDeclaration]) -> LocatedDeclaration:
    """Return the declaration with the call that a circle is blamed on."""
    place = (circle.start, circle.end)
    for each in reversed(written):
        calls = (node for node in nodes.walk(each.node) if isinstance(node, nodes.Invocation))
        if any(call.at == place for call in calls):
            return each
    raise AssertionError("a circle has calls")


def _line(node: nodes.Procedure | nodes.TypeDeclaration) -> str:
    assert isinstance(node, nodes.TypeDeclaration)
    return f"type {node.name} = {print_type(node.type)}"
