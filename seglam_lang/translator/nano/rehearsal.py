"""What a model that is tuned must not unlearn: `python -m seglam_lang.translator.nano.rehearsal` makes the file.

Of this project's own everyday requests some are taken, in the form of `sources.Asked`, so that they stay good whatever
a vocabulary is: two parts of three are learned again beside what is new, the third is the *check set*, which a tuned
model must know as well as before. No data set of others is in it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

from seglam_lang.translator.nano.sources.asked import Asked, from_line, to_line

FILE = Path(__file__).with_name("rehearsal.jsonl.gz")
OWN = Path("build/sources/own.jsonl")
BLOCKS = 600  # that are taken
WORDINGS = 2  # of each


def is_check(asked: Asked) -> bool:
    """Return whether a request is of the check set; all about one table are on the same side."""
    return _order(asked.group) % 3 == 0


def shipped() -> Iterator[Asked]:
    """Yield the requests of the file."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from from_line(line)


def write(prepared: Path, file: Path) -> int:
    """Write the file from the prepared own requests, and return how many there are in it."""
    found = [list(from_line(line)) for line in prepared.open(encoding="utf-8")]
    blocks = sorted((each for each in found if each), key=lambda each: _order(each[0].block))[:BLOCKS]
    taken = [sorted(block, key=lambda each: _order(each.request))[:WORDINGS] for block in blocks]
    text = "".join(to_line(each) + "\n" for each in taken)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))
    return sum(map(len, taken))


def _order(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def main() -> None:
    """Write the file, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepared", type=Path, default=OWN)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    print(f"{write(options.prepared, options.out)} requests, {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
