"""What speaks for each group of an election: its drafts, its program, and how much of the words that explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from seglam_lang.drafts import Draft, Fate, probability_of
from seglam_lang.language.core import preorder
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, Scope, ValueOrigin, columns_of, mention_in
from seglam_lang.requests.unread import Unexplained
from seglam_lang.verifier.agreement import Election, Group
from seglam_lang.verifier.confidence import Calibration, Evidence
from seglam_lang.verifier.guards import left_unexplained, mentioned_columns
from seglam_lang.verifier.opinions import Opinions
from seglam_lang.verifier.programs import weights


@dataclass(frozen=True, slots=True)
class Weighed:
    """A group with the words that its program leaves unexplained, and with what speaks for it."""

    group: Group
    left: Unexplained | None
    evidence: Evidence
    confidence: float


def weigh(
    election: Election, reading: Reading, scope: Scope, opinions: Opinions, calibration: Calibration
) -> tuple[Weighed, ...]:
    """Return the groups of an election with what speaks for them, the likeliest to be right first: that need not be the
    largest, as a smaller one may explain more of the words.
    """
    found = []
    for group in election.groups:
        left = left_unexplained(reading, scope, group.members[0].program)
        evidence = replace(
            _evidence(election, group, reading, scope, left), seconded=opinions.of(group.members[0].program)
        )
        found.append(Weighed(group, left, evidence, calibration.confidence(evidence)))
    return tuple(sorted(found, key=lambda each: -each.confidence))


def _evidence(election: Election, group: Group, reading: Reading, scope: Scope, left: Unexplained | None) -> Evidence:
    ballot = election.ballot
    core = group.members[0].program.checked.core
    likeliest = _likeliest(election, group)
    others = [_likeliest(election, each) for each in election.groups if each is not group]
    chances = weights(ballot)
    used = [scope.origins[name] for name in group.members[0].program.params]
    mentioned = mentioned_columns(reading, used)
    return Evidence(
        by_probability=sum(chances[each.program] for each in group.members),
        margin=election.lead_of(group),
        rejected=probability_of(ballot.drafts, lambda draft: bool(draft.why)),
        refused=probability_of(ballot.drafts, lambda draft: draft.fate is Fate.REFUSED),
        log_probability=likeliest.log_probability,
        willing=likeliest.willing,
        critic=likeliest.critic,
        meant=likeliest.meant,
        meant_margin=_ahead(likeliest.meant, [each.meant for each in others]),
        alike=likeliest.alike,
        alike_margin=_ahead(likeliest.alike, [each.alike for each in others]),
        explained=1.0 if left is None else left.chance,
        words=len(reading.tokens),
        unread=len(reading.unread),
        unused=_unused(reading, used),
        unused_hints=_unused_hints(reading, used),
        implicit_columns=sum(isinstance(each, ColumnOrigin) and each not in mentioned for each in used),
        implicit_values=sum(isinstance(each, ValueOrigin) for each in used),
        programs=len(ballot.programs),
        nodes=sum(1 for root in core.roots() for _ in preorder(root)),
        table=bool(reading.inputs.tables),
        inputs=len(reading.inputs.values) > len(reading.inputs.tables),
    )


def _likeliest(election: Election, group: Group) -> Draft:
    return max((election.ballot.drafts[place] for place in group.drafts), key=lambda draft: draft.log_probability)


def _ahead(chance: float | None, others: Sequence[float | None]) -> float | None:
    """Return how far a chance is ahead of the best of others (of nothing where there are none)."""
    return None if chance is None else chance - max((each for each in others if each is not None), default=0.0)


def _unused_hints(reading: Reading, used: Sequence[Origin]) -> int:
    """Return how many words are like the names of columns, or of their values, of which a program takes none."""
    taken = [mention for mention in map(mention_in, used) if mention is not None]
    spans = {(each.first, each.last) for each in reading.hints}
    meant = {(each.first, each.last) for each in reading.hints if any(column in used for column in columns_of(each))}
    return sum(not any(first < each.last and each.first < last for each in taken) for first, last in spans - meant)


def _unused(reading: Reading, used: Sequence[Origin]) -> int:
    """Return how many mentions name a column that a program does not take, or stand where it takes nothing."""
    taken = [mention for mention in map(mention_in, used) if mention is not None]
    spans = {
        (each.first, each.last)
        for each in reading.visible
        if not (isinstance(each, ColumnRef) and any(column in used for column in columns_of(each)))
        and not any(each.first < other.last and other.first < each.last for other in taken)
    }
    named = [each for each in reading.visible if isinstance(each, ColumnRef) and columns_of(each)[0] in used]
    return sum(not any(first < each.last and each.first < last for each in named) for first, last in spans)
