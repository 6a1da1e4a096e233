"""Where a request calls a column or a cell by another name than its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import TEXT, column_of
from seglam_lang.language.values import Column, Table
from seglam_lang.requests.dates.words import WEEKDAYS
from seglam_lang.requests.loose.calendar import in_dates, is_same, months_of_may, other_names
from seglam_lang.requests.loose.english import FUNCTION_WORDS, NEGATIONS
from seglam_lang.requests.loose.spelling import spelled_alike
from seglam_lang.requests.loose.words import (
    abbreviates,
    codes_in_plural,
    family,
    is_plural,
    is_slip,
    root,
    says_little,
    says_nothing,
)
from seglam_lang.requests.mentions import header_words, parted, stem
from seglam_lang.requests.model import CellRef, ColumnRef, Likeness, Literal, Mention, Token
from seglam_lang.requests.tokens import norms

MAX_FOUND = 32  # loose mentions of a request, the most exact first
MAX_DISTINCT = 64  # cells of a column: one with more holds texts of its own
MAX_RESPELLED = 20_000  # cells of a column that are looked at for other spellings
MAX_TOKENS = 300  # of a request: a longer one is a text, in which any word may occur
MAX_WORDS = 6  # of a cell
SHORT_QUESTION = 3  # words of a header with a question mark that is none: "Fee paid?"
_LEAST_RELATED = 4  # letters that the words of a cell have in common with a noun of their family
_NO_NAMES = FUNCTION_WORDS | NEGATIONS
_JOINTS = frozenset(("of", "the", "in", "per", "for"))  # what may stand between the words of a header


class LooseMentions(NamedTuple):
    """Mentions that are `sure`, and so may be slots, and `hints`, which may not."""

    sure: tuple[ColumnRef | CellRef, ...]
    hints: tuple[ColumnRef | CellRef, ...]


class _Name(NamedTuple):
    """What may be called by a part of its words or by others: a header, or a cell."""

    words: tuple[str, ...]
    named: ColumnRef | CellRef

    @property
    def is_cell(self) -> bool:
        """Return whether it is a cell."""
        return isinstance(self.named, CellRef)

    @property
    def is_question(self) -> bool:
        """Return whether it is the header of a survey: "How satisfied are you with our service?"."""
        return isinstance(self.named, ColumnRef) and "?" in self.named.header and len(self.words) > SHORT_QUESTION


class _Found(NamedTuple):
    first: int
    last: int
    likeness: Likeness
    name: _Name

    def mention(self) -> ColumnRef | CellRef:
        """Return the mention."""
        return replace(self.name.named, first=self.first, last=self.last, likeness=self.likeness)


def loose_mentions(request: str, tokens: Sequence[Token], exact: Sequence[Mention], inputs: Inputs) -> LooseMentions:
    """Return the columns and cells that the words mention otherwise than by their own names.

    `exact` are the mentions that are known, whose words are looked at only as a part of a longer name. A weekday that
    is a date, where it counts from a day, may be a cell as well.
    """
    if len(tokens) > MAX_TOKENS:
        return LooseMentions((), ())
    days = {each.first for each in exact if isinstance(each, Literal) and tokens[each.first].norm in WEEKDAYS}
    named = {at for each in exact if not isinstance(each, Literal) for at in range(each.first, each.last)}
    taken = {at for each in exact for at in range(each.first, each.last)} - (days - named)
    taken |= in_dates(tokens)
    free = {at: token.norm for at, token in enumerate(tokens) if at not in taken and _may_name(token)}
    free |= {at: "may" for at in months_of_may(tokens) if at not in taken}
    codes = {at: code for at, code in codes_in_plural(tokens).items() if at not in taken}
    if not free and not codes:
        return LooseMentions((), ())
    found = list(_respelled(request, tokens, exact, inputs))
    names = [name for table_name, table in inputs.tables.items() for name in _names(table_name, table)]
    found += _codes(names, codes)
    found += [each for at, likes in _alike(names, free).items() for each in _stretches(names[at], tokens, likes)]
    cells = [frozenset(map(stem, name.words)) for name in names if name.is_cell]
    different = {(each.first, each.last, each.likeness, each.name.named): each for each in reversed(found)}
    return _sorted_out([_unless_others(each, tokens, cells) for each in reversed(different.values())])


def _may_name(token: Token) -> bool:
    return token.norm[0].isalpha() and token.norm not in _NO_NAMES and len(token.norm) > 1


# Names in another spelling


def _respelled(request: str, tokens: Sequence[Token], exact: Sequence[Mention], inputs: Inputs) -> Iterator[_Found]:
    """Yield the columns and cells whose names stand in the words in another spelling (see `spelling`)."""
    for table_name, table in inputs.tables.items():
        texts = [place for place, kind in enumerate(table.types) if kind == TEXT]
        held = [(place, cells) for place in texts if len(cells := table.distinct(place)) <= MAX_RESPELLED]
        different = list(dict.fromkeys(cell for _, cells in held for cell in cells))
        names = [*map(parted, table.headers), *different]
        for first, last, at in spelled_alike(request, tokens, exact, names):
            named: ColumnRef | CellRef
            if at < len(table.headers):
                named = _column(table_name, table, at)
            else:
                columns = tuple([table.headers[place] for place, cells in held if names[at] in cells])
                named = CellRef(0, 0, TEXT, names[at], table_name, columns)
            yield _Found(first, last, Likeness.INFLECTED, _Name((names[at],), named))


# Names


def _column(table_name: str, table: Table, at: int) -> ColumnRef:
    header, kind = table.headers[at], table.types[at]
    return ColumnRef(0, 0, column_of(kind), Column(header, kind), table_name, header in table.percentages)


def _names(table_name: str, table: Table) -> Iterator[_Name]:
    """Yield what a table's columns and cells are called. A cell that has a word of a header is none of them."""
    in_headers: set[str] = set()
    for at, header in enumerate(table.headers):
        if words := tuple(header_words(header)):
            yield _Name(words, _column(table_name, table, at))
            in_headers.update(map(root, words))
    for name in _cell_names(table_name, table):
        if in_headers.isdisjoint(map(root, name.words)):
            yield name


