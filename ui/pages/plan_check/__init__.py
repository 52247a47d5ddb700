"""计划核对: a plan's text beside the tasks that were read from it."""

from ui.pages.plan_check.page import PlanCheckPage

__all__ = ["PlanCheckPage"]
