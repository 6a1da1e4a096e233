"""`seglam compile`: store procedures, for a request or from files of hand-written ones, without an answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import NOT_ANSWERED, Sentence
from seglam_lang.cli.options import Asked, Loop, asked_options, loop_options
from seglam_lang.cli.request import RequestCommand, expect_request
from seglam_lang.cli.sources import SUFFIX, SourceFile, read_sources

if TYPE_CHECKING:
    from seglam_lang.engine import Seglam
    from seglam_lang.handwritten import Added
    from seglam_lang.requests.model import Wording

_OF_FILES = ("given", "cache", "no_shipped")  # the parameters that files go with


@click.command("compile", cls=RequestCommand, short_help="Store a procedure without running it.")
@click.argument("given", nargs=-1, required=True, metavar="REQUEST | FILES.seg...")
@asked_options()
@loop_options()
def command(given: tuple[str, ...], asked: Asked, loop: Loop) -> None:
    """Store the procedure for REQUEST, or the hand-written procedures of FILES.seg, without an answer.

    With REQUEST (and its inputs, as for exec): find the procedure or have the model write it, as exec does, and print
    it instead of running it. With FILES.seg: check the procedures of each file, run their examples, verify them, and
    store them with their `ask` phrases; of these options only --cache and --no-shipped go with files.

    \b
      seglam compile "total sales by region" --in orders.csv
      seglam compile my_procedures.seg taxes.seg

    Exit codes: 0 stored · 2 not stored: the sentence on stderr says why.
    """
    files = [each for each in given if each.endswith(SUFFIX)]
    if files:
        _expect_files_alone(given, files)
        _compile_files(read_sources(files), loop)
    else:
        expect_request(list(given))
        _compile_request(given[0], asked, loop)


def _compile_request(request: str, asked: Asked, loop: Loop) -> None:
    from seglam_lang.cli.execute import status_line
    from seglam_lang.cli.opening import given_inputs, given_options, open_seglam
    from seglam_lang.cli.render import LAYOUT
    from seglam_lang.language.alignment import escape_controls

    inputs = given_inputs(asked)
    with open_seglam(loop) as seglam:
        answer = seglam.compile(request, inputs=inputs, **given_options(asked))
    if not answer.answered:
        raise Sentence.of(answer)
    click.echo(escape_controls(answer.trace.source.rstrip(), LAYOUT))
    click.echo(status_line(answer), err=True)


def _expect_files_alone(given: Sequence[str], files: Sequence[str]) -> None:
    """Refuse a request beside files, and options that files do not use, rather than leave them out in silence."""
    if len(files) < len(given):
        raise click.UsageError("Expected one REQUEST, or files that end in .seg, and not both.")
    context = click.get_current_context()
    unused = [
        each.opts[0]
        for each in context.command.params
        if each.name not in _OF_FILES and context.get_parameter_source(each.name or "") is ParameterSource.COMMANDLINE
    ]
    if unused:
        goes = "goes" if len(unused) == 1 else "go"
        raise click.UsageError(f"{', '.join(unused)} {goes} with a REQUEST: nothing of a file is asked or written.")


def _compile_files(sources: Sequence[SourceFile], loop: Loop) -> None:
    """Store what is in each file, or nothing of it and say why."""
    from seglam_lang.cli.opening import open_seglam
    from seglam_lang.language import LanguageError, render_all

    is_wrong = False
    with open_seglam(Loop(cache=loop.cache, no_shipped=loop.no_shipped), no_model=True) as seglam:
        for source in sources:
            try:
                added = seglam.add_written(source.data)
            except LanguageError as error:
                why = f"nothing of {source.name} was stored\n{render_all(error, source.text, source.name)}"
            else:
                for each in added:
                    _print(each, seglam)
                why = "" if added else f"{source.name} holds no procedures"
            if why:
                is_wrong = True
                Sentence(why).show()
    if is_wrong:
        sys.exit(NOT_ANSWERED)


def _print(added: Added, seglam: Seglam) -> None:
    """Print a procedure that was stored, and what its phrases asked for before."""
    store = seglam.store
    wordings = format_count(len(added.wordings), "wording")
    known = store.procedure(added.hash).name
    same = "" if known == added.name else f"  (the same procedure as {known})"
    click.echo(f"{added.hash[:12]}  {added.name}  {wordings}{same}")
    for verb, others in (("replaces", added.replaced), ("comes before", added.precedes)):
        for hash, theirs in _by_procedure(others).items():
            more = f" and {format_count(len(theirs) - 1, 'more wording')}" if len(theirs) > 1 else ""
            what = f'{_name(seglam, hash)} ({hash[:12]}) for "{theirs[0].template.text}"{more}'
            click.echo(f"{added.name} {verb} {what}", err=True)


def _by_procedure(wordings: Iterable[Wording]) -> dict[str, list[Wording]]:
    found: dict[str, list[Wording]] = {}
    for each in wordings:
        found.setdefault(each.procedure, []).append(each)
    return found


def _name(seglam: Seglam, hash: str) -> str:
    """Return what people call a procedure, which may be in the history by now."""
    past = (event.procedure.name for event in seglam.store.history(hash))
    return next(past, "") or seglam.store.procedure(hash).name