def _cell_names(table_name: str, table: Table) -> Iterator[_Name]:
    """Yield the texts of columns with few distinct ones, each with all columns that hold it. A weekday or a month of a
    column of such names has its other spellings too.
    """
    holders: dict[str, list[str]] = {}
    called: dict[str, tuple[str, ...]] = {}
    for place, (header, kind) in enumerate(zip(table.headers, table.types, strict=True)):
        if kind == TEXT:
            distinct = table.distinct(place)
            if len(distinct) <= MAX_DISTINCT:
                called |= other_names(distinct)
                for cell in distinct:
                    holders.setdefault(cell, []).append(header)
    for cell, headers in holders.items():
        words = tuple([norm for norm in norms(cell) if norm[-1].isalnum()])
        if words and len(words) <= MAX_WORDS:
            for name in (words, *((other,) for other in called.get(cell, ()))):
                yield _Name(name, CellRef(0, 0, TEXT, cell, table_name, tuple(headers)))


# Mentions

_Likes = dict[int, list[tuple[Likeness, int]]]  # token -> the words of a name that it may be, the most alike first


def _alike(names: Sequence[_Name], free: Mapping[int, str]) -> dict[int, _Likes]:
    """Return, by the positions of the names, which tokens may be which of their words."""
    by_letter: dict[str, dict[tuple[str, bool], list[tuple[int, int]]]] = {}
    for at, name in enumerate(names):
        for position, word in enumerate(name.words):
            for letter in {word[0], root(word)[0]}:
                by_letter.setdefault(letter, {}).setdefault((word, name.is_cell), []).append((at, position))
    found: dict[int, _Likes] = {}
    for token_at, token in free.items():
        seen: set[tuple[str, bool]] = set()
        for letter in {token[0], root(token)[0]}:
            for (word, in_cell), places in by_letter.get(letter, {}).items():
                if (word, in_cell) in seen or (likeness := _likeness(token, word, in_cell)) is None:
                    continue
                seen.add((word, in_cell))
                for at, position in places:
                    found.setdefault(at, {}).setdefault(token_at, []).append((likeness, position))
    return found


def _stretches(name: _Name, tokens: Sequence[Token], likes: _Likes) -> Iterator[_Found]:
    """Yield the longest stretches whose words are words of a name, each word once."""
    at = 0
    for first in sorted(likes):
        if first < at:
            continue
        used: set[int] = set()
        loosest, last, at = Likeness.EXACT, first, first
        while True:
            step = min(((like, word) for like, word in likes.get(at, ()) if word not in used), default=None)
            if step is not None:
                used.add(step[1])
                loosest = max(loosest, step[0])
                at += 1
                last = at
            elif at < len(tokens) and _is_joint(tokens[at], name, loosest):
                at += 1
            else:
                break
        at = last
        said = last - 1  # the last word that names something
        before, behind = _small_words(name, used, tokens, first, last)
        if len(used) + before + behind == len(name.words):  # they make it whole: "number of" is no "number of ratings"
            used.update(range(len(name.words)))
            first, last = first - before, last + behind
        if (found := _covering(name, used, loosest, tokens[said].norm)) is not None:
            yield _Found(first, last, found, name)


