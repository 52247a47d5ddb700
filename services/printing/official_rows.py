"""Lines of text on the grid of an official document: paragraphs, 主送机关, 附件说明. Positions in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from services.printing.faces import Faces, Style
from services.printing.kinsoku import break_lines
from services.printing.official_model import OfficialDocument
from services.printing.official_setting import Setting
from services.printing.official_text import Block, Span, attachment_names, recipients
from services.printing.page import Ink, SealPlace, fitted, text_width
from services.printing.pictures import PlacedPicture
from services.printing.profile import STANDARD, Metrics

_LOOSEST = 3.0  # a line that a long number left short is not pulled wider than a fifth of an em a gap


class Kind(StrEnum):
    """What a line is, for page ends."""

    TEXT = "text"
    BLANK = "blank"
    LIST = "list"
    SIGN = "sign"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid; what is on it counts its tops from the line's own top.

    `keep`: the next line stands on the same page (a heading with its text, a picture with all its lines).
    """

    kind: Kind
    inks: tuple[Ink, ...] = ()
    pictures: tuple[PlacedPicture, ...] = ()
    seals: tuple[SealPlace, ...] = ()
    keep: bool = False


BLANK = Row(Kind.BLANK)


def paragraph_rows(
    setting: Setting, spans: Sequence[Span], *, first: float, rest: float, kind: Kind = Kind.TEXT
) -> list[Row]:
    """A paragraph whose first line begins `first` characters in, the others `rest`; full lines reach the edge."""
    metrics = setting.metrics
    text = "".join(span.text for span in spans)
    styles = [span.style for span in spans for _char in span.text]
    widths = [width for span in spans for width in setting.faces.widths(span.style, span.text)]
    limit = round((metrics.right - metrics.left - rest * metrics.char_pitch - metrics.size) / metrics.char_pitch + 1)
    found: list[Row] = []
    for line in break_lines(text, widths, limit * 1000, first=round((first - rest) * 1000)):
        x = metrics.left + metrics.char_pitch * (rest if found else first)
        end = line.end
        while end > line.start + 1 and text[end - 1] in " \n":
            end -= 1
        own = widths[line.start : end]
        spacing = metrics.tight
        # a list keeps its columns: its lines are not stretched
        if kind is Kind.TEXT and not line.last and len(own) > 1:
            wanted = (metrics.right - x - sum(own) * metrics.size / 1000) / (len(own) - 1)
            spacing = wanted if wanted <= _LOOSEST else metrics.tight
        pieces = _pieces(text[line.start : end], styles[line.start : end], own, x, metrics.size, spacing)
        found.append(Row(kind, pieces))
    return found


def block_rows(setting: Setting, block: Block) -> list[Row]:
    """A paragraph of the text; the end of a heading stays with what follows it."""
    rows = paragraph_rows(setting, block.spans, first=block.first, rest=block.rest)
    if block.heading and rows:
        rows[-1] = replace(rows[-1], keep=True)
    return [BLANK, *rows] if block.apart else rows


def recipient_rows(setting: Setting, document: OfficialDocument) -> list[Row]:
    """主送机关, flush left to the last line (7.3.2)."""
    text = recipients(document.to)
    if not text:
        return []
    return paragraph_rows(setting, [Span(text, Style.BODY)], first=0, rest=0, kind=Kind.LIST)


def attachment_items(
    faces: Faces, document: OfficialDocument, metrics: Metrics = STANDARD
) -> list[tuple[str, float, float]]:
    """附件说明: text, characters before its first line and before the others, below the name's first one (7.3.4)."""
    names = attachment_names(document)
    indent = metrics.points("attachments_indent") / metrics.char_pitch
    found = []
    for index, name in enumerate(names):
        label = "附件：" if index == 0 else ""
        number = f"{index + 1}." if len(names) > 1 else ""
        reach = text_width(faces, number + "一", Style.BODY, metrics.size, metrics.tight) if number else metrics.size
        hang = indent + 3 + (reach - metrics.size) / metrics.char_pitch
        found.append((label + number + name.rstrip("。；，"), indent if index == 0 else indent + 3, hang))
    return found


def attachment_rows(setting: Setting, document: OfficialDocument) -> list[Row]:
    """附件说明, one line free above it."""
    rows: list[Row] = []
    for text, start, hang in attachment_items(setting.faces, document, setting.metrics):
        rows += paragraph_rows(setting, [Span(text, Style.BODY)], first=start, rest=hang, kind=Kind.LIST)
    above = setting.metrics.points("above_attachments") / setting.metrics.line_pitch
    return [BLANK] * round(above) + rows if rows else []


def line_width(setting: Setting, text: str, style: Style = Style.BODY) -> float:
    """Width of 3号 text on the grid."""
    return text_width(setting.faces, text, style, setting.metrics.size, setting.metrics.tight)


def text_ink(setting: Setting, text: str, x: float, style: Style = Style.BODY) -> Ink:
    """One piece of 3号 text; it begins and ends inside the text block."""
    metrics = setting.metrics
    x = max(x, metrics.left)
    ink = Ink(x, 0.0, text, style, metrics.size, metrics.tight)
    return fitted(setting.faces, ink, metrics.right - x)


def _pieces(
    text: str, styles: Sequence[Style], widths: Sequence[int], x: float, size: float, spacing: float
) -> tuple[Ink, ...]:
    inks: list[Ink] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or styles[end] is not styles[start]:
            inks.append(Ink(x, 0.0, text[start:end], styles[start], size, spacing))
            x += sum(widths[start:end]) * size / 1000 + spacing * (end - start)
            start = end
    return tuple(inks)
