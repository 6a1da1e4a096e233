"""What must agree in two wordings, whatever is known of them: the small words on which all depends.

A wording that says "not", "over" or "latest" is never one that does not, however alike the rest. This is a closed list
of English grammar: negations, comparisons, superlatives, order, aggregates, quantities of time, and the prepositions of
roles. It says which words are of one sense; it never says what a request is about. It only ever keeps apart:
two wordings, as that they mean the same takes evidence (see `changes`), and the words "how many" and an answer that is
less than nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from seglam_lang.language.builtins.units import unit_of

NEGATION, BLANK = "a negation", "a blank"
_COUNTED = "a number of"
_EVERY = "every"
_SENSES = {
    NEGATION: """
        not no never none nothing nobody neither nor non without except excluding excludes exclude besides unless cannot
        dont doesnt didnt isnt arent wasnt werent hasnt havent cant wont
        can't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't couldn't
        lack lacks lacking missing other else ≠ ! un non
    """,
    "more than": "more over above greater exceeding exceeds exceed exceeded higher larger bigger beyond longer >",
    "less than": "less under below fewer lower smaller shorter <",
    "an equality": "= equals equal exactly",
    "before": "before until till prior earlier",
    "after": "after since later",
    "between": "between",
    "the most": "most highest largest biggest greatest max maximum top longest maximal peak",
    "the least": "least lowest smallest fewest min minimum bottom shortest minimal",
    "the best": "best",  # of ranks and prices it is the lowest
    "the worst": "worst",
    "the first": "first earliest oldest eldest",
    "the last": "last latest newest recent recently final",
    "ascending": "ascending asc increasing alphabetical alphabetically",
    "descending": "descending desc decreasing",
    "reversed": "reverse reversed backwards",
    "a sum": "total totals sum summed sums add added altogether combined overall cumulative running",
    "an average": "average avg mean averages averaged",
    "a median": "median",
    _COUNTED: "count counts counted number many",
    "distinct": "distinct different unique once duplicates",
    "a share": "percent percentage percentages % share proportion fraction ratio rate",
    "a difference": "difference minus gap",
    _EVERY: "each every per",
    "all": "all any entire whole both",
    "only": "only just solely",
    "or": "or either",
    "today": "today now current currently",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "a day": "day days daily",
    "a week": "week weeks weekly",
    "a month": "month months monthly",
    "a quarter": "quarter quarters quarterly",
    "a year": "year years yearly annual annually",
    "a weekday": "weekday weekdays",
    "a weekend": "weekend weekends",
    "from": "from",
    "to": "to into",
    BLANK: "blank empty null unknown",
    "rounded": "rounded round nearest decimals decimal",
}
_UNDONE = re.compile(  # "undelivered", "unpaid": not what they are without the "un"
    r"un(?!der|i)(\w+ed|paid|sold|sent|known|done|met|kept|read|told|won|written|taken|given|seen|spent|broken|built)"
)
_AGGREGATES = frozenset(("a sum", "an average", "a median", _COUNTED))
MOST_OR_LEAST = frozenset(("the most", "the least"))
EXTREMES = MOST_OR_LEAST | {"the best", "the worst", "the first", "the last"}
_ORDERS = EXTREMES | {"ascending", "descending", "reversed"}
_MEASURED = frozenset(("much", "far", "long", "old", "tall", "heavy"))  # behind "how", as what is counted is
QUESTIONS = {"who": "who", "whom": "who", "when": "when", "where": "where", "why": "why"}  # as the first word
_SENSE = {word: sense for sense, words in _SENSES.items() for word in words.split()}


@lru_cache(maxsize=8192)
def sense_of(word: str) -> str:
    """Return the sense of a small word, or the unit that a word names; "" for every other word."""
    if sense := _SENSE.get(word):
        return sense
    if word.endswith("n't") or _UNDONE.fullmatch(word):
        return NEGATION
    unit = unit_of(word) if len(word) > 2 else None
    return unit.name if unit else ""


def senses(words: Sequence[str], is_start: bool = True) -> set[str]:
    """Return the senses of all small words; of a wording, or its start, what is asked for is one: "who", "when"."""
    found = {sense for word in words if (sense := sense_of(word))}
    if any(makes_groups(words, at) for at, word in enumerate(words) if word == "by"):
        found.add(_EVERY)
    if is_start and words and (question := QUESTIONS.get(words[0])):
        found.add(question)
    return found


def makes_groups(words: Sequence[str], at: int) -> bool:
    """Return whether a "by" says what "per" and "for each" do: it stands between two columns, something is added up,
    averaged or counted, and nothing is put in order.
    """
    if words[at] != "by" or not 0 < at < len(words) - 1:
        return False
    if not (words[at - 1].startswith("{column") and words[at + 1].startswith("{column")):
        return False
    said = {sense_of(word) for word in words}
    return not _AGGREGATES.isdisjoint(said) and _ORDERS.isdisjoint(said)


def asks_how_much(words: Sequence[str]) -> bool:
    """Return whether words ask how many or how much there is of something, which is not less than nothing.

    "How much is" asks for a number, whatever it is, and so does "what is".
    """
    asked = zip(words, words[1:], [*words[2:], ""], strict=False)
    amounts = (two for one, two, three in asked if one == "how" and (two, three) != ("much", "is"))
    return any(word in _MEASURED or sense_of(word) == _COUNTED for word in amounts)


def disagreement(words: Sequence[str], others: Sequence[str]) -> str:
    """Return what one of two wordings says and the other does not, "" where all small words agree."""
    return min(senses(words) ^ senses(others), default="")


def roles(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the values of a wording that are of one kind, each with the word before it, which tells them apart: "from
    {cell} to {cell}". A value that is the only one of its kind needs no word, and what a column is for is known by how
    it is used.
    """
    slots = [(words[at - 1] if at else "", word) for at, word in enumerate(words) if word[0] == "{" and len(word) > 1]
    often = Counter(kind for _, kind in slots)
    return [each for each in slots if often[each[1]] > 1 and not each[1].startswith(("{column", "{="))]
