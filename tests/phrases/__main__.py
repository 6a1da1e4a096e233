"""`python -m tests.phrases [--misses [KIND]]`: how many of other projects' test phrases are read rightly.

The phrases are those of Microsoft Recognizers-Text and of Duckling (../shared/data/phrases.*). A phrase is read rightly
if something is read at its place that has its kind and value. Left out, and counted by the reason, are phrases whose
semantics are not ours:

- dates: holidays; words that say no exact days (early, late, mid, end of, a few, about, within); working days; a day of
  a month that is not named ("the 27th"); a weekday beside another date ("Monday two weeks from now"); unusual orders
  (2020/23/sep), numbers with a point (4.22) and differences (2-15); "earlier" and "later" in a period; words that point
  at a context ("the same week"); centuries and years before 1000; fiscal and school years without a resolution
- "the last 2 weeks" as the calendar's (Duckling) where they end yesterday (Recognizers, and ours), and "upcoming two
  months" as one month
- comparators ("more than 30"): they are words of a template, and no part of a range
- numbers: powers, decimal commas, "a couple", "one twenty two", rare words for lakh and crore
- money: hundredths without a name ("15 dollars and 50"), MEUR, currencies that are no more, rare words for pounds
- units that are not in the language's table; mb for megabit; "3k" for kilometers
- times and durations without a number ("mid-morning", "all day"), m for minutes, a fixed length of months
- time zones, sets ("every Monday"), points in time and their ranges: not judged

A date without a year is the latest that has begun; Recognizers gives the latest and the next, and either is right,
Duckling the next, and another year's is right. Where Recognizers' range ends before its last unit ("from May to July"
without July), ours includes it.
"""

from __future__ import annotations

import argparse

from tests.phrases.judging import KINDS, judge


def main() -> None:
    """Print the share read rightly of each kind, and what is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.phrases", description="How many phrases are read rightly.")
    parser.add_argument("--misses", nargs="?", const="all", choices=["all", *KINDS], help="also print what is missed")
    parser.add_argument("--not-ours", action="store_true", help="also print what is left out, by reason")
    options = parser.parse_args()
    reports = judge()
    for kind, report in reports.items():
        for text, expected, reads in report.missed if options.misses in ("all", kind) else ():
            found = ", ".join(f"{each.kind} {each.value}" for each in reads)
            print(f"{kind}: {expected.text!r} in {text[:60]!r}: {found or 'nothing'}")
    for kind, report in reports.items():
        left_out = report.not_ours.total()
        print(f"{kind:14} {report.right:4} of {report.total:4}  {report.share:6.1%}   not ours: {left_out}")
        for why, count in report.not_ours.most_common() if options.not_ours else ():
            print(f"{count:8} {why}")


if __name__ == "__main__":
    main()
