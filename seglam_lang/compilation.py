"""A miss, step by step: drafts from the model, checked, tried on the user's examples, voted on, and made ready to
store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from seglam_lang.answer import Attempt
from seglam_lang.drafts import Draft, Fate
from seglam_lang.examples import Case, objection
from seglam_lang.language import Checked, LanguageError, check_draft
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.types import show
from seglam_lang.language.values import Table
from seglam_lang.matching import find_arguments
from seglam_lang.requests.model import ColumnRef, Mention, Wording
from seglam_lang.requests.naming import readable
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, columns_of, scope_of
from seglam_lang.requests.wordings import required_names, wording_of
from seglam_lang.store import Stored
from seglam_lang.translator.messages import Task
from seglam_lang.verifier import Candidate, Verdict, verify

MIN_WILLING = 0.5  # of a draft (see Draft.willing): of those that are right on wikisql.dev all but a few have over 0.8


class Drafter(Protocol):
    """What the engine needs of a translator."""

    model: Path

    @property
    def model_hash(self) -> str:
        """What distinguishes this model from another."""

    def draft(self, task: Task) -> list[Draft]:
        """Drafts for a task; raises ModelError."""

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True)
class Product:
    """What a miss comes to: a procedure with its evidence, or `why` there is none. `attempts` are all drafts.

    `transient`: another time there might be one, as some drafts ran out of time.
    """

    attempts: tuple[Attempt, ...]
    why: str = ""
    prompt: str = ""
    stored: Stored | None = None
    wording: Wording | None = None
    certificate: dict[str, Any] = field(default_factory=dict)
    transient: bool = False


@dataclass(slots=True)
class _Trial:
    """One distinct draft on its way through the checks; `why` it lost, "" while it has not."""

    draft: Draft
    why: str = ""
    checked: Checked | None = None
    candidate: Candidate | None = None

    def attempt(self) -> Attempt:
        fate = Fate.ILL_TYPED if self.draft.finished and self.checked is None else self.draft.fate
        return Attempt(self.draft.text, self.draft.log_probability, self.why, self.draft.count, fate.value)


def compile_request(
    reading: Reading, translator: Drafter, cases: Sequence[Case], candidates: int, seed: int, limit_s: float
) -> Product:
    """Ask the model, and make a product of what it drafts."""
    scope = scope_of(reading)
    drafts = translator.draft(Task(reading, scope, candidates, seed, limit_s))
    trials = [_check(draft, scope) for draft in drafts]
    refusals = [draft for draft in drafts if draft.fate is Fate.REFUSED]
    if sum(draft.count for draft in refusals) * 2 > sum(draft.count for draft in drafts):
        return Product(_attempts(trials), refusals[0].why)
    product = _choose(trials, reading, scope, translator.model_hash, cases, seed)
    return replace(product, transient=any(draft.fate is Fate.OUT_OF_TIME for draft in drafts))


def _choose(
    trials: Sequence[_Trial], reading: Reading, scope: Scope, model: str, cases: Sequence[Case], seed: int
) -> Product:
    """Find the draft to believe among those that stand, if any."""
    for trial in trials:
        if trial.checked is not None and not trial.why:
            trial.why = _wrong_by_example(trial.checked, reading, scope, cases)
    standing = [trial for trial in trials if not trial.why and trial.checked is not None]
    if not standing:
        return Product(_attempts(trials), _nothing_stands(trials))
    voters = [_candidate(trial) for trial in standing for _ in range(trial.draft.count)]
    verdict = verify(
        voters,
        scope.signature,
        scope.arguments,
        seed=seed,
        required=required_names(reading, scope),
        model=model,
        examples=len(cases),
    )
    _tell(standing, verdict)
    if verdict.winner is None or verdict.certificate is None:
        return Product(_attempts(trials), _with_difference(verdict))
    unsaid = "" if cases else _unsaid(reading, scope, verdict.winner.checked.params)
    if unsaid:
        for trial in standing:
            trial.why = trial.why or unsaid  # the winner's: it was not chosen after all
        return Product(_attempts(trials), unsaid)
    product = _ready(reading, scope, verdict.winner, verdict.certificate.to_dict())
    return replace(product, attempts=_attempts(trials), prompt=told(reading, scope))


def _check(draft: Draft, scope: Scope) -> _Trial:
    if not draft.finished:
        return _Trial(draft, draft.why or "it was not finished")
    try:
        checked = check_draft(draft.text, scope.signature)
    except LanguageError as error:
        return _Trial(draft, f"it does not type-check: {error}")
    if draft.willing < MIN_WILLING:
        return _Trial(draft, "the model meant something else, which does not type-check", checked)
    return _Trial(draft, checked=checked)


def _wrong_by_example(checked: Checked, reading: Reading, scope: Scope, cases: Sequence[Case]) -> str:
    if not cases:
        return ""
    wording = wording_of(reading, scope, checked.params, content_hash(checked.core))
    if wording is None:
        return "it reads the same words of the request in two ways"
    return objection(compile_procedure(checked.core), checked.core.params, wording, cases)


def _candidate(trial: _Trial) -> Candidate:
    """The draft as a voter; of a draft that was drawn several times each drawing votes."""
    assert trial.checked is not None
    if trial.candidate is None:
        trial.candidate = Candidate(trial.checked, trial.draft.log_probability, trial.draft.text)
    return trial.candidate


def _tell(trials: Sequence[_Trial], verdict: Verdict) -> None:
    """Give each trial the reason why it lost the vote."""
    reasons = {id(each.candidate): each.reason for each in verdict.rejected}
    for place, group in enumerate(verdict.groups):
        same = "it computes the same as the chosen one" if verdict.winner else "the likeliest, but not likely enough"
        other = f"it computes something else, with {group.share:.0%} of the weight"
        for candidate in group.candidates:
            reasons[id(candidate)] = other if place else same
    if verdict.winner is not None:
        reasons[id(verdict.winner)] = ""
    for trial in trials:
        trial.why = reasons.get(id(trial.candidate), "")


def _with_difference(verdict: Verdict) -> str:
    """Why a request is refused, and an input on which the candidates differ."""
    difference = verdict.difference
    if difference is None:
        return verdict.reason
    first, second = (
        f"fails ({outcome.failure})" if outcome.failure else f"gives {dumps(outcome.value)[:80]}"
        for outcome in (difference.first, difference.second)
    )
    where = "on this very request" if difference.own else "on other inputs"
    return f"{verdict.reason}; {where} one {first}, another {second}"


def _nothing_stands(trials: Sequence[_Trial]) -> str:
    if not trials:
        return "the model wrote no procedure for this request"
    drafts = "the model's draft does not stand" if len(trials) == 1 else f"none of the {len(trials)} drafts stands"
    return f"{drafts}: {trials[0].why}"


def _unsaid(reading: Reading, scope: Scope, params: Sequence[str]) -> str:
    """What a procedure over a table uses although the words do not say so; "" if they say all of it.

    Drafts about a table agree on something for any words whatever. What shows that the words are about the table is
    that they mention what is computed with.
    """
    used = [scope.origins[name] for name in params]
    if not any(isinstance(scope.arguments[name], Table) for name in params):
        return ""
    values = [origin for origin in used if isinstance(origin, Mention)]
    columns = [origin for origin in used if isinstance(origin, ColumnOrigin)]
    named = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    said = {column for mention in (*values, *named) for column in columns_of(mention)}
    guessed = [column.header for column in columns if column not in said]
    if guessed:
        return f"the model guessed at the column {guessed[0]!r}, which the request does not mention"
    return "" if values or columns else "the request mentions nothing of the table"


def _ready(reading: Reading, scope: Scope, winner: Candidate, certificate: dict[str, Any]) -> Product:
    """The winner as it is stored, if this very request will find it again."""
    checked = winner.checked
    hash = content_hash(checked.core)
    wording = wording_of(reading, scope, checked.params, hash)
    arguments = tuple(scope.arguments[name] for name in checked.params)
    if wording is None or find_arguments(wording, reading, checked.core.params) != arguments:
        return Product(
            (), why="what the procedure takes from this request cannot be found again in a request of its type"
        )
    shown = readable(winner.text, scope, checked, wording)
    stored = Stored(hash, encode(checked.core), shown.name, shown.source, shown.params, shown.spans)
    return Product((), stored=stored, wording=wording, certificate=certificate)


def told(reading: Reading, scope: Scope) -> str:
    """What the model was asked with, for people: the request, and what the names in its drafts stand for."""
    lines = [reading.request]
    for param in scope.signature.params:
        origin = scope.origins[param.name]
        if isinstance(origin, Mention):
            meant = reading.written(origin)
        else:
            meant = origin.header if isinstance(origin, ColumnOrigin) else origin.name
        lines.append(f"{param.name} = {meant}: {show(param.type)}")
    return "\n".join(lines)


def _attempts(trials: Sequence[_Trial]) -> tuple[Attempt, ...]:
    return tuple(trial.attempt() for trial in trials)
