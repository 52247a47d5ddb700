"""版头 and title: everything above the text of the first page. Positions in points from the top of the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from services.printing.faces import Faces, Style
from services.printing.measures import (
    BLOCK_WIDTH,
    CHAR_PITCH,
    LEFT,
    LINE_PITCH,
    MEASURES,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE,
    TITLE_SIZE,
    TOP,
    points,
)
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_rows import RIGHT, TIGHT, line_width
from services.printing.official_text import break_title
from services.printing.page import BLACK, RED, Colour, Ink, Rule, Sheet, fitted, text_width

_TITLE_MOST = 20  # characters of 2号 in the width of the text block
_LETTER_GAP = 14.0  # 7/8 of a 3号 character (10.1)
_TITLE_PITCH = points("title_pitch")


def draw_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    """Draws the head and the title. Returns the bottom of the title."""
    draw = {
        Format.DOCUMENT: _red_head,
        Format.LETTER: _letter_head,
        Format.ORDER: _order_head,
        Format.MINUTES: _minutes_head,
        Format.FORM: _form_head,
    }[document.format]
    return draw(sheet, faces, document)


def draw_title(
    sheet: Sheet, faces: Faces, title: str, top: float, width: float = BLOCK_WIDTH, x: float = LEFT
) -> float:
    """2号小标宋, centred. Returns its bottom; `top` where there is no title."""
    if not title:
        return top
    most = min(_TITLE_MOST, int(width / TITLE_SIZE)) * 1000
    for line in break_title(title, faces.widths(Style.TITLE, title), most):
        _centred(sheet, faces, line, top, TITLE_SIZE, Style.TITLE, x=x, width=width)
        top += _TITLE_PITCH
    return top - _TITLE_PITCH + TITLE_SIZE


def _red_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    _corner(sheet, document, TOP)
    bottom = _mark(sheet, faces, document.mark, TOP + points("mark_top"))
    top = bottom + MEASURES["below_mark"].value * LINE_PITCH
    if document.signers:
        top = _upward_number(sheet, faces, document, top)
    else:
        _centred(sheet, faces, document.number, top, SIZE, Style.BODY, spacing=TIGHT)
    red = top + SIZE + points("below_number")
    sheet.rule(Rule(LEFT, red, RIGHT, red, points("red_rule"), RED))
    return draw_title(sheet, faces, document.title, red + MEASURES["above_title"].value * LINE_PITCH)


def _upward_number(sheet: Sheet, faces: Faces, document: OfficialDocument, top: float) -> float:
    """签发人 to the right, two to a line; the number to the left, level with the last of them (7.2.5, 7.2.6)."""
    label = "签发人："
    pairs = [document.signers[start : start + 2] for start in range(0, len(document.signers), 2)]
    share = max(line_width(faces, name, Style.KAI) for name in document.signers)
    names_width = share * len(pairs[0]) + CHAR_PITCH * (len(pairs[0]) - 1)
    x = RIGHT - CHAR_PITCH - names_width
    sheet.text(Ink(x - line_width(faces, label) - TIGHT, top, label, Style.BODY, SIZE, TIGHT))
    for index, pair in enumerate(pairs):
        for place, name in enumerate(pair):
            left = x + place * (share + CHAR_PITCH)
            sheet.text(Ink(left, top + index * LINE_PITCH, name, Style.KAI, SIZE, TIGHT))
    top += (len(pairs) - 1) * LINE_PITCH
    room = (x if len(pairs) > 1 else x - CHAR_PITCH * 4) - LEFT - CHAR_PITCH
    sheet.text(fitted(faces, Ink(LEFT + CHAR_PITCH, top, document.number, Style.BODY, SIZE, TIGHT), room))
    return top


def _letter_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    """Mark 30 mm below the edge, double rules, number to the right (10.1)."""
    mark = document.mark.split("\n")[0].removesuffix("文件")
    bottom = _mark(sheet, faces, mark, points("letter_mark_top"))
    rule = bottom + points("letter_rule_below_mark")
    _double_rule(sheet, rule, thick_first=True)
    _double_rule(sheet, PAGE_HEIGHT - points("letter_rule_bottom"), thick_first=False)
    top = rule + 3 + _LETTER_GAP
    _right(sheet, faces, document.number, top)
    lowest = max(_corner(sheet, document, top), top + SIZE)
    return draw_title(sheet, faces, document.title, lowest + 2 * LINE_PITCH)


def _double_rule(sheet: Sheet, y: float, thick_first: bool) -> None:
    width = points("letter_rule_width")
    left = (PAGE_WIDTH - width) / 2
    thick, thin = (y, y + 2.6) if thick_first else (y, y - 2.6)
    sheet.rule(Rule(left, thick, left + width, thick, 2.25, RED))
    sheet.rule(Rule(left, thin, left + width, thin, 0.75, RED))


def _order_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    bottom = _mark(sheet, faces, document.mark, TOP + points("order_mark_top"))
    top = bottom + 2 * LINE_PITCH
    _centred(sheet, faces, document.number, top, SIZE, Style.BODY, spacing=TIGHT)
    if document.title:
        return draw_title(sheet, faces, document.title, top + SIZE + 2 * LINE_PITCH)
    return top + SIZE + LINE_PITCH


def _minutes_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    _corner(sheet, document, TOP)
    bottom = _mark(sheet, faces, document.mark, TOP + points("mark_top"))
    top = bottom + LINE_PITCH
    if document.number:
        _centred(sheet, faces, document.number, top, SIZE, Style.BODY, spacing=TIGHT)
        top += LINE_PITCH
    sheet.rule(Rule(LEFT, top + points("below_number"), RIGHT, top + points("below_number"), points("red_rule"), RED))
    return draw_title(sheet, faces, document.title, top + points("below_number") + 2 * LINE_PITCH)


def _form_head(sheet: Sheet, faces: Faces, document: OfficialDocument) -> float:
    """A supervision document: organ, name of the document, number to the right; no red head."""
    organ = document.issuer or document.mark
    bottom = draw_title(sheet, faces, organ, TOP)
    top = bottom + (_TITLE_PITCH - TITLE_SIZE) if organ else TOP
    bottom = draw_title(sheet, faces, document.title, top)
    if document.number:
        top = bottom + LINE_PITCH / 2
        _right(sheet, faces, document.number, top)
        return top + SIZE - LINE_PITCH / 2
    return bottom


def _corner(sheet: Sheet, document: OfficialDocument, top: float) -> float:
    """份号, 密级, 紧急程度, each on its line, closing up where one is absent (7.2.1–7.2.3). Returns the bottom."""
    parts = ((document.copy_no, Style.BODY), (document.secrecy, Style.HEI), (document.urgency, Style.HEI))
    for text, style in parts:
        if text:
            sheet.text(Ink(LEFT, top, text, style, SIZE, TIGHT))
            top += LINE_PITCH
    return top - LINE_PITCH + SIZE


def _mark(sheet: Sheet, faces: Faces, mark: str, top: float) -> float:
    """Red, as large as fits; several organs one above the other with “文件” beside them. Returns the bottom."""
    lines = [line for line in mark.split("\n") if line]
    if not lines:
        return top
    largest = MEASURES["mark_largest"].value
    if len(lines) == 1:
        size = min(largest, BLOCK_WIDTH * 1000 / max(sum(faces.widths(Style.TITLE, lines[0])), 1))
        _centred(sheet, faces, lines[0], top, size, Style.TITLE, colour=RED)
        return top + size
    return _joint_mark(sheet, faces, lines, top, largest)


def _joint_mark(sheet: Sheet, faces: Faces, lines: Sequence[str], top: float, largest: float) -> float:
    suffix = "文件" if any(line.endswith("文件") for line in lines) else ""
    names = [line.removesuffix("文件") for line in lines]
    longest = max(sum(faces.widths(Style.TITLE, name)) for name in names)
    suffix_width = sum(faces.widths(Style.TITLE, suffix)) + (500 if suffix else 0)
    size = min(largest * 0.72, BLOCK_WIDTH * 1000 / (longest + suffix_width))
    left = LEFT + (BLOCK_WIDTH - (longest + suffix_width) * size / 1000) / 2
    width = longest * size / 1000
    pitch = size * 1.3
    for index, name in enumerate(names):
        own = text_width(faces, name, Style.TITLE, size)
        spacing = (width - own) / (len(name) - 1) if len(name) > 1 else 0.0
        sheet.text(Ink(left, top + index * pitch, name, Style.TITLE, size, spacing, RED))
    bottom = top + (len(names) - 1) * pitch + size
    if suffix:
        middle = (top + bottom - size) / 2
        sheet.text(Ink(left + width + size / 2, middle, suffix, Style.TITLE, size, 0.0, RED))
    return bottom


def _right(sheet: Sheet, faces: Faces, text: str, top: float) -> None:
    x = max(LEFT, RIGHT - line_width(faces, text))
    sheet.text(fitted(faces, Ink(x, top, text, Style.BODY, SIZE, TIGHT), BLOCK_WIDTH))


def _centred(
    sheet: Sheet,
    faces: Faces,
    text: str,
    top: float,
    size: float,
    style: Style,
    *,
    spacing: float = 0.0,
    colour: Colour = BLACK,
    x: float = LEFT,
    width: float = BLOCK_WIDTH,
) -> None:
    if text:
        left = x + max(0.0, (width - text_width(faces, text, style, size, spacing)) / 2)
        sheet.text(fitted(faces, Ink(left, top, text, style, size, spacing, colour), width))
