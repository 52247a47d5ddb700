"""Sheet, margins, lines and characters of a page, and page numbers of a .docx (GB/T 9704-2012, 5 and 7.5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.printing.checking.docx_lines import Line, LineReader, W
from services.printing.checking.finding import Finding
from services.printing.measures import CHARS, LINES, MEASURES, MM, SIZE, SMALL

_TOLERANCE = 1.05  # mm: 5.2.1 allows 1 for 天头 and 订口, the other two follow; files hold twentieths of a point
_WIDTH, _HEIGHT, _TOP, _LEFT = (MEASURES[key].value for key in ("page_width", "page_height", "top", "left"))
_BOX = (MEASURES["block_width"].value, MEASURES["block_height"].value)
_WANTED = (
    ("天头", "top", _TOP),
    ("订口", "left", _LEFT),
    ("切口", "right", _WIDTH - _LEFT - _BOX[0]),
    ("地脚", "bottom", _HEIGHT - _TOP - _BOX[1]),
)
_SHEET = f"{_WIDTH:g}×{_HEIGHT:g}毫米"
_FITS = 0.02  # of a line or character: rounding to twentieths of a point
_NATURAL = 1.3  # lines of a Chinese face without grid or exact pitch, in its size
_DASHED = re.compile(r"—\s*1?\s*—")
_RIGHT_NUMBER = "— 1 —"
_SONG = re.compile("宋体|simsun|songti|中宋", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What most of the text is set with, in points: from line to line, its size, from character to character."""

    pitch: float
    size: float
    advance: float


def check_page(document: Any, body: Sequence[Line], default_size: float) -> Iterator[Finding]:
    """The first section; pages of appendices may be turned."""
    section = next(document.element.body.iter(W + "sectPr"), None)
    size = section.find(W + "pgSz") if section is not None else None
    margins = section.find(W + "pgMar") if section is not None else None
    if section is None or size is None or margins is None:
        return
    width, height = _mm(size, "w"), _mm(size, "h")
    wrong = abs(width - _WIDTH) > _TOLERANCE or abs(height - _HEIGHT) > _TOLERANCE
    if wrong:
        raw = f"{width:.0f}×{height:.0f}毫米"
        yield Finding("OD201", "page", f"纸张用A4（{_SHEET}），现在是{raw}。", raw=raw, suggest=_SHEET)
    found = {name: _mm(margins, name) for _words, name, _wanted in _WANTED}
    setting = _setting(section.find(W + "docGrid"), body, default_size)
    inner = (width - found["left"] - found["right"], height - found["top"] - found["bottom"])
    beside = list(_margins(found, setting is not None and _is_same_picture(found["top"], inner[1], setting)))
    yield from beside
    if setting is not None:
        # where the sheet is wrong already, its lines are counted on the right one: a fault is told once
        yield from _grid(setting, _BOX if wrong or beside else inner)


def _margins(found: dict[str, float], same_picture: bool) -> Iterator[Finding]:
    for words, name, wanted in _WANTED:
        if abs(found[name] - wanted) <= _TOLERANCE or (same_picture and name in ("top", "bottom")):
            continue
        raw = f"{found[name]:.1f}毫米"
        message = f"{words}{wanted:g}毫米，允许相差1毫米，现在是{raw}。"
        yield Finding("OD202", f"page.{name}", message, raw=raw, suggest=f"{wanted:g}毫米")


def _is_same_picture(top: float, height: float, setting: _Setting) -> bool:
    """Whether the first character stands 37 mm down all the same: a line has its leading above it, 22 fill the page."""
    lead = (setting.pitch - setting.size) / MM
    filled = ((LINES - 1) * setting.pitch + setting.size) / MM
    fits = LINES <= height * MM / setting.pitch + _FITS < LINES + 0.5
    return fits and abs(filled - _BOX[1]) <= MEASURES["block_height"].tolerance and _TOP - lead - 1 <= top <= _TOP


