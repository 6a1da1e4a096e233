"""Columns and cells of the inputs' tables, and fields and inputs by name, that a request mentions.

The request's normalised tokens are written one after the other without spaces; a header or cell is mentioned where its
own squeezed text lies between two borders of tokens. So only stretches that have the length of some cell are ever
looked at, and cells need not be cut into tokens to be found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from seglam_lang.inputs.model import Field, Inputs
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.types import BOOL, NUMBER, TEXT, WITH_ORDER, Con, column_of
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests import kinds
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Mention, Token
from seglam_lang.requests.tokens import norms, squeeze, squeeze_all, tokenise

_TAIL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINED = re.compile(  # "kWh", "mL" and "EoL" are one word: so short ones are taken whole
    r"(?P<word>(?<![A-Za-z])[A-Za-z]{2,3}(?![A-Za-z]))|(?<=[a-z0-9])(?=[A-Z])|_"
)
_ONE_LETTER_WORDS = frozenset("ai")
_ES = ("sses", "xes", "ches", "shes", "zzes")
_BEFORE_CODE = re.compile(  # the word for a code, and what may follow it: "tickets no. 7, 12 and" 19
    r"(\S+)(?: (?:no|nr|numbers?))?(?: \.)?(?: \#)?(?: [0-9]+(?: ,)?(?: and| or| &)?(?: \#)?)*"
)
_FAR = 20  # tokens that may stand between the word and a code
_CODE = re.compile(r"[^\s]*[^\s0-9]([0-9]{1,16})")
LONGEST_CODE = 16  # digits of a code that a number may mean


def mentions_of(text: str, tokens: tuple[Token, ...], inputs: Inputs, literals: Sequence[Literal]) -> list[Mention]:
    """Return all mentions: the literals with the columns that hold them, the columns and cells of every table, and the
    fields.
    """
    found: list[Mention] = []
    line = _Line.of([token.norm for token in tokens])
    stems = _Line.of([stem(token.norm) for token in tokens])
    for name, table in inputs.tables.items():
        found += _columns(tokens, line, stems, name, table)
        found += _cells(text, tokens, line, name, table)
    if inputs.fields:
        found += _fields(tokens, line, stems, inputs.fields)
    for literal in literals:
        found += located(literal, tokens, inputs) if inputs.tables else [literal]
    return found


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a word without its plural ending, so that "cities" equals "city", "boxes" "box" and "sales" "sale"."""
    if len(word) > 3 and word[-1] == "s":
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(_ES):
            return word[:-2]
        if not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


class _Line(NamedTuple):
    """Normalised tokens without spaces between them, with where they begin and end."""

    text: str
    starts: list[int]
    ends: dict[int, int]  # position in the text -> the token after the one that ends there

    @classmethod
    def of(cls, parts: list[str]) -> _Line:
        borders = [0, *accumulate(map(len, parts))]
        return cls("".join(parts), borders[:-1], {end: position for position, end in enumerate(borders[1:], 1)})

    def among(self, keys: Collection[str]) -> set[str]:
        """Return those of some keys that stand in the text, wherever tokens begin: few of them are to be found."""
        return {key for key in keys if key in self.text}

    def find(self, keys: Collection[str]) -> Iterator[tuple[int, int, str]]:
        """Find every (first token, last token, key) whose tokens make up a key."""
        if not keys:
            return
        lengths = sorted(set(map(len, keys)) - {0})
        if len(lengths) > len(self.ends):  # many long cells, a short request
            yield from self._find_all(keys)
            return
        for first, start in enumerate(self.starts):
            for length in lengths:
                last = self.ends.get(start + length)
                if last is not None and (key := self.text[start : start + length]) in keys:
                    yield first, last, key

    def spelled(self, columns: Sequence[Sequence[str]]) -> set[str]:
        """Return the texts in `columns` that some tokens make up."""
        if len(self.starts) ** 2 < sum(map(len, columns)):  # fewer stretches than texts: those are the set to make
            stretches = {self.text[start:end] for start in self.starts for end in self.ends if end > start}
            return stretches.intersection(chain.from_iterable(columns))
        return {key for _, _, key in self.find(self.among(set(chain.from_iterable(columns))))}

    def _find_all(self, keys: Collection[str]) -> Iterator[tuple[int, int, str]]:
        for first, start in enumerate(self.starts):
            for end, last in self.ends.items():
                if end > start and (key := self.text[start:end]) in keys:
                    yield first, last, key


# Headers


