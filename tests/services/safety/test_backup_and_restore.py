import json
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safety_kit import PASSWORD, SETUP, START, everything, in_file, put, value

from services.attachments import Attachments
from services.backup import automatic_backup, backup, backup_due, list_backups, restore, restore_by_code, to_thin
from services.backup_file import BackupInfo, Label, info_of
from services.errors import StorageError
from services.folder import DataFolder
from services.history import chain_head, verify_chain
from services.keys import WrongSecretError
from services.lock import LockedError
from services.opening import create_desk, open_desk

USER = SETUP.admin_user


@pytest.fixture
def filled(desk, tmp_path):
    for number in range(30):
        put(desk.database, f"k{number}", "值" * 300)
    file = tmp_path / "照片.jpg"
    file.write_bytes(b"\xff\xd8" + bytes(range(256)) * 5000)
    Attachments(desk.database, desk.folder, desk.key).add("setting", 1, file)
    return desk


def test_back_up_damage_restore_and_every_row_is_there_again(filled, watch, tmp_path):
    folder, key = filled.folder, filled.key
    made = backup(folder, key, tmp_path / "U盘.deskbak", watch())
    before = everything(folder, key)
    filled.close()
    folder.database.write_bytes(b"\x00" * 20000)
    shutil.rmtree(folder.attachments)
    with pytest.raises(StorageError):
        open_desk(folder, USER, PASSWORD, watch)
    restore(made.path, folder, USER, PASSWORD, watch())
    assert everything(folder, key) == before
    with open_desk(folder, USER, PASSWORD, watch) as desk:
        assert verify_chain(desk.database) == []
        out = Attachments(desk.database, folder, key).copy_out(1, tmp_path / "取出.jpg")
        assert out.read_bytes() == (tmp_path / "照片.jpg").read_bytes()


def test_a_backup_says_what_it_holds_and_is_encrypted(filled, watch, tmp_path):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    assert made.rows["setting"] == 33
    assert made.groups == chain_head(filled.database)[0]
    assert (made.at, made.label, made.verified) == (START, Label.MANUAL, True)
    content = made.path.read_bytes()
    assert "值值".encode() not in content
    assert b"SQLite format" not in content
    assert bytes(range(256)) not in content


def test_a_backup_is_made_while_somebody_saves(filled, watch, tmp_path):
    with filled.database.write("正在保存") as session:
        session.connection().exec_driver_sql("UPDATE setting SET value = 'half' WHERE key = 'k1'")
        made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    filled.close()
    restore(made.path, filled.folder, USER, PASSWORD, watch())
    with open_desk(filled.folder, USER, PASSWORD, watch) as desk:
        assert value(desk.database, "k1") == "值" * 300


def test_the_present_data_are_kept_as_one_more_backup(filled, watch, tmp_path):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    put(filled.database, "k1", "后来")
    filled.close()
    watch.pass_by(hours=1)
    restore(made.path, filled.folder, USER, PASSWORD, watch())
    kept = list_backups(filled.folder.backups)
    assert [info.label for info in kept] == [Label.BEFORE_RESTORE]
    restore(kept[0].path, filled.folder, USER, PASSWORD, watch())
    with open_desk(filled.folder, USER, PASSWORD, watch) as desk:
        assert value(desk.database, "k1") == "后来"


def test_a_damaged_present_file_is_kept_as_it_is(filled, watch, tmp_path):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    filled.close()
    filled.folder.database.write_bytes(b"damaged")
    restore(made.path, filled.folder, USER, PASSWORD, watch())
    kept = list_backups(filled.folder.backups)[0]
    assert not kept.verified
    with zipfile.ZipFile(kept.path) as archive:
        assert archive.read("desk.db") == b"damaged"


def test_what_a_damaged_file_had_not_taken_in_is_not_replayed_into_the_restored_one(filled, watch, tmp_path):
    folder, key = filled.folder, filled.key
    made = backup(folder, key, tmp_path / "a.deskbak", watch())
    before = everything(folder, key)
    put(filled.database, "k1", "只在日志里")
    wal = folder.database.with_name("desk.db-wal")
    stale = wal.read_bytes()
    filled.close()
    folder.database.write_bytes(b"damaged")
    wal.write_bytes(stale)
    restore(made.path, folder, USER, PASSWORD, watch())
    assert everything(folder, key) == before
    with zipfile.ZipFile(list_backups(folder.backups)[0].path) as archive:
        assert archive.read("desk.db-wal") == stale


