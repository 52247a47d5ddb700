import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from safety_kit import PASSWORD, SETUP, put, value
from sqlalchemy import select

from models.setting import StoredSetting
from services.errors import ConflictError, StorageError
from services.folder import DataFolder
from services.history import recent, verify_chain
from services.integrity import check
from services.opening import create_desk, open_desk

ROOT = Path(__file__).parents[3]
HALF_WAY = """
import sys, pathlib
from models.setting import StoredSetting
from services.folder import DataFolder
from services.folder import DataFolder
from services.opening import create_desk, open_desk
desk = open_desk(DataFolder(pathlib.Path(sys.argv[1])), sys.argv[2], sys.argv[3])
with desk.database.write("存好的") as session:
    session.add(StoredSetting(key="存好的", value="1"))
with desk.database.write("做到一半") as session:
    for number in range(3000):
        session.add(StoredSetting(key=f"half{number}", value="x" * 500))
        if number % 500 == 0:
            session.flush()
    session.flush()
    print("half way", flush=True)
    sys.stdin.read()
"""


def fill(session, pragma):
    session.connection().exec_driver_sql(pragma)
    session.add_all(StoredSetting(key=f"k{n}", value="x" * 5000) for n in range(200))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_process_killed_in_the_middle_of_a_batch_leaves_nothing_half_written(folder, watch):
    child = subprocess.Popen(
        [sys.executable, "-c", HALF_WAY, str(folder.root), SETUP.admin_user, PASSWORD],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout.readline() == "half way\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    with open_desk(folder, SETUP.admin_user, PASSWORD, watch) as desk:
        with desk.database.read() as session:
            keys = set(session.scalars(select(StoredSetting.key)))
        assert keys == {"bureau_name", "county_name", "province_rules", "存好的"}
        assert recent(desk.database, 1)[0].reason == "存好的"
        assert check(desk.database, folder, desk.key)["ok"]
        put(desk.database, "weiter", "1")
        assert verify_chain(desk.database) == []


def test_a_full_disk_stores_nothing_and_says_what_is_kept(desk):
    put(desk.database, "a", "一")
    with (
        pytest.raises(StorageError, match="磁盘已满，这次没有保存。已经保存的都在"),
        desk.database.write("大") as session,
    ):
        fill(session, "PRAGMA max_page_count = 10")
    desk.database.engine.dispose()
    assert value(desk.database, "a") == "一"
    assert value(desk.database, "k0") is None
    assert verify_chain(desk.database) == []
    put(desk.database, "b", "腾出空间后")
    assert value(desk.database, "b") == "腾出空间后"


def test_a_file_that_turned_read_only_is_said_so(desk):
    with pytest.raises(StorageError, match="只读的，这次没有保存"), desk.database.write("改") as session:
        fill(session, "PRAGMA query_only = ON")
    desk.database.engine.dispose()
    assert value(desk.database, "k0") is None


def test_a_data_file_that_vanished_while_open_is_not_made_anew(desk):
    desk.database.engine.dispose()
    desk.folder.database.rename(desk.folder.root / "weg.db")
    with pytest.raises(StorageError, match="打不开"):
        put(desk.database, "a", "一")
    assert not desk.folder.database.exists()


def test_two_people_changing_one_row_do_not_overwrite_each_other(desk):
    put(desk.database, "a", "一")
    with desk.database.read() as session:
        stale = session.scalars(select(StoredSetting).where(StoredSetting.key == "a")).one()
    put(desk.database, "a", "二")
    stale.value = "三"
    with pytest.raises(ConflictError, match="刷新后对照"), desk.database.write("改") as session:
        session.add(stale)
    assert value(desk.database, "a") == "二"


def test_threads_that_write_at_once_wait_for_each_other_and_the_chain_holds(desk):
    failures = []

    def work(name):
        try:
            for number in range(10):
                put(desk.database, f"{name}{number}", "x")
        except StorageError as exc:
            failures.append(exc)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert verify_chain(desk.database) == []
    assert len(recent(desk.database)) == 41


def test_a_set_up_killed_before_it_was_ready_can_be_begun_again(tmp_path, watch):
    folder = DataFolder(tmp_path / "数据")
    folder.prepare()
    half = folder.root / ".正在准备"
    half.mkdir()
    (half / "desk.db").write_bytes(b"half")
    create_desk(folder, SETUP, watch())
    assert not half.exists()
    open_desk(folder, SETUP.admin_user, PASSWORD, watch).close()


def test_a_set_up_interrupted_while_moving_is_finished_at_the_opening(tmp_path, watch, monkeypatch):
    folder = DataFolder(tmp_path / "数据")

    def interrupt(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("services.staging._move_attachments", interrupt)
        with pytest.raises(KeyboardInterrupt):
            create_desk(folder, SETUP, watch())
    open_desk(folder, SETUP.admin_user, PASSWORD, watch).close()
