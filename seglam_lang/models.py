"""The models that a user has: the one that ships, those that were tuned, and which of them is used.

Tuned ones lie in folders of the user's data folder, beside a file that names the one in use. SEGLAM_MODEL and
`--model` go before it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seglam_lang.translator.client import DEFAULT_MODEL
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.model_files import is_foreign

SHIPPED = "shipped"
DECODER = "decoder.gguf"
_USED = "used"  # the file with the name or the path of the model in use
_CARD = "card.json"  # how a tuned model came to be


@dataclass(frozen=True)
class KnownModel:
    """A model by its name: `shipped`, that of a tuned one, or the path of its file."""

    name: str
    path: Path
    is_used: bool

    @property
    def card(self) -> Mapping[str, Any]:
        """How a tuned one came to be; of others nothing is known. Raise ModelError where it is damaged."""
        card = self.path.with_name(_CARD)
        if self.name != self.path.parent.name or not card.exists():
            return {}
        try:
            about = json.loads(card.read_text(encoding="utf-8"))
            return {key: about[key] for key in ("from", "before", "after")}
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{card}, which says how {self.name} came to be, is damaged") from error


class Models:
    """The models in a folder, and the one that ships."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _default_folder()

    @property
    def used(self) -> Path:
        """The file of the model in use. Raise ModelError where it is gone."""
        path = self._path(self._chosen)
        if self._chosen != SHIPPED and not path.exists():
            raise ModelError(
                f"{path}, which `seglam model use` has chosen, is gone; `seglam model use {SHIPPED}` goes back to the "
                "model that ships"
            )
        return path

    def order(self, named: Sequence[str | Path] = (), model: str | Path | None = None) -> tuple[Path, ...]:
        """Return the files of the models to ask, in order: those `named`, else `model`, else that of SEGLAM_MODEL, else
        the one in use. Before one that was not made for SEGLAM comes the one that ships: it is faster.

        Raise ModelError where one is not there.
        """
        if named:
            return tuple(self.named(str(each)).path for each in named)
        asked = model or os.environ.get("SEGLAM_MODEL")
        path = Path(asked) if asked else self.used
        return (DEFAULT_MODEL, path) if is_foreign(path) else (path,)

    def known(self) -> list[KnownModel]:
        """Return the model that ships and the tuned ones, by name, and any other that is used."""
        tuned = sorted(path.parent.name for path in self.folder.glob(f"*/{DECODER}"))
        names = [SHIPPED, *sorted(tuned, key=lambda name: (len(name), name))]
        if self._chosen not in names:
            names.append(self._chosen)
        return [self.named(name) for name in names]

    def named(self, name: str) -> KnownModel:
        """Return the model of a name, or whose decoder is that file. Raise ModelError where there is none."""
        chosen = self._chosen
        full = name if name == chosen else self._full(name)
        path = self._path(full)
        if full != chosen and not path.exists():
            raise ModelError(f"there is no model {name}; `seglam model list` shows those that there are")
        return KnownModel(full, path, full == chosen)

    def use(self, name: str) -> KnownModel:
        """Use a model from now on: by its name, or by the path of its decoder. Raise ModelError where there is none."""
        found = self.named(self._full(name))
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{_USED}.new"
        fresh.write_text(found.name, encoding="utf-8")
        fresh.replace(self.folder / _USED)  # before or after, never between
        return self.named(found.name)

    def remove(self, name: str) -> None:
        """Delete a tuned model; where it was used, the one that ships is from then on. Raise ModelError."""
        if not self._is_tuned(name):
            raise ModelError(f"{name} is no tuned model: only those can be removed (`seglam model list`)")
        if self._chosen == name:
            self.use(SHIPPED)
        shutil.rmtree(self.folder / name)

    def new_folder(self) -> Path:
        """Make the folder of the next tuned model."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (self.folder / f"tuned-{number}").exists():
            number += 1
        made = self.folder / f"tuned-{number}"
        made.mkdir()
        return made

    @staticmethod
    def describe(folder: Path, card: Mapping[str, Any]) -> None:
        """Write down how a tuned model came to be."""
        (folder / _CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")

    @property
    def _chosen(self) -> str:
        try:
            # A name that is damaged is that of a model which is gone: `used` says so, and how to go on.
            return (self.folder / _USED).read_text(encoding="utf-8", errors="replace").strip() or SHIPPED
        except FileNotFoundError:
            return SHIPPED

    def _is_tuned(self, name: str) -> bool:
        return name == Path(name).name and (self.folder / name / DECODER).exists()

    def _full(self, name: str) -> str:
        """Return the name by which a model is kept: that of a file is its absolute path."""
        return name if name == SHIPPED or self._is_tuned(name) else str(Path(name).absolute())

    def _path(self, name: str) -> Path:
        if name == SHIPPED:
            return DEFAULT_MODEL
        return Path(name) if Path(name).is_absolute() else self.folder / name / DECODER


def _default_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("seglam", appauthor=False) / "models"
