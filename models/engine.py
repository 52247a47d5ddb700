"""The only place that opens the database file."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlcipher3 import dbapi2

PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "cache_size=-64000",
    "temp_store=MEMORY",  # what sorting spills to a temporary file would lie there unencrypted
)
PAGES_AHEAD = 1000  # of the write-ahead file, after which a commit brings them into the data file
_driver: Any = dbapi2  # its names come from C and are unknown to a type checker
DriverError: type[Exception] = _driver.DatabaseError  # what a bare connection raises


def open_engine(path: Path, key: bytes, *, enforce_foreign_keys: bool = True, create: bool = True) -> Engine:
    """An engine on the encrypted file. `key` is the raw 256-bit key; a wrong one shows at the first statement.

    With `create` off a missing file is an error of the first statement instead of a new, empty file.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=dbapi2,
        creator=lambda: open_bare(path, create=create),
        hide_parameters=True,  # the message of a failed statement goes into the log, and names do not belong there
        json_serializer=lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # let SQLAlchemy emit BEGIN, so DDL is transactional too
        unlock(connection, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not enforce_foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        connection.create_collation("PINYIN", _compare_pinyin)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        writes = options.get("writes", False)
        if writes:
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={0 if options.get('many', False) else PAGES_AHEAD}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def bring_over(engine: Engine) -> None:
    """Write what stands in the write-ahead file into the data file, as far as no reader needs it; nobody has to wait
    for it. It is as safe in the one file as in the other."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()


def open_bare(path: Path, *, create: bool = False) -> Any:
    """A connection of the driver, still locked; for whole-file work such as copying."""
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    return _driver.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def open_with_key(path: Path, key: bytes, *, create: bool = False) -> Any:
    """A bare connection that is unlocked and ready; the caller closes it."""
    connection = open_bare(path, create=create)
    unlock(connection, key)
    connection.execute("PRAGMA busy_timeout=5000")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.create_collation("PINYIN", _compare_pinyin)
    return connection


def unlock(connection: Any, key: bytes) -> None:
    """Hand the raw key to a bare connection, before anything else is asked of it."""
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")


def _compare_pinyin(left: str, right: str) -> int:
    """GB18030 byte order: pinyin for the common characters of GB 2312 level 1, radicals for the rest."""
    a, b = _pinyin_key(left), _pinyin_key(right)
    return -1 if a < b else int(a > b)


@lru_cache(maxsize=1 << 17)
def _pinyin_key(text: str) -> bytes:
    """Remembered, because a sort compares each text with many others."""
    return text.encode("gb18030")
