"""`seglam test`: the examples of source files, and what a procedure ensures on generated inputs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.sources import SourceFile, counted, read_sources

if TYPE_CHECKING:
    from seglam_lang.language.byhand.example_results import ExampleResult
    from seglam_lang.language.checking.checked import Checked
    from seglam_lang.language.values import Value
    from seglam_lang.verifier.properties import Examination

FAILED = 1


@dataclass(slots=True)
class Tally:
    """What has been tried so far; `results` is that, for scripts."""

    json: bool
    verbose: bool
    files: int = 0
    procedures: int = 0
    without: list[str] = field(default_factory=list)  # procedures that have no example
    examples: int = 0
    failed: int = 0
    broken: int = 0  # procedures that did not stand generated inputs
    results: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """For people only."""
        if not self.json:
            click.echo(text)


@click.command("test", short_help="Run the examples of source files.")
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option("-k", "part", metavar="NAME", default="", help="Only procedures whose name has NAME in it.")
@click.option(
    "--fuzz",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="Also run each procedure on N generated inputs: what it ensures must hold; ways in which it fails are listed.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed generates other inputs.")
@click.option("-v", "--verbose", is_flag=True, help="Also list what holds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: counts and a result for each example.")
def command(files: tuple[str, ...], part: str, fuzz: int | None, seed: int, verbose: bool, as_json: bool) -> None:
    """Run the examples of source files, with their `check` and `ensure`, and show how results differ.

    Of a folder all .seg files are tested, by default those of the current folder; `-` is standard input.

    \b
      seglam test
      seglam test prices.seg -k total
      seglam test prices.seg --fuzz 500

    Exit codes: 0 all hold · 1 some do not · 2 a file is no source, or no procedure is called so.
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
    _summary(tally, perf_counter() - began, fuzz)
    if unread:
        raise Sentence(f"{unread} of {counted(len(sources), 'file')} {'has' if unread == 1 else 'have'} errors")
    if tally.failed or tally.broken:
        sys.exit(FAILED)


def _try(procedure: Checked, source: SourceFile, tally: Tally) -> None:
    from seglam_lang.language.byhand.example_results import results_of_examples

    trials = results_of_examples(procedure)
    failed = sum(not each.holds for each in trials)
    tally.procedures += 1
    tally.examples += len(trials)
    tally.failed += failed
    if not trials:
        tally.without.append(procedure.name)
    if tally.verbose:
        state = f"{failed} of {counted(len(trials), 'example')} failed" if failed else counted(len(trials), "example")
        tally.say(f"{source.name}  {procedure.name}  {state}")
    for trial in trials:
        tally.results.append(_result(trial, procedure, source))
        if trial.wrong is not None:
            tally.say(f"{_shown(trial, source)}\n")


def _shown(trial: ExampleResult, source: SourceFile) -> str:
    """What is wrong with an example: the example with the parts that differ, or with the place of its failure."""
    from seglam_lang.language import render

    assert trial.wrong is not None
    if trial.place is None:
        return render(trial.wrong, source.text, source.name)
    place = render(trial.place, source.text, source.name).split("\n", 1)[1]
    return f"{render(replace(trial.wrong, hint=''), source.text, source.name)}\n{place}"


def _result(trial: ExampleResult, procedure: Checked, source: SourceFile) -> dict[str, Any]:
    from seglam_lang.language.diagnostics import line_and_column

    return {
        "file": source.name,
        "procedure": procedure.name,
        "line": line_and_column(source.text, trial.example.start)[0],
        "holds": trial.holds,
        "expected": trial.example.expected,
        "got": trial.value,
        "failure": trial.failure.code if trial.failure else "",
        "message": trial.wrong.message if trial.wrong else "",
        "differences": list(trial.differences),
    }


def _fuzz(procedure: Checked, source: SourceFile, tally: Tally, seed: int, count: int) -> None:
    """Run a procedure on generated inputs, and say what came of it."""
    from seglam_lang.verifier.properties import examine

    examination = examine(procedure.core, seed, count)
    tally.broken += bool(examination.broken)
    if tally.json:
        told = [each.code for each in examination.failures]
        tally.results.append(
            {
                "file": source.name,
                "procedure": procedure.name,
                "inputs": count,
                "holds": not examination.broken,
                "message": examination.broken,
                "failures": told,
            }
        )
        return
    for line in _examined(examination, procedure, count):
        tally.say(line)
    tally.say("")


def _examined(examination: Examination, procedure: Checked, count: int) -> list[str]:
    """What generated inputs have shown."""
    from seglam_lang.cli.render import visible
    from seglam_lang.verifier.properties import ENSURES_HOLD, EVERY_PARAMETER_MATTERS, WITHIN_FUEL

    told = [f"{procedure.name}  {examination.answered} results on {counted(count, 'generated input')}"]
    if examination.broken:
        told.append(f"  error: {examination.broken}")
    elif ENSURES_HOLD in examination.properties:
        told.append("  every `ensure` holds")
    for each in examination.failures:
        told += [f"  fails with {each.code}: {each.message}", f"    {_call(each.arguments, procedure)}"]
    if WITHIN_FUEL not in examination.properties:
        told.append("  note: some inputs take more work than small inputs should")
    if procedure.params and EVERY_PARAMETER_MATTERS not in examination.properties:
        told.append("  note: no input showed that every parameter changes the result")
    return [visible(each, "") for each in told]


def _call(arguments: Sequence[Value], procedure: Checked) -> str:
    """A call as an example has it: the arguments in the author's order."""
    from seglam_lang.language.syntax.literals import show_value
    from seglam_lang.language.values import Column

    given = dict(zip(procedure.params, arguments, strict=True))
    values = [given[name] for name in procedure.written]
    shown = [show_value(each.header if isinstance(each, Column) else each) for each in values]
    return f"{procedure.name}({', '.join(shown)})"


def _summary(tally: Tally, seconds: float, fuzz: int | None) -> None:
    from seglam_lang.cli.execute import milliseconds

    if tally.json:
        from seglam_lang.language.jsonvalue import dumps

        counts = {"examples": tally.examples, "failed": tally.failed, "broken": tally.broken}
        click.echo(dumps({**counts, "without_examples": tally.without, "results": tally.results}))
        return
    where = f"{counted(tally.procedures, 'procedure')} in {counted(tally.files, 'file')}"
    held = f"{tally.failed} failed" if tally.failed else "all hold" if tally.examples else "there are none to run"
    told = [f"{counted(tally.examples, 'example')} of {where}: {held}"]
    if fuzz:
        told.append(f"{tally.broken} broken by generated inputs" if tally.broken else "generated inputs broke nothing")
    if tally.without:
        names = ", ".join(tally.without[:5]) + (", ..." if len(tally.without) > 5 else "")
        told.append(f"without an example: {names}")
    click.echo(" · ".join([*told, milliseconds(seconds * 1000)]), err=True)
