"""Why nothing is believed, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.drafts import Draft, Fate, in_percent, probability_of
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.outcome import Outcome
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope
from seglam_lang.requests.unread import Unexplained
from seglam_lang.verifier.agreement import Difference, Election, Group
from seglam_lang.verifier.guards import in_words
from seglam_lang.verifier.programs import UNWILLING

LONGEST = 80  # characters of a value that is shown
MOST_REJECTED = 0.5  # of the probability of the drafts: what a refusal mentions
NOT_OF_LANGUAGE = "what the model wrote cannot be computed; say it in other words"


def doubt(
    confidence: float,
    election: Election,
    offered: Sequence[tuple[int, Group]],
    reading: Reading,
    scope: Scope,
    left: Unexplained | None,
) -> str:
    """Return why the likeliest program is not sure enough: the words that it leaves unexplained, or what it competes
    with. The groups that are `offered` to pick from are called by their numbers.
    """
    unsure = f"I am only {in_percent(confidence)} sure"
    if len(election.groups) > 1:
        share = f"the likeliest with {election.groups[0].share:.0%} of the weight"
        unsure += f", as the drafts do not agree: {len(election.groups)} different procedures, {share}"
    elif rejected := _rejected(election):
        unsure += f", as too many drafts were rejected: {rejected}"
    if election.difference is not None:
        unsure += f"; {_apart(election.difference, election.groups[:2], offered, scope.arguments)}"
    return unsure if left is None else f"{in_words(left, reading)}; {unsure}"


def _rejected(election: Election) -> str:
    """Return why the first of many drafts was rejected, "" where what was is not likely."""
    drafts = election.ballot.drafts
    mostly = probability_of(drafts, lambda draft: bool(draft.why)) > MOST_REJECTED
    return _why([draft for draft in drafts if draft.why]) if mostly else ""


def _apart(
    difference: Difference,
    groups: Sequence[Group],
    offered: Sequence[tuple[int, Group]],
    given: Mapping[str, Value],
) -> str:
    """Return a sample on which two groups differ, with what each gives; `given` are the arguments of the request."""
    numbers = [next((number for number, each in offered if each is group), 0) for group in groups]
    first, second = ("one", "another") if 0 in numbers else (f"number {number}" for number in numbers)
    params = {name for group in groups for name in group.members[0].program.params}
    where = "on this very request" if difference.own else f"for {_sample(difference.arguments, params, given)}"
    return f"{where} {first} {_outcome(difference.first)}, {second} {_outcome(difference.second)}"


def _outcome(outcome: Outcome) -> str:
    return f"fails ({outcome.failure})" if outcome.failure else f"gives {_shown(outcome.value)}"


def _sample(sample: Mapping[str, Value], params: set[str], given: Mapping[str, Value]) -> str:
    """Return the values that programs with these parameters get in place of what is given, of tables only the columns
    that they take, by the headers that they have in the request's.
    """
    used = {name: value for name, value in sample.items() if name in params}
    headers = {value.header: given[name].header for name, value in used.items() if isinstance(value, Column)}
    others = {name: value for name, value in used.items() if not isinstance(value, Column)}
    return " and ".join(_argument(value, given[name], headers) for name, value in others.items())


def _argument(value: Value, given: Value, headers: Mapping[str, str]) -> str:
    if not isinstance(value, Table):
        return f"{_shown(value)} in place of {_shown(given)}"
    kept = [(i, headers[header]) for i, header in enumerate(value.headers) if header in headers]
    rows = [{header: value.cells[i][row] for i, header in kept} for row in range(value.length)]
    return f"the rows {_shown(rows)}"


def _shown(value: object) -> str:
    text = dumps(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def all_rejected(drafts: Sequence[Draft]) -> str:
    """Return why no draft came to the vote."""
    if not drafts:
        return "the model wrote no procedure for this request"
    which = "the model's draft was rejected" if len(drafts) == 1 else f"all {len(drafts)} drafts were rejected"
    written = sum(draft.count for draft in drafts)
    often = f" (written {written} times in all)" if written > len(drafts) else ""
    return f"{which}{often}: {_why(drafts)}"


def _why(lost: Sequence[Draft]) -> str:
    """Return why the first of some drafts lost about which more can be said than that it is not of the language: what
    that does not allow says nothing to a person who has not written it, and the trace keeps it.
    """
    return next((draft.why for draft in lost if not _is_of_language(draft)), NOT_OF_LANGUAGE)


def _is_of_language(draft: Draft) -> bool:
    """Return whether a draft lost for how it is written, not for what it does."""
    return draft.fate in (Fate.ILL_TYPED, Fate.CUT_OFF) or draft.why == UNWILLING