def test_a_backup_restores_into_an_empty_folder_of_a_new_computer(filled, watch, tmp_path, code):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    for name, act in (
        ("甲", lambda new: restore(made.path, new, USER, PASSWORD, watch())),
        ("乙", lambda new: restore_by_code(made.path, new, code, watch())),
    ):
        new = DataFolder(tmp_path / name)
        act(new)
        assert everything(new, filled.key) == everything(filled.folder, filled.key)
        open_desk(new, USER, PASSWORD, watch).close()


def test_a_backup_of_another_desk_takes_the_place_of_this_one_as_a_whole(filled, watch, tmp_path):
    other = DataFolder(tmp_path / "另一个")
    create_desk(other, SETUP, START)
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    restore(made.path, other, USER, PASSWORD, watch())
    with open_desk(other, USER, PASSWORD, watch) as desk:
        assert desk.key == filled.key
    assert len(list_backups(other.backups)) == 1


def test_without_the_password_nothing_is_restored(filled, watch, tmp_path):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    filled.close()
    before = filled.folder.database.read_bytes()
    with pytest.raises(WrongSecretError, match="备份当时的密码"):
        restore(made.path, filled.folder, USER, "错的密码", watch())
    assert filled.folder.database.read_bytes() == before
    assert sorted(p.name for p in filled.folder.root.iterdir()) == sorted(
        ["desk.db", "desk.lock", "keys.json", "备份", "日志", "草稿", "附件"]
    )


def test_an_open_desk_is_not_replaced(filled, watch, tmp_path):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    with pytest.raises(LockedError):
        restore(made.path, filled.folder, USER, PASSWORD, watch())


def spoil(name):
    def flip(path):
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(content)

    def rewrite(path, change):
        with zipfile.ZipFile(path) as archive:
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        change(members)
        with zipfile.ZipFile(path, "w") as archive:
            for member, content in members.items():
                archive.writestr(member, content)

    def exchange(members):
        name = next(name for name in members if name.startswith("附件/"))
        members[name] = b"something else"

    def counts(members):
        said = json.loads(members["manifest.json"])
        said["rows"]["setting"] -= 1
        members["manifest.json"] = json.dumps(said).encode()

    return {
        "one bit": flip,
        "cut off": lambda path: path.write_bytes(path.read_bytes()[:-500]),
        "empty": lambda path: path.write_bytes(b""),
        "another file": lambda path: path.write_text("这不是备份", encoding="utf-8"),
        "a member missing": lambda path: rewrite(path, lambda m: m.pop("keys.json")),
        "a member outside": lambda path: rewrite(path, lambda m: m.update({"../evil.txt": b"x"})),
        "an attachment exchanged": lambda path: rewrite(path, exchange),
        "other counts": lambda path: rewrite(path, counts),
        "no manifest": lambda path: rewrite(path, lambda m: m.pop("manifest.json")),
    }[name]


@pytest.mark.parametrize(
    "how",
    [
        "one bit",
        "cut off",
        "empty",
        "another file",
        "a member missing",
        "a member outside",
        "other counts",
        "an attachment exchanged",
        "no manifest",
    ],
)
def test_a_broken_backup_is_refused_and_nothing_is_changed(filled, watch, tmp_path, how):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    filled.close()
    before = everything(filled.folder, filled.key)
    spoil(how)(made.path)
    with pytest.raises(StorageError, match="备份"):
        restore(made.path, filled.folder, USER, PASSWORD, watch())
    assert everything(filled.folder, filled.key) == before
    assert not (tmp_path / "evil.txt").exists()


def test_a_crash_in_the_middle_of_the_swap_is_finished_at_the_next_opening(filled, watch, tmp_path, monkeypatch):
    made = backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    put(filled.database, "k1", "后来")
    filled.close()

    def crash(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("services.staging._move_attachments", crash)
        with pytest.raises(KeyboardInterrupt):
            restore(made.path, filled.folder, USER, PASSWORD, watch())
    with open_desk(filled.folder, USER, PASSWORD, watch) as desk:
        assert value(desk.database, "k1") == "值" * 300
        assert verify_chain(desk.database) == []
    assert not (filled.folder.root / ".准备就绪").exists()


def test_a_full_disk_leaves_no_half_backup(filled, watch, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    for what in ("services.backup_file._copy", "services.backup_file.sync_file", "pathlib.Path.replace"):
        with monkeypatch.context() as patched:
            patched.setattr(what, full)
            with pytest.raises(StorageError, match="原有数据都在"):
                backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=1 << 20))
    with pytest.raises(StorageError, match="磁盘只剩1兆"):
        backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    assert list(tmp_path.glob("*.deskbak*")) == []
    assert not [p for p in filled.folder.root.iterdir() if p.name.startswith(".")]


