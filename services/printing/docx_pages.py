"""Where pages of the editable file begin and which section they belong to: upright or turned, numbered or not."""

from __future__ import annotations

from collections.abc import Sequence

from services.printing.docx_numbers import Numbers
from services.printing.docx_story import Section, Story
from services.printing.docx_xml import Element
from services.printing.measures import TOP
from services.printing.page import Rule


class Pages:
    """Ends a section where the kind of page changes. `letter_rules` belong to page one alone."""

    def __init__(self, story: Story, numbers: Numbers, letter_rules: Sequence[Rule]) -> None:
        self.story = story
        self._numbers = numbers
        self._letter_rules = letter_rules
        self._kind = (False, False, True)

    def open(self, *, turned: bool = False, flush: bool = False, numbered: bool = True) -> bool:
        """A new page. Returns whether its first paragraph has to ask for it; a new section begins one by itself."""
        self.story.open_page(0.0 if turned else TOP, flush=flush)
        kind = (turned, flush, numbered)
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
        turned, flush, numbered = self._kind
        return self._numbers.section(numbered=numbered, turned=turned, flush=flush, letter_rules=rules)
