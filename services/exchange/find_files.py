"""The files of a folder that agencies' lists were put into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.errors import ConflictError

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".xltx", ".ett", ".htm", ".html", ".txt", ""})
UNSEEN = frozenset({"thumbs.db", "desktop.ini"})
NOT_A_TABLE = "不是表格，没有读。"
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the folder; `name` with the sub-folders in front. `table` is False for what is only listed."""

    file: Path
    name: str
    table: bool


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """Every file of these files and folders, sub-folders too, by name; lock files of Office and hidden ones left out.

    ConflictError for a folder that cannot be meant (more than 500 files).
    """
    found: dict[Path, FoundFile] = {}
    for path in paths:
        inside = sorted(path.rglob("*"), key=lambda p: str(p.relative_to(path))) if path.is_dir() else [path]
        for file in inside:
            if not file.is_file() or _unseen(file):
                continue
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            found.setdefault(file, FoundFile(file, name, file.suffix.lower() in TABLES))
            if len(found) > MOST_FILES:
                raise ConflictError(f"这个文件夹里的文件超过{MOST_FILES}个，没有读。只选放报送文件的那一个文件夹。")
    return list(found.values())


def _unseen(file: Path) -> bool:
    return file.name.startswith(("~$", ".~", ".")) or file.name.lower() in UNSEEN
