"""What is built before a wheel is packed, an editable one included: see seglam_lang/layer.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LayerHook(BuildHookInterface):
    """Builds the procedures and the parser that ship, unless they are current."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build them where pyproject.toml takes them from."""
        sys.path.insert(0, self.root)
        try:
            from seglam_lang.layer import current_layer

            current_layer(Path(self.root))
        finally:
            sys.path.remove(self.root)
