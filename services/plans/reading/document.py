"""Loads the text of a plan from the kinds of files in which counties send them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.errors import NotFoundError, UnreadableError
from services.pdfium import PDFIUM

if TYPE_CHECKING:
    from docx.document import Document

MAX_BYTES = 50 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = "txt、md、docx、pdf、xlsx、xls"
_MISSING = "找不到文件“{name}”。请核对文件位置，或换一个文件。"
_EMPTY = "文件“{name}”是空的，没有可读的内容。请换一个文件。"
_LOCKED = "这个文件加了密码，打不开。请让报送单位去掉密码后再发来。"
_BROKEN = "文件“{name}”已损坏，或内容与扩展名不符，读不出来。请让报送单位重新发来。"
_BINARY = "文件“{name}”不是文本文件，读不出文字。请另存为{kinds}后再试。"
_UNKNOWN = "读不了“{kind}”文件。可以读的有{kinds}。请另存后再试。"
_OLD_WORD = "读不了旧版Word文件（doc、wps）。请用Word或WPS另存为docx后再试。"
_SCANNED = "这个PDF是扫描图片，里面没有文字。请换有文字的文件，或手工增加任务。"
_DENIED = "文件“{name}”打不开。请关闭正在使用它的程序，或检查读取权限后再试。"
_LARGE = "文件“{name}”超过50兆，不像工作计划。请换一个文件。"


def load_text(path: Path) -> str:
    """The text of a document; rows of tables have their cells parted by tabs.

    Raises:
        NotFoundError: there is no such file.
        UnreadableError: it is empty, locked, damaged, scanned or of a kind that is not read.
    """
    loaders: dict[str, Callable[[Path], str]] = {
        ".txt": _plain, ".text": _plain, ".md": _plain, ".markdown": _plain,
        ".docx": _word, ".docm": _word, ".pdf": _pdf, ".xlsx": _workbook, ".xlsm": _workbook, ".xls": _workbook,
    }  # fmt: skip
    data = _bytes(path)
    kind = path.suffix.lower()
    if kind in (".doc", ".wps"):
        raise UnreadableError(_OLD_WORD, code="PL02")
    loader = loaders.get(kind)
    if loader is None:
        raise UnreadableError(_UNKNOWN.format(kind=kind or path.name, kinds=_KINDS), code="PL02")
    if kind in (".docx", ".docm", ".xlsx", ".xlsm") and data.startswith(_OLE):
        raise UnreadableError(_LOCKED, code="PL03")
    text = loader(path)
    if not text.strip():
        raise UnreadableError(_EMPTY.format(name=path.name), code="PL02")
    return text


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NotFoundError(_MISSING.format(name=path.name))
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(_LARGE.format(name=path.name), code="PL02")
        data = path.read_bytes()
    except ValueError as error:  # a NUL in the name
        raise NotFoundError(_MISSING.format(name=path.name)) from error
    except OSError as error:
        raise UnreadableError(_DENIED.format(name=path.name), code="PL02") from error
    if not data:
        raise UnreadableError(_EMPTY.format(name=path.name), code="PL02")
    return data


def _plain(path: Path) -> str:
    data = path.read_bytes()
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "gb18030")):
        if not data.startswith(mark):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return text
    raise UnreadableError(_BINARY.format(name=path.name, kinds=_KINDS), code="PL02")


def _is_binary(text: str) -> bool:
    strange = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v\x1a") or "\ue000" <= char <= "\uf8ff")
    return "\x00" in text or strange * 50 > len(text)


def _cell(text: object) -> str:
    """One cell on one line: breaks and tabs inside it would be taken for rows and columns."""
    return " ".join(str(text).split())


def _word(path: Path) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
        return "\n".join(_word_lines(document))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UnreadableError(_BROKEN.format(name=path.name), code="PL02") from error


def _word_lines(document: Document) -> Iterator[str]:
    """Paragraphs and tables in the order of the body; numbers that Word counts itself are put in front."""
    from docx.text.paragraph import Paragraph

    from services.plans.reading.word_numbers import WordNumbers

    numbers = WordNumbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            text = block.text.replace("\t", " ")
            yield numbers.before(block) + text if text.strip() else text
        else:
            for row in block.rows:
                yield "\t".join([_cell(cell.text) for cell in row.cells] + [""])


def _pdf(path: Path) -> str:
    import pypdfium2

    with PDFIUM:
        try:
            document: Any = pypdfium2.PdfDocument(str(path))  # type: ignore[no-untyped-call]
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise UnreadableError(
                _LOCKED if locked else _BROKEN.format(name=path.name), code="PL03" if locked else "PL02"
            ) from error
        try:
            pages = [_page_text(page) for page in document]
        finally:
            document.close()
    if not any(page.strip() for page in pages):
        raise UnreadableError(_SCANNED, code="PL04")
    return "\n".join(pages)


def _page_text(page: Any) -> str:
    content = page.get_textpage()
    try:
        text: str = content.get_text_range()
    finally:
        content.close()
        page.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")


def _workbook(path: Path) -> str:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
        lines = [line for name in book.sheet_names for line in _sheet_lines(book.get_sheet_by_name(name))]
    except PasswordError as error:
        raise UnreadableError(_LOCKED, code="PL03") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(_BROKEN.format(name=path.name), code="PL02") from error
    return "\n".join(lines)


def _sheet_lines(sheet: Any) -> Iterator[str]:
    """The rows of a sheet; a merged cell stands in every row and column it covers."""
    rows = [[_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    for row in rows:
        if any(row):
            yield "\t".join(row) + "\t" * max(0, 3 - len(row))


def _value(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _cell(value)
