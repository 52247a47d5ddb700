"""Taking a notice of holidays into the table: what it changes is shown first, then stored as one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import HolidayDay
from services.access import Right
from services.calendar_view import missing_next_year, unknown_year
from services.errors import ServiceError
from services.holiday_notice import HolidayNotice, NoticeDay, parse_notice
from services.query import Outcome
from services.uow import Database
from services.workdays import WorkCalendar

NOTHING_NEW = "表里已经和通知一致，没有改动。"


class DayChange(StrEnum):
    """What storing the notice does to a day."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"  # in the table, not in the notice: a day of the county's own, or a mistake; never removed by itself


CHANGE_LABELS = {
    DayChange.NEW: "新增",
    DayChange.CHANGED: "更改",
    DayChange.SAME: "已有",
    DayChange.KEPT: "通知里没有，保留",
}


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """A day as it will stand, and how it stands now where that differs."""

    day: date
    working: bool
    name: str
    change: DayChange
    before: str = ""


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """The notice and the days of the time it covers, by date."""

    notice: HolidayNotice
    days: tuple[PreviewDay, ...]

    @property
    def to_store(self) -> tuple[PreviewDay, ...]:
        """What would be written."""
        return tuple(day for day in self.days if day.change in (DayChange.NEW, DayChange.CHANGED))


class HolidayEntry:
    """Preview, then store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def missing(self, today: date) -> str:
        """The sentence where this year's arrangement is missing or, from November on, the next year's."""
        with self._db.read() as session:
            known = WorkCalendar.load(session).known
        if not known(today.year):
            return unknown_year(today.year, today)
        return "" if known(today.year + 1) else missing_next_year(today)

    def preview(self, text: str) -> NoticePreview:
        """What a pasted notice says and would change. ServiceError where it cannot be read as one."""
        notice = parse_notice(text)
        with self._db.read() as session:
            stored = {row.day: row for row in _rows(session, notice)}
        days = [_compared(each, stored.get(each.day)) for each in notice.days]
        named = {each.day for each in notice.days}
        days += [
            PreviewDay(row.day, row.working, row.name, DayChange.KEPT)
            for row in stored.values()
            if row.day not in named
        ]
        return NoticePreview(notice, tuple(sorted(days, key=lambda each: each.day)))

    def store(self, notice: HolidayNotice) -> Outcome:
        """Write what is new or differs, with the notice's number as basis: one act, taken back as one.

        Raises ServiceError where there is nothing to write, DeniedError where the account may not.
        """
        added = changed = 0
        with self._db.write(f"存入{notice.year}年放假安排", Right.EDIT) as session:
            stored = {row.day: row for row in _rows(session, notice)}
            for each in notice.days:
                row = stored.get(each.day)
                change = _compared(each, row).change
                if change is DayChange.SAME:
                    continue
                added += row is None
                changed += row is not None
                row = row or HolidayDay(day=each.day)
                row.working, row.name, row.source = each.working, each.name, notice.source
                session.add(row)
            if not added + changed:
                raise ServiceError(NOTHING_NEW)
            session.flush()
        words = "，".join(filter(None, (f"新增{added}天" if added else "", f"更改{changed}天" if changed else "")))
        return Outcome(f"已存入{notice.year}年放假安排：{words}。", session.info.get("group"))


def _rows(session: Session, notice: HolidayNotice) -> Sequence[HolidayDay]:
    """What the table has for the year, and for days of neighbouring years that the notice names."""
    first = min(date(notice.year, 1, 1), *(each.day for each in notice.days))
    last = max(date(notice.year, 12, 31), *(each.day for each in notice.days))
    wanted = select(HolidayDay).where(HolidayDay.deleted_at.is_(None), HolidayDay.day.between(first, last))
    return session.scalars(wanted.order_by(HolidayDay.day, HolidayDay.id)).all()


def _compared(each: NoticeDay, row: HolidayDay | None) -> PreviewDay:
    if row is None:
        return PreviewDay(each.day, each.working, each.name, DayChange.NEW)
    if (row.working, row.name) == (each.working, each.name):
        return PreviewDay(each.day, each.working, each.name, DayChange.SAME)
    before = f"{'上班' if row.working else '放假'}　{row.name}"
    return PreviewDay(each.day, each.working, each.name, DayChange.CHANGED, before)
