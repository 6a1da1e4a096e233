"""Programs that would take all time and memory there is: each ends in a value or in a Failure, and soon.

Every one runs in a process of its own with 1.5 GiB of address space.
"""

from __future__ import annotations

import pytest

from seglam_lang import language
from seglam_lang.language.failures import Failure
from tests.totality.contained import contained
from tests.totality.judge import declared_codes

SECONDS = 10.0  # at most; a budget is spent in about one


def procedure(body: str, result: str = "Number", more: str = "") -> str:
    return f"{more}\nproc bomb() -> {result} {{ {body} }}"


def doubled(steps: int, step: str, result: str, kind: str = "Number") -> str:
    """`step`, with P for the value before, so many times from 1 on; then the result, with X for the last value."""
    lines = ["let x0 = 1", *(f"let x{i} = {step.replace('P', f'x{i - 1}')}" for i in range(1, steps + 1))]
    return procedure("\n".join([*lines, f"return {result.replace('X', f'x{steps}')}"]), kind)


SHARED = "[P, P]"
LARGE = ("out-of-fuel", "too-large")
BOMBS: dict[str, tuple[str, tuple[str, ...]]] = {
    # Rounds in rounds.
    "nested maps": (
        procedure(
            "return (1 to 1000).map(x => (1 to 1000).map(y => (1 to 1000).map(z => x * y * z).sum()).sum()).sum()"
        ),
        LARGE,
    ),
    "a list squared three times": (
        procedure(
            "let a = 1 to 100 let b = a.flat_map(x => a.map(y => x + y)) let c = b.flat_map(x => b.map(y => x + y)) "
            "return c.flat_map(x => c.map(y => x * y)).sum()"
        ),
        LARGE,
    ),
    "loops in loops": (
        procedure(
            "return for x in 1 to 1000000 { let s = for y in 1 to 1000000 { yield y } yield s }", "List<List<Number>>"
        ),
        LARGE,
    ),
    "appending in a loop": (
        procedure("var s = [0] for x in 1 to 1000000 { set s = s.append(x) } return s.count()"),
        LARGE,
    ),
    "a map filled in a loop": (
        procedure("var m = [0: 0] for x in 1 to 1000000 { set m = m.put(x, x) } return m.count()"),
        LARGE,
    ),
    # What doubles.
    "text doubled": (procedure('var s = "ab" for i in 1 to 100 { set s = s + s } return s', "Text"), LARGE),
    "list doubled": (procedure("var s = [1] for i in 1 to 100 { set s = s.concat(s) } return s.count()"), LARGE),
    "shared parts compared": (doubled(30, SHARED, "if X == X then 1 else 2"), LARGE),
    "shared parts searched": (doubled(30, SHARED, "if [X, X].contains(X) then 1 else 2"), LARGE),
    "shared parts sought in nothing": (doubled(30, SHARED, "if [X].drop(1).contains(X) then 1 else 2"), LARGE),
    "shared parts hashed": (doubled(30, SHARED, "[X, X].distinct().count()"), LARGE),
    "shared parts counted": (doubled(30, SHARED, "(1 to 3).count_by(n => X).count()"), LARGE),
    "shared parts as a key": (doubled(30, SHARED, "[X: 1].count()"), LARGE),
    "shared parts put as a key": (doubled(30, SHARED, "[[X]: 1].put([X], 2).count()"), LARGE),
    "shared parts printed": (doubled(30, SHARED, "X.to_json()", "Text"), LARGE),
    "shared parts returned": (
        doubled(17, SHARED, "[X, X, X, X, X, X, X, X]", "List<" * 18 + "Number" + ">" * 18),
        LARGE,
    ),
    "shared parts in maps": (doubled(30, '["a": P, "b": P]', "X.to_json()", "Text"), LARGE),
    "shared texts returned": (
        procedure('let s = "ab".repeat(1000000) return (1 to 100000).map(x => s)', "List<Text>"),
        LARGE,
    ),
    # Numbers.
    "huge powers": (procedure("return (9.99 * (10).power(6000)).power(1000000000)"), ("overflow",)),
    "a power with a fraction": (procedure("return (2).power(0.1)"), ("",)),
    "a power next to one": (procedure("return (1.0000000001).power(10000000000)"), ("",)),
    "many powers": (procedure("return (1 to 1000000).map(x => (1 + x / 1000000).power(x / 7)).sum()"), LARGE),
    "many logarithms": (procedure("return (1 to 1000000).map(x => (x + 0.5).ln()).sum()"), LARGE),
    "many sines": (procedure("return (1 to 1000000).map(x => (x * 1e30).sin()).sum()"), LARGE),
    "a range": (procedure("return (1 to 1000000000).count()"), LARGE),
    "a range of small steps": (procedure("return (1).range(1000000000, 1e-30).count()"), LARGE),
    "factorial": (procedure("return (1000000000).factorial()"), ("overflow", *LARGE)),
    "many remainders": (
        procedure("return (1 to 1000000).map(x => (9e6144).mod(x + 1e-6000)).sum()"),
        ("", "overflow", *LARGE),
    ),
    "primes": (procedure("return (1 to 1000000).map(x => if (1e14 + x).is_prime() then 1 else 0).sum()"), LARGE),
    "divisors": (procedure("return (1 to 1000000).map(x => (999999999989).divisors().count()).sum()"), LARGE),
    # Texts.
    "repeat": (procedure('return "abc".repeat(1000000000)', "Text"), LARGE),
    "pad": (procedure('return "a".pad_left(1000000000)', "Text"), LARGE),
    "replace": (procedure('let a = "a".repeat(10000) return a.replace("a", a)', "Text"), LARGE),
    "replace what matches": (procedure('let a = "a".repeat(10000) return a.replace_matches("a", a)', "Text"), LARGE),
    "join": (procedure('let a = "a".repeat(100000) return (1 to 100000).map(x => a).join(a)', "Text"), LARGE),
    "fill": (procedure('let a = "{} ".repeat(10000) return a.fill((1 to 10000).map(x => a))', "Text"), LARGE),
    "format": (procedure("return (1).format(1000000000)", "Text"), ("out-of-range", *LARGE)),
    "long numbers as texts": (procedure("return (1 to 1000000).map(x => (10).power(6000).to_text()).count()"), LARGE),
    "long numbers formatted": (procedure("return (1 to 1000000).map(x => (10).power(6000).format(9)).count()"), LARGE),
    "edit distance": (procedure('let a = "ab".repeat(100000) return a.edit_distance(a)'), LARGE),
    "a pattern that would backtrack": (
        procedure('let a = "a".repeat(100000) return if a.is_match("(a+)+b") then 1 else 2'),
        ("",),
    ),
    "a pattern that reads on": (procedure('return "a".repeat(1000000).find_matches("a.*b|a").count()'), LARGE),
    "many patterns": (
        procedure('return (1 to 1000000).map(x => if "a".is_match("x" + x.to_text()) then 1 else 2).sum()'),
        LARGE,
    ),
    "characters": (procedure('let a = "a".repeat(1000000) return (1 to 1000).map(x => a.characters()).count()'), LARGE),
    "nested JSON": (
        procedure('return "[".repeat(100000).parse_json(Number)'),
        ("bad-json", "too-large", "out-of-fuel"),
    ),
    "empty CSV": (
        procedure('return ",".repeat(1000000).parse_csv(R).count()', more="type R = {a: Number}"),
        ("bad-csv", *LARGE),
    ),
    # Lists and tables.
    "repeated list": (procedure("return (1 to 1000).repeat(1000000000).count()"), LARGE),
    "windows": (procedure("return (1 to 10000).windows(5000).count()"), LARGE),
    "combinations": (procedure("return (1 to 100).combinations(50).count()"), LARGE),
    "transposed": (
        procedure("let a = 1 to 1000 let b = a.map(x => a) return a.map(x => b.transpose().count()).sum()"),
        LARGE,
    ),
    "keys that share a hash": (
        procedure("return (1 to 200000).map(x => x * 2305843009213693951).distinct().count()"),
        ("keys-alike",),
    ),
    "dates": (procedure("return (@0001-01-01 to @9999-12-31).count()"), LARGE),
    "business days": (
        procedure("return (1 to 1000000).map(x => @0001-01-01.business_days_until(@9999-12-31)).sum()"),
        LARGE,
    ),
    "rates of return": (
        procedure("return (1 to 100000).map(x => [0 - 100, 50, x].internal_rate_of_return()).sum()"),
        LARGE,
    ),
}


