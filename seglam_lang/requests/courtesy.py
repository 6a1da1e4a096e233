"""Words that address somebody and say nothing of what is computed: "can you please", "i need to know", "for me".

    can you please add {0:number} and {1:number} for me   ->   add {0:number} and {1:number}

They are looked past only where no stored wording has them, and only at the ends: what stands between is kept as it is,
and so is a word that may name something, as "ok" and "me" do beside a cell OK or ME. No model reads a request without
them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from seglam_lang.requests.template import Part, Slot, Template, Word, without_end

_BEFORE = """
    please, pls, hi, hello, hey, ok, okay, can you, can u, could you, would you, will you, tell me, let me know,
    i need to know, i want to know, i wanna know, i would like to know, i'd like to know, i need you to, i want you to,
    i need to, i want to, i would like to, i'd like to, i have to, help me, help me to, help me with,
    help me understand, help me figure out,
    do you know, i wonder, i was wondering, quick question, question, go ahead and,
    what is the answer to, what's the answer to
"""
_BEHIND = "please, pls, for me, thanks, thank you, thx"
_PAUSES = frozenset(",:.!?")  # a hyphen may be the sign of a number


def _phrases(text: str) -> list[tuple[Word, ...]]:
    spelled = [each.replace("'s", " 's").split() for each in text.replace("\n", " ").split(",")]
    return sorted([tuple(map(Word, words)) for words in spelled], key=len, reverse=True)


_OPENINGS, _REVERSED_ENDINGS = _phrases(_BEFORE), [phrase[::-1] for phrase in _phrases(_BEHIND)]


def is_polite(words: Sequence[str]) -> bool:
    """Return whether words begin or end with what is polite: no template of other words is looked at."""
    parts = list(map(Word, without_end(words)))
    return bool(_first(parts, _OPENINGS) or _first(parts[::-1], _REVERSED_ENDINGS))


def without_courtesy(template: Template, naming: Collection[str] = ()) -> Template | None:
    """Return a template without what is polite at its ends; None where nothing is, or where nothing else is said. The
    words `naming` something are not polite.
    """
    parts = list(template.parts)
    while found := _first(parts, _OPENINGS, naming):
        parts = _after_pauses(parts[found:])
    while found := _first(parts[::-1], _REVERSED_ENDINGS, naming):
        parts = _after_pauses(parts[: len(parts) - found][::-1])[::-1]
    if len(parts) == len(template.parts) or not any(isinstance(part, Word) for part in parts):
        return None
    return Template.of(parts, template.inputs)


def _first(parts: Sequence[Part], phrases: Iterable[tuple[Word, ...]], naming: Collection[str] = ()) -> int:
    """Return how many parts the longest of these phrases is with which they begin; 0 where none is."""
    found = next((each for each in phrases if tuple(parts[: len(each)]) == each), ())
    return 0 if any(word.text in naming for word in found) else len(found)


def _after_pauses(parts: list[Part]) -> list[Part]:
    """Return the parts without signs of a pause before them."""
    start = 0
    while start < len(parts) and not isinstance(parts[start], Slot) and parts[start].text in _PAUSES:
        start += 1
    return parts[start:]
