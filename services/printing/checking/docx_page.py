"""Sheet, margins, lines and characters of a page, and page numbers of a .docx (GB/T 9704-2012, 5 and 7.5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from services.printing.checking.docx_lines import Line, LineReader, W
from services.printing.checking.finding import Finding
from services.printing.measures import CHARS, LINES, MEASURES, MM, SIZE, SMALL

_TOLERANCE = 1.0  # mm: 5.2.1 allows it for 天头 and 订口, the other two follow
_WANTED = (("天头", "top", 37.0), ("订口", "left", 28.0), ("切口", "right", 26.0), ("地脚", "bottom", 35.0))
# Word puts half of the leading above the first line: with these margins its first glyph is 37 mm down
_SAME_PICTURE = {"top": 34.58, "bottom": 32.58}
_FITS = 0.02  # of a line or character: rounding to twentieths of a point
_NATURAL = 1.3  # lines of a Chinese face without grid or exact pitch, in its size
_DASHED = re.compile(r"—\s*1?\s*—")
_RIGHT_NUMBER = "— 1 —"
_SONG = re.compile("宋体|simsun|songti|中宋", re.IGNORECASE)


def check_page(document: Any, body: Sequence[Line], default_size: float) -> Iterator[Finding]:
    """The first section; pages of appendices may be turned."""
    section = next(document.element.body.iter(W + "sectPr"), None)
    if section is None:
        return
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    if size is None or margins is None:
        return
    width, height = _mm(size, "w"), _mm(size, "h")
    if abs(width - 210) > _TOLERANCE or abs(height - 297) > _TOLERANCE:
        raw = f"{width:.0f}×{height:.0f}毫米"
        yield Finding("OD201", "page", f"纸张用A4（210×297毫米），现在是{raw}。", raw=raw, suggest="210×297毫米")
    yield from _margins({name: _mm(margins, name) for _words, name, _wanted in _WANTED})
    box = (width - _mm(margins, "left") - _mm(margins, "right"), height - _mm(margins, "top") - _mm(margins, "bottom"))
    yield from _grid(section.find(W + "docGrid"), body, (box[0] * MM, box[1] * MM), default_size)


def _margins(found: dict[str, float]) -> Iterator[Finding]:
    same_picture = all(abs(found[name] - wanted) <= 0.5 for name, wanted in _SAME_PICTURE.items())
    for words, name, wanted in _WANTED:
        if abs(found[name] - wanted) <= _TOLERANCE or (same_picture and name in _SAME_PICTURE):
            continue
        raw = f"{found[name]:.1f}毫米"
        message = f"{words}{wanted:g}毫米，允许相差1毫米，现在是{raw}。"
        yield Finding("OD202", f"page.{name}", message, raw=raw, suggest=f"{wanted:g}毫米")


def _grid(grid: Any, body: Sequence[Line], box: tuple[float, float], default_size: float) -> Iterator[Finding]:
    """22 lines of 28 characters, counted from what most paragraphs are set with."""
    kind = grid.get(W + "type", "default") if grid is not None else "default"
    line_pitch = _points(grid, "linePitch") if kind in ("lines", "linesAndChars", "snapToChars") else 0.0
    pitches: Counter[float] = Counter()
    advances: Counter[float] = Counter()
    snapped = _number(grid, "charSpace") / 4096 if kind in ("linesAndChars", "snapToChars") else 0.0
    for line in body:
        look = line.look()
        if look is None:
            continue
        natural = line_pitch or look.size * _NATURAL
        pitches[round(line.setting.pitch or natural * line.setting.lines, 2)] += len(line.text)
        advances[round(look.size + look.spacing + (snapped + default_size - SIZE if snapped else 0.0), 3)] += len(
            line.text
        )
    if not pitches:
        return
    pitch, advance = pitches.most_common(1)[0][0], advances.most_common(1)[0][0]
    lines, chars = int(box[1] / pitch + _FITS), int(box[0] / advance + _FITS)
    if lines != LINES:
        message = f"每页一般排{LINES}行，现在行距{pitch:g}磅，每页排{lines}行。"
        yield Finding("OD208", "page.lines", message, raw=f"{lines}行", suggest=f"{LINES}行")
    if chars != CHARS:
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
