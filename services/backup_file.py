"""One backup is one file (.deskbak): a zip without compression that holds the encrypted database, the wrapped keys and
the encrypted attachments as they are, and a list of them with sizes, hashes and row counts. Nothing in it opens without
a password or the recovery code of the desk it comes from."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from models.engine import DriverError, open_with_key
from services.errors import StorageError
from services.files import sync_file, sync_folder
from services.folder import DataFolder

ENDING = ".deskbak"
MANIFEST = "manifest.json"
DATABASE, KEYS, ATTACHMENTS = "desk.db", "keys.json", "附件"
MEMBER = re.compile(r"desk\.db|desk\.db-wal|keys\.json|附件/[0-9a-f]{2}/[0-9a-f]{64}")
BLOCK = 1 << 20
UNKNOWN_TIME = datetime(1, 1, 1)  # noqa: DTZ001 - local, like every `at` here
BROKEN = "备份文件“{name}”不完整或已损坏，没有改动。换一个备份文件。"


class Label(StrEnum):
    """Why a backup was made."""

    MANUAL = "手动"
    AUTOMATIC = "自动"
    BEFORE_UPGRADE = "升级前"
    BEFORE_RESTORE = "恢复前"
    BEFORE_IMPORT = "导入前"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup file says of itself; `at` is local, `desk` tells two desks apart.

    `problem` is a sentence where the file cannot be read.
    """

    path: Path
    at: datetime
    label: Label = Label.MANUAL
    size: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    groups: int = 0
    last_hash: str = ""
    verified: bool = True
    desk: str = ""
    problem: str = ""


def pack(
    target: Path, members: Mapping[str, Path], manifest: Mapping[str, Any], verify: Callable[[Path], None] | None = None
) -> BackupInfo:
    """Write the file by way of a temporary neighbour; `verify` looks at that before it gets its name. OSError."""
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        listed = {}
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            for name, path in members.items():
                listed[name] = _add(archive, name, path)
            archive.writestr(MANIFEST, json.dumps({**manifest, "members": listed}, ensure_ascii=False))
        sync_file(temporary)
        if verify is not None:
            verify(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return info_of(target)


def unpack(file: Path, wanted: Callable[[str], Path | None]) -> None:
    """Copy the members to where `wanted` says and check each against the list; StorageError for a broken file."""
    broken = StorageError(BROKEN.format(name=file.name))
    try:
        with zipfile.ZipFile(file) as archive:
            listed = _manifest(archive)["members"]
            names = [entry.filename for entry in archive.infolist() if entry.filename != MANIFEST]
            if sorted(names) != sorted(listed) or not all(MEMBER.fullmatch(name) for name in names):
                raise broken
            for name in names:
                target = wanted(name)
                if target is None:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("wb") as copy:
                    digest = _copy(source, copy)
                if digest != listed[name]["sha256"]:
                    raise broken
                sync_file(target)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, NotImplementedError) as exc:
        raise broken from exc


def info_of(file: Path) -> BackupInfo:
    """What the file says of itself; never raises for a broken one."""
    try:
        size = file.stat().st_size
        with zipfile.ZipFile(file) as archive:
            found = _manifest(archive)
        return BackupInfo(
            file,
            datetime.fromisoformat(found["at"]),
            Label(found["label"]),
            size,
            {str(name): int(count) for name, count in found["rows"].items()},
            int(found["groups"]),
            str(found["last_hash"]),
            bool(found["verified"]),
            str(found["desk"]),
        )
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, NotImplementedError):
        return BackupInfo(file, UNKNOWN_TIME, verified=False, problem=BROKEN.format(name=file.name))


def attachment_members(folder: DataFolder) -> dict[str, Path]:
    """Contents of attachments by member name; unfinished files are left out."""
    found = {}
    for path in sorted(folder.attachments.glob("*/*")):
        name = f"{ATTACHMENTS}/{path.parent.name}/{path.name}"
        if MEMBER.fullmatch(name):
            found[name] = path
    return found


def row_counts(path: Path, key: bytes) -> dict[str, int]:
    """Rows per table; StorageError when the file does not pass quick_check or cannot be read."""
    try:
        with closing(open_with_key(path, key)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise StorageError(BROKEN.format(name=path.name))
            return count_rows(connection)
    except DriverError as exc:
        raise StorageError(BROKEN.format(name=path.name)) from exc


def count_rows(connection: Any) -> dict[str, int]:
    """Rows per table of an open connection."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in sorted(names.fetchall())
    }


def free_space_for(target: Path, needed: int) -> None:
    """Raise StorageError when the disk of `target` has less than `needed` bytes and a little more."""
    free = shutil.disk_usage(target).free
    if free < needed + 16 * BLOCK:
        wanted = needed // BLOCK + 16
        raise StorageError(f"磁盘只剩{free // BLOCK}兆，需要约{wanted}兆，没有写入。原有数据都在。腾出空间后重试。")


def content_hash(file: Path) -> str:
    """sha256 of a file, hexadecimal."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > 64 * BLOCK:
        raise ValueError("manifest too large")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
        raise ValueError("a member is compressed")
    found: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if found["format"] != 1:
        raise ValueError("format unknown")
    return found


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as copy:
        digest = _copy(source, copy)
    return {"size": path.stat().st_size, "sha256": digest}


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()
