"""Web pages: saved ones, those that a program names .doc, and text copied with its marks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "ul",
        "ol",
        "dt",
        "dd",
        "title",
    }
)
_SILENT = frozenset({"script", "style", "head", "del", "noscript", "rt", "rp"})
_TABLES = re.compile(r"</(?:td|th)\s*>", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"</(?:p|div|li)\s*>", re.IGNORECASE)
FEWEST = 3
WIDEST = 30


def is_web_page(text: str) -> bool:
    """Whether a text is written with the marks of a page rather than holding a stray one."""
    head = text[:1000].lstrip("\ufeff \r\n\t").lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    return bool(_TABLES.search(text)) or sum(1 for _ in _PARAGRAPHS.finditer(text)) >= FEWEST


def page_text(text: str) -> str:
    """The words of a page, a paragraph on each line; rows of tables have their cells parted by tabs."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "\n".join([*reader.lines, "".join(reader.words)])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self._silent = 0
        self._row: list[str] | None = None
        self._spans = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}  # by column: how many rows a cell still covers, and its words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.words.append("\n" if self._row is None else " ")
        elif tag == "table":
            self._end_line()
            self._below = {}
        elif tag == "tr":
            self._end_line()
            self._row = []
        elif tag in ("td", "th"):
            self.words = []
            named = {name: words or "" for name, words in attrs}
            self._spans = (_count(named.get("colspan", "")), _count(named.get("rowspan", "")))
        elif tag in _BLOCKS and self._row is None:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
        elif tag == "tr" and self._row is not None:
            self._cover()
            self.lines.append("\t".join([*self._row, ""]))
            self._row, self.words = None, []
        elif tag in _BLOCKS:
            if self._row is None:
                self._end_line()
            else:
                self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data if self._row is not None else re.sub(r"\s+", " ", data))

    def _end_line(self) -> None:
        line = "".join(self.words).strip()
        if line and self._row is None:
            self.lines.append(line)
        self.words = []

    def _cover(self) -> None:
        """Puts the words of cells from above into the columns that they still cover."""
        while self._row is not None and len(self._row) in self._below:
            column = len(self._row)
            rows, words = self._below.pop(column)
            if rows > 1:
                self._below[column] = (rows - 1, words)
            self._row.append(words)

    def _end_cell(self) -> None:
        self._cover()
        words = " ".join("".join(self.words).split())
        wide, high = self._spans
        for _ in range(wide):
            if self._row is not None:
                if high > 1:
                    self._below[len(self._row)] = (high - 1, words)
                self._row.append(words)
        self.words = []


def _count(words: str) -> int:
    return max(1, min(int(words), WIDEST)) if words.strip().isdigit() else 1
