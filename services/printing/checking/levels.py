"""The marks of levels 一、 （一） 1. （1）: their shape, their order, their counting (7.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.printing.checking.finding import Finding, Fix
from services.printing.checking.sheet import Sheet, Text
from services.printing.official_model import Format
from services.printing.official_text import chinese_number, level_number

_CN = "一二三四五六七八九十百零"
_WRONG_MARK = (
    (re.compile(rf"([{_CN}]+)\s*[.．](?!\d)"), r"\1、", "“一”后面用顿号，写作“一、”。"),
    (re.compile(rf"[（(]([{_CN}\d]+)[)）]、"), r"（\1）", "括号序号后面不加顿号。"),
    (re.compile(rf"\(([{_CN}\d]+)[)）]|（([{_CN}\d]+)\)"), r"（\1\2）", "序号用全角括号，写作“（一）”。"),
    (re.compile(r"(\d+)、(?!\d)"), r"\1.", "阿拉伯数字序号后面用点，写作“1.”。"),
)
_MARKS = (
    (1, re.compile(rf"([{_CN}]+)、(?![{_CN}]+[、章节条款项次批])")),
    (2, re.compile(rf"[（(]([{_CN}]+)[)）]")),
    (3, re.compile(r"(\d{1,3})[.．](?!\d)")),
    (4, re.compile(r"[（(](\d{1,3})[)）]")),
)
_NUMERALS = {chinese_number(count): count for count in range(1, 200)}
_NAMES = {1: "“一、”", 2: "“（一）”", 3: "“1.”", 4: "“（1）”"}


@dataclass(frozen=True, slots=True)
class _Mark:
    level: int
    count: int
    end: int


def check_levels(sheet: Sheet) -> Iterator[Finding]:
    """Text and appendices, each counted for itself."""
    yield from _counted(sheet.body, shown=sheet.document.format is not Format.FORM)
    for index in range(len(sheet.document.appendices)):
        yield from _counted([text for text in sheet.running if text.where.startswith(f"appendices[{index}].")])


def _counted(texts: Sequence[Text], *, shown: bool = True) -> Iterator[Finding]:
    """`shown`: whether levels have faces of their own, so that a plain paragraph with the mark of one looks wrong."""
    used = {text.level for text in texts}
    above = 0
    counter = _Counter()
    for text in texts:
        yield from _shape(text)
        mark = _mark_of(text.text)
        if mark and mark.level != text.level and (text.level or (shown and _is_heading(text.text, mark))):
            yield _wrong_level(text, mark)
        level = text.level
        if not level:
            counter.interrupt()
            continue
        if _is_skipped(above, level, used):
            message = f"第{level}层前面没有第{level - 1}层。"
            yield Finding("OD52", text.where, message, raw=text.text[:20], place=text.place)
        above = level
        wanted = counter.next(level, mark.count if mark and mark.level == level else None)
        if mark and wanted is not None:
            yield _wrong_count(text, mark, wanted)
        if level == 1 and text.text.endswith("。") and text.text.count("。") == 1 and "，" not in text.text:
            end = len(text.text)
            yield text.fault("OD53", "单独成行的小标题末尾不用句号。", (end - 1, end), "")


class _Counter:
    """Counts levels below one another. 1. and （1） may restart below a heading or go on through the whole text."""

    def __init__(self) -> None:
        self._counts = [0] * 5  # as they restart below a higher level
        self._last = [0] * 5  # as they were last written, whatever stands between
        self._before = 0

    def interrupt(self) -> None:
        """A plain paragraph."""
        self._before = 0

    def next(self, level: int, written: int | None) -> int | None:
        """The number that was due where another was written; None where it fits or the program numbers."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (4 - level)
        due = self._counts[level]
        fits = {due, self._last[level] + 1} if level > 1 else {due}
        if level > 2 and self._before != level:
            fits.add(1)  # a list of its own
        self._before = level
        self._last[level] = self._counts[level] = written or due
        return due if written is not None and written not in fits else None


def _is_skipped(above: int, level: int, used: set[int]) -> bool:
    """（一） needs 一、; below, a level may be left out where the whole text does without it, 一、 followed by 1."""
    if level <= above + 1 or level == 1:
        return False
    return level == 2 or (level == 4 and above > 0) or bool(used & set(range(max(above, 1) + 1, level)))


def _shape(text: Text) -> Iterator[Finding]:
    for pattern, better, message in _WRONG_MARK:
        found = pattern.match(text.text)
        if found:
            yield text.fault("OD51", message, found.span(), found.expand(better))
            return


def _mark_of(text: str) -> _Mark | None:
    for level, pattern in _MARKS:
        found = pattern.match(text)
        if found is None:
            continue
        words = found.group(1)
        count = int(words) if words.isdigit() else _NUMERALS.get(words, 0)
        return _Mark(level, count, found.end()) if count else None
    return None


def _is_heading(text: str, mark: _Mark) -> bool:
    """A plain paragraph that should be 一、 or （一）; 1. and （1） look like plain text, and so does a list run in."""
    return mark.level <= 2 and not _MARKS[mark.level - 1][1].search(text, mark.end)


def _wrong_level(text: Text, mark: _Mark) -> Finding:
    own = f"第{text.level}层" if text.level else "正文"
    message = f"{_NAMES[mark.level]}是第{mark.level}层的序号，这一段却是{own}。"
    fix = Fix(f"{text.where}.level", 0, 1, str(text.level), str(mark.level))
    suggest = f"第{mark.level}层"
    return Finding("OD57", text.where, message, 0, mark.end, text.text[: mark.end], suggest, fix, text.place)


def _wrong_count(text: Text, mark: _Mark, wanted: int) -> Finding:
    better = level_number(mark.level, wanted)
    written = text.text[: mark.end]
    message = f"序号“{written}”{'重复' if mark.count < wanted else '跳号'}，接着应是“{better}”。"
    return text.fault("OD56", message, (0, mark.end), better)
