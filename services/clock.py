"""The only place that asks the computer for the time; everything else is handed a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """Local wall-clock time without a zone, as a clerk reads it."""
    return datetime.now()  # noqa: DTZ005 - a bureau lives in one zone; instants in the file are UTC


def fixed_on(day: date) -> Clock:
    """A clock that stands at nine in the morning of `day` (for --on DATE and for tests)."""
    return lambda: datetime(day.year, day.month, day.day, 9, 0)  # noqa: DTZ001


def utc_from_local(moment: datetime) -> datetime:
    """The naive UTC instant that is stored for a naive local `moment`."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def local_from_utc(moment: datetime) -> datetime:
    """A stored naive UTC instant as naive local time for the screen."""
    return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
