"""Prepares what the model learns from: `python -m seglam_lang.translator.nano.sources [SET ...]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from seglam_lang.translator.nano.sources.preparing import NAMES, PREPARED, counts, prepare


def main() -> None:
    """Prepare sets of the data, and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m seglam_lang.translator.nano.sources", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(NAMES)}; all if none is given")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder of the data")
    parser.add_argument("--out", type=Path, default=PREPARED)
    options = parser.parse_args()
    unknown = sorted(set(options.sets) - set(NAMES))
    if unknown:
        parser.error(f"there is no set {unknown[0]!r}; there are {', '.join(NAMES)}")
    for name in options.sets or NAMES:
        prepare(name, options.shared, options.out)
        for line in counts([name], options.out):
            print(line, flush=True)


if __name__ == "__main__":
    main()
