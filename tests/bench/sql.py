"""How much SQL becomes programs: `python -m tests.bench.sql [spider | nvbench | schema2qa | everyday] [--show]`.

The SQL of a set is converted by `nano.sql`; the program must type-check and give the row's answer, by the rules of
`sources.answers`. Printed are the share of rows whose program is right, and the reasons of the rest by kind,
with examples where `--show` is given. Of nvbench its `viseval` rows are taken.

Left out, and counted, are rows flagged as wrong. Where equal rows stand at a LIMIT SQL may give any of them: a program
that gives the row's answer once the table's rows are in another order is right, and counted.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.sources.answers import agrees
from seglam_lang.translator.nano.sources.asked import as_json
from seglam_lang.translator.nano.sources.queries import TIE, reordered
from seglam_lang.translator.nano.sql import Unconvertible, convert
from tests.bench.commands import SHARED
from tests.bench.scoring import read_rows

SETS = ("spider", "nvbench", "schema2qa", "everyday")
WRONG = frozenset({"order_cue_inconsistent", "agg_cue_inconsistent", "gold_wrong"})  # flags
BLANK = "null_in_answer"
RIGHT, RIGHT_BUT_FOR_TIES = "right", "right, with the table's rows in another order"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row's SQL: `fate` is "right" or a reason; `program` is None where there is none."""

    fate: str
    sql: str
    program: str | None = None
    details: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the program gives the row's answer."""
        return self.fate in (RIGHT, RIGHT_BUT_FOR_TIES)


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a set that have SQL, with it in `sql`; of everyday one row of each block."""
    if name == "everyday":
        found = [row for row in read_rows(SHARED / "everyday" / "everyday.train.jsonl.gz") if row["gold"]]
        blocks = {
            row["type"]: {**row, "sql": row["gold"]["sql"], "dialect": "duckdb"}
            for row in found
            if "table" in row["inputs"]
        }
        return [row for row in blocks.values() if row["sql"]]
    found = read_rows(SHARED / "data" / f"{name}.train.jsonl.gz")
    taken = [row for row in found if name != "nvbench" or "viseval" in row["flags"]]
    return [{**row, "sql": row["gold"], "type": f"{row['db']}: {row['gold']}"} for row in taken]


def outcome(row: Mapping[str, Any]) -> Outcome:
    """Convert the SQL of a row, and compare what it gives with the row's answer."""
    sql, inputs = row["sql"], read_inputs(values=row["inputs"])
    try:
        program = convert(sql, inputs.tables["table"], row.get("dialect", "sqlite"))
    except Unconvertible as error:
        return Outcome(f"not converted: {error.construct}", sql)
    try:
        answer = answer_of(program, inputs)
    except LanguageError as error:
        return Outcome(f"does not check: {error.diagnostics[0].code}", sql, program, error.diagnostics[0].message)
    except Failure as failure:
        return Outcome(f"fails: {failure.code}", sql, program, failure.message)
    if agrees(answer, row["answer"]):
        return Outcome(RIGHT, sql, program)
    if TIE in row["flags"] and any(agrees(answer_of(program, other), row["answer"]) for other in reordered(inputs)):
        return Outcome(RIGHT_BUT_FOR_TIES, sql, program)
    why = BLANK if BLANK in row["flags"] else TIE if TIE in row["flags"] else "other"
    return Outcome(f"another answer: {why}", sql, program, f"{str(answer)[:160]} instead of {str(row['answer'])[:160]}")


def answer_of(program: str, inputs: Inputs) -> Any:
    """Return what a program gives, as JSON has it."""
    return as_json(Headed.of(program).run(inputs))


def report(rows: Iterable[Mapping[str, Any]], show: bool) -> Iterator[str]:
    """Yield the lines of a report."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    for row in rows:
        flagged = WRONG.intersection(row["flags"])
        if flagged:
            left_out.update(sorted(flagged)[:1])
            continue
        became = outcome(row)
        outcomes[became.fate].append(became)
    total = sum(map(len, outcomes.values()))
    right = sum(len(each) for each in outcomes.values() if each[0].is_right)
    yield f"{right} of {total} queries become programs that give the same answer, {right / (total or 1):.1%}"
    for fate, found in sorted(outcomes.items(), key=lambda item: -len(item[1])):
        yield f"{len(found):7} {fate}"
        for each in found[:: max(1, len(found) // 4)][:4] if show else ():
            yield f"          {each.sql}"
            yield from (f"            {line}" for line in (*(each.program or "").split("\n"), each.details) if line)
    yield from (f"{count:7} left out: flagged {flag}" for flag, count in left_out.items())


def main() -> None:
    """Print the report of a set."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sql", description="How much SQL becomes programs.")
    parser.add_argument("set", nargs="?", default="spider", choices=SETS)
    parser.add_argument("--rows", type=int, help="that many rows, spread evenly")
    parser.add_argument("--show", action="store_true", help="with examples")
    options = parser.parse_args()
    rows = rows_of(options.set)
    step = 1 if options.rows is None else max(1, len(rows) // options.rows)
    for line in report(rows[::step], options.show):
        print(line, flush=True)


if __name__ == "__main__":
    main()
