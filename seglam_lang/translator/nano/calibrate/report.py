"""What a bound costs and brings, and how far a confidence can be taken at its word: numbers, tables and a diagram.

All of it is about answers that are as sure as what was fitted to other tables says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seglam_lang.drafts import in_percent
from seglam_lang.translator.nano.calibrate.judging import Options, Sure
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


def shares(found: Sequence[Sure], bound: float) -> dict[str, Share]:
    """Return what is answered of each set at a bound."""
    by_set: dict[str, Share] = {}
    for best, chance in found:
        answered = best.evidence is not None and chance >= bound
        one = Share(1, int(answered), int(answered and best.right))
        by_set[best.set] = by_set.get(best.set, Share(0, 0, 0)) + one
    return by_set


def chosen_bound(found: Sequence[Sure]) -> float | None:
    """Return the lowest bound, in hundredths, at which each set is precise enough; None where there is none.

    Sets with too few answers at a bound are looked at together.
    """
    for hundredth in range(100):
        if not failing(shares(found, hundredth / 100)):
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


def reliability(found: Sequence[Sure]) -> list[Bin]:
    """Return the answers in bins of equal width, those that hold any."""
    counts = Counter(best.set for best, _ in found if best.evidence is not None)
    held: dict[int, list[tuple[float, float, bool]]] = {}
    for best, chance in found:
        if best.evidence is not None:
            place = min(int(chance * BINS), BINS - 1)
            held.setdefault(place, []).append((1 / counts[best.set], chance, best.right))
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


# Markdown


def table_of_bounds(found: Sequence[Sure], accept: float) -> Iterator[str]:
    """Yield the lines of a table: for each set what is answered, and how much of that is right, at several bounds."""
    bounds = sorted({*BOUNDS, accept})
    by_bound = [shares(found, bound) for bound in bounds]
    titles = [f"**{bound:g}**" if bound == accept else f"{bound:g}" for bound in bounds]
    yield f"| set | rows | {' | '.join(titles)} |"
    yield f"|---|---|{'---|' * len(bounds)}"
    for name in by_bound[0]:
        cells = " | ".join(_cell(name, by_set[name]) for by_set in by_bound)
        yield f"| {name} | {by_bound[0][name].rows} | {cells} |"


def _cell(name: str, share: Share) -> str:
    if name == REFUSALS:
        return f"{share.coverage:.1%} answered"
    return f"{share}{' (few)' if 0 < share.answered < LEAST_ANSWERS else ''}"


def table_of_readings(found: Sequence[Sure], rows: Sequence[Options]) -> Iterator[str]:
    """Yield the lines of a table: of how many rows of a set the likeliest reading is right, and one of those that a
    person may pick from.
    """
    first = Counter(best.set for best, _ in found if best.right)
    any_of_them = Counter(options[0].set for options in rows if any(each.right for each in options))
    yield "| set | rows | the likeliest reading is right | one of those that are offered |"
    yield "|---|---|---|---|"
    for name, count in Counter(options[0].set for options in rows).items():
        if name != REFUSALS:
            yield f"| {name} | {count} | {first[name] / count:.0%} | {any_of_them[name] / count:.0%} |"


def table_of_bins(bins: Sequence[Bin]) -> Iterator[str]:
    """Yield the lines of a table: how sure, how many, how many of them right."""
    yield "| sure | answers | right |"
    yield "|---|---|---|"
    for each in bins:
        yield f"| {in_percent(each.confidence)} | {each.answers} | {in_percent(each.right)} |"


def table_of_worths(calibration: Calibration) -> Iterator[str]:
    """Yield the lines of a table: what each piece of evidence is worth, in logarithms of the odds, where it is least
    and where it is most.
    """
    yield "| evidence | from | to | worth there | and there |"
    yield "|---|---|---|---|---|"
    for name, (places, worths) in calibration.curves.items():
        yield f"| `{name}` | {places[0]:.3g} | {places[-1]:.3g} | {worths[0]:+.2f} | {worths[-1]:+.2f} |"


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
