"""Plans written as a table: rows of cells parted by tabs or Markdown's bars, under a header that names the columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import takewhile

from services.plans.reading.fold import Line, Piece, fold, tidy
from services.plans.reading.general import take_clauses
from services.plans.reading.labels import Role, labels, role_of_header
from services.plans.reading.notes import part
from services.plans.reading.numbering import marker_at
from services.plans.reading.roles import Note, is_time, read_clauses, read_note
from services.plans.reading.tasks import Found, PlanTaskReading, SourceSpan, settle
from services.plans.reading.units import looks_like_unit, split_units


class Column(StrEnum):
    """What a column holds besides the roles of units."""

    NUMBER = "number"
    SECTION = "section"
    TEXT = "text"


_NUMBER = re.compile(r"序号|编号|项号|任务编号|序列?|号")
_SECTION = re.compile(
    r"类别|分类|项目|板块|任务类别|一级(?:任务|指标|目录)|任务名称|领域|方面|大项|目标任务|工作目标|重点领域|工作项目|事项"
)
_TEXT = re.compile(
    r"(?:(?:主要|重点|具体|工作|目标|年度|整改|二级|三级|改革)*(?:任务|工作|内容|措施|举措|要求|事项)+)(?:内容|分解|明细|及要求|名称|描述|清单|要点)?|工作(?:任务|事项)及措施"
)
_SPECIAL = re.compile(
    r"[^完进]{1,6}?(?:(?P<role>(?:责任|牵头|配合)(?:单位|部门|科室))|(?:内容|任务|措施|举措|事项|项目))"
)
_RULE = re.compile(r"[|：\-—\s]+")
_ABOUT_TABLE = re.compile(
    r"(?:填表|填报|制表|审核|审批|报送)(?:人|单位|日期|时间) ?(?:：|$)|(?:注|备注|说明|附注) ?：|(?:合计|总计)$"
    r"|联系(?:人|电话) ?(?:：|$)|单位(?:负责人|（?盖章)"
)
_NEXT_TABLE = re.compile(r"附件|附表|附 ?：|.*(?:名单|统计表|登记表|汇总表|联系表|通讯录|花名册)$")
_FIGURE = re.compile(r"\d{1,3}[.、]?|[一二三四五六七八九十]{1,3}")
MOST = 0.7  # of a column's filled cells that say what it is
FEWEST_CELLS = 2
LOOKED_AT = 30  # rows
SHORT = 20  # characters: 续表 or a page's heading between two parts of a table
MISSING = "没有写责任单位。请核对原文，或补上责任单位。"
SAME_AS_ABOVE = "单位沿用上一行（合并单元格）。请核对。"
Kind = Column | Role
_UNITS = (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row with their places in the given text."""

    line: int
    cells: tuple[Piece, ...]

    @property
    def filled(self) -> list[str]:
        """The different words of the row, without blanks."""
        return list(dict.fromkeys(tidy(cell.text) for cell in self.cells if cell.text))


def row_of(line: Line) -> Row:
    piece = line.piece
    signs = "\t" if "\t" in piece.text else "|｜"
    edges = [-1, *(place for place, char in enumerate(piece.text) if char in signs), len(piece.text)]
    cells = [piece.cut(a + 1, b) for a, b in itertools.pairwise(edges)]
    framed = piece.text.strip().startswith(("|", "｜"))
    return Row(line.number, tuple(cells[1:-1] if framed else cells))


def kind_of_cell(cell: Piece) -> Kind | None:
    """The column that a header's cell names, or None."""
    words = re.sub(r"[ \s]", "", cell.folded)
    role = role_of_header(words)
    if role:
        return role
    plain = re.sub(r"（[^（）]*）", "", words)
    for column, pattern in ((Column.NUMBER, _NUMBER), (Column.TEXT, _TEXT), (Column.SECTION, _SECTION)):
        if len(plain) <= 12 and pattern.fullmatch(plain):
            return column
    if len(plain) <= 10 and (named := _SPECIAL.fullmatch(plain)):
        return role_of_header(named["role"]) if named["role"] else Column.TEXT
    return None


