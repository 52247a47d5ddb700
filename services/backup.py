"""Backups: when they are due, making, thinning out, listing, restoring."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.engine import DriverError, open_with_key
from services.backup_file import (
    DATABASE,
    ENDING,
    KEYS,
    BackupInfo,
    Label,
    attachment_members,
    content_hash,
    count_rows,
    free_space_for,
    info_of,
    pack,
    row_counts,
    unpack,
)
from services.clock import local_now
from services.errors import StorageError
from services.files import sync_file
from services.folder import DataFolder, check_place
from services.keys import KeyFile, WrongSecretError
from services.lock import FolderLock
from services.staging import finish, staged
from services.upgrade import HEAD, NEWER, known_revisions, revision_of

UNFINISHED = ".备份中-"  # begins the name of a folder in which a backup is being made
EVERY = timedelta(hours=4)  # of use, when something changed
DAILY, WEEKLY, MONTHLY = 7, 4, 12  # automatic backups that are kept: the newest of each day, week, month
WRONG_PASSWORD = "密码不是这份备份当时的密码，没有改动。用备份那天的密码，或用恢复码。"


def backup(
    folder: DataFolder, key: bytes, target: Path | None, now: datetime, label: Label = Label.MANUAL
) -> BackupInfo:
    """Write and verify one backup; the desk may be in use meanwhile.

    `target` is a file or a folder; None means the data folder's own 备份. Raises StorageError; nothing is left then.
    """
    return _backup_of(folder.database, folder, key, _target(folder, target, now, label), now, label)


def _backup_of(database: Path, folder: DataFolder, key: bytes, target: Path, now: datetime, label: Label) -> BackupInfo:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder.root) as place:
            copy = Path(place) / DATABASE
            members = attachment_members(folder)
            needed = database.stat().st_size + sum(path.stat().st_size for path in members.values())
            free_space_for(target.parent, needed)
            counted = _snapshot_counted(database, copy, key)
            if row_counts(copy, key) != counted:
                raise StorageError(
                    "备份里的行数和数据文件对不上，没有留下这个备份。原有数据都在。再备份一次，仍不行就检查磁盘。"
                )
            said = _said(now, label, counted, _chain_end(copy, key)) | {"desk": KeyFile.load(folder.keys).desk}
            files = {DATABASE: copy, KEYS: folder.keys, **members}
            return pack(target, files, said, lambda file: _verify(file, key, counted, Path(place)))
    except (OSError, DriverError) as exc:
        raise StorageError(f"备份没有写成，原有数据都在。检查“{target.parent}”所在的磁盘后重试。") from exc


def clear_unfinished(folder: DataFolder) -> None:
    """What a backup that was cut off left behind, which may be as large as the data. The caller holds the lock."""
    for left in folder.root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def backup_due(last: BackupInfo | None, chain_end: str, now: datetime, *, closing_desk: bool) -> bool:
    """Whether to back up by itself now: something changed since the last one, and the desk closes or 4 hours passed."""
    if last is None:
        return True
    if last.last_hash == chain_end:
        return False
    return closing_desk or not timedelta(0) <= now - last.at < EVERY


def automatic_backup(
    folder: DataFolder, key: bytes, now: datetime, *, closing_desk: bool, second_folder: str = ""
) -> BackupInfo | None:
    """Back up where it is due, thin out, and copy to the second folder; None where nothing was due. StorageError."""
    good = [info for info in list_backups(folder.backups) if not info.problem]
    _groups, chain_end = _chain_end(folder.database, key)
    if not backup_due(good[0] if good else None, chain_end, now, closing_desk=closing_desk):
        return None
    made = backup(folder, key, None, now, Label.AUTOMATIC)
    places = [folder.backups]
    if second_folder:
        _copy_to(made, Path(second_folder))
        places.append(Path(second_folder))
    for place in places:
        own = [info for info in list_backups(place) if info.desk == made.desk]  # a stick may serve two desks
        for old in to_thin(own, now):
            old.path.unlink(missing_ok=True)
    return made


def to_thin(infos: Iterable[BackupInfo], now: datetime) -> list[BackupInfo]:
    """Automatic backups that may go; those made by hand or before an upgrade, import or restore stay."""
    automatic = sorted((i for i in infos if i.label is Label.AUTOMATIC and not i.problem), key=lambda i: i.at)
    automatic = [info for info in automatic if info.at <= now]
    kept: set[Path] = set()
    rules: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    )
    for count, bucket in rules:
        newest = {bucket(info.at): info.path for info in automatic}  # a later one of the same day replaces
        kept |= set(list(newest.values())[-count:])
    return [info for info in automatic if info.path not in kept]


def list_backups(*places: Path) -> Sequence[BackupInfo]:
    """The backups in these folders, newest first; broken ones last, with their problem."""
    found = [info_of(path) for place in places if place.is_dir() for path in place.glob(f"*{ENDING}")]
    return sorted(found, key=lambda info: (info.at, info.path.name), reverse=True)


def restore(file: Path, folder: DataFolder, user: str, password: str, now: datetime | None = None) -> BackupInfo:
    """Put a backup in the place of the data, which is kept as one more backup; the desk must be closed.

    `user` and `password` are those of the day of the backup. Raises WrongSecretError, LockedError and StorageError;
    the present data stay as they are then.
    """

    def opened(keys: KeyFile) -> bytes:
        key = keys.open(user, password)
        if key is None:
            raise WrongSecretError(WRONG_PASSWORD)
        return key

    return _restore(file, folder, opened, now or local_now())


def restore_by_code(file: Path, folder: DataFolder, code: str, now: datetime | None = None) -> BackupInfo:
    """As `restore`, with the recovery code."""
    return _restore(file, folder, lambda keys: keys.open_by_code(code), now or local_now())


def _restore(file: Path, folder: DataFolder, opened: Callable[[KeyFile], bytes], now: datetime) -> BackupInfo:
    info = info_of(file)
    if info.problem:
        raise StorageError(info.problem)
    check_place(folder.root)
    folder.prepare()
    lock = FolderLock(folder.lock)
    lock.take(now)
    try:
        finish(folder)
        with staged(folder) as new:
            free_space_for(folder.root, 2 * info.size)
            unpack(file, lambda name: new.keys if name == KEYS else None)
            key = opened(KeyFile.load(new.keys))  # a wrong password shows before gigabytes are copied
            unpack(file, lambda name: new.root / name)
            _check_restored(new, key, info)
            _keep_present(folder, key, now)
    finally:
        lock.release()
    return info


def _check_restored(new: DataFolder, key: bytes, info: BackupInfo) -> None:
    revision = revision_of(new.database, key)
    if revision != HEAD and revision not in known_revisions():
        raise StorageError(NEWER)
    counted = row_counts(new.database, key)
    if info.verified and counted != info.rows:
        raise StorageError("备份里的行数和备份时记下的对不上，没有改动。换一个备份文件。")
    for ending in ("-wal", "-shm"):
        new.database.with_name(new.database.name + ending).unlink(missing_ok=True)


def _keep_present(folder: DataFolder, key: bytes, now: datetime) -> None:
    """A proper backup where the present file opens; otherwise its files as they are, for an expert."""
    if not folder.database.exists():
        return
    wal = folder.database.with_name(f"{DATABASE}-wal")
    files = {DATABASE: folder.database, wal.name: wal, KEYS: folder.keys, **attachment_members(folder)}
    present = {name: path for name, path in files.items() if path.exists()}
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder.root) as place:
            # only a copy is opened: SQLite would tidy up beside a damaged file what an expert could still use
            for name in {DATABASE, wal.name} & set(present):
                shutil.copyfile(present[name], Path(place) / name)
            target = _target(folder, None, now, Label.BEFORE_RESTORE)
            _backup_of(Path(place) / DATABASE, folder, key, target, now, Label.BEFORE_RESTORE)
    except StorageError:
        said = _said(now, Label.BEFORE_RESTORE, {}, (0, "")) | {"verified": False}
        pack(_target(folder, None, now, Label.BEFORE_RESTORE), present, said)


def _target(folder: DataFolder, target: Path | None, now: datetime, label: Label) -> Path:
    place = folder.backups if target is None else target
    if target is not None and not target.is_dir():
        return target
    name = f"工作台备份-{now:%Y%m%d-%H%M%S}-{label.value}"
    number, path = 1, place / f"{name}{ENDING}"
    while path.exists():
        number += 1
        path = place / f"{name}-{number}{ENDING}"
    return path


def _said(now: datetime, label: Label, rows: dict[str, int], chain: tuple[int, str]) -> dict[str, Any]:
    said = {"format": 1, "at": now.isoformat(timespec="seconds"), "label": label.value, "verified": True, "desk": ""}
    return said | {"rows": rows, "groups": chain[0], "last_hash": chain[1]}


def _snapshot_counted(source: Path, target: Path, key: bytes) -> dict[str, int]:
    """Copy and count in one read transaction, so that a save meanwhile changes neither or both."""
    with closing(open_with_key(source, key)) as live, closing(open_with_key(target, key, create=True)) as copy:
        live.execute("BEGIN")
        counted = count_rows(live)
        live.backup(copy)
        live.execute("COMMIT")
    return counted


def _verify(file: Path, key: bytes, counted: dict[str, int], place: Path) -> None:
    """Read everything back, as a restore would."""
    again = place / "verify"

    def where(name: str) -> Path:
        return again / name if name in (DATABASE, KEYS) else again / "one attachment"

    unpack(file, where)
    if row_counts(again / DATABASE, key) != counted:
        raise StorageError("写出的备份和数据文件对不上，没有留下这个备份。原有数据都在。换一个磁盘再备份。")


def _chain_end(path: Path, key: bytes) -> tuple[int, str]:
    with closing(open_with_key(path, key)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'audit_head'").fetchone()
        found = (
            connection.execute("SELECT groups, last_hash FROM audit_head WHERE id = 1").fetchone()
            if tables[0]
            else None
        )
    return (int(found[0]), str(found[1])) if found else (0, "")


def _copy_to(made: BackupInfo, place: Path) -> None:
    """The second copy, for instance on a stick; whole or not at all."""
    target = place / made.path.name
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        shutil.copyfile(made.path, temporary)
        if content_hash(temporary) != content_hash(made.path):
            raise OSError("the copy differs")
        sync_file(temporary)
        temporary.replace(target)
    except OSError as exc:
        raise StorageError(f"备份已存在数据文件夹里，但没能另存到“{place}”。插上U盘或改设置后再备份一次。") from exc
    finally:
        if place.is_dir():
            temporary.unlink(missing_ok=True)
