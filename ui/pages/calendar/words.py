"""How the calendar shows one due thing: colour, shape, word, and what a day of rest does to it."""

from __future__ import annotations

from datetime import date

from services.due.colours import DueColour
from services.due.items import DueItem
from ui.kit.table import State
from ui.pages.today.words import matter, state_words

KINDS = {
    DueColour.DARK_RED: "deep",
    DueColour.RED: "late",
    DueColour.ORANGE: "due",
    DueColour.YELLOW: "near",
    DueColour.BLUE: "run",
    DueColour.GREEN: "normal",
    DueColour.GREY: "todo",
}
UNKNOWN_YEAR = "放假安排未公布"


def kind_of(item: DueItem) -> str:
    """State kind of the tokens."""
    return KINDS[item.colour]


def state_of(item: DueItem) -> str:
    """逾期9天, 今天, 滞后，还有12天, 预计."""
    if item.expected:
        return "预计"
    return f"滞后，{state_words(item)}" if item.behind else state_words(item)


def state_cell(item: DueItem) -> State:
    """The chip in the list."""
    return State(kind_of(item), state_of(item))


def rest_words(item: DueItem) -> str:
    """The last working day where the date is a day of rest, and that the year's holidays are not known yet."""
    early = "" if item.act_on == item.due_on else f"逢休息日，最晚{_short(item.act_on, item.due_on)}办"
    return "　".join(filter(None, (early, UNKNOWN_YEAR if item.provisional else "")))


def spoken(item: DueItem) -> str:
    """Everything about it in one breath, for screen readers and tool tips."""
    word = item.colour_words
    state = state_of(item)
    first = state if word in state or item.days == 0 else f"{word}，{state}"
    return "，".join(filter(None, (first, matter(item), item.unit, rest_words(item))))


def day_spoken(day: date, items: tuple[DueItem, ...]) -> str:
    """6月15日，12项，逾期2项."""
    late = sum(item.days < 0 and not item.expected for item in items)
    count = f"{len(items):,}项" if items else "没有到期"
    return f"{day.month}月{day.day}日，{count}" + (f"，逾期{late:,}项" if late else "")


def _short(day: date, beside: date) -> str:
    year = "" if day.year == beside.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
