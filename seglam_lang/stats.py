"""What came of requests: hits by tier, misses, refusals, calls of the model, time saved, how many answers were wrong.

Requests are counted by the day (UTC) on which they were asked. The time that a hit saves is what an answered miss takes
on average, less what the hit took; where no miss has been measured, it is not known. An answer is wrong that a person
has called wrong: what nobody judged counts as right, so that the true share of errors is no less. The interval has the
share with 95 % confidence.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from seglam_lang.answer import ERROR, HIT, MISS, REFUSED
from seglam_lang.intervals import wilson
from seglam_lang.store import Store
from seglam_lang.store.counts import AUDIT, CALL, DAY_S, OTHER
from seglam_lang.store.judging import RIGHT, WRONG, Judgement, Outcome

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Errors:
    """How many of a tier's answers were called wrong, and how many right."""

    answers: int
    wrong: int
    right: int

    @property
    def share(self) -> float:
        """Return the share of answers that were called wrong."""
        return self.wrong / self.answers if self.answers else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return between what that share lies, at 95 %."""
        return wilson(self.wrong, self.answers)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        low, high = (round(each, 4) for each in self.interval)
        shares = {"share": round(self.share, 4), "low": low, "high": high}
        return {"answers": self.answers, "wrong": self.wrong, "right": self.right, **shares}


@dataclass(frozen=True, slots=True)
class Span:
    """What came of the requests of some days. `hits` and `errors` are by tier; `seconds_saved` None: not known."""

    hits: Mapping[str, int] = field(default_factory=dict)
    misses: int = 0
    refused: int = 0
    failed: int = 0
    model_calls: int = 0
    audits: int = 0
    audited_otherwise: int = 0
    seconds_saved: float | None = None
    errors: Mapping[str, Errors] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """Return how many requests there were."""
        return sum(self.hits.values()) + self.misses + self.refused + self.failed

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "requests": self.requests,
            "hits": dict(self.hits),
            "misses": self.misses,
            "refused": self.refused,
            "errors": self.failed,
            "model_calls": self.model_calls,
            "audits": self.audits,
            "audited_otherwise": self.audited_otherwise,
            "seconds_saved": None if self.seconds_saved is None else round(self.seconds_saved, 3),
            "called_wrong": {tier: errors.to_dict() for tier, errors in self.errors.items()},
        }


@dataclass(frozen=True, slots=True)
class Stats:
    """What came of all requests, and of those of the last `days`; `since` is the first day that was counted."""

    all_time: Span
    recent: Span
    days: int
    since: date | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it: {"since", "days", "all_time", "recent"}."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "days": self.days,
            "all_time": self.all_time.to_dict(),
            "recent": self.recent.to_dict(),
        }


def stats(store: Store, days: int) -> Stats:
    """Return what a cache has counted, the last `days` (today is one of them) by themselves too."""
    outcomes, judged = store.outcomes(), store.judgements()
    cost = _seconds_of_a_miss(outcomes)
    first = max(int(time.time() // DAY_S) - days + 1, 0)
    recent = _span([each for each in outcomes if each.day >= first], _since(judged, first), cost)
    since = _EPOCH + timedelta(days=outcomes[0].day) if outcomes else None
    return Stats(_span(outcomes, judged, cost), recent, days, since)


def _seconds_of_a_miss(outcomes: Iterable[Outcome]) -> float | None:
    """Return what an answered miss has taken on average, over all time; None where there was none."""
    misses = [each for each in outcomes if each.status == MISS]
    count = sum(each.count for each in misses)
    return sum(each.seconds for each in misses) / count if count else None


def _since(judged: Iterable[Judgement], first: int) -> list[Judgement]:
    start = datetime.fromtimestamp(first * DAY_S, UTC).isoformat(timespec="seconds")
    return [each for each in judged if each.added >= start]


def _span(outcomes: Sequence[Outcome], judged: Sequence[Judgement], cost: float | None) -> Span:
    answers: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    spent = 0.0
    for each in outcomes:
        counts[each.status] += each.count
        if each.status == HIT:
            hits[each.tier] += each.count
            spent += each.seconds
        if each.status in (HIT, MISS):
            answers[each.tier] += each.count
    saved = None if cost is None else cost * counts[HIT] - spent
    said = Counter((each.tier, each.verdict) for each in judged if not each.is_lifted)
    tiers = dict.fromkeys((*answers, *(tier for tier, _ in said)))
    errors = {
        tier: Errors(max(answers[tier], said[tier, WRONG]), said[tier, WRONG], said[tier, RIGHT]) for tier in tiers
    }
    return Span(
        dict(hits),
        counts[MISS],
        counts[REFUSED],
        counts[ERROR],
        counts[CALL],
        counts[AUDIT],
        sum(each.count for each in outcomes if (each.status, each.tier) == (AUDIT, OTHER)),
        saved,
        errors,
    )
