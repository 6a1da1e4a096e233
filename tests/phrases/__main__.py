"""`python -m tests.phrases [--misses [KIND]]`: how many of other projects' test phrases are read rightly.

The phrases are those of Microsoft Recognizers-Text and of Duckling (../shared/data/phrases.*), and everyday ones of our
own (everyday.txt). A phrase is read rightly if something is read at its place that has its kind and value. Left out,
and counted by the reason, are phrases whose semantics are not ours (docs/literals.md has the list).
"""

from __future__ import annotations

import argparse

from tests.phrases.everyday import phrases
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
    every = list(phrases())
    missed = [(each.text, wrong) for each in every if (wrong := each.missed())]
    for text, wrong in missed if options.misses == "all" else ():
        print(f"everyday: {text!r}: {', '.join(wrong)}")
    print(f"{'everyday':14} {len(every) - len(missed):4} of {len(every):4}  {1 - len(missed) / len(every):6.1%}")


if __name__ == "__main__":
    main()
