"""Models by their names on a hub: `hf:owner/repo/file.gguf`, fetched by the hub's own client.

That shows a bar, goes on where it was interrupted, checks what it got and keeps it in a folder of its own, as it does
for llama-cpp-python.
"""

from __future__ import annotations

from pathlib import Path

from seglam_lang.translator.failures import ModelError

PREFIX = "hf:"


def is_name(name: str) -> bool:
    """Return whether a model is named as one of a hub."""
    return name.startswith(PREFIX)


def fetched(name: str) -> Path:
    """Return the file of a model, fetched unless it is there. Raise ModelError."""
    owner, _, rest = name.removeprefix(PREFIX).partition("/")
    repository, _, file = rest.partition("/")
    if not (owner and repository and file.endswith(".gguf")):
        raise ModelError(f"{name} names no file of a hub: write hf:owner/repository/file.gguf")
    try:
        from huggingface_hub import hf_hub_download
    except ImportError:
        needs = f"fetching {name} needs huggingface-hub, which is not installed"
        raise ModelError(f"{needs}: pip install 'seglam[hub]' has it; a file of yours needs nothing") from None
    try:
        return Path(hf_hub_download(f"{owner}/{repository}", file))
    except (OSError, ValueError) as error:  # all of the hub's own errors are of these, those of the network too
        first = str(error).strip().partition("\n")[0]
        raise ModelError(f"{name} cannot be fetched: {first or type(error).__name__}") from error
