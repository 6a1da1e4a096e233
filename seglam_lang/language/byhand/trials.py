"""Examples that are run: what each gave, and how that differs from what it states."""

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.language.checking.checked import Checked, Example
from seglam_lang.language.checking.differences import differences
from seglam_lang.language.checking.examples import run_examples, same
from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.values import Value


@dataclass(frozen=True, slots=True)
class Trial:
    """An example that was run: the value that it gave, or the failure that it ended with.

    `wrong` is what is wrong with it, None where it holds; `differences` are the parts of the value that are not as
    stated. `place` is where a failure arose, in the source that was checked, None where that is not known.
    """

    example: Example
    value: Value = None
    failure: Failure | None = None
    wrong: Diagnostic | None = None
    differences: tuple[str, ...] = ()
    place: Diagnostic | None = None

    @property
    def holds(self) -> bool:
        """Whether the example gave what it states."""
        return self.wrong is None


def run_trials(checked: Checked) -> list[Trial]:
    """All examples of a procedure, in order."""
    wrong = {(each.start, each.end): each for each in run_examples(checked)}
    compiled = compile_procedure(checked.core)
    trials = []
    for example in checked.examples:
        said = wrong.get((example.start, example.end))
        try:
            value = compiled.run(example.arguments)
        except Failure as failure:
            trials.append(Trial(example, None, failure, said, place=place_of(failure, checked)))
            continue
        found = () if same(value, example.expected) else tuple(differences(example.expected, value))
        trials.append(Trial(example, value, None, said, found))
    return trials


def place_of(failure: Failure, checked: Checked) -> Diagnostic | None:
    """Where in the source that was checked a run failed, with the failure's own code and message."""
    if not 0 <= failure.node < len(checked.origins):
        return None
    return Diagnostic(failure.code, failure.message, *checked.origins[failure.node])
