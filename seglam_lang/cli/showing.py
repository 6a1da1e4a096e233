"""How an answer is shown where it is not just printed: as text in a format, as a file, as a chart."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.render import is_empty, print_value, write_pieces
from seglam_lang.cli.reporting import ANY_CHART
from seglam_lang.language.describing import brief
from seglam_lang.output import OutputError, destination, draw, expect_drawable, pieces

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.cli.reporting import Report

WIDTH = 80  # of a chart that is drawn on no terminal


def expect_showable(report: Report) -> None:
    """Raise OutputError where no answer could be shown so: a file that cannot be written, a library that is missing."""
    if report.chart and report.to:
        raise click.UsageError("--chart draws, and --to prints a text: give one of them.")
    if report.out is not None:
        destination(report.out, format=report.to or "", chart=report.chart)
    elif report.chart is not None:
        expect_drawable(report.chart)


def show(answer: Answer, report: Report) -> list[str]:
    """Print, write or draw an answer, and return what there is to say about that."""
    title = brief(answer.description)
    if report.out is not None:
        place = destination(report.out, format=report.to or "", chart=report.chart, asked=answer.shown_as)
        place.write(answer.value, title)
        return [f"written to {report.out}"]
    if report.to is not None:
        write_pieces(pieces(answer.value, report.to, title))
        return []
    if report.chart is not None:
        _draw(answer, answer.shown_as if report.chart == ANY_CHART else report.chart, title)
        return []
    return _as_asked(answer, title)


def _as_asked(answer: Answer, title: str) -> list[str]:
    """Draw the answer as the words of the request ask for, on a terminal; elsewhere, or where it cannot be, print it.

    What else is in the pipe reads rows, not drawings: only --chart draws there too.
    """
    notes = []
    if sys.stdout.isatty():
        try:
            _draw(answer, answer.shown_as, title)
            return []
        except OutputError as error:
            notes = [str(error)]
    if not is_empty(answer.value):
        print_value(answer.value)
    return notes


def _draw(answer: Answer, chart: str, title: str) -> None:
    is_terminal = sys.stdout.isatty()
    color = is_terminal and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns if is_terminal else WIDTH
    click.echo(draw(answer.value, chart or ANY_CHART, title=title, width=width, color=color), color=color or None)
