"""What a cache can teach a model: its wordings as requests with the programs that are right for them.

A cache keeps no tables, only what they looked like. So a wording is asked again of a table that is made for it: with
the columns that the model was shown (the provenance has them) or that the procedure takes, and with made-up cells. The
request is the one that the wording came from, or else its template with something in each slot. A wording counts only
where its own procedure is found for the request that was made; what was removed or replaced is not asked at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError, show_value
from seglam_lang.language.types import Con, Constructor, Type, Var, is_a
from seglam_lang.language.values import Column, Record, Table, Value
from seglam_lang.matching import find_arguments
from seglam_lang.requests import read
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.model import (
    FromCellColumn,
    FromColumn,
    FromHeader,
    FromValue,
    Wording,
)
from seglam_lang.requests.template import Slot, Template, Word
from seglam_lang.requests.tokens import tokenise
from seglam_lang.store import Provenance, Store, Stored
from seglam_lang.store.evidence import AGREED
from seglam_lang.store.program import Loaded, Programs
from seglam_lang.translator.bodies import parts_under

TABLE = "table"
ROWS = 8  # of a table that is made
STATED = ("text", "number", "date", "bool")  # types that a table may state for its columns
NUMBERS = (12, 7, 35, 18, 64, 21, 9, 48)
MADE: Mapping[str, Sequence[Any]] = {  # cells, by type
    "Text": ("Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heron"),
    "Number": NUMBERS,
    "Bool": (True, False),
    "Date": tuple(f"2024-{month:02}-{month + 10}" for month in range(1, 9)),
    "DateTime": tuple(f"2024-{month:02}-{month + 10}T09:30:00" for month in range(1, 9)),
    "Time": tuple(f"{hour:02}:30" for hour in range(8, 16)),
    "Duration": tuple(f"PT{hours}H30M" for hours in range(1, 9)),
}
SAID: Mapping[Family, str] = {  # what stands in a slot of which the cache has no words
    Family.NUMBER: "25",
    Family.PERCENT: "15%",
    Family.TEXT: '"Amber"',
    Family.DATE: "2024-03-13",
    Family.ORDINAL: "2nd",
    Family.CELL: "Amber",
}
_SHOWN_COLUMN = re.compile(r"c\d+ = (.*): Column<(\w+)>")  # a line of Provenance.prompt
_SHOWN_VALUE = re.compile(r"v\d+ = (.*) in (.*): Text")


@dataclass(frozen=True)
class Lived:
    """A request with its inputs (as JSON) and its program, in the notation of training (`nano.headed`).

    `is_vouched` where a person stands behind it: a correction, a pick, an example, or a procedure written by hand.
    """

    template: str
    request: str
    inputs: dict[str, Any]
    program: str
    is_vouched: bool


class Untold(Exception):
    """A wording that teaches nothing; the message says why, for the table of counts."""


def lived(store: Store, left_out: Counter[str]) -> Iterator[Lived]:
    """Yield what the procedures of a cache were asked, oldest first, and count what could not be told."""
    programs = Programs(store)
    events = [event for event in store.history() if event.action != "rejected"]  # which does not say what is right
    corrected = {past.wording.template.key for event in events for past in event.wordings}
    for stored in store.procedures():
        told = {each.template.key: each for each in store.provenance(stored.hash) if each.template is not None}
        for found in store.wordings(stored.hash):
            wording, provenance = found.wording, told.get(found.wording.template.key)
            by_hand = provenance is None or not provenance.model
            vouched = found.level != AGREED or by_hand or wording.template.key in corrected
            try:
                yield _Telling(programs.get(stored.hash), wording, provenance).told(vouched)
            except Untold as why:
                left_out[str(why)] += 1


def retold(programs: Programs, wording: Wording, provenance: Provenance | None) -> Lived:
    """Return one wording as a request with its program. Raise Untold."""
    return _Telling(programs.get(wording.procedure), wording, provenance).told(is_vouched=False)


@dataclass
class _Telling:
    """One wording of a procedure, to be asked again."""

    program: Loaded
    wording: Wording
    provenance: Provenance | None
    columns: dict[str, str] = field(default_factory=dict)  # header to the name of its cells' type
    cells: dict[str, list[Any]] = field(default_factory=dict)  # those that must be in a column

    @property
    def stored(self) -> Stored:
        return self.program.stored

    def told(self, is_vouched: bool) -> Lived:
        shape = self.wording.template.inputs
        if shape not in ("", TABLE):
            raise Untold("inputs that are no single table")
        if self.program.callees:
            raise Untold("a procedure that calls others")
        self._show_columns()
        said = self._said()
        self._take_columns(said)
        request = self._request(said)
        given = {TABLE: self._table()} if shape else {}
        inputs = read_inputs(values=given)
        return Lived(self.wording.template.key, request, given, self._program(request, inputs), is_vouched)

    # The words

    def _said(self) -> dict[int, str]:
        """Return what stands in each slot: the words of the request that the wording came from, or made-up ones."""
        template = self.wording.template
        if self.provenance is not None and self.provenance.model:
            found = _slots_in(self.provenance.request, template)
            if found is not None:
                return found
        return {part.number: self._made(part) for part in template.parts if isinstance(part, Slot) and part.kind}

    def _made(self, slot: Slot) -> str:
        assert slot.kind is not None
        if slot.kind.family is Family.COLUMN:
            return self._name_of(slot.number)
        said = _made_of(slot.kind)
        if said is None:
            raise Untold(f"nothing is made up for a slot of the kind {slot.kind.family.value}")
        return said

    def _name_of(self, slot: int) -> str:
        """Return a header for a slot that names a column: what the procedure calls its parameter."""
        for name, source in zip(self.stored.params, self.wording.sources, strict=True):
            if isinstance(source, FromColumn) and source.slot == slot:
                return name.replace("_", " ")
        raise Untold("a slot for a column that the procedure does not take")

    def _request(self, said: Mapping[int, str]) -> str:
        if self.provenance is not None and self.provenance.model:
            return self.provenance.request
        parts = self.wording.template.parts
        return " ".join(part.text if isinstance(part, Word) else said[part.number] for part in parts)

    # The table

    def _show_columns(self) -> None:
        """Take the columns, and the values of those with only a few, that the model was shown."""
        for line in self.provenance.prompt.splitlines() if self.provenance is not None else ():
            if shown := _SHOWN_COLUMN.fullmatch(line):
                self.columns[shown[1]] = shown[2]
            elif shown := _SHOWN_VALUE.fullmatch(line):
                self.cells.setdefault(shown[2], []).append(shown[1])

    def _take_columns(self, said: Mapping[int, str]) -> None:
        """See to it that each column which the procedure takes is there, with the cells that the words name."""
        sources, types = self.wording.sources, self.program.params
        has_shown = bool(self.columns)
        for name, source, kind in zip(self.stored.params, sources, types, strict=True):
            if isinstance(source, FromColumn) and not has_shown:
                self.columns[said[source.slot]] = _cells_of(kind)
            elif isinstance(source, FromHeader) and self._headed(source.header) is None:
                self.columns[source.header] = source.type or _cells_of(kind)
            elif isinstance(source, FromCellColumn):
                header = self._headed(name.replace("_", " ")) or name.replace("_", " ")
                self.columns.setdefault(header, _cells_of(kind))
                self.cells.setdefault(header, []).append(said[source.slot])
        for source in sources:
            if isinstance(source, FromValue) and isinstance(source.column, FromHeader):
                header = self._headed(source.column.header) or source.column.header
                self.cells.setdefault(header, []).extend(source.among)
        self._place_cells(said)

    def _place_cells(self, said: Mapping[int, str]) -> None:
        """Put the cells that stand in slots somewhere, where no parameter says in which column they are."""
        placed = {text for texts in self.cells.values() for text in texts}
        texts = [header for header, kind in self.columns.items() if kind == "Text"]
        for part in self.wording.template.parts:
            if isinstance(part, Slot) and part.kind and part.kind.family is Family.CELL:
                text = said[part.number]
                if text not in placed and texts:
                    self.cells.setdefault(texts[0], []).append(text)

    def _headed(self, header: str) -> str | None:
        wanted = normal_header(header)
        return next((each for each in self.columns if normal_header(each) == wanted), None)

    def _table(self) -> dict[str, Any]:
        few = {header: list(dict.fromkeys(cells)) for header, cells in self.cells.items()}
        length = max([ROWS, *(2 * len(cells) for cells in few.values())])
        made = [
            _filled(few.get(header, []), MADE[kind], length, number)
            for number, (header, kind) in enumerate(self._known_columns())
        ]
        table: dict[str, Any] = {"columns": list(self.columns), "rows": [list(row) for row in zip(*made, strict=True)]}
        types = [kind.lower() for kind in self.columns.values()]
        return {**table, "types": types} if set(types) <= set(STATED) else table

    def _known_columns(self) -> list[tuple[str, str]]:
        if not self.columns:
            raise Untold("a table of which no column is known")
        if unknown := set(self.columns.values()) - MADE.keys():
            raise Untold(f"a column of the type {min(unknown)}")
        return list(self.columns.items())

    # The program

    def _program(self, request: str, inputs: Inputs) -> str:
        bound = find_arguments(self.wording, read(request, inputs).loosely, self.program.params)
        if bound is None:
            raise Untold("the made request is not found again")
        written = dict(zip(self.stored.params, map(_written, bound.arguments), strict=True))
        return _with_names(self.stored.source, written)


def _slots_in(request: str, template: Template) -> dict[int, str] | None:
    """Return the words of a request that stand in each slot of its template; None where it is not of this template."""
    parts, tokens = template.parts, tokenise(request)
    groups = [f"(?P<s{at}>(?: \\d+)+)" if isinstance(part, Slot) else None for at, part in enumerate(parts)]
    places: dict[str, list[str]] = {}
    for at, token in enumerate(tokens):
        places.setdefault(token.norm, []).append(str(at))
    pattern = "".join(
        group or f" (?:{'|'.join(places.get(part.text, ['x']))})" for group, part in zip(groups, parts, strict=True)
    )
    found = re.fullmatch(pattern, "".join(f" {at}" for at in range(len(tokens))))
    if found is None:
        return None
    said: dict[int, str] = {}
    for at, part in enumerate(parts):
        if isinstance(part, Slot):
            numbers = found[f"s{at}"].split()
            text = request[tokens[int(numbers[0])].start : tokens[int(numbers[-1])].end]
            said.setdefault(part.number, text.strip("\"'“”"))
    return said


def _made_of(kind: Kind) -> str | None:
    if kind.family is Family.MONEY:
        return f"120 {kind.detail}"
    return SAID.get(kind.family)


def _cells_of(kind: Type) -> str:
    """Return the name of a type that the cells of a column may have."""
    if is_a(kind, Constructor.COLUMN):
        kind = kind.args[0]
    if isinstance(kind, Var):
        return "Number" if kind.bound else "Text"
    return kind.name if isinstance(kind, Con) else "Text"


def _filled(few: Sequence[Any], made: Sequence[Any], length: int, first: int) -> list[Any]:
    """Return the cells of a column: the few that it holds, again and again, or made-up ones from the `first` on, so
    that no two columns are equal.
    """
    cells = few if len(few) > 1 else [*few, *made]
    return [cells[(first + at) % len(cells)] for at in range(length)]


def _written(value: Value) -> str:
    """Return an argument as a program in the notation of training writes it."""
    if isinstance(value, Table):
        return "rows"
    if isinstance(value, Column):
        return f"`{value.header}`"
    if isinstance(value, Record):
        raise Untold("a value that programs do not write")
    return show_value(value)


def _with_names(source: str, names: Mapping[str, str]) -> str:
    """Return the body of a procedure with other texts in place of its parameters."""
    try:
        *conditions, body = parts_under(source, names)
    except (LanguageError, ValueError):
        raise Untold("a source that does not stand alone") from None
    if conditions:
        raise Untold("a procedure with checks of its own")
    return body
