"""Tiny tables need no threads: to start them takes longer than the queries."""

from __future__ import annotations

import pytest

from seglam_lang.language.backends.database import database


@pytest.fixture(scope="package", autouse=True)
def one_thread() -> None:
    database().run("SET threads = 1")
