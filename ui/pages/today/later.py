"""稍后提醒: a day that the clerk chooses, from a short menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from services.errors import ValidationError
from services.spec import FieldSpec, Kind
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.parts import button

DAY = FieldSpec("until", "提醒日期", Kind.DATE, required=True)
SATURDAY = 5


def later_days(today: date) -> tuple[tuple[str, date], ...]:
    """The words of the menu and their days; on Fridays 明天 would fall on a day off."""
    monday = today + timedelta(days=7 - today.weekday())
    first = (("明天", today + timedelta(days=1)),) if today.weekday() < SATURDAY - 1 else ()
    return (*first, ("三天后", today + timedelta(days=3)), ("下周一", monday), ("一个月后", today + timedelta(days=30)))


def later_button(
    today: Callable[[], date], chosen: Callable[[date], None], parent: QWidget, kind: str = ""
) -> QPushButton:
    """稍后提醒 with its menu; `chosen` gets the day."""
    made = button("稍后提醒", "bell", kind, tip="过几天再提醒，期限不变")
    menu = QMenu(made)
    menu.aboutToShow.connect(partial(_fill, menu, today, chosen, parent))
    made.setMenu(menu)
    return made


def _fill(menu: QMenu, today: Callable[[], date], chosen: Callable[[date], None], parent: QWidget) -> None:
    menu.clear()
    for words, day in later_days(today()):
        menu.addAction(f"{words}　{day.month}月{day.day}日").triggered.connect(partial(_choose, chosen, day))
    menu.addSeparator()
    menu.addAction("选日期…").triggered.connect(partial(_ask, today, chosen, parent))


def _choose(chosen: Callable[[date], None], day: date, _on: bool = False) -> None:
    chosen(day)


def _ask(today: Callable[[], date], chosen: Callable[[date], None], parent: QWidget, _on: bool = False) -> None:
    dialog = FormDialog("稍后提醒", (DAY,), {}, parent, FormKit(save_label="确定", save_icon="ok", today=today))

    def take(values: dict[str, date]) -> None:
        if values["until"] <= today():
            dialog.refused(ValidationError({"until": "稍后提醒的日子要晚于今天。"}))
            return
        dialog.saved()
        chosen(values["until"])

    dialog.save_requested.connect(take)
    dialog.open()
