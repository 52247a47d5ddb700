"""Taking corrections back, one after another, as long as a plan is on the page."""

from __future__ import annotations

from dataclasses import dataclass

from ui.pages.plan_check.sheet import Sheet

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """What stands on the page: the sheet, the ticked tasks, the doubts that were looked at, the current task."""

    sheet: Sheet | None
    checked: frozenset[int]
    seen: frozenset[tuple[int, str]]
    row: int


class Steps:
    """The moments before and after the one that is shown."""

    def __init__(self) -> None:
        self._past: list[tuple[str, Moment]] = []
        self._future: list[tuple[str, Moment]] = []

    def took(self, said: str, before: Moment) -> None:
        """Something was done, said in a sentence; what was taken back before it cannot come again."""
        self._past = [*self._past[1 - MOST_STEPS :], (said, before)]
        self._future.clear()

    def back(self, now: Moment) -> tuple[str, Moment] | None:
        """The moment before the last act, and what that act was; None where there is none."""
        return self._move(self._past, self._future, now)

    def forward(self, now: Moment) -> tuple[str, Moment] | None:
        """The moment after the act that was taken back last."""
        return self._move(self._future, self._past, now)

    def forget(self) -> None:
        """Another plan."""
        self._past.clear()
        self._future.clear()

    @staticmethod
    def _move(
        source: list[tuple[str, Moment]], target: list[tuple[str, Moment]], now: Moment
    ) -> tuple[str, Moment] | None:
        if not source:
            return None
        said, moment = source.pop()
        target.append((said, now))
        return said, moment
