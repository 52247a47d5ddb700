import gc
import shutil
import sqlite3
import weakref
from contextlib import closing
from dataclasses import replace

import pytest
from safety_kit import PASSWORD, SETUP, START, in_file, person, put, value

from models.engine import open_with_key
from services import opening
from services.access import Role
from services.errors import ConflictError, DeniedError, NotFoundError, StorageError, ValidationError
from services.folder import DataFolder
from services.keys import KeyFile, WrongSecretError, make_code
from services.lock import LockedError
from services.opening import create_desk, new_recovery_code, open_desk, recover
from services.settings import Settings
from services.tries import SignInError, Tries


def enter(folder, watch, password=PASSWORD, user=SETUP.admin_user):
    return open_desk(folder, user, password, watch)


def test_setting_up_and_opening(folder, watch):
    with enter(folder, watch) as desk:
        assert (desk.actor.name, desk.actor.role) == ("岑知远", Role.ADMINISTRATOR)
        assert Settings(desk.database).get("bureau_name") == "示例县司法局"
        assert not desk.upgraded
    assert not folder.database.with_name("desk.db-wal").exists()


def test_a_desk_that_was_closed_leaves_neither_its_file_nor_its_key_in_memory(folder, watch):
    with enter(folder, watch) as desk:
        Settings(desk.database).set("contact_phone", "0000-0000001")
        engine = weakref.ref(desk.database.engine)
    del desk
    gc.collect()
    assert engine() is None


def test_everything_is_told_that_is_wrong_with_a_set_up(tmp_path):
    folder = DataFolder(tmp_path / "新")
    with pytest.raises(ValidationError) as told:
        create_desk(folder, replace(SETUP, bureau=" ", admin_user="a b/c", admin_name="", password="短"), START)
    assert set(told.value.problems) == {"bureau", "user_name", "display_name", "password"}
    assert not folder.root.exists()


def test_a_desk_is_never_set_up_over_another(folder):
    before = folder.database.read_bytes()
    with pytest.raises(ConflictError, match="已经有工作台的数据"):
        create_desk(folder, SETUP, START)
    assert folder.database.read_bytes() == before


@pytest.mark.parametrize("step", ["create_database", "Database", "KeyFile"])
def test_a_set_up_that_fails_leaves_no_half_desk(tmp_path, monkeypatch, step):
    folder = DataFolder(tmp_path / "新")

    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"services.opening.{step}", fail if step != "KeyFile" else type("K", (), {"fresh": fail}))
    with pytest.raises(StorageError):
        create_desk(folder, SETUP, START)
    assert not folder.holds_desk()
    assert not folder.root.exists()
    monkeypatch.undo()
    create_desk(folder, SETUP, START)
    assert folder.holds_desk()


