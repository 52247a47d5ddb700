"""Where many rows were written, they come into the data file by a thread of its own."""

import shutil
from contextlib import closing

import pytest
from safety_kit import put
from sqlalchemy import select

from models.engine import open_with_key
from models.setting import StoredSetting


def in_main_file(desk, copy):
    """The settings that a copy of the data file without its write-ahead file holds."""
    shutil.copy(desk.folder.database, copy)
    with closing(open_with_key(copy, desk.key)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM setting")}


@pytest.mark.parametrize("many", [True, False])
def test_only_an_act_of_many_rows_is_brought_over_at_once(desk, tmp_path, many):
    with closing(open_with_key(desk.folder.database, desk.key)) as elsewhere:
        elsewhere.execute("SELECT count(*) FROM setting").fetchone()  # the last one to close would bring all over
        with desk.database.write("导入", many=many) as session:
            session.add_all(StoredSetting(key=f"k{n}", value="一") for n in range(20))
        desk.database.close()
        assert ("k7" in in_main_file(desk, tmp_path / "抄本.db")) is many


def test_acts_of_many_rows_follow_each_other_and_single_ones(database):
    for number in range(3):
        with database.write("导入", many=True) as session:
            session.add(StoredSetting(key=f"k{number}", value="一"))
        put(database, f"k{number}", "二")
    with database.read() as session:
        found = session.execute(select(StoredSetting.key, StoredSetting.value).where(StoredSetting.key.like("k%")))
        assert dict(found.all()) == {"k0": "二", "k1": "二", "k2": "二"}
    database.close()
    database.close()
