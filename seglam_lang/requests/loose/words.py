"""When two words may stand for each other: by inflection, as an abbreviation, or with a slip of the keyboard.

All words are case-folded. No dictionary is asked, and nothing here knows what tables are about: what is listed are
irregular forms, usual abbreviations and function words of English.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from seglam_lang.inputs.currencies import CODES
from seglam_lang.language.builtins.units import UNITS
from seglam_lang.requests.loose.english import (
    FUNCTION_WORDS,
    NOUN_FORMS,
    OF_CELLS,
    OF_NAMES,
    OF_TIMES,
    SHORT_FOR,
    USUAL_ABBREVIATIONS,
    VERB_FORMS,
    WORDS_WITHOUT_VOWELS,
)
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import Token

_IRREGULAR = VERB_FORMS | NOUN_FORMS
_VOWELS = frozenset("aeiou")
_LONG = 6  # letters: in shorter words one letter more or less makes another word


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """Return what the inflected forms of a word have in common ("salaries", "hiring", "shipped", "paid")."""
    word = stem(word)
    word = _IRREGULAR.get(word, word)
    if len(word) > 4:
        for ending in ("ing", "ed"):
            if word.endswith(ending) and not _VOWELS.isdisjoint(word[: -len(ending)]) and len(word) - len(ending) > 2:
                word = _undoubled(word[: -len(ending)])
                break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" and word[-2] not in _VOWELS else word


def _undoubled(word: str) -> str:
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls"
    return word[:-1] if doubled else word


_ENDINGS = ("ation", "ment", "ance", "ence", "eri", "ion", "iti", "ant", "ent", "er", "or", "al", "iv", "e")


@lru_cache(maxsize=8192)
def family(word: str) -> str:
    """Return what a verb and its nouns have in common ("delivered" and "delivery", "satisfied" and "satisfaction")."""
    base = root(word)
    for ending in ("faction", "fication"):  # of "satisfied" and "notified", whose roots end in "fi"
        if base.endswith(ending) and len(base) > len(ending) + 1:
            return f"{base[: -len(ending)]}fi"
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= (3 if ending == "ment" else 4):
            return root(_undoubled(base[: -len(ending)]))
    return base


@lru_cache(maxsize=8192)
def abbreviates(short: str, word: str) -> bool:
    """Return whether `short` is an abbreviation of `word`: one of the usual ones that begin alike, or its skeleton of
    consonants ("qty", "mgr").
    """
    word = stem(word)
    if (full := SHORT_FOR.get(short)) is not None:
        return full == word
    is_usual = short in USUAL_ABBREVIATIONS
    if not is_usual and len(short) > 3 and short[-1] == "s":  # "depts"
        short = short[:-1]
        is_usual = short in USUAL_ABBREVIATIONS
    if len(word) < len(short) + 2 or short[0] != word[0] or not (is_usual or _is_skeleton(short)):
        return False
    begun = _shared(short, word)
    return is_usual if begun == len(short) else _in_order(short[begun:], word[begun:])


def _is_skeleton(short: str) -> bool:
    return len(short) > 2 and short.isalpha() and short not in WORDS_WITHOUT_VOWELS and _VOWELS.isdisjoint(short)


def _shared(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _in_order(letters: str, word: str) -> bool:
    """Return whether the letters, all of them consonants, stand in a word in this order."""
    rest = iter(word)
    return _VOWELS.isdisjoint(letters) and all(letter in rest for letter in letters)


@lru_cache(maxsize=8192)
def is_slip(one: str, other: str, same_letters: bool = False) -> bool:
    """Return whether two long words differ by one letter, or by two exchanged ones, after the first.

    `same_letters`: not by another letter in the place of one, which in a name makes another name (Hansen, Hanson).
    """
    if min(len(one), len(other)) < _LONG or one == other or one[0] != other[0] or not (one + other).isalpha():
        return False
    first = _shared(one, other)
    if len(one) == len(other):
        exchanged = one[first + 1 : first + 2] + one[first] == other[first : first + 2]
        if exchanged and one[first + 2 :] == other[first + 2 :]:
            return True
        return not same_letters and one[first + 1 :] == other[first + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if first == len(shorter) and same_letters and longer[-1] != longer[-2]:  # Martin, Martina
        return False
    return longer[first + 1 :] == shorter[first:]


def is_plural(word: str) -> bool:
    """Return whether a word looks like a plural."""
    return stem(word) != word


def codes_in_plural(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the codes and letters that stand in the plural, by the positions of their tokens: "P1s", "TVs", "As".

    A letter is one only among words in small letters and not in front of them: "As of May" has none.
    """
    found = {}
    for at, token in enumerate(tokens):
        code = token.text[:-1]
        if token.text[-1:] != "s" or not code[:1].isalpha():
            continue
        is_letter = code.isupper() and at > 0 and any(each.text.islower() for each in tokens if each is not token)
        if any(map(str.isdigit, code)) or (code.isupper() and (len(code) > 1 or is_letter)):
            found[at] = token.norm[:-1]
    return found


def is_verb(word: str) -> bool:
    """Return whether a word is a form of a verb that says what happened: "hired", "paid", "shipping"."""
    return word.endswith(("ed", "ing")) or word in VERB_FORMS


def says_nothing(left_out: Collection[str], last: str) -> bool:
    """Return whether words that are left out of a header, of which `last` is said, tell no two columns apart."""
    units = _units()
    rest = [word for word in left_out if word not in OF_NAMES and word not in units]
    return all(word in OF_TIMES for word in rest) and (not rest or is_verb(last))


def says_little(left_out: Collection[str]) -> bool:
    """Return whether words that are left out of a cell are titles, initials or forms of companies."""
    return all((len(word) == 1 and word.isalpha()) or word in OF_CELLS for word in left_out)


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    names = {name.casefold() for unit in UNITS if unit.dimension != "time" for name in unit.names}
    return frozenset({code.casefold() for code in CODES} | {"pct", "percent"} | names - FUNCTION_WORDS - {"ins"})
