"""The key of the data file: random, wrapped by each account's password and by a recovery code. The key alone is
nowhere on the disk, so a copied folder opens for nobody who knows neither."""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.errors import ServiceError, StorageError, ValidationError
from services.files import write_whole

KEY_BYTES = 32
TIME_COST, MEMORY_KIB, PARALLEL = 2, 19 * 1024, 1  # argon2id as OWASP advises; about 40 ms
HIGHEST_MEMORY_KIB = 1024 * 1024  # a file that asks for more is not ours
MIN_PASSWORD = 8
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime: no 0 O 1 I L, and every single slip is found
CODE_LENGTH, CODE_GROUP = 32, 4
UNREADABLE = "钥匙文件keys.json读不出来，数据没有改动。从备份恢复，或把备份里的钥匙文件放回原处。"
NOT_SAVED = "钥匙文件没有存上，密码还是原来的。检查数据文件夹能不能写入、磁盘还有没有空间。"
WRONG_CODE = "这个恢复码不是这份数据的，没有改动。核对打印的恢复码是不是这个单位、这次设立的。"


class WrongSecretError(ServiceError):
    """The password or the recovery code does not open the key."""

    title = "没有打开"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key that only a secret opens; all that opening needs except the secret."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    time_cost: int = TIME_COST
    memory_kib: int = MEMORY_KIB
    parallel: int = PARALLEL

    def to_json(self) -> dict[str, Any]:
        """As it stands in keys.json."""
        words = {name: base64.b64encode(getattr(self, name)).decode() for name in ("salt", "nonce", "sealed")}
        return words | {"time": self.time_cost, "memory": self.memory_kib, "parallel": self.parallel}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Wrapped:
        """ValueError, KeyError or TypeError where something else stands there."""
        costs = int(found["time"]), int(found["memory"]), int(found["parallel"])
        if not (1 <= costs[0] <= 16 and 8 <= costs[1] <= HIGHEST_MEMORY_KIB and 1 <= costs[2] <= 8):
            raise ValueError("costs out of range")
        salt, nonce, sealed = (base64.b64decode(found[name], validate=True) for name in ("salt", "nonce", "sealed"))
        return cls(salt, nonce, sealed, *costs)