@lru_cache(maxsize=1024)
def _forms(headers: tuple[str, ...]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Map how the headers may be written, squeezed, to their positions: word for word, and by stems.

    A looser form counts only where no other header has it and no header is written so exactly. Looser are: without
    what is in parentheses, without signs ("no.", "# of airlines" stays), with joined words parted, and singular for
    plural.
    """
    exact: dict[str, list[int]] = {}
    for position, header in enumerate(headers):
        if key := squeeze(header):
            exact.setdefault(key, []).append(position)
    shorter: dict[str, set[int]] = {}
    stemmed: dict[str, set[int]] = {}
    for position, header in enumerate(headers):
        bare = header_words(_TAIL.sub(" ", header))
        for words in (header_words(header), bare):
            shorter.setdefault("".join(words), set()).add(position)
        for words in (list(norms(header)), header_words(header), bare):
            stemmed.setdefault("".join(map(stem, words)), set()).add(position)
    loose = {key: list(found) for key, found in shorter.items() if key and len(found) == 1}
    written = loose | exact
    plural = {key: list(found) for key, found in stemmed.items() if key and len(found) == 1}
    return written, plural


def header_words(header: str) -> list[str]:
    """Return the words and numbers of a header, without signs. Joined words (unit_price, unitPrice) are parted."""
    return [norm for norm in norms(parted(header)) if norm[-1].isalnum()]


@lru_cache(maxsize=1024)
def header_stems(header: str) -> frozenset[str]:
    """Return the words of a header in the one form that all their forms have in common."""
    return frozenset(map(stem, header_words(header)))


def parted(header: str) -> str:
    """Return a header with spaces between joined words (unit_price, unitPrice)."""
    return _JOINED.sub(lambda joint: joint["word"] or " ", header)


def _columns(tokens: tuple[Token, ...], line: _Line, stems: _Line, name: str, table: Table) -> Iterator[ColumnRef]:
    for first, last, position in _named(tokens, line, stems, table.headers):
        header, kind = table.headers[position], table.types[position]
        in_percent = header in table.percentages
        yield ColumnRef(first, last, column_of(kind), Column(header, kind), name, in_percent)


def _named(
    tokens: tuple[Token, ...], line: _Line, stems: _Line, names: tuple[str, ...]
) -> Iterator[tuple[int, int, int]]:
    """Find where one of `names` is mentioned: first and last token, and the position of the name."""
    written, plural = _forms(names)
    seen = {(first, last): written[key] for first, last, key in line.find(line.among(written))}
    for first, last, key in stems.find(stems.among(plural)):
        seen.setdefault((first, last), plural[key])
    for (first, last), positions in seen.items():
        for position in positions if len(positions) == 1 else _most_alike(tokens[first:last], names, positions):
            yield first, last, position


def _most_alike(spelled: tuple[Token, ...], names: tuple[str, ...], positions: list[int]) -> list[int]:
    """Return, of names that differ only by capitals and spaces, the one that is spelled most like the words. Return
    none if several are: which of them is meant cannot be known.
    """
    likeness = {}
    for position in positions:
        written = [(token.text, token.norm) for token in tokenise(names[position])]
        words = [(token.text, token.norm) for token in spelled]
        likeness[position] = (written == words, [norm for _, norm in written] == [norm for _, norm in words])
    best = [position for position in positions if likeness[position] == max(likeness.values())]
    return best if len(best) == 1 else []


def _fields(tokens: tuple[Token, ...], line: _Line, stems: _Line, fields: tuple[Field, ...]) -> Iterator[FieldRef]:
    """Find values that are called by their names, which may stand in braces: "share {bill} among {people}"."""
    for first, last, position in _named(tokens, line, stems, tuple([each.name for each in fields])):
        if first and last < len(tokens) and tokens[first - 1].norm == "{" and tokens[last].norm == "}":
            first, last = first - 1, last + 1
        found = fields[position]
        yield FieldRef(first, last, found.type, found.value, found.input, found.name)


# Cells


def _cells(text: str, tokens: tuple[Token, ...], line: _Line, name: str, table: Table) -> Iterator[CellRef]:
    """Find text cells (and true or false) that are spelled out, each with every column that holds just this value."""
    cells = _spelled_cells(line, table)
    for first, last, key in line.find(cells):
        if not any(map(str.isalnum, key)) or _is_article(tokens, first, last) or _says_how_many(tokens, first, last):
            continue
        written = text[tokens[first].start : tokens[last - 1].end]
        spelled = tuple([token.norm for token in tokens[first:last]])
        first, last = _with_quotes(tokens, first, last)
        values: dict[Value, list[str]] = {}
        for position, value in cells[key]:
            if not isinstance(value, str) or norms(value) == spelled:
                values.setdefault(value, []).append(table.headers[position])
        for value in sorted(values, key=lambda value: value != written):  # the one that is spelled just so comes first
            kind = TEXT if isinstance(value, str) else BOOL
            yield CellRef(first, last, kind, value, name, tuple(dict.fromkeys(values[value])))


def _spelled_cells(line: _Line, table: Table) -> dict[str, list[tuple[int, Value]]]:
    """Map the squeezed text of every text or Bool cell that the line spells to its columns and values.

    A table may have a hundred thousand cells and a request mentions few: only those are looked at one by one.
    """
    columns: list[tuple[int, Sequence[Value], list[str]]] = []
    for position, kind in enumerate(table.types):
        if kind in (TEXT, BOOL):
            different = table.distinct(position)
            texts = squeeze_all(different) if kind == TEXT else ["true" if value else "false" for value in different]
            columns.append((position, different, texts))
    spelled = line.spelled([texts for _, _, texts in columns])
    keys: dict[str, list[tuple[int, Value]]] = {}
    for position, values, texts in columns:
        if not spelled.isdisjoint(texts):
            for text, value in zip(texts, values, strict=True):
                if text in spelled:
                    keys.setdefault(text, []).append((position, value))
    return keys


def _says_how_many(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Return whether the tokens are the "no" of "no. of visits", which is no cell "No"."""
    behind = [token.norm for token in tokens[last : last + 2]]
    return last - first == 1 and tokens[first].norm == "no" and (behind[:1] == ["of"] or behind == [".", "of"])


def _is_article(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Return whether the tokens are an "a" or "i" that is no name or value. It is one only in quotes, as a capital
    inside the request, or, of "a", where no word follows whose article it could be.
    """
    if last - first > 1 or tokens[first].norm not in _ONE_LETTER_WORDS:
        return False
    if first and tokens[first].norm == "a" and not any(token.norm[0].isalnum() for token in tokens[last : last + 1]):
        return False
    quoted = _with_quotes(tokens, first, last) != (first, last)
    return not quoted and (first == 0 or not tokens[first].text.isupper())


def _with_quotes(tokens: tuple[Token, ...], first: int, last: int) -> tuple[int, int]:
    """Return the span with the quotation marks right around it."""
    if first and last < len(tokens) and tokens[first - 1].norm == tokens[last].norm and tokens[last].norm in "\"'":
        return first - 1, last + 1
    return first, last


# Literals


def located(literal: Literal, tokens: tuple[Token, ...], inputs: Inputs) -> Iterator[Literal | CellRef]:
    """Add to a number, date, time or duration the columns that hold it, in the first table that has any.

    A table may hold 54 where the request says 54%, or 8.61 (in millions) where it says 8.61 million: then the bare
    number is a cell that is mentioned, beside the literal.
    """
    if literal.type not in WITH_ORDER or literal.type == TEXT:
        yield literal
        return
    name, columns = _holders(literal.value, literal.type, inputs)
    yield replace(literal, table=name, columns=columns) if columns else literal
    yield from _numbered(literal, tokens, inputs)
    if not columns and literal.kind == kinds.NUMBER and tokens[literal.first].norm == str(literal.value):
        yield from _codes(literal, inputs)
    if columns or literal.type != NUMBER or literal.last - literal.first == 1:
        return
    for token in tokens[literal.first : literal.last]:
        bare = parse_number(token.norm)
        if bare is not None:
            name, columns = _holders(bare, literal.type, inputs)
            if columns:
                yield CellRef(literal.first, literal.last, literal.type, bare, name, columns)
            return


def _codes(literal: Literal, inputs: Inputs) -> Iterator[CellRef]:
    """Find the codes that a number means where no column of numbers has it: "ewe 412" where the cell says 0412."""
    padded = {str(literal.value).zfill(width) for width in range(2, LONGEST_CODE + 1)} - {str(literal.value)}
    for name, table in inputs.tables.items():
        held: dict[str, list[str]] = {}
        for place, (header, kind) in enumerate(zip(table.headers, table.types, strict=True)):
            for code in sorted(padded.intersection(table.distinct(place))) if kind == TEXT else ():
                held.setdefault(code, []).append(header)
        for code, headers in held.items():
            yield CellRef(literal.first, literal.last, TEXT, code, name, tuple(headers))


def _numbered(literal: Literal, tokens: tuple[Token, ...], inputs: Inputs) -> Iterator[CellRef]:
    """Find the code that ends in a number behind a word of its header: "ticket 1004" where Ticket No has T-1004.

    All cells of the column must be codes that end so, and one alone in this number.
    """
    digits = tokens[literal.first].norm
    if literal.kind != kinds.NUMBER or literal.last - literal.first > 1 or not digits.isdecimal():
        return
    before = [token.norm for token in tokens[max(0, literal.first - _FAR) : literal.first]]
    words = {stem(before[at]) for at in range(len(before)) if _BEFORE_CODE.fullmatch(" ".join(before[at:]))}
    for name, table in inputs.tables.items():
        for place, (header, kind) in enumerate(zip(table.headers, table.types, strict=True)):
            if kind == TEXT and not words.isdisjoint(header_stems(header)):
                codes = list(map(_CODE.fullmatch, table.distinct(place)))
                found = [code[0] for code in codes if code and _is_number_of(code[1], digits)]
                if all(codes) and len(found) == 1:
                    yield CellRef(literal.first, literal.last, TEXT, found[0], name, (header,))


def _is_number_of(code: str, digits: str) -> bool:
    """Return whether digits are those that a code ends in, with or without its zeros in front."""
    return digits in (code, code.lstrip("0"))


def _holders(value: Value, kind: Con, inputs: Inputs) -> tuple[str, tuple[str, ...]]:
    """Return the first table with `value` in columns of type `kind`, and those columns."""
    for name, table in inputs.tables.items():
        of_kind = [place for place, each in enumerate(table.types) if each == kind]
        if holding := tuple([table.headers[place] for place in of_kind if table.holds(place, value)]):
            return name, holding
    return "", ()
