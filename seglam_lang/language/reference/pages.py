"""docs/reference: a page for each receiver, one for units, and an index of all names."""

from __future__ import annotations

import re
from itertools import groupby

from seglam_lang.language.builtins import Builtin
from seglam_lang.language.builtins.units import UNITS
from seglam_lang.language.byhand.help_texts import call_of
from seglam_lang.language.reference.chapters import Chapter, chapters, notes, title

_MADE = "<!-- Made by `make docs` from seglam_lang/language/builtins; changes belong there. -->"
_SIGNS = {  # in the address of a heading there are no signs
    "+": "plus", "-": "minus", "*": "times", "/": "divided-by", "unary -": "negative", "[]": "row-column",
    "==": "equal", "!=": "not-equal", "<": "less", "<=": "less-or-equal", ">": "greater", ">=": "greater-or-equal",
}  # fmt: skip


def reference_pages() -> dict[str, str]:
    """The Markdown of each page by the name of its file."""
    return {"index.md": _index(), **{each.page: _page(each) for each in chapters()}, "units.md": _units()}


def anchor(builtin: Builtin) -> str:
    """The address of a builtin within its page."""
    return _SIGNS.get(builtin.name, builtin.name)


def _page(chapter: Chapter) -> str:
    heading = "Every type" if chapter.receiver == "Any" else chapter.receiver
    parts = [_MADE, f"# {heading}", f"{chapter.summary[0].upper()}{chapter.summary[1:]}. [All names](index.md)"]
    several = len(chapter.sections) > 1
    if several:
        listed = [f"- [{each.heading}](#{_slug(each.heading)}): {_links(each.builtins)}" for each in chapter.sections]
        parts.append("\n".join(listed))
    for section in chapter.sections:
        parts += [f"## {section.heading}"] if several else []
        parts += [_note(each) for each in section.notes]
        parts += [_entry(each) for each in section.builtins]
    return "\n\n".join(parts) + "\n"


def _entry(builtin: Builtin) -> str:
    """How a builtin is called, what it does, examples."""
    head = f'<a id="{anchor(builtin)}"></a>\n\n### {_code(title(builtin))}'
    examples = "\n".join(builtin.examples)
    return f"{head}\n\n{_code(call_of(builtin))}\n\n{builtin.doc}\n\n```seglam\n{examples}\n```"


def _index() -> str:
    """The receivers, then every name with the receivers that have it."""
    rows = [f"| [{each.receiver}]({each.page}) | {len(each.builtins)} | {each.summary} |" for each in chapters()]
    parts = [
        _MADE,
        "# Reference of the builtins",
        "Every method and operator of the language, by the type of what stands before the dot. A single capital letter "
        "is any type, `T?` one that may be absent, `(T) -> U` a function, `name?:` an argument that may be left out; "
        '"T is ordered" means a Number, a Text or a Date. The examples are run as tests. In a terminal: '
        "`seglam docs text`, `seglam docs text.between`.",
        "\n".join(["| type | builtins | |", "|---|---|---|", *rows]),
        "[Units of measurement](units.md), for `convert`.",
        "## All names",
    ]
    every = sorted(((each, of) for of in chapters() for each in of.builtins), key=lambda pair: _order(pair[0]))
    lines = []
    for name, same in groupby(every, key=lambda pair: title(pair[0])):
        links = ", ".join(f"[{of.receiver}]({of.page}#{anchor(each)})" for each, of in same)
        lines.append(f"- {_code(name)}: {links}")
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def _order(builtin: Builtin) -> tuple[bool, str]:
    """Operators first, then by the alphabet."""
    return builtin.name.isidentifier(), title(builtin)


def _units() -> str:
    parts = [
        _MADE,
        "# Units",
        *notes("units"),
        '`5.convert("mile", "km")` takes any of these names. [Number](number.md#convert)',
    ]
    for dimension, some in groupby(UNITS, key=lambda unit: unit.dimension):
        rows = [f"| {each.name} | {', '.join(each.names[1:])} |" for each in some]
        parts += [f"## {dimension.capitalize()}", "\n".join(["| unit | also |", "|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def _note(text: str) -> str:
    """A paragraph; an indented one is shown as it is."""
    if not text.startswith("    "):
        return text
    return "```text\n" + re.sub(r"(?m)^ {4}", "", text) + "\n```"


def _links(builtins: tuple[Builtin, ...]) -> str:
    return ", ".join(f"[{_code(title(each))}](#{anchor(each)})" for each in builtins)


def _code(text: str) -> str:
    return f"`{text}`"


def _slug(heading: str) -> str:
    """The address that a heading gets from those who show Markdown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
