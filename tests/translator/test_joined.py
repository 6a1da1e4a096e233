"""Two tables that a key links are one table to a model."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft, compile_procedure
from seglam_lang.language.checking.signature import is_column
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, scope_of
from seglam_lang.translator.joined import Joined, joined
from seglam_lang.translator.messages import Task

ORDERS: dict[str, list[Any]] = {
    "columns": ["order_id", "customer_id", "amount"],
    "rows": [[1001, "C1", 120], [1002, "C2", 80], [1003, "C1", 45], [1004, "C3", 300], [1005, "C2", 20]],
}
CUSTOMERS: dict[str, list[Any]] = {
    "columns": ["customer_id", "name", "city", "limit"],
    "rows": [["C1", "Ardent", "Leeds", 500], ["C2", "Blue", "York", 50], ["C3", "Carlow", "Leeds", 100]],
}


def task_of(request: str, **tables: Any) -> Task:
    values = tables or {"orders": ORDERS, "customers": CUSTOMERS}
    reading = read(request, read_inputs(values=values)).loosely
    return Task(reading, scope_of(reading))


def headers_of(seen: Joined) -> dict[str, str]:
    origins = seen.task.scope.origins
    return {each.header: name for name, each in origins.items() if isinstance(each, ColumnOrigin)}


def test_the_two_are_seen_as_one_table() -> None:
    task = task_of("total amount by city")
    seen = joined(task)
    scope = seen.task.scope
    tables = [each.name for each in scope.signature.params if not is_column(each.type)]
    columns = [each.name for each in scope.signature.params if is_column(each.type)]
    assert [name for name in tables if not name.startswith(("s", "v"))] == ["rows"]
    assert columns == [f"c{place}" for place in range(6)]  # the key is there once
    assert set(headers_of(seen)) == {"order_id", "customer_id", "amount", "name", "city", "limit"}
    assert scope.origins.keys() == scope.arguments.keys() == {each.name for each in scope.signature.params}


@pytest.mark.parametrize(
    ("request_", "body", "answer"),
    [
        ("total amount by city", "return rows.group_by({city}).total({amount}).values({amount})", (465, 100)),
        ("total amount", "return rows.total({amount})", 565),
        ("total limit of all customers", "return rows.total({limit})", 650),  # each of them once
        ("how many orders from Leeds", 'return rows.where(row => row[{city}] == "Leeds").count()', 3),
        ("how many customers from Leeds", 'return rows.where(row => row[{city}] == "Leeds").count()', 2),
        ("how many are from Leeds", 'return rows.where(row => row[{city}] == "Leeds").count()', 2),
        (
            "ids of customers from York",
            'return rows.where(row => row[{city}] == "York").values({customer_id})',
            ("C2",),
        ),
        ("orders for each customer name", 'return rows.group_by({name}).count().values("count")', (2, 2, 1)),
        ("number of orders", "return rows.count()", 5),
        ("number of customers", "return rows.count()", 3),
        (
            "amount but for Leeds",
            'return rows.total({amount}) - rows.where(row => row[{city}] == "Leeds").total({amount})',
            100,
        ),
    ],
)
def test_what_is_written_of_one_table_is_said_of_the_two(request_: str, body: str, answer: Any) -> None:
    task = task_of(request_)
    seen = joined(task)
    written = body.format(**headers_of(seen))
    check_draft(written, seen.task.scope.signature)
    draft = seen.meant(Draft(written, 0.0, Fate.FINISHED))
    checked = check_draft(draft.text, task.scope.signature)
    found = compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params])
    assert found == answer


@pytest.mark.parametrize(("key", "other"), [("customer_id", "id"), ("Customer", "name"), ("customer no", "no")])
def test_keys_may_have_two_names(key: str, other: str) -> None:
    orders = {**ORDERS, "columns": ["id", key, "amount"]}
    customers = {**CUSTOMERS, "columns": [other, "name" if other != "name" else "title", "city", "limit"]}
    task = task_of("total amount by city", orders=orders, customers=customers)
    seen = joined(task)
    body = "return rows.group_by({city}).total({amount}).values({amount})".format(**headers_of(seen))
    checked = check_draft(seen.meant(Draft(body, 0.0, Fate.FINISHED)).text, task.scope.signature)
    assert compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params]) == (465, 100)


@pytest.mark.parametrize(
    ("request_", "body", "answer"),
    [
        ("total amount by city", "return rows.group_by({city}).total({amount}).values({amount})", (465, 100)),
        ("order notes by city", "return rows.group_by({city}).top(1, {amount}).values({note})", ("late", "gift")),
    ],
)
def test_a_header_that_both_have_stands_in_no_one_s_way(request_: str, body: str, answer: Any) -> None:
    notes = ["gift", "gift", "", "late", ""]
    orders = {
        "columns": [*ORDERS["columns"], "note"],
        "rows": [[*row, note] for row, note in zip(ORDERS["rows"], notes, strict=True)],
    }
    customers = {"columns": [*CUSTOMERS["columns"], "note"], "rows": [[*row, "old"] for row in CUSTOMERS["rows"]]}
    task = task_of(request_, orders=orders, customers=customers)
    seen = joined(task)
    origins = seen.task.scope.origins.items()
    own = {each.header: name for name, each in origins if isinstance(each, ColumnOrigin) and each.table == "orders"}
    draft = seen.meant(Draft(body.format(**{**headers_of(seen), **own}), 0.0, Fate.FINISHED))
    checked = check_draft(draft.text, task.scope.signature)
    assert compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params]) == answer


@pytest.mark.parametrize(
    "tables",
    [
        {"table": ORDERS},
        {"orders": ORDERS, "others": {"columns": ["name"], "rows": [["x"]]}},  # no key
        {"orders": ORDERS, "more": ORDERS},  # keys on both sides, or none that one row has
        {"orders": ORDERS, "customers": {**CUSTOMERS, "rows": [["D1", "Dun", "Hull", 5]]}},  # none of its keys
        {"orders": ORDERS, "customers": CUSTOMERS, "others": CUSTOMERS},
    ],
)
def test_what_one_key_does_not_link_stays_as_it_is(tables: dict[str, Any]) -> None:
    task = task_of("total amount", **tables)
    seen = joined(task)
    draft = Draft("return rows.total(c0)", 0.0, Fate.FINISHED)
    assert seen.task is task
    assert seen.meant(draft) is draft
