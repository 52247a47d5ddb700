import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from safety_kit import START

from services.errors import StorageError
from services.folder import DataFolder, check_place, default_folder, is_network, low_space, sync_service
from services.lock import FolderLock, LockedError, read_holder

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (PureWindowsPath(r"C:\Users\a\OneDrive - 示例县\数据"), "OneDrive"),
        (PureWindowsPath(r"D:\WPS云盘\数据"), "WPS云盘"),
        (PureWindowsPath(r"D:\BaiduSyncdisk\x"), "百度网盘"),
        (PurePosixPath("/home/a/坚果云/数据"), "坚果云"),
        (PureWindowsPath(r"D:\工作台"), None),
    ],
)
def test_synchronised_folders_are_told_by_name(path, service):
    assert sync_service(path) == service


@pytest.mark.parametrize(
    "path", [r"\\server\share\数据", "//server/share/数据", r"\\?\UNC\server\share", r"\\10.0.0.1\d$"]
)
def test_shares_are_network_places(path):
    assert is_network(PureWindowsPath(path) if "\\" in path else Path(path))


@pytest.mark.skipif(sys.platform == "win32", reason="looks at the list of mounts")
def test_a_mounted_share_is_a_network_place(monkeypatch, tmp_path):
    lines = f"/dev/sda1 / ext4 rw 0 0\n//nas/x {tmp_path}/nas cifs rw 0 0\n"
    read = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda self, **k: lines if str(self) == "/proc/mounts" else read(self, **k))
    assert is_network(tmp_path / "nas" / "数据")
    assert not is_network(tmp_path / "nasa")


def test_each_refusal_says_what_to_do(tmp_path):
    with pytest.raises(StorageError, match=r"网络位置上.*用备份文件"):
        check_place(Path("//server/share"))
    with pytest.raises(StorageError, match=r"会被WPS云盘同步.*选不同步的本机文件夹"):
        check_place(tmp_path / "WPS云盘" / "数据")
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(StorageError, match=r"不能写入.*换一个文件夹"):
        check_place(tmp_path / "文件" / "数据")
    check_place(tmp_path / "新" / "数据")
    assert not (tmp_path / "新").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="不能写入"):
        check_place(tmp_path / "数据")
    tmp_path.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc refuses even the superuser")
def test_a_place_that_nobody_may_write_is_refused():
    with pytest.raises(StorageError, match="不能写入"):
        check_place(Path("/proc/工作台"))
    with pytest.raises(StorageError, match="不能写入"):
        DataFolder(Path("/proc/工作台")).prepare()


def test_the_default_folder_belongs_to_the_person():
    assert default_folder().root.name == "SupervisionDesk"


def test_the_lock_names_its_holder_and_goes_with_its_release(tmp_path):
    first, second = FolderLock(tmp_path / "l"), FolderLock(tmp_path / "l")
    first.take(START)
    holder = read_holder(tmp_path / "l")
    assert (holder.pid, holder.since) == (os.getpid(), START)
    with pytest.raises(LockedError, match="11月20日09:00打开") as told:
        second.take(START)
    assert told.value.holder == holder
    first.release()
    first.release()
    assert read_holder(tmp_path / "l") is None
    second.take(START)
    second.release()


def test_what_a_dead_process_left_in_the_lock_file_is_taken_over(tmp_path):
    said = {"user": "某人", "host": "旧电脑", "pid": 999999, "since": "2020-01-01T00:00:00"}
    (tmp_path / "l").write_text(json.dumps(said), encoding="utf-8")
    lock = FolderLock(tmp_path / "l")
    lock.take(START)
    assert read_holder(tmp_path / "l").pid == os.getpid()
    lock.release()


def test_another_process_is_refused_and_its_death_frees_the_lock(tmp_path):
    program = (
        "import sys, datetime, pathlib\n"
        "from services.lock import FolderLock\n"
        "lock = FolderLock(pathlib.Path(sys.argv[1])); lock.take(datetime.datetime(2026, 11, 20, 8, 0))\n"
        "print('held', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "l")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "held\n"
        lock = FolderLock(tmp_path / "l")
        with pytest.raises(LockedError) as told:
            lock.take(START)
        assert told.value.holder.pid == other.pid
        other.kill()
        other.wait()
    lock.take(START)
    lock.release()


def test_an_unwritable_lock_file_is_the_environments_fault(tmp_path):
    with pytest.raises(StorageError, match="不能写入"):
        FolderLock(tmp_path / "没有" / "l").take(START)


def test_a_nearly_full_disk_is_said_before_something_fails(tmp_path, monkeypatch):
    folder = DataFolder(tmp_path)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=180 << 20))
    assert low_space(folder).startswith("数据所在磁盘只剩180兆")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=180 << 30))
    assert low_space(folder) is None
