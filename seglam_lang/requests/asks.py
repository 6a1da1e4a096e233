"""`ask` phrases of hand-written procedures as the templates of requests: "total {value} by {group}".

A slot's kind follows from its parameter's type, unless it is written: `{rate:percent}`, `{amount:money}`, `{to:unit}`,
`{net:field}` (an input that is called by its name);
`{first, last:period}` is a period, and `{low, high:range}` a range of numbers, whose ends are two parameters;
`{wanted:cell of key}` is a cell that says by its place which column `key` is, `{value:amounts}` a column of numbers
that are no percentages. What stands behind `with` is spelled by no word: a column by its header, a value by its column.
Where several kinds are possible (a Text may be quoted, or a cell of the table) the phrase stands for several templates,
and a phrase with alternatives, `(what is |)the total {value}`, for those of each of its expansions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from seglam_lang.inputs import Inputs
from seglam_lang.inputs.currencies import CURRENCY_SIGNS
from seglam_lang.language import Checked, Diagnostic, LanguageError
from seglam_lang.language.builtins.units import UNITS
from seglam_lang.language.checking.checked import Ask, Given
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.syntax.inline import quote
from seglam_lang.language.types import NUMBER, SCALARS, Con, Type, Var, show, variables
from seglam_lang.requests import kinds
from seglam_lang.requests.alternatives import Expansion, Phrase, parse
from seglam_lang.requests.families import AMOUNTS
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.model import (
    ArgumentSource,
    ColumnSource,
    FromCellColumn,
    FromColumn,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
    FromValue,
    Wording,
)
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.slot_kinds import CELL_OF, OF_AMOUNTS, SlotKinds, UnfitSlot, part_names
from seglam_lang.requests.template import Template, slot_text, without_end
from seglam_lang.requests.tokens import norms

_SLOT = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
# Of one phrase all amounts are in one currency, and all units of one dimension: nobody adds dollars to euros by name.
_FAMILIES = {
    Family.MONEY: tuple(sorted(set(CURRENCY_SIGNS.values()))),
    Family.UNIT: tuple(sorted({unit.dimension for unit in UNITS})),
}
MAX_TEMPLATES = 4_096  # of one phrase


def wordings_of(checked: Checked, procedure: str, source: str) -> list[Wording]:
    """Return a wording for each template of each phrase; LanguageError, with places in `source`, where a phrase does
    not say what its procedure needs.
    """
    wordings: list[Wording] = []
    start = start_of(checked.name, source)
    for ask in checked.asks:
        literal = quote(ask.phrase)
        wordings += wordings_of_phrase(checked, ask, procedure, literal, max(source.find(literal, start), 0))
    return list(dict.fromkeys(wordings))


def start_of(name: str, source: str) -> int:
    """Return where the procedure `name` begins in a source that declares it."""
    found = re.search(rf"\bproc\s+(?={re.escape(name)}\b)", source)
    return found.end() if found else 0


def wordings_of_phrase(checked: Checked, ask: Ask, procedure: str, literal: str, start: int) -> list[Wording]:
    """Return the wordings of one phrase, which stands in the source as `literal`, from `start` on."""
    try:
        found = _wordings(checked, parse(ask.phrase), ask.given, procedure)
        wordings = list(islice(found, MAX_TEMPLATES + 1))
        if len(wordings) > MAX_TEMPLATES:
            raise _too_many()
    except LanguageError as error:
        raise LanguageError([_placed(each, ask.phrase, literal, start) for each in error.diagnostics]) from None
    return wordings


def _wordings(checked: Checked, phrase: Phrase, given: Sequence[Given], procedure: str) -> Iterator[Wording]:
    if phrase.count() > MAX_TEMPLATES:
        raise _too_many()
    for expansion in phrase.expansions():
        yield from _Expansion(checked, expansion, given, phrase.has_choices).wordings(procedure)


def _too_many() -> LanguageError:
    message = f"this phrase stands for more than {MAX_TEMPLATES:,} kinds of requests"
    hint = "have fewer alternatives in it, and write what is left as phrases of their own"
    return LanguageError([Diagnostic("ask-too-many", message, 0, 0, hint)])


def _placed(diagnostic: Diagnostic, phrase: str, literal: str, start: int) -> Diagnostic:
    """A diagnostic of a phrase with its place in the source: the whole phrase where it has none, and where an escape
    makes the places differ.
    """
    if literal[1:-1] != phrase or not diagnostic.end:
        return replace(diagnostic, start=start + 1, end=start + len(literal) - 1)
    return replace(diagnostic, start=start + 1 + diagnostic.start, end=start + 1 + diagnostic.end)


class _Expansion:
    """One expansion of a phrase of one procedure."""

    def __init__(self, checked: Checked, expansion: Expansion, given: Sequence[Given], is_one_of_many: bool) -> None:
        self.given = {each.param: each for each in given}
        self.expansion, self.phrase, self.is_one_of_many = expansion, expansion.text, is_one_of_many
        self.params = checked.types
        self.general = dict(zip(checked.params, checked.core.params, strict=True))
        self.tables = [name for name, kind in self.params.items() if is_table(kind)]
        self.table_of = {
            name: self.input_of(checked.params[table])
            for name, table in zip(checked.params, checked.core.tables, strict=True)
            if table >= 0
        }
        self.slots = [(match[1].strip(), (match[2] or "").strip()) for match in _SLOT.finditer(self.phrase)]
        self.cell_of = {
            written.removeprefix(CELL_OF).strip(): name for name, written in self.slots if CELL_OF in written
        }
        self.index = {name: i for i, (slot, _) in enumerate(self.slots) for name in _names(slot)}
        self.part_of = {
            name: part
            for slot, written in self.slots
            if "," in slot
            for name, part in zip(_names(slot), part_names(written), strict=False)
        }
        self.slot_kinds = SlotKinds(self.params, bool(self.tables), _kinds_in_examples(checked))

    def wordings(self, procedure: str) -> Iterator[Wording]:
        """The templates that the phrase stands for, with where each parameter comes from."""
        names = [name for slot, _ in self.slots for name in _names(slot)]
        if len(self.index) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise self._wrong("a slot is written twice in this phrase", slot=twice)
        if both := next((name for name in names if name in self.given), None):
            raise self._wrong(f"`{both}` is a slot of this phrase, and given behind `with` too", slot=both)
        sources = tuple(self._source(name, kind) for name, kind in self.params.items())
        shape = inputs_shape(Inputs({}, {self.input_of(name): kind for name, kind in self._inputs()}))
        choices = [self._kinds(name, written) for name, written in self.slots]
        families = [family for family in _FAMILIES if any(Kind(family) in possible for possible in choices)]
        for members in product(*(_FAMILIES[family] for family in families)):
            detailed = {Kind(family): Kind(family, member) for family, member in zip(families, members, strict=True)}
            for chosen in product(*choices):
                texts = self._texts([detailed.get(kind, kind) for kind in chosen])
                yield Wording(Template.written(texts, shape), procedure, sources)

    def input_of(self, param: str) -> str:
        """The name of the input that a parameter stands for: the only table is always named "table"."""
        return "table" if self.tables == [param] else param

    def _inputs(self) -> Iterator[tuple[str, Con]]:
        """The parameters that no word of the phrase is, with their types: they are inputs."""
        for name, kind in self.params.items():
            if name in self.index or name in self.given or is_column(kind):
                continue
            if isinstance(kind, Var):
                raise self._wrong(f"this phrase does not say what `{name}` is", f"name it: {{{name}}}")
            yield name, kind

    def _source(self, name: str, kind: Type) -> ArgumentSource:
        if is_table(kind):
            return FromTable(self.input_of(name))
        if is_column(kind):
            return self._column_source(name)
        if name in self.given:
            given = self.given[name]
            return FromValue(self._column_source(given.column), given.value, given.among)
        if name in self.index:
            index = self.index[name]
            if name in self.part_of:
                return FromPart(index, self.part_of[name])
            return FromSlot(index, of=self._declared(name))
        return FromInput(self.input_of(name), self._declared(name))

    def _column_source(self, name: str) -> ColumnSource:
        table = self.table_of[name]
        if name in self.index:
            return FromColumn(self.index[name], table, self._declared(name))
        if name in self.given:
            return FromHeader(table, normal_header(self.given[name].value), self.given[name].type)
        if name in self.cell_of:
            return FromCellColumn(self.index[self.cell_of[name]], table)
        hint = f'name it, write a slot {{cell_name:cell of {name}}}, or say its header: `with {name} = "Header"`'
        raise self._wrong(f"this phrase does not say which column `{name}` is", hint)

    def _declared(self, name: str) -> str:
        """Return the family that the phrase says, or the type that the author gives an argument, or the cells of a
        column, where the procedure would take others too: "oldest {day}" asks for the least of dates, and not of ages.
        "" where any is meant.
        """
        if name in self.index and self.slots[self.index[name]][1] == OF_AMOUNTS:
            return AMOUNTS
        kind, general = self.params[name], self.general[name]
        if variables(kind) or not variables(general):
            return ""
        if is_column(kind):
            return kind.args[0].name if kind.args[0] in SCALARS else ""
        return show(kind)

    def _kinds(self, slot: str, written: str) -> tuple[Kind, ...]:
        try:
            return self.slot_kinds.of(_names(slot), written)
        except UnfitSlot as error:
            raise self._wrong(error.message, error.hint, slot) from None

    def _is_formula(self) -> bool:
        """Return whether the phrase is nothing but a formula: who types "12 + 8 * 3" alone wants its value."""
        return [written for _, written in self.slots] == [kinds.FORMULA.detail]

    def _texts(self, chosen: Sequence[Kind]) -> Sequence[str]:
        """Return what the phrase is written as, with a slot of the chosen kind in the place of each of its slots."""
        texts: list[str] = []
        position = 0
        for i, match in enumerate(_SLOT.finditer(self.phrase)):
            texts += [*norms(self.phrase[position : match.start()]), slot_text(i, chosen[i])]
            position = match.end()
        said = without_end([*texts, *norms(self.phrase[position:])])
        if len(said) == len(self.slots) and not self._is_formula():
            raise self._wrong("this phrase has no words: anything would ask for the procedure", "say what is wanted")
        return said

    def _wrong(self, message: str, hint: str = "", slot: str | None = None) -> LanguageError:
        """The error, at a slot or of the phrase as a whole: then it says of which expansion, where there are many."""
        for match in _SLOT.finditer(self.phrase):
            if match[1].strip() == slot:
                start, end = self.expansion.place(match.start()), self.expansion.place(match.end() - 1) + 1
                return LanguageError([Diagnostic("ask-slot", message, start, end, hint)])
        if self.is_one_of_many:
            message = f'read as "{" ".join(self.phrase.split())}", {message}'
        return LanguageError([Diagnostic("ask-slot", message, 0, 0, hint)])


def _names(slot: str) -> list[str]:
    """Return the parameters that a slot names: one, or the two ends of a period or range."""
    return [name.strip() for name in slot.split(",")]


def _kinds_in_examples(checked: Checked) -> dict[str, tuple[Kind, ...]]:
    """Return the kinds of literals that the examples have for each Number: 15% is no 0.15."""
    found: dict[str, dict[Kind, None]] = {}
    for example in checked.examples:
        for (name, kind), in_percent in zip(checked.types.items(), example.in_percent, strict=True):
            if kind == NUMBER:
                found.setdefault(name, {})[kinds.PERCENT if in_percent else kinds.NUMBER] = None
    return {name: tuple(written) for name, written in found.items()}