def test_a_backup_that_cannot_be_read_back_is_not_kept(filled, watch, tmp_path, monkeypatch):
    monkeypatch.setattr("services.backup_file._add", lambda archive, name, path: {"size": 0, "sha256": "0"})
    with pytest.raises(StorageError):
        backup(filled.folder, filled.key, tmp_path / "a.deskbak", watch())
    assert list(tmp_path.glob("*.deskbak*")) == []


def test_backing_up_by_itself_when_something_changed(desk, watch, tmp_path):
    def run(*, closing_desk=False):
        return automatic_backup(desk.folder, desk.key, watch(), closing_desk=closing_desk, second_folder=str(stick))

    stick = tmp_path / "U盘"
    stick.mkdir()
    assert run() is not None  # there was none
    watch.pass_by(hours=5)
    assert run() is None  # nothing changed
    put(desk.database, "a", "一")
    made = run()
    assert made.label is Label.AUTOMATIC
    put(desk.database, "a", "二")
    watch.pass_by(hours=1)
    assert run() is None
    assert run(closing_desk=True) is not None
    assert [p.name for p in sorted(stick.iterdir())] == [p.name for p in sorted(desk.folder.backups.iterdir())]


def test_a_missing_second_folder_is_said_and_the_first_copy_stays(desk, watch, tmp_path):
    with pytest.raises(StorageError, match="没能另存"):
        automatic_backup(desk.folder, desk.key, watch(), closing_desk=True, second_folder=str(tmp_path / "没插的U盘"))
    assert len(list_backups(desk.folder.backups)) == 1
    assert not (tmp_path / "没插的U盘").exists()


def test_the_clock_set_back_does_not_stop_backups():
    last = BackupInfo(Path("x"), START + timedelta(days=30), last_hash="a")
    assert backup_due(last, "b", START, closing_desk=False)
    assert not backup_due(last, "a", START, closing_desk=True)


def automatic(*moments):
    return [BackupInfo(Path(f"{at:%Y%m%d%H%M%S}"), at, Label.AUTOMATIC) for at in moments]


def test_a_year_of_backups_is_thinned_to_days_weeks_and_months():
    now = datetime(2026, 12, 31, 18, 0)
    infos = automatic(*(now - timedelta(hours=6 * number) for number in range(4 * 365)))
    gone = {info.path for info in to_thin(infos, now)}
    kept = [info.at for info in infos if info.path not in gone]
    assert len({at.date() for at in kept if now - at < timedelta(days=7)}) == 7
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len(kept) <= 7 + 4 + 12
    assert max(kept) == now


@settings(max_examples=50)
@given(st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), max_size=60, unique=True))
def test_the_newest_backup_always_stays_and_thinning_twice_is_thinning_once(moments):
    now = datetime(2027, 1, 1)
    infos = automatic(*(moment.replace(microsecond=0) for moment in moments))
    gone = to_thin(infos, now)
    rest = [info for info in infos if info not in gone]
    assert to_thin(rest, now) == []
    assert not infos or max(infos, key=lambda info: info.at).path in {info.path for info in rest}


def test_backups_made_by_hand_or_before_an_upgrade_stay():
    old = datetime(2020, 1, 1)
    infos = [BackupInfo(Path(label.value), old, label) for label in Label if label is not Label.AUTOMATIC]
    assert to_thin(infos, datetime(2026, 1, 1)) == []


def test_the_list_shows_the_newest_first_and_broken_ones_with_their_problem(desk, watch):
    for label in (Label.MANUAL, Label.BEFORE_IMPORT):
        backup(desk.folder, desk.key, None, watch(), label)
        backup(desk.folder, desk.key, None, watch(), label)
        watch.pass_by(days=1)
    (desk.folder.backups / "坏.deskbak").write_bytes(b"PK")
    found = list_backups(desk.folder.backups)
    assert [info.label for info in found[:4]] == [Label.BEFORE_IMPORT] * 2 + [Label.MANUAL] * 2
    assert "不完整或已损坏" in found[-1].problem
    assert info_of(found[0].path) == found[0]


def test_a_backup_from_a_newer_program_is_refused(desk, watch, tmp_path):
    in_file(desk.folder, desk.key, "UPDATE alembic_version SET version_num = 'r9999'")
    made = backup(desk.folder, desk.key, tmp_path / "a.deskbak", watch())
    with pytest.raises(StorageError, match="更新版本"):
        restore(made.path, DataFolder(tmp_path / "新"), USER, PASSWORD, watch())
