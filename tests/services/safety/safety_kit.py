"""What the tests of this folder share."""

from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy import select

from models.account import Account
from models.engine import open_with_key
from models.setting import StoredSetting
from services.access import Right
from services.opening import Setup

START = datetime(2026, 11, 20, 9, 0)
PASSWORD = "岚山-2026-秋"
SETUP = Setup("示例县司法局", "示例县", "", "cenzhiyuan", "岑知远", PASSWORD)


class Watch:
    """A clock that moves only when a test says so."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def pass_by(self, **span):
        self.now += timedelta(**span)


def put(database, key, value, reason="修改设置", right=Right.EDIT):
    """One stored setting, as a record whose changes are easy to follow; returns the group."""
    with database.write(reason, right) as session:
        row = session.scalar(select(StoredSetting).where(StoredSetting.key == key))
        if row is None:
            session.add(StoredSetting(key=key, value=value))
        else:
            row.value = value
        session.flush()
        return session.info["group"]


def row_of(database, key):
    with database.read() as session:
        return session.scalar(select(StoredSetting).where(StoredSetting.key == key))


def value(database, key):
    row = row_of(database, key)
    return row.value if row is not None and row.deleted_at is None else None


def person(number):
    return Account(
        user_name=f"u{number}", display_name=f"样板{number}号", role="clerk", password_at=datetime(2026, 1, 1)
    )


def in_file(folder, key, statement, *values):
    """What another tool that has the key could do."""
    with closing(open_with_key(folder.database, key)) as connection:
        return connection.execute(statement, values).fetchall()


def everything(folder, key):
    """All rows of all tables."""
    tables = [name for (name,) in in_file(folder, key, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: sorted(in_file(folder, key, f'SELECT * FROM "{name}"'), key=repr) for name in sorted(tables)}
