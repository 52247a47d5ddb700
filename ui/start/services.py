"""What the start needs of the services. They are imported when first used: the first window comes before them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from services.clock import Clock, local_now

if TYPE_CHECKING:
    from services.backup_file import BackupInfo
    from services.opening import Setup


@dataclass(frozen=True)
class Opened:
    """A signed-in desk: the bundle of services for pages and the face for the window."""

    desk: Any
    face: Any


class StartServices(Protocol):
    """Everything here may take a while and is called in jobs; errors are ServiceErrors with a finished sentence."""

    def exists(self, folder: Path) -> bool: ...
    def users(self, folder: Path) -> Sequence[str]: ...
    def check_place(self, folder: Path) -> None: ...
    def check_password(self, user: str, password: str) -> None: ...
    def create(self, folder: Path, values: Mapping[str, str]) -> str: ...
    def sign_in(self, folder: Path, user: str, password: str) -> Opened: ...
    def prepare(self, opened: Opened, *, sample: bool) -> None: ...
    def recover(self, folder: Path, code: str, user: str, password: str) -> None: ...
    def backups(self, folder: Path, *places: Path) -> Sequence[BackupInfo]: ...
    def restore(self, file: Path, folder: Path, user: str, password: str) -> None: ...
    def restore_by_code(self, file: Path, folder: Path, code: str) -> None: ...


class RealServices:
    """StartServices on the real data folder."""

    def __init__(self, now: Clock = local_now) -> None:
        self._now = now

    def exists(self, folder: Path) -> bool:
        """Whether the folder holds a desk."""
        from services.folder import DataFolder

        return DataFolder(folder).holds_desk()

    def users(self, folder: Path) -> Sequence[str]:
        """User names in keys.json; empty where it cannot be read, which signing in then says in words."""
        from services.folder import DataFolder

        try:
            found = json.loads(DataFolder(folder).keys.read_bytes())["accounts"]
            return sorted(str(name) for name in found)
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def check_place(self, folder: Path) -> None:
        """StorageError for a place that data must not lie in."""
        from services.folder import check_place

        check_place(folder)

    def check_password(self, user: str, password: str) -> None:
        """ValidationError (field password) for one that is too easy."""
        from services.keys import check_password

        check_password(user, password)

    def create(self, folder: Path, values: Mapping[str, str]) -> str:
        """Set the desk up with the holidays and standards that every desk starts with; returns the recovery code."""
        from services.desk import open_for
        from services.folder import DataFolder
        from services.opening import create_desk

        code = create_desk(DataFolder(folder), _setup(values), self._now())
        desk = open_for(folder, values["admin_user"], values["password"], self._now)
        try:
            desk.prepare(sample=False)
        finally:
            desk.close()
        return code

    def sign_in(self, folder: Path, user: str, password: str) -> Opened:
        """Open the desk and build its services."""
        from services.desk import Desk
        from services.folder import DataFolder
        from services.opening import open_desk
        from ui.desk_face import DeskFace

        opened = open_desk(DataFolder(folder), user, password, self._now)
        try:
            desk = Desk(opened, self._now)
            return Opened(desk, DeskFace(desk, opened))
        except BaseException:
            opened.close()
            raise

    def prepare(self, opened: Opened, *, sample: bool) -> None:
        """What a new file starts with, and 示例县 when asked for; Ctrl+Z does not reach back behind it."""
        opened.desk.prepare(sample=sample)
        opened.face.forget_acts()

    def recover(self, folder: Path, code: str, user: str, password: str) -> None:
        """A new password by the recovery code."""
        from services.folder import DataFolder
        from services.opening import recover

        recover(DataFolder(folder), code, user, password, self._now)

    def backups(self, folder: Path, *places: Path) -> Sequence[BackupInfo]:
        """Backups in the data folder and in other places, newest first."""
        from services.backup import list_backups
        from services.folder import DataFolder

        return list_backups(DataFolder(folder).backups, *places)

    def restore(self, file: Path, folder: Path, user: str, password: str) -> None:
        """Put a backup in place of the data; they are kept as one more backup."""
        from services.backup import restore
        from services.folder import DataFolder

        restore(file, DataFolder(folder), user, password, self._now())

    def restore_by_code(self, file: Path, folder: Path, code: str) -> None:
        """As restore, with the recovery code."""
        from services.backup import restore_by_code
        from services.folder import DataFolder

        restore_by_code(file, DataFolder(folder), code, self._now())


def _setup(values: Mapping[str, str]) -> Setup:
    from services.opening import Setup

    names = ("bureau", "county", "rules", "admin_user", "admin_name", "password")
    return Setup(**{name: values[name] for name in names})
