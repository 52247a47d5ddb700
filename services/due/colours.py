"""The colours of what is due, by how near its day is; each stands with a word, and on the screen with a shape.

The steps follow the customs of chasing sheets (domain note on official documents, C5). They differ from office to
office, so every number is a setting with its basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from services.settings import value_of

WHOLE = 100


class DueColour(StrEnum):
    """From the gravest to the lightest."""

    DARK_RED = "dark_red"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    GREY = "grey"


COLOUR_LABELS = {
    DueColour.DARK_RED: "深红",
    DueColour.RED: "红",
    DueColour.ORANGE: "橙",
    DueColour.YELLOW: "黄",
    DueColour.BLUE: "蓝",
    DueColour.GREEN: "绿",
    DueColour.GREY: "灰",
}
COLOUR_WORDS = {
    DueColour.DARK_RED: "严重逾期",
    DueColour.RED: "逾期",
    DueColour.ORANGE: "临期",
    DueColour.YELLOW: "临期",
    DueColour.BLUE: "临期",
    DueColour.GREEN: "正常",
    DueColour.GREY: "预计",
}
LATE = frozenset((DueColour.DARK_RED, DueColour.RED))
GRAVEST = {colour: place for place, colour in enumerate(DueColour)}


@dataclass(frozen=True, slots=True)
class ColourRules:
    """Days before the date from which a colour holds, days after it from which it is grave, and how many points of
    progress less than the time that has passed are behind."""

    blue: int = 15
    yellow: int = 7
    orange: int = 3
    dark_red: int = 15
    behind: int = 10

    @classmethod
    def load(cls, session: Session) -> ColourRules:
        """As the bureau has set them."""
        return cls(*(int(value_of(session, f"colour_{name}")) for name in cls.__slots__))

    def by_days(self, left: int, left_to_act: int) -> DueColour:
        """`left` days to the date itself, `left_to_act` to the last working day that still meets it."""
        if left < 0:
            return DueColour.DARK_RED if -left >= self.dark_red else DueColour.RED
        if left_to_act <= self.orange:
            return DueColour.ORANGE
        if left_to_act <= self.yellow:
            return DueColour.YELLOW
        return DueColour.BLUE if left_to_act <= self.blue else DueColour.GREEN

    def is_behind(self, percent: int | None, begun: date | None, due_on: date, today: date) -> bool:
        """Whether less is done than the share of the time that has passed, counted from the day it was known."""
        if percent is None or begun is None or not begun <= today <= due_on or begun == due_on:
            return False
        passed = (today - begun).days * WHOLE / (due_on - begun).days
        return percent < passed - self.behind


def legend(rules: ColourRules) -> tuple[tuple[DueColour, str], ...]:
    """What each colour says, for the line under a calendar and the list of the filter."""
    return (
        (DueColour.DARK_RED, f"逾期{rules.dark_red}天以上"),
        (DueColour.RED, "逾期"),
        (DueColour.ORANGE, f"{rules.orange}天内"),
        (DueColour.YELLOW, f"{rules.yellow}天内或滞后"),
        (DueColour.BLUE, f"{rules.blue}天内"),
        (DueColour.GREEN, "正常"),
        (DueColour.GREY, "预计"),
    )
