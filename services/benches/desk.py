"""The benches of one open desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from services.benches.applications import ApplicationLedger
from services.benches.cleanup import CleanupLedger
from services.benches.computed import ComputedLedger
from services.benches.forecast import ForecastLedger
from services.clock import Clock
from services.uow import Database


class Benches:
    """Built when first asked for: each list reads the register, and most sittings need only one."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    def by_name(self, name: str) -> ComputedLedger:
        """The list that is called `name` everywhere; KeyError where there is none."""
        found: dict[str, Callable[[], ComputedLedger]] = {
            "expiry": lambda: self.forecast,
            "cleanup": lambda: self.cleanup,
            "applications": lambda: self.applications,
        }
        return found[name]()

    @cached_property
    def forecast(self) -> ForecastLedger:
        """证件预警."""
        return ForecastLedger(self._db, self._now)

    @cached_property
    def cleanup(self) -> CleanupLedger:
        """资格清理."""
        return CleanupLedger(self._db, self._now)

    @cached_property
    def applications(self) -> ApplicationLedger:
        """资格审核."""
        return ApplicationLedger(self._db, self._now)
