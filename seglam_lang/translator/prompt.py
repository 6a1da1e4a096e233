"""From a reading to the ids that the encoder of a model reads.

    [CLS] what is the <c0> total sales <close> for <s0> <cell> <c1> texas <close> [SEP] <c0> <:Number> total sales ...

Mentions are marked in place: a value with its names, its kind and the columns that hold it, a column with its name. The
words stay, because the model decides whether a mention is meant. After the request come the columns in the order of
their names, each with its type, its header and those of its few values that are offered, then the other inputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from seglam_lang.language.types import DATE, DATETIME, Con, Constructor, Type, is_a
from seglam_lang.language.values import Value
from seglam_lang.requests import kinds
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Mention
from seglam_lang.requests.parts import ENDS, NUMBER_PART
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import (
    MAX_COLUMNS,
    MAX_INPUTS,
    MAX_SLOTS,
    MAX_VALUES,
    ColumnOrigin,
    InputOrigin,
    Origin,
    PartOrigin,
    Scope,
    ValueOrigin,
    columns_of,
    mention_in,
)
from seglam_lang.requests.tokens import tokenise
from seglam_lang.requests.unread.lexicon import shipped
from seglam_lang.translator.vocabulary import BEGIN, CLOSE, Vocabulary

KNOWN_WORDS = 0.5  # least share of a wording: all of wikisql, mawps and calc have more, other languages less
HEADER_WORDS = 8  # of a column, at most
VALUE_WORDS = 5  # of a value, at most
HOLDING_COLUMNS = 3  # named for a value: more than these do not help
TABLES = 4  # that have names
END_OF_MENTION = "<close>"
TYPES = ("Number", "Text", "Bool", "Date", "DateTime", "Time", "Duration", "List", "Other")
NAMES = (
    *("rows", *(f"t{i}" for i in range(TABLES))),
    *(f"c{i}" for i in range(MAX_COLUMNS)),
    *(f"s{i}" for i in range(MAX_SLOTS)),
    *(f"i{i}" for i in range(MAX_INPUTS)),
    *(f"v{i}" for i in range(MAX_VALUES)),
)
MARKS = (
    END_OF_MENTION,
    *(f"<{family.value}>" for family in Family),
    *(f"<{part}>" for part in (*ENDS, NUMBER_PART) if part != Family.NUMBER.value),
    *(f"<:{kind}>" for kind in TYPES),
    *NAMES,
)


def encode(reading: Reading, scope: Scope, vocabulary: Vocabulary) -> list[int]:
    """Return the ids of the prompt, however many: one that is too long for a model must not be cut silently."""
    return _Prompt(reading, scope, vocabulary).ids()


def is_in_english(reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether the vocabulary has enough of the wording (the words outside all mentions) as whole words, or other
    requests have them ("avg").

    Both have nearly all of an English request, and little of one in a language that the model was not trained on. Of a
    single word that they lack nobody can tell.
    """
    mentions = (*reading.visible, *reading.hints)
    mentioned = {i for mention in mentions for i in range(mention.first, mention.last)}
    wording = [token.norm for i, token in enumerate(reading.tokens) if i not in mentioned]
    words = [norm for norm in wording if norm.isalpha() or not norm.isascii()]  # an emoji is a word that no one knows
    unseen = [word for word in words if not vocabulary.knows(word) and not vocabulary.knows(stem(word))]
    unknown = [word for word in unseen if not shipped().knows(word)]
    if len(unknown) == 1 and unknown[0].isascii():
        return True
    return len(words) - len(unknown) >= KNOWN_WORDS * len(words)


