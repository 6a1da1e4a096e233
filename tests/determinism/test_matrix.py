"""The same bytes from every CPython, hash seed, locale and time zone: values, failures, fuel, encodings and hashes.

Each run of the matrix is a fresh process that runs the whole corpus (see `corpus` and `runner`) and prints a digest;
all digests must be equal. The runs are no full product: every interpreter, locale, time zone and hash seed takes part,
in several combinations. Locales that the machine does not have are made for the test where `localedef` can, else only
the variables are set; interpreters that are not there are not missed, but reported.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pytest

from tests.determinism import corpus

RUNNER = Path(__file__).with_name("runner.py")
PURE = ("msgpack", "lark", "interegular")  # what a run imports; all of it runs without its compiled parts
MINORS = ("3.11", "3.12", "3.13", "3.14")
LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.UTF-8")
ZONES = ("UTC", "America/St_Johns", "Asia/Kolkata", "Pacific/Kiritimati")
HASH_SEEDS = ("random", "0", "random", "4294967295")
RUNS = 12
# One more run has the decimals that are written in Python, as a CPython without the C library has them. (They go by way
# of `str`, so the limit on long ints is lifted.)
PURE_DECIMAL = """
import runpy, sys
sys.modules["_decimal"] = None
sys.set_int_max_str_digits(0)
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
LIMIT = 300  # seconds for one run
_PROBE = "import platform; print(platform.python_implementation(), platform.python_version())"


@dataclass(frozen=True)
class Run:
    """One process of the matrix."""

    python: str
    locale: str
    zone: str
    hash_seed: str
    pure_decimal: bool = False

    def __str__(self) -> str:
        return f"{self.python}, {self.locale}, {self.zone}, hash seed {self.hash_seed}{self.remark}"

    @property
    def remark(self) -> str:
        return ", decimals in Python" if self.pure_decimal else ""

    @property
    def command(self) -> list[str]:
        """How the runner is started, less its own arguments."""
        return [self.python, *(("-c", PURE_DECIMAL) if self.pure_decimal else ()), str(RUNNER)]


def version_of(python: str) -> str:
    """The version of a CPython that runs, "" for anything else (a shim of a version that is not installed)."""
    try:
        done = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    name, _, version = done.stdout.strip().partition(" ")
    return version if done.returncode == 0 and name == "CPython" else ""


def candidates(minor: str) -> Iterator[str]:
    """Where a CPython of that minor version may lie, whether it runs or not."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        yield from filter(None, [shutil.which(f"python{minor}", path=folder)])
    yield from map(str, sorted(Path.home().glob(f".pyenv/versions/{minor}.*/bin/python")))


def interpreters() -> dict[str, str]:
    """One CPython of each minor version, the one that runs this test for its own."""
    found = {"{}.{}".format(*sys.version_info[:2]): sys.executable}
    for minor in MINORS:
        running = (each for each in candidates(minor) if version_of(each).startswith(f"{minor}."))
        for python in islice(running, 0 if minor in found else 1):
            found[minor] = python
    return found


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables that all runs share: where the code lies, and the locales that were made."""
    folder = tmp_path_factory.mktemp("determinism")
    site, locales = folder / "site", folder / "locales"
    site.mkdir()
    locales.mkdir()
    for name in PURE:
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None, name
        (site / name).symlink_to(Path(spec.origin).parent)
    localedef = shutil.which("localedef")
    for each in LOCALES[2:] if localedef else ():
        command = [str(localedef), "-i", each.partition(".")[0], "-f", "UTF-8", str(locales / each)]
        subprocess.run(command, capture_output=True, timeout=LIMIT, check=False)  # without it: only the variable is set
    variables = {"PYTHONPATH": os.pathsep.join([str(corpus.ROOT), str(site)]), "PYTHONDONTWRITEBYTECODE": "1"}
    return variables | {"PATH": os.environ.get("PATH", ""), "LOCPATH": str(locales)}


