"""提醒: what calls today."""

from ui.pages.reminders.page import RemindersPage

__all__ = ["RemindersPage"]
