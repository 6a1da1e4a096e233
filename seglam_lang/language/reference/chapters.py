"""The builtins in reading order: a chapter for each receiver, a section for each module of `builtins`.

`_HEADINGS` has the headings of the sections (by default the first sentence of the module's docstring). `_NOTES` lists
the paragraphs of the docstring that are for users of the builtins, not only for their authors.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.byhand.help_texts import describe_call

_BUILTINS = "seglam_lang.language.builtins"
ANY = "Any"  # the chapter of what every type has
_RECEIVERS = (
    ANY,
    "Bool",
    "Number",
    "Text",
    "Date",
    "DateTime",
    "Time",
    "Duration",
    "List",
    "Map",
    "Optional",
    "Table",
    "Row",
    "Groups",
)
_HOME = {ANY: "number", "Bool": "number", "Row": "table"}  # the module of a chapter with another name
_SUMMARIES = {
    ANY: "comparisons, and JSON",
    "Bool": "true or false",
    "Number": "exact decimal numbers of 34 digits",
    "Text": "Unicode text; positions count from 1",
    "Date": "a day of the calendar, without a time",
    "DateTime": "a date with a time of day, without a time zone",
    "Time": "a time of day",
    "Duration": "an exact length of time",
    "List": "a finite sequence of values of one type; positions count from 1",
    "Map": "keys and their values",
    "Optional": "`T?`, a value that may be absent",
    "Table": "rows and columns with headers; cells may be blank",
    "Row": "one row of a table",
    "Groups": "the rows of a table by the values of a column, as `group_by` makes them",
}
_BASICS = "Basics"  # the builtins of the receiver's own module
_OF_TABLES = ("Table", "Row", "Groups")
EXAMPLE_TABLE = (  # the arguments of the examples
    "In the examples `rows` is this table, and `name` and `age` are its columns:",
    "    name  age\n    Ann    30\n    Bob    20\n    Cy     20",
    "And `shifts` is this one, with the columns `who` and `worked`, which holds Durations:",
    "    who  worked\n    Ann    PT8H\n    Ann    PT4H\n    Bob    PT4H",
)
_HEADINGS = {
    "business_days": "Business days",
    "date": "Dates",
    "date_parts": "Weeks, months, quarters and years",
    "date_text": "Formatting and reading dates",
    "datetime": "Dates with a time",
    "duration": "Durations",
    "durations": "Durations added up and averaged",
    "exchange": "CSV and JSON",
    "finance": "Finance",
    "groups": "Grouping",
    "list_forms": "Changing, choosing, flattening and joining items",
    "list_keys": "Sorting, grouping and choosing by a key",
    "list_parts": "Parts of a list, inserting and removing items",
    "list_statistics": "Statistics",
    "number_format": "Formatting numbers",
    "pattern": "Patterns",
    "records": "Tables and lists of records",
    "table_columns": "Selecting, adding and changing columns",
    "table_shape": "Joins, pivots, appending and removing rows",
    "text_forms": "Case, padding and other forms",
    "text_reading": "Properties of a text",
    "text_search": "Searching, and parts of a text",
    "time": "Times of day",
    "time_text": "Formatting and reading times and durations",
    "trigonometry": "Angles",
    "whole_number": "Whole numbers",
}
# The paragraphs of a module's docstring that are for readers of the reference, without the first sentence.
_NOTES: dict[str, tuple[int, ...]] = {
    "business_days": (1, 2),
    "date": (0, 1),
    "date_parts": (1,),
    "date_text": (1, 2, 3),
    "datetime": (1,),
    "duration": (1,),
    "durations": (1,),
    "exchange": (1,),
    "finance": (1, 2),
    "groups": (2,),
    "list_keys": (1,),
    "list_statistics": (1,),
    "map": (0, 1),
    "number_format": (0, 1),
    "pattern": (1,),
    "records": (1,),
    "table": (1,),
    "table_columns": (1,),
    "table_shape": (1,),
    "time": (1,),
    "time_text": (1, 2, 3),
    "trigonometry": (1,),
    "units": (1, 2, 3),
    "whole_number": (1,),
}


@dataclass(frozen=True, slots=True)
class Section:
    """The builtins of one module, with `notes`: paragraphs that hold for all of them (indented ones are code)."""

    heading: str
    notes: tuple[str, ...]
    builtins: tuple[Builtin, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All builtins of a receiver: the methods and operators of its values."""

    receiver: str
    summary: str
    sections: tuple[Section, ...]

    @property
    def page(self) -> str:
        """The name of its file in docs/reference."""
        return f"{self.receiver.lower()}.md"

    @property
    def builtins(self) -> list[Builtin]:
        """All its builtins, in order."""
        return [each for section in self.sections for each in section.builtins]


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """Return every current builtin, each once."""
    found: dict[str, list[Builtin]] = {receiver: [] for receiver in _RECEIVERS}
    for each in REGISTRY.all():
        found[each.receiver or ANY].append(each)
    return tuple(Chapter(receiver, _SUMMARIES[receiver], _sections(receiver, found[receiver])) for receiver in found)


