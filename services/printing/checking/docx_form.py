"""The form of a .docx against GB/T 9704-2012: sheet, margins, faces, sizes, lines, indents, colours, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from services.printing.checking.docx_elements import Parts
from services.printing.checking.docx_lines import Grid, Line, LineReader
from services.printing.checking.docx_page import check_page, check_page_numbers
from services.printing.checking.docx_styles import Look
from services.printing.checking.docx_words import is_red, level_of, words_of
from services.printing.checking.finding import Finding
from services.printing.checking.title import outline_fault
from services.printing.measures import MEASURES, SIZE, TITLE_SIZE
from services.printing.official_model import Format, OfficialDocument

_FACES: dict[str, re.Pattern[str]] = {
    "仿宋": re.compile("仿宋|fangsong", re.IGNORECASE),
    "黑体": re.compile("黑体|simhei|heiti", re.IGNORECASE),
    "楷体": re.compile("楷|kai", re.IGNORECASE),
    # 华文中宋 stands in where 小标宋 is not installed
    "小标宋": re.compile("小标宋|xiaobiaosong|标宋|biaosong|中宋|zhongsong", re.IGNORECASE),
}
_LEVEL_FACES = {1: "黑体", 2: "楷体"}  # all others are in the face of the text
_SIZE_NAMES = dict(
    zip(
        (42.0, 36.0, 26.0, 24.0, 22.0, 18.0, 16.0, 15.0, 14.0, 12.0, 10.5, 9.0),
        ("初号", "小初", "一号", "小一", "二号", "小二", "三号", "小三", "四号", "小四", "五号", "小五"),
        strict=True,
    )
)
_LABELLED = re.compile("(?:出席|请假|列席|主持|记录)[：:]")  # in minutes the label is in 黑体 (10.3)
_BLACK = ("", "000000")
_INDENT_LEAST, _INDENT_MOST = 1.7, 2.3  # characters of the type


def measure_form(document: Any, reader: LineReader, parts: Parts, said: OfficialDocument) -> tuple[Finding, ...]:
    """Every departure, with the value found and the value wanted, in the order of the page."""
    body = list(_placed(parts))
    return (
        *check_page(document, [line for _where, line in body], reader.default_size),
        *_mark(parts),
        *_title(parts),
        *_words_of_lists(parts),
        *_faces(body),
        *_sizes(body),
        *_indents(body),
        *_colours(body),
        *(check_page_numbers(document, reader) if said.format is not Format.FORM else ()),
    )


def _placed(parts: Parts) -> Iterator[tuple[str, Line]]:
    """Lines of the text with their paths in the document that was read."""
    at = 0
    for block in parts.body:
        if isinstance(block, Grid):
            at += 1
            continue
        yield f"body[{at}]", block
        at += len(words_of(block.text))


def _mark(parts: Parts) -> Iterator[Finding]:
    for line in parts.mark:
        look = line.look()
        if look is None:
            continue
        if not is_red(look.colour):
            shown = f"#{look.colour}" if look.colour else "黑色"
            yield Finding("OD212", "mark", f"发文机关标志用红色，现在是{shown}。", raw=shown, suggest="红色")
        if not _FACES["小标宋"].search(look.face):
            yield _face("OD212", "mark", "发文机关标志推荐用小标宋体", look, "小标宋")


def _title(parts: Parts) -> Iterator[Finding]:
    lines = [words for line in parts.title for words in words_of(line.text)]
    wrong = outline_fault(lines)
    if wrong:
        yield Finding("OD39", "title", wrong, raw="/".join(lines))
    for line in parts.title[:1]:
        look = line.look()
        if look is None:
            continue
        if not _FACES["小标宋"].search(look.face):
            yield _face("OD205", "title", "标题一般用小标宋体", look, "小标宋")
        if abs(look.size - TITLE_SIZE) > MEASURES["title_size"].tolerance:
            yield _size("OD206", "title", "标题一般用二号字", look.size, TITLE_SIZE)
        if line.setting.align != "center":
            yield Finding("OD215", "title", "标题居中排，现在没有居中。", raw="没有居中", suggest="居中")


def _words_of_lists(parts: Parts) -> Iterator[Finding]:
    """Marks at the end that the layout would put: in a finished file they have to be there."""
    if parts.to and not parts.to.text.endswith(("：", ":")):
        raw = parts.to.text[-10:]
        yield Finding("OD217", "to", "主送机关后面用全角冒号，现在没有。", raw=raw, suggest=f"{raw}：")
    if parts.copies and not parts.copies.rstrip().endswith("。"):
        raw = parts.copies.rstrip()[-10:]
        better = raw.rstrip("，、；.") + "。"
        yield Finding("OD218", "cc", "最后一个抄送机关后面用句号，现在没有。", raw=raw, suggest=better)


def _heading(line: Line) -> tuple[int, int]:
    """The level of a paragraph and the characters that stand in its face: the first sentence of a run-in heading."""
    level = level_of(line.text)
    stop = line.text.find("。")
    return level, len(line.text) if stop < 0 or level == 0 else stop + 1


def _faces(body: list[tuple[str, Line]]) -> Iterator[Finding]:
    wrong: dict[int, list[tuple[str, Look]]] = {0: [], **{level: [] for level in _LEVEL_FACES}}
    for where, line in body:
        if _LABELLED.match(line.text):
            continue
        level, end = _heading(line)
        look = line.look(0, end)
        if look is not None and not _FACES[_LEVEL_FACES.get(level, "仿宋")].search(look.face):
            wrong[level if level in _LEVEL_FACES else 0].append((where, look))
    for level, places in wrong.items():
        if places:
            name = _LEVEL_FACES.get(level, "仿宋")
            what = f"第{level}层一般用{name}" if level else f"正文一般用{name}"
            yield _face("OD207" if level else "OD203", places[0][0], what, places[0][1], name, len(places))


def _sizes(body: list[tuple[str, Line]]) -> Iterator[Finding]:
    looks = [(where, line.look()) for where, line in body]
    wrong = [(where, look) for where, look in looks if look and abs(look.size - SIZE) > MEASURES["body_size"].tolerance]
    for size in sorted({look.size for _where, look in wrong}):
        places = [where for where, look in wrong if look.size == size]
        yield _size("OD204", places[0], "正文一般用三号字", size, SIZE, len(places))


def _indents(body: list[tuple[str, Line]]) -> Iterator[Finding]:
    wrong = [where for where, line in body if line.setting.align not in ("center", "right") and not _is_indented(line)]
    if wrong:
        message = f"每个自然段左空二字，现在{_times(len(wrong))}没有。"
        yield Finding("OD213", wrong[0], message, raw="没有左空二字", suggest="左空二字")


def _is_indented(line: Line) -> bool:
    look = line.look()
    size = look.size if look else SIZE
    set_in = line.setting.chars or (line.setting.first + max(line.setting.left, 0.0)) / size
    return _INDENT_LEAST <= line.blanks + set_in <= _INDENT_MOST


def _colours(body: list[tuple[str, Line]]) -> Iterator[Finding]:
    looks = [(where, line.look()) for where, line in body]
    wrong = [(where, look.colour) for where, look in looks if look and look.colour not in _BLACK]
    if wrong:
        message = f"正文用黑色，现在{_times(len(wrong))}是#{wrong[0][1]}。"
        yield Finding("OD214", wrong[0][0], message, raw=f"#{wrong[0][1]}", suggest="黑色")


def _face(code: str, where: str, what: str, look: Look, wanted: str, times: int = 1) -> Finding:
    shown = look.face or "没有指定的字体"
    place = f"{_times(times)}是" if times > 1 else "是"
    return Finding(code, where, f"{what}，现在{place}{shown}。", raw=shown, suggest=wanted)


def _size(code: str, where: str, what: str, size: float, wanted: float, times: int = 1) -> Finding:
    place = f"{_times(times)}是" if times > 1 else "是"
    message = f"{what}，现在{place}{size_name(size)}。"
    return Finding(code, where, message, raw=size_name(size), suggest=size_name(wanted))


def _times(count: int) -> str:
    return f"有{count}段"


def size_name(size: float) -> str:
    """16.0 → 三号（16磅）."""
    name = _SIZE_NAMES.get(size)
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"
