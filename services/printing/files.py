"""Writing a printed file: complete beside its place first, then put there in one step."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.errors import StorageError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yields a path beside `target` to write to; `target` is replaced only when the block ends well.

    Raises StorageError where the disk, the folder or a lock stands in the way; what was there before is kept.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(target)
    except OSError as error:
        raise StorageError(_sentence(target, error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _sentence(target: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"磁盘空间不够，“{target.name}”没有生成。腾出空间后再试。"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"找不到存放的文件夹，“{target.name}”没有生成。换一个文件夹后再试。"
    return f"“{target.name}”写不进去，没有生成，原有文件未动。关闭正在打开它的程序，或者换一个文件夹后再试。"
