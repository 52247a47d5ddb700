"""Files that must never be seen half written."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

_FORBIDDEN = frozenset('<>:"/\\|?*')
_ENDS = " .\u3000"
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


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
    """`name` as Windows accepts it: no forbidden marks, device names, outer blanks or full stops; not too long."""
    plain = re.sub(r"[^\S\u3000]+", " ", name)  # a full-width blank parts a number from a unit
    shown = "".join("_" if _is_refused(char) else char for char in plain)
    found = shown.strip(_ENDS)[:most].rstrip(_ENDS)
    return f"_{found}" if not found or _DEVICES.fullmatch(found) else found


def free_name(target: Path) -> Path:
    """`target`, or the next name that no file has: 名册（2）.pdf."""
    count, found = 2, target
    while found.exists():
        found = target.with_stem(f"{target.stem}（{count}）")
        count += 1
    return found


def _is_refused(char: str) -> bool:
    return char in _FORBIDDEN or not (char.isprintable() or char == "\u3000")
