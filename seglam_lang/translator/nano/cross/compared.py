"""What two requests are compared by, of all pairs of wordings: `python -m seglam_lang.translator.nano.cross.compared`.

The cross-encoder that ships reads some hundred pairs a second. What it makes of them is kept in parts, so that a later
run goes on; parts that are older than the pairs are made again. PyTorch is not needed here: beside llama.cpp it is
better not loaded.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seglam_lang.translator.client import CROSS
from seglam_lang.translator.comparing import PairReader
from seglam_lang.translator.model_files import cross_files
from seglam_lang.translator.nano.corpus import PROCESSES
from seglam_lang.translator.nano.cross.told import TOLD
from seglam_lang.translator.nano.cross.wordings import FILE, Beside, kept_pairs

PART = 4096  # pairs of a file
PARTS = "wordings-*.npy"

Features: TypeAlias = npt.NDArray[np.float16]

_reader: PairReader | None = None


def kept_features(folder: Path) -> Features:
    """Return what was kept in a folder: a row for each pair."""
    found: Features = np.concatenate([np.load(path) for path in sorted(folder.glob(PARTS))])
    return found


def _start(cross: Path) -> None:
    """Make ready one of the processes, with a cross-encoder of its own."""
    global _reader
    os.nice(12)
    _reader = PairReader(cross_files(cross), 1)


def _keep(folder: Path, item: tuple[int, Sequence[Beside]]) -> int:
    """Keep what some pairs are compared by, and return how many they are."""
    number, pairs = item
    path = folder / PARTS.replace("*", f"{number:03}")
    if not path.exists() or path.stat().st_mtime < (folder / FILE).stat().st_mtime:
        assert _reader is not None
        found = np.array([_reader.features(each.request, each.words) for each in pairs], dtype=np.float16)
        unfinished = folder / "unfinished" / path.name
        unfinished.parent.mkdir(exist_ok=True)
        np.save(unfinished, found)
        unfinished.replace(path)
    return len(pairs)


def main() -> None:
    """Read pairs, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=TOLD)
    parser.add_argument("--cross", type=Path, default=CROSS, help="the cross-encoder's file")
    options = parser.parse_args()
    pairs = kept_pairs(options.folder / FILE)
    parts = enumerate(pairs[at : at + PART] for at in range(0, len(pairs), PART))
    done = 0
    with Pool(PROCESSES, partial(_start, options.cross)) as pool:
        for count in pool.imap(partial(_keep, options.folder), parts):
            done += count
            print(f"{done} of {len(pairs)}", flush=True)


if __name__ == "__main__":
    main()
