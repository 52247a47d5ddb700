"""Where Word and LibreOffice put lines, and the measures of the editable file that follow from it. In points.

Word gives a line of exact height h its text at the bottom and leaves what is over above it; LibreOffice puts the base
line at four fifths of h. Between em box and bottom of the line there is nothing in the one, h/5 − 0.12 × size in the
other: 4 pt for 16 pt in 29.6 pt. `line_height` keeps it at that for every size, so that the lines of a page stand to
one another as in the PDF under both readings, and the whole page is 4 pt higher in LibreOffice than in Word. The upper
margin lies between: em boxes begin 36.6 mm (LibreOffice, which also centres its grid of lines in the text area) and
37.7 mm (Word) below the edge of the sheet where the PDF has 37 mm, and the last line ends at 261.6 and 262.6 mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from services.printing.measures import MM
from services.printing.profile import Metrics

_BETWEEN = 0.7 * MM  # of the 1.4 mm between Word's and LibreOffice's place of a line, taken off the upper margin
_SLACK = 2.0  # at the foot of a page, so that no rounding pushes its last line to the next
_DESCENT = 0.12


@dataclass(frozen=True)
class Geometry:
    """What follows from a profile's measures."""

    metrics: Metrics

    @cached_property
    def pitch(self) -> float:
        """Exact height of a line of text, in whole twentieths."""
        return math.floor(self.metrics.line_pitch * 20 + 0.001) / 20

    @cached_property
    def tight(self) -> float:
        """Added behind each character, the last one included: a full line is no longer than the text block."""
        return math.floor((self.metrics.width / self.metrics.count("chars") - self.metrics.size) * 20) / 20

    @cached_property
    def under(self) -> float:
        """From an em box to the bottom of its line, in LibreOffice."""
        return self.pitch / 5 - _DESCENT * self.metrics.size

    def line_height(self, size: float) -> float:
        """Exact height of a line of another size whose em box ends as far above its bottom."""
        return 5 * (self.under + _DESCENT * size)

    @cached_property
    def above(self) -> float:
        """The text area begins this much above the text block."""
        return self.pitch - self.metrics.size - self.under + _BETWEEN

    @cached_property
    def area_bottom(self) -> float:
        """Where the room for text ends on an upright page, from the upper edge of the sheet."""
        return self.metrics.top - self.above + self.metrics.lines * self.pitch + _SLACK

    @cached_property
    def number_bottom(self) -> float:
        """Bottom of the line with the page number, whose dash is 7 mm below the text block (7.5)."""
        # the dash is in the middle of the em box, which ends 0 (Word) to 1.5 pt (LibreOffice) above the line's bottom
        return self.metrics.bottom + self.metrics.points("page_number_below") + self.metrics.small / 2 + 0.75
