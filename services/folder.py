"""Where the bureau's data lies, and which places are refused."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from services.errors import StorageError

APP_NAME = "SupervisionDesk"
LOW_MEGABYTES = 500
SYNC_FOLDERS = {  # beginnings of folder names, lower case → what the clerk knows it as
    "onedrive": "OneDrive",
    "wps云盘": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "百度网盘": "百度网盘",
    "百度云": "百度网盘",
    "baidunetdisk": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "坚果云": "坚果云",
    "nutstore": "坚果云",
    "腾讯微云": "腾讯微云",
    "weiyun": "腾讯微云",
    "阿里云盘": "阿里云盘",
    "天翼云盘": "天翼云盘",
    "icloud": "iCloud",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
}
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ncpfs", "afs"})
ON_NETWORK = "“{path}”在网络位置上，数据放在那里会损坏。没有改动。选本机硬盘上的文件夹；要交给别人时用备份文件。"
IN_SYNC = "“{path}”会被{service}同步，数据放在那里会损坏或外泄。没有改动。选不同步的本机文件夹。"
NOT_WRITABLE = "“{path}”不能写入。没有改动。换一个文件夹，或请管理员放开权限。"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The places inside one data folder."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted file with all records."""
        return self.root / "desk.db"

    @property
    def keys(self) -> Path:
        """The file's key, wrapped by each account's password and by the recovery code."""
        return self.root / "keys.json"

    @property
    def tries(self) -> Path:
        """Failed tries to sign in."""
        return self.root / "tries.json"

    @property
    def lock(self) -> Path:
        """Who has the data open."""
        return self.root / "desk.lock"

    @property
    def backups(self) -> Path:
        """Backup files."""
        return self.root / "备份"

    @property
    def attachments(self) -> Path:
        """Encrypted contents of attachments."""
        return self.root / "附件"

    @property
    def drafts(self) -> Path:
        """What was typed and not yet stored."""
        return self.root / "草稿"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "日志"

    @property
    def ready(self) -> Path:
        """What is being put in the place of all the rest; left over where that was interrupted."""
        return self.root / ".准备就绪"

    def holds_desk(self) -> bool:
        """Whether a desk is here, or what is left of one."""
        return any(path.exists() for path in (self.database, self.keys, self.ready))

    def prepare(self) -> None:
        """Make the folders that are missing; StorageError when the place cannot be written."""
        try:
            for place in (self.root, self.backups, self.attachments, self.drafts, self.logs):
                place.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StorageError(NOT_WRITABLE.format(path=self.root)) from exc


def default_folder() -> DataFolder:
    """The data folder of this person on this machine."""
    from platformdirs import user_data_dir

    return DataFolder(Path(user_data_dir(APP_NAME, appauthor=False)))


def check_place(path: Path) -> None:
    """Raise StorageError for a network place, a folder that some service synchronises, or one that is read-only."""
    if is_network(path):
        raise StorageError(ON_NETWORK.format(path=path))
    if service := sync_service(path):
        raise StorageError(IN_SYNC.format(path=path, service=service))
    existing = path.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    try:
        with tempfile.TemporaryFile(dir=existing, prefix=".可写检查"):
            pass
    except OSError as exc:
        raise StorageError(NOT_WRITABLE.format(path=path)) from exc


def low_space(folder: DataFolder) -> str | None:
    """A sentence for the banner when the disk is nearly full; None while there is room."""
    try:
        free = shutil.disk_usage(folder.root).free >> 20
    except OSError:
        return None  # the folder is gone: opening says so
    if free >= LOW_MEGABYTES:
        return None
    return f"数据所在磁盘只剩{free}兆，新内容可能存不进去。已经保存的都在。腾出空间后再继续录入。"


def sync_service(path: PurePath) -> str | None:
    """The service that synchronises `path`, told by the names of its folders; None for a plain place."""
    for part in path.parts:
        for beginning, service in SYNC_FOLDERS.items():
            if part.lower().startswith(beginning):
                return service
    return None


def is_network(path: PurePath) -> bool:
    """Whether `path` is a share (\\\\server\\…), a mapped drive, or lies on a network file system."""
    text = str(path)
    if text.startswith(("\\\\", "//")) and not text.startswith(("\\\\?\\", "\\\\.\\")):
        return True
    if text.upper().startswith("\\\\?\\UNC\\"):
        return True
    if sys.platform == "win32":
        return _is_mapped_drive(path)
    return _file_system(path) in NETWORK_FILE_SYSTEMS


def _is_mapped_drive(path: PurePath) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    drive = Path(path).absolute().drive
    return bool(drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote


def _file_system(path: PurePath) -> str:
    """The type of the file system that holds `path` on Linux; empty where that cannot be told."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    wanted, found, depth = os.path.realpath(path), "", -1
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, kind, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        inside = wanted == point or wanted.startswith(point.rstrip("/") + "/")
        if inside and len(point) > depth:
            found, depth = kind, len(point)
    return found
