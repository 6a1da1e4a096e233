"""Text(number, format): Excel's formats of numbers, written out in our language.

A format has up to three sections: for positive and negative numbers and for zero. In a section `0` and `#` are places
of digits, the first `.` stands before the decimals, `,` between places separates thousands and behind them divides by
1,000, `%` multiplies by 100, `E+00` is scientific notation. What stands in quotes or behind a backslash, and every
other sign, is itself, wherever it stands between the places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import SEPARATORS
from tests.conformance.powerfx_types import TEXT, Term, Writer, quoted

REASON = "Excel's formats"
_TOKEN = re.compile(
    r'\\(?P<escaped>.)|"(?P<quoted>[^"]*)"|(?P<exponent>[eE](?:[+-][0#]+|0+))|(?P<digit>[0#])|(?P<point>\.)|(?P<commas>,+)'
    r"|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
_REFUSED = frozenset('?*_@[]\\":/')  # of Excel but not of Power Fx, or of a date

Token = tuple[str, str]  # digit, point, commas, exponent, percent or literal, and how it is written


@dataclass(slots=True)
class Places:
    """Places of digits and what stands before the first and after each; those of digits that are never left out."""

    signs: str = ""
    lead: str = ""
    after: list[str] = field(default_factory=list)

    def literal(self, text: str) -> None:
        """Add what stands for itself."""
        if self.after:
            self.after[-1] += text
        else:
            self.lead += text

    def digit(self, sign: str) -> None:
        """Add a place."""
        self.signs += sign
        self.after.append("")

    @property
    def written(self) -> str:
        """The texts after the places, as our source has them."""
        return f"[{', '.join(map(quoted, self.after))}]"


def tokens_of(shape: str) -> list[list[Token]]:
    """The sections of a format, each as its tokens."""
    sections: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(shape):
        kind = found.lastgroup or ""
        text = found[kind]
        if kind == "end":
            sections.append([])
        elif kind == "other" and text in _REFUSED:
            raise NotTranslatable(REASON)
        else:
            kind = "percent" if (kind, text) == ("other", "%") else kind
            sections[-1].append(("literal" if kind in ("escaped", "quoted", "other") else kind, text))
    if len(sections) > 3:
        raise NotTranslatable(REASON)
    return sections


class Section:
    """One section of a format as an expression of ours."""

    def __init__(self, tokens: Sequence[Token], locale: str) -> None:
        kinds = [kind for kind, _ in tokens]
        point = kinds.index("point") if "point" in kinds else len(tokens)
        end = kinds.index("exponent") if "exponent" in kinds else len(tokens)
        if point > end or "digit" in kinds[end:]:
            raise NotTranslatable(REASON)
        self.whole, self.decimals, self.tail = Places(), Places(), Places()
        self.has_point, self.grouped, self.thousandths, self.percents = point < len(tokens), False, 0, 0
        self.exponent = tokens[end][1] if end < len(tokens) else ""
        self.separators = SEPARATORS[locale]
        self._read(self.whole, tokens[:point][:end])
        self._read(self.decimals, tokens[point + 1 : end])
        self._read(self.tail, tokens[end + 1 :])

    def _read(self, places: Places, tokens: Sequence[Token]) -> None:
        for position, (kind, text) in enumerate(tokens):
            before = tokens[position - 1][0] if position else ""
            if kind == "digit":
                places.digit(text)
            elif kind == "commas" and before == "digit":
                rest = [each for each, _ in tokens[position + 1 :]]
                if places is self.whole:
                    self.grouped |= rest[:1] == ["digit"]
                    ends = not rest if self.has_point else "digit" not in rest
                    self.thousandths += len(text) if ends else 0
                elif "digit" not in rest:
                    self.thousandths += len(text)
            elif kind == "commas" and not before and places is self.decimals:
                continue
            else:
                places.literal(text[:1] if kind == "commas" else "" if kind == "point" else text)
                self.percents += kind == "percent"

    def scaled(self, number: str) -> str:
        """The number that is written, of at least zero."""
        hundreds = 100**self.percents
        times = f" * {hundreds}" if hundreds > 1 else ""
        through = f" / {1000**self.thousandths}" if self.thousandths else ""
        return f"({number}{times}{through})" if times or through else number

    def text(self, number: str) -> str:
        """The text of a number that is at least zero."""
        whole, decimals = self.whole, self.decimals
        if not whole.after and not decimals.after:
            return quoted(whole.lead + ("." if self.has_point else "") + decimals.lead + self.tail.lead)
        thousands, point = self.separators
        least = len(whole.signs.lstrip("#"))
        fixed = len(decimals.signs.rstrip("#"))
        shown = quoted(point) if self.has_point else '""'
        shape = f"{whole.written}, {least}, {quoted(thousands if self.grouped else '')}"
        shape += f", {decimals.written}, {fixed}, {shown}, {quoted(decimals.lead)}"
        if self.exponent:
            letter, sign = self.exponent[0], "+" if "+" in self.exponent else "-"
            digits = self.exponent.count("0") + self.exponent.endswith("#")
            made = f"scientific({self.scaled(number)}, {shape}, {quoted(letter)}, {quoted(sign)}, {digits})"
        else:
            made = f"in_places({self.scaled(number)}, {shape})"
        parts = [quoted(whole.lead)] * bool(whole.lead) + [made] + [quoted(self.tail.lead)] * bool(self.tail.lead)
        return " + ".join(parts)

    def rounded(self, number: str) -> str:
        """The number as far as it is shown."""
        return number if self.exponent else f"{self.scaled(number)}.round({len(self.decimals.after)})"


def number_in_format(writer: Writer, number: str, shape: str, locale: str) -> Term:
    """The text of a number in a format; `locale` is a language's two letters."""
    if locale not in SEPARATORS:
        raise NotTranslatable(REASON)
    read = [Section(tokens, locale) for tokens in tokens_of(shape)]
    empty = [not tokens for tokens in tokens_of(shape)]
    first = read[0]

    def body(name: str) -> str:
        positive, size = first.text(name), f"{name}.abs()"
        if len(read) == 1 or (empty[1] and not empty[0]):
            signed = f'if {first.rounded(name)} < 0 then "-" + {first.text(size)} else {positive}'
        else:
            signed = f"if {name} < 0 then {read[1].text(size)} else {positive}"
        if len(read) == 3 and not empty[2]:
            signed = f"if {name} == 0 then {read[2].text(name)} else {signed}"
        return f"({signed})"

    return Term(writer.bind(number, body) if shape else '""', TEXT)
