"""拟稿编辑: the window in which official documents are written."""

from ui.pages.drafting.page import DraftingPage

__all__ = ["DraftingPage"]
