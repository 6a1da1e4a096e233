"""`seglam fmt`: the one layout of the language."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.sources import SourceFile, read_sources

WOULD_CHANGE = 1


@click.command("fmt", short_help="Format source files.")
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change (exit code 1).")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Format source files in place.

    Of a folder all .seg files are formatted, by default those of the current folder. `-` formats standard input to
    standard output. A file that does not parse is left as it is, and its errors are printed.

    \b
      seglam fmt
      seglam fmt prices.seg --diff
      seglam fmt --check src/
      seglam fmt - < prices.seg

    Exit codes: 0 done · 1 files would change (--check) · 2 a file does not parse or cannot be written.
    """
    from seglam_lang.language import LanguageError, render_all
    from seglam_lang.language.syntax.formatting import format_source

    changed, unread = 0, 0
    sources = read_sources(files)
    for source in sources:
        try:
            text = format_source(source.data)
        except LanguageError as error:
            unread += 1
            click.echo(f"{render_all(error, source.text, source.name)}\n", err=True)
            continue
        changes = text.encode("utf-8") != source.data
        changed += changes and (source.path is not None or check or diff)
        if check or diff:
            _show(source, text, changes, check, diff)
        elif source.path is None:
            click.echo(text, nl=False)
        elif changes:
            replace(source.path, text)
            click.echo(f"formatted {source.name}", err=True)
    if unread:
        does = "does not parse and was left as it is" if unread == 1 else "do not parse and were left as they are"
        raise Sentence(f"{unread} of {format_count(len(sources), 'file')} {does}")
    if check or diff:
        summary = f"{changed} of {format_count(len(sources), 'file')} would change" if changed else ""
    else:
        summary = _summary(changed, sum(each.path is not None for each in sources))
    if summary:
        click.echo(summary, err=True)
    if check and changed:
        sys.exit(WOULD_CHANGE)


def replace(path: Path, text: str) -> None:
    """Write `text` to a file at once, or leave the file as it is. Its mode stays, and links to it."""
    target = path.resolve()
    if not os.access(target, os.W_OK):
        raise Sentence(f"{path} cannot be written: it is read-only")
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
        shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _show(source: SourceFile, text: str, changes: bool, check: bool, diff: bool) -> None:
    if changes and diff:
        from difflib import unified_diff

        before, after = _lines(source.data.decode("utf-8")), _lines(text)
        for line in unified_diff(before, after, source.name, f"{source.name} (formatted)"):
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
    elif changes and check:
        click.echo(source.name)


def _lines(text: str) -> list[str]:
    """Return the lines with their ends. A line feed ends one, nothing else that `splitlines` knows."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _summary(changed: int, files: int) -> str:
    """Return how many of all files were formatted."""
    same = files - changed
    parts = [f"{format_count(changed, 'file')} formatted"] if changed else []
    parts += [f"{format_count(same, 'file')} left as {'it is' if same == 1 else 'they are'}"] if same > 0 else []
    return " · ".join(parts) if files else ""
