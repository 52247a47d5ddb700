"""Lines of text on the grid of an official document: paragraphs, 附件说明, signatures. Positions in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.printing.faces import Faces, Style
from services.printing.kinsoku import break_lines
from services.printing.measures import BLOCK_WIDTH, CHAR_PITCH, LEFT, MEASURES, SIZE, points
from services.printing.official_model import OfficialDocument, Signature
from services.printing.official_text import Span, attachment_names, break_title, date_words, note_words
from services.printing.page import Ink, fitted, text_width

RIGHT = LEFT + BLOCK_WIDTH
TIGHT = CHAR_PITCH - SIZE
"""Added behind each 16 pt character, so that 28 of them fill the width of the text block."""
_LOOSEST = 3.0  # a line that a long number left short is not pulled wider than a fifth of an em a gap
_SEALS_IN_ROW = 3
_SEAL_ROWS = 5  # a 42–45 mm seal needs five lines


class Kind(StrEnum):
    """What a line is, for page ends."""

    TEXT = "text"
    BLANK = "blank"
    LIST = "list"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid; its inks count `top` from the line's own top."""

    kind: Kind
    inks: tuple[Ink, ...] = ()


BLANK = Row(Kind.BLANK)


def paragraph_rows(
    faces: Faces, spans: Sequence[Span], *, first: float, rest: float, kind: Kind = Kind.TEXT
) -> list[Row]:
    """A paragraph whose first line begins `first` characters in, the others `rest`; full lines reach the edge."""
    text = "".join(span.text for span in spans)
    styles = [span.style for span in spans for _char in span.text]
    widths = [width for span in spans for width in faces.widths(span.style, span.text)]
    limit = round((BLOCK_WIDTH - rest * CHAR_PITCH - SIZE) / CHAR_PITCH + 1) * 1000
    found: list[Row] = []
    for line in break_lines(text, widths, limit, first=round((first - rest) * 1000)):
        x = LEFT + CHAR_PITCH * (rest if found else first)
        end = line.end
        while end > line.start + 1 and text[end - 1] in " \n":
            end -= 1
        own = widths[line.start : end]
        spacing = TIGHT
        # a list keeps its columns: its lines are not stretched
        if kind is Kind.TEXT and not line.last and len(own) > 1:
            wanted = (RIGHT - x - sum(own) * SIZE / 1000) / (len(own) - 1)
            spacing = wanted if wanted <= _LOOSEST else TIGHT
        found.append(Row(kind, _pieces(text[line.start : end], styles[line.start : end], own, x, spacing)))
    return found


def _pieces(text: str, styles: Sequence[Style], widths: Sequence[int], x: float, spacing: float) -> tuple[Ink, ...]:
    inks: list[Ink] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or styles[end] is not styles[start]:
            inks.append(Ink(x, 0.0, text[start:end], styles[start], SIZE, spacing))
            x += sum(widths[start:end]) * SIZE / 1000 + spacing * (end - start)
            start = end
    return tuple(inks)


def line_width(faces: Faces, text: str, style: Style = Style.BODY) -> float:
    """Width of 3号 text on the grid."""
    return text_width(faces, text, style, SIZE, TIGHT)


def text_row(faces: Faces, text: str, x: float) -> Row:
    """One piece of 3号 text of a signature; it begins and ends inside the text block."""
    x = max(x, LEFT)
    return Row(Kind.SIGN, (fitted(faces, Ink(x, 0.0, text, Style.BODY, SIZE, TIGHT), RIGHT - x),))


def attachment_items(faces: Faces, document: OfficialDocument) -> list[tuple[str, float, float]]:
    """附件说明: text, characters before its first line and before the others, below the name's first one (7.3.4)."""
    names = attachment_names(document)
    found = []
    for index, name in enumerate(names):
        label = "附件：" if index == 0 else ""
        number = f"{index + 1}." if len(names) > 1 else ""
        hang = 5.0 + (line_width(faces, number + "一") / CHAR_PITCH - 1 if number else 0.0)
        found.append((label + number + name.rstrip("。；，"), 2.0 if index == 0 else 5.0, hang))
    return found


def attachment_rows(faces: Faces, document: OfficialDocument) -> list[Row]:
    """附件说明, one line free above it."""
    rows: list[Row] = []
    for text, start, hang in attachment_items(faces, document):
        rows += paragraph_rows(faces, [Span(text, Style.BODY)], first=start, rest=hang, kind=Kind.LIST)
    return [BLANK, *rows] if rows else []


