"""The measures of GB/T 9704-2012 as rows of data, each with its clause and how binding it is.

`MEASURES` is the standard; what a unit does otherwise is a `Profile` (services.printing.profile). The constants below
the table are the standard's own geometry in points, for layouts that no profile changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

MM = 72 / 25.4
"""Points in a millimetre."""


class Strength(StrEnum):
    """How binding a measure is; a departure from 规定 is an error, from the others a hint."""

    MANDATORY = "规定"
    NORMAL = "一般"
    ADVISED = "推荐"
    ALLOWED = "可以"
    PRACTICE = "实务"
    DERIVED = "推算"


class Unit(StrEnum):
    """What a value counts. `LINE` and `CHAR` are lines and characters of the text's own grid."""

    MM = "mm"
    PT = "pt"
    LINE = "line"
    CHAR = "char"
    COUNT = "count"
    COLOUR = "colour"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: what is measured, its value, and how far off it may be; `clause` is the clause of GB/T 9704-2012."""

    value: float
    unit: str
    tolerance: float
    clause: str
    strength: Strength
    label: str

    @property
    def points(self) -> float:
        """The value in points. Raises ValueError where the unit is neither mm nor pt."""
        if self.unit not in (Unit.MM, Unit.PT):
            raise ValueError(self.unit)
        return self.value * MM if self.unit == Unit.MM else self.value


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that is no number: a colour as #RRGGBB, its tolerance in steps of a channel, or the name of a style."""

    value: str
    unit: str
    tolerance: float
    clause: str
    strength: Strength
    label: str


_M, _N, _A = Strength.MANDATORY, Strength.NORMAL, Strength.ADVISED
_P, _D = Strength.PRACTICE, Strength.DERIVED

