"""The calendar as an .ics file (RFC 5545) for other calendar programs: a whole-day entry for each thing due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from services.due.items import DueItem, DueKind
from services.errors import StorageError
from services.exports.calendar_sheets import CalendarEntry

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//zhifa-jiandu//calendar//ZH"
BLOCKED = "“{name}”写不进去，没有导出。看看磁盘是否已满、文件是否正被别的程序打开，再导出一次。"
SEVERAL = frozenset((DueKind.MILESTONE, DueKind.CLEANUP))  # several days of one row
DAY = timedelta(days=1)


def write_calendar_file(entries: Sequence[CalendarEntry], title: str, moment: datetime, target: Path) -> int:
    """Write the file and return how many entries it has; `moment` is when it was made.

    The identity of an entry holds from one file to the next, so that a second file renews what the first one brought.
    No alarms: whoever takes it in has alarms of his own. Raises StorageError where the file cannot be written.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        calendar.add_component(_event(entry, moment))
    fresh = target.with_name(target.name + ".new")
    try:
        fresh.write_bytes(calendar.to_ical())
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StorageError(BLOCKED.format(name=target.name)) from error
    return len(entries)


def identity(item: DueItem) -> str:
    """The same for the same thing however its date moves; a milestone and an expected day are named by their date."""
    parts = [item.ledger, str(item.row_id), item.what]
    if item.expected or item.kind in SEVERAL:
        parts.append(item.due_on.isoformat())
    return f"{sha256('|'.join(parts).encode()).hexdigest()[:24]}@zhifa-jiandu"


def _event(entry: CalendarEntry, moment: datetime) -> Event:
    from icalendar import Event

    item = entry.item
    event = Event()
    event.add("uid", identity(item))
    event.add("dtstamp", moment.astimezone())
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + DAY)
    event.add("summary", f"预计：{entry.matter}" if item.expected else entry.matter)
    event.add("description", "\n".join(filter(None, (item.what, item.unit, item.source, entry.note))))
    event.add("categories", [item.what])
    event.add("transp", "TRANSPARENT")  # a deadline takes no time of the day
    event.add("status", "TENTATIVE" if item.expected else "CONFIRMED")
    return event
