"""Failed tries to sign in, and the growing pause after them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from services.errors import ServiceError, StorageError
from services.files import write_whole
from services.keys import user_key

FREE_TRIES = 5
KEPT = 50  # names whose failures are remembered
PAUSES = (5, 15, 60, 300, 900)  # seconds after the 5th, 6th, … failure; the last one stays


class SignInError(ServiceError):
    """The password is wrong, or a pause is not over; `wait_seconds` is how long to wait, 0 for at once."""

    title = "没有登录"

    def __init__(self, message: str, wait_seconds: int = 0) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class Tries:
    """The count per user name, kept beside the data so that a restart does not reset it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def require_open(self, user: str, now: datetime) -> None:
        """Raise SignInError while a pause lasts."""
        found = self._read()
        failed, last = found.get(user_key(user), (0, now))
        if last > now:  # the computer's clock was set back: the pause begins anew and does not last until then
            last = now
            self._write(found | {user_key(user): (failed, now)})
        left = pause_after(failed) - int((now - last).total_seconds())
        if left > 0:
            raise SignInError(f"密码错了{failed}次。请等{_span(left)}再试。", left)

    def failed(self, user: str, now: datetime) -> SignInError:
        """Count a failure and return what to tell."""
        found = self._read()
        count = found.get(user_key(user), (0, now))[0] + 1
        found[user_key(user)] = (count, now)
        self._write(found)
        pause = pause_after(count)
        if pause:
            return SignInError(f"密码不对。请等{_span(pause)}再试，并检查大写锁定。", pause)
        return SignInError(f"密码不对，还可以试{FREE_TRIES - count}次。请检查大写锁定。")

    def succeeded(self, user: str) -> None:
        """Forget the failures of this user."""
        found = self._read()
        if found.pop(user_key(user), None) is not None:
            self._write(found)

    def _read(self) -> dict[str, tuple[int, datetime]]:
        try:
            found = json.loads(self._path.read_bytes())
            return {name: (int(count), datetime.fromisoformat(last)) for name, (count, last) in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # no file yet, or one that somebody spoilt: the password itself still protects

    def _write(self, found: dict[str, tuple[int, datetime]]) -> None:
        # made-up names must not push out the one that is being guessed at
        worst = sorted(found.items(), key=lambda entry: entry[1], reverse=True)[:KEPT]
        plain = {name: [count, last.isoformat()] for name, (count, last) in worst}
        try:
            write_whole(self._path, json.dumps(plain, ensure_ascii=False).encode())
        except OSError as exc:
            raise StorageError("数据文件夹不能写入，没有登录。检查磁盘空间和文件夹权限。") from exc


def pause_after(failures: int) -> int:
    """Seconds to wait after so many failures in a row."""
    return 0 if failures < FREE_TRIES else PAUSES[min(failures - FREE_TRIES, len(PAUSES) - 1)]


def _span(seconds: int) -> str:
    return f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
