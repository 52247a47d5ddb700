"""Where characters stand that no face can draw: the page and the place of each one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from services.printing.official_model import OfficialDocument, changed_texts
from services.printing.page import Sheet
from services.problems import Level, Problem

_FIRST_MARKER = 0xF0000  # private use: no face of a PC has these, so each is as wide as the character it stands for
_MOST_MARKERS = 0xFFFD
_MOST_PAGES = 8


def missing_problems(
    document: OfficialDocument,
    missing: frozenset[str],
    boxes: bool,
    lay_out: Callable[[OfficialDocument], Sequence[Sheet]],
) -> list[Problem]:
    """One problem for each character and place, naming the pages. An error, with consent to `boxes` a warning.

    The document is laid out once more with a marker for every such character, which tells the pages exactly; this
    costs nothing where no character is missing.
    """
    places: dict[str, tuple[str, str]] = {}

    def mark(place: str, text: str) -> str:
        if missing.isdisjoint(text):
            return text
        found = []
        for char in text:
            if char in missing and len(places) < _MOST_MARKERS:
                marker = chr(_FIRST_MARKER + len(places))
                places[marker] = (place, char)
                char = marker
            found.append(char)
        return "".join(found)

    sheets = lay_out(changed_texts(document, mark))
    pages: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, sheet in enumerate(sheets, start=1):
        for ink in sheet.inks:
            for char in ink.text:
                occurrence = places.get(char)
                if occurrence and number not in pages[occurrence]:
                    pages[occurrence].append(number)
    return [
        _problem(place, char, pages[place, char], boxes)
        for place, char in dict.fromkeys(places.values())
        if pages[place, char]
    ]


def _problem(place: str, char: str, pages: Sequence[int], boxes: bool) -> Problem:
    where = "、".join(f"第{page}页" for page in pages[:_MOST_PAGES]) + ("等页" if len(pages) > _MOST_PAGES else "")
    head = f"{where}的“{char}”（U+{ord(char):04X}）所有字体都没有，"
    if boxes:
        return Problem(Level.WARNING, "OD99", place, f"{head}照同意的办法印成空心方框。", char)
    tail = "版面上用“〓”占位。安装含有这个字的字体后重新生成，或者同意印成空心方框。"
    return Problem(Level.ERROR, "OD99", place, head + tail, char)
