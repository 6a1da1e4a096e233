"""Examples that were run: the value of each, and how it differs from the expected one."""

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
class ExampleResult:
    """The result of an example: the value of its call, or the failure that the call ended with.

    `wrong` is what is wrong with it, None where it holds; `differences` are the parts of the value that are not as
    expected. `place` is where a failure arose, in the source that was checked, None where that is not known.
    """

    example: Example
    value: Value = None
    failure: Failure | None = None
    wrong: Diagnostic | None = None
    differences: tuple[str, ...] = ()
    place: Diagnostic | None = None

    @property
    def holds(self) -> bool:
        """Return whether the example gave the value that it expects."""
        return self.wrong is None


def results_of_examples(checked: Checked) -> list[ExampleResult]:
    """Run all examples of a procedure, and return their results in order."""
    wrong = {(each.start, each.end): each for each in run_examples(checked)}
    compiled = compile_procedure(checked.core)
    results = []
    for example in checked.examples:
        diagnostic = wrong.get((example.start, example.end))
        try:
            value = compiled.run(example.arguments)
        except Failure as failure:
            results.append(ExampleResult(example, None, failure, diagnostic, place=place_of(failure, checked)))
            continue
        found = () if same(value, example.expected) else tuple(differences(example.expected, value))
        results.append(ExampleResult(example, value, None, diagnostic, found))
    return results


def place_of(failure: Failure, checked: Checked) -> Diagnostic | None:
    """Return where in the source that was checked a run failed, with the failure's code and message."""
    if not 0 <= failure.node < len(checked.origins):
        return None
    return Diagnostic(failure.code, failure.message, *checked.origins[failure.node])
