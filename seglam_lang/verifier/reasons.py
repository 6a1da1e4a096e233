"""What of the evidence speaks against the likeliest program, as the rest of a sentence: "as ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from seglam_lang.drafts import Draft, Fate, in_percent, probability_of
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, ValueOrigin
from seglam_lang.verifier.agreement import Election, Group
from seglam_lang.verifier.guards import mentioned_columns
from seglam_lang.verifier.programs import UNWILLING
from seglam_lang.verifier.weighing import Weighed

AGREED = 0.8  # of the weight: what has as much is not doubted for what else was written
MUCH_REFUSED = 0.25  # of the probability of the drafts
MUCH_REJECTED = 0.5
LEAST_MEANT = 0.5  # of a description: what is less does not go with the request
UNLIKELY = 0.15  # of a draft, as the model has it
NOT_OF_LANGUAGE = "what the model wrote cannot be computed; say it in other words"


def why_unsure(
    best: Weighed, election: Election, offered: Sequence[tuple[int, Weighed]], reading: Reading, scope: Scope
) -> str:
    """Return what speaks against the likeliest program: that other procedures have much of the weight, or else the
    first thing in the evidence that lowers the chance of being right; "" where there is none that can be said.
    """
    if best.group.share < AGREED:
        return _disagreement(election.groups, offered)
    return next(_against(best, election, offered, reading, scope), "")


def _disagreement(groups: Sequence[Group], offered: Sequence[tuple[int, Weighed]]) -> str:
    """Return how the weight is spread: what the likeliest has of it, and what has most, where that is another."""
    first, heaviest = groups[0], max(groups, key=lambda group: group.share)
    shares = [f"{_called(first, offered, 'the likeliest')} with {in_percent(first.share)} of the weight"]
    if heaviest is not first:
        shares.append(f"{_called(heaviest, offered, 'another')} with {in_percent(heaviest.share)}")
    return f"the drafts do not agree: {len(groups)} different procedures, {' and '.join(shares)}"


def number_of(group: Group, offered: Sequence[tuple[int, Weighed]]) -> int:
    """Return the number by which a group is picked, 0 where it is not offered."""
    return next((number for number, each in offered if each.group is group), 0)


def _called(group: Group, offered: Sequence[tuple[int, Weighed]], otherwise: str) -> str:
    number = number_of(group, offered)
    return f"number {number}" if number else otherwise


def _against(
    best: Weighed, election: Election, offered: Sequence[tuple[int, Weighed]], reading: Reading, scope: Scope
) -> Iterator[str]:
    """Yield what lowers the chance of a program that has most of the weight, what is worth most first."""
    evidence, it = best.evidence, _called(best.group, offered, "the likeliest")
    if evidence.seconded == 0:
        yield "the model that was asked before came to something else"
    if evidence.refused > MUCH_REFUSED:
        yield f"the model gives {in_percent(evidence.refused)} of its weight to finding nothing to compute"
    if probability_of(election.ballot.drafts, _is_rejected) > MUCH_REJECTED:
        yield f"too many drafts were rejected: {why_rejected(list(filter(_is_rejected, election.ballot.drafts)))}"
    if evidence.meant is not None and (evidence.meant_margin or 0.0) < 0:
        yield f"{_better_meant(evidence.meant, offered)}, by its words alone, goes better with the request"
    elif evidence.meant is not None and evidence.meant < LEAST_MEANT:
        yield f"{it}, by its words alone, does not go well with the request"
    if evidence.unused:
        yield f"{it} does not take all that the words name"
    if unnamed := list(_unnamed(best, reading, scope)):
        yield f"{it} takes {' and '.join(unnamed)}, which the words do not name"
    if (chance := exp(evidence.log_probability)) < UNLIKELY:
        yield f"the model itself finds {it} unlikely ({in_percent(chance)})"


def _is_rejected(draft: Draft) -> bool:
    return bool(draft.why) and draft.fate is not Fate.REFUSED


def _better_meant(meant: float, offered: Sequence[tuple[int, Weighed]]) -> str:
    """Return what goes best with the request, of what goes better with it than something that is `meant` so likely."""
    chances = {number: each.evidence.meant or 0.0 for number, each in offered}
    best = max(chances, key=chances.__getitem__, default=0)
    return f"number {best}" if best and chances[best] > meant else "another"


def _unnamed(best: Weighed, reading: Reading, scope: Scope) -> Iterator[str]:
    """Yield the columns that a program takes, and their values, which the words do not name."""
    used = [scope.origins[name] for name in best.group.members[0].program.params]
    mentioned = mentioned_columns(reading, used)
    for origin in used:
        if isinstance(origin, ColumnOrigin) and origin not in mentioned:
            yield repr(origin.header)
        elif isinstance(origin, ValueOrigin):
            yield f"{str(origin.value)!r} in {origin.column.header!r}"


def why_rejected(lost: Sequence[Draft]) -> str:
    """Return why the first of some drafts lost about which more can be said than that it is not of the language: what
    that does not allow says nothing to a person who has not written it, and the trace keeps it.
    """
    return next((draft.why for draft in lost if not _is_of_language(draft)), NOT_OF_LANGUAGE)


def _is_of_language(draft: Draft) -> bool:
    """Return whether a draft lost for how it is written, not for what it does."""
    return draft.fate in (Fate.ILL_TYPED, Fate.CUT_OFF) or draft.why == UNWILLING
