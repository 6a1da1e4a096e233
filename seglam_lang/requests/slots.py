"""Which mentions may be slots and which are words: the templates that a request may have, the most covered first.

Which of them is meant is decided by the templates that the cache knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.inputs.model import Inputs
from seglam_lang.requests import kinds
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.model import ColumnRef, FieldRef, Match, Mention, Token, referent
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.template import Template, slot_text, without_end

LIMIT = 256  # templates of a request
_MANY = 100  # mentions; a request with more has few templates
_FEW = 16  # of them
_MEASURES = (Family.NUMBER, Family.PERCENT)
_WORD_COST = 1000  # of a word that could be in a slot: so the template that covers most of the request comes first,
_SLOT_COST = 10  # of those that cover as much, the one with fewer, longer slots,
# and of these, the one whose slots say most about what is meant.
_PRICES = {family: _SLOT_COST + rank for rank, family in enumerate(Family)}

_Chain = Any  # None, or (chain of the slots before, mention): slots, the last one first


def visible(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that do not stand inside a longer one: the others are parts of a name.

    "points per game" is the column of that name, where there is one, and never the points for each game. A list does
    not hide its items.
    """
    outer: list[tuple[int, int]] = []
    spans = {(each.first, each.last) for each in mentions if not _is_list(each)}
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outer or span[1] > outer[-1][1]:
            outer.append(span)
    outermost = frozenset(outer)

    def stands(mention: Mention) -> bool:
        first, last = mention.first, mention.last
        if not _is_list(mention):
            return (first, last) in outermost
        return not any(a <= first and last <= b and b - a > last - first for a, b in outer)

    return tuple([mention for mention in mentions if stands(mention)])


def _is_list(mention: Mention) -> bool:
    return mention.kind.family is Family.LIST


def matches(
    tokens: Sequence[Token], mentions: Sequence[Mention], inputs: Inputs, limit: int = LIMIT
) -> tuple[Match, ...]:
    """Return at most `limit` matches of a request with these visible `mentions`.

    The match that covers most of the request with slots comes first.
    """
    words, shape = [token.norm for token in tokens], inputs_shape(inputs)
    return tuple([match_of(words, slots, inputs, shape) for slots in _covers(len(tokens), mentions, limit)])


def match_of(words: Sequence[str], mentions: Sequence[Mention], inputs: Inputs, shape: str) -> Match:
    """Return the match in which exactly `mentions`, ordered and without overlaps, are slots among normalised `words`.

    A column or field that is mentioned again is no slot of its own: a request for two different ones has another
    template. What ends the sentence is dropped (see `without_end`). `shape` is that of all `inputs`.
    """
    texts: list[str] = []
    slots: list[Mention] = []
    indexes: dict[object, int] = {}
    position = 0
    for mention in mentions:
        texts += words[position : mention.first]
        position = mention.last
        index = indexes.setdefault(referent(mention), len(slots))
        if index == len(slots):
            slots.append(mention)
            texts.append(slot_text(index, _slot_kind(mention, mentions)))
        else:
            texts.append(slot_text(index))
    texts += words[position:]
    if inputs.fields and (called := {slot.input for slot in slots if isinstance(slot, FieldRef)}):
        shape = inputs_shape(inputs, called)
    return Match(Template.written(without_end(texts), shape), tuple(slots))


def _slot_kind(mention: Mention, others: Sequence[Mention]) -> Kind:
    """Return the kind of the slot for a mention among others.

    6 and 6% are not compared alike with 5 and with 5%: beside a number, a column in percent is another slot.
    """
    if isinstance(mention, ColumnRef) and mention.in_percent and any(each.kind.family in _MEASURES for each in others):
        return kinds.COLUMN_IN_PERCENT
    return mention.kind


def _covers(length: int, mentions: Sequence[Mention], limit: int) -> list[tuple[Mention, ...]]:
    """Return the `limit` cheapest choices of mentions that do not overlap, for a request of `length` tokens.

    Costs add up from left to right, so the best choices for a prefix of the request are made of the best for shorter
    ones.
    """
    if len(mentions) > _MANY:
        limit = min(limit, _FEW)
    ending: dict[int, list[Mention]] = {}
    coverable = bytearray(length)
    for mention in mentions:
        ending.setdefault(mention.last, []).append(mention)
        coverable[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
    best: list[list[tuple[int, _Chain]]] = [[(0, None)]]
    for end, possible in enumerate(coverable, 1):
        choices = best[end - 1]
        if possible:
            choices = [(cost + _WORD_COST, slots) for cost, slots in choices]
            for mention in ending.get(end, ()):
                price = _PRICES[mention.kind.family]
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