def _small_words(name: _Name, used: set[int], tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Return how many function words of a name stand right before and right behind a stretch that has `used` words of
    it: 1 behind the "run" of "did we run out" in `Ran Out?`.
    """
    before = behind = 0
    at = min(used) - 1
    while at >= 0 and before < first and _is_small(name.words[at], tokens[first - before - 1]):
        before, at = before + 1, at - 1
    at = max(used) + 1
    while at < len(name.words) and last + behind < len(tokens) and _is_small(name.words[at], tokens[last + behind]):
        behind, at = behind + 1, at + 1
    return before, behind


def _is_small(word: str, token: Token) -> bool:
    return token.norm == word and word in FUNCTION_WORDS


def _codes(names: Sequence[_Name], codes: Mapping[int, str]) -> Iterator[_Found]:
    """Yield the cells that are codes said in the plural."""
    for at, code in codes.items():
        for name in names:
            if name.is_cell and name.words == (code,):
                yield _Found(at, at + 1, Likeness.INFLECTED, name)


def _is_joint(token: Token, name: _Name, loosest: Likeness) -> bool:
    """Return whether a token may stand between words of a name: "date of hire", but not "number of bills" (Bill No)."""
    return token.norm in _JOINTS and not name.is_cell and loosest < Likeness.ABBREVIATED


def _likeness(token: str, word: str, in_cell: bool) -> Likeness | None:
    if token == word or stem(token) == stem(word):
        return Likeness.EXACT
    if not (word.isalpha() and token.isalpha()):
        return None
    if root(token) == root(word):
        return Likeness.INFLECTED
    if not in_cell and (abbreviates(token, word) or abbreviates(word, token) or is_same(token, word)):
        return Likeness.ABBREVIATED
    if family(token) == family(word) and (not in_cell or len(family(word)) >= _LEAST_RELATED):
        return Likeness.RELATED  # of a cell too: "refusals" of Refused
    return Likeness.MISSPELLED if is_slip(token, word, same_letters=in_cell) else None


def _covering(name: _Name, used: set[int], loosest: Likeness, last: str) -> Likeness | None:
    """Return how exactly some words of a name, of which `last` is the last one said, stand for it; None where not.

    "contracts" are no "Contract No." but what the rows are, and so is an "order" beside a column "Ordered"; "km" are no
    rate "Per km".
    """
    left_out = [word for position, word in enumerate(name.words) if position not in used]
    if name.is_cell:
        if left_out and not says_little(left_out):
            return None
        return max(loosest, Likeness.SHORTENED if left_out else Likeness.INFLECTED)
    if not left_out:
        is_other_form = loosest is Likeness.INFLECTED and len(name.words) == 1
        return Likeness.RELATED if is_other_form else max(loosest, Likeness.INFLECTED)
    if says_nothing(left_out, last) and not (name.words[0] == "per" and 0 not in used):
        return max(loosest, Likeness.SHORTENED)
    if any(is_same(last, name.words[at]) for at in used):
        return Likeness.PARTLY  # "march" of "Mar att."
    is_numbered = all(map(str.isdigit, left_out))  # of "judges" each is meant, Judge 1 and Judge 2
    loosest_part = Likeness.RELATED if name.is_question else Likeness.INFLECTED
    if loosest > loosest_part or (max(used) < len(name.words) - 1 and is_plural(last) and not is_numbered):
        return None
    return Likeness.PARTLY


# Which of them count


def _unless_others(found: _Found, tokens: Sequence[Token], cells: Sequence[frozenset[str]]) -> _Found:
    """Return a cell that is called by a part of its name as no more than a hint, where another one of `cells`, by the
    words of all, has these words too: "acme" may be `Acme Foods` as well as `Acme Corp.`
    """
    if not found.name.is_cell or found.likeness is not Likeness.SHORTENED:
        return found
    said = {stem(token.norm) for token in tokens[found.first : found.last]}
    is_only = sum(said <= words for words in cells) < 2
    return found if is_only else found._replace(likeness=Likeness.PARTLY)


def _sorted_out(found: Sequence[_Found]) -> LooseMentions:
    """Keep, of mentions that share words, the most exact ones, and of these the longest."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda each: (each.likeness, each.first - each.last, each.first)):
        rivals = [other for other in kept if other.first < each.last and each.first < other.last]
        same = [other for other in rivals if (other.first, other.last, other.likeness) == each[:3]]
        if len(same) == len(rivals):
            kept.append(each)
    kept = kept[:MAX_FOUND]
    sure = [each for each in kept if each.likeness.is_sure and _is_only(each, kept)]
    hints = [each for each in kept if each not in sure]
    return LooseMentions(_mentions(sure), _mentions(hints))


def _is_only(found: _Found, others: Sequence[_Found]) -> bool:
    return all(other is found or (other.first, other.last) != (found.first, found.last) for other in others)


def _mentions(found: Sequence[_Found]) -> tuple[ColumnRef | CellRef, ...]:
    return tuple(each.mention() for each in sorted(found, key=lambda each: (each.first, -each.last)))
