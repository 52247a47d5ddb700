"""How a printer of this computer is set right: a shift of the whole picture, for plain and for pre-printed paper.

A feed that is half a millimetre off shows on no ordinary page, but on 套打 the text stands beside the printed red
head. The shift moves the picture and never scales it. Nothing here knows Qt or where the figures are kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from services.errors import ValidationError

LARGEST_SHIFT = 150
"""Tenths of a millimetre; more is no misfeed but the wrong paper tray."""
_SCALED = 0.6  # mm over the whole block: 0.4 %, above what a clerk misreads on two rulers
_FARTHEST = 300.0  # mm: nothing on the sheet is farther from an edge


class PaperKind(StrEnum):
    """What lies in the tray; pre-printed paper often comes from the manual feed and so has its own shift."""

    PLAIN = "plain"
    PREPRINTED = "preprinted"


PAPER_WORDS = {PaperKind.PLAIN: "白纸", PaperKind.PREPRINTED: "套打"}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the picture is moved, in tenths of a millimetre; below zero to the left and upwards."""

    right: int = 0
    down: int = 0

    @property
    def right_mm(self) -> float:
        """Millimetres to the right."""
        return self.right / 10

    @property
    def down_mm(self) -> float:
        """Millimetres down."""
        return self.down / 10

    @property
    def words(self) -> str:
        """向右0.5毫米，向上1毫米; 不移动 where there is none."""
        across = f"{'向右' if self.right > 0 else '向左'}{_mm(abs(self.right))}毫米" if self.right else ""
        along = f"{'向下' if self.down > 0 else '向上'}{_mm(abs(self.down))}毫米" if self.down else ""
        return "，".join(filter(None, (across, along))) or "不移动"

    def store(self) -> str:
        """As kept in the settings of this computer."""
        return f"{self.right},{self.down}"


NO_SHIFT = Shift()


def read_shift(stored: str) -> Shift:
    """What `store` wrote; anything else, or more than a printer can be off, counts as no shift."""
    match = re.fullmatch(r"(-?\d{1,4}),(-?\d{1,4})", stored)
    if match is None:
        return NO_SHIFT
    right, down = int(match[1]), int(match[2])
    return Shift(right, down) if max(abs(right), abs(down)) <= LARGEST_SHIFT else NO_SHIFT


@dataclass(frozen=True, slots=True)
class Mark:
    """A cross of the test page: from which edge its distance is read, and what the distance should be, in mm."""

    key: str
    edge: str
    due: float
    needed: bool


MARKS = (
    Mark("left", "左边", 28.0, True),
    Mark("top", "上边", 37.0, True),
    Mark("right", "右边", 26.0, False),
    Mark("bottom", "下边", 35.0, False),
)
"""The corners of the text block: 28 and 184 mm across, 37 and 262 mm down (GB/T 9704-2012, 5.2.1)."""


def shift_from(typed: dict[str, str], used: Shift) -> Shift:
    """The shift that puts the crosses where they belong, from what was read beside the four edges.

    `used` is the shift with which the test page was printed. Raises ValidationError by the key of a mark.
    """
    read = _readings(typed)
    problems = _scaled(read)
    if problems:
        raise ValidationError(problems)
    right = used.right + round((_due("left") - read["left"]) * 10)
    down = used.down + round((_due("top") - read["top"]) * 10)
    for key, value in (("left", right), ("top", down)):
        if abs(value) > LARGEST_SHIFT:
            far = f"按这个读数要移{_mm(abs(value))}毫米，最多移{_mm(LARGEST_SHIFT)}毫米。"
            raise ValidationError({key: far + "看看量的是不是这条边，纸是否放正。"})
    return Shift(right, down)


def _readings(typed: dict[str, str]) -> dict[str, float]:
    read: dict[str, float] = {}
    problems: dict[str, str] = {}
    for mark in MARKS:
        plain = unicodedata.normalize("NFKC", typed.get(mark.key, "")).strip().removesuffix("毫米").strip()
        if not plain and not mark.needed:
            continue
        if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain) or float(plain) > _FARTHEST:
            problems[mark.key] = f"填量到的毫米数，例如{mark.due + 0.5:.1f}。"
            continue
        read[mark.key] = float(plain)
    if problems:
        raise ValidationError(problems)
    return read


def _scaled(read: dict[str, float]) -> dict[str, str]:
    """A shift moves both crosses of a line alike; where they draw apart the driver scales, and no shift mends that."""
    problems = {}
    for near, far, name in (("left", "right", "左右"), ("top", "bottom", "上下")):
        if far not in read:
            continue
        apart = _due(near) + _due(far) - read[near] - read[far]
        if abs(apart) >= _SCALED:
            way = "放大" if apart > 0 else "缩小"
            problems[far] = (
                f"{name}两个十字的间距差了{abs(apart):.1f}毫米，打印时被{way}了。"
                "在系统打印设置里关掉缩放，选实际大小，再打一张测试页。"
            )
    return problems


def _due(key: str) -> float:
    return next(mark.due for mark in MARKS if mark.key == key)


def _mm(tenths: int) -> str:
    return f"{tenths / 10:.1f}".removesuffix(".0")
