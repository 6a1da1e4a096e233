"""Answers that a person has called wrong: no program that computes the same is believed for these words again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from seglam_lang.language.outcome import run
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.values import Value
from seglam_lang.requests.scope import Scope
from seglam_lang.verifier.generate import restricted
from seglam_lang.verifier.mutations import mutations
from seglam_lang.verifier.programs import Ballot, Program
from seglam_lang.verifier.trials import outcome_on

SAMPLES = 32  # like the request's own: programs that are one on all of them make the same mistake
REPEATS = "it computes what a person has called wrong"


@dataclass(frozen=True)
class Withdrawn:
    """A procedure that a person has called wrong for such a request, with its arguments in this one."""

    compiled: Compiled
    arguments: tuple[Value, ...]

    def names(self, values: Mapping[str, Value], first: Sequence[str]) -> tuple[str, ...]:
        """Return the names of a scope that stand for its arguments, those `first` where several do; () where none does
        for one of them.
        """
        known = [*first, *values]
        found = [next((name for name in known if _is_one(values[name], each)), "") for each in self.arguments]
        return tuple(found) if all(found) else ()


def repeats(ballot: Ballot, withdrawn: Sequence[Withdrawn], scope: Scope, seed: int) -> dict[Program, str]:
    """Return the programs that compute what a person has called wrong, on this request and on such as are like it."""
    return {
        program: REPEATS for program in ballot.programs for each in withdrawn if _is_same(program, each, scope, seed)
    }


def _is_same(program: Program, wrong: Withdrawn, scope: Scope, seed: int) -> bool:
    values = scope.arguments
    if outcome_on(program.compiled, program.params, values).key != run(wrong.compiled, wrong.arguments, None).key:
        return False
    names = wrong.names(values, program.params)
    return all(
        run(program.compiled, mine).key == run(wrong.compiled, its).key
        for mine, its in _samples(program.params, names, scope, seed)
    )


def _is_one(value: Value, other: Value) -> bool:
    return value is other or (type(value) is type(other) and value == other)


def _samples(
    params: tuple[str, ...], names: tuple[str, ...], scope: Scope, seed: int
) -> Iterator[tuple[list[Value], list[Value]]]:
    """Yield arguments for two programs with these parameters; none where it is not known what stands for those of one:
    then the answer to the request itself decides.
    """
    if not names:
        return
    joint = restricted(scope.signature, {*params, *names})
    for sample in mutations(joint, scope.arguments, seed, SAMPLES):
        yield sample.arguments(params), sample.arguments(names)
