"""Readings to templates, and templates back to arguments.

Which mentions are slots and which are wording is decided by the templates that the cache knows: `matches` proposes,
the most covered first. `bind` then fetches what a known wording's procedure needs, or says that this request does not
have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language.types import Con, column_of
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import Inputs, Match, Mention, Reading, Source, Template, Token, Wording

_FINAL = frozenset(".?!")
_WORD_COST = 1000  # of leaving a token that could be in a slot to the wording: so the most covered comes first,
_SLOT_COST = 10  # and of equal covers the one with fewer, longer slots,
# and of these, what says most about what is meant.
_PREFERENCE = ("list", "cell", "column", "date", "money", "percent", "number", "text", "ordinal", "unit")
_MANY = 100  # mentions; a request with more is proposed in few readings
_FEW = 16

_Chain = Any  # None, or (chain of the slots before, mention): slots, the last one first


def slot_kind(mention: Mention) -> str:
    """How a slot for `mention` is written in a template: its kind, and for lists of texts their items' type."""
    if mention.kind == "list" and mention.type.args[0] != Con("Number"):
        return "list:text"
    return mention.kind


def inputs_shape(inputs: Inputs) -> str:
    """The names and constructors of the inputs, sorted: "table", "", "a:table b:table", "x:number"."""
    shapes = sorted((name, kind.name.lower()) for name, kind in inputs.types.items())
    return " ".join(name if name == kind == "table" else f"{name}:{kind}" for name, kind in shapes)


def template_of(reading: Reading, used: Sequence[Mention]) -> Match:
    """The template in which exactly the mentions `used`, which must not overlap, are slots."""
    slots = tuple(sorted(used, key=lambda mention: mention.first))
    return Match(Template(_text(_final_dropped(reading.tokens, slots), slots), inputs_shape(reading.inputs)), slots)


def matches(reading: Reading, limit: int = 256) -> list[Match]:
    """The templates that `reading` may have, the one that covers most of the request with slots first."""
    shape = inputs_shape(reading.inputs)
    result = []
    for slots in _covers(reading, limit):
        result.append(Match(Template(_text(_final_dropped(reading.tokens, slots), slots), shape), slots))
    return result


def _final_dropped(tokens: tuple[Token, ...], slots: tuple[Mention, ...]) -> tuple[Token, ...]:
    """The tokens without what ends a sentence, unless it is part of a slot."""
    end = len(tokens)
    last_slot = slots[-1].last if slots else 0
    while end > last_slot and tokens[end - 1].norm in _FINAL:
        end -= 1
    return tokens[:end]


def _text(tokens: tuple[Token, ...], slots: tuple[Mention, ...]) -> str:
    parts: list[str] = []
    position = 0
    for number, mention in enumerate(slots):
        parts += [token.norm for token in tokens[position : mention.first]]
        parts.append(f"{{{number}:{slot_kind(mention)}}}")
        position = mention.last
    parts += [token.norm for token in tokens[position:]]
    return " ".join(parts)


def _covers(reading: Reading, limit: int) -> list[tuple[Mention, ...]]:
    """The cheapest `limit` choices of mentions that do not overlap.

    Costs add up from left to right, so the best choices for a prefix of the request are made of the best for shorter
    ones.
    """
    if len(reading.mentions) > _MANY:
        limit = min(limit, _FEW)
    ending: dict[int, list[Mention]] = {}
    coverable = bytearray(len(reading.tokens))
    for mention in reading.mentions:
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
        return _column(inputs, mention.table, mention.columns[0])
    return None


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
