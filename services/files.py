"""Files that must never be seen half written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PORTS = (f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))
RESERVED_NAMES = frozenset(("CON", "PRN", "AUX", "NUL", *PORTS))  # Windows keeps them for devices


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` by way of a temporary neighbour, on the disk before the old content goes. OSError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last over a power cut, where the system can."""
    if os.name == "nt":
        return  # a folder cannot be opened there; NTFS keeps its own journal of names
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems refuse to sync a folder
            os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Bring what was written to `path` by somebody else to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def safe_name(name: str, most: int = 120) -> str:
    """`name` as a file's name that Windows takes too: no signs of a path, no dot or blank at the end, not too long."""
    kept = "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in name)[:most].strip(" .")
    return f"_{kept}" if kept.upper().split(".")[0] in RESERVED_NAMES else kept or "_"
