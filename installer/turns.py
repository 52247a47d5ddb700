"""One set-up of a working copy at a time, held by a lock the system drops when its process ends, however it ends."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

WAIT_SECONDS = 0.5

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def lock_path(root: Path) -> Path:
    """Outside the project, which may be read-only or under version control; one for each folder and user."""
    key = hashlib.sha256(f"{Path.home()}:{root}".encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"supervision-desk-{key}.lock"


@contextmanager
def one_at_a_time(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Waits, saying so once, until no other process sets up the same folder."""
    with lock_path(root).open("ab") as file:
        told = False
        while not _take(file):
            if not told:
                say("另一个窗口正在准备同一个项目，等它结束…")
                told = True
            time.sleep(WAIT_SECONDS)
        yield
