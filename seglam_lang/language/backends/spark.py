"""Spark: what outgrows one machine. PySpark is imported, and a Java process started, when somebody asks for it.

What Spark computes is exact by its settings: an overflow is an error and no NULL (ANSI), decimals keep their scale, a
TIMESTAMP has no zone. Texts are compared by their bytes, which is the order of their code points. Rows come in order
only where a query asks for one.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import tempfile
import threading
import weakref
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, TypeVar
from urllib.parse import unquote

from seglam_lang.language.backends.database import database
from seglam_lang.language.backends.dialects import SPARK
from seglam_lang.language.backends.engine_names import wrong_engine
from seglam_lang.language.backends.engines import DatabaseError, Rows, tell
from seglam_lang.language.backends.memory import memory

T = TypeVar("T")

_SERVER = re.compile(r"spark://([^:,/]+):(\d+)")
_PATTERN = re.compile(r"[*?\[\]{}\\]")  # signs that Hadoop takes for a pattern of paths
_OF_MEMORY = 0.6  # of the memory of this machine that Java may take where Spark is in this process alone
_MIB = 2**20
_PATIENCE = 5.0  # seconds for a server to answer
_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")  # of PySpark
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.variable.substitute": "false",  # '${x}' is a text
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.execution.topKSortFallbackThreshold": "100000",  # more rows are sorted where they lie
}


class NoSpark(Exception):
    """Spark cannot be had. The message says why, and what mends it."""


class Spark:
    """A session of Spark. Any number of threads may use it."""

    dialect = SPARK

    def __init__(self, session: Any) -> None:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        self._session, self._errors = session, (PySparkException, Py4JError, OSError)
        self._numbers = count(1)
        self._making = threading.Lock()

    @property
    def is_local(self) -> bool:
        """Whether it computes on this machine alone, and so sees its temporary files."""
        return str(self._session.sparkContext.master).startswith("local")

    def rows(self, sql: str) -> Rows:
        """Return the rows of a query. Raise DatabaseError."""
        tell(sql)
        return self._asked(lambda: list(map(tuple, self._session.sql(sql).collect())))

    def row(self, sql: str) -> tuple[Any, ...]:
        """Return the only row of a query. Raise DatabaseError."""
        (row,) = self.rows(sql)
        return row

    def put(self, name: str, columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str | None]]) -> None:
        """Make a view of columns, whose names and types are given, and a position `p`; each cell is a text that SQL
        casts to the type. Raise DatabaseError."""
        rows = [(position, *row) for position, row in enumerate(zip(*cells, strict=True))]
        fields = ", ".join(["p BIGINT", *(f"{column} STRING" for column, _ in columns)])
        asked = ["p", *(f"CAST({column} AS {kind}) AS {column}" for column, kind in columns)]

        def make() -> None:
            self._session.createDataFrame(rows, fields).selectExpr(*asked).createOrReplaceTempView(name)

        self._asked(make)

    def read_parquet(self, file: str, name: str, position: str) -> None:
        """Make a view of a Parquet file, with a column more for the position of each row in it. `file` is a URL, whose
        signs `*?[]{}` stand for themselves. Raise DatabaseError."""

        def make() -> None:
            found = self._session.read.parquet(_PATTERN.sub(r"\\\g<0>", file))
            found.selectExpr(f"_metadata.row_index AS {position}", "*").createOrReplaceTempView(name)

        self._asked(make)

    def files(self, url: str) -> list[str]:
        """Return the URLs of the Parquet files of a folder, or of a pattern, in the order of their names. Raise
        DatabaseError."""
        return self._asked(lambda: sorted(map(unquote, self._session.read.parquet(url).inputFiles())))

    def save(self, sql: str, name: str) -> None:
        """Make a table `name` of DuckDB of what a query gives, in its order. Raise DatabaseError, or NoRoom."""
        tell(sql)
        database().copy_arrow(self._asked(lambda: self._session.sql(sql).toArrow()), name)

    def new_name(self) -> str:
        """Return a name for a view that no other has."""
        with self._making:
            return f"t{next(self._numbers)}"

    def keep(self, owner: object, name: str) -> None:
        """Drop the view `name` when nobody has `owner` any more."""
        weakref.finalize(owner, self._forget, name)

    def set(self, name: str, value: str) -> None:
        """Change a setting of the session."""
        self._session.conf.set(name, value)

    def _forget(self, name: str) -> None:
        try:
            self._session.catalog.dropTempView(name)
        except self._errors:  # the process ends, and Java has ended before
            return

    def _asked(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except self._errors as error:
            raise DatabaseError(str(error).strip().partition("\n")[0]) from error


_SESSION: dict[str, Spark] = {}  # by its master: a process has one at most
_STARTING = threading.Lock()


def spark(master: str) -> Spark:
    """Return the session of this process at a master, as `local[*]` or `spark://host:7077`. Raise NoSpark."""
    if why := wrong_engine(master):
        raise NoSpark(why)
    with _STARTING:
        if master not in _SESSION:
            if _SESSION:
                raise NoSpark(f"this process uses Spark at {next(iter(_SESSION))}, and cannot use {master} as well")
            _SESSION[master] = Spark(_session(master))
        return _SESSION[master]


def _session(master: str) -> Any:
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark("Spark is used by way of pyspark, which is not installed: pip install 'seglam[spark]'") from None
    if (running := pyspark.SparkContext._active_spark_context) is not None:
        if running.master != master:
            raise NoSpark(f"this process uses Spark at {running.master}, and cannot use {master} as well")
        return _with_settings(SparkSession(running).newSession())
    _expect_java()
    _expect_server(master)
    try:
        return _with_settings(SparkSession(_started(master)))
    except Exception as error:
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        raise NoSpark(f"Spark at {master} cannot be started: {why}") from error


def _started(master: str) -> Any:
    """Return a new context of Spark. Its Java process says nothing on the terminal, and neither does PySpark of a
    query that fails: the interpreter then computes what it was for."""
    import pyspark
    from pyspark.java_gateway import launch_gateway
    from pyspark.logger import PySparkLogger

    folder = tempfile.gettempdir()
    settings = {
        "spark.app.name": "seglam",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(Path(folder, f"seglam-spark-{os.getpid()}")),
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.memory": f"{int(memory() * _OF_MEMORY) // _MIB}m",
            "spark.driver.host": "localhost",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": folder,
        }
    conf = pyspark.SparkConf(loadDefaults=False).setMaster(master).setAll(list(settings.items()))
    for name in _LOGGERS:
        PySparkLogger.getLogger(name).setLevel(logging.CRITICAL)
    gateway = launch_gateway(conf, {"stdout": DEVNULL, "stderr": DEVNULL})
    return pyspark.SparkContext(gateway=gateway, conf=conf)


def _with_settings(session: Any) -> Any:
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    return session


def _expect_java() -> None:
    """Raise NoSpark where there is no Java."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home, "bin")) if home else None) is None:
        where = f"JAVA_HOME is {home}, and has none" if home else "none is on the PATH, and JAVA_HOME is not set"
        raise NoSpark(f"Spark runs on Java 17 or later: {where}")


def _expect_server(master: str) -> None:
    """Raise NoSpark where nobody answers at the address of a master. Spark itself would try for a minute."""
    server = _SERVER.fullmatch(master)
    if server is None:
        return
    try:
        socket.create_connection((server[1], int(server[2])), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise NoSpark(f"nobody answers at {master} ({error}); is Spark's master running there?") from None
