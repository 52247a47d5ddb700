"""Colours by days: the steps, what a day of rest does to them, and what is behind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.due.colours import GRAVEST, ColourRules, DueColour

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("left", "colour"),
    [
        (-15, DueColour.DARK_RED),
        (-14, DueColour.RED),
        (-1, DueColour.RED),
        (0, DueColour.ORANGE),
        (3, DueColour.ORANGE),
        (4, DueColour.YELLOW),
        (7, DueColour.YELLOW),
        (8, DueColour.BLUE),
        (15, DueColour.BLUE),
        (16, DueColour.GREEN),
    ],
)
def test_the_steps(left, colour):
    assert ColourRules().by_days(left, left) is colour


@given(st.integers(-400, 400))
def test_a_day_later_is_never_lighter(left):
    rules = ColourRules()
    today, tomorrow = rules.by_days(left, left), rules.by_days(left - 1, left - 1)
    assert GRAVEST[tomorrow] <= GRAVEST[today]


def test_a_date_on_a_day_of_rest_is_late_only_after_itself_but_urgent_before():
    rules = ColourRules()
    assert rules.by_days(5, 3) is DueColour.ORANGE
    assert rules.by_days(1, -1) is DueColour.ORANGE


def test_the_steps_are_settings(empty_desk):
    empty_desk.settings.set("colour_orange", 6)
    with empty_desk.database.read() as session:
        assert ColourRules.load(session) == ColourRules(orange=6)


@pytest.mark.parametrize(
    ("percent", "day", "behind"),
    [(0, 9, False), (0, 11, True), (39, 50, True), (40, 50, False), (99, 100, False), (None, 90, False)],
)
def test_behind_is_more_than_ten_points_less_than_the_time_that_has_passed(percent, day, behind):
    begun = TODAY - timedelta(days=day)
    assert ColourRules().is_behind(percent, begun, begun + timedelta(days=100), TODAY) is behind


def test_a_task_that_is_behind_is_yellow_and_says_so(sample_desk):
    tasks = [item for item in sample_desk.due.items(days=365) if item.ledger == "tasks" and item.days > 15]
    behind = [item for item in tasks if item.behind]
    assert behind
    assert {(item.colour, item.colour_words) for item in behind} == {(DueColour.YELLOW, "滞后")}
