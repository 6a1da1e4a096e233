"""What `tests.bench.language` measures: the same work as a procedure, by hand in Python, and in peers' languages.

The data are made up from fixed seeds. Peers whose own arithmetic has no decimals get floats where the language has
Decimals. A source in a peer's language is the shortest plain way to say the work there, and missing where there is
none.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Workload:
    """`kind` says which targets there are; `sources` are by the names of the peers."""

    name: str
    kind: str
    procedure: str
    arguments: Mapping[str, Any]
    by_hand: Callable[..., Any]
    sources: Mapping[str, str] = field(default_factory=dict)


def workloads(scale: int = 1) -> list[Workload]:
    """All of them; a `scale` of 100 makes lists, tables and texts a hundred times as short, for a test."""
    return [
        arithmetic("small expression, whole numbers", 20, 3, 2, 5),
        arithmetic("small expression, cents", Decimal("19.99"), 3, Decimal("0.21"), Decimal("5.5")),
        split_bill(),
        filter_map_sum(1_000 // scale),
        group_and_total(10_000 // scale),
        top_words(100_000 // scale),
        amortisation(360 // scale),
    ]


# --- a small expression -------------------------------------------------------------------------------------------


def arithmetic(name: str, price: Any, quantity: Any, rate: Any, discount: Any) -> Workload:
    """Four operators."""
    expression = "(price * quantity) * (1 + rate) - discount"
    whole = all(type(each) is int for each in (price, quantity, rate, discount))
    arguments = dict(price=price, quantity=quantity, rate=rate, discount=discount)
    if not whole:
        arguments["quantity"] = Decimal(quantity)  # CEL does not multiply a double by an int
    return Workload(
        name,
        "expression",
        f"""proc work(price: Number, quantity: Number, rate: Number, discount: Number) -> Number {{
          return {expression}
        }}""",
        arguments,
        lambda price, quantity, rate, discount: (price * quantity) * (1 + rate) - discount,
        {
            "simpleeval": expression,
            "asteval": expression,
            "jsonata-python": expression,
            "cel-python": expression if whole else expression.replace("1 +", "1.0 +"),
            "starlark-pyo3": expression,
        },
    )


# --- split_bill ---------------------------------------------------------------------------------------------------


def split_bill() -> Workload:
    """A few roundings and a short list."""
    return Workload(
        "split_bill",
        "expression",
        """proc work(bill: Number, tip: Number, people: Number) -> List<Number> {
          check people.is_whole() and people >= 1 else "need at least one person"
          let total = (bill * (1 + tip)).round(2)
          let share = (total / people).round_down(2)
          let odd = total - share * people
          return (1 to people).map(i => if i == 1 then share + odd else share)
        }""",
        dict(bill=100, tip=Decimal("0.18"), people=3),
        _split_bill,
        {
            "asteval": """
total = round(bill * (1 + tip), 2)
share = floor(total / people * 100) / 100
odd = total - share * people
[share + odd if i == 1 else share for i in range(1, people + 1)]
""",
            "jsonata-python": """(
  $total := $round(bill * (1 + tip), 2);
  $share := $floor($total / people * 100) / 100;
  $odd := $total - $share * people;
  [1..people].($ = 1 ? $share + $odd : $share)
)""",
            "starlark-pyo3": """
  total = int(bill * (1 + tip) * 100 + 0.5) / 100.0
  share = int(total / people * 100) / 100.0
  odd = total - share * people
  return [share + odd if i == 1 else share for i in range(1, people + 1)]
""",
        },
    )


def _split_bill(bill: int, tip: Decimal, people: int) -> list[Decimal]:
    if people < 1:
        raise ValueError("need at least one person")
    total = (bill * (1 + tip)).quantize(CENT, ROUND_HALF_UP)
    share = (total / people).quantize(CENT, ROUND_DOWN)
    odd = total - share * people
    return [share + odd if i == 1 else share for i in range(1, people + 1)]


# --- a list of numbers --------------------------------------------------------------------------------------------


def filter_map_sum(size: int) -> Workload:
    """Half of the numbers are kept."""
    generator = random.Random(1)
    python = "sum([x * 2 + 1 for x in xs if x > 500])"
    return Workload(
        f"filter, map and sum of {size:,} numbers",
        "list",
        "proc work(xs: List<Number>) -> Number { return xs.filter(x => x > 500).map(x => x * 2 + 1).sum() }",
        dict(xs=[generator.randrange(1_000) for _ in range(size)]),
        lambda xs: sum([x * 2 + 1 for x in xs if x > 500]),
        {
            "simpleeval": python,
            "asteval": python,
            "jsonata-python": "$sum(xs[$ > 500].($ * 2 + 1))",
            "cel-python": "xs.filter(x, x > 500).map(x, x * 2 + 1).reduce(total, x, 0, total + x)",
            "starlark-pyo3": """
  total = 0
  for y in [x * 2 + 1 for x in xs if x > 500]:
    total += y
  return total
