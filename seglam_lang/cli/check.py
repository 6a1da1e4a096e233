"""`seglam check`: everything that is wrong with source files, without running them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import NOT_ANSWERED, Sentence
from seglam_lang.cli.sources import read_sources

if TYPE_CHECKING:
    from seglam_lang.language.diagnostics import Diagnostic


@click.command("check", short_help="Report what is wrong with source files.")
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object: files (how many), and errors, each with code, message, hint, file, line, column, "
    "end_line, end_column.",
)
@click.option("--explain", metavar="CODE", help="Explain an error, such as unknown-name, and how to mend it.")
def command(files: tuple[str, ...], as_json: bool, explain: str | None) -> None:
    """Report what is wrong with source files: syntax, names, types, examples that do not fit, `ask` phrases.

    Nothing is run or stored. Of a folder all .seg files are checked, by default those of the current folder; `-` is
    standard input.

    \b
      seglam check
      seglam check prices.seg taxes.seg
      seglam check - < prices.seg
      seglam check --explain unknown-name

    Exit codes: 0 nothing is wrong · 2 something is wrong, or a file cannot be read.
    """
    if explain is not None:
        _explain(explain)
        return
    from seglam_lang.language import LanguageError, render
    from seglam_lang.language.syntax.sources import normalise
    from seglam_lang.requests.diagnostics import diagnose

    missing: list[str] = []
    sources = read_sources(files, missing)
    errors, wrong_files = [], 0
    for source in sources:
        text = source.text
        try:
            found = diagnose(normalise(source.data))
        except LanguageError as error:
            found = error.diagnostics
        wrong_files += bool(found)
        errors += [diagnostic_to_dict(each, text, source.name) for each in found]
        if not as_json:
            for each in found:
                click.echo(f"{render(each, text, source.name)}\n")
    if as_json:
        from seglam_lang.language.jsonvalue import dumps

        click.echo(dumps({"files": len(sources), "errors": errors}))
    else:
        files_checked = format_count(len(sources), "file")
        summary = f"{format_count(len(errors), 'error')} in {wrong_files} of {files_checked}"
        if sources:
            click.echo(summary if errors else f"nothing is wrong in {files_checked}", err=True)
    for sentence in missing:
        Sentence(sentence).show()
    if errors or missing:
        sys.exit(NOT_ANSWERED)


def _explain(code: str) -> None:
    from seglam_lang.language.catalogue import UnknownCode, explain

    try:
        click.echo(explain(code.removeprefix("error[").removesuffix("]")), nl=False)
    except UnknownCode as error:
        raise Sentence(str(error)) from error


def diagnostic_to_dict(diagnostic: Diagnostic, text: str, name: str) -> dict[str, Any]:
    """Return a diagnostic as JSON has it; lines and columns count from 1."""
    from seglam_lang.language.diagnostics import line_and_column

    line, column = line_and_column(text, diagnostic.start)
    end_line, end_column = line_and_column(text, diagnostic.end)
    places = {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
    message = {"code": diagnostic.code, "message": diagnostic.message, "hint": diagnostic.hint}
    return {"file": name, **places, **message}
