"""Write the generated files in docs/: `python -m seglam_lang.language.reference [FOLDER]`; FOLDER contains docs/."""

from __future__ import annotations

import sys
from pathlib import Path

from seglam_lang.language.reference.files import generated


def main() -> None:
    """Write every generated file whose content has changed, and remove pages that are no longer generated."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    files = generated(root)
    for name, text in files.items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(name)
    for path in (root / "docs" / "reference").glob("*.md"):
        if f"docs/reference/{path.name}" not in files:
            path.unlink()
            print(f"{path} removed")


if __name__ == "__main__":
    main()
