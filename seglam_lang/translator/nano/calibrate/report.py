"""What a bound costs and brings, and how far a confidence can be taken at its word: numbers, tables and a diagram.

All of it is about the half of the rows that nothing was fitted to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from seglam_lang.drafts import in_percent
from seglam_lang.translator.nano.calibrate.judging import Judged, Options, likeliest
from seglam_lang.verifier.confidence import Calibration

REFUSALS = "refusals"  # the set whose every answer is wrong
TARGET = 0.9  # precision on each kind of request
MOST_ANSWERED = 0.08  # of what must be refused
LEAST_ANSWERS = 12  # of a set, to say something about its precision
BOUNDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)  # that are shown beside the chosen one
BINS = 10


@dataclass(frozen=True)
class Share:
    """How many of the rows of a set are answered at a bound, and how many rightly."""

    rows: int
    answered: int
    right: int

    @property
    def coverage(self) -> float:
        """Return the share of the rows that is answered."""
        return self.answered / self.rows if self.rows else 0.0

    @property
    def precision(self) -> float:
        """Return the share of the answers that is right."""
        return self.right / self.answered if self.answered else 1.0

    def __add__(self, other: Share) -> Share:
        return Share(self.rows + other.rows, self.answered + other.answered, self.right + other.right)

    def __str__(self) -> str:
        return f"{self.coverage:.0%} / {self.precision:.0%}" if self.answered else "none"


def shares(calibration: Calibration, rows: Sequence[Judged], bound: float) -> dict[str, Share]:
    """Return what is answered of each set at a bound."""
    found: dict[str, Share] = {}
    for row in rows:
        answered = row.evidence is not None and calibration.confidence(row.evidence) >= bound
        one = Share(1, int(answered), int(answered and row.right))
        found[row.set] = found.get(row.set, Share(0, 0, 0)) + one
    return found


def chosen_bound(calibration: Calibration, rows: Sequence[Judged]) -> float | None:
    """Return the lowest bound, in hundredths, at which each set is precise enough; None where there is none.

    Sets with too few answers at a bound are looked at together.
    """
    for hundredth in range(100):
        if not failing(shares(calibration, rows, hundredth / 100)):
            return hundredth / 100
    return None


def failing(found: dict[str, Share]) -> list[str]:
    """Return the sets that are not precise enough; of the refusals, that too many are answered."""
    few = Share(0, 0, 0)
    names = []
    for name, share in found.items():
        if name == REFUSALS:
            names += [name] * (share.coverage > MOST_ANSWERED)
        elif share.answered < LEAST_ANSWERS:
            few += share
        elif share.precision < TARGET:
            names.append(name)
    return names + ["the small ones together"] * (few.answered >= LEAST_ANSWERS and few.precision < TARGET)


@dataclass(frozen=True)
class Bin:
    """Answers of about one confidence: the mean of that, and the share that is right. Each set weighs the same."""

    confidence: float
    right: float
    answers: int


def reliability(calibration: Calibration, rows: Sequence[Judged]) -> list[Bin]:
    """Return the answers of the rows in bins of equal width, those that hold any."""
    weights = _weights(rows)
    held: dict[int, list[tuple[float, float, bool]]] = {}
    for row in rows:
        if row.evidence is not None:
            confidence = calibration.confidence(row.evidence)
            held.setdefault(min(int(confidence * BINS), BINS - 1), []).append((weights[row.set], confidence, row.right))
    bins = []
    for _, items in sorted(held.items()):
        total = sum(weight for weight, _, _ in items)
        bins.append(
            Bin(
                sum(weight * confidence for weight, confidence, _ in items) / total,
                sum(weight * right for weight, _, right in items) / total,
                len(items),
            )
        )
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return how far confidence and truth are apart, on average over the answers."""
    return sum(each.answers * abs(each.confidence - each.right) for each in bins) / sum(each.answers for each in bins)


