"""期限日历: the deadlines of all ledgers by day."""

from ui.pages.calendar.page import CalendarPage

__all__ = ["CalendarPage"]
