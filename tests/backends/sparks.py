"""Spark for tests that need it: in this process, with its Java beside it. Who has neither leaves them out."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest

from seglam_lang.language.backends.spark import Spark, spark

MASTER = "local[2]"
NEEDS_SPARK = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed: pip install 'seglam[spark]'"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on the PATH, which Spark runs on"),
]


def session() -> Spark:
    """Spark for tiny tables: in two parts, which is enough for rows to come in another order than theirs."""
    found = spark(MASTER)
    found.set("spark.sql.shuffle.partitions", "2")
    return found