def matrix(pythons: list[str]) -> list[Run]:
    """Runs in which every value of every dimension takes part, and meets several of the others."""
    runs = []
    for i in range(RUNS):
        seed, zone = HASH_SEEDS[i % len(HASH_SEEDS)], ZONES[(i + i // len(ZONES)) % len(ZONES)]
        runs.append(Run(pythons[i % len(pythons)], LOCALES[i % len(LOCALES)], zone, seed))
    return [*runs, Run(pythons[0], LOCALES[0], ZONES[0], "random", pure_decimal=True)]


def environment(run: Run, surroundings: dict[str, str]) -> dict[str, str]:
    """The variables of one run, and no others; where hashes are not random, long ints have the narrowest limit."""
    own = {"LC_ALL": run.locale, "LANG": run.locale, "TZ": run.zone, "PYTHONHASHSEED": run.hash_seed}
    shared = dict(surroundings)
    if run.hash_seed == "0":
        own["PYTHONINTMAXSTRDIGITS"] = "640"
    if run.locale.startswith("C"):
        del shared["LOCPATH"]  # those lie where the system has its own
    return {**shared, **own}


def first_difference(one: Path, other: Path) -> str:
    """The first lines in which two runs differ, shortened."""
    with one.open(encoding="utf-8") as left, other.open(encoding="utf-8") as right:
        for a, b in zip(left, right, strict=False):
            if a != b:
                return f"\n  {a.strip()[:400]}\n  {b.strip()[:400]}"
    return "\n  one has more lines than the other"


def start(run: Run, stored: Path, out: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """What the runner says of one run; its results are in `out`."""
    done = subprocess.run(
        [*run.command, str(stored), str(out)],
        env=environment(run, surroundings),
        cwd=out.parent,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, f"{run}:\n{done.stderr[-4000:]}"
    report: dict[str, str] = json.loads(done.stdout)
    return report


@pytest.mark.slow
def test_the_same_everywhere(tmp_path: Path, surroundings: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    stored = tmp_path / "corpus.json"
    stored.write_text(json.dumps(corpus.build()), encoding="utf-8")
    pythons = interpreters()
    table, differences = [], []
    first: dict[str, tuple[str, Path]] = {}
    runs = matrix(list(pythons.values()))
    outs = [tmp_path / f"results-{number}.lines" for number in range(len(runs))]
    with ThreadPoolExecutor(2) as two:  # processes at a time
        reports = list(two.map(lambda run, out: start(run, stored, out, surroundings), runs, outs))
    for run, out, report in zip(runs, outs, reports, strict=True):
        for kind, file in (("digest", out), ("patterns", out.with_suffix(".patterns"))):
            digest, of = first.setdefault(kind, (report[kind], file)) if kind in report else ("", out)
            if report.get(kind, "") != digest:
                differences.append(f"{run} differs from the first run:{first_difference(of, file)}")
        table.append(describe(run, report))
    missing = ", ".join(minor for minor in MINORS if minor not in pythons) or "none"
    lines = first["digest"][1].read_text(encoding="utf-8").splitlines()
    with capsys.disabled():
        print(f"\n{len(lines):,} lines; CPython not found here: {missing}", *table, sep="\n")
    assert not differences, "\n".join(differences)
    for kind, least in (("source ", 50), ("own ", 300), ("run ", 5000)):
        assert sum(line.startswith(kind) for line in lines) >= least, kind
    assert sum(" !" in line for line in lines) >= 500  # failures are results too


def describe(run: Run, report: dict[str, str]) -> str:
    """A line about one run: its digests, and under which circumstances they came about."""
    locale = f"{run.locale} ({report['locale']})" if report["locale"] != run.locale else run.locale
    digests = f"{report['digest'][:12]} {report.get('patterns', 'without RE2')[:12]:12}"
    return f"  {digests}  {report['python']:8} {run.hash_seed:10} {run.zone:18} {locale}{run.remark}"


def test_every_value_of_every_dimension_takes_part() -> None:
    for count in (1, 2, 3, 4, 5):
        runs = matrix([f"python{i}" for i in range(count)])
        assert len({run.python for run in runs}) == count
        assert {run.locale for run in runs} == set(LOCALES)
        assert {run.zone for run in runs} == set(ZONES)
        assert {run.hash_seed for run in runs} == set(HASH_SEEDS)
        assert len(set(runs)) >= RUNS


def test_what_is_no_python_is_not_taken(tmp_path: Path) -> None:
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\necho 'version not installed' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    assert version_of(str(shim)) == ""
    assert version_of(str(tmp_path / "python3.99")) == ""
    assert version_of(sys.executable)


def test_a_difference_is_found(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("same\nleft\n", encoding="utf-8")
    other.write_text("same\nright\n", encoding="utf-8")
    assert "left" in first_difference(one, other)
    assert "right" in first_difference(one, other)
