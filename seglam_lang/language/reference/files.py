"""All generated files of docs/, by their names; `catalogue` generates docs/errors."""

from __future__ import annotations

from pathlib import Path

from seglam_lang.language.catalogue import pages
from seglam_lang.language.reference.facts import filled
from seglam_lang.language.reference.highlighting import textmate
from seglam_lang.language.reference.pages import reference_pages

DEFINITION = "docs/language.md"
GRAMMAR = "docs/editors/seglam.tmLanguage.json"


def generated(root: Path) -> dict[str, str]:
    """Return what each file should contain. Of the definition of the language in `root` only some parts are
    generated."""
    return {
        **{f"docs/reference/{name}": text for name, text in reference_pages().items()},
        **{f"docs/errors/{name}": text for name, text in pages().items()},
        GRAMMAR: textmate(),
        DEFINITION: filled((root / DEFINITION).read_text(encoding="utf-8")),
    }