def _weights(rows: Sequence[Judged]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for row in rows:
        if row.evidence is not None:
            counts[row.set] = counts.get(row.set, 0) + 1
    return {name: 1 / count for name, count in counts.items()}


# Markdown


def table_of_bounds(calibration: Calibration, rows: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of a table: for each set what is answered, and how much of that is right, at several bounds."""
    bounds = sorted({*BOUNDS, calibration.accept})
    by_bound = [shares(calibration, rows, bound) for bound in bounds]
    titles = [f"**{bound:g}**" if bound == calibration.accept else f"{bound:g}" for bound in bounds]
    yield f"| set | rows | {' | '.join(titles)} |"
    yield f"|---|---|{'---|' * len(bounds)}"
    for name in by_bound[0]:
        cells = " | ".join(_cell(name, found[name]) for found in by_bound)
        yield f"| {name} | {by_bound[0][name].rows} | {cells} |"


def _cell(name: str, share: Share) -> str:
    if name == REFUSALS:
        return f"{share.coverage:.1%} answered"
    return f"{share}{' (few)' if 0 < share.answered < LEAST_ANSWERS else ''}"


def table_of_readings(calibration: Calibration, rows: Sequence[Options]) -> Iterator[str]:
    """Yield the lines of a table: of how many rows of a set the likeliest reading is right, and one of those that a
    person may pick from.
    """
    yield "| set | rows | the likeliest reading is right | one of those that are offered |"
    yield "|---|---|---|---|"
    for name, of_set in groupby(rows, lambda options: options[0].set):
        found = list(of_set)
        if name != REFUSALS:
            first = sum(likeliest(calibration, options).right for options in found) / len(found)
            any_of_them = sum(any(each.right for each in options) for options in found) / len(found)
            yield f"| {name} | {len(found)} | {first:.0%} | {any_of_them:.0%} |"


def table_of_bins(bins: Sequence[Bin]) -> Iterator[str]:
    """Yield the lines of a table: how sure, how many, how many of them right."""
    yield "| sure | answers | right |"
    yield "|---|---|---|"
    for each in bins:
        yield f"| {in_percent(each.confidence)} | {each.answers} | {in_percent(each.right)} |"


def table_of_coefficients(calibration: Calibration) -> Iterator[str]:
    """Yield the lines of a table: what each piece of evidence is worth."""
    yield "| evidence | mean | scale | weight |"
    yield "|---|---|---|---|"
    for name, (mean, scale, weight) in calibration.coefficients.items():
        yield f"| `{name}` | {mean:.3g} | {scale:.3g} | {weight:+.2f} |"


# The diagram

SIDE, EDGE = 260, 40


def diagram(bins: Sequence[Bin]) -> str:
    """Return the reliability diagram as SVG: a circle for each bin, the larger the more answers it has."""
    most = max(each.answers for each in bins)
    size = SIDE + 2 * EDGE
    circles = [_circle(each, 3 + 9 * (each.answers / most) ** 0.5) for each in bins]
    ticks = [
        f'<text x="{_x(share):.0f}" y="{size - 22}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{EDGE - 6}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>'
        for share in (0, 0.5, 1)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
            'font-family="sans-serif" font-size="11" fill="#777">',
            f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>',
            *circles,
            *ticks,
            f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">how sure</text>',
            f'<text x="{EDGE}" y="{EDGE - 10}">how many of these are right</text>',
            "</svg>\n",
        ]
    )


def _circle(held: Bin, radius: float) -> str:
    said = f"{in_percent(held.confidence)} sure, {in_percent(held.right)} right ({held.answers} answers)"
    place = f'cx="{_x(held.confidence):.1f}" cy="{_y(held.right):.1f}" r="{radius:.1f}"'
    return f'<circle {place} fill="#3b7dd8" fill-opacity="0.6"><title>{said}</title></circle>'


def _x(share: float) -> float:
    return EDGE + SIDE * share


def _y(share: float) -> float:
    return EDGE + SIDE * (1 - share)
