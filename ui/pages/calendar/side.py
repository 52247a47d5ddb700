"""The right side of the calendar: the agenda, and under it the ways onto paper and into files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QFrame

from services.calendar_view import DayMark, DayView
from services.due.items import DueItem
from services.exports.calendar_file import write_calendar_file
from services.exports.calendar_sheets import CalendarEntry, CalendarSheet, export_calendar, print_calendar_list
from services.printing.month_sheet import MonthSheet, PrintedDay, print_month
from ui.context import UiContext
from ui.kit.parts import button, col, holder, refuse, row, rule, text
from ui.kit.theme import u
from ui.pages.calendar.agenda import Agenda
from ui.pages.calendar.tools import MONTH
from ui.pages.calendar.words import rest_words, state_of
from ui.pages.today.page import NO_PREVIEW
from ui.pages.today.words import matter

if TYPE_CHECKING:
    from ui.pages.calendar.page import CalendarPage

SHEET_FILTER, CALENDAR_FILTER = "工作簿 (*.xlsx)", "日历文件 (*.ics)"


class Side(QFrame):
    """What it prints and saves is what the page shows, filtered."""

    def __init__(self, context: UiContext, page: CalendarPage, show_pdf: Callable[[Path], None] | None) -> None:
        super().__init__()
        self._context, self._page, self._show_pdf = context, page, show_pdf
        self.agenda = Agenda()
        month, listed = button("打印月历", "print"), button("打印清单", "file-text")
        calendar, sheet = button("存为日历", "calendar"), button("导出表格", "export", key="Ctrl+E")
        month.clicked.connect(self.print_month)
        listed.clicked.connect(self.print_list)
        calendar.clicked.connect(self.save_calendar)
        sheet.clicked.connect(self.save_sheet)
        calendar.setToolTip("存成.ics文件，别的日历程序可以打开")
        if show_pdf is None:
            for printing in (month, listed):
                refuse(printing, NO_PREVIEW)
        head = col(text("近期议程", "section"), pad=(4, 3, 4, 1))
        foot = col(row((month, 1), (listed, 1), gap=2), row((calendar, 1), (sheet, 1), gap=2), gap=1.5, pad=(4, 3))
        self.setProperty("box", "panel")
        self.setLayout(col(head, (self.agenda, 1), rule(), holder(foot, box="plain"), gap=0))
        self.setFixedWidth(u(72))

    def print_shown(self) -> None:
        """Ctrl+P: the sheet of the month where it is shown, else the list."""
        if self._page.tools.view == MONTH:
            self.print_month()
        else:
            self.print_list()

    def print_month(self) -> None:
        """The month of the chosen day as a grid."""
        view, today = self._page.shown_month, self._page.today
        name = f"{view.year}年{view.month}月期限月历"
        days = tuple(_printed(day) for day in view.days)
        sheet = MonthSheet(name, self._page.filter_words(), days, today, view.note)
        self._print(name, lambda target, _job: print_month(sheet, target), "正在打印月历")

    def print_list(self) -> None:
        """The list of the shown time."""
        sheet = self._sheet()
        work = lambda target, job: print_calendar_list(sheet, target, job.progress)  # noqa: E731
        self._print(sheet.title, work, "正在打印清单")

    def save_sheet(self) -> None:
        """Ask where, then write the workbook."""
        self._ask(self._page.period() + "期限清单", "xlsx", SHEET_FILTER, self.save_sheet_to)

    def save_calendar(self) -> None:
        """Ask where, then write the calendar file."""
        self._ask(self._page.period() + "期限", "ics", CALENDAR_FILTER, self.save_calendar_to)

    def save_sheet_to(self, target: Path) -> None:
        """Write the workbook in a job and say how much it holds."""
        sheet = self._sheet()
        self._context.jobs.read(self, lambda: export_calendar(sheet, target), lambda count: self._told(count, target))

    def save_calendar_to(self, target: Path) -> None:
        """Write the calendar file in a job and say how much it holds."""
        entries, title, moment = self._entries(), self._page.period() + "期限", self._context.desk.now()
        self._context.jobs.read(
            self,
            lambda: write_calendar_file(entries, title, moment, target),
            lambda count: self._told(count, target),
        )

    def _print(self, name: str, work: Callable[[Path, Any], int], title: str) -> None:
        if self._show_pdf is None:
            self._context.notify.warn(f"{NO_PREVIEW}，没有打印。")
            return
        desk, shown = self._context.desk, self._show_pdf

        def make(job: Any) -> Path:
            target: Path = desk.scratch() / f"{name}.pdf"
            work(target, job)
            return target

        self._context.jobs.long_read(self, make, shown, title=title)

    def _ask(self, name: str, suffix: str, kinds: str, save: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, "保存到")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kinds)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{name}.{suffix}")
        dialog.fileSelected.connect(lambda file: save(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _sheet(self) -> CalendarSheet:
        page = self._page
        title = f"{page.period()}期限清单"
        return CalendarSheet(title, page.filter_words(), self._entries(), page.today, self._context.desk.bureau)

    def _entries(self) -> Sequence[CalendarEntry]:
        return [
            CalendarEntry(item, matter(item), state_of(item), rest_words(item))
            for _title, items in self._page.bands()
            for item in items
        ]

    def _told(self, count: int, target: Path) -> None:
        self._context.notify.toast(f"已导出{count:,}项到“{target.name}”。")


def _printed(day: DayView) -> PrintedDay:
    mark = {DayMark.REST: "休", DayMark.WORK: "班"}.get(day.mark, "")
    words = "　".join(filter(None, (mark, day.name)))
    return PrintedDay(day.day, day.in_month, words, tuple(_line(item) for item in day.items) if day.in_month else ())


def _line(item: DueItem) -> str:
    """On paper the word takes the place of the colour."""
    plain = item.colour_words == "正常" or (item.days > 0 and not item.expected and not item.behind)
    return matter(item) if plain else f"【{item.colour_words}】{matter(item)}"
