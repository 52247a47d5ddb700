"""节假日安排: the table, and the State Council's notice pasted into it."""

from ui.pages.holidays.page import HolidayPage

__all__ = ["HolidayPage"]
