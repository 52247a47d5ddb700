"""评查打分: one case file, its sheet, and the keys that fill it."""

from ui.pages.scoring.page import ScoringPage

__all__ = ["ScoringPage"]
