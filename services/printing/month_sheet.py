"""A month on one sheet of A4 across: seven columns, what is due in each day as far as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.page import GREY, Ink, Pen, Rule, printable, text_width
from services.printing.paper import ListPaper, Paper, paper_size, wrap
from services.words import chinese_date

WEEKDAYS = "一二三四五六日"
HEAD, NUMBER, LINE, SIZE, PAD = 20.0, 15.0, 10.5, 8.0, 3.0
MORE = "还有{count}项，见清单"


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """`lines` are the due things, each with the word of its state where that matters; `mark` is 休 or 班 with the name
    of the holiday. A day of the neighbouring months has its number only."""

    day: date
    in_month: bool
    mark: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """`days` are whole weeks from Monday; `note` stands below where the year's holidays are not known."""

    title: str
    subtitle: str
    days: Sequence[PrintedDay]
    printed_on: date
    note: str = ""


def print_month(sheet: MonthSheet, target: Path) -> int:
    """Writes the sheet as PDF; how many things did not fit. Raises StorageError where the file cannot be written."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, landscape=True)
    with replacing(target) as path:
        pen = Pen(path, faces, title=sheet.title, width=width, height=height)
        paper = ListPaper(pen, sheet.title, sheet.subtitle, f"打印日期：{chinese_date(sheet.printed_on)}")
        area = paper.open_page()
        bottom = paper.bottom
        if sheet.note:
            bottom -= LINE * 1.5
            pen.text(Ink(paper.left, bottom + LINE * 0.4, printable(sheet.note), Style.BODY, 9))
        missing = _Month(pen, faces, paper.left, area.top, paper.width, bottom - area.top).draw(sheet.days)
        paper.close()
    return missing


class _Month:
    """The grid at its place on the page; lengths in points."""

    def __init__(self, pen: Pen, faces: Faces, left: float, top: float, width: float, height: float) -> None:
        self._pen, self._faces = pen, faces
        self._left, self._top, self._width, self._height = left, top, width, height

    def draw(self, days: Sequence[PrintedDay]) -> int:
        """How many things did not fit."""
        weeks = max(1, len(days) // 7)
        column, row = self._width / 7, (self._height - HEAD) / weeks
        for n, name in enumerate(WEEKDAYS):
            words = f"星期{name}"
            middle = self._left + (n + 0.5) * column - text_width(self._faces, words, Style.HEI, 10) / 2
            self._pen.text(Ink(middle, self._top + 5, words, Style.HEI, 10))
        missing = 0
        for n, day in enumerate(days):
            y, x = divmod(n, 7)
            missing += self._day(day, self._left + x * column, self._top + HEAD + y * row, column, row)
        self._lines(weeks, column, row)
        return missing

    def _day(self, day: PrintedDay, left: float, top: float, width: float, height: float) -> int:
        number = str(day.day.day)
        right = left + width - PAD - text_width(self._faces, number, Style.HEI, 11)
        colour = (0.0, 0.0, 0.0) if day.in_month else GREY
        self._pen.text(Ink(right, top + 2.5, number, Style.HEI, 11, colour=colour))
        if day.mark:
            self._line(day.mark, left + PAD, top + 4, width - 3 * PAD - 14)
        if not day.in_month or not day.lines:
            return 0
        room = max(1, int((height - NUMBER - 2) // LINE))
        shown = day.lines if len(day.lines) <= room else day.lines[: room - 1]
        y = top + NUMBER + 1
        for words in self._wrapped(shown, width - 2 * PAD, room) if len(shown) == len(day.lines) else shown:
            self._line(words, left + PAD, y, width - 2 * PAD)
            y += LINE
        more = len(day.lines) - len(shown)
        if more:
            self._line(MORE.format(count=more), left + PAD, y, width - 2 * PAD)
        return more

    def _wrapped(self, lines: Sequence[str], width: float, room: int) -> Sequence[str]:
        """Each on up to two lines where all of them have room, else on one."""
        parts = [wrap(self._faces, words.replace("\n", " "), Style.SONG, SIZE, width) for words in lines]
        if sum(min(len(part), 2) for part in parts) > room:
            return lines
        return [line for part in parts for line in (*part[:1], "".join(part[1:])) if line]

    def _line(self, words: str, left: float, top: float, room: float) -> None:
        """One line of text; what is wider ends in dots."""
        words = printable(words).replace("\n", " ")
        widths = self._faces.widths(Style.SONG, words)
        limit = room * 1000 / SIZE
        if sum(widths) > limit:
            dots, used, keep = self._faces.width(Style.SONG, "…"), 0.0, 0
            while keep < len(words) and used + widths[keep] + dots <= limit:
                used += widths[keep]
                keep += 1
            words = words[:keep] + "…"
        self._pen.text(Ink(left, top, words, Style.SONG, SIZE))

    def _lines(self, weeks: int, column: float, row: float) -> None:
        right, bottom = self._left + self._width, self._top + self._height
        for n in range(8):
            x = self._left + n * column
            self._pen.rule(Rule(x, self._top, x, bottom, 1.0 if n in (0, 7) else 0.5))
        for y in (self._top, *(self._top + HEAD + n * row for n in range(weeks + 1))):
            self._pen.rule(Rule(self._left, y, right, y, 1.0 if y in (self._top, bottom) else 0.5))