_SHEET = {
    "page_width": Measure(210, "mm", 0.1, "5.1", _M, "纸宽"),
    "page_height": Measure(297, "mm", 0.1, "5.1", _M, "纸高"),
    "top": Measure(37, "mm", 1, "5.2.1", _M, "天头"),
    "left": Measure(28, "mm", 1, "5.2.1", _M, "订口"),
    "block_width": Measure(156, "mm", 0.2, "5.2.1", _M, "版心宽"),
    "block_height": Measure(225, "mm", 1.5, "5.2.1", _M, "版心高"),
    "lines": Measure(22, "count", 0, "5.2.3", _N, "每面行数"),
    "chars": Measure(28, "count", 0, "5.2.3", _N, "每行字数"),
    "body_size": Measure(16, "pt", 0.3, "5.2.2", _N, "正文字号"),
    # first glyph on the upper edge of the text block, last glyph on the lower one: (225 mm - 16 pt) / 21 = 29.61 pt
    "line_pitch": Measure(29.6, "pt", 0.65, "3.2", _D, "正文行距"),
    "small_size": Measure(14, "pt", 0.3, "7.4.2", _N, "版记和页码字号"),
    "mirrored": Measure(0, "count", 0, "5.2.1", _D, "双面印刷时偶数页左右对调（1为对调）"),
}
_HEAD = {
    "mark_top": Measure(35, "mm", 0.5, "7.2.4", _A, "发文机关标志距版心上边缘"),
    "mark_largest": Measure(50, "pt", 14, "7.2.4", _P, "发文机关标志最大字号"),
    "joint_mark_largest": Measure(36, "pt", 10, "7.2.4", _P, "联合行文标志最大字号"),
    "below_mark": Measure(2, "line", 0.3, "7.2.5", _M, "发文字号在标志下空的行"),
    "number_indent": Measure(1, "char", 0.1, "7.2.5", _M, "上行文发文字号左空字数"),
    "signers_right": Measure(1, "char", 0.1, "7.2.6", _M, "签发人右空字数"),
    "signers_in_line": Measure(2, "count", 0, "7.2.6", _N, "签发人每行人数"),
    "below_number": Measure(4, "mm", 0.5, "7.2.7", _M, "红色分隔线在发文字号下的距离"),
    "red_rule": Measure(1.5, "pt", 1, "7.2.7", _P, "红色分隔线粗细"),
    "red_rule_width": Measure(156, "mm", 0.5, "7.2.7", _M, "红色分隔线长"),
}
_TEXT = {
    "above_title": Measure(2, "line", 0.3, "7.3.1", _N, "标题在红色分隔线下空的行"),
    "title_size": Measure(22, "pt", 0.3, "7.3.1", _N, "标题字号"),
    "title_pitch": Measure(36, "pt", 3, "3.2", _D, "标题行距"),
    "title_chars": Measure(20, "count", 0, "7.3.1", _P, "标题每行最多字数"),
    "title_last": Measure(4, "count", 0, "7.3.1", _P, "标题末行最少字数"),
    "below_title": Measure(1, "line", 0.3, "7.3.2", _M, "主送机关在标题下空的行"),
    "indent": Measure(2, "char", 0, "7.3.3", _M, "段首空字数"),
    "above_attachments": Measure(1, "line", 0, "7.3.4", _M, "附件说明在正文下空的行"),
    "attachments_indent": Measure(2, "char", 0, "7.3.4", _M, "附件说明左空字数"),
    "note_indent": Measure(2, "char", 0, "7.3.6", _M, "附注左空字数"),
    "appendix_title_line": Measure(3, "line", 0, "7.3.7", _M, "附件标题所在的行"),
    "table_size": Measure(12, "pt", 2, "8", _P, "表格字号"),
}
_SIGNING = {
    "sealed_above": Measure(2, "line", 0, "7.3.5.1", _D, "加盖印章的署名在正文下空的行"),
    "sealed_date_right": Measure(4, "char", 0.2, "7.3.5.1", _N, "加盖印章的成文日期右空字数"),
    "seal": Measure(42, "mm", 3, "7.3.5.1", _P, "印章直径"),
    "seal_raised": Measure(5, "mm", 3, "7.3.5.1", _D, "印章中心高出署名和日期中间的距离"),
    "seals_in_row": Measure(3, "count", 0, "7.3.5.1", _D, "每排印章最多个数"),
    "unsealed_above": Measure(1, "line", 0, "7.3.5.2", _M, "不加盖印章的署名在正文下空的行"),
    "unsealed_right": Measure(2, "char", 0.2, "7.3.5.2", _M, "不加盖印章的署名右空字数"),
    "unsealed_date_shift": Measure(2, "char", 0.2, "7.3.5.2", _M, "日期首字比署名首字右移字数"),
    "stamp_above": Measure(2, "line", 0, "7.3.5.3", _M, "签名章在正文下空的行"),
    "stamp_right": Measure(4, "char", 0.2, "7.3.5.3", _M, "签名章和日期右空字数"),
    "stamp_gap": Measure(2, "char", 0.2, "7.3.5.3", _M, "职务与签名章之间空字数"),
    "stamp_width": Measure(40, "mm", 15, "7.3.5.3", _P, "签名章宽"),
    "stamp_height": Measure(20, "mm", 8, "7.3.5.3", _P, "签名章高"),
    "stamp_date_above": Measure(1, "line", 0, "7.3.5.3", _M, "成文日期在签名章下空的行"),
}
_FOOT = {
    "imprint_thick": Measure(0.35, "mm", 0.1, "7.4.1", _A, "版记首末条分隔线粗细"),
    "imprint_thin": Measure(0.25, "mm", 0.1, "7.4.1", _A, "版记中间分隔线粗细"),
    "imprint_pitch": Measure(24, "pt", 5, "7.4.2", _P, "版记行距"),
    "imprint_indent": Measure(14, "pt", 0.5, "7.4.2", _N, "版记左右各空"),
    "page_number_below": Measure(7, "mm", 0.5, "7.5", _N, "页码一字线在版心下边缘下的距离"),
    "page_number_side": Measure(14, "pt", 0.5, "7.5", _N, "页码离版心左右边空"),
}
_SPECIAL = {
    "letter_mark_top": Measure(30, "mm", 0.5, "10.1", _M, "信函标志距上页边"),
    "letter_rule_below_mark": Measure(4, "mm", 0.5, "10.1", _M, "信函第一条双线在标志下的距离"),
    "letter_rule_bottom": Measure(20, "mm", 0.5, "10.1", _M, "信函第二条双线距下页边"),
    "letter_rule_width": Measure(170, "mm", 0.5, "10.1", _M, "信函双线长"),
    "letter_rule_thick": Measure(2.25, "pt", 1, "10.1", _P, "信函双线的粗线"),
    "letter_rule_thin": Measure(0.75, "pt", 0.5, "10.1", _P, "信函双线的细线"),
    "letter_rule_gap": Measure(1.1, "pt", 0.8, "10.1", _P, "信函双线的间隔"),
    "letter_below_rule": Measure(14, "pt", 0.7, "10.1", _M, "信函发文字号在双线下的距离"),
    "letter_above_title": Measure(2, "line", 0.3, "10.1", _M, "信函标题在上方要素下空的行"),
    "order_mark_top": Measure(20, "mm", 0.5, "10.2", _M, "命令标志距版心上边缘"),
    "order_above_number": Measure(2, "line", 0.3, "10.2", _M, "令号在标志下空的行"),
    "order_above_text": Measure(2, "line", 0.3, "10.2", _M, "命令正文在令号下空的行"),
    "minutes_mark_top": Measure(35, "mm", 0.5, "10.3", _M, "纪要标志距版心上边缘"),
    "minutes_above_attended": Measure(1, "line", 0, "10.3", _M, "出席人员名单在正文下空的行"),
    "minutes_attended_indent": Measure(2, "char", 0, "10.3", _M, "出席人员名单左空字数"),
    "form_number_above": Measure(0.5, "line", 0.5, "10", _P, "文书编号在标题下空的行"),
}
CHOICES = {
    "red": Choice("#E20000", "colour", 60, "6.2", _M, "红色"),
    "latin": Choice("仿宋", "face", 0, "5.2.2", _P, "正文里字母和数字的字体"),
}
MEASURES: dict[str, Measure] = _SHEET | _HEAD | _TEXT | _SIGNING | _FOOT | _SPECIAL


def points(name: str) -> float:
    """A measure of the standard in points; only for mm and pt. Raises ValueError for the other units."""
    return MEASURES[name].points


def char_pitch_of(block_width: float, size: float, chars: int) -> float:
    """First and last character touch the edges of the text block; rounded down, so that rounding never passes them."""
    return math.floor((block_width - size) / (chars - 1) * 1000) / 1000


PAGE_WIDTH, PAGE_HEIGHT = points("page_width"), points("page_height")
LEFT, TOP = points("left"), points("top")
BLOCK_WIDTH, BLOCK_HEIGHT = points("block_width"), points("block_height")
BLOCK_BOTTOM = TOP + BLOCK_HEIGHT
LINES, CHARS = int(MEASURES["lines"].value), int(MEASURES["chars"].value)
SIZE, TITLE_SIZE, SMALL = points("body_size"), points("title_size"), points("small_size")
LINE_PITCH = points("line_pitch")
CHAR_PITCH = char_pitch_of(BLOCK_WIDTH, SIZE, CHARS)
