"""The development part of data sets is fixed."""

from __future__ import annotations

from seglam_lang.translator.nano.splits import is_dev


def test_the_sides_of_known_databases_never_change() -> None:
    known = ("restaurants", "people", "movies", "music", "cars", "superstore")
    assert [group for group in known if is_dev(group)] == ["restaurants", "cars"]


def test_about_one_group_in_eight_is_held_back() -> None:
    assert 100 <= sum(is_dev(f"database {i}") for i in range(1000)) <= 150
