"""The benches of one open desk."""

from __future__ import annotations

from functools import cached_property

from services.benches.applications import ApplicationLedger
from services.benches.cleanup import CleanupLedger
from services.benches.forecast import ForecastLedger
from services.clock import Clock
from services.uow import Database


class Benches:
    """Built when first asked for: each list reads the register, and most sittings need only one."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

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
