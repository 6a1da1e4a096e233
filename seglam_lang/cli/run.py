"""`seglam run`: a procedure of a source file, called from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

import click

from seglam_lang.cli.amounts import format_count, format_ms
from seglam_lang.cli.errors import Sentence, as_sentence
from seglam_lang.cli.options import HowRead, WholeNumber, expect_engine, reading_options
from seglam_lang.cli.sources import STDIN, SUFFIX, SourceFile, read_sources
from seglam_lang.inputs.paths import no_file

if TYPE_CHECKING:
    from seglam_lang.language.byhand.calls import TextCall
    from seglam_lang.language.checking.checked import Checked
    from seglam_lang.language.types import Type
    from seglam_lang.language.values import Value


class Failed(Sentence):
    """A procedure failed; `code` and the place are for --json."""

    def __init__(self, message: str, code: str, why: str, line: int | None, column: int | None) -> None:
        super().__init__(message)
        self.fields = {"status": "failed", "code": code, "why": why, "line": line, "column": column}


@click.command(
    "run",
    short_help="Run a procedure of a source file.",
    context_settings={"ignore_unknown_options": True},  # -5 is a number
)
@click.argument("file", metavar="FILE.seg")
@click.argument("name", metavar="PROC", required=False)
@click.argument("arguments", metavar="[ARGS...]", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object: status (done, failed, error), result, type, fuel, code, why, line, column, and notes "
    "where an argument may be meant otherwise than it was read.",
)
@click.option(
    "--fuel",
    type=WholeNumber(1),
    metavar="N",
    help="The most work that the run may do; by default it follows from the size of the arguments.",
)
@reading_options()
@click.option("--explain", is_flag=True, help="Also print the signature, the arguments, the fuel and the time.")
def command(
    file: str,
    name: str | None,
    arguments: tuple[str, ...],
    as_json: bool,
    fuel: int | None,
    how: HowRead,
    explain: bool,
) -> None:
    """Run the procedure PROC of a source file, and print its result.

    Arguments come in the order of the parameters, or as NAME=VALUE. Values are written as in the language; a Text needs
    no quotation marks. A Table is a file as for --in of `seglam exec` (orders.csv, book.xlsx::Sheet2; `-` is standard
    input) or a list of records; a Column is the header of one of its columns.

    \b
      seglam run bills.seg split_bill 100 18% people=3
      seglam run sales.seg total_by orders.csv sales region
      seglam run dates.seg due_date 2024-01-31 30
      seglam run lists.seg middle '[3, 1, 2]'
      seglam run records.seg greet '{name: "Ann", age: 30}'

    Exit codes: 0 done · 2 a wrong argument, an error in the file, or a failure (the sentence on stderr says which).
    """
    try:
        _run(file, name, arguments, as_json, fuel, how, explain)
    except Exception as error:
        if not as_json:
            raise
        _fail_as_json(error)


def _run(
    file: str,
    name: str | None,
    arguments: Sequence[str],
    as_json: bool,
    fuel: int | None,
    how: HowRead,
    explain: bool,
) -> None:
    from seglam_lang.cli.opening import file_options
    from seglam_lang.cli.progress import progress
    from seglam_lang.inputs.call_arguments import read_argument
    from seglam_lang.language import ArgumentError, Failure, compile_procedure

    expect_engine(how)
    source = _source(file)
    checked, call = _find(source, name)
    notes: list[str] = []

    def read(text: str, kind: Type) -> Any:
        value, about = read_argument(text, kind, file_options(how))
        notes.extend(about)
        return value

    try:
        with progress("reading"):
            values = call.values(arguments, read)
    except ArgumentError as error:
        raise Sentence(f"the arguments do not fit\n{error}") from error
    began = perf_counter()
    try:
        with progress("running"):
            result, spent, steps = compile_procedure(checked.core).run_told(values, fuel)
    except Failure as failure:
        if explain:
            _explain(checked, call, values, notes)
        elif not as_json:
            _show_doubts(notes)
        raise _failed(failure, checked, source) from failure
    if explain:
        ran = f"fuel {spent:,} · {format_ms((perf_counter() - began) * 1000)}"
        _explain(checked, call, values, notes, ran, *(f"ran {step}" for step in steps))
    _print(result, call, spent, notes, as_json)
    if not explain and not as_json:
        _show_doubts(notes)


def _source(file: str) -> SourceFile:
    if Path(file).is_dir():
        raise Sentence(f"{file} is a folder; give one file")
    if file != STDIN and not Path(file).exists():
        if file.endswith(SUFFIX):
            raise Sentence(no_file(Path(file)))
        usage = "the source file comes first, as in seglam run sales.seg total_by orders.csv sales region"
        raise Sentence(f"there is no file {file!r}; {usage}")
    (source,) = read_sources([file])
    return source


def _find(source: SourceFile, name: str | None) -> tuple[Checked, TextCall]:
    """Return the procedure `name` of a source, ready to be called. Raise Sentence where there is none."""
    from seglam_lang.language import LanguageError, check, parse, render_all
    from seglam_lang.language.byhand.calls import TextCall
    from seglam_lang.language.diagnostics import did_you_mean

    try:
        module, procedures = parse(source.data), check(source.data)
    except LanguageError as error:
        raise Sentence(f"nothing was run\n{render_all(error, source.text, source.name)}") from error
    found = next((each for each in procedures if each.name == name), None)
    if found is not None:
        return found, TextCall(found, module)
    if not procedures:
        raise Sentence(f"{source.name} holds no procedures")
    signatures = "\n".join(f"  {TextCall(each, module).signature}" for each in procedures)
    if name is None:
        raise Sentence(f"expected the name of a procedure; {source.name} has:\n{signatures}")
    hint = did_you_mean(name, [each.name for each in procedures])
    raise Sentence(
        f"there is no procedure `{name}` in {source.name}{f'; {hint}' if hint else f':{chr(10)}{signatures}'}"
    )


def _failed(failure: Any, checked: Checked, source: SourceFile) -> Failed:
    """Return the error for a failure: the sentence, and the place with a caret."""
    from seglam_lang.language import render
    from seglam_lang.language.byhand.example_results import place_of
    from seglam_lang.language.diagnostics import line_and_column

    place = place_of(failure, checked)
    message = f"{checked.name} failed: {failure.message}"
    if place is None:
        return Failed(message, failure.code, failure.message, None, None)
    excerpt = render(place, source.text, source.name).split("\n", 1)[1]
    return Failed(f"{message}\n{excerpt}", failure.code, failure.message, *line_and_column(source.text, place.start))


def _print(result: Value, call: TextCall, spent: int, notes: Sequence[str], as_json: bool) -> None:
    from seglam_lang.cli.render import is_empty, print_value
    from seglam_lang.language.jsonvalue import dumps

    if as_json:
        fields = {"status": "done", "result": result, "type": call.result, "fuel": spent, "code": "", "why": ""}
        doubts = _doubts(notes)
        click.echo(dumps(fields | ({"notes": doubts} if doubts else {})))
    elif is_empty(result):
        click.echo("the result is empty", err=True)
    else:
        print_value(result)


def _doubts(notes: Sequence[str]) -> list[str]:
    """Return the notes about what may be meant otherwise than it was read."""
    from seglam_lang.inputs.model import Doubt

    return [str(note) for note in notes if isinstance(note, Doubt)]


def _show_doubts(notes: Sequence[str]) -> None:
    """Say what may be meant otherwise, in a line as `seglam exec` has it under an answer."""
    from seglam_lang.cli.doubts import doubts_line

    if doubts := _doubts(notes):
        click.echo(doubts_line(doubts), err=True)


def _fail_as_json(error: Exception) -> NoReturn:
    """Print one JSON object, whatever happened; the exit code says the same as without --json."""
    from seglam_lang.language.jsonvalue import dumps

    sentence = as_sentence(error)
    failed = {"status": "error", "code": "", "why": sentence.message, "line": None, "column": None}
    click.echo(dumps({"result": None, "type": "", "fuel": None, **failed, **getattr(sentence, "fields", {})}))
    sys.exit(sentence.exit_code)


def _explain(checked: Checked, call: TextCall, values: Sequence[Value], notes: Sequence[str], *ran: str) -> None:
    """Print the signature, the arguments, and what is known of them and of the run."""
    from seglam_lang.language.alignment import escape_controls

    given = dict(zip(checked.params, values, strict=True))
    lines = [call.signature, *(f"  {each.name} = {_describe(given[each.name])}" for each in call.params)]
    lines += [f"  note: {note}" for note in notes] + [*ran]
    click.echo("\n".join(escape_controls(line) for line in lines), err=True)


def _describe(value: Value) -> str:
    """Return a value in source notation; for a table, its size and its columns."""
    from seglam_lang.language.checking.differences import shortened
    from seglam_lang.language.values import Column, Table

    if isinstance(value, Column):
        return f"column {value.header} of {value.type.name}s"
    if isinstance(value, Table):
        columns = zip(value.headers, value.types, strict=True)
        return f"{format_count(value.length, 'row')}: {', '.join(f'{header}: {kind.name}' for header, kind in columns)}"
    return shortened(value)
