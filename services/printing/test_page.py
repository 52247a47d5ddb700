"""The test page of a printer: rulers along the edges, crosses on the corners of the text block, a full line of text.

What is read on it with a ruler becomes the shift of `services.printers`. It goes to the printer as every other page
does, so what is wrong with the printer shows on it.
"""

from __future__ import annotations

from pathlib import Path

from services.printers import MARKS, PAPER_WORDS, PaperKind, Shift
from services.printing.faces import Style, load_faces
from services.printing.files import replacing
from services.printing.measures import (
    BLOCK_BOTTOM,
    BLOCK_WIDTH,
    CHAR_PITCH,
    LEFT,
    LINE_PITCH,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE,
    TOP,
)
from services.printing.page import GREY, Ink, Pen, Rule, text_width
from services.printing.paper import wrap

LINE = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八"
"""28 characters of 16 pt fill the text block from edge to edge (GB/T 9704-2012, 5.2.3)."""
_RULER = 14.0  # mm from the edge: within reach of printers that leave 12.7 mm free
_TICKS = {10: 4.0, 5: 2.5, 1: 1.5}
_HAIR = 0.3
_ARM = 5 * MM
_RIGHT = LEFT + BLOCK_WIDTH
_TEXT, _PITCH = 12.0, 20.0

_STEPS = (
    "1. 用直尺量，不量本页印出的尺子：本页印歪了，尺子也跟着歪。",
    "2. 直尺的0对准纸的左边，读左上角十字中心离纸边多少毫米，准到半毫米。纸的上边照样量。",
    "3. 有空再量右边和下边：两个十字的间距变了，就是打印时缩放了，先在系统打印设置里改成实际大小。",
    "4. 回到程序，把读数填进“校准打印位置”，保存后再打一张核对。四个十字都对上，误差在半毫米以内就行。",
    "5. 套打先在一张废红头纸上印这一页，对着光看第一行字是否落在红头留出的位置。",
    "边上的尺子从纸边起每格1毫米。最靠边还看得见的数，就是这台打印机四边要留的白。",
)


def print_test_page(target: Path, printer: str, kind: PaperKind, shift: Shift) -> None:
    """Writes the page as PDF; `shift` is only named on it, so that an old sheet is not mistaken for the last one.

    Raises StorageError where the file cannot be written.
    """
    faces = load_faces()
    with replacing(target) as path:
        pen = Pen(path, faces, title="打印测试页")
        _draw_rulers(pen)
        _draw_block(pen)
        top = TOP + 3 * LINE_PITCH
        top = _paragraph(pen, top, "打印测试页", Style.HEI, 16.0, 30.0)
        for note in (f"打印机：{printer}　用纸：{PAPER_WORDS[kind]}", f"打印本页时的校正：{shift.words}"):
            top = _paragraph(pen, top, note, Style.BODY, _TEXT, _PITCH)
        top += 8
        for step in _STEPS:
            top = _paragraph(pen, top, step, Style.BODY, _TEXT, _PITCH) + 2
        _draw_form(pen, top + 16)
        pen.next_page()
        pen.save()


def _draw_rulers(pen: Pen) -> None:
    """A tick every millimetre from the edge of the sheet, along all four edges; the ticks point outward."""
    across, down = round(PAGE_WIDTH / MM), round(PAGE_HEIGHT / MM)
    near, right, bottom = _RULER * MM, PAGE_WIDTH - _RULER * MM, PAGE_HEIGHT - _RULER * MM
    for y, way in ((near, -1), (bottom, 1)):
        pen.rule(Rule(0, y, PAGE_WIDTH, y, _HAIR))
        for mm in range(across + 1):
            pen.rule(Rule(mm * MM, y, mm * MM, y + way * _tick(mm), _HAIR))
    for x, way in ((near, -1), (right, 1)):
        pen.rule(Rule(x, 0, x, PAGE_HEIGHT, _HAIR))
        for mm in range(down + 1):
            pen.rule(Rule(x, mm * MM, x + way * _tick(mm), mm * MM, _HAIR))
    for mm in range(20, across - 10, 10):
        _number(pen, mm, mm * MM, near + 1.2 * MM)
        _number(pen, mm, mm * MM, bottom - 3.6 * MM)
    for mm in range(20, down - 20, 10):
        _number(pen, mm, near + 3.2 * MM, mm * MM - 1.3 * MM)
        _number(pen, mm, right - 3.2 * MM, mm * MM - 1.3 * MM)


def _tick(mm: int) -> float:
    return next(length for step, length in _TICKS.items() if mm % step == 0) * MM


def _number(pen: Pen, number: int, middle: float, top: float) -> None:
    size = 7.0
    words = str(number)
    width = text_width(pen.faces, words, Style.BODY, size)
    pen.text(Ink(middle - width / 2, top, words, Style.BODY, size))


def _draw_block(pen: Pen) -> None:
    """The frame of the text block, a cross on each corner with its distances, and the first line of a full page."""
    corners = ((LEFT, TOP), (_RIGHT, TOP), (LEFT, BLOCK_BOTTOM), (_RIGHT, BLOCK_BOTTOM))
    for x0, y0, x1, y1 in (
        (LEFT, TOP, _RIGHT, TOP),
        (LEFT, BLOCK_BOTTOM, _RIGHT, BLOCK_BOTTOM),
        (LEFT, TOP, LEFT, BLOCK_BOTTOM),
        (_RIGHT, TOP, _RIGHT, BLOCK_BOTTOM),
    ):
        pen.rule(Rule(x0, y0, x1, y1, _HAIR, GREY))
    for x, y in corners:
        pen.rule(Rule(x - _ARM, y, x + _ARM, y, 0.6))
        pen.rule(Rule(x, y - _ARM, x, y + _ARM, 0.6))
    near, far = {mark.key: f"{mark.edge}{mark.due:.0f}毫米" for mark in MARKS}, 10.5
    for key, row, top in (
        ("left", "top", TOP - 6 * MM),
        ("left", "bottom", BLOCK_BOTTOM + 2 * MM),
        ("right", "top", TOP - 6 * MM),
        ("right", "bottom", BLOCK_BOTTOM + 2 * MM),
    ):
        words = f"{near[key]}　{near[row]}"
        width = text_width(pen.faces, words, Style.BODY, far)
        x = LEFT + 2 * MM if key == "left" else _RIGHT - 2 * MM - width
        pen.text(Ink(x, top, words, Style.BODY, far))
    pen.text(Ink(LEFT, TOP, LINE, Style.BODY, SIZE, CHAR_PITCH - SIZE))


def _paragraph(pen: Pen, top: float, words: str, style: Style, size: float, pitch: float) -> float:
    inset = 8 * MM
    for line in wrap(pen.faces, words, style, size, BLOCK_WIDTH - 2 * inset):
        pen.text(Ink(LEFT + inset, top, line, style, size))
        top += pitch
    return top


def _draw_form(pen: Pen, top: float) -> None:
    """What the four readings should be, each with room for what was read."""
    for row, mark in enumerate(MARKS):
        words = f"十字离纸{mark.edge}　应为{mark.due:.1f}毫米　量得"
        y, x = top + row * 1.4 * _PITCH, LEFT + 8 * MM
        pen.text(Ink(x, y, words, Style.BODY, _TEXT))
        start = x + text_width(pen.faces, words, Style.BODY, _TEXT) + 4
        pen.rule(Rule(start, y + _TEXT * 1.15, start + 30 * MM, y + _TEXT * 1.15, 0.5))
        pen.text(Ink(start + 31 * MM, y, "毫米" if mark.needed else "毫米（可以不量）", Style.BODY, _TEXT))
