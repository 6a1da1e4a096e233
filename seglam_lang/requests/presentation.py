"""Words that say how an answer is to be shown: "as a bar chart", "plot", "pie chart of", "Show me a line graph."

How an answer is shown is no part of what is computed, so these words are read out of a request before it is looked up:
"bar chart of total sales by region" asks for what "total sales by region" asks for. What counts is a closed list of
forms, each with the name of a chart in it; nothing is taken for one that the inputs or quotes name so: a column `Plot`,
a cell "Pie chart", the text 'as a graph'. "Histogram of ages" stays, as it asks for more than a drawing: to count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seglam_lang.requests.model import ColumnRef, Likeness, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import plain

ANY = "any"  # a chart, of whichever kind suits the answer
LONGEST = 1_000  # characters of a request: a longer one is a text, in which any word may occur
_KINDS = (  # how each kind is called, the most telling words first
    ("pie", r"pies?|donuts?|doughnuts?"),
    ("scatter", r"scatter|xy|x-y|dots?"),
    ("histogram", r"histograms?"),
    ("area", r"areas?"),
    ("line", r"lines?|time ?series"),
    ("bar", r"bars?|columns?"),
)
_HEAD = r"(?:charts?|graphs?|plots?|diagrams?)"
_STYLE = (
    r"(?:(?:simple|small|nice|quick|basic|stacked|grouped|grouping|clustered|horizontal|vertical|ranked|side-by-side"
    r"|multi|multiple|single)[ -]+)"
)
_KIND = "(?:" + "|".join(words for kind, words in _KINDS if kind != "histogram") + ")"
_NAMED = rf"(?:{_STYLE}*{_KIND}[ -]?(?P<head>{_HEAD})\b)"  # "stacked bar chart", "scatterplot"
_HISTOGRAM = rf"(?:{_STYLE}*(?P<head>histograms?)\b)"
_STYLED = rf"(?:{_STYLE}+(?P<head>bars?|columns?|lines?|pies?|areas?)\b)"  # "horizontal bars"
_ART = r"(?:(?:an?|one|the|some)\s+)"
_AN = r"(?:(?:an?|one)\s+)"
_POLITE = (
    r"(?:(?:please|pls|kindly|now|just)\s+)?(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?"
    r"|(?:i|we)(?:'d|\s+would)?\s+(?:want|need|like)\s+(?:you\s+)?(?:to\s+(?:(?:see|have|get)\s+)?)?|let\s+me\s+see\s+|let's\s+)?"
)
_MAKE = r"(?:make|draw|create|build|generate|produce|render|sketch|plot|visuali[sz]e|prepare|do)"
_ASK = rf"(?:(?:{_MAKE}|show|give|display|return|get|provide|present)(?:\s+(?:me|us))?\s+)"
_JOIN = (
    r"(?:\s*[:,]|\s+-+|\s+(?:of|for|showing|(?:that\s+|which\s+)?shows?|to\s+(?:show|display)|displaying|with|about|on"
    r"|depicting|illustrating|representing|from)\b)"
)
_AS = r"(?:as|in(?:\s+the\s+form\s+of)?|with|using|by|via|through|on|into)"
_SHOWN = (
    r"(?:,?\s*\b(?:and\s+|then\s+)*(?:shown|displayed|drawn|plotted|presented|visuali[sz]ed?|illustrated)"
    r"(?:\s+(?:it|them|this))?)?"
)
_IT = r"(?:(?:it|them|this|that|these|those|the\s+(?:results?|answers?|output|data))\b)"
_PLEASE = r"(?:\s+(?:please|pls))?"
_ENDS = r"(?=\s*(?:[.?!,;)]|$))"

# Each form is what is left out of the request. `head` are the words that nothing else may be called.
_FORMS = tuple(
    re.compile(rf"(?<!\s){form}", re.IGNORECASE)  # a form begins with the space before it, all of it
    for form in (
        # a sentence or clause of its own: "Show me a bar chart.", ", and plot it", "Plot them as pie chart"
        *(
            rf"(?:^|(?<=[.?!;,]))\s*(?:and\s+|then\s+)*{_POLITE}{_ASK}(?:{_IT}\s+)?(?:{_AS}\s+)?{art}{name}{_PLEASE}"
            rf"{_ENDS}[.?!]?"
            for art, name in ((f"{_ART}?", _NAMED), (f"{_ART}?", _HISTOGRAM), (_AN, rf"(?P<head>{_HEAD})"))
        ),
        rf"\s*\b(?:and\s+|then\s+)*(?P<head>plot|chart|graph|draw|visuali[sz]e)\s+{_IT}(?:\s+{_AS}\s+{_ART}?(?:"
        rf"{_NAMED.replace('?P<head>', '?:')}|{_HISTOGRAM.replace('?P<head>', '?:')}|{_KIND}))?{_PLEASE}{_ENDS}[.?!]?",
        # at the beginning: "bar chart of", "can you make me a column chart with", "pie:", "chart:", "plot"
        rf"^\s*{_POLITE}{_ASK}?{_ART}?{_NAMED}{_PLEASE}{_JOIN}?(?=\s*\S)",
        rf"^\s*{_POLITE}{_ASK}?{_ART}?{_STYLED}{_PLEASE}(?:{_JOIN}|(?=\s+\w))(?=\s*\S)",
        rf"(?<=[:;?!.])\s*{_ART}?{_NAMED}{_PLEASE}{_JOIN}(?=\s*\S)",
        rf"^\s*{_POLITE}{_ASK}{_AS}\s+{_ART}?(?:{_NAMED}|(?P<pie>pie|donut|doughnut))(?=\s+\w)",
        rf"^\s*{_POLITE}{_ASK}?{_ART}?(?P<head>pie|donut|scatter)(?:\s*:|\s+of\b)(?=\s*\S)",
        r"^\s*(?P<head>bars|chart|graph|plot|diagram)\s*:(?=\s*\S)",
        rf"^\s*{_POLITE}{_ASK}{_AN}(?P<head>chart|graph|diagram){_JOIN}(?=\s*\S)",
        rf"^\s*{_POLITE}{_MAKE}\s+{_AN}(?P<head>plot){_JOIN}(?=\s*\S)",
        rf"^\s*{_AN}?(?P<head>chart|graph|diagram)\s+(?:of|showing|with)\b(?!\s+accounts\b)(?=\s*\S)",
        rf"(?:^|(?<=[.?!]))\s*{_POLITE}(?P<head>plot|chart|graph|scatter|visuali[sz]e)(?:\s+(?:me|us))?"
        rf"(?!\s+(?:of|in|on|with|is|are|has|have|that|which|by|and|or|at|for|to|from|it|them|an?\s+(?:dot|bar|line))\b)"
        rf"\s+(?=\w)",
        # where it is said how: "as a bar chart", "drawn as a pie", "in a graph", "using horizontal bars"
        rf"{_SHOWN}\s*\b{_AS}\s+{_ART}?{_NAMED}{_PLEASE}",
        rf"{_SHOWN}\s*\b{_AS}\s+{_ART}?{_HISTOGRAM}{_PLEASE}",
        rf"{_SHOWN}\s*\b(?:as|in|with|using)\s+{_AN}?{_STYLED}{_PLEASE}{_ENDS}",
        rf"{_SHOWN}\s*\b(?:as|in|with|using|on)\s+{_AN}{_STYLE}*(?P<head>chart|graph|diagram)\b{_PLEASE}",
        rf"{_SHOWN}\s*\bas\s+{_AN}{_STYLE}*(?P<head>plot|bar|line|area|scatter|pie|donut|doughnut)\b{_PLEASE}{_ENDS}",
        rf"{_SHOWN}\s*\bas\s+(?P<head>bars|lines|scatter)\b{_PLEASE}{_ENDS}",
        rf"\s*\bin\s+{_AN}(?P<head>pie|donut|doughnut)\b{_PLEASE}{_ENDS}",
        # at the end, or in brackets: ", bar chart please", "(bars)"
        rf"\s*[,;:-]\s*{_ART}?{_NAMED}{_PLEASE}(?=\s*[.!]?\s*$)",
        rf"\s*\((?:{_NAMED}|{_HISTOGRAM.replace('?P<head>', '?P<name>')}|(?P<bare>bars|lines|pie|scatter))\)",
    )
)
_MAY_BE_UNIT = re.compile(r"\bas\s+bars\b", re.IGNORECASE)
_QUANTITY = re.compile(r"[0-9]\s*\w*\s*$")  # "30 psi", which may be wanted in bars
_WORDS = re.compile(r"\b(?!(?:please|pls)\b)\w", re.IGNORECASE)
_HINT = re.compile(r"\bhistograms?\b", re.IGNORECASE)
_FINAL = (".", "?", "!")
_CLOSING = tuple(".,;:?!)")  # stand right behind what is before them
_LOOSE_ENDS = re.compile(r"^[\s,;:-]+|[\s,;:-]+$")


class Presentation(NamedTuple):
    """What a request says about how its answer is to be shown, and its other words."""

    kind: str
    words: str


class _Form(NamedTuple):
    """A stretch of the request that says how, and in it the words that nothing else may be called.

    One that begins with "by" (`is_by`) may as well say by which column.
    """

    start: int
    end: int
    heads: tuple[int, int]
    is_by: bool = False


def presentation(reading: Reading) -> Presentation | None:
    """Return how the answer to a request is to be shown, with the other words of it; None where it does not say."""
    text = plain(reading.request)
    if len(text) > LONGEST:
        return None
    named = list(_named(reading))
    forms: list[_Form] = []
    for form in _found(text, bool(reading.inputs.tables)):
        if not any(form.start < other.end and other.start < form.end for other in forms) and _is_free(form, named):
            forms.append(form)
    if not forms:
        hint = _HINT.search(text)
        free = hint is not None and _is_free(_Form(*hint.span(), hint.span()), named)
        return Presentation("histogram", reading.request) if free else None
    forms.sort()
    said = " ".join(text[form.start : form.end] for form in forms)
    return Presentation(_kind(said), _without(reading.request, forms))


def _found(text: str, has_tables: bool) -> Iterator[_Form]:
    for form in _FORMS:
        for match in form.finditer(text):
            is_unit = not has_tables or _QUANTITY.search(text[: match.start()])
            if not (is_unit and _MAY_BE_UNIT.search(match[0])):
                name = next(name for name, words in match.groupdict().items() if words)
                yield _Form(*match.span(), match.span(name), match[0].split()[0].lower() == "by")


def _named(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of the request that name something: a column, a cell, a field, a text in quotes, a value;
    and whether it is the name of a column as it is written.

    A word that is spelled as a chart is called is no misspelling of another.
    """
    loosely = reading.loosely
    mentions: Sequence[Mention] = (*loosely.mentions, *loosely.hints)
    for mention in mentions:
        if mention.likeness is not Likeness.MISSPELLED:
            is_header = isinstance(mention, ColumnRef) and mention.likeness is Likeness.EXACT
            yield reading.tokens[mention.first].start, reading.tokens[mention.last - 1].end, is_header


