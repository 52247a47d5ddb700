"""Finds the header under titles and merged cells, and tells data rows from what only looks like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.imports.mapping import HeaderMapping, HeaderWords, clean_header, map_columns
from services.imports.workbook import CellValue, Row, Sheet, filled

SEARCHED_ROWS = 30  # titles, notes and blank lines above a header stay far below this
NO_HEADER = "没有找到表头，没有读入任何一行。表头里至少要有两列用名册里的叫法，比如“姓名”“身份证号”。"
NO_ROWS = "只有表头，表头下面没有内容，没有读入任何一行。填好后再导入。"
SAMPLE = "示例："  # opens the first cell of the sample row of a sheet that the desk sends out
_TOTAL = re.compile(
    r"(本页|本单位)?(合计|总计|小计|共计|累计|总数)[:：]?(共?\d*[人件条项名个]?)?|共(计)?\d+[人件条项名个]"
)
_DAY = re.compile(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?")
_SIGNED = re.compile(
    r"(填[表报写制][人时日单]?|制表|审[核批签]|复核|经办|主管|单位负责|分管|负责人|联系[人电]|报送|上报|日期|备?注|填?说明|单位)"
    r"[^:：]{0,10}[:：]"
)
_STAMPED = re.compile(r"[(（](盖章|公章|签章|签字)[)）]")
_FOOTER_SIGN = re.compile("[计数共:：)）]")  # one stands in every text that the three above know
BEGINNING = 3  # cells by which a repeated header is known
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]\d{1,2}[)）]|\d{1,2}、")


class Skip(StrEnum):
    """Why a row under the header is not data (words of the contract)."""

    FOOTER = "footer"
    BLANK = "blank"
    GROUP = "group heading"
    HEADER = "repeated header"
    UNFINISHED = "not finished"  # a course that somebody did not complete
    ABSENT = "absent"  # a name on a sign-in sheet without a signature


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was passed over; a run of blank rows is one entry."""

    row: int
    why: Skip


