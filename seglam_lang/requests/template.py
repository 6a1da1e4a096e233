"""Readings to templates, and templates back to arguments.

Which mentions are slots and which are wording is decided by the templates that the cache knows: `matches` proposes,
the most covered first. `bind` then fetches what a known wording's procedure needs, or says that this request does not
have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Con, Constructor, column_of
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import Match, Mention, Reading, Source, Template, Token, Wording

_FINAL = frozenset(".?!")
_WORD_COST = 1000  # of leaving a token that could be in a slot to the wording: so the most covered comes first,
_SLOT_COST = 10  # and of equal covers the one with fewer, longer slots,
# and of these, what says most about what is meant.
_PREFERENCE = ("list", "cell", "column", "field", "date", "money", "percent", "number", "text", "ordinal", "unit")
_BY_NAME = ("column", "field")  # kinds of mentions that call something by its name
_MANY = 100  # mentions; a request with more is proposed in few readings
_FEW = 16  # of them

_Chain = Any  # None, or (chain of the slots before, mention): slots, the last one first


def slot_kind(mention: Mention) -> str:
    """How a slot for `mention` is written in a template: its kind, and for lists of texts their items' type."""
    if mention.kind == "list" and mention.type.args[0] != Con(Constructor.NUMBER):
        return "list:text"
    return mention.kind


def inputs_shape(inputs: Inputs, slots: Sequence[Mention] = ()) -> str:
    """The names and constructors of the inputs, sorted: "table", "", "a:table b:table", "x:number".

    Those that `slots` call by name are left out: what the words say of them is all that a procedure takes of them, so
    that they may have any name. A record has the names of its fields: "order:record(price,quantity)".
    """
    called = {mention.table for mention in slots if mention.kind == "field"}
    shapes = sorted((name, _constructor(kind)) for name, kind in inputs.types.items() if name not in called)
    return " ".join(name if name == kind == "table" else f"{name}:{kind}" for name, kind in shapes)


def _constructor(kind: Con) -> str:
    return f"record({','.join(sorted(kind.labels))})" if kind.constructor is Constructor.RECORD else kind.name.lower()


def template_of(reading: Reading, used: Sequence[Mention]) -> Match:
    """The template in which exactly the mentions `used`, which must not overlap, are slots.

    A column or field that is mentioned again is no slot of its own: what asks for two different ones is another
    template.
    """
    return _match(reading, sorted(used, key=lambda mention: mention.first), inputs_shape(reading.inputs))


def _referent(mention: Mention) -> object:
    """What two mentions of one column or field have in common, and two equal numbers have not."""
    return (mention.kind, mention.table, mention.columns) if mention.kind in _BY_NAME else id(mention)


def same_referent(one: Mention, other: Mention) -> bool:
    """Whether two mentions are of one column or field."""
    return _referent(one) == _referent(other)


def visible(reading: Reading) -> tuple[Mention, ...]:
    """The mentions that stand inside no longer one: the others are parts of a name. (A list hides none of its items.)

    "points per game" is the column of that name, where there is one, and never the points for each game.
    """
    shown: list[tuple[int, int]] = []
    for span in sorted({(m.first, m.last) for m in reading.mentions if m.kind != "list"}, key=lambda s: (s[0], -s[1])):
        if not shown or span[1] > shown[-1][1]:
            shown.append(span)
    spans = frozenset(shown)

    def stands(mention: Mention) -> bool:
        first, last = mention.first, mention.last
        if mention.kind != "list":
            return (first, last) in spans
        return not any(a <= first and last <= b and b - a > last - first for a, b in shown)

    return tuple(mention for mention in reading.mentions if stands(mention))


def matches(reading: Reading, limit: int = 256) -> list[Match]:
    """The templates that `reading` may have, the one that covers most of the request with slots first."""
    shape = inputs_shape(reading.inputs)
    return [_match(reading, mentions, shape) for mentions in _covers(reading, limit)]


def _match(reading: Reading, mentions: Sequence[Mention], shape: str) -> Match:
    """The match whose slots are `mentions`, in order; `shape` is that of all inputs."""
    numbers: dict[object, int] = {}
    numbered = [numbers.setdefault(_referent(mention), len(numbers)) for mention in mentions]
    text = _text(_final_dropped(reading.tokens, mentions), mentions, numbered)
    if any(mention.kind == "field" for mention in mentions):
        shape = inputs_shape(reading.inputs, mentions)
    slots = [mention for i, mention in enumerate(mentions) if numbered.index(numbered[i]) == i]
    return Match(Template(text, shape), tuple(slots))


def _final_dropped(tokens: tuple[Token, ...], mentions: Sequence[Mention]) -> tuple[Token, ...]:
    """The tokens without what ends a sentence, unless it is part of a slot."""
    end = len(tokens)
    last_slot = mentions[-1].last if mentions else 0
    while end > last_slot and tokens[end - 1].norm in _FINAL:
        end -= 1
    return tokens[:end]


