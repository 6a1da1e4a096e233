"""The answers of `seglam docs`: about a type, a builtin, a word or topic of the language, or the code of an error."""

from __future__ import annotations

import re

from seglam_lang.language.builtins import Builtin
from seglam_lang.language.byhand.help_texts import builtins_named, describe_call
from seglam_lang.language.catalogue import catalogue, diagnostics_of
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.reference.chapters import Chapter, Section, chapters, full_name
from seglam_lang.language.reference.documents import DOCUMENTS, Block, Code, Heading, Prose, Rows, plain, topics

_LIKENESS = 0.78  # of a topic that may have been meant: there are many, and most words are a little like one
_MENTIONED = 8  # builtins that are listed if there is no topic of the name


class UnknownTopic(LookupError):
    """There is no such topic; `str()` suggests others."""


def overview() -> list[Block]:
    """Return the list of all topics."""
    types = tuple((each.receiver, str(len(each.builtins)), each.summary) for each in chapters())
    guide, definition = (
        tuple((each.names[0], each.title) for each in topics() if each.document == name) for name in DOCUMENTS
    )
    return [
        Heading("The procedure language"),
        Prose("seglam docs TOPIC shows one of these:"),
        Heading("Types, with the number of their builtins"),
        Rows(types),
        Heading("The language in fifteen minutes"),
        Rows(guide),
        Heading("The language, precisely"),
        Rows(definition),
        Heading("And"),
        Rows(
            (
                ("text.between", "a builtin; `between` alone shows those of all types"),
                ("for, let, ??", "a word or sign of the language"),
                ("units", "the units that `convert` knows"),
                ("errors", "the codes of all errors; with a code, as in `unknown-name`, what it means"),
            )
        ),
    ]


def describe(words: str) -> list[Block]:
    """Return the description of a topic. Raise UnknownTopic if there is none.

    A type comes before a word of the language, and a word before a builtin; others of the same name are listed at the
    end.
    """
    name = words.strip().casefold()
    found: list[tuple[str, list[Block]]] = []
    found += [(each.receiver, _chapter(each)) for each in chapters() if each.receiver.casefold() == name]
    found += [(each.title, list(each.blocks)) for each in topics() if name in each.names][:1]
    found += {"units": [("units", _units())], "errors": [("errors", _errors())]}.get(name, [])
    named = builtins_named(words)
    if not found and named:
        return _builtins(named)
    if not found and name in catalogue():
        return _error(name)
    if not found:
        raise UnknownTopic(_unknown(name))
    also = [full_name(each) for each in named]
    return [*found[0][1], *([Prose(f"See also: {', '.join(also)}")] if also else [])]


def topic_names() -> list[str]:
    """Return all topics, for completion and "did you mean"."""
    builtins = [each for chapter in chapters() for each in chapter.builtins]
    return sorted(
        {each.receiver.lower() for each in chapters()}
        | {name for each in topics() for name in each.names}
        | {each.name for each in builtins}
        | {f"{each.receiver.lower()}.{each.name}" for each in builtins if each.receiver}
        | set(catalogue())
        | {"units", "errors"}
    )


def _chapter(chapter: Chapter) -> list[Block]:
    """Return the builtins of a receiver, one line each."""
    parts: list[Block] = [Heading(chapter.receiver), Prose(f"{chapter.summary[0].upper()}{chapter.summary[1:]}.")]
    for section in chapter.sections:
        if len(chapter.sections) > 1:
            parts.append(Heading(section.heading))
        parts += _notes(section)
        parts.append(Rows(tuple((_short(each), _sentence(each.doc)) for each in section.builtins)))
    first = next(each for each in reversed(chapter.builtins))
    return [*parts, Prose(f"To see one with its examples: seglam docs {_topic_of(first)}")]


def _builtins(found: list[Builtin]) -> list[Block]:
    """Return the reference entries of builtins."""
    parts: list[Block] = []
    for each in found:
        parts += [Heading(describe_call(each)), Prose(each.doc), Code("\n".join(each.examples))]
    if len(found) == 1:
        sections = [section for chapter in chapters() for section in chapter.sections]
        parts += [note for section in sections if found[0] in section.builtins for note in _notes(section)]
    return parts


def _notes(section: Section) -> list[Block]:
    indented = [(each.startswith("    "), each) for each in section.notes]
    return [Code(each.replace("\n    ", "\n")[4:], "") if code else Prose(plain(each)) for code, each in indented]


def _short(builtin: Builtin) -> str:
    """Return the call of a builtin, `between(start, end)`, or the form of an operator."""
    if "." not in full_name(builtin):
        return full_name(builtin)
    required = len(builtin.names) - builtin.optional
    names = [name if place < required else f"{name}?" for place, name in enumerate(builtin.names)]
    return f"{builtin.name}({', '.join(names[1:])})"


def _sentence(doc: str) -> str:
    """Return the first sentence."""
    return re.split(r"(?<!\.)\. ", doc, maxsplit=1)[0].removesuffix(".")


def _topic_of(builtin: Builtin) -> str:
    """Return the topic of a builtin as it is typed in a shell: signs are quoted."""
    return full_name(builtin).lower() if builtin.name.isidentifier() and builtin.receiver else f"'{builtin.name}'"


def _units() -> list[Block]:
    from itertools import groupby

    from seglam_lang.language.builtins.units import UNITS

    parts: list[Block] = [Heading("Units"), Code('5.convert("mile", "km") == 8.04672')]
    for dimension, some in groupby(UNITS, key=lambda unit: unit.dimension):
        parts += [Heading(dimension.capitalize()), Rows(tuple((each.name, ", ".join(each.names[1:])) for each in some))]
    return parts


def _error(code: str) -> list[Block]:
    """Return what a code means, with a wrong source, its diagnostics and the right source."""
    entry = catalogue()[code]
    parts: list[Block] = [Heading(f"{code}: {entry.title}"), Prose(" ".join(entry.explanation.split()))]
    if entry.wrong:
        parts += [Prose("Wrong:"), Code(entry.wrong.rstrip("\n"))]
        parts += [Code(found, "") for found in [diagnostics_of(entry.wrong)] if found]
    if entry.right:
        parts += [Prose("Right:"), Code(entry.right.rstrip("\n"))]
    return parts


def _errors() -> list[Block]:
    """Return all codes with their titles, by group."""
    parts: list[Block] = [Heading("Errors"), Prose("What a code means: seglam docs CODE")]
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in catalogue().values():
        groups.setdefault(each.group, []).append((each.code, each.title))
    for group, rows in groups.items():
        parts += [Heading(group), Rows(tuple(rows))]
    return parts


def _unknown(name: str) -> str:
    hint = did_you_mean(name, topic_names(), _LIKENESS)
    mentioned = [
        _topic_of(each)
        for chapter in chapters()
        for each in chapter.builtins
        if len(name) > 2 and name in each.doc.casefold()
    ]
    mentions = f"it is mentioned in {', '.join(mentioned[:_MENTIONED])}" if mentioned else ""
    return f"there is no topic {name!r}; {'; '.join(filter(None, [hint, mentions])) or '`seglam docs` lists them'}"
