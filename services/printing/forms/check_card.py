"""证件信息核对卡: what a certificate says, in the size of one, for whoever compares it with the register.

Every card is marked as no certificate. Source of the fields: the card face in certificates note §1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.errors import UnreadableError
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.forms.officer_values import NOBODY, OfficerValues
from services.printing.measures import MM
from services.printing.page import BLACK, GREY, Colour, Ink, Pen, Rule, fitted, printable, text_width
from services.printing.paper import ListPaper, Paper, paper_size, wrap
from services.printing.pictures import UNREADABLE, photo_in
from services.printing.qr import LEAST_SIZE, draw_qr

TITLE = "证件信息核对卡"
MARK = "仅供核对　非执法证件"
_WIDTH, _HEIGHT, _GAP = 85.6 * MM, 58 * MM, 5 * MM
_IN_ROW = 2
_HEAD, _FOOT, _PAD = 9 * MM, 9 * MM, 2.5 * MM
_PHOTO_WIDTH, _PHOTO_HEIGHT = 20 * MM, 24.6 * MM
_LABELS = 13 * MM
_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)  # the first in which everything fits
_PITCH = 1.3  # of the size


@dataclass(frozen=True, slots=True)
class CheckCardValues:
    """`code` is the text of the QR code; anybody can read it, so it holds no personal data. `as_of` is a day."""

    officer: OfficerValues = NOBODY
    code: str = ""
    as_of: str = ""
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class CheckCardsValues:
    """Cards of one officer or of many."""

    cards: tuple[CheckCardValues, ...] = ()


def render_check_cards(values: CheckCardsValues, target: Path) -> int:
    """Cards, eight on a page, with edges to cut along. Returns the pages; without cards one blank card.

    Raises StorageError, QrError where a code holds too much.
    """
    faces = load_faces()
    width, height = paper_size(Paper.A4, landscape=False)
    with replacing(target) as path:
        pen = Pen(path, faces, title=TITLE, width=width, height=height)
        paper = ListPaper(pen, "", side=(width - _IN_ROW * _WIDTH - _GAP) / 2)
        area = paper.open_page()
        top = area.top
        for index, card in enumerate(values.cards or (CheckCardValues(),)):
            column = index % _IN_ROW
            if index and column == 0:
                top += _HEIGHT + _GAP
                if top + _HEIGHT > paper.bottom:
                    top = paper.open_page().top
            _draw_card(pen, card, paper.left + column * (_WIDTH + _GAP), top)
        return paper.close()


def _draw_card(pen: Pen, card: CheckCardValues, x: float, top: float) -> None:
    _draw_frame(pen, x, top)
    _centred(pen, TITLE, Style.HEI, 12.0, x, top + (_HEAD - 12.0) / 2, _WIDTH)
    _draw_photo(pen, card.officer.photo, x + _PAD, top + _HEAD + _PAD)
    if card.code:
        draw_qr(pen, card.code, x + _PAD + 1 * MM, top + _HEIGHT - LEAST_SIZE - 1 * MM)
    left = x + _PAD + _PHOTO_WIDTH + _PAD
    room = x + _WIDTH - _PAD - left
    _draw_pairs(pen, _pairs(card.officer), left, top + _HEAD + _PAD, room, _HEIGHT - _HEAD - _FOOT - _PAD)
    low = top + _HEIGHT - _FOOT
    _centred(pen, MARK, Style.HEI, 11.0, left, low, room)
    told = "　".join(filter(None, (card.issued_by, f"截至{card.as_of}" if card.as_of else "")))
    _centred(pen, told, Style.BODY, 7.0, left, low + 14.0, room, GREY)


def _pairs(officer: OfficerValues) -> tuple[tuple[str, str], ...]:
    return (
        *(("姓名", officer.name), ("单位", officer.unit), ("职务", officer.post), ("证号", officer.cert_no)),
        *(("类别", officer.domain), ("发证机关", officer.issuer), ("有效期至", officer.valid_to)),
    )


def _draw_pairs(pen: Pen, pairs: Sequence[tuple[str, str]], x: float, top: float, width: float, height: float) -> None:
    """Labels and values below one another, in the largest size in which they fit."""
    size, lines = _largest(pen.faces, pairs, width - _LABELS, height)
    y = top
    for (name, _value), broken in zip(pairs, lines, strict=True):
        pen.text(Ink(x, y, name, Style.HEI, min(size, 8.0)))
        for line in broken:
            pen.text(Ink(x + _LABELS, y, line, Style.BODY, size))
            y += size * _PITCH
        y += 1.5


def _largest(
    faces: Faces, pairs: Sequence[tuple[str, str]], width: float, height: float
) -> tuple[float, list[list[str]]]:
    for size in _SIZES:
        lines = [wrap(faces, value, Style.BODY, size, width) or [""] for _name, value in pairs]
        if sum(len(each) * size * _PITCH + 1.5 for each in lines) <= height:
            break
    return size, lines


def _draw_photo(pen: Pen, photo: Path | None, x: float, top: float) -> None:
    words = "照片"
    if photo is not None:
        try:
            pen.picture(photo_in(photo, x, top, _PHOTO_WIDTH, _PHOTO_HEIGHT))
            return
        except UnreadableError:
            words = UNREADABLE
    _draw_box(pen, x, top, _PHOTO_WIDTH, _PHOTO_HEIGHT, GREY)
    _centred(pen, words, Style.BODY, 9.0, x, top + (_PHOTO_HEIGHT - 9.0) / 2, _PHOTO_WIDTH)


def _draw_frame(pen: Pen, x: float, top: float) -> None:
    _draw_box(pen, x, top, _WIDTH, _HEIGHT)
    pen.rule(Rule(x, top + _HEAD, x + _WIDTH, top + _HEAD, 1.0))


def _draw_box(pen: Pen, x: float, top: float, width: float, height: float, colour: Colour = BLACK) -> None:
    right, low = x + width, top + height
    for x0, y0, x1, y1 in ((x, top, right, top), (x, low, right, low), (x, top, x, low), (right, top, right, low)):
        pen.rule(Rule(x0, y0, x1, y1, 0.5, colour))


def _centred(
    pen: Pen,
    words: str,
    style: Style,
    size: float,
    x: float,
    top: float,
    width: float,
    colour: Colour = BLACK,
) -> None:
    """In the middle of `width`, drawn closer where it is wider."""
    shown = printable(words)
    spare = max(width - text_width(pen.faces, shown, style, size), 0.0)
    pen.text(fitted(pen.faces, Ink(x + spare / 2, top, shown, style, size, colour=colour), width))
