"""Bring a bureau's file to the schema that this build expects, or leave it untouched.

The work is done on a copy, which is verified and then put in the place of the file. The caller holds the folder's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from models.engine import DriverError, open_engine, open_with_key
from services.errors import StorageError
from services.files import sync_file, sync_folder

APPLICATION_ID = 0x584A5A46  # "XJZF"; tells our file from any other SQLite file
HEAD = "r0013"  # newest revision; known without Alembic, whose import costs 0.3 s (a test compares it)
SCRIPTS = Path(__file__).parents[1] / "models" / "migrations"
PLAIN_SQLITE = b"SQLite format 3\x00"
SMALLEST = 4096  # bytes, one page
MISSING = "数据文件desk.db不见了，没有新建。把它放回原处，或从备份恢复。"
EMPTY = "数据文件是空的，可能因断电损坏。没有改动。从备份恢复，不要继续录入。"
DAMAGED = "数据文件已损坏或不是数据文件。没有改动。从备份恢复。"
FOREIGN = "选中的文件不是本程序的数据文件。没有改动。选择原来的数据文件夹，或从备份恢复。"
NEWER = "这份数据由更新版本的程序建立。没有改动。先升级本程序，再打开。"
FAILED = "数据文件升级失败，原有数据没有改动。把日志交给技术支持，先用原来的版本。"
STILL_OPEN = "数据文件还被另一个程序打开着，没有升级，也没有改动。关闭那个程序后再打开。"


def ensure_current(
    path: Path,
    key: bytes,
    keep_copy: Callable[[], object],
    *,
    scripts: Path = SCRIPTS,
    head: str = HEAD,
) -> bool:
    """Upgrade the file where needed; True when it was.

    `keep_copy` makes the backup before anything is changed. Raises StorageError for a file that is missing, empty,
    damaged, foreign or newer than this build, and when the upgrade fails; the file is then byte for byte as before.
    """
    current = revision_of(path, key)
    if current == head:
        return False
    if current not in known_revisions(scripts):
        raise StorageError(NEWER)
    keep_copy()
    work = _work_file(path)
    try:
        snapshot(path, work, key)
        _migrate(work, key, scripts)
        _verify(work, key)
        _settle(path, key)
        _replace(work, path)
    except StorageError:
        raise
    except Exception as exc:
        raise StorageError(FAILED) from exc
    finally:
        _discard(work)
    return True


def create_database(path: Path, key: bytes, *, scripts: Path = SCRIPTS) -> None:
    """A new, empty file with the newest schema; StorageError when one is there already or it cannot be written."""
    if path.exists():
        raise StorageError("这里已经有数据文件，没有新建。打开它，或换一个文件夹。")
    work = _work_file(path)
    try:
        _migrate(work, key, scripts)
        _verify(work, key)
        _replace(work, path)
    except (OSError, DriverError) as exc:
        raise StorageError("数据文件没有建成。检查文件夹能不能写入、磁盘还有没有空间。") from exc
    finally:
        _discard(work)


def revision_of(path: Path, key: bytes) -> str:
    """The schema revision of our file; StorageError for a file that is missing, empty, damaged or not ours.

    `key` is known to be the right one (it was unwrapped), so a file that it does not open is damaged.
    """
    if not path.exists():
        raise StorageError(MISSING)
    with path.open("rb") as file:
        first = file.read(len(PLAIN_SQLITE))
    if not first:
        raise StorageError(EMPTY)
    if first == PLAIN_SQLITE:
        raise StorageError(FOREIGN)
    if path.stat().st_size < SMALLEST:  # SQLite would take it for empty and throw its write-ahead file away
        raise StorageError(DAMAGED)
    try:
        with closing(open_with_key(path, key)) as connection:
            if _one(connection, "PRAGMA application_id") != APPLICATION_ID:
                raise StorageError(FOREIGN)
            return str(_one(connection, "SELECT version_num FROM alembic_version"))
    except (DriverError, TypeError) as exc:
        code = getattr(exc, "sqlite_errorname", None) or ""
        if code.startswith(("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise StorageError("数据文件被占用或不能写入，没有打开。关闭占用它的程序，检查文件夹权限后再试。") from exc
        raise StorageError(DAMAGED) from exc


def snapshot(source: Path, target: Path, key: bytes) -> None:
    """A consistent copy of the file, also while it is in use; encrypted with the same key."""
    with closing(open_with_key(source, key)) as live, closing(open_with_key(target, key, create=True)) as copy:
        live.backup(copy)
    sync_file(target)


def known_revisions(scripts: Path = SCRIPTS) -> set[str]:
    """Revisions that this build can bring to its own."""
    from alembic.script import ScriptDirectory

    return {revision.revision for revision in ScriptDirectory.from_config(_config(scripts)).walk_revisions()}


def _config(scripts: Path) -> Any:
    from alembic.config import Config

    config = Config()  # no .ini: Alembic would read it in the system code page (GBK)
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config


def _migrate(path: Path, key: bytes, scripts: Path) -> None:
    from alembic import command

    config = _config(scripts)
    engine = open_engine(path, key, enforce_foreign_keys=False)  # a batch rebuild would cascade-delete children
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def _verify(path: Path, key: bytes) -> None:
    with closing(open_with_key(path, key)) as connection:
        if _one(connection, "PRAGMA integrity_check") != "ok":
            raise RuntimeError("integrity_check failed")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError("foreign_key_check failed")
        if _one(connection, "PRAGMA application_id") != APPLICATION_ID:
            raise RuntimeError("application_id was not set")


def _settle(path: Path, key: bytes) -> None:
    """A write-ahead file that stays after our last connection means that somebody else has the file open;
    it would be replayed into the new file."""
    with closing(open_with_key(path, key)) as connection:
        _one(connection, "SELECT count(*) FROM sqlite_master")
    if path.with_name(f"{path.name}-wal").exists():
        raise StorageError(STILL_OPEN)


def _replace(work: Path, path: Path) -> None:
    sync_file(work)
    work.replace(path)
    sync_folder(path.parent)


def _work_file(path: Path) -> Path:
    work = path.with_name(f"{path.name}.upgrading")
    _discard(work)
    return work


def _discard(work: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        work.with_name(work.name + ending).unlink(missing_ok=True)


def _one(connection: Any, statement: str) -> Any:
    return connection.execute(statement).fetchone()[0]