def _header(row: Row, following: list[Line]) -> dict[int, Kind] | None:
    """The columns of a header row: at least one of tasks and one of units or time limits."""
    found: dict[int, Kind] = {}
    for index, cell in enumerate(row.cells):
        kind = kind_of_cell(cell)
        if kind is not None:
            found[index] = kind
    if {Column.TEXT, Column.SECTION} & set(found.values()) and len(found) > 1:
        found = _with_unnamed(found, row, _rows_below(following))
    if not header_kinds(found):
        return None
    text = max(index for index, kind in found.items() if kind in (Column.TEXT, Column.SECTION))
    before = {index for index, cell in enumerate(row.cells[:text]) if cell.text and index not in found}
    return found | dict.fromkeys(before, Column.SECTION)


def header_kinds(columns: Mapping[int, Kind]) -> bool:
    """Whether columns make a table of tasks: one of tasks and one of units or time limits."""
    kinds = set(columns.values())
    return bool(kinds & {Column.TEXT, Column.SECTION}) and bool(kinds & {*_UNITS, Role.DEADLINE})


def kind_by_contents(cells: list[str]) -> Kind | None:
    """What a column holds by most of its filled cells, folded and without blanks; None where they say nothing."""
    for kind, says in (
        (Column.NUMBER, lambda words: bool(_FIGURE.fullmatch(words))),
        (Role.DEADLINE, is_time),
        (Role.RESPONSIBLE, lambda words: all(looks_like_unit(unit) for unit in split_units(words))),
    ):
        if cells and sum(1 for words in cells if says(words)) >= MOST * len(cells):
            return kind
    return None


def _with_unnamed(columns: dict[int, Kind], head: Row, rows: list[Row]) -> dict[int, Kind]:
    """The columns, and a column of units or times whose header says so in words of its own (完成要求, 归口)."""
    kinds = set(columns.values())
    for at, cell in enumerate(head.cells):
        if at in columns or not cell.text:
            continue
        cells = [row.cells[at].folded.replace(" ", "") for row in rows if at < len(row.cells) and row.cells[at].text]
        kind = kind_by_contents(cells) if len(cells) >= FEWEST_CELLS else None
        if (kind is Role.DEADLINE and kind not in kinds) or (kind is Role.RESPONSIBLE and not kinds & set(_UNITS)):
            columns = columns | {at: kind}
    return columns


def _rows_below(lines: list[Line]) -> list[Row]:
    """The first rows below a header, up to the end of its table."""
    return [row_of(line) for line in takewhile(lambda line: line.row, lines)]


def _second_level(row: Row) -> dict[int, Kind]:
    """The columns of a second header row (牵头单位 and 配合单位 below 责任分工); empty where the row is data."""
    kinds = {index: kind_of_cell(cell) for index, cell in enumerate(row.cells) if cell.text}
    found = {index: kind for index, kind in kinds.items() if kind is not None}
    return found if len(found) == len(kinds) and set(found.values()) & set(_UNITS) else {}


def _text_columns(columns: dict[int, Kind]) -> tuple[list[int], int]:
    """The columns that only group, and the one that says what is to be done: the last that reads like it."""
    texts = [index for index, kind in columns.items() if kind is Column.TEXT]
    groups = [index for index, kind in columns.items() if kind is Column.SECTION]
    if not texts:
        return groups[:-1], groups[-1]
    return sorted({*groups, *texts[:-1]}), texts[-1]


