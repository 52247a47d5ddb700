"""Examining the data: the file itself, its references, the history chain, the attachments, the row counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from models.attachment import Attachment
from models.engine import DriverError
from services.attachments import content, place_of
from services.backup_file import count_rows
from services.errors import StorageError
from services.folder import DataFolder
from services.history import verify_chain
from services.problems import Level, Problem
from services.uow import Database

FILE_DAMAGED, REFERENCE_LOST, ATTACHMENT_LOST, ATTACHMENT_DAMAGED, FILE_SPARE = "DB01", "DB02", "AT01", "AT02", "AT03"
RESTORE = "不要继续录入，从最近的备份恢复。"


@dataclass(frozen=True, slots=True)
class Report:
    """What was examined and what is wrong with it; `rows` maps a table to its number of rows."""

    rows: Mapping[str, int]
    attachments: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; a spare file is no fault."""
        return not any(problem.level is Level.ERROR for problem in self.problems)


def check(database: Database, folder: DataFolder, key: bytes, *, thorough: bool = True) -> dict[str, Any]:
    """The report as the command line prints it: ok, rows, attachments, problems."""
    found = examine(database, folder, key, thorough=thorough)
    return {
        "ok": found.ok,
        "rows": dict(found.rows),
        "attachments": found.attachments,
        "problems": [problem.to_json() for problem in found.problems],
    }


def examine(database: Database, folder: DataFolder, key: bytes, *, thorough: bool = True) -> Report:
    """Look at everything; `thorough` reads every page and every attachment, else only what takes a moment.

    A file that is damaged beyond reading gives one problem instead of an error.
    """
    try:
        problems, rows = _check_file(database, thorough=thorough)
        if any(problem.code == FILE_DAMAGED for problem in problems):
            return Report(rows, 0, tuple(problems))
        problems += verify_chain(database)
        count, found = _check_attachments(database, folder, key, thorough=thorough)
        return Report(rows, count, tuple(problems + found))
    except (DBAPIError, DriverError, StorageError) as exc:
        message = str(exc) if isinstance(exc, StorageError) else "数据文件读不下去。"
        return Report({}, 0, (Problem(Level.ERROR, FILE_DAMAGED, "数据文件", message, suggest=RESTORE),))


def quick_check(database: Database) -> list[Problem]:
    """What is looked at in the background after each start."""
    return list(_check_file(database, thorough=False)[0])


def _check_file(database: Database, *, thorough: bool) -> tuple[list[Problem], dict[str, int]]:
    problems = []
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        said = [row[0] for row in raw.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}")]
        if said != ["ok"]:
            message = f"数据文件有{len(said)}处损坏。"
            problems.append(Problem(Level.ERROR, FILE_DAMAGED, "数据文件", message, raw=said[0], suggest=RESTORE))
            return problems, {}
        for table, row, parent, _number in raw.execute("PRAGMA foreign_key_check").fetchall():
            where = f"{table} 第{row}行"
            message = f"它指向的{parent}记录不在数据里。"
            problems.append(Problem(Level.ERROR, REFERENCE_LOST, where, message, suggest="与最近的备份对照后更正。"))
        return problems, count_rows(raw)


def _check_attachments(
    database: Database, folder: DataFolder, key: bytes, *, thorough: bool
) -> tuple[int, list[Problem]]:
    with database.read() as session:
        rows = session.execute(select(Attachment.id, Attachment.name, Attachment.sha256).order_by(Attachment.id)).all()
    problems: list[Problem] = []
    read: dict[str, str] = {}  # each content once
    for row in rows:
        if row.sha256 not in read:
            read[row.sha256] = _state(folder, key, row.sha256, thorough=thorough)
        if code := read[row.sha256]:
            words = "文件不见了" if code == ATTACHMENT_LOST else "内容已损坏"
            where = f"{row.id}号附件“{row.name}”"
            problems.append(Problem(Level.ERROR, code, where, f"附件的{words}。", suggest="从备份恢复。"))
    spare = [path for path in folder.attachments.glob("*/*") if _is_content(path.name) and path.name not in read]
    if spare:
        message = f"有{len(spare)}个附件文件没有记录使用，多是存到一半时中断留下的，不影响使用。"
        problems.append(Problem(Level.INFO, FILE_SPARE, "附件文件夹", message))
    return len(rows), problems


def _state(folder: DataFolder, key: bytes, sha256: str, *, thorough: bool) -> str:
    """The code of what is wrong with a content, or nothing."""
    if not place_of(folder.attachments, sha256).exists():
        return ATTACHMENT_LOST
    if not thorough:
        return ""
    try:
        for _block in content(folder, key, sha256, ""):
            pass
    except (StorageError, OSError):
        return ATTACHMENT_DAMAGED
    return ""


def _is_content(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None
