"""The guard of what a model recognises in other words.

    asked before   highest Nitrate result
    asked now      highest non-Nitrate result          a negation
                   highest result of the Lead samples  "lead" is a cell here, which the procedure does not take
                   highest Nitrate limit result        a word more

A model compares wordings as wholes, and one small word is little of a whole. So where a wording that has asked for the
procedure is *close* to the request, most of the words of the two being the same, the few others are what matters: both
must have the same small words (see `requests.alike`), ask for the same kind of thing (a number, a time, things), have
the words that name a column or cell here of which the procedure takes nothing, and the request must say nothing more.
What is said in many ways may differ: "number of trips" and "trips", "each site" and "by site". One close wording that
agrees is enough. Where none is close, the whole is what there is to compare: a request may compare, count and order in
its own way what the other says in another. But what it denies must be denied in some wording, or in what is computed
as plain words have it. And no wording may say the same of its columns and values in another order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from seglam_lang.language.values import Column, Value
from seglam_lang.matching.model import Bound
from seglam_lang.requests.alike import senses, units
from seglam_lang.requests.alike.changes import is_slot
from seglam_lang.requests.alike.guard import BLANK, EXTREMES, NEGATION, sense_of
from seglam_lang.requests.alike.signature import MODALS
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.loose.words import family
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import CellRef, ColumnRef, FromTable, Wording
from seglam_lang.requests.narrowing import widened
from seglam_lang.requests.reading import Reading

DISAGREES = "only one of the two says {}"
LEFT = '"{}" may be a column or a value here, of which the procedure takes nothing'
OTHER_ROLES = "its words have asked for the same of other columns and values"
OTHER_QUESTION = "only one of the two asks for a number, or for a time"
OTHER_ORDER = "it says the same words in another order"
SAYS_MORE = 'it says "{}" besides'
OF_EACH = "it says once more of what each that is"
CLOSE = 0.4  # of the words of both
_MOST = 256  # wordings of one procedure that are looked at
_SLOT = "{}"
_SMALL = frozenset(map(family, FUNCTION_WORDS))  # "needing", "made"
_BY = frozenset({"by"})  # as "per" and "for each"
_COMPARISONS = frozenset(("more than", "less than", "before", "after"))
_SUPERLATIVE, _COMPARATIVE = re.compile(r"\b[a-z]{2,}est\b"), re.compile(r"\b[a-z]{2,}er than\b")
_NO_OF = re.compile(r"no (\. )?of\b")  # how many
_WANTED = {
    "a number": re.compile(r"how (?!much\b)\w+|(the )?(count|number of)\b|count\b"),
    "a time": re.compile(r"when\b|(which|what) (day|date|month|year|time)\b"),
    "things": re.compile(r"(which|who|whom|where|list|names?)\b"),
}
_SAID_IN_MANY_WAYS = frozenset(
    ("a number of", "a sum", "a difference", "all", "between", "from", "to", "who", "when", "where")
)


def why_another(reading: Reading, asked: Wording, bound: Bound, known: Iterable[Wording], computed: str) -> str:
    """Return why a request, which would be `asked` of a procedure with these arguments, asks for something else than
    all the wordings `known` of that procedure; "" where it may ask for the same as one of them. `computed` is what the
    procedure would do for it, in plain words.
    """
    known = _learned(tuple(islice(known, _MOST)))
    if any(_takes_otherwise(asked, each) for each in known):
        return OTHER_ROLES
    left = tuple(_left(reading, bound))
    reasons = [_why_another(asked, left, each) for each in known if _are_close(asked, each)]
    if not reasons and _denies(units(asked.template)):
        agree = any(_denies(units(each.template)) for each in known) or _denies(computed.casefold().split())
        return "" if agree else DISAGREES.format(NEGATION)
    return "" if "" in reasons else next(iter(reasons), "")


def _denies(words: Sequence[str]) -> bool:
    """Return whether words deny something: "is blank" does, and "no. of" does not."""
    found = [at for at, word in enumerate(words) if sense_of(word) in (NEGATION, BLANK)]
    return any(not _NO_OF.match(" ".join(words[at : at + 3])) for at in found)


def _learned(known: Sequence[Wording]) -> Sequence[Wording]:
    """Return the wordings that were learnt of requests, where there are any: what an `ask` says of rows in general is
    close to much, and tells little of what was asked for.
    """
    learned = [
        each for each in known if any(isinstance(one, FromTable) and one.amounts is not None for one in each.sources)
    ]
    return learned or known


def _are_close(asked: Wording, known: Wording) -> bool:
    """Return whether most of the words of two wordings are the same, columns and values whatever they are."""
    words, others = Counter(_plain(asked)), Counter(_plain(known))
    return (words & others).total() >= CLOSE * (words | others).total()


def _plain(wording: Wording) -> Sequence[str]:
    """Return the words of a wording without their endings, and without signs; all slots are one."""
    said = (each for each in units(wording.template) if is_slot(each) or each[0].isalnum())
    return [_SLOT if is_slot(each) else stem(each) for each in said]


def _content(words: Iterable[str]) -> dict[str, str]:
    """Return those of plain words that mean something by themselves, by the family of a verb and its nouns."""
    said = (each for each in words if each != _SLOT and not sense_of(each))
    return {root: each for each in said if (root := family(each)) not in _SMALL}


def _why_not_said(asked: Wording, known: Wording) -> str:
    """Return which word a request has that another wording has not, in no form of it, or that it says the same in
    another order; "" where neither is so. What has fewer slots names its columns by words.
    """
    words, others = _plain(asked), _plain(known)
    if words != others and Counter(words) == Counter(others):
        return OTHER_ORDER
    if differing := MODALS.intersection(words) ^ MODALS.intersection(others):
        return DISAGREES.format(f'"{min(differing)}"')
    content, other = _content(words), _content(others)
    more = [word for root, word in content.items() if root not in other]
    return SAYS_MORE.format(more[0]) if more and words.count(_SLOT) >= others.count(_SLOT) else ""


def _takes_otherwise(asked: Wording, known: Wording) -> bool:
    """Return whether two wordings say the same from their first value or column on, and take it for other things."""
    return _behind(asked) == _behind(known) and widened(asked.sources) != widened(known.sources)


def _behind(wording: Wording) -> Sequence[str]:
    words = units(wording.template)
    return words[next((at for at, word in enumerate(words) if is_slot(word)), len(words)) :]


def _why_another(asked: Wording, left: Sequence[str], known: Wording) -> str:
    words, others = units(asked.template), units(known.template)
    differing = (senses(words) ^ senses(others)) - _SAID_IN_MANY_WAYS
    if _of_each(words) > len(_BY & {*others}) + _of_each(others):
        return OF_EACH
    differing -= {"every"} if _BY & {*words, *others} else set()
    for pattern, general in ((_SUPERLATIVE, EXTREMES), (_COMPARATIVE, _COMPARISONS)):
        own, other = _own(pattern, words), _own(pattern, others)
        if own and other and own != other:
            return DISAGREES.format(min(own ^ other))
        differing -= general if bool(own) != bool(other) else frozenset()  # "guest" is said by both
    if differing:
        return DISAGREES.format(min(differing))
    if len({*filter(None, map(_wanted, (words, others)))}) > 1:
        return OTHER_QUESTION
    stems = set(map(stem, others))
    lost = next((word for word in left if stem(word) not in stems), "")
    return LEFT.format(lost) if lost else _why_not_said(asked, known)


def _of_each(words: Sequence[str]) -> int:
    """Return how often a wording says of what each something is: twice in "revenue per guest for each hotel"."""
    return sum(sense_of(word) == "every" for word in words)


def _own(pattern: re.Pattern[str], words: Sequence[str]) -> set[str]:
    """Return how a wording says the most, or more than something, by words of its own: "cheapest", "longer than"."""
    return {found for found in pattern.findall(" ".join(words)) if not senses(found.split()[:1])}


def _wanted(words: Sequence[str]) -> str:
    """Return what a question asks for: "a number", "a time" or "things"; "" where that is not said at its start."""
    said = " ".join(words)
    return next((wanted for wanted, pattern in _WANTED.items() if pattern.match(said)), "")


def _left(reading: Reading, bound: Bound) -> Iterator[str]:
    """Yield the words, outside the slots, that name a column or cell of which the procedure takes nothing."""
    loose = reading.loosely
    named = [each for each in (*loose.visible, *loose.hints) if isinstance(each, ColumnRef | CellRef)]
    taken = [*bound.match.slots, *(each for each in named if _is_taken(each, bound.arguments))]
    read = {at for each in taken for at in range(each.first, each.last)}
    for each in named:
        for at in range(each.first, each.last):
            if at not in read:
                yield loose.tokens[at].norm


def _is_taken(mention: ColumnRef | CellRef, arguments: Sequence[Value]) -> bool:
    if isinstance(mention, ColumnRef):
        return any(isinstance(each, Column) and each.header == mention.header for each in arguments)
    return mention.value in [each for each in arguments if isinstance(each, str)]