def words(value: CellValue) -> str:
    """A cell as printed, for headers and titles."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def find_header(sheet: Sheet, known: HeaderWords) -> HeaderMapping | None:
    """The row whose cells name most fields, the earliest of equals; None where no row names two (or the only one)."""
    best: HeaderMapping | None = None
    score = min(2, known.count) - 1
    for row in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        if not any(isinstance(cell, str) and filled(cell) for cell in sheet.rows[row - 1]):
            continue
        found = map_columns(row, _leaves(sheet, row), known)
        if len(found.named) > score or (best and len(found.named) == score and _leaves_of(sheet, best, row)):
            best, score = found, len(found.named)
    return best


def _leaves_of(sheet: Sheet, best: HeaderMapping, row: int) -> bool:
    """Whether `row` only parts what a merged cell of the header row above it spans: then it is the leaf row."""
    if row != best.header_row + 1:
        return False
    below = [column for column in range(1, len(sheet.rows[row - 1]) + 1) if words(sheet.cell(row, column))]
    areas = [sheet.area(best.header_row, column) for column in below]
    return len(below) >= 2 and all(area and area.right > area.left and area.bottom < row for area in areas)


def _leaves(sheet: Sheet, row: int) -> list[tuple[str, str]]:
    """(leaf, group) of every column if `row` is the leaf row."""
    width = len(sheet.rows[row - 1])
    grouped = _is_group_row(sheet, row - 1)
    return [_leaf(sheet, row, column, grouped) for column in range(1, width + 1)]


def _leaf(sheet: Sheet, row: int, column: int, grouped: bool) -> tuple[str, str]:
    leaf = words(sheet.filled_down(row, column))
    above = words(sheet.filled_down(row - 1, column)) if grouped else ""
    if not leaf:
        area = sheet.area(row - 1, column)
        return ("", "") if area and area.right > area.left else (above, "")
    if not grouped:
        return leaf, ""
    group = above or _group_to_the_left(sheet, row, column)
    return leaf, "" if group == leaf else group


def _group_to_the_left(sheet: Sheet, row: int, column: int) -> str:
    """The word of the group cell that spans this column: by the merged area, or without one by the gap it leaves."""
    area = sheet.area(row - 1, column)
    if area:
        return words(sheet.cell(area.top, area.left))
    if sheet.merged:
        return ""
    for left in range(column - 1, 0, -1):
        if not words(sheet.cell(row, left)):
            return ""
        if group := words(sheet.cell(row - 1, left)):
            return group
    return ""


def _is_group_row(sheet: Sheet, row: int) -> bool:
    """A row of group words: two texts or more, or one that spans some columns but not all; a title is neither."""
    if row < 1:
        return False
    width = len(sheet.rows[row - 1])
    texts = [c for c in range(1, width + 1) if words(sheet.cell(row, c))]
    if any(not isinstance(sheet.cell(row, c), str) or re.search("[:：]", words(sheet.cell(row, c))) for c in texts):
        return False  # "填报单位：… 日期：…" above a header are no groups
    areas = [sheet.area(row, c) for c in texts]
    if any(a and a.right - a.left + 1 >= max(width - 1, 2) and a.left <= 2 for a in areas):
        return False
    return len(texts) >= 2 or (len(texts) == 1 and texts[0] > 1)


class BodyRows:
    """The rows under a header: which are data, and why the others are not.

    A row of nothing but formulas without a result is data where one stands for a field of `required`: somebody is
    meant there. Elsewhere it was only prepared for later.
    """

    def __init__(self, sheet: Sheet, mapping: HeaderMapping, required: Collection[str] = ()) -> None:
        self._sheet, self._mapping = sheet, mapping
        self._heads = {c.number: clean_header(c.leaf) for c in mapping.columns}
        self._groups = {c.number: clean_header(c.group) for c in mapping.columns if c.group}
        self._named = [c.number for c in mapping.named]
        self._telling = [c.number for c in mapping.named if c.name in required]
        self._words = {*self._heads.values(), *self._groups.values(), "1"}
        self._signs = {word[0] for c in mapping.columns for word in (c.leaf, c.group) if word}
        self._signs |= {word[0] for word in self._words if word}
        self._titles = {words(v) for row in sheet.rows[: mapping.header_row - 1] for v in row if filled(v)}
        self.skipped: list[SkippedRow] = []

    def data(self) -> Iterator[int]:
        """Row numbers of data; `skipped` is complete when this ends, without blank rows behind the last written one."""
        blank = 0
        for row in range(self._mapping.header_row + 1, len(self._sheet.rows) + 1):
            why = self._why(row)
            if why is Skip.BLANK:
                blank = blank or row
                continue
            if blank:
                self.skipped.append(SkippedRow(blank, Skip.BLANK))
                blank = 0
            if why is None:
                yield row
            else:
                self.skipped.append(SkippedRow(row, why))

    def _why(self, row: int) -> Skip | None:
        if self._plainly_data(self._sheet.rows[row - 1]):
            return None
        texts = {c: words(v) for c, v in enumerate(self._sheet.rows[row - 1], start=1) if filled(v)}
        if not texts:
            return None if self._has_formula(row) else Skip.BLANK
        if self._is_repeated(texts) or next(iter(texts.values())).startswith(SAMPLE):
            return Skip.HEADER
        if self._is_footer(texts):
            return Skip.FOOTER
        if len(texts) == 1 and next(iter(texts.values())) in self._titles:
            return Skip.HEADER  # the title of the table again, on a new page
        if len(texts) == 1 and self._is_group(row, *next(iter(texts.items()))):
            return Skip.GROUP
        if not any(c in texts for c in self._named):
            return None if self._has_formula(row) else Skip.BLANK
        return None

    def _plainly_data(self, cells: Row) -> bool:
        """Quick, for nearly all rows: most columns hold something, and the row begins like no header and no footer."""
        held, enough = 0, len(self._named) // 2 + 1
        for number in self._named:
            value = cells[number - 1]
            if value is not None and value != "" and not (value.__class__ is str and value.isspace()):
                held += 1
                if held == enough:
                    break
        else:
            return False
        seen = 0
        for value in cells:
            if value is None or value == "":
                continue
            if self._like_a_header(value) or (not seen and isinstance(value, str) and _FOOTER_SIGN.search(value)):
                return False
            seen += 1
            if seen == BEGINNING:
                break
        return True

    def _like_a_header(self, value: CellValue) -> bool:
        if not isinstance(value, str):
            return value == 1  # the row of column numbers under a header
        sign = value[0]
        return (sign in self._signs or not sign.isalnum()) and clean_header(value) in self._words

    def _has_formula(self, row: int) -> bool:
        return any((row, c) in self._sheet.unvalued for c in self._telling)

    def _is_repeated(self, texts: dict[int, str]) -> bool:
        if list(texts.values()) == [str(n) for n in range(1, len(texts) + 1)] and len(texts) >= max(
            3, len(self._named)
        ):
            return True  # the row of column numbers under a header
        first = [(c, clean_header(texts[c])) for c in list(texts)[:BEGINNING]]
        for heads in (self._heads, self._groups):
            if not any(text == heads.get(c) for c, text in first):
                continue
            same = sum(1 for c, text in texts.items() if heads.get(c) and clean_header(text) == heads[c])
            if same >= 2 and same * 10 >= len(texts) * 6:
                return True
        return False

    def _is_footer(self, texts: dict[int, str]) -> bool:
        first = re.sub(r"\s", "", unicodedata.normalize("NFKC", next(iter(texts.values()))))
        if _TOTAL.fullmatch(first):
            return True
        if len(texts) == 1 and self._is_remark(next(iter(texts)), first):
            return True
        few = len(texts) <= 2 or len(texts) * 2 <= len(self._named) or all(_label_like(t) for t in texts.values())
        return few and bool(_SIGNED.match(first) or _STAMPED.search(first))

    def _is_remark(self, column: int, text: str) -> bool:
        """A sentence or a date alone at the left, such as a note or the date of a signature under the table."""
        aside = column not in self._named or column == min(self._named)
        return bool(_DAY.fullmatch(text)) or (aside and (len(text) > 20 or bool(re.search("[。；;]", text))))

    def _is_group(self, row: int, column: int, text: str) -> bool:
        if len(self._named) < 2:
            return False
        area = self._sheet.area(row, column)
        wide = area is not None and area.right > area.left
        return bool(_NUMBERED.match(text)) or (wide and not text.isdigit())


def _label_like(text: str) -> bool:
    return bool(re.search("[:：]", text)) or len(text) <= 12
