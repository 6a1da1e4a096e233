"""`seglam compile`: store procedures, for a request or from a file of hand-written ones, without an answer."""

from __future__ import annotations

from pathlib import Path

import click

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import Asked, Loop, asked_options, loop_options


@click.command("compile", short_help="Store a procedure without running it.")
@click.argument("request", metavar="REQUEST | FILE.seg")
@asked_options()
@loop_options()
def command(request: str, asked: Asked, loop: Loop) -> None:
    """Store the procedure for REQUEST, or the hand-written procedures of FILE.seg, without an answer.

    With REQUEST (and its inputs, as for exec): find the procedure or have the model write it, as exec does, and print
    it instead of running it. With FILE.seg: check the procedures of the file, run their examples, verify them, and
    store them with their `ask` phrases.

    \b
      seglam compile "total sales by region" --in orders.csv
      seglam compile my_procedures.seg

    Exit codes: 0 stored · 2 not stored: the sentence on stderr says why.
    """
    if Path(request).suffix == ".seg":
        _compile_file(Path(request), loop.cache)
        return
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


def _compile_file(path: Path, cache: str | None) -> None:
    from seglam_lang.cli.opening import open_seglam
    from seglam_lang.language import LanguageError, render_all

    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Sentence(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    with open_seglam(Loop(cache=cache), no_model=True) as seglam:
        try:
            hashes = seglam.add_source(source)
        except LanguageError as error:
            raise Sentence(f"nothing of {path} was stored\n{render_all(error, source, str(path))}") from error
        for hash in hashes:
            wordings = format_count(len(seglam.store.wordings(hash)), "wording")
            click.echo(f"{hash[:12]}  {seglam.store.procedure(hash).name}  {wordings}")
    if not hashes:
        raise Sentence(f"{path} holds no procedures")
