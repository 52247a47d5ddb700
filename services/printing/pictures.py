"""Pictures for print: their size on paper, and their dots brought down to what a printer can show."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.errors import UnreadableError

UNREADABLE = "照片打不开"
"""What stands in the place of a photo that cannot be read."""
_DPI = 300
_MOST_DOTS = 400_000_000  # decoded at once: more would not fit the memory of an office PC
_SCREEN_DPI = 96.0  # where the file does not say
_ORIENTATION = 0x0112
_FIRST_ON_ITS_SIDE = 5


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A readable picture; its own size on paper in points."""

    path: Path
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on a page, its top left corner and size in points; without a file an empty frame.

    `upright`: turned as the camera noted (EXIF), as photos of persons are.
    """

    x: float
    top: float
    width: float
    height: float
    path: Path | None
    upright: bool = False


def read_picture(path: Path, *, upright: bool = False) -> PictureFile:
    """Looks only at the head of the file. Raises UnreadableError where it is absent, no picture, or too large.

    `upright`: the size that it has when turned as the camera noted.
    """
    try:
        with _opened(path) as image:
            width, height = image.size
            if upright and _orientation(image) >= _FIRST_ON_ITS_SIDE:
                width, height = height, width
            dpi = _dpi_of(image)
            if width * height > _MOST_DOTS and image.format != "JPEG":
                raise UnreadableError(f"图片“{path.name}”有{width}×{height}点，太大。缩小后再试。", "OD63")
            _see_whole(image)
    except FileNotFoundError as error:
        raise UnreadableError(
            f"找不到图片“{path.name}”，版面上留了空框。把图片放到同一个文件夹后再试。", "OD63"
        ) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise UnreadableError(
            f"图片“{path.name}”打不开，版面上留了空框。换成JPG或者PNG格式的图片后再试。", "OD63"
        ) from error
    return PictureFile(path, width * 72 / dpi, height * 72 / dpi)


def photo_in(path: Path, x: float, top: float, width: float, height: float) -> PlacedPicture:
    """A photo upright in the middle of a box in points, as large as the box takes it. Raises UnreadableError."""
    file = read_picture(path, upright=True)
    share = min(width / file.width, height / file.height)
    wide, high = file.width * share, file.height * share
    return PlacedPicture(x + (width - wide) / 2, top + (height - high) / 2, wide, high, path, upright=True)


def decoded(placed: PlacedPicture) -> Any:
    """The picture in RGB on white, at most 300 dots an inch at its size on paper. Raises OSError."""
    from PIL import Image, ImageOps

    assert placed.path is not None
    most = (max(1, round(placed.width / 72 * _DPI)), max(1, round(placed.height / 72 * _DPI)))
    with _opened(placed.path) as image:
        image.draft("RGB", most)
        shown = _on_white(Image, ImageOps.exif_transpose(image) if placed.upright else image)
        if shown.width > most[0] or shown.height > most[1]:
            shown = shown.resize((min(most[0], shown.width), min(most[1], shown.height)), Image.Resampling.LANCZOS)
        return shown


def whole_jpeg(placed: PlacedPicture) -> bool:
    """Whether the file can go into a PDF as it is: a JPEG of few enough dots that nothing has to be done to.

    A roll of photos stays as small as its files; dots unpacked take ten times as much. What a camera noted, such as
    the place, does not go along.
    """
    assert placed.path is not None
    with _opened(placed.path) as image:
        return (
            image.format == "JPEG"
            and image.mode in ("RGB", "L")
            and image.width <= placed.width / 72 * _DPI * 1.5
            and not image.getexif()
        )


def _orientation(image: Any) -> int:
    """The EXIF mark: 1 upright, 5 to 8 on its side."""
    found = image.getexif().get(_ORIENTATION, 1)
    return found if isinstance(found, int) else 1


def _see_whole(image: Any) -> None:
    """Raises where the file ends early; without decoding every dot."""
    if image.format == "PNG":
        image.verify()
        return
    image.draft("RGB", (1, 1))  # a JPEG is then decoded at an eighth
    image.load()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from PIL import Image  # heavy; only documents with pictures need it

    Image.MAX_IMAGE_PIXELS = None  # scans of 20,000 dots are ordinary here; `read_picture` has its own limit
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks about odd metadata are of no use to a clerk
        with Image.open(path) as image:
            yield image


def _on_white(library: Any, image: Any) -> Any:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = library.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image.convert("RGB") if image.mode not in ("RGB", "L") else image.copy()


def _dpi_of(image: Any) -> float:
    found = image.info.get("dpi")
    try:
        dpi = float(found[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return _SCREEN_DPI
    return dpi if 30 <= dpi <= 2400 else _SCREEN_DPI