""",
        },
    )


# --- a table ------------------------------------------------------------------------------------------------------

REGIONS = [f"region {number}" for number in range(1, 21)]


def group_and_total(size: int) -> Workload:
    """Amounts with cents, exactly added. Who has no mapping that grows goes over the rows once a region."""
    generator = random.Random(2)
    rows = [
        {"region": generator.choice(REGIONS), "amount": Decimal(generator.randrange(1, 100_000)).scaleb(-2)}
        for _ in range(size)
    ]
    return Workload(
        f"group and total over {size:,} rows",
        "table",
        """proc work(rows: Table, region: Column<Text>, amount: Column<Number>) -> Table {
          return rows.group_by(region).total(amount)
        }""",
        dict(rows=rows, region="region", amount="amount", regions=sorted({row["region"] for row in rows})),
        _group_and_total,
        {
            "simpleeval": "{g: sum([row['amount'] for row in rows if row['region'] == g]) for g in regions}",
            "asteval": """
totals = {}
for row in rows:
    totals[row['region']] = totals.get(row['region'], 0) + row['amount']
totals
""",
            "jsonata-python": "rows{region: $sum(amount)}",
            "cel-python": (
                "regions.map(g, [g, "
                "rows.filter(row, row.region == g).map(row, row.amount).reduce(total, x, 0.0, total + x)])"
            ),
            "starlark-pyo3": """
  totals = {}
  for row in rows:
    totals[row["region"]] = totals.get(row["region"], 0) + row["amount"]
  return totals
""",
        },
    )


def _group_and_total(rows: list[dict[str, Any]], region: str, amount: str, regions: list[str]) -> list[dict[str, Any]]:
    totals: dict[str, Decimal | int] = {}
    for row in rows:
        totals[row[region]] = totals.get(row[region], 0) + row[amount]
    return [{region: key, amount: total} for key, total in totals.items()]


# --- a text -------------------------------------------------------------------------------------------------------


def top_words(size: int) -> Workload:
    """The ten most frequent words; how frequent they are falls off with their rank, as in Zipf's law, without ties."""
    generator = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    ranked = list(
        dict.fromkeys("".join(generator.choices(letters, k=generator.randrange(2, 9))) for _ in range(size // 60))
    )
    words = [word for rank, word in enumerate(ranked) for _ in range(size // 44 // (rank + 3) + 1)]
    generator.shuffle(words)
    text = " ".join(words)
    return Workload(
        f"top words of a text of {len(text) // 1000:,} kB",
        "text",
        """proc work(text: Text) -> List<{key: Text, value: Number}> {
          return text.lower().words().count_by(word => word).entries().sort_by_descending(each => each.value).take(10)
        }""",
        dict(text=text),
        lambda text: [{"key": word, "value": count} for word, count in Counter(text.lower().split()).most_common(10)],
        {
            "asteval": """
counts = {}
for word in text.lower().split():
    counts[word] = counts.get(word, 0) + 1
[{'key': word, 'value': -count} for count, place, word in
    sorted([(-count, place, word) for place, (word, count) in enumerate(counts.items())])[:10]]
""",
            "jsonata-python": """(
  $counts := $split($lowercase(text), " "){$: $count($)};
  $sort($each($counts, function($count, $word) {{"key": $word, "value": $count}}),
        function($a, $b) {$a.value < $b.value})[[0..9]]
)""",
            "starlark-pyo3": """
  counts = {}
  for word in text.lower().split():
    counts[word] = counts.get(word, 0) + 1
  ranked = sorted(counts.items(), key=lambda each: each[1], reverse=True)
  return [{"key": word, "value": count} for word, count in ranked[:10]]
""",
        },
    )


# --- a loop -------------------------------------------------------------------------------------------------------


def amortisation(months: int) -> Workload:
    """A row a month: interest and principal rounded to cents, the balance carried on."""
    return Workload(
        f"amortisation in {months} rows",
        "loop",
        """proc work(amount: Number, rate: Number, payment: Number, months: Number)
          -> List<{month: Number, interest: Number, principal: Number, balance: Number}> {
          var balance = amount
          return for month in 1 to months {
            let interest = (balance * rate).round(2)
            let principal = payment - interest
            set balance = balance - principal
            yield {month: month, interest: interest, principal: principal, balance: balance}
          }
        }""",
        dict(amount=250_000, rate=Decimal("0.00375"), payment=Decimal("1266.71"), months=months),
        _amortisation,
        {
            "asteval": """
balance = amount
rows = []
for month in range(1, months + 1):
    interest = round(balance * rate, 2)
    principal = payment - interest
    balance = balance - principal
    rows.append({'month': month, 'interest': interest, 'principal': principal, 'balance': balance})
rows
""",
            "jsonata-python": """$reduce([1..months], function($state, $month) {(
  $interest := $round($state.balance * rate, 2);
  $principal := payment - $interest;
  $balance := $state.balance - $principal;
  {"balance": $balance, "rows": $append($state.rows,
    {"month": $month, "interest": $interest, "principal": $principal, "balance": $balance})}
)}, {"balance": amount, "rows": []}).rows""",
            "starlark-pyo3": """
  balance = amount
  rows = []
  for month in range(1, months + 1):
    interest = int(balance * rate * 100 + 0.5) / 100.0
    principal = payment - interest
    balance = balance - principal
    rows.append({"month": month, "interest": interest, "principal": principal, "balance": balance})
  return rows
""",
        },
    )


def _amortisation(amount: int, rate: Decimal, payment: Decimal, months: int) -> list[dict[str, Any]]:
    balance: Decimal | int = amount
    rows = []
    for month in range(1, months + 1):
        interest = (balance * rate).quantize(CENT, ROUND_HALF_UP)
        principal = payment - interest
        balance = balance - principal
        rows.append({"month": month, "interest": interest, "principal": principal, "balance": balance})
    return rows
