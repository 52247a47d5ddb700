"""The calendar of a year with 20,000 deadlines: how long the window stands still, and how long until it is drawn.

Run: python tests/bench/calendar_year.py [DEADLINES]. Prints medians in ms and the ratio to a bare query.
On the window's thread are: showing what was read, painting it, turning to a month that was read before.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from models.plan import Plan, PlanTask
from models.problem import Problem
from services.calendar_view import CalendarView
from services.desk import Desk, open_for
from services.folder import DataFolder
from services.opening import Setup, create_desk
from services.words import search_words
from ui.bridge import Bridge
from ui.context import UiContext
from ui.jobs import Jobs
from ui.kit import theme
from ui.notify import Notify
from ui.pages.calendar import CalendarPage
from ui.pages.calendar.shown import read_shown
from ui.pages.calendar.tools import LIST, MONTH, WEEK, YEAR

ROUNDS = 5
UNITS = 40
YEAR_SHOWN = 2026
NOW = datetime(YEAR_SHOWN, 6, 15, 9, 0)
SIZE = (1166, 690)
ENDS = 0.3
COMMON = {"row_version": 1, "sample": False, "search_words": ""}
SPAN = f"between '{YEAR_SHOWN}-01-01' and '{YEAR_SHOWN}-12-31'"
FLOOR = (
    "select p.id, p.title, a.name, p.due_on, p.number from problem p join enforcement_agency a on a.id = p.agency_id"
    f" where p.due_on {SPAN} and p.deleted_at is null",
    "select t.id, t.summary, t.unit_words, t.due_on, p.title from plan_task t join plan p on p.id = t.plan_id"
    f" where t.due_on {SPAN} and t.deleted_at is null",
)


def fill(desk: Desk, deadlines: int) -> None:
    """Half tasks of a plan, half problems, straight into the tables: what is measured is reading and painting."""
    for number in range(UNITS):
        desk.ledgers["units"].save(None, 0, {"name": f"县第{number}示例局", "kind": "department"})
    drawn = random.Random(7)
    half = deadlines // 2
    with desk.database.engine.begin() as connection:
        connection.execute(insert(Plan), [{**COMMON, "title": "示例县监督计划", "source_text": "", "sha256": "0" * 64}])
        connection.execute(insert(PlanTask), [_task(drawn, n) for n in range(half)])
        connection.execute(insert(Problem), [_problem(drawn, n) for n in range(deadlines - half)])


def _task(drawn: random.Random, place: int) -> dict[str, Any]:
    title = f"第{place}项：更新行政执法事项目录"
    return {
        **COMMON,
        "plan_id": 1,
        "position": place,
        "no": str(place),
        "summary": title,
        "text": title,
        "unit_words": f"县第{place % UNITS}示例局、县第{place % 7}示例局",
        "due_on": _day(drawn),
        "source_line": 1,
        "source_start": 0,
        "source_end": 1,
        "search_words": search_words([title]),
    }


def _problem(drawn: random.Random, place: int) -> dict[str, Any]:
    title = f"第{place}件：现场检查没有出示证件"
    return {
        **COMMON,
        "number": f"问题〔2026〕{place}号",
        "agency_id": place % UNITS + 1,
        "title": title,
        "found_on": date(YEAR_SHOWN, 1, 1),
        "due_on": _day(drawn),
        "search_words": search_words([title]),
    }


def _day(drawn: random.Random) -> date:
    """A third of a year's deadlines fall on ends of months."""
    day = date(YEAR_SHOWN, 1, 1) + timedelta(days=drawn.randrange(365))
    return day if drawn.random() > ENDS else day.replace(day=28)


class Window:
    """The page as it stands in the window."""

    def __init__(self, desk: Desk, application: QApplication) -> None:
        self._application = application
        notify = Notify(print)
        self.jobs = Jobs(notify.failed)
        self.page = CalendarPage(UiContext(desk, self.jobs, notify, Bridge()))
        self.page.resize(*SIZE)

    def settle(self) -> None:
        """Until nothing is under way."""
        while self.jobs.busy:
            self._application.processEvents()
        self._application.processEvents()

    def still(self, act: Callable[[], None]) -> float:
        """Milliseconds that the window cannot answer: the act itself and the painting after it."""
        begun = time.perf_counter()
        act()
        self.page.grab()
        return (time.perf_counter() - begun) * 1000

    def first(self) -> tuple[float, float]:
        """Of a page that was never read: the longest standstill, and until the month is drawn."""
        page = self.page
        page._view.forget()
        drawn: list[float] = []
        stood: list[float] = []
        begun = time.perf_counter()

        def arrived(*given: Any) -> None:
            stood.append(self.still(lambda: taken(*given)))
            drawn.append((time.perf_counter() - begun) * 1000)

        taken, page._arrived = page._arrived, arrived  # type: ignore[method-assign]
        page.reload()
        while not drawn:
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        page._arrived = taken  # type: ignore[method-assign]
        self.settle()
        return stood[0], drawn[0]


def measure(desk: Desk, window: Window) -> dict[str, float]:
    """Medians; one round of each in turn, so that a busy moment falls on all alike."""
    page = window.page
    times: dict[str, list[float]] = {}

    def note(name: str, ms: float) -> None:
        times.setdefault(name, []).append(ms)

    def floor() -> None:
        with desk.database.engine.connect() as connection:
            for statement in FLOOR:
                connection.exec_driver_sql(statement).fetchall()

    for step in ROUNDS * (1, -1):
        note("floor: bare query of the year", _timed(floor))
        note("in a job: the month and 45 days", _timed(lambda: _read(desk, whole=False)))
        note("in a job: the year", _timed(lambda: _read(desk, whole=True)))
        page.choose_view(MONTH)
        page.go_to(NOW.date())
        window.settle()
        stood, drawn = window.first()
        note("first paint: the window stands still", stood)
        note("first paint: until it is drawn", drawn)
        note("month change", window.still(partial(page.step, step)))
        page.choose_view(WEEK)
        note("week change", window.still(lambda: page.step(1)))
        note("to the list", window.still(lambda: page.choose_view(LIST)))
        page.choose_view(YEAR)
        window.settle()
        note("year painted", window.still(page._show))
        page.choose_view(MONTH)
        window.settle()
    return {name: statistics.median(found) for name, found in times.items()}


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _read(desk: Desk, *, whole: bool) -> object:
    return read_shown(CalendarView(desk.database, desk.now), NOW.date(), whole_year=whole)


def main() -> None:
    """Fill, measure, print."""
    deadlines = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    application = QApplication(["desk"])
    theme.apply(application, shipped_face=True)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "数据"
        create_desk(DataFolder(root), Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", "desk-2026-x"), NOW)
        desk = open_for(root, "admin", "desk-2026-x", lambda: NOW)
        desk.prepare(sample=False)
        fill(desk, deadlines)
        window = Window(desk, application)
        window.page.show()
        window.settle()
        figures = measure(desk, window)
        print(f"{deadlines} deadlines in the year, {len(window.page.shown_month.items)} in the shown month")
        least = figures["floor: bare query of the year"]
        for name, ms in figures.items():
            print(f"{name:40s} {ms:8.1f} ms   {ms / least:5.2f} x")
        window.jobs.shut_down()
        desk.close()


if __name__ == "__main__":
    main()
