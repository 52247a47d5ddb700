"""Where pages of the editable file begin and which section they belong to: upright or turned, numbered or not."""

from __future__ import annotations

from collections.abc import Sequence

from services.printing.docx_numbers import Numbers
from services.printing.docx_package import Package
from services.printing.docx_story import Section, Story
from services.printing.docx_xml import Element
from services.printing.page import Rule


class Pages:
    """Ends a section where the kind of page changes. `letter_rules` belong to page one alone."""

    def __init__(self, package: Package, story: Story, letter_rules: Sequence[Rule]) -> None:
        self.package = package
        self.story = story
        self._numbers = Numbers(package, story.geometry)
        self._letter_rules = letter_rules
        self._kind = (False, True)

    def open(self, *, turned: bool = False, numbered: bool = True) -> bool:
        """A new page. Returns whether its first paragraph has to ask for it; a new section begins one by itself."""
        self.story.open_page(turned=turned)
        kind = (turned, numbered)
        if kind == self._kind:
            return True
        self.story.end_section(self._section())
        self._kind = kind
        return False

    def document(self) -> Element:
        """The whole of what was written."""
        return self.story.document(self._section())

    def _section(self) -> Section:
        rules, self._letter_rules = self._letter_rules, ()
        turned, numbered = self._kind
        return self._numbers.section(numbered=numbered, turned=turned, letter_rules=rules)
