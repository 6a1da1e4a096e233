"""From a reading to the token ids of the prompt, for the first models.

    <request> what is the <c0> total sales <close> for <s0> <cell> <c1> texas <schema> <c0> <:Number> total sales ...

Mentions are marked in place: a value with its slot, its kind and the columns that hold it, a column with its name. The
words stay, because the model decides whether a mention is meant. `<program>` ends the prompt.
"""

from __future__ import annotations

from decimal import Decimal

from seglam_lang.language.types import Constructor, Type, is_a
from seglam_lang.requests.model import ColumnRef, FieldRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, PartOrigin, Scope, ValueOrigin, columns_of
from seglam_lang.requests.tokens import tokenise
from seglam_lang.translator.first.vocabulary import MARKS, Vocabulary

HEADER_WORDS = 8  # of a column, at most
CELL_WORDS = 4  # of a value, at most
HOLDING_COLUMNS = 3  # named for a value: more than these do not help


def encode(reading: Reading, scope: Scope, vocabulary: Vocabulary) -> list[int]:
    """Return the token ids of the prompt, however many: one that is too long for a model must not be cut silently."""
    request, schema = _request(reading, scope, vocabulary), _schema(reading, scope, vocabulary)
    return [vocabulary.id("<request>"), *request, *schema, vocabulary.id("<program>")]


def _request(reading: Reading, scope: Scope, vocabulary: Vocabulary) -> list[int]:
    starts: dict[int, list[tuple[Mention, str]]] = {}
    for name, origin in scope.origins.items():
        if isinstance(origin, Mention):
            starts.setdefault(origin.first, []).append((origin, name))
    for mention in (*reading.visible, *reading.hints):
        if isinstance(mention, ColumnRef) and (column := scope.name_of(*columns_of(mention))) is not None:
            starts.setdefault(mention.first, []).append((mention, column))
    ids: list[int] = []
    position = 0
    while position < len(reading.tokens):
        here = starts.get(position, [])
        last = position + 1
        for mention, name in here:
            ids += _marks(mention, name, scope, vocabulary)
            last = max(last, mention.last)
        ids += _words(reading, position, last, here, vocabulary)
        if last > position + 1:
            ids.append(vocabulary.id("<close>"))
        position = last
    return ids


def _marks(mention: Mention, name: str, scope: Scope, vocabulary: Vocabulary) -> list[int]:
    if isinstance(mention, ColumnRef):
        return [vocabulary.id(name)]
    kind = mention.type.name.lower() if isinstance(mention, FieldRef) else mention.kind.family.value
    marks = [vocabulary.id(name), vocabulary.id(f"<{kind}>" if f"<{kind}>" in MARKS else "<other>")]
    holders = [scope.name_of(column) for column in columns_of(mention)[:HOLDING_COLUMNS]]
    return marks + [vocabulary.id(holder) for holder in holders if holder]


def _words(
    reading: Reading, first: int, last: int, mentions: list[tuple[Mention, str]], vocabulary: Vocabulary
) -> list[int]:
    """Return the words of a span: a number as its size, a long value as its first words, a name whole."""
    values = [mention for mention, _ in mentions if not isinstance(mention, ColumnRef | FieldRef)]
    for mention in values:
        if isinstance(mention.value, int | Decimal) and not isinstance(mention.value, bool):
            return [_magnitude(mention.value, reading.tokens[first].norm, vocabulary)]
    words = [token.norm for token in reading.tokens[first:last]]
    return vocabulary.words(words[:CELL_WORDS] if values else words)


def _magnitude(value: int | Decimal, text: str, vocabulary: Vocabulary) -> int:
    if isinstance(value, Decimal):
        return vocabulary.id("<decimal>")
    if text.isalpha():  # "one" may be no number at all
        return vocabulary.word(text)[0]
    return vocabulary.id("<year>" if 1500 <= value <= 2100 else "<whole>")


def _schema(reading: Reading, scope: Scope, vocabulary: Vocabulary) -> list[int]:
    ids = [vocabulary.id("<schema>")]
    for param in scope.signature.params:
        origin = scope.origins[param.name]
        if isinstance(origin, Mention) or (isinstance(origin, InputOrigin) and origin.name in reading.inputs.tables):
            continue
        if isinstance(origin, ValueOrigin | PartOrigin):
            continue  # no model has learned what they are for
        called = origin.header if isinstance(origin, ColumnOrigin) else origin.field or origin.name
        words = vocabulary.words([token.norm for token in tokenise(called)][:HEADER_WORDS])
        ids += [vocabulary.id(param.name), vocabulary.id(_type_mark(param.type)), *words]
    return ids


def _type_mark(kind: Type) -> str:
    if is_a(kind, Constructor.COLUMN):
        kind = kind.args[0]
    mark = f"<:{kind.name}>"
    return mark if mark in MARKS else "<:Other>"
