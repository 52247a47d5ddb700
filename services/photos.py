"""Photos of certificates: what a photo has to be, and what is wrong with one.

Everything about the face is left to a person's eye. Source: certificates note §1.5.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.problems import Level, Problem

UNREADABLE, FORMAT, SIZE, RATIO, FILE_SIZE = "PH01", "PH02", "PH03", "PH04", "PH05"
BACKGROUND, TURNED, COLOUR, RESOLUTION = "PH06", "PH07", "PH08", "PH09"
NOBODY, SEVERAL, MISSING = "PH10", "PH11", "PH12"  # whose photo it is: services.photo_check
MOST_BYTES = 30 << 20
MOST_DOTS = 60_000_000
_BAD_PICTURE = (OSError, ValueError, SyntaxError, TypeError, KeyError, MemoryError, OverflowError, struct.error)
_KB = 1024
_BORDER = 6  # dots; the crown begins seven below the edge of a photo of 441
_SHOULDERS = 0.45  # of the height: clothes reach the sides below
_ORIENTATION = 0x0112
_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "压缩包或者文档"),
    (b"\xd0\xcf\x11\xe0", "旧式文档"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


@dataclass(frozen=True, slots=True)
class PhotoProfile:
    """What a place demands of a photo; a row that a bureau edits, `basis` says where it comes from.

    The dots must be exactly `px_w` and `px_h`, 0 means any; where both are 0 the proportion counts (`ratio`, width to
    height, off by at most `tolerance` thousandths; None: any). KB are 1,024 bytes; 0 means no limit. `background` is
    the colour (None: any), from which each channel may differ by `spread`, on `share` per cent of the border. `dpi`
    0: any. Codes in `hints` are told and stop nothing. `names` are the ways in which files may be named, for
    instructions.
    """

    name: str
    px_w: int = 0
    px_h: int = 0
    ratio: tuple[int, int] | None = (358, 441)
    tolerance: int = 10
    min_kb: int = 0
    max_kb: int = 0
    dpi: int = 0
    background: tuple[int, int, int] | None = (255, 255, 255)
    spread: int = 30
    share: int = 90
    names: tuple[str, ...] = ("身份证号", "姓名+身份证号", "证号", "姓名")
    hints: frozenset[str] = frozenset({TURNED, RESOLUTION})
    basis: str = ""


COMMON_PROFILE = PhotoProfile(
    name="通用",
    px_w=358,
    px_h=441,
    min_kb=14,
    max_kb=20,
    dpi=350,
    basis="参照第二代居民身份证照片：358×441点，350dpi，24位彩色JPEG，白底，14至20KB。本地另有规定的改为本地规定。",
)
RESIDENCE_PROFILE = PhotoProfile(
    name="通用（宽）",
    px_w=358,
    px_h=441,
    min_kb=14,
    max_kb=30,
    dpi=350,
    basis="参照居住证照片：358×441点，350dpi，24位彩色JPEG，白底，14至30KB。本地另有规定的改为本地规定。",
)


def check_photo(photo: bytes | Path, profile: PhotoProfile = COMMON_PROFILE, where: str = "") -> list[Problem]:
    """Everything that is wrong with a photo; empty where nothing is.

    `where` names the photo in the messages; for a path its file name is taken. Errors stop a photo, warnings do not.
    """
    try:
        body = photo if isinstance(photo, bytes) else _read(photo)
    except OSError:
        body = b""
    place = where or (photo.name if isinstance(photo, Path) else "")
    found = _Findings(profile, place)
    if not body or len(body) > MOST_BYTES:
        words = "是空的或者打不开" if not body else f"超过{MOST_BYTES >> 20}兆"
        found.add(UNREADABLE, f"照片{words}。请重新提交一张。")
    elif (real := real_format(body)) != "JPEG":
        told = f"其实是{real}" if real else "不是图片"
        found.add(FORMAT, f"照片{told}，只改后缀名没有用。请用看图软件打开，另存为JPG后再提交。", raw=real)
    else:
        _check_picture(body, profile, found)
    return found.problems


def real_format(body: bytes) -> str:
    """What a file is by its first bytes, whatever its name says; empty where it is no format that is known."""
    if body[4:8] == b"ftyp":
        return "HEIC" if body[8:12] in _HEIC else "视频"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    return next((name for sign, name in _SIGNATURES if body.startswith(sign)), "")


class _Findings:
    """Collects problems; what the profile calls a hint becomes a warning."""

    def __init__(self, profile: PhotoProfile, where: str) -> None:
        self._profile, self._where = profile, where
        self.problems: list[Problem] = []

    def add(self, code: str, message: str, raw: str | None = None, suggest: str | None = None) -> None:
        """One more."""
        level = Level.WARNING if code in self._profile.hints else Level.ERROR
        self.problems.append(Problem(level, code, self._where, message, raw or None, suggest))


def _read(path: Path) -> bytes:
    """At most one byte more than a photo may have."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _check_picture(body: bytes, profile: PhotoProfile, found: _Findings) -> None:
    from PIL import Image, ImageOps  # heavy; only photos need it

    try:
        # remarks about odd metadata are of no use to a clerk
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(body), formats=("JPEG", "MPO")) as image:
            if image.width * image.height > MOST_DOTS:
                found.add(UNREADABLE, f"照片有{image.width}×{image.height}点，太大。缩小后再提交。")
                return
            image.load()
            turned = image.getexif().get(_ORIENTATION, 1) in range(2, 9)
            upright = ImageOps.exif_transpose(image)
            stated = _stated_dpi(image)
    except (*_BAD_PICTURE, Image.DecompressionBombError):
        found.add(UNREADABLE, "照片打不开，文件不完整或者已经损坏。请重新提交一张。")
        return
    if turned:
        found.add(TURNED, "照片靠旋转标记才是正的，有的系统会显示成横的。请转正后另存一次。")
    _check_size(upright.width, upright.height, profile, found)
    _check_file_size(len(body), profile, found)
    if upright.mode != "RGB":
        found.add(COLOUR, "照片不是24位彩色。请换一张彩色照片，另存为RGB的JPG。", raw=upright.mode)
    if profile.dpi and stated and abs(stated - profile.dpi) > 1:
        message = f"照片标的分辨率是{stated}dpi，要求{profile.dpi}dpi。点数合要求时一般不影响制证。"
        found.add(RESOLUTION, message, raw=str(stated), suggest=str(profile.dpi))
    if profile.background is not None and (even := _background_share(upright, profile)) < profile.share:
        name = "白" if profile.background == (255, 255, 255) else "规定的底"
        message = f"照片四周只有{even}%是{name}色，要求{profile.share}%。请换{name}色背景重拍，或者去掉边框。"
        found.add(BACKGROUND, message, raw=f"{even}%")


