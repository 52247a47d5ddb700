"""The paper of lists and forms: sheet sizes, a title block, 第x页 共y页 on every page, a row for signatures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from services.printing.faces import Faces, Style
from services.printing.grid import Area
from services.printing.kinsoku import split_text
from services.printing.measures import MM
from services.printing.page import Ink, Pen, Rule, fitted, printable, text_width

_SIDE, _TOP, _BOTTOM = 15 * MM, 16 * MM, 18 * MM
_TITLE, _NOTE, _FOOT = 18.0, 10.5, 9.0
_SIGNATURES_IN_ROW = 4
_SIGNATURE_SHARES = 12  # of a line; a place to sign takes three, with fewer of them more
_SIGNATURE_GAP = 12.0
_BY_HAND = 72.0  # for a colon, a name by hand and the gap


class Paper(StrEnum):
    """Sheets an office printer holds."""

    A4 = "A4"
    A3 = "A3"


_SHORT_LONG = {Paper.A4: (210 * MM, 297 * MM), Paper.A3: (297 * MM, 420 * MM)}


def paper_size(paper: Paper, landscape: bool) -> tuple[float, float]:
    """Width and height in points."""
    short, long = _SHORT_LONG[paper]
    return (long, short) if landscape else (short, long)


class ListPaper:
    """Pages of a list or form on a pen. The first carries the title; every one its number and the total.

    `side` is the margin to the left and to the right. Several papers on one pen count their pages each for itself;
    they need a `name` of their own.
    """

    def __init__(
        self,
        pen: Pen,
        title: str,
        left_note: str = "",
        right_note: str = "",
        *,
        side: float = _SIDE,
        name: str = "total",
    ) -> None:
        self.pen = pen
        self._name = name
        self.pages = 0
        self.left = side
        self._title = printable(title)
        self._notes = (printable(left_note), printable(right_note))

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.pen.width - 2 * self.left

    @property
    def bottom(self) -> float:
        """Where content must end."""
        return self.pen.height - _BOTTOM

    def open_page(self) -> Area:
        """The next page's room; on the first one below the title."""
        if self.pages:
            self.pen.next_page()
        self.pages += 1
        self._foot()
        top = self.title_block(_TOP, self._title, *self._notes) if self.pages == 1 and self._title else _TOP
        return Area(self.pen, self.left, top, self.bottom)

    def title_block(
        self, y: float, title: str, left_note: str, right_note: str, *, size: float = _TITLE, room: float | None = None
    ) -> float:
        """A title, at most `room` wide, and a line of notes below it. Returns the y below them.

        A right note of more than half the width stands on lines of its own, below the left one.
        """
        faces = self.pen.faces
        for line in wrap(faces, title, Style.TITLE, size, room or self.width):
            width = text_width(faces, line, Style.TITLE, size)
            self.pen.text(Ink((self.pen.width - width) / 2, y, line, Style.TITLE, size))
            y += size * 1.4
        y += 4
        right_width = text_width(faces, right_note, Style.BODY, _NOTE)
        beside = right_width <= self.width / 2
        if right_note and beside:
            self.right_line(y, right_note, _NOTE)
        if left_note or beside:
            for line in wrap(faces, left_note, Style.BODY, _NOTE, self.width - (right_width + 20 if beside else 0)):
                self.pen.text(Ink(self.left, y, line, Style.BODY, _NOTE))
                y += _NOTE * 1.4
        for line in () if beside else wrap(faces, right_note, Style.BODY, _NOTE, self.width):
            self.right_line(y, line, _NOTE)
            y += _NOTE * 1.4
        return y + 3 if left_note or right_note else y

    def right_line(self, y: float, text: str, size: float) -> None:
        """One line of text that ends at the right margin."""
        x = self.left + self.width - text_width(self.pen.faces, text, Style.BODY, size)
        self.pen.text(Ink(x, y, text, Style.BODY, size))

    def room_for(self, y: float, height: float) -> float:
        """`y`, or the top of a new page where `height` would not fit below it."""
        return y if y + height <= self.bottom else self.open_page().top

    def close(self) -> int:
        """Writes the totals and the file. Returns the number of pages. Raises OSError."""
        self.end()
        self.pen.save()
        return self.pages

    def end(self) -> int:
        """Writes the totals and leaves the last page; another paper may follow on the pen. Returns the pages."""
        self.pen.write_total(f"共{self.pages}页", Style.BODY, _FOOT, self._name)
        self.pen.next_page()
        return self.pages

    def paragraph(self, y: float, text: str, size: float = _NOTE) -> float:
        """Running text over the whole width. Returns the y below it."""
        for line in wrap(self.pen.faces, text, Style.BODY, size, self.width):
            y = self.room_for(y, size * 1.5)
            self.pen.text(Ink(self.left, y, line, Style.BODY, size))
            y += size * 1.5
        return y

    def closing_height(self, footnote: str, signatures: Sequence[str]) -> float:
        """What `closing` takes."""
        lines = len(wrap(self.pen.faces, footnote, Style.BODY, _NOTE, self.width)) if footnote else 0
        height = 5 + lines * _NOTE * 1.5 if lines else 0.0
        return height + len(self._signature_rows(signatures)) * 28

    def closing(self, y: float, footnote: str, signatures: Sequence[str]) -> float:
        """What stands below a table. Returns the y below it."""
        if footnote:
            y = self.paragraph(y + 5, footnote)
        return self.signatures(y, signatures)

    def heading(self, y: float, text: str, keep: float) -> float:
        """A line in 黑体 that stays with the next `keep` points. Returns the y below it."""
        y = self.room_for(y + 8, 20 + keep)
        self.pen.text(Ink(self.left, y, text, Style.HEI, 12))
        return y + 19

    def signatures(self, y: float, labels: Sequence[str]) -> float:
        """“填报人：____” for each label, at most four on a line. Returns the y below.

        What follows “：” in a label is already known and stands on the line, which is as long as that needs.
        """
        share = self.width / _SIGNATURE_SHARES
        for row in self._signature_rows(labels):
            y = self.room_for(y + 8, 24)
            place = 0
            for label, shares in row:
                self._signature(self.left + place * share, y, label, share * shares)
                place += shares
            y += 20
        return y

    def _signature_rows(self, labels: Sequence[str]) -> list[list[tuple[str, int]]]:
        """Labels by line, each with the shares of the width that it takes."""
        blank = _SIGNATURE_SHARES // min(max(len(labels), 1), _SIGNATURES_IN_ROW)
        rows: list[list[tuple[str, int]]] = []
        free = 0
        for label in map(printable, labels):
            known = "：" in label
            wide = text_width(self.pen.faces, label, Style.BODY, _NOTE) + (1.5 * _SIGNATURE_GAP if known else _BY_HAND)
            needed = math.ceil(wide * _SIGNATURE_SHARES / self.width)
            shares = min(needed if known else max(needed, blank), _SIGNATURE_SHARES)
            if shares > free:
                rows.append([])
                free = _SIGNATURE_SHARES
            rows[-1].append((label, shares))
            free -= shares
        return rows

    def _signature(self, x: float, y: float, label: str, room: float) -> None:
        faces = self.pen.faces
        name, _colon, known = label.partition("：")
        shown = f"{name}："
        self.pen.text(Ink(x, y, shown, Style.BODY, _NOTE))
        start, end = x + text_width(faces, shown, Style.BODY, _NOTE), x + room - _SIGNATURE_GAP
        if known:
            self.pen.text(fitted(faces, Ink(start, y, known, Style.BODY, _NOTE), end - start))
        self.pen.rule(Rule(start, y + _NOTE * 1.15, end, y + _NOTE * 1.15, 0.4))

    def _foot(self) -> None:
        own = f"第{self.pages}页　"
        width = text_width(self.pen.faces, own, Style.BODY, _FOOT)
        y = self.pen.height - 12 * MM
        middle = self.pen.width / 2
        self.pen.text(Ink(middle - width, y, own, Style.BODY, _FOOT))
        self.pen.place_total(middle, y, self._name)


def wrap(faces: Faces, text: str, style: Style, size: float, width: float) -> list[str]:
    """Lines of at most `width` points."""
    return split_text(printable(text), lambda char: faces.width(style, char), int(width * 1000 / size))
