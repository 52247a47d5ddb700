"""One process at a time on one data folder; the file says who it is."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from services.errors import StorageError

LOCKED_BYTE = 1 << 20  # far behind the text, because Windows lets nobody read a locked byte
HELD = "数据正由{user}在{host}上使用，{since}打开。没有改动。先关闭那边的工作台，再打开这里。"


class LockedError(StorageError):
    """Another process has the data open; `holder` says which."""

    title = "数据正在使用"

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            super().__init__("数据正由另一个程序使用。没有改动。先关闭那边的工作台，再打开这里。")
        else:
            since = f"{holder.since:%m月%d日%H:%M}"
            super().__init__(HELD.format(user=holder.user, host=holder.host, since=since))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the data open; `since` is local time."""

    user: str
    host: str
    pid: int
    since: datetime


class FolderLock:
    """A lock of the operating system on the lock file; it ends with the process, so a dead one never blocks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self, now: datetime) -> None:
        """Take the lock or raise LockedError; StorageError when the file cannot be written."""
        try:
            # unbuffered, because Windows locks at the place of the handle itself
            file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        except OSError as exc:
            raise StorageError(
                f"“{self._path.parent}”不能写入，数据没有打开。换一个文件夹，或请管理员放开权限。"
            ) from exc
        if not _lock(file):
            holder = read_holder(self._path)
            file.close()
            raise LockedError(holder)
        # what a process that died left in the file is simply written over
        said = {"user": _user(), "host": socket.gethostname(), "pid": os.getpid(), "since": now.isoformat()}
        file.truncate(0)
        file.write(json.dumps(said, ensure_ascii=False).encode())
        self._file = file

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._file is None:
            return
        self._file.truncate(0)  # the file itself stays: removing it would race with the next process
        _unlock(self._file)
        self._file.close()
        self._file = None


def read_holder(path: Path) -> Holder | None:
    """Who stands in the lock file; None where nothing readable stands there."""
    try:
        said: dict[str, Any] = json.loads(path.read_bytes())
        return Holder(said["user"], said["host"], int(said["pid"]), datetime.fromisoformat(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in the system's list
        return "另一用户"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        file.seek(0)
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