def title(builtin: Builtin) -> str:
    """Return the title of a builtin: `split`, `+`, `unary -`, `row[column]`."""
    return "row[column]" if builtin.name == "[]" else builtin.name


def full_name(builtin: Builtin) -> str:
    """Return the name with its receiver, `Text.split`; for an operator its form, `Number + Number`."""
    if builtin.name.isidentifier() and builtin.name not in ("to", "not"):
        return f"{builtin.receiver or 'any'}.{builtin.name}"
    return describe_call(builtin).partition(" -> ")[0]


def _sections(receiver: str, builtins: list[Builtin]) -> tuple[Section, ...]:
    """Return the sections of a chapter, first that of the receiver's own module."""
    home = _HOME.get(receiver, receiver.lower())
    by_module: dict[str, list[Builtin]] = {home: []}
    for each in builtins:
        by_module.setdefault(_module(each) or home, []).append(each)
    if receiver == "Number":
        by_module["date"] += by_module.pop("date_parts")
    sections = [
        Section(_BASICS if module == home else heading(module), notes(module, receiver), tuple(some))
        for module, some in by_module.items()
        if some
    ]
    if receiver in _OF_TABLES:
        sections[0] = replace(sections[0], notes=(*EXAMPLE_TABLE, *sections[0].notes))
    return tuple(sections)


def _module(builtin: Builtin) -> str:
    """Return the module of `builtins` that implements a builtin, or "" if it is implemented elsewhere, as `==` is."""
    package, _, module = builtin.impl.__module__.rpartition(".")
    return module if package == _BUILTINS else ""


def heading(module: str) -> str:
    """Return the heading of a module's section."""
    return _HEADINGS.get(module) or _first_sentence(module)


def notes(module: str, receiver: str = "") -> tuple[str, ...]:
    """Return the paragraphs of a module's docstring that are for users of its builtins."""
    if receiver in (ANY, "Bool") or (module == "date" and receiver == "Number"):
        return ()
    paragraphs = list(_paragraphs(module))
    chosen = []
    for place in _NOTES.get(module, ()):
        if place < len(paragraphs):  # docstrings are stripped by python -OO
            text = paragraphs[place]
            chosen.append(text.removeprefix(_first_sentence(module)).removeprefix(".").strip() if place == 0 else text)
    return tuple(chosen)


def _first_sentence(module: str) -> str:
    """Return the first sentence of a module's docstring, without its full stop."""
    first = next(_paragraphs(module), module.replace("_", " "))
    return first.partition(". ")[0].removesuffix(".")


def _paragraphs(module: str) -> Iterator[str]:
    """Yield the paragraphs of a docstring; indented ones keep their lines."""
    text = importlib.import_module(f"{_BUILTINS}.{module}").__doc__ or ""
    for paragraph in text.strip().split("\n\n"):
        yield paragraph if paragraph.startswith("    ") else " ".join(paragraph.split())