class Table:
    """Reads the rows under one header; what merged cells leave empty is taken from above."""

    def __init__(self, columns: dict[int, Kind], issued: date | None, section: str = "") -> None:
        self.columns = columns
        self.issued = issued
        self.groups, self.text = _text_columns(columns)
        self.section = section
        self.above: Note | None = None

    def _cell(self, row: Row, kind: Kind) -> str:
        found = [index for index, value in self.columns.items() if value is kind and index < len(row.cells)]
        return "；".join(dict.fromkeys(row.cells[index].text for index in found if row.cells[index].text))

    def _note(self, row: Row) -> tuple[Note, bool]:
        note = Note(labelled=True)
        for role in _UNITS:
            value = take_clauses(self._cell(row, role))[0]
            if value.strip(" /／-—无"):
                note.merge(read_note(value) if labels(fold(value)) else read_clauses(value, role))
        note.add_time(self._cell(row, Role.DEADLINE))
        if note.has_units or self.above is None:
            return note, False
        copied = Note(list(self.above.lead), list(self.above.responsible), list(self.above.cooperate), note.deadline)
        copied.deadline = note.deadline or self.above.deadline
        return copied, copied.has_units

    def _heading(self, row: Row) -> bool:
        """A row with one and the same word in all its filled cells is the heading of those below."""
        words = row.filled
        if len(words) == 1 and (len(row.cells) > 2 or not row.cells[-1].text):
            own = self.text < len(row.cells) and row.cells[self.text].text and sum(bool(c.text) for c in row.cells) == 1
            if not own or self.above is None:
                self.section = words[0]
                self.above = None
                return True
        return False

    def read(self, row: Row, before: PlanTaskReading | None) -> tuple[PlanTaskReading | None, bool]:
        """The task of a row, and whether it is the one `before` with more units (a text that spans several rows)."""
        if self._heading(row) or self.text >= len(row.cells):
            return None, False
        self._group(row)
        cell = self._text_cell(row)
        if not cell.text or _ABOUT_TABLE.match(cell.folded):
            return None, False
        no = tidy(self._cell(row, Column.NUMBER))
        parted = part(cell, numbered=True)
        text = tidy(parted.text)
        above = self.above
        note, same = self._note(row)
        for inner in parted.notes:
            note.merge(inner)
        again = before is not None and above is not None and bool(text) and (before.no, before.text) == (no, text)
        if again and above is not None:
            note = _both(above, note)
        self.above = note
        warnings = [SAME_AS_ABOVE] if same and not again else [] if note.has_units else [MISSING]
        places = [place for item in row.cells for place in item.places]
        source = SourceSpan(row.line, min(places), max(places) + 1)
        if again and before is not None:
            source = replace(before.source, end=source.end)
        found = Found(no, self.section, text, source, (*warnings, *parted.warnings))
        return (settle(found, note, self.issued) if text else None), again

    def add(self, row: Row, found: list[PlanTaskReading]) -> None:
        """Puts the task of a row behind those found, or more units to the last of them."""
        task, again = self.read(row, found[-1] if found else None)
        if task:
            found[-1 if again else len(found) :] = [task]

    def _group(self, row: Row) -> None:
        for index in self.groups:
            words = tidy(row.cells[index].text) if index < len(row.cells) else ""
            if words and words != tidy(row.cells[self.text].text):
                self.section = words

    def _text_cell(self, row: Row) -> Piece:
        """What is to be done; where that cell is empty the nearest column that groups says it."""
        filled = (index for index in (self.text, *reversed(self.groups)) if index < len(row.cells))
        return next((row.cells[index] for index in filled if row.cells[index].text), row.cells[self.text])


def _both(above: Note, note: Note) -> Note:
    """The units and times of two rows of one task, each once."""
    both = Note(list(above.lead), list(above.responsible), list(above.cooperate), above.deadline, above.labelled)
    both.merge(note)
    return both


def read_tables(lines: list[Line], issued: date | None) -> tuple[PlanTaskReading, ...]:
    """The tasks of all tables in a text, in their order; tables without columns of units or limits are none of ours."""
    found: list[PlanTaskReading] = []
    table: Table | None = None
    section = ""
    for place, line in enumerate(lines):
        if line.after_break:
            table = None
        if not line.row:
            goes_on = len(line.piece.text) < SHORT and not _NEXT_TABLE.match(line.piece.folded)
            table, section = table if goes_on else None, ""
            continue
        if _RULE.fullmatch(fold(line.piece.text)):
            continue
        row = row_of(line)
        columns = _header(row, lines[place + 1 : place + 1 + LOOKED_AT])
        if columns:
            table = table if table and table.columns == columns else Table(columns, issued, section)
        elif table and (below := _second_level(row)):
            table.columns.update(below)
        elif table:
            table.add(row, found)
        else:
            section = row.filled[0] if len(row.filled) == 1 and marker_at(fold(row.filled[0])) else ""
    return tuple(found)
