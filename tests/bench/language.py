"""How fast the language is, beside other languages and Python itself: `python -m tests.bench.language`.

Every workload of `workloads` is done by a procedure, by the same function written by hand in Python (with Decimals
where the answer needs them) and by the peers that can say it. All results are compared first. Then all take turns, in
one process, and the medians are put in relation. Each is measured twice: with everything prepared, the data as values
of its own (ours: `Compiled.run`), and from Python values to a Python value (ours: a procedure of `language.load`).

Which numbers compute at this speed: a Number is an int while it is whole and below 10**34 and otherwise a normalised
Decimal of 34 digits, so that 0.1 + 0.2 is 0.3 and one value has one representation. `tests/bench/representation.py`
measures that against Decimals alone and against fractions: ints are added and multiplied in a third of the time that
the same numbers take as Decimals, and fractions take four to ten times as long. Inside of an expression a Decimal is
left as it comes out; only what leaves the expression is normalised (see `language/arithmetic.py`), so that a fraction
costs little more than with Decimals by hand.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from seglam_lang import language
from seglam_lang.language import core
from seglam_lang.language.storing import codec, decoding
from tests.bench.peers import Peer, installed
from tests.bench.report import Figure, limited, machine
from tests.bench.workloads import Workload, workloads

OURS, BY_HAND = "seglam", "Python by hand"
PREPARED, FROM_PYTHON = "prepared", "from Python"
SECONDS, MOST_ROUNDS = 0.5, 301  # of one job of a workload
SHORTEST = 1e-3  # seconds; what is faster is called several times in a row
TOO_LONG = 5  # seconds; who takes longer with everything prepared is not asked again
NODES = 30

Jobs = dict[tuple[str, str], Callable[[], Any]]  # by who does it and how
Times = dict[tuple[str, str], float]  # seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every target is met."""
    parser = argparse.ArgumentParser(description="How fast the language is, beside other languages.")
    parser.add_argument("--scale", type=int, default=1, help="divide the sizes of the data by this")
    parser.add_argument("--only", default="", help="only workloads with this in their name")
    options = parser.parse_args(arguments)
    print(machine(), flush=True)
    peers, missing = installed()
    if missing:
        print(f"not installed: {', '.join(missing)} (pip install 'seglam[bench]')")
    figures = []
    for work in workloads(options.scale):
        if options.only in work.name:
            times = measured(work.name, jobs_of(work, peers))
            print(*table(work, times), sep="\n", flush=True)
            figures += targets(work, times)
    figures.append(decode_and_build())
    print("targets", *figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def jobs_of(work: Workload, peers: Sequence[Peer]) -> Jobs:
    """All who can do the work."""
    procedure = language.load(work.procedure)["work"]
    ours = {each.name: work.arguments[each.name] for each in procedure.params}
    values = procedure._values((), ours)
    run = language.compile_procedure(language.check(work.procedure)[0].core).run
    jobs: Jobs = {
        (OURS, PREPARED): partial(run, values),
        (OURS, FROM_PYTHON): partial(procedure, *ours.values()),
        (BY_HAND, PREPARED): partial(work.by_hand, *work.arguments.values()),
    }
    floats = {name: with_floats(value) for name, value in work.arguments.items()}
    for peer in peers:
        if peer.name in work.sources:
            data = work.arguments if peer.decimals else floats
            jobs[peer.name, PREPARED] = peer.prepared(work.sources[peer.name], data)
            jobs[peer.name, FROM_PYTHON] = peer.from_python(work.sources[peer.name], data)
    return jobs


def with_floats(value: Any) -> Any:
    """The value with floats for its Decimals."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [with_floats(item) for item in value]
    if isinstance(value, dict):
        return {key: with_floats(item) for key, item in value.items()}
    return value


def comparable(result: Any) -> Any:
    """A result in one form for all: numbers as floats, groups as a mapping whether they come as rows or as pairs."""
    if isinstance(result, dict):
        return {str(key): comparable(item) for key, item in result.items()}
    if isinstance(result, list | tuple | language.ResultTable):
        items = [comparable(item) for item in result]
        if items and all(isinstance(each, dict) and set(each) == {"region", "amount"} for each in items):
            return {each["region"]: each["amount"] for each in items}
        if items and all(isinstance(each, list) and len(each) == 2 and isinstance(each[0], str) for each in items):
            return dict(items)
        return items
    if isinstance(result, str | bool | date):
        return str(result)
    return float(result)


def alike(one: Any, other: Any) -> bool:
    """Whether two results are the same, numbers within what cents in binary floats can differ."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=0.05)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def measured(name: str, jobs: Jobs, seconds: float = SECONDS) -> Times:
    """The median seconds of each job, all found to come to the same result.

    In each round every job that has some of its `seconds` left has its turn.
    """
    expected = comparable(jobs[BY_HAND, PREPARED]())
    repeats: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, str], list[float]] = {}
    for (who, how), job in jobs.items():
        if sum(taken.get((who, PREPARED), ())) > TOO_LONG:
            continue
        started = time.perf_counter()
        result = job()
        once = time.perf_counter() - started
        if (who, how) != (OURS, PREPARED):  # that result is a value of the language
            found = comparable(result)
            if not alike(found, expected):
                sys.exit(f"{name}: {who}, {how}, gives {str(found)[:300]}, not {str(expected)[:300]}")
        taken[who, how] = [once] if once > seconds else []
        repeats[who, how] = 1 if once > SHORTEST else math.ceil(SHORTEST / min(timed(job, 1) for _ in range(5)))
    for _ in range(MOST_ROUNDS):
        for key, times in taken.items():
            if sum(times) * repeats[key] < seconds:
                times.append(timed(jobs[key], repeats[key]))
    return {key: statistics.median(times) for key, times in taken.items()}