def _setting(grid: Any, body: Sequence[Line], default_size: float) -> _Setting | None:
    kind = grid.get(W + "type", "default") if grid is not None else "default"
    in_lines, in_characters = kind != "default", kind in ("linesAndChars", "snapToChars")
    # a character grid sets each character at the default type plus a space in 4096ths of a point
    snapped = default_size + _number(grid, "charSpace") / 4096 if in_characters else 0.0
    pitches: Counter[float] = Counter()
    types: Counter[tuple[float, float]] = Counter()
    for line in body:
        look = line.look()
        if look is not None:
            natural = _points(grid, "linePitch") if in_lines else look.size * _NATURAL
            pitches[line.setting.pitch or natural * line.setting.lines] += len(line.text)
            types[look.size, look.spacing] += len(line.text)
    pitch = pitches.most_common(1)[0][0] if pitches else 0.0
    if pitch <= 0:
        return None
    size, spacing = types.most_common(1)[0][0]
    return _Setting(pitch, size, max((snapped or size) + spacing, 1.0))


def _grid(setting: _Setting, box: tuple[float, float]) -> Iterator[Finding]:
    """22 lines of 28 characters in a box of millimetres."""
    lines = int(box[1] * MM / setting.pitch + _FITS)
    if lines != LINES:
        message = f"每页一般排{LINES}行，现在行距{setting.pitch:.4g}磅，每页排{lines}行。"
        yield Finding("OD208", "page.lines", message, raw=f"{lines}行", suggest=f"{LINES}行")
    chars = int(box[0] * MM / setting.advance + _FITS)
    if chars != CHARS and abs(setting.size - SIZE) <= MEASURES["body_size"].tolerance:
        message = f"每行一般排{CHARS}个字，现在每行排{chars}个字。"
        yield Finding("OD209", "page.characters", message, raw=f"{chars}个字", suggest=f"{CHARS}个字")


def check_page_numbers(document: Any, reader: LineReader) -> Iterator[Finding]:
    """“— 1 —” in 四号宋体."""
    footer = next(filter(_counts_pages, _footers(document)), None)
    if footer is None:
        yield Finding("OD216", "page.number", "一般要编页码，现在没有。", suggest=_RIGHT_NUMBER)
        return
    lines = reader.lines_of(footer)
    words = re.sub(r"\d+", "1", lines[0].text) if lines else "1"
    if not _DASHED.search(words):
        message = f"页码左右各放一条一字线，写作“{_RIGHT_NUMBER}”，现在是“{words}”。"
        yield Finding("OD211", "page.number", message, raw=words, suggest=_RIGHT_NUMBER)
    if not lines:
        return
    pieces = lines[0].pieces
    look = next((piece.look for piece in pieces if re.search(r"\d", piece.text)), pieces[0].look)
    if abs(look.size - SMALL) > MEASURES["small_size"].tolerance:
        raw = f"{look.size:g}磅"
        yield Finding(
            "OD210", "page.number", f"页码一般用四号（14磅）字，现在是{raw}。", raw=raw, suggest="四号（14磅）"
        )
    if look.latin and not _SONG.search(look.latin):
        message = f"页码一般用宋体，现在是{look.latin}。"
        yield Finding("OD210", "page.number", message, raw=look.latin, suggest="宋体")


def _footers(document: Any) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/footer"):
            yield relation.target_part.element


def _counts_pages(footer: Any) -> bool:
    """Whether Word counts pages there."""
    simple = (field.get(W + "instr", "") for field in footer.iter(W + "fldSimple"))
    written = (field.text or "" for field in footer.iter(W + "instrText"))
    return any(re.search(r"\bPAGE\b", words) for words in (*simple, *written))


def _mm(element: Any, name: str) -> float:
    return _number(element, name) / 1440 * 25.4


def _points(element: Any, name: str) -> float:
    return _number(element, name) / 20


def _number(element: Any, name: str) -> float:
    try:
        return float(element.get(W + name, 0)) if element is not None else 0.0
    except ValueError:
        return 0.0
