"""Makes the files of the corpus from their plain text: Word, PDF, Excel, as clerks send them.

The text carries a few marks: `# ` title, `## ` heading, `%1 ` `%2 ` `%3 ` paragraphs whose number Word counts itself,
`□` a paragraph in a text box, `⏏` a page break, `[-…-]` deleted and `[+…+]` inserted under tracked changes, `|a|b|` a
row of a table in which `^` goes on with the cell above and `<` with the one on the left, `<br>` a new paragraph in a
cell, `⟪a¦b／c¦d⟫` a table inside a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

Options = dict[str, Any]
_PIECES = re.compile(r"\[([-+])(.*?)\1\]")
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def write(make: str, text: str, options: Options, target: Path) -> None:
    """Writes `text` to `target` as a file of the named kind."""
    _MAKERS[make](text, options, target)


def _write_text(text: str, options: Options, target: Path) -> None:
    ends = text.replace("\n", "\r\n") if options.get("crlf") else text
    target.write_bytes(ends.encode(options.get("encoding", "utf-8")))


def _blocks(text: str) -> Iterator[list[str] | list[list[str]]]:
    """Paragraphs one by one, rows of a table together."""
    for table, lines in groupby(text.rstrip("\n").split("\n"), lambda line: line.startswith("|")):
        if table:
            yield [_cells(line) for line in lines]
        else:
            for line in lines:
                yield [line]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip()[1:-1].split("|")]


# Word


def _write_word(text: str, options: Options, target: Path) -> None:
    import docx

    document = docx.Document()
    _number(document)
    section = document.sections[0]
    section.header.paragraphs[0].text = options.get("header", "")
    section.footer.paragraphs[0].text = options.get("footer", "")
    for block in _blocks(text):
        if isinstance(block[0], list):
            _table(document, block)
        else:
            _paragraph(document, block[0])
    document.save(str(target))


def _paragraph(document: Any, line: str) -> None:
    from docx.enum.text import WD_BREAK

    if line == "⏏":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif line.startswith("# "):
        document.add_paragraph(line[2:], style="Title")
    elif line.startswith("## "):
        document.add_paragraph(line[3:], style="Heading 1")
    elif counted := re.match(r"%([123]) ", line):
        paragraph = document.add_paragraph()
        _runs(paragraph, line[3:])
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = int(counted[1]) - 1
        number.get_or_add_numId().val = 77
    elif line.startswith("□"):
        _text_box(document, line[1:])
    else:
        _runs(document.add_paragraph(), line)


def _runs(paragraph: Any, line: str) -> None:
    """Plain runs, and those that tracked changes took out or put in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    at = 0
    for piece in _PIECES.finditer(line):
        paragraph.add_run(line[at : piece.start()])
        change = OxmlElement("w:del" if piece[1] == "-" else "w:ins")
        change.set(qn("w:id"), str(piece.start()))
        change.set(qn("w:author"), "示例")
        change.set(qn("w:date"), "2026-01-01T00:00:00Z")
        run = paragraph.add_run(piece[2])._r
        if piece[1] == "-":
            for words in run.findall(qn("w:t")):
                words.tag = qn("w:delText")
        run.addprevious(change)
        change.append(run)
        at = piece.end()
    paragraph.add_run(line[at:])


def _text_box(document: Any, line: str) -> None:
    from docx.oxml import parse_xml

    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {_SPACE} xmlns:v="urn:schemas-microsoft-com:vml">'
            '<w:pict><v:shape id="box" style="width:300pt;height:60pt"><v:textbox><w:txbxContent><w:p><w:r>'
            f"<w:t>{line}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for across, cells in enumerate(rows):
        for down, words in enumerate(cells):
            if words == "^":
                table.cell(across - 1, down).merge(table.cell(across, down))
            elif words == "<":
                table.cell(across, down - 1).merge(table.cell(across, down))
            else:
                _cell(table.cell(across, down), words)


def _cell(cell: Any, words: str) -> None:
    plain, _, inner = words.partition("⟪")
    first, *more = plain.split("<br>")
    _runs(cell.paragraphs[0], first)
    for line in more:
        _runs(cell.add_paragraph(), line)
    if inner:
        rows = [row.split("¦") for row in inner.rstrip("⟫").split("／")]
        nested = cell.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(nested.rows, rows, strict=True):
            for box, text in zip(row.cells, texts, strict=True):
                box.text = text


def _number(document: Any) -> None:
    """The list of three levels that a paragraph marked with % belongs to; a lower level begins again below a higher."""
    from docx.oxml import parse_xml

    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for level, (form, words) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {_SPACE} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {_SPACE} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


# PDF


def _write_pdf(text: str, options: Options, target: Path) -> None:
    """Lines of a fixed width on pages of 22 lines with a number at the foot of each, as an official paper has them."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(target), pagesize=(595, 842))
    width = options.get("width", 28)
    lines = [piece for line in text.rstrip("\n").split("\n") for piece in _wrapped(line, width)]
    for page, start in enumerate(range(0, len(lines), 22), 1):
        canvas.setFont("STSong-Light", 16)
        for place, line in enumerate(lines[start : start + 22]):
            canvas.drawString(79, 720 - 29 * place, line)
        canvas.setFont("STSong-Light", 14)
        canvas.drawCentredString(297, 60, f"— {page} —")
        canvas.showPage()
    canvas.save()


def _wrapped(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]


# Excel


def _write_xlsx(text: str, options: Options, target: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row, cells in enumerate(_sheet_rows(text), 1):
        for column, words in enumerate(cells, 1):
            if words == "^":
                _grow(sheet, row, column, down=True)
            elif words == "<":
                _grow(sheet, row, column, down=False)
            elif words:
                sheet.cell(row, column, int(words) if words.isdigit() else words.replace("<br>", "\n"))
    if "other_sheet" in options:
        book.create_sheet("填表说明").append([options["other_sheet"]])
    book.save(target)


def _grow(sheet: Any, row: int, column: int, down: bool) -> None:
    """Takes this cell into the merged block above it or on its left."""
    before = (row - 1, column) if down else (row, column - 1)
    for block in list(sheet.merged_cells.ranges):
        if block.min_row <= before[0] <= block.max_row and block.min_col <= before[1] <= block.max_col:
            sheet.unmerge_cells(str(block))
            sheet.merge_cells(None, block.min_row, block.min_col, row, column)
            return
    sheet.merge_cells(None, *before, row, column)


def _write_xls(text: str, options: Options, target: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("任务")
    for row, cells in enumerate(_sheet_rows(text)):
        for column, words in enumerate(cells):
            if words and words not in "^<":
                sheet.write(row, column, int(words) if words.isdigit() else words.replace("<br>", "\n"))
    book.save(str(target))


def _sheet_rows(text: str) -> list[list[str]]:
    return [_cells(line) if line.startswith("|") else [line] for line in text.rstrip("\n").split("\n")]


_MAKERS: dict[str, Callable[[str, Options, Path], None]] = {
    "txt": _write_text,
    "md": _write_text,
    "docx": _write_word,
    "pdf": _write_pdf,
    "xlsx": _write_xlsx,
    "xls": _write_xls,
}
