"""`seglam docs`: the reference and the guide, in the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.errors import Sentence

if TYPE_CHECKING:
    from seglam_lang.language.reference.documents import Block

WIDTH = 100  # of lines, where the terminal is not narrower
_LONGEST_FIRST = 34  # characters of a first cell; a longer one stands on a line of its own


@click.command("docs", short_help="Show the reference and the guide.")
@click.argument("topic", nargs=-1, metavar="[TOPIC]")
def command(topic: tuple[str, ...]) -> None:
    """Show the documentation of TOPIC: a type, a builtin, a word of the language, or the code of an error.

    Without a topic, list the topics. The folder docs/ of the project has the same for browsers.

    \b
      seglam docs
      seglam docs text
      seglam docs text.between
      seglam docs between
      seglam docs for
      seglam docs unknown-name

    Exit codes: 0 found · 2 there is no such topic.
    """
    from seglam_lang.language.reference.topics import UnknownTopic, describe, overview

    try:
        found = describe(" ".join(topic)) if topic else overview()
    except UnknownTopic as error:
        raise Sentence(str(error)) from error
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    click.echo("\n".join(render_lines(found, width, colours)))


def render_lines(blocks: Sequence[Block], width: int = WIDTH, colours: bool = False) -> Iterator[str]:
    """Yield the lines of a text, with an empty line between its parts."""
    from seglam_lang.language.reference.documents import Code, Heading, Prose

    for place, block in enumerate(blocks):
        if place:
            yield ""
        if isinstance(block, Heading):
            yield click.style(block.text, bold=True) if colours else block.text
        elif isinstance(block, Prose):
            hanging = "  " if block.text.startswith("- ") else ""
            yield from textwrap.wrap(block.text, width, subsequent_indent=hanging, break_on_hyphens=False)
        elif isinstance(block, Code):
            text = _coloured(block.text) if colours and block.language == "seglam" else block.text
            yield from (f"    {line}".rstrip() for line in text.split("\n"))
        else:
            yield from _rows(block.cells, width)


def _rows(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield rows in columns; the last cell goes on below itself where it is long."""
    most = _LONGEST_FIRST if len(rows[0]) == 2 else width
    widths = [min(most, max(map(len, cells))) for cells in zip(*rows, strict=True)][:-1]
    indent = " " * (2 + sum(widths) + 2 * len(widths))
    for row in rows:
        first = "".join(f"{cell:<{size}}  " for cell, size in zip(row, widths, strict=False))
        wrapped = textwrap.wrap(row[-1], max(20, width - len(indent)), break_on_hyphens=False) or [""]
        if len(first) + 2 > len(indent):
            yield f"  {first}".rstrip()
        else:
            yield f"  {first}{wrapped.pop(0)}".rstrip()
        yield from (indent + line for line in wrapped)


def _coloured(text: str) -> str:
    """Return source with the colours of a terminal."""
    from pygments import highlight
    from pygments.formatters import TerminalFormatter

    from seglam_lang.language.reference.pygments_lexer import SeglamLexer

    coloured: str = highlight(text, SeglamLexer(stripnl=False, ensurenl=False), TerminalFormatter())
    return coloured
