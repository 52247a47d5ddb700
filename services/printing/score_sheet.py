"""The printed 评分表 of one case file: items with what was deducted, vetoes, totals, grade, places to sign."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.card import Pair, pages_from, set_pairs
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.grid import Align, Cell, Grid, GridColumn
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size

_SHARES = (11.0, 7.0, 27.0, 8.0, 8.0, 8.0, 31.0)
_HEADS = ("项目", "编号", "评查内容", "满分", "扣分", "得分", "扣分事实和页码")


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """Figures are printed as given (“3.00”). `not_applicable_reason` is set where the item was left out."""

    code: str
    name: str
    most: str
    deducted: str
    earned: str
    findings: str = ""
    not_applicable_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """Items under one name."""

    name: str
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheetPrint:
    """Everything a printed sheet shows; the sums were made elsewhere."""

    title: str
    fields: tuple[tuple[str, str], ...]
    sections: tuple[ScoreSection, ...]
    vetoes: tuple[tuple[str, str], ...] = ()
    """(code and head, facts and page)."""
    extras: tuple[tuple[str, str], ...] = ()
    """Base deductions, bonus and minus points: (text, points)."""
    totals: tuple[tuple[str, str], ...] = ()
    grade: str = ""
    opinion: str = ""
    standard: str = ""
    """Name and version of the standard."""
    number: str = ""
    signatures: tuple[str, ...] = ("评查人", "复核人", "评查日期")
    footnote: str = ""
    landscape: bool = False


def print_score_sheet(sheet: ScoreSheetPrint, target: Path) -> int:
    """Writes the sheet as PDF and returns its pages. Raises StorageError where the file cannot be written."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, sheet.landscape)
    with replacing(target) as path:
        pen = Pen(path, faces, title=sheet.title, width=width, height=height)
        paper = ListPaper(pen, sheet.title, f"评分标准：{sheet.standard}" if sheet.standard else "", sheet.number)
        y = set_pairs(paper, faces, None, [Pair(label, value) for label, value in sheet.fields])
        y = _set_items(paper, faces, y, sheet)
        y = _set_results(paper, faces, y, sheet)
        paper.closing(y, sheet.footnote, sheet.signatures)
        return paper.close()


def _set_items(paper: ListPaper, faces: Faces, y: float, sheet: ScoreSheetPrint) -> float:
    aligns = (Align.CENTER, Align.CENTER, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT)
    columns = [
        GridColumn(paper.width * share / 100, align, merge=index == 0)
        for index, (share, align) in enumerate(zip(_SHARES, aligns, strict=True))
    ]
    grid = Grid(faces, columns, [[Cell(head) for head in _HEADS]], pages_from(paper, y + 8))
    for section in sheet.sections:
        for item in section.items:
            grid.add([Cell(section.name), *_item_cells(item)])
    return grid.finish()[1]


def _item_cells(item: ScoreItem) -> list[Cell]:
    if item.not_applicable_reason is not None:
        reason = f"不适用：{item.not_applicable_reason}" if item.not_applicable_reason else "不适用"
        dash = [Cell("—", align=Align.CENTER)] * 2
        return [Cell(item.code), Cell(item.name), Cell(item.most), *dash, Cell(reason)]
    figures = [Cell(item.most), Cell(item.deducted), Cell(item.earned)]
    return [Cell(item.code), Cell(item.name), *figures, Cell(item.findings)]


def _set_results(paper: ListPaper, faces: Faces, y: float, sheet: ScoreSheetPrint) -> float:
    columns = [GridColumn(paper.width * share / 100) for share in (18.0, 64.0, 18.0)]
    grid = Grid(faces, columns, [], pages_from(paper, y + 8))
    for head, facts in sheet.vetoes:
        grid.add([_strong("否决项"), Cell(f"{head}：{facts}" if facts else head, span=2)])
    if not sheet.vetoes:
        grid.add([_strong("否决项"), Cell("无", span=2)])
    for text, points in sheet.extras:
        grid.add([_strong("加扣分"), Cell(text), Cell(points, align=Align.RIGHT)])
    for label, value in sheet.totals:
        grid.add([_strong(label), Cell(value, span=2, style=Style.HEI)])
    if sheet.grade:
        grid.add([_strong("评查等次"), Cell(sheet.grade, span=2, style=Style.HEI)])
    grid.add([_strong("评查意见"), Cell(sheet.opinion, span=2, lines=3)])
    return grid.finish(paper.closing_height(sheet.footnote, sheet.signatures))[1]


def _strong(text: str) -> Cell:
    return Cell(text, align=Align.CENTER, style=Style.HEI)
