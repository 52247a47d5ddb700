"""使用说明: the manual of the program, opened by F1 at the page that is in use."""

from ui.pages.help.page import HelpPage

__all__ = ["HelpPage"]
