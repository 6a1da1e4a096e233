"""What may come next, character by character: for writers whose tokens are pieces of text, not lexemes.

`language.completion` reads a body lexeme by lexeme. A piece may end in the middle of one (`.wh`), or hold several
(`()).`). So a `Prefix` is a state of the completion and the text of the lexeme that has not ended; it exists only where
some lexeme which is admitted there begins with that text. So what is written piece by piece is well typed as well, and
runs into no dead end.

What would not end by itself is limited: names, numbers, white space. Texts and dates are from a list (the values of the
request and of its columns, and constants): a model must not make up what a cell holds. Methods may be called as they
are elsewhere (`max` for `maximum`): a draft has the name that they have here.

Texts are bytes here, decoded as Latin-1, since a piece may end in the middle of a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from seglam_lang.language.completion.state import Mode, State
from seglam_lang.language.syntax.foreign import METHODS
from seglam_lang.language.syntax.lexicon import PATTERNS, SIGNS, any_of
from seglam_lang.translator.foreign.pieces import bytes_of, text_of

SPACES = frozenset(" \n\t")
MOST_SPACE = 12  # characters between two lexemes
MOST_NAME = 40  # characters of a name that the writer chooses; those of columns have less
SURELY_FREE = 20  # characters of a name, of which more can follow than there are names that are taken
REFUSAL = "refuse"  # what a writer says in place of a body

_WHOLE = "(?:[0]|[1-9][0-9]{0,14})"  # as drafts write numbers; GBNF reads it alike
NUMBER = _WHOLE + r"(?:\.[0-9]{1,10})?%?"
_NUMBER = re.compile(NUMBER)
_NAME = re.compile(PATTERNS["NAME"])
_SIGN = re.compile(any_of(SIGNS.values()))
_HALF_NUMBER = re.compile(_WHOLE + r"\.")
_DIGITS = frozenset("0123456789")
_LISTED = frozenset('"@')  # what a literal from the list begins with


class Place:
    """A state of the completion, which remembers what has been asked of it: many pieces begin with one lexeme."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._after: dict[str, Place | None] = {}

    def after(self, lexeme: str) -> Place | None:
        """The place after one more lexeme; None if it may not follow."""
        if lexeme not in self._after:
            state = self.state.advance(lexeme)
            self._after[lexeme] = None if state is None else Place(state)
        return self._after[lexeme]

    def in_a_hurry(self) -> Place:
        """The same place, from which only the shortest ways lead on."""
        return Place(replace(self.state, budget=0)) if self.state.budget else self

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The lexemes that may stand here, admitted or not, but for literals and names of the writer's choice."""
        return tuple(self.state.candidates)

    @cached_property
    def admits_any_name(self) -> bool:
        """Whether a name of the writer's choice may follow."""
        return self.state.admits_any_name

    @property
    def is_step(self) -> bool:
        """Whether a method or a field is expected."""
        return self.state.mode is Mode.STEP and not self.state.pending


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a body: the `lexemes` that have ended, the place after them, and the `rest` of one that has not.

    Who is in a `hurry` may only take the shortest ways to the end.
    """

    place: Place
    lexemes: tuple[str, ...] = ()
    rest: str = ""
    space: int = 0  # characters of white space since the last lexeme
    hurry: bool = False

    def hurried(self) -> Prefix:
        """The same beginning, in a hurry; a lexeme that has begun may still become what it could."""
        return replace(self, place=self.place if self.rest else self.place.in_a_hurry(), hurry=True)


@dataclass(frozen=True)
class Spelling:
    """How the lexemes of one draft may be spelled: `literals` are the texts and dates that may be written."""

    literals: Mapping[str, str]  # the literal by its bytes

    @classmethod
    def of(cls, literals: Iterable[str]) -> Spelling:
        """Return the spelling for literals as they are written in source."""
        return cls({bytes_of(each): each for each in literals})

    def after(self, prefix: Prefix, piece: str) -> Prefix | None:
        """Return the beginning with one more piece of text; None where it may not follow."""
        found, text = prefix, prefix.rest + piece
        while text:
            if text[0] in SPACES:
                text = text[1:]
                found = replace(found, rest="", space=found.space + 1)
                if found.space > MOST_SPACE:
                    return None
                continue
            length = self._length(found.place, text)
            if length == 0:
                return None
            if length is None:
                return replace(found, rest=text) if self._may_become(found, text) else None
            read = self._read(found, text[:length])
            if read is None:
                return None
            found, text = read, text[length:]
        return replace(found, rest="")

    def finished(self, prefix: Prefix) -> Prefix | None:
        """Return the beginning where its last lexeme ends; None where it does not end there."""
        return self._read(prefix, prefix.rest) if prefix.rest else prefix

    def complete(self, prefix: Prefix) -> Prefix | None:
        """Return the whole body that a beginning is; None where it is none."""
        whole = self.finished(prefix)
        return whole if whole is not None and whole.place.state.complete else None

    @staticmethod
    def refuses(prefix: Prefix) -> bool:
        """Whether the writer has said that there is nothing to write."""
        return prefix.rest == REFUSAL and not prefix.lexemes

    def endings(self, prefix: Prefix) -> Iterator[str]:
        """Yield texts of which one may follow: the ends of all lexemes that have begun so, and lexemes behind a whole
        one. Of what a writer may choose freely, numbers and names, there is one.
        """
        refusal = [REFUSAL] if _begins_refusal(prefix, prefix.rest) else []
        for lexeme in (*refusal, *self._lexemes(prefix.place, prefix.rest)):
            if lexeme != prefix.rest:
                yield lexeme[len(prefix.rest) :]
        whole = self.finished(prefix) if prefix.rest else None
        if whole is not None:
            yield from (f" {lexeme}" for lexeme in self._lexemes(whole.place, ""))

    # One lexeme

    def _length(self, place: Place, text: str) -> int | None:
        """Return how much of a text is its first lexeme; None where that may go on, 0 where it is none."""
        first = text[0]
        if first in _LISTED:
            known = self._listed(place)
            if any(len(each) > len(text) and each.startswith(text) for each in known):
                return None
            return max((len(each) for each in known if text.startswith(each)), default=0)
        if first in _DIGITS:
            return _length_of_number(text)
        name = _NAME.match(text)
        if name is not None:
            return name.end() if name.end() < len(text) else None
        if any(len(sign) > len(text) and sign.startswith(text) for sign in SIGNS.values()):
            return None
        sign = _SIGN.match(text)
        return 0 if sign is None else sign.end()

    def _listed(self, place: Place) -> list[str]:
        """The literals from the list, and the names of columns that the body has made."""
        return [*self.literals, *(bytes_of(each) for each in place.named if each[0] in _LISTED)]

    def _read(self, prefix: Prefix, text: str) -> Prefix | None:
        """Return the beginning with a whole lexeme, under the name that it has in the language."""
        for lexeme in self._meant(prefix.place, text):
            place = prefix.place.after(lexeme)
            if place is not None:
                place = place.in_a_hurry() if prefix.hurry else place
                return Prefix(place, (*prefix.lexemes, lexeme), hurry=prefix.hurry)
        return None

    def _meant(self, place: Place, text: str) -> tuple[str, ...]:
        """Return the lexemes that a text may mean, the likeliest first."""
        if text[0] in _LISTED:
            return (self.literals.get(text) or text_of(text),)
        if text[0] in _DIGITS and not _NUMBER.fullmatch(text):
            return ()
        return (text, *METHODS.get(text, ())) if place.is_step else (text,)

    def _may_become(self, prefix: Prefix, text: str) -> bool:
        """Whether a lexeme that is admitted begins with a text."""
        if _begins_refusal(prefix, text):
            return True
        # Not all names that are long enough can be taken: it need not be tried which are not.
        if len(text) < SURELY_FREE and _NAME.fullmatch(text) and prefix.place.admits_any_name:
            return True
        return next(self._lexemes(prefix.place, text), None) is not None

    def _lexemes(self, place: Place, text: str) -> Iterator[str]:
        """Yield lexemes that are admitted and begin with a text, of numbers and names of the writer's choice one."""
        first = text[:1]
        if first not in _DIGITS:
            found = (each for each in place.named if each.startswith(text) and each[0] not in _LISTED)
            yield from (each for each in found if place.after(each) is not None)
            if place.is_step and text:
                found = (name for name in METHODS if name.startswith(text))
                yield from (each for each in found if any(place.after(name) for name in METHODS[each]))
            if (not text or _NAME.fullmatch(text)) and place.admits_any_name:
                yield from islice(_free_names(place, text), 1)
        if not first or first in _DIGITS:
            number = f"{text}0" if not text or text.endswith(".") else text
            yield from (each for each in (number,) if place.after(each) is not None)
        if not first or first in _LISTED:
            found = (each for each in self._listed(place) if each.startswith(text))
            yield from (each for each in found if place.after(self._meant(place, each)[0]) is not None)


def _begins_refusal(prefix: Prefix, text: str) -> bool:
    return bool(text) and not prefix.lexemes and REFUSAL.startswith(text)


def _free_names(place: Place, text: str) -> Iterator[str]:
    """Yield names of the writer's choice that begin with a text and may stand here."""
    ends = ("", "x", "x1", "x2", "x3", "_1") if text else ("x", "x1", "x2", "x3")
    yield from (name for end in ends if len(name := text + end) <= MOST_NAME and place.after(name) is not None)


def _length_of_number(text: str) -> int | None:
    """Return how much of a text that begins with a digit is a number; None where that may go on, 0 where it is none.

    Behind `2.` a digit may follow, or a method.
    """
    found = _NUMBER.match(text)
    assert found is not None
    end = found.end()
    if _HALF_NUMBER.fullmatch(text) or (end == len(text) and not text.endswith("%")):
        return None
    following = text[end : end + 1]
    return 0 if following.isalnum() or following == "_" else end
