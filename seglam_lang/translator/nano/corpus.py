"""The corpus: `python -m seglam_lang.translator.nano.corpus` makes lessons of the prepared sources, and encodes them.

    python -m seglam_lang.translator.nano.sources                     # every set in one form, in build/sources
    python -m seglam_lang.translator.nano.corpus --published FOLDER   # lessons, vocabulary, encoded corpus: build/nano

Lessons are kept by source, one file each; one that was interrupted goes on where it was. `--again` makes them anew, as
is needed where the reader has changed. A vocabulary that is there only grows: what a model has learned depends on it.
The critic's lessons are taken in where `nano.verdicts` has made some.
"""

from __future__ import annotations

import argparse
import json
import os
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

from seglam_lang.translator.nano.lessons import Lesson, lessons
from seglam_lang.translator.nano.programs import Unspeakable, speakable, vocabulary_of
from seglam_lang.translator.nano.sources import NAMES, PREPARED, is_dev
from seglam_lang.translator.nano.sources.asked import from_line
from seglam_lang.translator.nano.sources.preparing import whole_lines
from seglam_lang.translator.prompt import MARKS
from seglam_lang.translator.vocabulary import Vocabulary

FOLDER = Path("build/nano")
VERDICTS = "verdicts"  # the source of the critic's lessons, which are made with a model (see `verdicts`)
PROCESSES = 2
AT_ONCE = 20  # lines that a process is handed
LONGEST_PROGRAM = 90  # tokens: a longer one is no everyday job, and costs more than it teaches

_reads: Vocabulary | None = None


def pieces_of(published: Path) -> tuple[str, ...]:
    """Return the word pieces of a published encoder; the position is the id."""
    return tuple((published / "vocab.txt").read_text(encoding="utf-8").splitlines())


def make_lessons(name: str, published: Path, folder: Path = FOLDER, prepared: Path = PREPARED) -> None:
    """Write the lessons of a source, from where its file ends: a line for each line of the prepared file."""
    path = folder / "lessons" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    done = whole_lines(path)
    with (
        (prepared / f"{name}.jsonl").open(encoding="utf-8") as lines,
        path.open("a", encoding="utf-8") as file,
        Pool(PROCESSES, partial(_start, published)) as pool,
    ):
        for made in pool.imap(_lessons_of, islice(lines, done, None), AT_ONCE):
            file.write(made + "\n")


def _start(published: Path) -> None:
    global _reads
    os.nice(12)
    _reads = Vocabulary((), pieces_of(published), MARKS)


def _lessons_of(line: str) -> str:
    assert _reads is not None
    asked = list(from_line(line))
    left_out: Counter[str] = Counter()
    made = [lesson.to_json() for lesson in lessons(asked, _reads, left_out)] if asked else []
    return json.dumps([made, left_out], separators=(",", ":"), ensure_ascii=False)


def kept_lessons(name: str, left_out: Counter[str], folder: Path = FOLDER) -> Iterator[Lesson]:
    """Yield the lessons of a source, and count what was left out."""
    with (folder / "lessons" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            made, without = json.loads(line)
            left_out.update(without)
            yield from map(Lesson.from_json, made)


def vocabulary_for(names: Iterable[str], published: Path, folder: Path = FOLDER) -> Vocabulary:
    """Return the vocabulary of the lessons. One that is in the folder keeps its tokens, and only gets more."""
    path = folder / "vocabulary.json"
    known = Vocabulary.from_json(path.read_text(encoding="utf-8")).program_tokens if path.exists() else ()
    blocks: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for lesson in kept_lessons(name, Counter(), folder):
            for token in lesson.program:
                blocks[token].add(lesson.block or lesson.group)
    tokens = tuple(dict.fromkeys([*known, *vocabulary_of(blocks)]))
    found = Vocabulary(tokens, pieces_of(published), MARKS)
    path.write_text(found.to_json(), encoding="utf-8")
    return found


def program_ids(lesson: Lesson, vocabulary: Vocabulary) -> list[int] | str:
    """Return the ids of a lesson's program, or why no model of this vocabulary learns it."""
    try:
        program = [vocabulary.program_ids[token] for token in speakable(lesson.program, vocabulary)]
    except Unspeakable as error:
        return f"no token: {error}"
    return program if len(program) <= LONGEST_PROGRAM else "a long program"


def encode_all(names: Iterable[str], vocabulary: Vocabulary, folder: Path = FOLDER) -> Iterator[str]:
    """Write `train` and `dev`, each a file of ids with one of lengths, and yield the lines of a table of counts.

    The files have, for each lesson, the ids of its prompt and of its program, in 16 bits each; the lengths are followed
    by how many tokens of the program are given.
    """
    ids = {part: array("H") for part in ("train", "dev")}
    rows: dict[str, list[tuple[str, int, int, int]]] = {"train": [], "dev": []}
    for name in names:
        left_out: Counter[str] = Counter()
        for lesson in kept_lessons(name, left_out, folder):
            program = program_ids(lesson, vocabulary)
            if isinstance(program, str):
                left_out[program] += 1
                continue
            part = "dev" if is_dev(lesson.group) else "train"
            ids[part].extend(lesson.prompt)
            ids[part].extend(program)
            rows[part].append((lesson.source, len(lesson.prompt), len(program), lesson.given))
        counted = ", ".join(f"{sum(row[0] == name for row in rows[part])} {part}" for part in rows)
        yield f"{name}: {counted}, {left_out.total()} left out"
        yield from (f"{count:9} {why}" for why, count in left_out.most_common(6))
    for part, found in ids.items():
        (folder / f"{part}.ids").write_bytes(found.tobytes())
        (folder / f"{part}.json").write_text(json.dumps(rows[part], separators=(",", ":")), encoding="utf-8")


def main() -> None:
    """Write the corpus, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--published", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--prepared", type=Path, default=PREPARED)
    parser.add_argument("--sources", nargs="*", default=NAMES)
    parser.add_argument("--again", action="store_true", help="make the lessons anew")
    options = parser.parse_args()
    for name in options.sources:
        if options.again:
            (options.folder / "lessons" / f"{name}.jsonl").unlink(missing_ok=True)
        make_lessons(name, options.published, options.folder, options.prepared)
    vocabulary = vocabulary_for(options.sources, options.published, options.folder)
    judged = (options.folder / "lessons" / f"{VERDICTS}.jsonl").exists()
    for line in encode_all([*options.sources, *([VERDICTS] if judged else [])], vocabulary, options.folder):
        print(line)
    print(f"{len(vocabulary.program_tokens)} program tokens")


if __name__ == "__main__":
    main()
