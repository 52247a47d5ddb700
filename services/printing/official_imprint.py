"""版记 and page numbers: what stands at the foot of an official document's pages (7.4, 7.5)."""

from __future__ import annotations

from dataclasses import replace

from services.printing.faces import Style
from services.printing.kinsoku import break_lines
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_setting import Setting
from services.printing.official_text import copies, date_words, recipients
from services.printing.page import Ink, Rule, Sheet, fitted, text_width


class Imprint:
    """版记: knows its height, and draws itself so that its last rule is the bottom of the text block (7.4).

    A list of hundreds of organs is longer than a page: `pages` says how many it takes, the last of them the fullest.
    """

    def __init__(self, setting: Setting, document: OfficialDocument, moved_to: bool) -> None:
        self._setting = setting
        self._metrics = setting.metrics
        self._ruled = document.format in (Format.DOCUMENT, Format.ORDER, Format.MINUTES)
        self._pitch = self._metrics.points("imprint_pitch")
        self._indent = self._metrics.points("imprint_indent")
        lines: list[list[Ink]] = []
        if moved_to and document.to:
            lines += self._list("主送：", recipients(document.to).rstrip("：") + "。")
        if document.cc:
            lines += self._list("抄送：", copies(document.cc))
        # the list of organs has no rule inside, the line below it has one
        self._thin_above = len(lines) if lines else None
        printed = (document.printed_by, date_words(document.printed_on)) if self._ruled else ("", "")
        if any(printed):
            lines.append(self._printed(*printed))
        self._lines = lines

    @property
    def height(self) -> float:
        """Of its part on the last page; 0 where there is nothing to print."""
        return len(self._part(self.pages - 1)) * self._pitch if self._lines else 0.0

    @property
    def pages(self) -> int:
        """Pages it takes; 0 where there is nothing to print."""
        return -(-len(self._lines) // self._most)

    def draw(self, sheet: Sheet, page: int) -> None:
        """Its part on one of its pages. Thick rules outside, thin ones between; none in a letter (10.1)."""
        part = self._part(page)
        top = self._metrics.bottom - len(part) * self._pitch
        first = page == 0
        self._rule(sheet, top, "imprint_thick" if first else "imprint_thin")
        done = sum(len(self._part(before)) for before in range(page))
        for index, inks in enumerate(part, start=done):
            if index == self._thin_above and index > done:
                self._rule(sheet, top, "imprint_thin")
            for ink in inks:
                sheet.text(replace(ink, top=top + self._above(ink)))
            top += self._pitch
        self._rule(sheet, self._metrics.bottom, "imprint_thick" if page == self.pages - 1 else "imprint_thin")

    def _above(self, ink: Ink) -> float:
        """Text stands in the middle between rules; without them the last line ends the text block."""
        free = self._pitch - ink.size
        return free / 2 if self._ruled else free

    @property
    def _most(self) -> int:
        return max(1, int(self._metrics.height / self._pitch))

    def _part(self, page: int) -> list[list[Ink]]:
        """The first page takes what is over, so that the last rule ends a full list."""
        over = len(self._lines) - (self.pages - 1) * self._most
        start = 0 if page == 0 else over + (page - 1) * self._most
        return self._lines[start : over + page * self._most]

    def _printed(self, office: str, day: str) -> list[Ink]:
        metrics, size = self._metrics, self._metrics.small
        text = f"{day}印发" if day else ""
        width = text_width(self._setting.faces, text, Style.BODY, size)
        left, right = metrics.left + self._indent, metrics.left + metrics.width - self._indent
        inks = []
        if office:
            room = right - left - width - (size if day else 0.0)
            inks.append(fitted(self._setting.faces, Ink(left, 0.0, office, Style.BODY, size), room))
        if day:
            inks.append(Ink(max(left, right - width), 0.0, text, Style.BODY, size))
        return inks

    def _rule(self, sheet: Sheet, y: float, name: str) -> None:
        if self._ruled:
            left = self._metrics.left
            sheet.rule(Rule(left, y, left + self._metrics.width, y, self._metrics.points(name)))

    def _list(self, label: str, text: str) -> list[list[Ink]]:
        """One character free at both sides; wrapped lines below the first name (7.4.2)."""
        whole, size = label + text, self._metrics.small
        widths = self._setting.faces.widths(Style.BODY, whole)
        hang = sum(widths[: len(label)])
        limit = int((self._metrics.width - 2 * self._indent) * 1000 / size) - hang
        found: list[list[Ink]] = []
        for line in break_lines(whole, widths, limit, first=-hang):
            x = self._metrics.left + self._indent + (hang * size / 1000 if found else 0.0)
            found.append([Ink(x, 0.0, whole[line.start : line.end], Style.BODY, size)])
        return found


def page_number(setting: Setting, number: int) -> Ink:
    """“— 3 —” in 4号宋体, its dash 7 mm below the text block; odd to the right, even to the left, one character in."""
    metrics = setting.metrics
    text, size = f"— {number} —", metrics.small
    width = text_width(setting.faces, text, Style.SONG, size)
    side = metrics.points("page_number_side")
    x = metrics.left + (metrics.width - side - width if number % 2 else side)
    # the dash stands near the middle of the em box
    return Ink(x, metrics.bottom + metrics.points("page_number_below") - size / 2, text, Style.SONG, size)
