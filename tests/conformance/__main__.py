"""`python -m tests.conformance [DIR]`: how this language does on the conformance suites in DIR."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.conformance.harness import ADAPTERS, HERE, judge

DATA = HERE.parents[2] / "shared" / "data" / "conformance"


def main() -> int:
    """Print a report for each file; 1 where a row failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, default=DATA, help="holds files such as feel.jsonl.gz")
    parser.add_argument("--only", choices=ADAPTERS, help="files of this adapter only")
    options = parser.parse_args()
    files = [
        each
        for each in sorted(options.directory.glob("*.jsonl.gz"))
        if each.name.startswith((options.only,) if options.only else ADAPTERS)
    ]
    if not files:
        print(f"no file in {options.directory} is named {' or '.join(f'{each}*.jsonl.gz' for each in ADAPTERS)}")
        return 2
    failed = 0
    for path in files:
        report = judge(path)
        failed += len(report.failed)
        print("\n".join(report.lines()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