@dataclass(frozen=True)
class _Prompt:
    reading: Reading
    scope: Scope
    vocabulary: Vocabulary

    def ids(self) -> list[int]:
        pieces = self.vocabulary.piece_ids
        request = [each for part in self._request() for each in part]
        schema = [each for part in self._schema() for each in part]
        return [pieces[BEGIN], *request, pieces[CLOSE], *schema, pieces[CLOSE]]

    # The request

    def _request(self) -> Iterator[list[int]]:
        """Yield the words with what is mentioned; what begins inside a longer mention is closed with it."""
        end = shown = 0  # of the mention that is open, and of what is shown of it
        for position, token in enumerate(self.reading.tokens):
            here = self._marked.get(position, [])
            if here and position >= end:
                is_value = any(not isinstance(mention, ColumnRef | FieldRef) for mention, _ in here)
                shown = position + (VALUE_WORDS if is_value else len(self.reading.tokens))
            for mention, marks in here:
                yield [self.vocabulary.mark(mark) for mark in marks]
                end = max(end, mention.last)
            if position >= end or position < shown:
                yield self.vocabulary.word(token.text)
            if position + 1 == end:
                yield [self.vocabulary.mark(END_OF_MENTION)]

    @cached_property
    def _marked(self) -> dict[int, list[tuple[Mention, list[str]]]]:
        """What is mentioned from each position on, with its marks."""
        found: dict[int, list[tuple[Mention, list[str]]]] = {}
        for mention, marks in self._mentions():
            at = found.setdefault(mention.first, [])
            known = next((other for seen, other in at if seen is mention), None)
            if known is None:
                at.append((mention, marks))
            else:
                known += marks
        return found

    def _mentions(self) -> Iterator[tuple[Mention, list[str]]]:
        for name, origin in self.scope.origins.items():
            if self._is_column(origin):
                continue
            if isinstance(origin, PartOrigin):
                part = [f"<{origin.part}>"] if origin.part in ENDS else []
                yield origin.mention, [name, *part, *self._kind(origin.mention)]
            elif not isinstance(origin, ColumnOrigin | InputOrigin | ValueOrigin):
                yield origin, [name, *self._kind(origin)]
        for mention in (*self.reading.visible, *self.reading.hints):
            if isinstance(mention, ColumnRef) and (column := self.scope.name_of(*columns_of(mention))) is not None:
                yield mention, [column]
            elif isinstance(mention, CellRef) and mention in self.reading.hints:
                marks = [self._values[key] for c in columns_of(mention) if (key := (c, mention.value)) in self._values]
                if marks:
                    yield mention, marks

    def _is_column(self, origin: Origin) -> bool:
        """Return whether words that state a date are shown as the column that may be called so ("in march" of a column
        `Mar att.`): no column of dates is named. A model has not learned that one word may be either.
        """
        stated = mention_in(origin)
        if stated is None or stated.kind not in (kinds.PERIOD, kinds.DATE):
            return False
        named = [each for each in (*self.reading.visible, *self.reading.hints) if isinstance(each, ColumnRef)]
        may_be_called = any(each.likeness and (each.first, each.last) == (stated.first, stated.last) for each in named)
        return may_be_called and not any(each.type.args[0] in (DATE, DATETIME) for each in named)

    def _kind(self, mention: Mention) -> list[str]:
        if isinstance(mention, FieldRef):
            return [_type_mark(mention.type)]
        holders = [self.scope.name_of(column) for column in columns_of(mention)[:HOLDING_COLUMNS]]
        return [f"<{mention.kind.family.value}>", *filter(None, holders)]

    @cached_property
    def _values(self) -> dict[tuple[ColumnOrigin, Value], str]:
        """The names of the values of columns that the words need not spell."""
        origins = self.scope.origins
        return {(o.column, o.value): name for name, o in origins.items() if isinstance(o, ValueOrigin)}

    # The inputs

    def _schema(self) -> Iterator[list[int]]:
        offered: dict[ColumnOrigin, list[tuple[str, Value]]] = {}
        for (column, value), name in self._values.items():
            offered.setdefault(column, []).append((name, value))
        tables = self.reading.inputs.tables
        are_several = (
            sum(isinstance(each, InputOrigin) and each.name in tables for each in self.scope.origins.values()) > 1
        )
        for param in self.scope.signature.params:
            origin = self.scope.origins[param.name]
            if isinstance(origin, ColumnOrigin):
                yield self._named(param.name, param.type, origin.header)
                for name, value in offered.get(origin, ()):
                    yield [self.vocabulary.mark(name), *self._words(str(value), VALUE_WORDS)]
            elif isinstance(origin, InputOrigin) and origin.name not in tables:
                yield self._named(param.name, param.type, origin.field or origin.name)
            elif isinstance(origin, InputOrigin) and are_several:
                yield self._named(param.name, param.type, origin.name)

    def _named(self, name: str, kind: Type, called: str) -> list[int]:
        marks = [self.vocabulary.mark(name), self.vocabulary.mark(_type_mark(kind))]
        if is_a(kind, Constructor.LIST):
            marks.append(self.vocabulary.mark(_type_mark(kind.args[0])))
        return [*marks, *self._words(called, HEADER_WORDS)]

    def _words(self, text: str, most: int) -> list[int]:
        return self.vocabulary.words([token.text for token in tokenise(text)][:most])


def _type_mark(kind: Type) -> str:
    if is_a(kind, Constructor.COLUMN):
        kind = kind.args[0]
    mark = f"<:{kind.name}>" if isinstance(kind, Con) else ""
    return mark if mark in MARKS else "<:Other>"
