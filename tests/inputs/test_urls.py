"""URLs of databases: what they name, and that a password is in nothing that anyone is shown."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.cli.opening import named_file
from seglam_lang.inputs import InputError, read_inputs
from seglam_lang.inputs.files import own_name
from seglam_lang.inputs.urls import parse_url
from tests.inputs.given_files import columns, refusal

SECRET = "Xy7-secret"


@pytest.mark.parametrize(
    ("url", "options", "part", "shown"),
    [
        ("postgres://h/db", {"host": "h", "dbname": "db"}, "", "postgres://h/db"),
        ("postgresql://h:5/db::t", {"host": "h", "port": "5", "dbname": "db"}, "t", "postgresql://h:5/db"),
        ("postgresql+psycopg2://h/db", {"host": "h", "dbname": "db"}, "", "postgresql://h/db"),
        ("postgres:///db::a.b c", {"dbname": "db"}, "a.b c", "postgres:///db"),
        ("postgres://", {}, "", "postgres://"),
        ("postgres://::t", {}, "t", "postgres://"),
        ("postgres://u@/db", {"user": "u", "dbname": "db"}, "", "postgres://u@/db"),
        (
            "postgres://u:p%40%3A%2F@h/db::x::y",
            {"user": "u", "password": "p@:/", "host": "h", "dbname": "db"},
            "x::y",
            "postgres://u:***@h/db",
        ),
        ("postgres://[::1]:5/db::t", {"host": "::1", "port": "5", "dbname": "db"}, "t", "postgres://[::1]:5/db"),
        ("postgres://a:1,b/db", {"host": "a,b", "port": "1,", "dbname": "db"}, "", "postgres://a:1,b/db"),
        (
            "postgres://%2Ftmp%2Fx/db?sslmode=disable&password=q::t",
            {"host": "/tmp/x", "dbname": "db", "sslmode": "disable", "password": "q"},
            "t",
            "postgres://%2Ftmp%2Fx/db?sslmode=disable&password=***",
        ),
        ("postgres:///db?host=/tmp/x", {"host": "/tmp/x", "dbname": "db"}, "", "postgres:///db?host=/tmp/x"),
    ],
)
def test_what_a_url_names(url: str, options: dict[str, str], part: str, shown: str) -> None:
    found = parse_url(url)
    assert (found.options, found.part, found.shown) == (options, part, shown)


@pytest.mark.parametrize(
    "url",
    [
        f"postgres://u:a/{SECRET}@h/db",
        f"postgres://u:a@{SECRET}@h/db",
        f"postgres://u:a:{SECRET}@h/db",
        f"postgres://u:{SECRET}%@h/db",
        f"postgres://u:{SECRET}%00@h/db",
        f"postgres://u:{SECRET}#@h/db",
        f"postgres://u:{SECRET} @h/db",
        f"postgres://h/db?password={SECRET}%zz",
        f"postgres://h/db?{SECRET}",
        f"postgres://u:{SECRET}@h/db/more",
    ],
)
def test_a_url_that_is_none_is_not_repeated(url: str) -> None:
    """libpq would: of `u:a/secret@h` it says that the port is no number."""
    assert refusal(url).startswith("bad-url: that is no URL of a database; write it as postgres://user:password@host")
    assert SECRET not in refusal(url)


def test_a_url_is_refused_at_once_however_it_is_written() -> None:
    started = time.process_time()
    assert refusal("postgres://" + "a," * 5_000 + "a" * 5_000 + "@@").startswith("bad-url")
    assert time.process_time() - started < 5, "a pattern that goes back and forth would take years"


anything = st.text(st.sampled_from("ab:/@?#%=&[]., 1é"), max_size=12)


@given(st.sampled_from(["postgres", "postgresql", "mysql", "postgre", "x"]), anything, anything)
def test_no_message_has_a_password(scheme: str, before: str, after: str) -> None:
    for url in (f"{scheme}://{before}:{SECRET}{after}", f"{scheme}://h/d?{before}password={SECRET}{after}"):
        try:
            found = parse_url(url)
        except InputError as error:
            assert SECRET not in error.message
        else:
            written = {name for name, text in found.options.items() if SECRET in text}
            if "password" in written:
                assert SECRET not in found.shown and SECRET not in repr(found)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://a:b@c/d", "URLs with mysql:// are not read; only postgres://, postgresql://, sqlite:// or duckdb://"),
        ("https://example.org/a.csv", "URLs with https:// are not read; only"),
        ("postgre://x", "URLs with postgre:// are not read; did you mean `postgres`?"),
    ],
)
def test_other_urls(url: str, message: str) -> None:
    assert refusal(url).startswith(f"unknown-url: {message}")


def test_a_file_as_a_url() -> None:
    with sqlite3.connect("my shop.db") as database:
        database.executescript("CREATE TABLE orders (n); INSERT INTO orders VALUES (1);")
    database.close()
    for url in ("sqlite:///my%20shop.db::orders", f"sqlite:///{Path.cwd()}/my%20shop.db", "sqlite://my shop.db"):
        assert columns(url) == {"n": (1,)}
    assert refusal("sqlite:///nowhere.db") == "unknown-file: there is no file 'nowhere.db'"
    assert refusal("sqlite:///my%20shop.db::order") == (
        "unknown-part: my shop.db has no table 'order'; did you mean `orders`?"
    )


def test_names_of_inputs_that_are_urls() -> None:
    assert own_name("postgres://u:p@h/shop::sales.Order Items") == "Order_Items"
    assert own_name("postgres://h/shop") == "shop"
    assert own_name("sqlite:///data/shop.db") == "shop"
    assert named_file("orders=postgres://u@h/db?host=x::orders") == ("orders", "postgres://u@h/db?host=x::orders")
    assert named_file("postgres://u@h/db?host=x::orders") == ("", "postgres://u@h/db?host=x::orders")


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refusal("postgres://u:p@h/db") == (
        "missing-library: postgres://u:***@h/db is read by psycopg, which is not installed: "
        "pip install 'seglam[postgres]' has it"
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgres://u:p@127.0.0.1:1/db", 'connection to server at "127.0.0.1", port 1 failed: Connection refused'),
        ("postgres://nowhere.invalid/db", "failed to resolve host 'nowhere.invalid': "),
        ("postgres:///db?host=/nowhere", 'connection to server on socket "/nowhere/.s.PGSQL.5432" failed: No such'),
        ("postgres://127.0.0.1:1/db?colour=red", 'invalid connection option "colour"'),
        ("postgres://127.0.0.1:1/db?sslmode=high", 'invalid sslmode value: "high"'),
        ("postgres://127.0.0.1:70000/db", 'invalid port number: "70000"'),
    ],
)
def test_a_server_that_cannot_be_reached(url: str, why: str) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    assert refusal(url).startswith(f"unreadable-database: {parse_url(url).shown} cannot be read: {why}")
    assert "\n" not in refusal(url)


def test_a_table_of_a_url_from_python() -> None:
    with pytest.raises(InputError, match="URLs with mysql:// are not read"):
        read_inputs(table="mysql://u:p@h/db::orders")
