"""`seglam test`: the examples of source files, and what procedures do on generated inputs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from seglam_lang.cli.amounts import format_count, format_ms
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import WholeNumber
from seglam_lang.cli.sources import SourceFile, read_sources

if TYPE_CHECKING:
    from seglam_lang.language.byhand.example_results import ExampleResult
    from seglam_lang.language.checking.checked import Checked
    from seglam_lang.language.values import Value
    from seglam_lang.verifier.properties import Examination

FAILED = 1


@dataclass(slots=True)
class Tally:
    """What was tried so far; `results` is the same for --json."""

    json: bool
    verbose: bool
    files: int = 0
    procedures: int = 0
    without: list[str] = field(default_factory=list)  # procedures that have no example
    examples: int = 0
    failed: int = 0
    broken: int = 0  # procedures that generated inputs broke
    results: list[dict[str, Any]] = field(default_factory=list)

    def report(self, text: str) -> None:
        """Print a text, unless JSON is wanted."""
        if not self.json:
            click.echo(text)


@click.command("test", short_help="Run the examples of source files.")
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option("-k", "part", metavar="NAME", default="", help="Run only procedures with NAME in their names.")
@click.option(
    "--fuzz",
    type=WholeNumber(1, 100_000),
    metavar="N",
    help="Also run each procedure on N generated inputs: every `ensure` must hold, and each kind of failure is listed.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, metavar="N", help="Another seed generates other inputs."
)
@click.option("-v", "--verbose", is_flag=True, help="Also list the procedures whose examples hold.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object: examples, failed, broken (procedures that generated inputs broke), without_examples, "
    "results.",
)
def command(files: tuple[str, ...], part: str, fuzz: int | None, seed: int, verbose: bool, as_json: bool) -> None:
    """Run the examples of source files, and show how results differ from what is expected.

    An example also fails where a `check` or an `ensure` of the procedure does not hold.

    Of a folder all .seg files are tested, by default those of the current folder; `-` is standard input.

    \b
      seglam test
      seglam test prices.seg -k total
      seglam test prices.seg --fuzz 500

    Exit codes: 0 all hold · 1 some do not · 2 a file has errors or cannot be read, or no procedure has that name.
    """
    from seglam_lang.language import LanguageError, check, render_all

    began = perf_counter()
    tally, unread = Tally(as_json, verbose), 0
    sources = read_sources(files)
    for source in sources:
        try:
            procedures = check(source.data)
        except LanguageError as error:
            unread += 1
            click.echo(f"{render_all(error, source.text, source.name)}\n", err=True)
            continue
        wanted = [each for each in procedures if part in each.name]
        tally.files += bool(wanted)
        for each in wanted:
            _try(each, source, tally)
            if fuzz:
                _fuzz(each, source, tally, seed, fuzz)
    if part and not tally.procedures and not unread:
        raise Sentence(f"no procedure has {part!r} in its name")
    if not tally.procedures and not unread:
        raise Sentence(
            f"{', '.join(each.name for each in sources)} {'holds' if len(sources) == 1 else 'hold'} no procedures"
        )
    _summary(tally, perf_counter() - began, fuzz)
    if unread:
        raise Sentence(f"{unread} of {format_count(len(sources), 'file')} {'has' if unread == 1 else 'have'} errors")
    if tally.failed or tally.broken:
        sys.exit(FAILED)


def _try(procedure: Checked, source: SourceFile, tally: Tally) -> None:
    from seglam_lang.language.byhand.example_results import results_of_examples

    results = results_of_examples(procedure)
    failed = sum(not each.holds for each in results)
    tally.procedures += 1
    tally.examples += len(results)
    tally.failed += failed
    if not results:
        tally.without.append(procedure.name)
    if tally.verbose:
        count = format_count(len(results), "example")
        state = f"{failed} of {count} failed" if failed else count
        tally.report(f"{source.name}  {procedure.name}  {state}")
    for result in results:
        tally.results.append(_result_to_dict(result, procedure, source))
        if result.wrong is not None:
            tally.report(f"{_describe_failure(result, source)}\n")


def _describe_failure(result: ExampleResult, source: SourceFile) -> str:
    """Describe what is wrong with an example: how its result differs, or where it failed."""
    from seglam_lang.language import render

    assert result.wrong is not None
    if result.place is None:
        return render(result.wrong, source.text, source.name)
    place = render(result.place, source.text, source.name).split("\n", 1)[1]
    return f"{render(replace(result.wrong, hint=''), source.text, source.name)}\n{place}"


def _result_to_dict(result: ExampleResult, procedure: Checked, source: SourceFile) -> dict[str, Any]:
    from seglam_lang.language.diagnostics import line_and_column

    return {
        "file": source.name,
        "procedure": procedure.name,
        "line": line_and_column(source.text, result.example.start)[0],
        "holds": result.holds,
        "expected": result.example.expected,
        "got": result.value,
        "failure": result.failure.code if result.failure else "",
        "message": result.wrong.message if result.wrong else "",
        "differences": list(result.differences),
    }


def _fuzz(procedure: Checked, source: SourceFile, tally: Tally, seed: int, count: int) -> None:
    """Run a procedure on generated inputs, and report what it did."""
    from seglam_lang.verifier.properties import examine

    examination = examine(procedure.core, seed, count)
    tally.broken += bool(examination.broken)
    if tally.json:
        tally.results.append(
            {
                "file": source.name,
                "procedure": procedure.name,
                "inputs": count,
                "holds": not examination.broken,
                "message": examination.broken,
                "failures": [each.code for each in examination.failures],
            }
        )
        return
    for line in _describe_examination(examination, procedure, count):
        tally.report(line)
    tally.report("")


def _describe_examination(examination: Examination, procedure: Checked, count: int) -> list[str]:
    """Describe what a procedure did on generated inputs."""
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.verifier.properties import ENSURES_HOLD, EVERY_PARAMETER_MATTERS, WITHIN_FUEL

    lines = [f"{procedure.name}  {examination.answered} results on {format_count(count, 'generated input')}"]
    if examination.broken:
        lines.append(f"  error: {examination.broken}")
    elif ENSURES_HOLD in examination.properties:
        lines.append("  every `ensure` holds")
    for each in examination.failures:
        lines += [f"  fails with {each.code}: {each.message}", f"    {_call(each.arguments, procedure)}"]
    if WITHIN_FUEL not in examination.properties:
        lines.append("  note: some inputs take more work than small inputs should")
    if procedure.params and EVERY_PARAMETER_MATTERS not in examination.properties:
        lines.append("  note: no input showed that every parameter changes the result")
    return [escape_controls(each) for each in lines]


def _call(arguments: Sequence[Value], procedure: Checked) -> str:
    """Return a call as an example has it: the arguments in the author's order."""
    from seglam_lang.language.syntax.literals import show_value
    from seglam_lang.language.values import Column

    given = dict(zip(procedure.params, arguments, strict=True))
    values = [given[name] for name in procedure.written]
    written = [show_value(each.header if isinstance(each, Column) else each) for each in values]
    return f"{procedure.name}({', '.join(written)})"


def _summary(tally: Tally, seconds: float, fuzz: int | None) -> None:
    if tally.json:
        from seglam_lang.language.jsonvalue import dumps

        counts = {"examples": tally.examples, "failed": tally.failed, "broken": tally.broken}
        click.echo(dumps({**counts, "without_examples": tally.without, "results": tally.results}))
        return
    where = f"{format_count(tally.procedures, 'procedure')} in {format_count(tally.files, 'file')}"
    held = f"{tally.failed} failed" if tally.failed else "all hold" if tally.examples else "there are none to run"
    parts = [f"{format_count(tally.examples, 'example')} of {where}: {held}"]
    if fuzz:
        parts.append(f"{tally.broken} broken by generated inputs" if tally.broken else "generated inputs broke nothing")
    if tally.without:
        names = ", ".join(tally.without[:5]) + (", ..." if len(tally.without) > 5 else "")
        parts.append(f"without an example: {names}")
    click.echo(" · ".join([*parts, format_ms(seconds * 1000)]), err=True)
