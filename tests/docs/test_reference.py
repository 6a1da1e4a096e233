"""The generated documents are up to date and complete, and what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.catalogue import catalogue
from seglam_lang.language.reference import files
from seglam_lang.language.reference.chapters import chapters
from seglam_lang.language.reference.facts import facts

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
_LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
_FENCED = re.compile(r"(?ms)^```.*?^```$")
# Of docs/errors, tests/language/test_catalogue.py says whether it is stale.
GENERATED = {name: text for name, text in files.generated(ROOT).items() if not name.startswith("docs/errors/")}


@pytest.mark.parametrize(("name", "text"), GENERATED.items(), ids=list(GENERATED))
def test_a_generated_file_is_not_stale(name: str, text: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name} is stale: `make docs` writes it anew"


def test_no_page_is_left_over() -> None:
    made = {name for name in GENERATED if name.startswith("docs/reference/")}
    assert {f"docs/reference/{path.name}" for path in (ROOT / "docs" / "reference").iterdir()} == made


def test_every_builtin_is_in_one_chapter() -> None:
    described = [each.id for chapter in chapters() for each in chapter.builtins]
    assert sorted(described) == sorted(each.id for each in REGISTRY.all())


def test_no_heading_is_used_twice_on_a_page() -> None:
    for chapter in chapters():
        headings = [section.heading for section in chapter.sections]
        assert len(set(headings)) == len(headings), chapter.receiver


@pytest.mark.parametrize("path", DOCS, ids=[str(path.relative_to(ROOT)) for path in DOCS])
def test_links_lead_somewhere(path: Path) -> None:
    text = _FENCED.sub("", path.read_text(encoding="utf-8"))
    for target, anchor in _LINK.findall(text):
        if "://" in target:
            continue
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), f"{path.name} leads to {target}"
        if anchor:
            content = found.read_text(encoding="utf-8")
            assert f'<a id="{anchor}">' in content or anchor in _headings(content), f"{path.name}: {target}#{anchor}"


def _headings(markdown: str) -> set[str]:
    """The addresses that headings get."""
    titles = re.findall(r"(?m)^#+ (.*)$", markdown)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_limits_name_codes_that_exist() -> None:
    codes = set(re.findall(r"\| `([a-z-]+)`(?:, `([a-z-]+)`)? \|", facts()["limits"]))
    named = {code for pair in codes for code in pair if code}
    assert len(named) >= 8
    assert named <= set(catalogue())


def test_what_seglam_docs_reads_is_installed() -> None:
    packaging = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("docs/guide.md", "docs/language.md"):
        assert f'"{name}" = "seglam_lang/_data/{name}"' in packaging
