"""The editable file of an official document: words, faces, sizes and measures of the PDF, 22 lines × 28 characters.

Word and WPS lay out by themselves, so that line ends may differ from the PDF by a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.printing.docx_parts import add_appendices, add_imprint, add_page_numbers
from services.printing.docx_writer import Writer
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.measures import BLOCK_WIDTH, CHAR_PITCH, LEFT, LINE_PITCH, MEASURES, SIZE, TITLE_SIZE, points
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_rows import attachment_items
from services.printing.official_signing import signing_rows
from services.printing.official_text import Span, body_blocks, break_title, recipients

_LETTER_SIDE = (-8 * 72 / 25.4, -6 * 72 / 25.4)  # rules of 170 mm around a text block of 156 mm (10.1)
_TITLE_MOST = 20_000


def render_docx(document: OfficialDocument, target: Path) -> None:
    """Writes the document as .docx. Raises StorageError where the file cannot be written."""
    import docx  # heavy; only editable files need it

    faces = load_faces()
    make: Any = docx.Document
    writer = Writer(make(), document.title or document.mark)
    _head(writer, faces, document)
    _text(writer, faces, document)
    add_appendices(writer, faces, document)
    add_imprint(writer, document)
    add_page_numbers(writer, document)
    with replacing(target) as path:
        writer.save(path)


def _head(writer: Writer, faces: Faces, document: OfficialDocument) -> None:
    if document.format is Format.FORM:
        _title(writer, faces, document.issuer or document.mark)
        _title(writer, faces, document.title)
        writer.line([Span(document.number, Style.BODY)], align="right")
        return
    if document.format is Format.LETTER:
        _letter_head(writer, faces, document)
    else:
        _red_head(writer, faces, document)
    writer.space(LINE_PITCH * 1.5)
    _title(writer, faces, document.title)
    if document.title:
        writer.space(LINE_PITCH)


def _red_head(writer: Writer, faces: Faces, document: OfficialDocument) -> None:
    used = _corner(writer, document)
    above = points("order_mark_top" if document.format is Format.ORDER else "mark_top")
    writer.space(above - used)
    _mark(writer, faces, document.mark)
    writer.space(LINE_PITCH * 1.5)
    if document.signers:
        _upward_number(writer, document)
    else:
        writer.line([Span(document.number, Style.BODY)], align="center", rule="red" if _ruled(document) else "")


def _ruled(document: OfficialDocument) -> bool:
    return document.format is not Format.ORDER


def _letter_head(writer: Writer, faces: Faces, document: OfficialDocument) -> None:
    mark = document.mark.split("\n")[0].removesuffix("文件")
    size = _mark_size(faces, mark)
    writer.line([Span(mark, Style.TITLE)], size=size, pitch=size * 1.1, align="center", red=True, rule="letter")
    writer.properties_of_last(left=_LETTER_SIDE[0], right=_LETTER_SIDE[1])
    writer.space(14)
    _corner(writer, document)
    writer.line([Span(document.number, Style.BODY)], align="right")


def _corner(writer: Writer, document: OfficialDocument) -> float:
    parts = ((document.copy_no, Style.BODY), (document.secrecy, Style.HEI), (document.urgency, Style.HEI))
    shown = [(text, style) for text, style in parts if text]
    for text, style in shown:
        writer.line([Span(text, style)])
    return len(shown) * LINE_PITCH


def _mark_size(faces: Faces, mark: str) -> float:
    widest = max((sum(faces.widths(Style.TITLE, line)) for line in mark.split("\n")), default=0)
    return min(MEASURES["mark_largest"].value, BLOCK_WIDTH * 1000 / max(widest, 1))


def _mark(writer: Writer, faces: Faces, mark: str) -> None:
    size = _mark_size(faces, mark)
    for line in mark.split("\n"):
        writer.line([Span(line, Style.TITLE)], size=size, pitch=size * 1.15, align="center", red=True)


def _upward_number(writer: Writer, document: OfficialDocument) -> None:
    """Number to the left level with the last signer; two signers to a line (7.2.5, 7.2.6)."""
    pairs = [document.signers[start : start + 2] for start in range(0, len(document.signers), 2)]
    widest = max(len(name) for name in document.signers)
    names_at = BLOCK_WIDTH - CHAR_PITCH * (1 + widest * len(pairs[0]) + len(pairs[0]) - 1)
    for index, pair in enumerate(pairs):
        last = index == len(pairs) - 1
        label = "签发人：" if index == 0 else ""
        spans = [Span(document.number if last else "", Style.BODY), Span("\t", Style.BODY), Span(label, Style.BODY)]
        spans += [Span(("" if index == 0 else "\t") + "　".join(pair), Style.KAI)]
        if index:
            spans = [spans[0], Span("\t" + "　".join(pair), Style.KAI)]
        start = names_at - (CHAR_PITCH * 4 if index == 0 else 0)
        writer.line(spans, rule="red" if last else "", left=CHAR_PITCH, tabs=[start])


def _title(writer: Writer, faces: Faces, title: str) -> None:
    if title:
        lines = break_title(title, faces.widths(Style.TITLE, title), _TITLE_MOST)
        pitch = points("title_pitch")
        writer.line(_broken(lines), size=TITLE_SIZE, pitch=pitch, align="center", tight=False)


def _broken(lines: Sequence[str]) -> list[Span]:
    return [Span(("\n" if index else "") + line, Style.TITLE) for index, line in enumerate(lines)]


def _text(writer: Writer, faces: Faces, document: OfficialDocument) -> None:
    if document.to:
        writer.line([Span(recipients(document.to), Style.BODY)], align="both")
    blocks = body_blocks(document)
    for index, block in enumerate(blocks):
        # the last paragraph holds on to the signature, which never stands on a page without text (7.3.5.5)
        keep = index == len(blocks) - 1
        if block.rest:
            hang = (block.first - block.rest) * CHAR_PITCH
            writer.line(block.spans, left=block.rest * CHAR_PITCH, first=hang, keep=keep)
        else:
            writer.paragraph(block.spans, keep=keep)
    items = attachment_items(faces, document)
    if items:
        writer.line([], keep=True)
    for text, start, hang in items:
        writer.line([Span(text, Style.BODY)], left=hang * CHAR_PITCH, first=(start - hang) * CHAR_PITCH, keep=True)
    for row in signing_rows(faces, document):
        _placed(writer, row.inks, keep=True)
    writer.keep_last_together()


def _placed(writer: Writer, inks: Sequence[Any], keep: bool) -> None:
    """A line at the very places of the PDF: the first piece by indent, the others by tab stops."""
    if not inks:
        writer.line([], keep=keep)
        return
    spans = [Span(("\t" if index else "") + ink.text, ink.style) for index, ink in enumerate(inks)]
    tabs = [ink.x - LEFT for ink in inks[1:]]
    writer.line(spans, left=inks[0].x - LEFT, tabs=tabs, keep=keep, size=SIZE)
