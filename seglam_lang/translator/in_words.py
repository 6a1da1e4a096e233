"""Drafts in plain words, as the cross-encoder reads them: what each does with its request."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.drafts import Draft
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.requests.described import described
from seglam_lang.requests.scope import Scope


def descriptions(drafts: Sequence[Draft], scope: Scope) -> list[str | None]:
    """Return each draft in plain words; None for one that is not whole, or does not type-check."""
    return [_description(draft, scope) if draft.finished else None for draft in drafts]


def _description(draft: Draft, scope: Scope) -> str | None:
    try:
        return described(check_draft(draft.text, scope.signature), scope)
    except LanguageError:
        return None
