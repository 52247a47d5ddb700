"""Shows on a file of an older schema that upgrading works where the program is installed."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from models.engine import open_with_key
from services.errors import StorageError
from services.keys import new_key
from services.upgrade import HEAD, SCRIPTS, create_database, ensure_current, revision_of

ROW = (
    "insert into enforcement_agency(id, row_version, sample, search_words, name, kind)"
    " values (1, 1, 0, '', '旧单位', 'other')"
)


def upgrade_from(place: Path, revision: str) -> str:
    """Make a file at `revision` with one row, upgrade it, find the row again; StorageError when it is not there."""
    older, file, key = place / "旧版脚本", place / "旧版.db", new_key()
    (older / "versions").mkdir(parents=True)
    shutil.copy(SCRIPTS / "env.py", older)
    for script in sorted((SCRIPTS / "versions").glob("r*.py")):
        if script.name[: len(revision)] <= revision:
            shutil.copy(script, older / "versions")
    create_database(file, key, scripts=older)
    with closing(open_with_key(file, key)) as connection, connection:
        connection.execute(ROW)
    ensure_current(file, key, lambda: None)
    with closing(open_with_key(file, key)) as connection:
        kept = connection.execute("select count(*) from enforcement_agency").fetchone()[0]
    if revision_of(file, key) != HEAD or kept != 1:
        raise StorageError("旧版数据升级后行数对不上。先用原来的版本，并把自检结果交给技术支持。")
    return revision
