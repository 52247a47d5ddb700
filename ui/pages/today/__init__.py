"""今天: what is late, what is due today, what comes."""

from ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
