"""What is built before a wheel is packed, an editable one included: the procedures that ship, cache/shipped.sqlite."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LayerHook(BuildHookInterface):
    """Builds the layer from cache/*.seg, unless it is current."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the layer where pyproject.toml takes it from."""
        sys.path.insert(0, self.root)
        try:
            from seglam_lang.layer import current_layer

            current_layer(Path(self.root))
        finally:
            sys.path.remove(self.root)