@dataclass(slots=True)
class KeyFile:
    """keys.json: `desk` is this desk's random name, `accounts` maps a user name to its wrapped key."""

    path: Path
    desk: str
    accounts: dict[str, Wrapped] = field(default_factory=dict)
    recovery: Wrapped | None = None

    @classmethod
    def fresh(cls, path: Path) -> KeyFile:
        """An empty one for a new desk; nothing is written yet."""
        return cls(path, secrets.token_hex(16))

    @classmethod
    def load(cls, path: Path) -> KeyFile:
        """Read it; StorageError when it is missing or damaged."""
        try:
            found = json.loads(path.read_bytes())
            accounts = {name: Wrapped.from_json(entry) for name, entry in found["accounts"].items()}
            return cls(path, str(found["desk"]), accounts, Wrapped.from_json(found["recovery"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise StorageError(UNREADABLE) from exc

    def save(self) -> None:
        """Write it whole, or leave the old one; StorageError when the disk refuses."""
        accounts = {name: entry.to_json() for name, entry in self.accounts.items()}
        recovery = self.recovery.to_json() if self.recovery else None
        found = {"format": 1, "desk": self.desk, "accounts": accounts, "recovery": recovery}
        try:
            write_whole(self.path, json.dumps(found, ensure_ascii=False, indent=1).encode())
        except OSError as exc:
            raise StorageError(NOT_SAVED) from exc

    def set_password(self, user: str, password: str, key: bytes) -> None:
        """Wrap `key` for `user`; the caller saves."""
        name = user_key(user)
        self.accounts[name] = _wrap(key, _password_bytes(password), self._bound_to(f"account:{name}"))

    def forget(self, user: str) -> None:
        """Take the user's wrapped key out; the caller saves."""
        self.accounts.pop(user_key(user), None)

    def open(self, user: str, password: str) -> bytes | None:
        """The key, or None when the user is unknown or the password wrong."""
        name = user_key(user)
        found = self.accounts.get(name)
        return None if found is None else _unwrap(found, _password_bytes(password), self._bound_to(f"account:{name}"))

    def new_code(self, key: bytes) -> str:
        """Wrap `key` by a new recovery code, which is returned and kept nowhere; the caller saves."""
        code = make_code()
        self.recovery = _wrap(key, code.replace("-", "").encode(), self._bound_to("recovery"))
        return code

    def open_by_code(self, code: str) -> bytes:
        """The key by the recovery code; ValidationError for a slip of the pen, WrongSecretError for another code."""
        letters = read_code(code)
        key = _unwrap(self.recovery, letters.encode(), self._bound_to("recovery")) if self.recovery else None
        if key is None:
            raise WrongSecretError(WRONG_CODE)
        return key

    def _bound_to(self, whom: str) -> bytes:
        """Associated data: an entry that is moved to another name or another desk does not open."""
        return f"supervision-desk:1:{self.desk}:{whom}".encode()


def new_key() -> bytes:
    """A random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def user_key(user: str) -> str:
    """The user name as it is compared: NFKC, lower case, no blanks around."""
    return unicodedata.normalize("NFKC", user).strip().lower()


def seal(key: bytes, purpose: str, content: bytes) -> bytes:
    """Encrypt something small that lies beside the data, such as a draft; opened by `unseal` for the same purpose."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())


def unseal(key: bytes, purpose: str, sealed: bytes) -> bytes | None:
    """What `seal` hid; None where it was damaged or sealed for something else."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except (InvalidTag, ValueError):
        return None


def check_password(user: str, password: str) -> None:
    """Raise ValidationError (field password) unless the password is long enough and not the user's name."""
    typed = unicodedata.normalize("NFKC", password)
    if len(typed) < MIN_PASSWORD:
        raise ValidationError({"password": f"密码至少{MIN_PASSWORD}位，现在是{len(typed)}位。"})
    if user_key(typed) == user_key(user):
        raise ValidationError({"password": "密码不能和用户名相同。请换一个。"})
    if len(set(typed)) == 1:
        raise ValidationError({"password": "密码不能是同一个字符。请换一个。"})


def make_code() -> str:
    """A recovery code: 8 groups of 4 characters, the last character checks the others; about 153 bits."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH - 1)]
    total = _weighted(letters)
    weight = pow(3, CODE_LENGTH - 1, len(CODE_LETTERS))
    check = -total * pow(weight, -1, len(CODE_LETTERS)) % len(CODE_LETTERS)
    text = "".join(letters) + CODE_LETTERS[check]
    return "-".join(text[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def read_code(typed: str) -> str:
    """The 32 characters of a typed code; ValidationError (field code) that says what is wrong with the typing."""
    text = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(character for character in text if character.isalnum())
    if strange := next((c for c in letters if c not in CODE_LETTERS), None):
        raise ValidationError({"code": f"恢复码里没有“{strange}”这个字符。请对照打印件改正。"})
    if len(letters) != CODE_LENGTH:
        raise ValidationError({"code": f"恢复码应为{CODE_LENGTH}个字符，现在是{len(letters)}个。请对照打印件补全。"})
    if _weighted(list(letters)) != 0:
        raise ValidationError({"code": "恢复码里有字符抄错了或调换了位置。请对照打印件逐组核对。"})
    return letters


def _weighted(letters: list[str]) -> int:
    """Weights 1, 3, 9, … modulo the prime 31: neighbours never weigh the same, so a swap is found too."""
    prime = len(CODE_LETTERS)
    return sum(pow(3, place, prime) * CODE_LETTERS.index(letter) for place, letter in enumerate(letters)) % prime


def _password_bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")  # full-width typing opens as well


def _stretch(secret: bytes, wrapped: Wrapped) -> bytes:
    return hash_secret_raw(
        secret, wrapped.salt, wrapped.time_cost, wrapped.memory_kib, wrapped.parallel, KEY_BYTES, Type.ID
    )


def _wrap(key: bytes, secret: bytes, bound_to: bytes) -> Wrapped:
    empty = Wrapped(secrets.token_bytes(16), secrets.token_bytes(12), b"")
    sealed = AESGCM(_stretch(secret, empty)).encrypt(empty.nonce, key, bound_to)
    return Wrapped(empty.salt, empty.nonce, sealed)


def _unwrap(wrapped: Wrapped, secret: bytes, bound_to: bytes) -> bytes | None:
    try:
        return AESGCM(_stretch(secret, wrapped)).decrypt(wrapped.nonce, wrapped.sealed, bound_to)
    except InvalidTag:
        return None