def _is_free(form: _Form, named: Iterable[tuple[int, int, bool]]) -> bool:
    """Return whether nothing else is named by the words that are the name of a chart, nor reaches into the form, nor
    is the column by which to group: "by area chart" may be by a column `area`.
    """
    first, last = form.heads
    for start, end, is_header in named:
        if start < last and first < end:
            return False
        reaches_in = start < form.start or form.end < end
        if start < form.end and form.start < end and (reaches_in or (is_header and form.is_by)):
            return False
    return True


def _kind(said: str) -> str:
    """Return the kind of chart that is named; ANY where it is only a chart, a plot or a graph."""
    for kind, words in _KINDS:
        if re.search(rf"\b(?:{words})(?:\b|(?={_HEAD}))", said, re.IGNORECASE):
            return kind
    return ANY


def _without(text: str, forms: Sequence[_Form]) -> str:
    """Return the words outside of the forms; the whole request where there are none."""
    rest, at = "", 0
    for start, end, *_ in (*forms, _Form(len(text), len(text), (0, 0))):
        between = text[at:start].strip()
        if rest.endswith(_FINAL):
            between = between.lstrip(" ,;:")
        rest += between if between.startswith(_CLOSING) else f" {between}"
        at = end
    rest = _LOOSE_ENDS.sub("", rest)
    return rest if _WORDS.search(rest) else text
