"""Putting a whole set of files into the data folder so that a crash leaves the old set or the new one, never a mix.

The set is made in a folder beside the data. Renaming that folder is the one moment that decides; what is left to move
after a crash is moved when the desk is opened next.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.errors import StorageError
from services.files import sync_folder
from services.folder import DataFolder

MAKING = ".正在准备"


@contextmanager
def staged(folder: DataFolder) -> Iterator[DataFolder]:
    """A folder to fill; at the end of the block its files take the place of the present ones, all or none.

    The caller holds the lock. An error inside the block leaves the data as it was.
    """
    making = folder.root / MAKING
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        yield DataFolder(making)
        sync_folder(making)
        making.rename(folder.ready)
        sync_folder(folder.root)
    except OSError as exc:
        raise StorageError("数据文件夹写不进去，原有数据没有改动。检查磁盘空间和文件夹权限后再试。") from exc
    finally:
        shutil.rmtree(making, ignore_errors=True)
    finish(folder)


def finish(folder: DataFolder) -> bool:
    """Move a set that is ready into place; True where there was one. StorageError when a file cannot be moved."""
    ready = folder.ready
    if not ready.is_dir():
        return False
    new = DataFolder(ready)
    try:
        if new.database.exists():
            # what the old file had not yet taken in must not be replayed into the new one
            for ending in ("-wal", "-shm"):
                folder.database.with_name(folder.database.name + ending).unlink(missing_ok=True)
            new.database.replace(folder.database)
        if new.keys.exists():
            new.keys.replace(folder.keys)
        _move_attachments(new, folder)
        sync_folder(folder.root)
        shutil.rmtree(ready)
    except OSError as exc:
        raise StorageError("新的数据文件还没有全部放好，打开时会接着放。检查文件夹权限，关闭占用文件的程序。") from exc
    return True


def _move_attachments(new: DataFolder, folder: DataFolder) -> None:
    """Contents are named by their hash, so those already there are the same, and further ones do no harm."""
    for place, _folders, names in os.walk(new.attachments):
        target = folder.attachments / Path(place).relative_to(new.attachments)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            (Path(place) / name).replace(target / name)
