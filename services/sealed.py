"""Small values on disk that nobody reads without the desk's key: drafts, remembered pages."""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.keys import seal, unseal

log = logging.getLogger(__name__)
SUFFIX = ".sealed"


class SealedStore:
    """Values by key, each in its own file under `folder`, replaced whole. A draft holds what the data file would hold,
    so it is no more open than that file; losing one loses typing, never stored work."""

    def __init__(self, folder: Path, key: bytes, user: str) -> None:
        self._folder, self._key, self._user = folder, key, user

    def read(self, key: str) -> Any:
        """The stored value; None where there is none or where it cannot be read any more."""
        file = self._file(key)
        try:
            opened = unseal(self._key, self._purpose(file), file.read_bytes())
        except FileNotFoundError:
            return None
        except OSError:
            opened = None
        if opened is None:
            log.info("unreadable small value dropped: %s", file.name)
            return None
        return json.loads(opened)

    def write(self, key: str, value: Any) -> None:
        """Store `value`; a full disk loses the memory of a page, never stored work."""
        file = self._file(key)
        plain = json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
        fresh = file.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(seal(self._key, self._purpose(file), plain))
            fresh.replace(file)
        except OSError:
            log.info("small value not written: %s", file.name)

    def drop(self, key: str) -> None:
        """Forget `key`; a file that another program holds just now stays, the stored work is not touched by that."""
        try:
            self._file(key).unlink(missing_ok=True)
        except OSError:
            log.info("small value not dropped: %s", self._file(key).name)

    get = read
    put = write

    @staticmethod
    def _purpose(file: Path) -> str:
        """Bound to its own name, so that a value moved to another name does not open."""
        return f"草稿:{file.stem}"

    def _file(self, key: str) -> Path:
        return self._folder / (sha256(f"{self._user}\n{key}".encode()).hexdigest()[:32] + SUFFIX)
