"""From drafts to programs: each draft is parsed and checked once, each distinct procedure encoded and compiled once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language.checking.checker import CheckedDraft, check_draft
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import encode, hash_of
from seglam_lang.language.storing.value_codec import CodecError

MIN_WILLING = 0.1  # of a draft (see Draft.willing): of 82 with less, 4 are right (all development sets)
UNWILLING = "the model wanted to write what the language does not allow here"


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A distinct procedure that one or more drafts wrote, ready to run.

    `drafts` are their places among all drafts, the most probable first. The same core with other parameters of the
    signature is another program.
    """

    checked: CheckedDraft
    encoded: bytes
    hash: str
    compiled: Compiled
    drafts: tuple[int, ...]

    @property
    def params(self) -> tuple[str, ...]:
        """Return the names of its parameters in the signature, in the core's order."""
        return self.checked.params


@dataclass(frozen=True, slots=True)
class Ballot:
    """All drafts of a request, each with why it lost, if it did; and the programs that the others stand for."""

    drafts: tuple[Draft, ...]
    programs: tuple[Program, ...]

    @property
    def standing(self) -> int:
        """Return how many drafts stand for a program, repeats counted."""
        return sum(self.drafts[place].count for program in self.programs for place in program.drafts)

    def without(self, reasons: dict[Program, str]) -> Ballot:
        """Return the ballot without some programs, whose drafts say why they lost."""
        return Ballot(
            explained(self.drafts, {place: why for each, why in reasons.items() for place in each.drafts}),
            tuple(each for each in self.programs if each not in reasons),
        )


def explained(drafts: Sequence[Draft], reasons: dict[int, str]) -> tuple[Draft, ...]:
    """Return the drafts, each with the reason why it lost; `reasons` are by the places of the drafts."""
    return tuple(replace(each, why=reasons.get(place, each.why)) for place, each in enumerate(drafts))


def programs_of(drafts: Sequence[Draft], signature: Signature, meant: Callable[[str], str] = str) -> Ballot:
    """Check and compile what the drafts wrote for one signature; of each body, what is `meant` by it."""
    readings = [_read(draft, signature, meant) for draft in drafts]
    places = [place for place, (_, checked, _) in enumerate(readings) if checked is not None]
    together: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place in sorted(places, key=lambda place: -drafts[place].log_probability):
        _, checked, encoded = readings[place]
        assert checked is not None
        together.setdefault((hash_of(encoded), checked.params), []).append(place)
    programs = []
    for (hash, _), members in together.items():
        _, checked, encoded = readings[members[0]]
        assert checked is not None
        programs.append(Program(checked, encoded, hash, compile_procedure(checked.core), tuple(members)))
    return Ballot(tuple(draft for draft, _, _ in readings), tuple(programs))


def _read(draft: Draft, signature: Signature, meant: Callable[[str], str]) -> tuple[Draft, CheckedDraft | None, bytes]:
    """Return a draft with its fate, and, where it is well typed, what it means and the bytes of that."""
    if not draft.finished:
        return replace(draft, why=draft.why or "it was not finished"), None, b""
    try:
        checked = check_draft(meant(draft.text), signature)
        encoded = encode(checked.core)
    except (LanguageError, CodecError) as error:
        return replace(draft, fate=Fate.ILL_TYPED, why=f"it does not type-check: {error}"), None, b""
    if draft.willing < MIN_WILLING:
        return replace(draft, why=UNWILLING), None, b""
    return replace(draft, why=""), checked, encoded  # one that is judged again says why it lost before


def weights(ballot: Ballot) -> dict[Program, float]:
    """Return each program's weight, how probable its texts are; together 1."""
    places = [place for program in ballot.programs for place in program.drafts]
    best = max((ballot.drafts[place].log_probability for place in places), default=0.0)
    chances = {place: exp(ballot.drafts[place].log_probability - best) for place in places}
    total = sum(chances.values())
    return {program: sum(chances[place] for place in program.drafts) / total for program in ballot.programs}
