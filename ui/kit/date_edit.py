"""A date field that takes dates as clerks type them; F4 opens a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit

from ui.kit.controls import tip_of
from ui.kit.date_words import read_date, say_date
from ui.kit.editors import FieldEditor, KeyOpens, Today, clock_today
from ui.kit.icons import icon
from ui.kit.parts import col
from ui.kit.theme import colour, u


class DateEditor(FieldEditor):
    """Keeps what was typed, also when it is no date; `hint` says what was understood."""

    def __init__(self, today: Today = clock_today) -> None:
        self._line = QLineEdit()
        self._today = today
        self._popup: CalendarPopup | None = None
        super().__init__(self._line)
        opener = self._line.addAction(icon("calendar", "text2", u(4)), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip(tip_of("日历", "F4"))
        opener.triggered.connect(self.open_calendar)
        KeyOpens(self._line, self.open_calendar)
        self._line.textChanged.connect(self.changed)

    def value(self) -> date | None:
        """The date; None while the text is empty or is no date."""
        return read_date(self._line.text(), self._today()).value

    def set_value(self, value: Any) -> None:
        """Show a stored date as 2026-06-15."""
        self._line.setText("" if value is None else f"{value:%Y-%m-%d}")

    def raw(self) -> str:
        """As typed."""
        return self._line.text()

    def set_raw(self, raw: Any) -> None:
        """Text again."""
        self._line.setText(str(raw or ""))

    def problem(self) -> str:
        """Why the text is no date."""
        return read_date(self._line.text(), self._today()).problem

    def hint(self) -> str:
        """2026年6月15日，星期一."""
        found = self.value()
        return say_date(found) if found else ""

    def open_calendar(self) -> None:
        """A month under the field; Enter or a click takes the day, Esc leaves."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
        self._popup.show_under(self._line, self.value() or self._today())

    def take(self, day: date) -> None:
        """A day was chosen in the calendar."""
        self.set_value(day)
        self._line.setFocus()


class CalendarPopup(QFrame):
    """The calendar of a date field, weeks from Monday."""

    def __init__(self, editor: DateEditor) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self._editor = editor
        self.setProperty("box", "panel")
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setAccessibleName("日历")
        plain = QTextCharFormat()
        plain.setForeground(colour("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)  # red is for late and wrong only
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        self.setLayout(col(self.calendar, pad=(1,)))

    def show_under(self, line: QLineEdit, day: date) -> None:
        """Open below the field with `day` chosen."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(line.mapToGlobal(QPoint(0, line.height() + 1)))
        self.show()
        self.calendar.setFocus()

    def _take(self, chosen: QDate) -> None:
        self.close()
        self._editor.take(date(chosen.year(), chosen.month(), chosen.day()))
