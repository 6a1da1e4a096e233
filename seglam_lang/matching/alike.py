"""The stored wordings that may ask for what a request does in other words, and what speaks against each.

They are found by their *signature* (see `requests.alike`); those that have one *form* with the request are of the tier
`learned`, the others of the tier `signature`. Both have one

Guard: all small words (negations, comparisons, superlatives, order, aggregates, times, units) agree, and so do the
words before values of one kind; one word for the most or least is put for another only where a column has numbers; a
word that may name a column or cell of this table is never changed; the slots are the same, in the same order, and the
request has every argument, of its type; no person has called it wrong, nor an answer that came about by one of these
changes; and where the wordings that are found so ask for different procedures, none is served.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Value
from seglam_lang.matching.agreed import agreed
from seglam_lang.matching.arguments import arguments_of, groups_by_figures, leaves_amounts
from seglam_lang.matching.grouping import may_not_group
from seglam_lang.matching.model import Bound, Hit, Library, Miss, Reason, Tier
from seglam_lang.matching.rejected import REJECTED, is_rejected
from seglam_lang.requests.alike import (
    Change,
    Form,
    OwnChange,
    disagreement,
    form_of,
    key_of_signature,
    passed_over,
    roles,
    senses,
    units,
)
from seglam_lang.requests.alike.guard import EXTREMES, MOST_OR_LEAST
from seglam_lang.requests.model import Match
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template, Word
from seglam_lang.store.failures import StoreError
from seglam_lang.store.records import Found, Rejection

TEMPLATES = 16  # of a request, those that cover most of it with slots
OF_LATER_ROUNDS = 8  # of each; of 43 wordings of the data that are found in one, all are among the first 4

KNOWN_BUT = "the cache knows such a wording, but "
NAMED = "{} may be a column or a value here"
DISAGREES = "only one of the two says {}"
ROLES = "other words stand before its values"
OF_NUMBERS = "its words for the most or least are known to mean the same of numbers only"
PER_FIGURE = "the request asks for a figure per each of what a column has numbers of, and it groups rows"
GROUPED = 'only one of the two says "by", of a column that is not sure to make groups'
_ONE_OR_SEVERAL = {"is": "one", "was": "one", "are": "several", "were": "several"}
SEVERAL = 'only one of the two asks for several, with "are" or "were"'
DOUBTED = "a person has called an answer wrong that came about by {}"
OUTWEIGHED = 20  # so many pairs of wordings that speak for a change outweigh one correction
AMBIGUOUS = 'the cache knows such wordings, but they ask for different procedures: "{}" for {}, "{}" for {}'


class Candidate(NamedTuple):
    """A stored wording with the signature of the request, and the arguments for its procedure.

    `objection` is what keeps it from being served, "" where nothing does; then there are arguments.
    """

    found: Found
    match: Match
    form: Form
    objection: str = ""
    arguments: tuple[Value, ...] = ()
    own: tuple[OwnChange, ...] = ()  # that the cache itself speaks for

    @property
    def known_form(self) -> Form:
        """The form of the stored wording."""
        return form_of(self.found.wording.template)

    @property
    def has_one_form(self) -> bool:
        """Whether the two become the same by changes of wording alone."""
        return self.known_form.words == self.form.words

    @property
    def made(self) -> tuple[Change, ...]:
        """The changes by which the stored wording and the request become what they have in common, but those that both
        need.
        """
        return tuple(_differing(self.form, self.known_form))

    @property
    def difference(self) -> str:
        """How the two differ, in words."""
        changes = [*map(str, self.own), *map(str, self.made)]
        said = ["with " + "; ".join(changes)] if changes else []
        if silent := self._silent:
            said.append(f"but for {', '.join(silent)}, which say nothing of what is computed")
        return " and ".join(said) or "which says the same"

    @property
    def _silent(self) -> list[str]:
        """The words that only one of the two has, and that are in no signature."""
        if self.has_one_form:
            return []
        ones, others = Counter(passed_over(self.known_form.words)), Counter(passed_over(self.form.words))
        said = {*self.found.wording.template.words, *self.match.template.words}  # not what a change has put there
        return [f'"{word}"' for word in (ones - others) + (others - ones) if word in said]


def answered(rounds: Iterable[Iterable[Candidate]], tier: Tier, others: str) -> Hit | Miss:
    """Return the stored wording that asks for what the request does, of the first round in which one does, if all in
    it that do ask for the same; `others` says of which wordings none is known, where none is.
    """
    why = ""
    for candidates in rounds:
        found = list(candidates)
        if fitting := [each for each in found if not each.objection]:
            return _agreeing(fitting, tier)
        why = why or (KNOWN_BUT + found[0].objection if found else "")
    return Miss((Reason(tier, why or others),))


def _agreeing(fitting: Sequence[Candidate], tier: Tier) -> Hit | Miss:
    """Return the first of the wordings that may be meant, if all of them ask for the same."""
    first = fitting[0]
    other = next((each for each in fitting if _asks_otherwise(each, first)), None)
    if other is not None:
        asked = (first.found.wording, other.found.wording)
        said = [part for each in asked for part in (each.template.text, each.procedure[:12])]
        return Miss((Reason(tier, AMBIGUOUS.format(*said), is_ambiguous=True),))
    wording = first.found.wording
    found = first.found._replace(wording=replace(wording, template=first.match.template))  # what asks for it here
    why = f'the cache knows "{wording.template.text}", {first.difference}'
    return Hit(found, Bound(first.match, first.arguments), tier, why, wording.template)


def rounds(reading: Reading) -> Iterator[dict[Template, list[Match]]]:
    """Yield the matches by the templates that are looked at, round by round: those of the exact tier, of which the
    loosest reading has all.
    """
    for number, matched in enumerate(reading.loosely.rounds()):
        yield dict(islice(matched.items(), OF_LATER_ROUNDS if number else TEMPLATES))


def considered(reading: Reading, library: Library) -> Iterator[Iterator[Candidate]]:
    """Yield, round by round, the stored wordings with a signature of the request, the oldest first, each with what
    speaks against it.
    """
    for matched in rounds(reading):
        yield _with_one_signature(matched, reading, library)


def _with_one_signature(
    matched: Mapping[Template, Sequence[Match]], reading: Reading, library: Library
) -> Iterator[Candidate]:
    by_key: dict[str, list[Match]] = {}
    for template, matches in matched.items():
        by_key.setdefault(key_of_signature(template), []).extend(matches)
    known = library.alike(list(by_key))
    for found in (*known, *agreed(known, key_of_signature)):
        for match in by_key[key_of_signature(found.wording.template)]:
            yield weighed(Candidate(found, match, form_of(match.template)), reading, library)


def weighed(candidate: Candidate, reading: Reading, library: Library) -> Candidate:
    """Return a candidate with its arguments, or with what speaks against it."""
    found, match = candidate.found, candidate.match
    if objection := _objection(found.wording.template, match, reading):
        return candidate._replace(objection=objection)
    try:
        params = library.params(found.wording.procedure)
    except StoreError as error:
        return candidate._replace(objection=str(error))
    arguments = arguments_of(found.wording, match, reading.inputs, params)
    if arguments is None:
        from seglam_lang.matching.lacking import UNFIT, lacking  # a hit does not need it

        return candidate._replace(objection=lacking(found.wording, reading.inputs) or UNFIT)
    if groups_by_figures(found.wording, match, reading, params):
        return candidate._replace(objection=PER_FIGURE)
    if words := leaves_amounts(found.wording, match, reading, arguments):
        return candidate._replace(objection=NAMED.format(f'"{words}"'))
    if may_not_group(found.wording, match, params):
        return candidate._replace(objection=GROUPED)
    if _are_extremes_of_no_numbers(candidate.made, arguments):
        return candidate._replace(objection=OF_NUMBERS)
    if is_rejected(found.wording, Bound(match, arguments), reading, library, Tier.SIGNATURE):
        return candidate._replace(objection=REJECTED)
    if doubted := _doubted(candidate.made, library):
        return candidate._replace(objection=DOUBTED.format(doubted))
    return candidate._replace(arguments=arguments)


def _doubted(changes: Sequence[Change], library: Library) -> Change | None:
    """Return the change that corrections speak against, if one does.

    An answer that was called wrong counts against each change that led to it, as a pair of wordings of one table does
    where changes are counted (`translator.nano.alike`): which of them was at fault is not known.
    """
    against = Counter(change for each in library.rejections() if each.known for change in _led_to(each))
    return next((each for each in changes if against[each] * OUTWEIGHED > each.same), None)


def _led_to(rejection: Rejection) -> Iterator[Change]:
    """Yield the changes by which a stored wording became the one that was called wrong."""
    assert rejection.known is not None
    asked, known = form_of(rejection.wording.template), form_of(rejection.known)
    if asked.words == known.words:  # else it was another tier that took one for the other
        yield from _differing(asked, known)


def _differing(asked: Form, known: Form) -> Iterator[Change]:
    """Yield the changes by which two wordings come to the same form, but those that both need."""
    both = [*asked.changes, *known.changes]
    yield from dict.fromkeys(each for each in both if each not in asked.changes or each not in known.changes)


def _are_extremes_of_no_numbers(changes: Sequence[Change], arguments: Sequence[Value]) -> bool:
    """Return whether one word for the most or least is in the place of another, and no column has numbers: the best of
    prices may be the highest one, of days it is not the latest.
    """
    extremes = MOST_OR_LEAST & {sense for change in changes for sense in senses((*change.phrase, *change.instead))}
    columns = [each for each in arguments if isinstance(each, Column)]
    return bool(extremes and columns) and all(each.type != NUMBER for each in columns)


def _objection(template: Template, match: Match, reading: Reading) -> str:
    """Return what keeps a stored template from meaning what the request does, "" if nothing does."""
    known, asked = units(template), units(match.template)
    if sense := disagreement(known, asked):
        return DISAGREES.format(sense)
    if roles(known) != roles(asked):
        return ROLES
    one, other = _numbers(known), _numbers(asked)
    if EXTREMES & senses(known) and len(one) == len(other) == 1 and one != other:
        return SEVERAL
    lost = next((word for word in _names(reading.loosely, match) if word not in known), "")
    return NAMED.format(f'"{lost}"') if lost else ""


def _numbers(words: Sequence[str]) -> set[str]:
    """Return whether a wording says that it is about one thing, or about several; nothing where it says neither."""
    return {_ONE_OR_SEVERAL[word] for word in words if word in _ONE_OR_SEVERAL}


def _names(reading: Reading, match: Match) -> Iterator[str]:
    """Yield the words of a template that may name a column or cell."""
    slots = {at for slot in match.slots for at in range(slot.first, slot.last)}
    words = {part.text for part in match.template.parts if isinstance(part, Word)}
    for mention in (*reading.visible, *reading.hints):
        for at in range(mention.first, mention.last):
            if at not in slots and reading.tokens[at].norm in words:
                yield reading.tokens[at].norm


def _asks_otherwise(one: Candidate, other: Candidate) -> bool:
    return (one.found.wording.procedure, one.arguments) != (other.found.wording.procedure, other.arguments)
