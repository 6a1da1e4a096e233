"""The signature of a wording: what is left of its form without the words that say nothing of what is computed.

    what are the total {column} that we have for each {column} in {cell}
    give us the total {column} for each {column} of {cell}                   ->  total {column} each {column} {cell}

Articles, pronouns, auxiliaries and what asks ("show me", "what is") are left out. Kept, in their order, are all slots,
the small words that something depends on (`guard`), words that mean something, and that it is asked whether something
is so ("is there"). The ending of a plural is kept, as a part of its own, behind a small word alone: the oldest student
is one. A preposition goes with what follows it; it tells nothing apart before a value that is the only one of its kind,
nor, behind something that is asked for, before a column and its value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from seglam_lang.requests.alike import changes, guard
from seglam_lang.requests.alike.changes import Phrase, form_of, is_slot
from seglam_lang.requests.alike.guard import QUESTIONS, sense_of
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.template import Template


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ASKING = _set("what which who whom whose")
_SILENT = _ASKING | _set(
    """
    a an the this that these those some any there i me my we us our you your he him his she her it its they them their
    is are was were be been being am do does did done have has had having can could will would shall should may might
    must please i'd i'm what's who's and also of 's , ; : '
    """
)
_COMMANDS = _set("give show tell list find get want need know see let let's")  # at the beginning
_AUXILIARIES = _set("is are was were do does did have has had can could will would shall should may might must")
_PREPOSITIONS = _set(
    """
    in on at by for with within from to into onto through during till against across along around near via as than about
    when where while if how
    """
)
_WEAK = _set("in on at by for with from to as about")  # before a value that needs no word of its own
_CONDITIONS = _set("in on at for with when where if")  # before a column and its value
_EACH = _set("each every per")
_PLACES = _set("me us here there")  # "near me", "from here"
ASKED = "?"  # before what is asked for, where something else is said before it
EACH = "each"  # in the place of what makes groups: "per", "for every"
YES_OR_NO = "y/n"  # in the place of what a question begins with that asks whether something is so
PLURAL = "-s"


class _Part(NamedTuple):
    """A word of a signature, with the preposition before it: as it was `said`, and as it is compared."""

    preposition: str
    said: str
    word: str

    def __str__(self) -> str:
        return f"{self.preposition}:{self.word}" if self.preposition else self.word


def signature_of(words: Phrase) -> Phrase:
    """Return the signature of the words of a form; the words themselves where none says anything."""
    return tuple(map(str, _parts(words))) or words


def is_slot_part(part: str) -> bool:
    """Return whether a part of a signature is a slot, with a preposition before it or without."""
    return "{" in part


def is_small_part(part: str) -> bool:
    """Return whether a part of a signature is a small word, with a preposition before it or without."""
    return part in (ASKED, PLURAL, YES_OR_NO) or sense_of(part.rpartition(":")[2]) != ""


def passed_over(words: Phrase) -> Phrase:
    """Return the words of a form that its signature leaves out."""
    kept = Counter(word for part in _parts(words) for word in (part.preposition, part.said))
    return tuple((Counter(words) - kept).elements())


@lru_cache(maxsize=4096)  # the tiers ask for the same ones, and so does the next request
def signature(template: Template) -> Phrase:
    """Return the signature of a template."""
    return signature_of(form_of(template).words)


def key_of_signature(template: Template) -> str:
    """Return by what templates with one signature are found: as the `key` of a template, it has the inputs too."""
    return f"{template.inputs}\n{' '.join(signature(template))}"


def _parts(words: Phrase) -> Iterator[_Part]:
    often = Counter(words)
    preposition, is_begun, is_small = "", False, False
    for at, word in enumerate(words):
        if at == 0 and word in _AUXILIARIES and words[1:2] != ("you",):
            yield _Part("", word, YES_OR_NO)
        elif word in _COMMANDS and not is_begun:
            preposition = ""  # "i want to see"
        elif word in _EACH:
            yield _Part("", word, EACH)
            preposition, is_begun, is_small = "", True, True
        elif _is_small(word, at) or _says_something(word) or (preposition and word in _PLACES):
            lone = preposition in _WEAK and _is_value(word) and often[word] == 1
            lone = lone or (is_begun and preposition in _CONDITIONS and _is_column_of_a_value(words, at))
            compared = word if is_slot(word) or _is_small(word, at) else stem(word)
            yield _Part("" if lone else preposition, word, compared)
            if is_small and compared != word:
                yield _Part("", "", PLURAL)
            preposition, is_begun, is_small = "", True, _is_small(word, at)
        elif word in _PREPOSITIONS:
            preposition = word
        elif word in _ASKING and is_begun and _says_something("".join(words[at + 1 : at + 2])):
            yield _Part("", word, ASKED)


def _is_value(word: str) -> bool:
    return is_slot(word) and not word.startswith(("{column", "{="))


def _is_column_of_a_value(words: Phrase, at: int) -> bool:
    """Return whether a word is a column, and the next thing that is said is a value: together they are a condition."""
    following = next((word for word in words[at + 1 :] if word not in _SILENT), "")
    return words[at].startswith("{column") and _is_value(following)


def _is_small(word: str, at: int) -> bool:
    """Return whether something depends on a small word."""
    return sense_of(word) != "" or (at == 0 and word in QUESTIONS)


def _says_something(word: str) -> bool:
    return word not in _SILENT and word not in _PREPOSITIONS and word != ""


@lru_cache(maxsize=1)
def digest() -> str:
    """Return a digest of all that makes signatures: what is kept of them is of no use with another one."""
    made_by = changes.FILE, changes.__file__, guard.__file__, __file__
    return sha256(b"".join(Path(file).read_bytes() for file in made_by)).hexdigest()