def timed(job: Callable[[], Any], repeats: int) -> float:
    """The seconds of one call, on average over several."""
    started = time.perf_counter()
    for _ in range(repeats):
        job()
    return (time.perf_counter() - started) / repeats


def table(work: Workload, times: Times) -> list[str]:
    """A line for each who does the work: the times, and how they compare with ours."""
    lines = [work.name]
    for who in dict.fromkeys(who for who, _ in times):
        cells = []
        for how in (PREPARED, FROM_PYTHON):
            if (who, how) in times:
                mine, theirs = times[OURS, how], times[who, how]
                ratio = "" if who == OURS else f"{theirs / mine:9.2f} x ours"
                cells.append(f"{how} {theirs * 1e6:12.2f} µs {ratio:16}")
        lines.append(f"  {who:16} {'  '.join(cells)}".rstrip())
    return lines


def targets(work: Workload, times: Times) -> list[Figure]:
    """What is wanted of this kind of work."""
    ours = times[OURS, PREPARED]
    figures = [limited(f"{work.name}: of by hand", ours / times[BY_HAND, PREPARED], "<=", 6, "{:.2f}")]
    wanted: Mapping[str, float] = {"expression": 2.5, "list": 10, "table": 10}
    for peer in ("simpleeval", "asteval", "jsonata-python", "cel-python"):
        of_all = work.kind in ("list", "table")
        if (peer, PREPARED) in times and (of_all or (work.kind == "expression" and peer == "simpleeval")):
            name, faster = f"{work.name}: than {peer}", times[peer, PREPARED] / ours
            figures.append(limited(name, faster, ">=", wanted[work.kind], "{:.2f}"))
    if work.kind == "list" and ("starlark-pyo3", FROM_PYTHON) in times:
        faster = times["starlark-pyo3", FROM_PYTHON] / times[OURS, FROM_PYTHON]
        figures.append(limited(f"{work.name}: than starlark-pyo3", faster, ">=", 2, "{:.2f}", FROM_PYTHON))
    return figures


def decode_and_build() -> Figure:
    """From the bytes of a stored procedure of about 30 nodes to what runs."""
    source = """proc work(bill: Number, tip: Number, people: Number) -> List<Number> {
      let total = (bill * (1 + tip)).round(2)
      let share = (total / people).round_down(2)
      let odd = total - share * people
      return (1 to people).map(i => if i == 1 then share + odd else share)
    }"""
    procedure = language.check(source)[0].core
    data = codec.encode(procedure)
    nodes = sum(1 for root in procedure.roots() for _ in core.preorder(root))
    times = [timed(lambda: language.compile_procedure(decoding.decode(data)), 5) for _ in range(201)]
    per_nodes = statistics.median(times) * 1e6 / nodes * NODES
    return limited(f"decode and build {NODES} nodes: µs", per_nodes, "<=", 150, "{:.0f}", f"measured on {nodes}")


if __name__ == "__main__":
    sys.exit(main())
