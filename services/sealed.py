"""Small values on disk that nobody reads without the desk's key: drafts, remembered pages."""

from __future__ import annotations

import json
import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

log = logging.getLogger(__name__)
NONCE = 12
SUFFIX = ".sealed"


class SealedStore:
    """Values by key, each in its own file under `folder`, replaced whole. A draft holds what the data file would hold,
    so it is no more open than that file; losing one loses typing, never stored work."""

    def __init__(self, folder: Path, key: bytes, user: str) -> None:
        self._folder = folder
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"desk small values").derive(key)
        self._cipher, self._user = AESGCM(derived), user

    def read(self, key: str) -> Any:
        """The stored value; None where there is none or where it cannot be read any more."""
        file = self._file(key)
        try:
            sealed = file.read_bytes()
            opened = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], file.stem.encode())
            return json.loads(opened)
        except FileNotFoundError:
            return None
        except (OSError, InvalidTag, ValueError):
            log.info("unreadable small value dropped: %s", file.name)
            return None

    def write(self, key: str, value: Any) -> None:
        """Store `value`; a full disk loses the memory of a page, never stored work."""
        file = self._file(key)
        nonce = os.urandom(NONCE)
        plain = json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        fresh = file.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(nonce + self._cipher.encrypt(nonce, plain, file.stem.encode()))
            fresh.replace(file)
        except OSError:
            log.info("small value not written: %s", file.name)

    def drop(self, key: str) -> None:
        """Forget `key`."""
        self._file(key).unlink(missing_ok=True)

    get = read
    put = write

    def _file(self, key: str) -> Path:
        return self._folder / (sha256(f"{self._user}\n{key}".encode()).hexdigest()[:32] + SUFFIX)
