"""Reads a .docx that was made elsewhere: what it says, and how it departs from the form of GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from services.errors import UnreadableError
from services.printing.checking.docx_elements import Parts, take_apart
from services.printing.checking.docx_form import measure_form
from services.printing.checking.docx_lines import Grid, Line, LineReader
from services.printing.checking.docx_package import CODE, open_docx
from services.printing.checking.docx_words import (
    copies_in,
    copy_no_in,
    is_secrecy,
    is_urgency,
    level_of,
    listed_in,
    number_in,
    printed_in,
    signers_in,
    words_of,
)
from services.printing.checking.finding import Finding
from services.printing.checking.sheet import kind_of
from services.printing.official_model import Appendix, BodyItem, Format, OfficialDocument, Paragraph, Signature
from services.printing.official_table import DocumentCell, DocumentColumn, DocumentTable
from services.printing.page import printable

_PERSON = 3  # characters of a name that is a person's


def read_docx(path: Path) -> tuple[OfficialDocument, tuple[Finding, ...]]:
    """What the file says, for `findings`, and the faults of its form, each with the value found and the value wanted.

    Tracked insertions count as text, deletions do not; text boxes are read; numbers that Word counts are written out.
    The file is only read. Raises UnreadableError where it is missing, empty, damaged, locked, swollen or no .docx.
    """
    document = open_docx(path)
    try:
        reader = LineReader(document)
        blocks = list(reader.blocks())
    except (KeyError, ValueError, AttributeError, RecursionError) as error:  # parts that other parts refer to
        raise UnreadableError(f"“{path.name}”的内容不完整，读不出来。没有检查，重新另存后再试。", CODE) from error
    if not blocks:
        raise UnreadableError(f"“{path.name}”里没有文字。没有检查，换一个文件。", CODE)
    parts = take_apart(blocks)
    found = _document(parts)
    return found, measure_form(document, reader, parts, found)


def _document(parts: Parts) -> OfficialDocument:
    mark = re.sub(r"\n文件$", "文件", "\n".join(_words(line) for line in parts.mark))
    title = "".join(_words(line).replace("\n", "") for line in parts.title)
    number = number_in(parts.number.text) if parts.number else ""
    apart = r"\n" if mark.endswith("令") else r"\s{2,}|[\t\n]"
    names = [name for line in parts.sign for name in re.split(apart, line.text) if name.strip()]
    printed_by, printed_on = printed_in(parts.printed) if parts.printed else ("", "")
    corner = [_words(line) for line in parts.corner]
    copies = copies_in(parts.copies) if parts.copies else ""
    return OfficialDocument(
        format=Format.FORM if parts.issuer else _format(mark, number, title),
        title=title,
        body=_items(parts.body, "body"),
        mark=mark,
        issuer=_issuer(parts, mark, names),
        number=number,
        copy_no=next((copy_no_in(text) for text in corner if copy_no_in(text)), ""),
        secrecy=next((text for text in corner if is_secrecy(text)), ""),
        urgency=next((re.sub(r"\s", "", text) for text in corner if is_urgency(text)), ""),
        signers=tuple(_signers(parts.signers, number)),
        to=(parts.to.text.removesuffix("："),) if parts.to else (),
        attachments=tuple(listed_in(line.text) for line in parts.attachments),
        sign=tuple(_signature(name, mark) for name in names),
        date=re.sub(r"\s", "", parts.date.text) if parts.date else "",
        note=parts.note.text if parts.note else "",
        cc=(copies.removesuffix("。"),) if copies else (),
        printed_by=printed_by,
        printed_on=printed_on,
        appendices=tuple(_appendix(blocks, index) for index, (_label, blocks) in enumerate(parts.appendices)),
    )


def _format(mark: str, number: str, title: str) -> Format:
    if mark.endswith("令"):
        return Format.ORDER
    if mark.endswith("纪要") or (not mark and title.endswith("纪要")):
        return Format.MINUTES
    if mark.endswith("文件"):
        return Format.DOCUMENT
    kind = kind_of(title)
    if kind == "函" or "函" in number:
        return Format.LETTER
    return Format.DOCUMENT if kind or mark else Format.FORM


def _signature(name: str, mark: str) -> Signature:
    """An organ, whose seal is not in the file but belongs to a paper with a head; under a 令 a person and his post."""
    words = name.split()
    if mark.endswith("令"):
        return Signature(words[-1], post="".join(words[:-1]))
    whole = "".join(words)
    return Signature(whole, seal=bool(mark) and not mark.endswith("纪要") and len(whole) > _PERSON)


def _issuer(parts: Parts, mark: str, names: Sequence[str]) -> str:
    """Who signs; where a person does, or several, or nobody, whose head it is."""
    if parts.issuer:
        return _words(parts.issuer[0])
    if len(names) == 1 and not mark.endswith("令"):
        return re.sub(r"\s", "", names[0])
    return "" if mark.endswith("纪要") else re.sub(r"(?:文件|令)$", "", mark.split("\n")[0])


def _signers(lines: Sequence[Line], number: str) -> list[str]:
    """Names on the line of 签发人 and below it, without the number that stands on the last."""
    names: list[str] = []
    for line in lines:
        words = line.text.replace(number, " ") if number else line.text
        names += signers_in(words) or words.split()
    return names


def _items(blocks: Sequence[Line | Grid], where: str) -> tuple[BodyItem, ...]:
    found: list[BodyItem] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.append(_table(block, f"{where}[{len(found)}]"))
            continue
        for words in words_of(block.text):
            found.append(Paragraph(level_of(words), words, f"{where}[{len(found)}]"))
    return tuple(found)


def _table(grid: Grid, place: str) -> DocumentTable:
    width = max((len(row) for row in grid.rows), default=1) or 1
    rows = tuple(tuple(DocumentCell(printable(cell).strip()) for cell in row) for row in grid.rows)
    return DocumentTable(tuple(DocumentColumn("") for _column in range(width)), rows, place=place)


def _appendix(blocks: Sequence[Line | Grid], index: int) -> Appendix:
    """Its title is the first lines that are centred."""
    count = 0
    while count < len(blocks) and isinstance(blocks[count], Line) and _is_centred(blocks[count]):
        count += 1
    title = "".join(_words(line).replace("\n", "") for line in blocks[:count] if isinstance(line, Line))
    return Appendix(title, _items(blocks[count:], f"appendices[{index}].body"))


def _is_centred(block: Line | Grid) -> bool:
    return isinstance(block, Line) and block.setting.align == "center"


def _words(line: Line) -> str:
    """A line of the head or the title: blanks between all its characters only spread it, others part two organs."""
    words = re.sub(r"[ \u3000\t]+", " ", printable(line.text))
    return words.replace(" ", "") if re.fullmatch(r"(?:\S )+\S(?:文 ?件)?", words) else words
