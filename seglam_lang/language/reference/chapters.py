"""The builtins in the order in which they are read: a chapter for each receiver, a section for each idea.

An idea is a module of `builtins`: `_HEADINGS` says what its section is called (the first sentence of its docstring
where nothing does), `_NOTES` which paragraphs of the docstring are for those who use the builtins and not only for
those who write them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.byhand.help_texts import call_of

_BUILTINS = "seglam_lang.language.builtins"
ANY = "Any"  # the chapter of what every type has
_RECEIVERS = (ANY, "Bool", "Number", "Text", "Date", "List", "Map", "Optional", "Table", "Row", "Groups")
_HOME = {ANY: "number", "Bool": "number", "Row": "table"}  # the module of a chapter, where it is not called so
_SUMMARIES = {
    ANY: "comparisons, and JSON",
    "Bool": "true or false",
    "Number": "exact decimal numbers of 34 digits",
    "Text": "Unicode text; positions count from 1",
    "Date": "a day of the calendar, without a time",
    "List": "a finite sequence of values of one type; positions count from 1",
    "Map": "keys and their values",
    "Optional": "`T?`, a value that may be absent",
    "Table": "rows and columns with headers; cells may be blank",
    "Row": "one row of a table",
    "Groups": "the rows of a table by the values of a column, as `group_by` makes them",
}
_BASICS = "Basics"  # what the receiver's own module declares
_HEADINGS = {
    "business_days": "Business days",
    "date": "Dates",
    "date_parts": "Weeks, months, quarters and years",
    "date_text": "Dates as texts",
    "exchange": "CSV and JSON",
    "finance": "Finance",
    "groups": "Grouping",
    "list_keys": "Sorting, grouping and choosing by a key",
    "list_parts": "Parts of a list, and items put in or left out",
    "list_statistics": "Statistics",
    "number_format": "Texts for people to read",
    "pattern": "Patterns",
    "records": "Tables and lists of records",
    "table_columns": "Columns chosen, added, changed and left out",
    "table_shape": "Joins, pivots, rows put together and left out",
    "text_forms": "Other forms of the same text",
    "text_reading": "What a text says or is like",
    "text_search": "Searching, and parts of a text",
    "trigonometry": "Angles",
    "whole_number": "Whole numbers",
}
# Which paragraphs of a module's docstring are for readers of the reference, the first sentence aside.
_NOTES: dict[str, tuple[int, ...]] = {
    "business_days": (1, 2),
    "date": (0, 1),
    "date_parts": (1,),
    "date_text": (1, 2, 3),
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
    "trigonometry": (1,),
    "units": (1, 2, 3),
    "whole_number": (1,),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Builtins of one idea; `notes` are paragraphs that hold for all of them (those with indented lines are code)."""

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
    """Every current builtin, each once."""
    found: dict[str, list[Builtin]] = {receiver: [] for receiver in _RECEIVERS}
    for each in REGISTRY.all():
        found[each.receiver or ANY].append(each)
    return tuple(Chapter(receiver, _SUMMARIES[receiver], _sections(receiver, found[receiver])) for receiver in found)


def title(builtin: Builtin) -> str:
    """What a builtin is called: `split`, `+`, `unary -`, `row[column]`."""
    return "row[column]" if builtin.name == "[]" else builtin.name


def full_name(builtin: Builtin) -> str:
    """`Text.split`; an operator as it is written: `Number + Number`."""
    if builtin.name.isidentifier() and builtin.name not in ("to", "not"):
        return f"{builtin.receiver or 'any'}.{builtin.name}"
    return call_of(builtin).partition(" -> ")[0]


def _sections(receiver: str, builtins: list[Builtin]) -> tuple[Section, ...]:
    """The sections of a chapter: first what the receiver's own module declares."""
    home = _HOME.get(receiver, receiver.lower())
    by_module: dict[str, list[Builtin]] = {home: []}
    for each in builtins:
        by_module.setdefault(_module(each) or home, []).append(each)
    if receiver == "Number":
        by_module["date"] += by_module.pop("date_parts")
    named = [(module, tuple(some)) for module, some in by_module.items() if some]
    return tuple(
        Section(_BASICS if module == home else heading(module), notes(module, receiver), some) for module, some in named
    )


def _module(builtin: Builtin) -> str:
    """The module of `builtins` that implements a builtin; "" where that is a function of the core, as for `==`."""
    package, _, module = builtin.impl.__module__.rpartition(".")
    return module if package == _BUILTINS else ""


def heading(module: str) -> str:
    """What the section of a module is called."""
    return _HEADINGS.get(module) or _first_sentence(module)


def notes(module: str, receiver: str = "") -> tuple[str, ...]:
    """What a module's docstring tells those who use its builtins."""
    if receiver in (ANY, "Bool") or (module == "date" and receiver == "Number"):
        return ()
    told = list(_paragraphs(module))
    chosen = []
    for place in _NOTES.get(module, ()):
        if place < len(told):  # docstrings are stripped by python -OO
            text = told[place]
            chosen.append(text.removeprefix(_first_sentence(module)).removeprefix(".").strip() if place == 0 else text)
    return tuple(chosen)


def _first_sentence(module: str) -> str:
    """Up to the first full stop that ends a sentence."""
    first = next(_paragraphs(module), module.replace("_", " "))
    return first.partition(". ")[0].removesuffix(".")


def _paragraphs(module: str) -> Iterator[str]:
    """The paragraphs of a docstring; those that are indented keep their lines."""
    text = importlib.import_module(f"{_BUILTINS}.{module}").__doc__ or ""
    for paragraph in text.strip().split("\n\n"):
        yield paragraph if paragraph.startswith("    ") else " ".join(paragraph.split())