def test_a_copied_folder_opens_for_nobody_without_password_or_code(folder, tmp_path, watch):
    with enter(folder, watch) as desk:
        put(desk.database, "密语", "样板乡的内部情况")
    stolen = DataFolder(tmp_path / "拷走的")
    shutil.copytree(folder.root, stolen.root)
    for path in (path for path in stolen.root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert "样板乡".encode() not in content
        assert b"SQLite format" not in content
        assert "岑知远".encode() not in content or path == stolen.lock
    with closing(sqlite3.connect(stolen.database)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM account")
    with pytest.raises(Exception, match="not a database"), closing(open_with_key(stolen.database, b"0" * 32)) as wrong:
        wrong.execute("SELECT * FROM account")
    with pytest.raises(SignInError):
        enter(stolen, watch, "猜的密码2026")
    with enter(stolen, watch) as desk:  # the owner opens the copy as well
        assert value(desk.database, "密语") == "样板乡的内部情况"


def test_wrong_passwords_are_counted_and_then_slowed_down_over_restarts(folder, watch):
    for left in (4, 3, 2, 1):
        with pytest.raises(SignInError, match=f"^密码不对，还可以试{left}次。请检查大写锁定。$"):
            enter(folder, watch, "错的密码")
    for pause, words in ((5, "5秒"), (15, "15秒"), (60, "60秒"), (300, "5分钟"), (900, "15分钟"), (900, "15分钟")):
        with pytest.raises(SignInError, match=f"请等{words}再试") as told:
            enter(folder, watch, "错的密码")
        assert told.value.wait_seconds == pause
        watch.pass_by(seconds=pause - 1)
        with pytest.raises(SignInError, match="请等1秒再试"):
            enter(folder, watch)
        watch.pass_by(seconds=1)
    enter(folder, watch).close()
    with pytest.raises(SignInError, match="还可以试4次"):
        enter(folder, watch, "错的密码")


def test_a_clock_set_back_neither_ends_the_pause_nor_makes_it_last_for_days(folder, watch):
    for _ in range(6):
        with pytest.raises(SignInError):
            enter(folder, watch, "错的密码")
        watch.pass_by(seconds=15)
    watch.pass_by(seconds=-15, days=-3)
    with pytest.raises(SignInError, match="请等15秒"):
        enter(folder, watch)
    watch.pass_by(seconds=15)
    enter(folder, watch).close()


def test_an_unknown_user_is_told_the_same_as_a_wrong_password(folder, watch):
    with pytest.raises(SignInError, match="密码不对，还可以试4次"):
        enter(folder, watch, user="nobody")


def test_the_recovery_code_gives_a_new_password_and_the_old_one_is_void(folder, code, watch):
    for _ in range(5):
        with pytest.raises(SignInError):
            enter(folder, watch, "错的密码")
    watch.pass_by(minutes=1)
    recover(folder, code.lower(), "CENZHIYUAN", "新的密码-2026", watch)
    with enter(folder, watch, "新的密码-2026") as desk:
        rows = in_file(folder, desk.key, "SELECT actor, reason FROM audit_group ORDER BY id DESC LIMIT 1")
    assert rows == [("系统", "用恢复码重设密码")]
    with pytest.raises(SignInError):
        enter(folder, watch)


def test_recovery_refuses_another_code_an_unknown_user_and_a_weak_password(folder, code, watch):
    before = folder.keys.read_bytes()
    with pytest.raises(WrongSecretError):
        recover(folder, make_code(), SETUP.admin_user, "新的密码-2026", watch)
    with pytest.raises(NotFoundError):
        recover(folder, code, "nobody", "新的密码-2026", watch)
    with pytest.raises(ValidationError):
        recover(folder, code, SETUP.admin_user, "短", watch)
    assert folder.keys.read_bytes() == before
    enter(folder, watch).close()


def test_a_new_recovery_code_replaces_a_lost_one(folder, code, watch):
    with enter(folder, watch) as desk:
        newer = new_recovery_code(desk)
    with pytest.raises(WrongSecretError):
        recover(folder, code, SETUP.admin_user, "新的密码-2026", watch)
    recover(folder, newer, SETUP.admin_user, "新的密码-2026", watch)


def test_a_missing_database_is_never_silently_made_anew(folder, watch):
    folder.database.unlink()
    with pytest.raises(StorageError, match="从备份恢复"):
        enter(folder, watch)
    assert not folder.database.exists()
    with pytest.raises(ConflictError):
        create_desk(folder, SETUP, START)


def test_a_missing_key_file_is_said_so(folder, watch):
    folder.keys.unlink()
    with pytest.raises(StorageError, match=r"keys\.json不见了"):
        enter(folder, watch)


def test_a_folder_without_a_desk_is_not_touched(tmp_path, watch):
    with pytest.raises(StorageError, match="还没有工作台的数据"):
        enter(DataFolder(tmp_path / "空"), watch)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空的"), (b"x" * 8192, "已损坏"), (b"SQLite format 3\x00" * 300, "不是本程序")]
)
def test_an_empty_damaged_or_foreign_file_is_refused_and_left_alone(folder, watch, content, words):
    folder.database.write_bytes(content)
    with pytest.raises(StorageError, match=words):
        enter(folder, watch)
    assert folder.database.read_bytes() == content


def test_a_file_of_ours_under_another_mark_is_refused(folder, watch):
    with enter(folder, watch) as desk:
        key = desk.key
    in_file(folder, key, "PRAGMA application_id = 7")
    with pytest.raises(StorageError, match="不是本程序"):
        enter(folder, watch)


def test_an_inactive_account_does_not_get_in_even_with_its_key(folder, watch):
    with enter(folder, watch) as desk:
        with desk.database.write("登记账户") as session:
            row = person(1)
            row.active = False
            session.add(row)
        keys = KeyFile.load(folder.keys)
        keys.set_password("u1", "第二个密码-2026", desk.key)
        keys.save()
    with pytest.raises(DeniedError, match="已停用"):
        enter(folder, watch, "第二个密码-2026", "u1")
    enter(folder, watch).close()
    assert set(KeyFile.load(folder.keys).accounts) == {"cenzhiyuan"}  # the orphan is taken out


def test_a_failed_opening_gives_the_lock_back(folder, watch):
    with pytest.raises(SignInError):
        enter(folder, watch, "错的密码")
    enter(folder, watch).close()


def test_the_same_desk_is_not_opened_twice(folder, watch):
    with enter(folder, watch), pytest.raises(LockedError, match="先关闭那边的工作台"):
        enter(folder, watch)


def test_a_folder_that_is_synchronised_is_refused_for_setting_up_and_opening(folder, tmp_path, watch):
    place = DataFolder(tmp_path / "OneDrive" / "数据")
    with pytest.raises(StorageError, match="OneDrive"):
        create_desk(place, SETUP, START)
    assert not place.root.parent.exists()
    shutil.copytree(folder.root, place.root)
    with pytest.raises(StorageError, match="OneDrive"):
        enter(place, watch)


def test_the_locked_screen_opens_with_the_own_password_and_counts_wrong_ones(folder, watch):
    with enter(folder, watch) as desk:
        with pytest.raises(SignInError, match="还可以试4次"):
            desk.confirm("错的密码")
        desk.confirm(PASSWORD)
        assert PASSWORD not in repr(SETUP)
        assert repr(desk.key) not in repr(desk)


def test_recovery_upgrades_an_old_file_first(folder, code, watch, monkeypatch):
    asked = []
    real = opening.ensure_current
    monkeypatch.setattr(opening, "ensure_current", lambda *a, **k: asked.append(a[0]) or real(*a, **k))
    recover(folder, code, SETUP.admin_user, "新的密码-2026", watch)
    assert asked == [folder.database]


def test_made_up_names_do_not_wash_the_pause_away(folder, watch):
    tries = Tries(folder.tries)
    for _ in range(6):
        tries.failed(SETUP.admin_user, watch.now)
    for number in range(200):
        tries.failed(f"nobody{number}", watch.now)
    with pytest.raises(SignInError):
        open_desk(folder, SETUP.admin_user, PASSWORD, watch)