def signing_rows(faces: Faces, document: OfficialDocument) -> list[Row]:
    """署名, 成文日期, 附注: what stays together on one page with text (7.3.5, 7.3.6)."""
    day = date_words(document.date)
    names = [each for each in document.sign if each.name]
    if document.format.value == "命令":
        rows = _stamped(faces, names, day)
    elif any(each.seal for each in names):
        rows = _sealed_alone(faces, names[0].name, day) if len(names) == 1 else _sealed_jointly(faces, names, day)
    else:
        rows = _unsealed(faces, names, day)
    if document.note:
        spans = [Span(note_words(document.note), Style.BODY)]
        rows += paragraph_rows(faces, spans, first=2, rest=0, kind=Kind.SIGN)
    return rows


def _sealed_alone(faces: Faces, name: str, day: str) -> list[Row]:
    """Date four characters from the right, name centred above it; two lines free, so that the seal nears the text."""
    date_width, name_width = line_width(faces, day), line_width(faces, name)
    centre = RIGHT - points_of("sealed_date_right") - date_width / 2
    centre = max(min(centre, RIGHT - name_width / 2), LEFT + name_width / 2)
    return [
        BLANK,
        BLANK,
        text_row(faces, name, centre - name_width / 2),
        text_row(faces, day, centre - date_width / 2),
    ]


def _sealed_jointly(faces: Faces, names: Sequence[Signature], day: str) -> list[Row]:
    """At most three names to a row, each with room for its seal; the last one stands above the date."""
    rows: list[Row] = []
    share = BLOCK_WIDTH / _SEALS_IN_ROW
    date_width = line_width(faces, day)
    last_centre = RIGHT - points_of("sealed_date_right") - date_width / 2
    for start in range(0, len(names), _SEALS_IN_ROW):
        group = names[start : start + _SEALS_IN_ROW]
        rows += [BLANK] * (2 if not rows else _SEAL_ROWS - 1)
        shift = last_centre - (LEFT + share * (_SEALS_IN_ROW - 0.5))
        columns = range(_SEALS_IN_ROW - len(group), _SEALS_IN_ROW)
        centres = [LEFT + share * (column + 0.5) + shift for column in columns]
        rows += _columns(faces, [each.name for each in group], centres, share)
    rows.append(text_row(faces, day, last_centre - date_width / 2))
    return rows


def _columns(faces: Faces, names: Sequence[str], centres: Sequence[float], share: float) -> list[Row]:
    limit = int((share - 6) / CHAR_PITCH) * 1000
    pieces = [break_title(name, faces.widths(Style.BODY, name), limit) for name in names]
    rows = []
    for index in range(max(len(each) for each in pieces)):
        inks = []
        for lines_of_name, centre in zip(pieces, centres, strict=True):
            if index < len(lines_of_name):
                text = lines_of_name[index]
                x = min(centre - line_width(faces, text) / 2, RIGHT - line_width(faces, text))
                inks.append(Ink(max(x, LEFT), 0.0, text, Style.BODY, SIZE, TIGHT))
        rows.append(Row(Kind.SIGN, tuple(inks)))
    return rows


def _unsealed(faces: Faces, names: Sequence[Signature], day: str) -> list[Row]:
    """Name two characters from the right; the date begins two characters to the right of it (7.3.5.2)."""
    if not names:
        return (
            [BLANK, text_row(faces, day, RIGHT - points_of("sealed_date_right") - line_width(faces, day))]
            if day
            else []
        )
    edge = RIGHT - points_of("unsealed_right")
    widest = max(line_width(faces, each.name) for each in names)
    name_x = edge - widest
    date_x = name_x + points_of("indent")
    if date_x + line_width(faces, day) > edge:
        date_x = edge - line_width(faces, day)
        name_x = min(name_x, date_x - points_of("indent"))
    name_x = max(name_x, LEFT)
    return [BLANK, *(text_row(faces, each.name, name_x) for each in names), text_row(faces, day, date_x)]


def _stamped(faces: Faces, names: Sequence[Signature], day: str) -> list[Row]:
    """Room for the signature stamp four characters from the right, the post two characters before it (7.3.5.3)."""
    edge = RIGHT - points_of("stamp_right")
    rows: list[Row] = [BLANK, BLANK]
    for each in names:
        rows += [text_row(faces, each.name, edge - line_width(faces, each.name)), BLANK]
    return [*rows, text_row(faces, day, edge - line_width(faces, day))]


def points_of(name: str) -> float:
    """A measure in characters, in points on the grid."""
    measure = MEASURES[name]
    return measure.value * CHAR_PITCH if measure.unit == "char" else points(name)