def run(source: str) -> str:
    module = language.load(source)
    try:
        module["bomb"]()
    except Failure as failure:
        assert failure.code in declared_codes()
        return failure.code
    return ""


QUICK = (
    "nested maps",
    "text doubled",
    "shared parts hashed",
    "huge powers",
    "a range",
    "keys that share a hash",
    "repeat",
)


@pytest.mark.parametrize(
    "name", [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in BOMBS]
)
def test_bomb(name: str) -> None:
    source, codes = BOMBS[name]
    ended = contained(lambda: run(source), SECONDS)
    assert ended.report in codes


ROWS = [{"name": f"n{i}", "other": f"o{i}", "same": 1} for i in range(5_000)]
NAME, OTHER, SAME = "name: Column<Text>", "other: Column<Text>", "same: Column<Number>"
TABLE_BOMBS = {
    "pivot": ((NAME, OTHER, SAME), "rows.pivot(name, other, same).count()"),
    "join": ((SAME,), "rows.join_on(same, rows, same).count()"),
    "a long column": ((), 'rows.with_column("long", row => "ab".repeat(1000000)).to_csv().length()'),
    "tables of long texts": (
        (),
        '(1 to 900).map(x => rows.with_column("long", row => "ab".repeat(900))).distinct().count()',
    ),
    "groups compared": (
        (SAME,),
        "(1 to 1000000).map(x => if rows.group_by(same) == rows.group_by(same) then 1 else 2).sum()",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE_BOMBS)
def test_bomb_with_a_table(name: str) -> None:
    columns, result = TABLE_BOMBS[name]
    source = f"proc bomb({', '.join(['rows: Table', *columns])}) -> Number {{ return {result} }}"
    bound = {each.split(":")[0]: each.split(":")[0] for each in columns}

    def code() -> str:
        try:
            language.load(source)["bomb"](ROWS, **bound)
        except Failure as failure:
            return failure.code
        return ""

    assert contained(code, 2 * SECONDS).report in LARGE
