"""Answers as files and as charts: how a value is written and drawn, never what it is.

destination("totals.csv").write(answer.value, "the total sales by region")
draw(answer.value, "bar", title=..., width=80)      # text for a terminal

formats           which formats there are: texts, pages, parquet and workbooks write them
tabular           any answer as a table
files             files that appear whole or not at all
charts            what a chart shows, drawn on a terminal or as Vega-Lite
libraries         what only some formats need, with the extra that has it
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from seglam_lang.output.failures import OutputError
from seglam_lang.output.files import expect_writable, whole
from seglam_lang.output.formats import CHARTS, TEXTS, Format, chart_ending, format_of
from seglam_lang.output.libraries import load

if TYPE_CHECKING:
    from seglam_lang.output.charts import Kind

__all__ = ["TEXTS", "Destination", "OutputError", "altair_chart", "destination", "draw", "expect_drawable", "pieces"]


class Destination(NamedTuple):
    """A file that can be written, and what as: a format, or a chart of some kind with this ending."""

    path: Path
    format: Format | None
    chart: Kind | None = None

    def write(self, value: Any, title: str = "") -> None:
        """Write an answer; the file appears whole, or not at all. Raise OutputError where that cannot be done."""
        if self.format is None:
            assert self.chart is not None
            from seglam_lang.output.charts import plan
            from seglam_lang.output.charts.vega import save

            chart = plan(value, self.chart, title)  # before there is a file
            with whole(self.path) as draft:
                save(chart, draft, chart_ending(self.path))
            return
        write = self.format.writer()
        if not self.format.is_text:
            with whole(self.path) as draft:
                write(value, title, draft)
            return
        with whole(self.path) as draft, draft.open("x", encoding="utf-8", newline="") as file:
            file.writelines(write(value, title))


def destination(path: str | Path, *, format: str = "", chart: str | None = None, asked: str = "") -> Destination:
    """Return where and as what an answer is to be written, before there is one.

    `format` says what the file is, whatever its ending. `chart` is the kind of a chart that must be drawn ("any": that
    which is asked for, else whichever suits the answer). `asked` is the one that the words of the request ask for: it
    is drawn where the file can only be a chart, or is a page of HTML. Raise OutputError where the file cannot be
    written, its ending is not known, or a library is missing.
    """
    if not str(path):
        raise OutputError("no-file", "no file is named for the answer; expected one with an ending, as in totals.csv")
    place = Path(path)
    if place.is_dir():
        expect_writable(place)  # which says that it is a folder, and not that it has no ending
    ending = place.suffix.lower().removeprefix(".")
    if not format and (chart is not None or ending in CHARTS[1:] or (asked and ending in CHARTS)):
        from seglam_lang.output.charts import Kind
        from seglam_lang.output.charts.vega import expect_libraries

        named = Kind.named(chart or "")
        kind, as_what = Kind.named(asked) if named is Kind.ANY else named, chart_ending(place)
        expect_writable(place)
        expect_libraries(as_what)
        return Destination(place, None, kind)
    found = format_of(place, format)
    expect_writable(place)
    if found.library is not None:
        load(found.library, f".{found.ending}")
    return Destination(place, found)


def pieces(value: Any, format: str, title: str = "") -> Iterator[str]:
    """Yield an answer as a text in one of the formats TEXTS, piece by piece. Raise OutputError where it has none."""
    yield from format_of(Path(), format).writer()(value, title)


def expect_drawable(chart: str) -> None:
    """Raise OutputError where no answer could be drawn so on a terminal: the kind is unknown, a library is missing."""
    from seglam_lang.output.charts import Kind
    from seglam_lang.output.charts.terminal import expect_library

    expect_library(Kind.named(chart))


def draw(value: Any, chart: str, *, title: str = "", width: int = 80, color: bool = False) -> str:
    """Return an answer drawn for a terminal of that width. Raise OutputError where it cannot be drawn."""
    from seglam_lang.output.charts import Kind, plan
    from seglam_lang.output.charts.terminal import drawn

    return drawn(plan(value, Kind.named(chart), title), width, color)


def altair_chart(value: Any, chart: str | None = None, title: str = "") -> Any:
    """Return an answer as an Altair chart. Raise OutputError where it cannot be drawn, or Altair is missing."""
    from seglam_lang.output.charts import Kind, plan
    from seglam_lang.output.charts.vega import altair_chart

    return altair_chart(plan(value, Kind.named(chart or ""), title))