def _text(tokens: tuple[Token, ...], mentions: Sequence[Mention], numbers: Sequence[int]) -> str:
    """The words, with each mention as the slot of its number, and the kind of a slot where it first stands."""
    parts: list[str] = []
    position = known = 0
    measured = any(mention.kind in ("number", "percent") for mention in mentions)
    for mention, number in zip(mentions, numbers, strict=True):
        parts += [token.norm for token in tokens[position : mention.first]]
        # 6 and 6% are not compared alike with 5 and with 5%: beside a number, a column in percent is another slot.
        unit = f":{mention.unit}" if measured and mention.unit else ""
        parts.append(f"{{{number}:{slot_kind(mention)}{unit}}}" if number == known else f"{{{number}}}")
        known = max(known, number + 1)
        position = mention.last
    parts += [token.norm for token in tokens[position:]]
    return " ".join(parts)


def _covers(reading: Reading, limit: int) -> list[tuple[Mention, ...]]:
    """The cheapest `limit` choices of mentions that do not overlap.

    Costs add up from left to right, so the best choices for a prefix of the request are made of the best for shorter
    ones.
    """
    mentions = visible(reading)
    if len(mentions) > _MANY:
        limit = min(limit, _FEW)
    ending: dict[int, list[Mention]] = {}
    coverable = bytearray(len(reading.tokens))
    for mention in mentions:
        ending.setdefault(mention.last, []).append(mention)
        coverable[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
    best: list[list[tuple[int, _Chain]]] = [[(0, None)]]
    for end, possible in enumerate(coverable, 1):
        choices = best[end - 1]
        if possible:
            choices = [(cost + _WORD_COST, slots) for cost, slots in choices]
            for mention in ending.get(end, ()):
                price = _SLOT_COST + _PREFERENCE.index(mention.kind.partition(":")[0])
                choices += [(cost + price, (slots, mention)) for cost, slots in best[mention.first]]
            choices.sort(key=lambda choice: choice[0])
            del choices[limit:]
        best.append(choices)
    return [_unchained(slots) for _, slots in best[-1]]


def _unchained(chain: _Chain) -> tuple[Mention, ...]:
    slots = []
    while chain is not None:
        chain, mention = chain
        slots.append(mention)
    return tuple(reversed(slots))


def bind(wording: Wording, match: Match, inputs: Inputs) -> tuple[Value, ...] | None:
    """The arguments of the wording's procedure, or None where this request lacks one.

    Whether they have the procedure's types is for the caller to check (`argument_type`).
    """
    if wording.template != match.template:
        return None
    arguments = []
    for source in wording.sources:
        found = _fetch(source, match, inputs)
        if found is None:
            return None
        arguments.append(found[0])
    return tuple(arguments)


def argument_type(source: Source, match: Match, inputs: Inputs) -> Con | None:
    """The type of the argument that `bind` takes from `source`, or None if there is none."""
    found = _fetch(source, match, inputs)
    return None if found is None else found[1]


def _fetch(source: Source, match: Match, inputs: Inputs) -> tuple[Value, Con] | None:
    """The value and type that `source` stands for."""
    if source.kind in ("table", "input"):
        if source.name not in inputs.values or (source.kind == "table" and source.name not in inputs.tables):
            return None
        return inputs.values[source.name], inputs.types[source.name]
    if source.kind == "header":
        return _column(inputs, source.name, source.header)
    if source.kind == "field":
        inside = [each for each in inputs.fields if each.inside and each.input == source.name]
        return next(((each.value, each.type) for each in inside if each.name == source.header), None)
    if not 0 <= source.index < len(match.slots):
        return None
    mention = match.slots[source.index]
    if source.kind == "slot":
        return mention.value, mention.type
    if source.name and source.name != mention.table:
        return None
    if source.kind == "column":
        return (mention.value, mention.type) if isinstance(mention.value, Column) else None
    if source.kind == "cell-column" and mention.kind != "column" and len(mention.columns) == 1:
        return None if _is_chance(mention, match) else _column(inputs, mention.table, mention.columns[0])
    return None


def _is_chance(mention: Mention, match: Match) -> bool:
    """Whether a literal merely happens to stand in a column that the words ask for something else: of "total sales in
    2021", 2021 is no condition on the sales.
    """
    asked = {(slot.table, *slot.columns) for slot in match.slots if slot.kind == "column"}
    return mention.kind != "cell" and (mention.table, *mention.columns) in asked


def _column(inputs: Inputs, table_name: str, header: str) -> tuple[Value, Con] | None:
    """The column headed `header`; capitals count only where headers differ by them."""
    table = inputs.tables.get(table_name)
    if table is None:
        return None
    found = [name for name in table.headers if name == header]
    found = found or [name for name in table.headers if name.casefold() == header.casefold()]
    if len(found) != 1:
        return None
    kind = table.types[table.headers.index(found[0])]
    return Column(found[0], kind), column_of(kind)
