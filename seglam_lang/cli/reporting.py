"""Options of `seglam exec` that say how an answer is reported; they come to the command as one value, `Report`."""

from __future__ import annotations

from dataclasses import dataclass

import click

from seglam_lang.cli.options import Decorator, quiet_option, together
from seglam_lang.cli.request import RequestCommand

# What `seglam_lang.output` knows, which no command imports before it writes something; a test compares them.
TEXTS = ("csv", "tsv", "json", "jsonl", "md", "html")
CHARTS = ("bar", "line", "area", "pie", "scatter", "histogram")
ANY_CHART = "any"


@dataclass(frozen=True, slots=True)
class Report:
    """How an answer is reported: in which form, where, and with how many words."""

    as_json: bool
    to: str | None
    out: str | None
    chart: str | None
    explain: bool
    quiet: bool

    @property
    def is_plain(self) -> bool:
        """Whether the value is printed as it is, unless the words of the request ask for a chart."""
        return self.to is None and self.out is None and self.chart is None


PLAIN = Report(as_json=False, to=None, out=None, chart=None, explain=False, quiet=False)


def _chart_kind(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    """Return the kind of a chart. The one that stands for all is no word of people's."""
    kind = given and given.lower()
    if kind is not None and kind not in (*CHARTS, ANY_CHART):
        raise click.BadParameter(f"there is no chart {given!r}; there are {', '.join(CHARTS)}", context, option)
    return kind


def report_options() -> Decorator:
    """Add how the answer is reported, as `report`: `--json`, `--to`, `--out`, `--chart`, `--explain`, `--quiet`."""
    options = (
        click.option(
            "--json",
            "as_json",
            is_flag=True,
            help="Print one JSON object: status (hit, miss, refused or error), answer, procedure (its hash), tier, ms, "
            "why.",
        ),
        click.option(
            "--to",
            type=click.Choice(TEXTS, case_sensitive=False),
            help="Print the answer by itself in this format, all of it. (--format is that of the inputs.)",
        ),
        click.option(
            "--out",
            metavar="FILE",
            help="Write the answer to a file, whole or not at all; its ending says as what: .csv, .tsv, .json, .jsonl, "
            ".md, .html, .parquet, .xlsx, or a chart as .svg, .png or .html. With --batch: the file for the answers.",
        ),
        click.option(
            "--chart",
            callback=_chart_kind,
            is_flag=False,
            flag_value=ANY_CHART,
            metavar="[KIND]",
            help=f"Draw the answer: {', '.join(CHARTS)}; without KIND as what suits it.",
        ),
        click.option("--explain", is_flag=True, help="Also print how the answer came about."),
        quiet_option(),
    )
    return together("report", Report, options)


class ShownRequestCommand(RequestCommand):
    """A command with a request, before which `--chart` may stand alone: what has a space in it is no kind of chart."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        following = zip(args, [*args[1:], ""], strict=False)
        alone = [
            f"--chart={ANY_CHART}" if arg == "--chart" and " " in after.strip() else arg for arg, after in following
        ]
        return super().parse_args(ctx, alone)
