"""The files that an agency sent: found, read once, checked; whatever a file is, it becomes a line and no error."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from services.errors import ConflictError
from services.exchange.find_files import UNSEEN
from services.photos import MOST_BYTES, MOST_DOTS, PhotoProfile, check_photo, real_format
from services.problems import Problem
from services.spec import mask_identity

MOST_FILES = 6000  # the officers of a county, and some to spare
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic", ".heif"})
SHOWN = ("JPEG", "PNG", "BMP", "GIF")
_IDENTITY = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, MemoryError, OverflowError, struct.error)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """One file as it was when it was checked; `name` with its sub-folders. `sha256` is empty where it was not read."""

    file: Path
    name: str
    sha256: str
    size: int
    pictured: bool  # a picture by its name or by its content
    problems: tuple[Problem, ...] = ()

    @property
    def shown(self) -> str:
        """The name as a screen shows it: identity numbers masked."""
        return _IDENTITY.sub(lambda found: mask_identity(found[0]), self.name)


def find_photos(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file of these files and folders with its name; ConflictError for a folder that cannot be meant."""
    found: dict[Path, str] = {}
    for path in paths:
        for file in _inside(path):
            found.setdefault(file, file.relative_to(path).as_posix() if file != path else file.name)
            if len(found) > MOST_FILES:
                raise ConflictError(f"这个文件夹里的文件超过{MOST_FILES}个，没有读。只选放照片的那一个文件夹。")
    return list(found.items())


def read_photos(paths: Sequence[Path], profile: PhotoProfile, progress: Progress | None = None) -> list[SentPhoto]:
    """All of them, checked by `profile`; slow, belongs into jobs."""
    files = find_photos(paths)
    found = []
    for done, (file, name) in enumerate(files):
        if progress:
            progress(done, len(files), Path(name).name)
        found.append(read_photo(file, name, profile))
    return found


def read_photo(file: Path, name: str, profile: PhotoProfile) -> SentPhoto:
    """One file; what cannot be opened has a sentence that says so."""
    body = _body(file)
    digest = sha256(body).hexdigest() if body else ""
    pictured = file.suffix.lower() in PICTURES or real_format(body) in {"JPEG", "PNG", "BMP", "GIF", "TIFF", "HEIC"}
    return SentPhoto(file, name, digest, len(body), pictured, tuple(check_photo(body, profile, Path(name).name)))


def check_again(
    photos: Sequence[SentPhoto], profile: PhotoProfile, progress: Progress | None = None
) -> list[SentPhoto]:
    """The same files as they are now, by a profile that may have changed."""
    found = []
    for done, photo in enumerate(photos):
        if progress:
            progress(done, len(photos), Path(photo.name).name)
        found.append(read_photo(photo.file, photo.name, profile))
    return found


def thumbnail(file: Path, side: int) -> bytes:
    """The picture as PNG, upright, at most `side` dots in either direction; empty where there is none to be seen."""
    from PIL import Image, ImageOps  # heavy; only photos need it

    body = _body(file)
    if not body or len(body) > MOST_BYTES:
        return b""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(body), formats=SHOWN) as image:
            if image.width * image.height > MOST_DOTS:
                return b""
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((side, side))
            kept = io.BytesIO()
            upright.save(kept, "PNG")
            return kept.getvalue()
    except (*_BROKEN, Image.DecompressionBombError):
        return b""


def _body(file: Path) -> bytes:
    """At most one byte more than a photo may have; nothing where the file cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError:
        return b""


def _inside(path: Path) -> Iterator[Path]:
    """Sorted, so that a second reading gives the same order; what may not be looked at is left out."""
    try:
        if not path.is_dir():
            yield path
            return
        files = sorted(path.rglob("*"), key=lambda each: each.relative_to(path).as_posix())
    except OSError:
        return
    for file in files:
        if not _unseen(file) and _is_file(file):
            yield file


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return True  # it is there and may not be looked at: its line says that it cannot be opened


def _unseen(file: Path) -> bool:
    return file.name.startswith(("~$", ".~", ".")) or file.name.lower() in UNSEEN
