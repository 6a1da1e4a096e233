"""Names in another spelling: with other signs between the same words, other accents, other spaces in a code.

    brennan and sons        Brennan & Sons
    north-west              North West
    Jurgen Bohm, Juergen    Jürgen Böhm, Jürgen
    T1004, dev 11           T-1004, dev-11

Two texts are spelled alike if they have the same letters and digits, "&" being "and". Where there is no digit they also
have the same words, as "to day" is no "Today"; a hyphen may part words or join them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seglam_lang.language.computing.unicode_pinned import without_accents
from seglam_lang.requests.loose.english import FUNCTION_WORDS, NEGATIONS
from seglam_lang.requests.model import Mention, Token
from seglam_lang.requests.tokens import plain

LONGEST = 8  # tokens of a name
SHORTEST = 3  # letters and digits of one: a shorter one may be a word of any sentence
_AND = re.compile(r"[&+]")
_SIGNS = re.compile(r"[^\w\0]|_")
_ASCII_SIGNS = {code: None for code in range(1, 128) if not chr(code).isalnum()}  # much faster, for all cells
_BETWEEN_WORDS = re.compile(r"(?:[^\w'-]|_)+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_APART = frozenset(",;:?!()[]{}=<>|")  # in a request: "job, date and fee" has no "Job Date"
_SMALL = FUNCTION_WORDS | NEGATIONS


def spelled_alike(
    request: str, tokens: Sequence[Token], exact: Sequence[Mention], names: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    """Yield where one of `names` stands in another spelling: its first token, the one after its last, its position.

    The names are columns and cells; `exact` are the mentions that are known: what one of them covers is no name in
    another spelling, but a literal may be a part of one ("dev 11"), and so may a cell ("West" of "north-west").
    """
    stretches: dict[str, list[tuple[int, int]]] = {}
    for first, last in _stretches(tokens, exact):
        for key in _keys(request[tokens[first].start : tokens[last - 1].end]):
            stretches.setdefault(key, []).append((first, last))
    if not stretches:
        return
    for position, key in _found(names, stretches):
        for first, last in stretches[key]:
            if have_one_spelling(request[tokens[first].start : tokens[last - 1].end], names[position]):
                yield first, last, position


def have_one_spelling(one: str, other: str) -> bool:
    """Return whether two texts are the same name, up to signs, accents, capitals and the spaces of codes."""
    if _keys(one).isdisjoint(_keys(other)):
        return False
    return any(map(str.isdigit, one)) or not _words(one).isdisjoint(_words(other))


def _stretches(tokens: Sequence[Token], exact: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that may be a name: they begin and end with a word, and one of their words may name
    something and is in no exact mention.
    """
    spans = {(each.first, each.last) for each in exact}
    taken = {at for first, last in spans for at in range(first, last)}
    free = [at not in taken and each.norm[0].isalpha() and each.norm not in _SMALL for at, each in enumerate(tokens)]
    for first, token in enumerate(tokens):
        for last in range(first + 1, min(len(tokens), first + LONGEST) + 1) if token.norm[0].isalnum() else ():
            if tokens[last - 1].norm in _APART:
                break
            is_cut = any(a < last and first < b and not (first <= a and b <= last) for a, b in spans)
            if tokens[last - 1].norm[0].isalnum() and any(free[first:last]) and not is_cut:
                yield first, last


def _found(names: Sequence[str], keys: dict[str, list[tuple[int, int]]]) -> Iterator[tuple[int, str]]:
    """Yield the positions of the names that have one of some keys. All are looked at at once, as most have none."""
    joined = "\0".join(names)
    for key_of in (_plainly, _as_in_german):
        found = key_of(joined).split("\0")
        if len(found) != len(names):  # one holds a \0
            found = [key_of(name) for name in names]
        yield from [(position, key) for position, key in enumerate(found) if key in keys]
        if joined.isascii():
            return


def _keys(text: str) -> frozenset[str]:
    keys = (_plainly(text),) if text.isascii() else (_plainly(text), _as_in_german(text))
    return frozenset(key for key in keys if len(key) >= SHORTEST)


def _plainly(text: str) -> str:
    """Return the letters and digits of a text, without accents."""
    plainly = without_accents(plain(text).replace("&", "and").replace("+", "and")).casefold()
    return plainly.translate(_ASCII_SIGNS) if plainly.isascii() else _SIGNS.sub("", plainly)


def _as_in_german(text: str) -> str:
    """Return the letters and digits of a text in which ü is ue, as where a keyboard has none."""
    return _plainly(text.casefold().translate(_UMLAUTS))


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, with spaces between them, with its hyphens as spaces and without them."""
    words = _BETWEEN_WORDS.sub(" ", _AND.sub(" and ", plain(text))).replace("'", "").strip().casefold()
    forms = (words, words.translate(_UMLAUTS))
    plainly = [without_accents(form) for form in forms]
    return frozenset(" ".join(form.replace("-", mark).split()) for form in plainly for mark in (" ", ""))
