"""The signature of a wording: what is left of its form without the words that say nothing of what is computed.

    what are the total {column} that we have for each {column} in {cell}
    give us the total {column} for each {column} of {cell}                   ->  total {column} each {column} {cell}

Left out are articles, "is", "has" and "does", what asks at the beginning ("show me", "what is"), "that" and "we have"
behind something, "who" and "which" behind a column, and "of", but not between two values. All else is kept, in its
order: slots, small words that something depends on (`guard`), words that mean something, that it is asked whether
something is so ("is there"), and "and". The ending of a plural is kept, as a part of its own, behind a small word
alone: the oldest student is one. A preposition goes with what follows it. "In" and "for" tell nothing apart before a
cell that is the only one of its kind, nor do they and "when" or "with" before a column and its value, behind what is
asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from seglam_lang.language.builtins import units as units_of_measure
from seglam_lang.requests import mentions
from seglam_lang.requests.alike import changes, guard
from seglam_lang.requests.alike.changes import Phrase, is_slot, shipped, units
from seglam_lang.requests.alike.guard import QUESTIONS, makes_groups, sense_of
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.template import Template


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ASKING = _set("what which who whom whose")
_SILENT = _ASKING | _set(  # wherever they stand
    """
    an the there our your they their we is are was were be been being am do does did have has had having what's who's
    of 's '
    """
)
_COMMANDS = _set("give show tell list find get want need know see let let's please")
_AT_FIRST = _COMMANDS | _set("i i'd i'm you me us")  # silent at the beginning: behind something "us" is a country
MODALS = _set("can could will would shall should may might must")
_ASKING_WHETHER = _set("is are was were do does did have has had") | MODALS
_PREPOSITIONS = _set(
    """
    in on at by for with within from to into onto through during till against across along around near via as than about
    when where while if how
    """
)
_WEAK = _set("in for")  # before a cell that needs no word of its own
_CONDITIONS = _set("in on for with when where if")  # before a column and its value
_TIMES = frozenset(("a day", "a week", "a month", "a quarter", "a year"))  # "that month"
_GROUPING, _BEFORE_EACH = _set("each per"), _set("for")
_MAKES_GROUPS = _GROUPING | _set("by every")
_ASKED = "?"  # before what is asked for, where something else is said before it
_EACH = "each"  # in the place of what makes groups: "per", "for every", and "by" between two columns
_AND = "and"
_YES_OR_NO = "y/n"  # in the place of what a question begins with that asks whether something is so
_PLURAL = "-s"


class _Part(NamedTuple):
    """A word of a signature, with the preposition before it: as it was `said`, and as it is compared."""

    preposition: str
    said: str
    word: str

    def __str__(self) -> str:
        return f"{self.preposition}:{self.word}" if self.preposition and self.word else self.preposition or self.word


def signature_of(words: Phrase, first: str = "") -> Phrase:
    """Return the signature of the words of a form; the words themselves where none says anything. `first` is what the
    wording itself begins with, which a change may have left out.
    """
    return tuple(map(str, _parts(words, first or words[0]))) or words


def is_slot_part(part: str) -> bool:
    """Return whether a part of a signature is a slot, with a preposition before it or without."""
    return "{" in part


def is_small_part(part: str) -> bool:
    """Return whether a part of a signature is a small word, with a preposition before it or without."""
    return part in (_ASKED, _PLURAL, _YES_OR_NO, _AND) or sense_of(part.rpartition(":")[2]) != ""


def passed_over(words: Phrase) -> Phrase:
    """Return the words of a form that its signature leaves out."""
    kept = Counter(word for part in _parts(words, words[0]) for word in (part.preposition, part.said))
    return tuple((Counter(words) - kept).elements())


@lru_cache(maxsize=4096)  # the tiers ask for the same ones, and so does the next request
def signature(template: Template) -> Phrase:
    """Return the signature of a template."""
    words = units(template)
    return signature_of(shipped().form(words).words, words[0]) if words else ()


def key_of_signature(template: Template) -> str:
    """Return by what templates with one signature are found: as the `key` of a template, it has the inputs too."""
    return key_of(template.inputs, signature(template))


def key_of(inputs: str, words: Phrase) -> str:
    """Return by what templates with these inputs and this signature are found."""
    return f"{inputs}\n{' '.join(words)}"


def _parts(words: Phrase, first: str) -> Iterator[_Part]:
    preposition, is_begun, is_small = "", False, False
    if first in _ASKING_WHETHER and words[1:2] != ("you",):
        yield _Part("", first, _YES_OR_NO)
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if _is_silent(word, following, words[at - 1] if at else "", is_begun):
            if word in _COMMANDS:
                preposition = ""  # "i want to see"
            elif is_begun and _asks(word, following, words[:at]):
                yield _Part("", word, _ASKED)
        elif word in _GROUPING or (word == "every" and preposition == "for") or makes_groups(words, at):
            yield _Part("" if preposition in _BEFORE_EACH else preposition, word, _EACH)
            preposition, is_begun, is_small = "", True, True
        elif word in _PREPOSITIONS and not _is_small(word, at):
            if preposition:
                yield _Part(preposition, "", "")
            preposition = word
        else:
            lone = preposition in _WEAK and word.startswith("{cell") and words.count(word) == 1
            lone = lone or (is_begun and preposition in _CONDITIONS and _is_column_of_a_value(words, at))
            compared = word if is_slot(word) or _is_small(word, at) else stem(word)
            yield _Part("" if lone else preposition, word, compared)
            if is_small and compared != word:
                yield _Part("", "", _PLURAL)
            preposition, is_begun, is_small = "", True, _is_small(word, at)
    if preposition:
        yield _Part(preposition, "", "")


def _asks(word: str, following: str, before: Sequence[str]) -> bool:
    """Return whether a word behind something else begins what is asked for ("for each city who earns the most"), and
    not, as "that" does, what is said of a column: "singers who joined".
    """
    is_said_of = word in ("who", "which") and before[-1].startswith("{column") and _MAKES_GROUPS.isdisjoint(before)
    return word == "what" or (word in _ASKING and _says_something(following) and not is_said_of)


def _is_silent(word: str, following: str, before: str, is_begun: bool) -> bool:
    """Return whether a word between two others says nothing: "a" of "a shop", and not of "group a"."""
    if not is_begun and (word in _AT_FIRST or (word in MODALS and following in ("you", "we"))):
        return True
    if word in (",", ";", ":"):
        return not (is_slot(before) and is_slot(following))
    if word == "of":
        return not (_is_value(before) and _is_value(following))
    if word == "a":
        return _says_something(following)
    if word == "that":
        return is_begun and sense_of(following) not in _TIMES
    if word == "i":
        return before in ("that", "which")
    return word in _SILENT


def _is_column_of_a_value(words: Phrase, at: int) -> bool:
    """Return whether a word is a column, and the next thing that is said is a value: together they are a condition."""
    following = next((word for word in words[at + 1 :] if word not in _SILENT), "")
    return words[at].startswith("{column") and _is_value(following)


def _is_value(word: str) -> bool:
    return is_slot(word) and not word.startswith(("{column", "{="))


def _is_small(word: str, at: int) -> bool:
    """Return whether something depends on a small word."""
    return sense_of(word) != "" or (at == 0 and word in QUESTIONS)


def _says_something(word: str) -> bool:
    return word not in _SILENT and word not in _PREPOSITIONS and word not in ("", "and")


@lru_cache(maxsize=1)
def digest() -> str:
    """Return a digest of all that makes signatures: what is kept of them is of no use with another one."""
    made_by = changes.FILE, changes.__file__, guard.__file__, mentions.__file__, units_of_measure.__file__, __file__
    return sha256(b"".join(Path(file).read_bytes() for file in made_by)).hexdigest()
