"""What speaks for the first group of an election: its drafts, its program, and how much of the words that explains."""

from __future__ import annotations

from seglam_lang.language.core import preorder
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, ValueOrigin
from seglam_lang.requests.unread import Unexplained
from seglam_lang.verifier.agreement import Election
from seglam_lang.verifier.confidence import Evidence
from seglam_lang.verifier.guards import mentioned_columns
from seglam_lang.verifier.programs import weights


def evidence_of(election: Election, reading: Reading, scope: Scope, left: Unexplained | None) -> Evidence:
    """Return the evidence for the likeliest program, which leaves those words unexplained. There is a first group."""
    first, ballot = election.groups[0], election.ballot
    core = first.members[0].program.checked.core
    likeliest = max((ballot.drafts[place] for place in first.drafts), key=lambda draft: draft.log_probability)
    standing = sum(ballot.drafts[place].count for group in election.groups for place in group.drafts)
    chances = weights(ballot, 0.0)
    used = [scope.origins[name] for name in first.members[0].program.params]
    mentioned = mentioned_columns(reading, used)
    return Evidence(
        by_count=sum(ballot.drafts[place].count for place in first.drafts) / standing,
        by_probability=sum(chances[each.program] for each in first.members),
        margin=election.lead_of(first),
        rejected=1 - standing / sum(draft.count for draft in ballot.drafts),
        log_probability=likeliest.log_probability,
        willing=likeliest.willing,
        critic=likeliest.critic,
        explained=1.0 if left is None else left.chance,
        unread=len(reading.unread),
        implicit_columns=sum(isinstance(each, ColumnOrigin) and each not in mentioned for each in used),
        implicit_values=sum(isinstance(each, ValueOrigin) for each in used),
        programs=len(ballot.programs),
        nodes=sum(1 for root in core.roots() for _ in preorder(root)),
        table=bool(reading.inputs.tables),
        inputs=len(reading.inputs.values) > len(reading.inputs.tables),
    )
