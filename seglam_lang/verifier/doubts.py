"""Why nothing is believed, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from seglam_lang.drafts import Draft, Fate, in_percent
from seglam_lang.language.computing.first_digits import first_digits
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.outcome import Outcome
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope
from seglam_lang.verifier.agreement import Difference, Election, Group
from seglam_lang.verifier.guards import in_words
from seglam_lang.verifier.reasons import number_of, why_rejected, why_unsure
from seglam_lang.verifier.weighing import Weighed

LONGEST = 80  # characters of a value that is shown
SAID_FOR_NOTHING = 0.8  # the chance from which on words that are left unexplained are no reason to doubt


def doubt(
    best: Weighed, election: Election, offered: Sequence[tuple[int, Weighed]], reading: Reading, scope: Scope
) -> str:
    """Return why the likeliest program is not sure enough: the words that it leaves unexplained, and what else speaks
    against it. What is `offered` to pick from is called by its numbers.
    """
    unsure = f"I am only {in_percent(best.confidence)} sure"
    if why := why_unsure(best, election, offered, reading, scope):
        unsure += f", as {why}"
    if election.difference is not None:
        unsure += f"; {_apart(election.difference, election.groups[:2], offered, scope.arguments)}"
    left = best.left
    return unsure if left is None or left.chance > SAID_FOR_NOTHING else f"{in_words(left, reading)}; {unsure}"


def mostly_refused(weight: float, confidence: float) -> str:
    """Return why nothing is believed of what a model wrote that gives most of its `weight` to writing nothing."""
    rest = f"of what else it came to I am only {in_percent(confidence)} sure"
    return f"the model mostly finds nothing to compute in this request ({in_percent(weight)} of its weight), and {rest}"


def _apart(
    difference: Difference,
    groups: Sequence[Group],
    offered: Sequence[tuple[int, Weighed]],
    given: Mapping[str, Value],
) -> str:
    """Return a sample on which two groups differ, with what each gives; `given` are the arguments of the request."""
    numbers = [number_of(group, offered) for group in groups]
    first, second = ("one", "another") if 0 in numbers else (f"number {number}" for number in numbers)
    params = {name for group in groups for name in group.members[0].program.params}
    where = "on this very request" if difference.own else f"for {_sample(difference.arguments, params, given)}"
    one, other = (_outcome(each, _readable(each.value)) for each in (difference.first, difference.second))
    if one == other:  # but for their last digits
        one, other = (_outcome(each, each.value) for each in (difference.first, difference.second))
    return f"{where} {first} {one}, {second} {other}"


def _outcome(outcome: Outcome, value: Value) -> str:
    return f"fails ({outcome.failure})" if outcome.failure else f"gives {_shown(value)}"


def _readable(value: Value) -> Value:
    """Return a value with the first digits of a fraction that is too long to be read."""
    return first_digits(value) if isinstance(value, Decimal) else value


def _sample(sample: Mapping[str, Value], params: set[str], given: Mapping[str, Value]) -> str:
    """Return the values that programs with these parameters get in place of what is given, but those that stay as they
    are; of tables only the columns that they take, by the headers that they have in the request's.
    """
    used = {name: value for name, value in sample.items() if name in params}
    headers = {value.header: given[name].header for name, value in used.items() if isinstance(value, Column)}
    others = {name: value for name, value in used.items() if not isinstance(value, Column)}
    asked = [given[name] for name in others]
    changed = {name: value for name, value in others.items() if value != given[name] or asked.count(value) > 1}
    return " and ".join(_argument(value, given[name], headers) for name, value in (changed or others).items())


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
    drafts = [draft for draft in drafts if draft.fate is not Fate.REFUSED] or drafts  # those say that there is nothing
    which = "the model's draft was rejected" if len(drafts) == 1 else f"all {len(drafts)} drafts were rejected"
    written = sum(draft.count for draft in drafts)
    often = f" (written {written} times in all)" if written > len(drafts) else ""
    return f"{which}{often}: {why_rejected(drafts)}"