def _check_size(width: int, height: int, profile: PhotoProfile, found: _Findings) -> None:
    raw = f"{width}×{height}"
    if profile.px_w or profile.px_h:
        if (width, height) != (profile.px_w or width, profile.px_h or height):
            wanted = f"{profile.px_w or '任意'}×{profile.px_h or '任意'}"
            found.add(SIZE, f"照片是{raw}点，要求{wanted}点。请按要求裁剪后再提交。", raw, wanted)
        return
    if profile.ratio is None:
        return
    wide, high = profile.ratio
    # width/height against wide/high in integers, so that a limit is a limit
    if abs(width * high - height * wide) * 1000 > profile.tolerance * height * wide:
        message = f"照片是{raw}点，宽与高的比例要求{wide}比{high}。请裁剪，不要拉伸。"
        found.add(RATIO, message, raw, f"{wide}:{high}")


def _check_file_size(count: int, profile: PhotoProfile, found: _Findings) -> None:
    too_small = bool(profile.min_kb) and count < profile.min_kb * _KB
    too_large = bool(profile.max_kb) and count > profile.max_kb * _KB
    if not too_small and not too_large:
        return
    limits = "，".join(
        words
        for limit, words in ((profile.min_kb, f"至少{profile.min_kb}KB"), (profile.max_kb, f"至多{profile.max_kb}KB"))
        if limit
    )
    remedy = "提高" if too_small else "降低"
    size = f"{count / _KB:.1f}KB"
    found.add(FILE_SIZE, f"照片文件是{size}，要求{limits}。请{remedy}保存质量后另存一次。", size)


def _stated_dpi(image: Any) -> int:
    """0 where the file does not say; many say nothing, or 72 because nobody set it."""
    try:
        return round(float(image.info["dpi"][0]))
    except _BAD_PICTURE:
        return 0


def _background_share(image: Any, profile: PhotoProfile) -> int:
    """How much of the border, in whole per cent cut off, has the colour of the background."""
    from PIL import Image, ImageChops

    assert profile.background is not None
    plain = image.convert("RGB")
    even = whole = 0
    for box in _borders(plain.width, plain.height):
        strip = plain.crop(box)
        off = ImageChops.difference(strip, Image.new("RGB", strip.size, profile.background))
        red, green, blue = off.split()
        counts = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
        even += sum(counts[: profile.spread + 1])
        whole += sum(counts)
    return even * 100 // whole


def _borders(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """The upper edge, and both sides above the shoulders."""
    edge = max(1, min(_BORDER * height // 441, width // 4, height // 4))
    low = max(edge + 1, int(height * _SHOULDERS))
    yield 0, 0, width, edge
    if low > edge and height > edge:
        yield 0, edge, edge, min(low, height)
        yield width - edge, edge, width, min(low, height)
