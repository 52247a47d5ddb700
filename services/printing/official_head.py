"""版头 and title: everything above the text of the first page. Positions in points from the top of the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.printing.faces import Style
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_pages import capacity
from services.printing.official_rows import line_width
from services.printing.official_setting import Setting
from services.printing.official_title import break_title
from services.printing.page import BLACK, Colour, Ink, Rule, Sheet, fitted, text_width

_MARK_SHARES = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)
_LINES_WANTED = 3  # of text on page one, before the mark of many organs is set smaller
_SHORTEST_ORGAN = 4  # characters; shorter pieces are a name with blanks in it
_JOINT_PITCH = 1.3  # of the size, from one organ to the next


def draw_head(sheet: Sheet, setting: Setting, document: OfficialDocument) -> float:
    """Draws the head and the title. Returns the top of the first line of text.

    The mark of many organs is set smaller where page one would show no text (7.3.3).
    """
    for share in _MARK_SHARES:
        trial = Sheet()
        top = _Head(trial, setting, document, share).draw()
        if capacity(setting.metrics, top) >= _LINES_WANTED or len(_organs(document.mark)) < 2:
            break
    sheet.inks += trial.inks
    sheet.rules += trial.rules
    return top


def draw_title(
    sheet: Sheet, setting: Setting, title: str, top: float, width: float | None = None, x: float | None = None
) -> float:
    """2号小标宋, centred in the text block or in `width` from `x`. Returns its bottom; `top` where there is none."""
    if not title:
        return top
    metrics = setting.metrics
    width, x = metrics.width if width is None else width, metrics.left if x is None else x
    most = min(metrics.count("title_chars"), int(width / metrics.title_size))
    widths, last = setting.faces.widths(Style.TITLE, title), metrics.count("title_last")
    for line in break_title(title, widths, most * 1000, last * 1000):
        centred(sheet, setting, Ink(x, top, line, Style.TITLE, metrics.title_size), width)
        top += metrics.title_pitch
    return top - metrics.title_pitch + metrics.title_size


def centred(sheet: Sheet, setting: Setting, ink: Ink, width: float) -> None:
    """Draws `ink` in the middle of `width` from its own x, closer where it is wider than that."""
    if ink.text:
        own = text_width(setting.faces, ink.text, ink.style, ink.size, ink.spacing)
        x = ink.x + max(0.0, (width - own) / 2)
        sheet.text(
            fitted(setting.faces, Ink(x, ink.top, ink.text, ink.style, ink.size, ink.spacing, ink.colour), width)
        )


class _Head:
    """One try at the head; `share` of the usual size for a mark of several organs."""

    def __init__(self, sheet: Sheet, setting: Setting, document: OfficialDocument, share: float) -> None:
        self._sheet = sheet
        self._setting = setting
        self._metrics = setting.metrics
        self._document = document
        self._share = share

    def draw(self) -> float:
        """Returns the top of the first line of text."""
        return {
            Format.DOCUMENT: self._red_head,
            Format.LETTER: self._letter_head,
            Format.ORDER: self._order_head,
            Format.MINUTES: self._minutes_head,
            Format.FORM: self._form_head,
        }[self._document.format]()

    def _red_head(self) -> float:
        metrics = self._metrics
        self._corner(metrics.top)
        bottom = self._mark(self._document.mark, metrics.top + metrics.points("mark_top"))
        top = bottom + metrics.points("below_mark")
        if self._document.signers:
            top = self._upward_number(top)
        else:
            self._centred(self._document.number, top)
        rule = self._red_rule(top + metrics.size)
        return self._title(rule + metrics.points("above_title"))

    def _upward_number(self, top: float) -> float:
        """签发人 to the right, two to a line; the number to the left, level with the last of them (7.2.5, 7.2.6)."""
        metrics, faces = self._metrics, self._setting.faces
        label, step = "签发人：", metrics.char_pitch
        in_line = metrics.count("signers_in_line")
        signers = self._document.signers
        groups = [signers[start : start + in_line] for start in range(0, len(signers), in_line)]
        share = max(line_width(self._setting, name, Style.KAI) for name in signers)
        x = metrics.left + metrics.width - metrics.points("signers_right")
        x -= share * len(groups[0]) + step * (len(groups[0]) - 1)
        self._ink(label, x - line_width(self._setting, label) - metrics.tight, top)
        for index, group in enumerate(groups):
            for place, name in enumerate(group):
                self._ink(name, x + place * (share + step), top + index * metrics.line_pitch, Style.KAI)
        top += (len(groups) - 1) * metrics.line_pitch
        left = metrics.left + metrics.points("number_indent")
        room = (x if len(groups) > 1 else x - step * 4) - left
        number = Ink(left, top, self._document.number, Style.BODY, metrics.size, metrics.tight)
        self._sheet.text(fitted(faces, number, room))
        return top

    def _letter_head(self) -> float:
        """Mark 30 mm below the edge, double rules, number to the right (10.1)."""
        metrics = self._metrics
        mark = next(iter(_organs(self._document.mark)), "").removesuffix("文件")
        bottom = self._mark(mark, metrics.points("letter_mark_top"))
        top = bottom + metrics.points("letter_rule_below_mark")
        lower = self._double_rule(top, thick_first=True)
        self._double_rule(metrics.page_height - metrics.points("letter_rule_bottom"), thick_first=False)
        top = lower + metrics.points("letter_below_rule")
        number = self._document.number
        x = max(metrics.left, metrics.right - line_width(self._setting, number))
        ink = Ink(x, top, number, Style.BODY, metrics.size, metrics.tight)
        self._sheet.text(fitted(self._setting.faces, ink, metrics.right - metrics.left))
        lowest = max(self._corner(top), top + metrics.size)
        return self._title(lowest + metrics.points("letter_above_title"))

    def _double_rule(self, y: float, *, thick_first: bool) -> float:
        """The first of two red lines has its edge or middle on `y`; the thick one outside. Returns the lower edge."""
        metrics = self._metrics
        thick, thin = metrics.points("letter_rule_thick"), metrics.points("letter_rule_thin")
        apart = thick / 2 + metrics.points("letter_rule_gap") + thin / 2
        width = metrics.points("letter_rule_width")
        left = (metrics.page_width - width) / 2
        other = y + apart if thick_first else y - apart
        self._sheet.rule(Rule(left, y, left + width, y, thick, metrics.red))
        self._sheet.rule(Rule(left, other, left + width, other, thin, metrics.red))
        return max(y + thick / 2, other + thin / 2)

    def _order_head(self) -> float:
        """令号 two lines below the mark, the text two lines below that (10.2)."""
        metrics = self._metrics
        bottom = self._mark(self._document.mark, metrics.top + metrics.points("order_mark_top"))
        if self._document.number:
            top = bottom + metrics.points("order_above_number")
            self._centred(self._document.number, top)
            bottom = top + metrics.size
        return self._title(bottom + metrics.points("order_above_text"))

    def _minutes_head(self) -> float:
        metrics = self._metrics
        self._corner(metrics.top)
        bottom = self._mark(self._document.mark, metrics.top + metrics.points("minutes_mark_top"))
        if self._document.number:
            top = bottom + metrics.points("below_mark")
            self._centred(self._document.number, top)
            bottom = top + metrics.size
        return self._title(self._red_rule(bottom) + metrics.points("above_title"))

    def _form_head(self) -> float:
        """A supervision document: organ, name of the document, number to the right; no red head."""
        metrics = self._metrics
        organ = self._document.issuer or self._document.mark
        bottom = draw_title(self._sheet, self._setting, organ, metrics.top)
        top = bottom + metrics.title_pitch - metrics.title_size if organ else metrics.top
        bottom = draw_title(self._sheet, self._setting, self._document.title, top)
        if not self._document.number:
            return bottom + metrics.points("below_title")
        top = bottom + metrics.points("form_number_above")
        x = max(metrics.left, metrics.right - line_width(self._setting, self._document.number))
        ink = Ink(x, top, self._document.number, Style.BODY, metrics.size, metrics.tight)
        self._sheet.text(fitted(self._setting.faces, ink, metrics.right - metrics.left))
        return top + metrics.line_pitch

    def _title(self, top: float) -> float:
        """The text begins one line below the title, or where the title would stand if there is none."""
        if not self._document.title:
            return top
        return draw_title(self._sheet, self._setting, self._document.title, top) + self._metrics.points("below_title")

    def _corner(self, top: float) -> float:
        """份号, 密级, 紧急程度, each on its line, closing up where one is absent (7.2.1–7.2.3). Returns the bottom."""
        document = self._document
        parts = ((document.copy_no, Style.BODY), (document.secrecy, Style.HEI), (document.urgency, Style.HEI))
        for text, style in parts:
            if text:
                self._ink(text, self._metrics.left, top, style)
                top += self._metrics.line_pitch
        return top - self._metrics.line_pitch + self._metrics.size

    def _red_rule(self, bottom: float) -> float:
        """The red line below a number that ends at `bottom`. Returns its y."""
        metrics = self._metrics
        y = bottom + metrics.points("below_number")
        width = metrics.points("red_rule_width")
        left = metrics.left + (metrics.width - width) / 2
        self._sheet.rule(Rule(left, y, left + width, y, metrics.points("red_rule"), metrics.red))
        return y

    def _mark(self, mark: str, top: float) -> float:
        """Red, as large as fits; several organs one above the other with “文件” beside them. Returns the bottom."""
        lines = _organs(mark)
        if not lines:
            return top
        if len(lines) > 1:
            return self._joint_mark(lines, top)
        metrics = self._metrics
        natural = max(sum(self._setting.faces.widths(Style.TITLE, lines[0])), 1)
        size = min(metrics.points("mark_largest"), metrics.width * 1000 / natural)
        self._centred(lines[0], top, Style.TITLE, size, metrics.red)
        return top + size

    def _joint_mark(self, lines: Sequence[str], top: float) -> float:
        """Names spread to the width of the longest, the host first; “文件” level with their middle (7.2.4)."""
        faces, metrics = self._setting.faces, self._metrics
        suffix = "文件" if any(line.endswith("文件") for line in lines) else ""
        names = [name for line in lines if (name := line.removesuffix("文件"))]
        longest = max((sum(faces.widths(Style.TITLE, name)) for name in names), default=0)
        suffix_width = sum(faces.widths(Style.TITLE, suffix)) + (500 if suffix else 0)
        size = min(metrics.points("joint_mark_largest"), metrics.width * 1000 / max(longest + suffix_width, 1))
        size *= self._share
        width = longest * size / 1000
        left = metrics.left + (metrics.width - width - suffix_width * size / 1000) / 2
        pitch = size * _JOINT_PITCH
        for index, name in enumerate(names):
            own = text_width(faces, name, Style.TITLE, size)
            spacing = (width - own) / (len(name) - 1) if len(name) > 1 else 0.0
            self._sheet.text(Ink(left, top + index * pitch, name, Style.TITLE, size, spacing, metrics.red))
        bottom = top + max(len(names) - 1, 0) * pitch + size
        if suffix:
            middle = (top + bottom - size) / 2
            self._sheet.text(Ink(left + width + size / 2, middle, suffix, Style.TITLE, size, 0.0, metrics.red))
        return bottom

    def _centred(
        self, text: str, top: float, style: Style = Style.BODY, size: float | None = None, colour: Colour = BLACK
    ) -> None:
        metrics = self._metrics
        spacing = metrics.tight if size is None else 0.0
        ink = Ink(metrics.left, top, text, style, metrics.size if size is None else size, spacing, colour)
        centred(self._sheet, self._setting, ink, metrics.width)

    def _ink(self, text: str, x: float, top: float, style: Style = Style.BODY) -> None:
        metrics = self._metrics
        ink = Ink(x, top, text, style, metrics.size, metrics.tight)
        self._sheet.text(fitted(self._setting.faces, ink, metrics.right - x))


def _organs(mark: str) -> list[str]:
    """The lines of a mark: as typed, or each organ of a joint one whose names stand side by side."""
    lines = [line.strip() for line in mark.split("\n") if line.strip()]
    if len(lines) != 1:
        return lines
    names = re.split(r"[、\s]+", lines[0])
    return names if all(len(name) >= _SHORTEST_ORGAN for name in names) else lines
