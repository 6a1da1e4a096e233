"""Tables of a real PostgreSQL server: types, names, refusals, Ctrl-C. A server is started, which takes some seconds."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang import Seglam
from seglam_lang.cli import cli
from seglam_lang.inputs import read_table
from tests.engine.scripted import Scripted
from tests.inputs.given_files import columns, read, refusal, surprises, table
from tests.inputs.postgres_server import Server

pytestmark = pytest.mark.slow

ORDERS = """
    DROP TABLE IF EXISTS orders CASCADE;
    CREATE TABLE orders (region text, sales numeric(10, 2));
    INSERT INTO orders VALUES ('North', 10), ('South', 4.5), ('North', 5)"""


@pytest.fixture
def shop(postgres: Server) -> Server:
    """The server, with nothing in its database but what a test puts there."""
    postgres.execute("DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS sales CASCADE; CREATE SCHEMA public")
    postgres.execute("GRANT USAGE ON SCHEMA public TO public")
    return postgres


def test_types_are_those_of_the_server(shop: Server) -> None:
    shop.execute("CREATE DOMAIN cents AS numeric(10, 2); CREATE TYPE mood AS ENUM ('good', 'bad')")
    stated = {
        "i": ("smallint", "7", 7),
        "big": ("bigint", "9007199254740993", 9007199254740993),
        "n": ("numeric(20, 10)", "0.1234567891", Decimal("0.1234567891")),
        "cents": ("cents", "1.50", Decimal("1.5")),
        "real": ("real", "0.1", Decimal("0.1")),
        "double": ("double precision", "0.1", Decimal("0.1")),
        "nan": ("numeric", "'NaN'", None),
        "money": ("money", "'$1,234.50'", Decimal("1234.5")),
        "yes": ("boolean", "true", True),
        "word": ("varchar", "'two words'", "two words"),
        "padded": ("char(5)", "'ab'", "ab"),
        "mood": ("mood", "'bad'", "bad"),
        "uuid": ("uuid", "'0a3d857b-8a87-42a6-b8db-9849d9afc03a'", "0a3d857b-8a87-42a6-b8db-9849d9afc03a"),
        "ip": ("inet", "'127.0.0.1'", "127.0.0.1"),
        "day": ("date", "'2024-01-31'", date(2024, 1, 31)),
        "at": ("timestamp", "'2024-01-31 09:30:00.25'", datetime(2024, 1, 31, 9, 30, 0, 250_000)),
        "zone": ("timestamptz", "'2024-01-31 09:30:00+02'", datetime(2024, 1, 31, 7, 30)),
        "clock": ("time", "'09:30'", clock(9, 30)),
        "there": ("timetz", "'09:30+02'", "09:30:00+02"),
        "long": ("interval", "'-1 day -02:03:04.5'", -timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
    }
    others = {"tags": "text[]", "j": "jsonb", "b": "bytea", "r": "int4range", "p": "point"}
    names = ", ".join(f'"{name}" {kind}' for name, (kind, *_) in stated.items())
    shop.execute(f"CREATE TABLE all_types ({names}, {', '.join(f'{name} {kind}' for name, kind in others.items())})")
    shop.execute(f"INSERT INTO all_types VALUES ({', '.join(text for _, text, _ in stated.values())})")
    shop.execute("INSERT INTO all_types DEFAULT VALUES")
    inputs = read(shop.url("all_types"))
    found = inputs.tables["table"]
    assert dict(zip(found.headers, found.cells, strict=True)) == {
        name: (value, None) for name, (*_, value) in stated.items()
    }
    assert [type(cells[0]) for cells in found.cells] == [type(value) for *_, value in stated.values()]
    assert "column zone: DateTime, 1 blank, read as the time in UTC" in inputs.notes
    for name, kind in others.items():
        assert f"column {name}: left out, as it holds no cells of a table ({kind})" in inputs.notes


def test_what_the_language_has_no_value_for(shop: Server) -> None:
    shop.execute(
        """CREATE TABLE valid AS SELECT 1 AS n, date 'infinity' AS until UNION SELECT 2, '2024-01-31';
        CREATE TABLE months AS SELECT interval '1 mon' AS i; CREATE TABLE later AS SELECT date '20000-01-01' AS d;
        CREATE TABLE long AS SELECT 10::numeric ^ 40 + 0.5 AS n;
        CREATE TABLE lists AS SELECT ARRAY[1] AS a, '{}'::json AS j;
        CREATE TABLE none (n int); CREATE TABLE bare ()"""
    )
    assert dict(columns(shop.url("valid"))) == {"n": (1, 2), "until": (None, date(2024, 1, 31))}
    assert surprises(read(shop.url("valid"))) == ["column until: 1 infinite, read as blank"]
    assert "column 'i': an interval of months is not always the same length (1 mon)" in refusal(shop.url("months"))
    assert refusal(shop.url("long")).startswith("too-many-digits: ")
    assert refusal(shop.url("later")).startswith("unreadable-database: ")
    assert "20000-01-01" in refusal(shop.url("later"))
    assert refusal(shop.url("lists")).startswith("no-cells: ")
    assert refusal(shop.url("none")).endswith("::none has a header but no rows")
    assert refusal(shop.url("bare")).endswith("::bare has no columns")


def test_which_table(shop: Server) -> None:
    assert refusal(shop.url()) == f"empty-table: {shop.url()} has no tables"
    shop.execute(ORDERS)
    assert table(shop.url()) == table(shop.url("orders")) == table(shop.url("public.orders"))
    shop.execute(
        """CREATE VIEW north AS SELECT * FROM orders WHERE region = 'North';
        CREATE MATERIALIZED VIEW kept AS SELECT * FROM orders;
        CREATE SCHEMA sales; CREATE TABLE sales."Order "" Items" AS SELECT 1 AS n;
        CREATE TABLE days (n int) PARTITION BY RANGE (n);
        CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (1) TO (9); INSERT INTO days VALUES (5)"""
    )
    assert columns(shop.url("north"))["sales"] == (10, 5)
    assert table(shop.url("kept")) == table(shop.url("orders"))
    assert columns(shop.url('sales.Order " Items')) == {"n": (1,)}
    assert columns(shop.url("days")) == columns(shop.url("days_1")) == {"n": (5,)}
    assert refusal(shop.url("order")).endswith(" has no table 'order'; did you mean `orders`?")
    assert refusal(shop.url('Order " Items')).endswith('did you mean `sales.Order " Items`?')
    assert refusal(shop.url()) == (
        f'which-part: {shop.url()} has 5 tables: days, kept, north, orders, sales.Order " Items; '
        f"say which, as in --in '{shop.url('days')}'"
    )
    names = list(read(shop.url("orders"), shop.url('sales.Order " Items')).values)
    assert names == ["orders", "Order_Items"]
    assert read_table(shop.url("orders")).value == table(shop.url("orders"))


def test_a_server_that_refuses(shop: Server) -> None:
    shop.execute(ORDERS)
    shop.execute("DROP ROLE IF EXISTS guest")
    shop.execute("CREATE ROLE guest LOGIN PASSWORD 'Xy7-secret'")
    guest = shop.over_tcp("guest", "Xy7-secret")
    shown = guest.replace("Xy7-secret", "***").removesuffix("::")
    reached = f'{shown} cannot be read: connection to server at "127.0.0.1", port {shop.port} failed: '
    wrong = refusal(shop.over_tcp("guest", "Xy7-wrong", "orders"))
    assert wrong == f'unreadable-database: {reached}password authentication failed for user "guest"'
    without = refusal(shop.over_tcp("guest", "", "orders"))
    assert without.endswith("failed: it asks for a password (PGPASSWORD or ~/.pgpass may have it)")
    assert (
        refusal(f"{guest}orders") == f"unreadable-database: {shown} cannot be read: permission denied for table orders"
    )
    assert refusal(guest.removesuffix("::")) == f"empty-table: {shown} has no tables that its user may read"
    shop.execute("GRANT SELECT ON orders TO guest")
    assert table(guest.removesuffix("::")) == table(shop.url("orders"))
    encrypted = refusal(f"{guest.removesuffix('::')}?sslmode=require::orders")
    assert encrypted.endswith("failed: server does not support SSL, but SSL was required")
    assert refusal(shop.url("t", "nowhere")).endswith('failed: database "nowhere" does not exist')
    assert refusal(shop.url("t", user="nobody")).endswith('failed: role "nobody" does not exist')


def test_what_fails_while_it_is_read(shop: Server) -> None:
    shop.execute(
        """CREATE TABLE counted (n int);
        CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO counted VALUES (1) RETURNING n';
        CREATE VIEW written AS SELECT writes() AS n;
        CREATE VIEW divided AS SELECT 1 / (n - 30000) AS n FROM generate_series(1, 40000) n;
        CREATE VIEW ended AS SELECT n, pg_terminate_backend(pg_backend_pid()) AS b FROM generate_series(1, 9) n"""
    )
    said = f"unreadable-database: {shop.url()} cannot be read: "
    assert refusal(shop.url("written")) == f"{said}cannot execute INSERT in a read-only transaction"
    assert shop.execute("SELECT count(*) FROM counted") == [(0,)]
    assert refusal(shop.url("divided")) == f"{said}division by zero"
    assert refusal(shop.url("ended")) == f"{said}terminating connection due to administrator command"


def test_a_password_is_in_no_message_no_trace_and_no_cache(shop: Server) -> None:
    shop.execute(ORDERS)
    shop.execute("DROP ROLE IF EXISTS guest")
    shop.execute("CREATE ROLE guest LOGIN PASSWORD 'Xy7-secret'; GRANT SELECT ON orders TO guest")
    url = shop.over_tcp("guest", "Xy7-secret", "orders")
    request, body = "sales beyond 4.7, please", "return rows.where(row => row[c0] > s0)"
    with Seglam("cache.sqlite", translator=Scripted({request: [body]})) as engine:
        answer = engine.exec(request, table=url)
        seen = [repr(answer), *answer.trace.lines(), repr(answer.to_dict())]
    assert answer.answered
    for words in (request, "the mood of region"):
        for more in ((), ("--explain",), ("--json",)):
            given = ("exec", words, "--in", url, "--no-model", "--cache", "cache.sqlite", *more)
            seen.append(CliRunner().invoke(cli, given).output)
    seen.append(CliRunner().invoke(cli, ["exec", "total sales", "--in", f"{url}s", "--no-model"]).output)
    assert "did you mean `orders`?" in seen[-1]
    assert "Xy7" not in "".join(seen)
    assert b"Xy7" not in b"".join(each.read_bytes() for each in Path().iterdir())


def test_a_long_read_is_interrupted(shop: Server) -> None:
    shop.execute("CREATE VIEW slow AS SELECT n, pg_sleep(1) IS NULL AS b FROM generate_series(1, 600) n")
    program = "from seglam_lang.cli import main; main()"
    command = [sys.executable, "-c", program, "exec", "total n", "--no-model", "--cache", "c", "--in", shop.url("slow")]
    running = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'seglam' AND state = 'active'"
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None and shop.execute(running) == [(0,)]:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode not in (0, None) and "Traceback" not in error
    assert shop.execute(running) == [(0,)]
