"""A cheap look into an .xlsx before any reader: hostile content is refused, and what readers do not tell is noted."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from services.errors import UnreadableError
from services.imports.sniff import BAD_ARCHIVE, DAMAGED, TOO_BIG

MAX_PARTS, MAX_UNPACKED, MAX_PART = 2000, 300 << 20, 200 << 20  # measured: 100,000 rows of 12 cells unpack to 56 MB
MAX_ROWS, MAX_COLUMNS = 200_000, 1_000
CHUNK = 1 << 20
STRAY = "表格里有离得很远的单元格（超过20万行或1000列），没有读入任何一行。删去数据以外的行和列，保存后再导入。"
ENTITIES = "这个文件里有外部引用，为安全没有读入。用WPS或Excel打开，另存为xlsx后再导入。"

NS = rb"<(?:\w+:)?"
OPEN = rb"[\"'](?:[^>]*[^>/])?>(?!</)"  # the rest of a cell's tag; styled cells without content do not count
# beyond ALL (column 1000) or row 200,000; and, only where both stand in one sheet, beyond GR (200) and row 20,000
_BEYOND = rb"(?:[A-Z]{4,}|AL[M-Z]|A[M-Z][A-Z]|[B-Z][A-Z]{2})\d+|[A-Z]+[2-9]\d{5}|[A-Z]+\d{7,}"
_WIDE, _LONG = rb"(?:[H-Z][A-Z]|G[S-Z]|[A-Z]{3})\d+", rb"[A-Z]+(?:[2-9]\d{4}|\d{6})"


def _cell(where: bytes) -> re.Pattern[bytes]:
    return re.compile(NS + rb"c\b[^>]*?\sr=[\"'](?:" + where + rb")" + OPEN)


FAR, WIDE, LONG = _cell(_BEYOND), _cell(_WIDE), _cell(_LONG)
UNUSUAL = re.compile(rb" r=[\"'](?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z]|[A-Z]+(?:[2-9]\d{4}|\d{6}))")  # quick: any of the three
HIDDEN = re.compile(NS + rb"row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']")
UNVALUED = re.compile(
    NS + rb"c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^>]*[^>/])?>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
EMPTY_TEXT = re.compile(rb"^[^>]*\bt=[\"']str[\"'].*[</:]v\b", re.DOTALL)  # a result: the text of no characters
FAULT = re.compile(
    NS + rb"c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
Place = tuple[int, int]  # row and column, both from 1


@dataclass(slots=True)
class SheetScan:
    """What the reader does not report of one sheet."""

    hidden: set[int] = field(default_factory=set)
    unvalued: set[Place] = field(default_factory=set)
    faults: dict[Place, str] = field(default_factory=dict)
    wide: bool = False  # a cell beyond column 200
    long: bool = False  # a cell beyond row 20,000


@dataclass(slots=True)
class XlsxScan:
    """Sheets by name, the date epoch, and whether the desk wrote the file itself."""

    sheets: dict[str, SheetScan]
    epoch_1904: bool = False
    own: bool = False


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_bounds(file: Path) -> None:
    """Refuse a hostile package before anything of it is unpacked; UnreadableError."""
    try:
        with zipfile.ZipFile(file) as archive:
            _bounds(archive)
    except BAD_ARCHIVE as error:
        raise UnreadableError(DAMAGED) from error


def scan(file: Path, own_mark: str, alive: Callable[[], None] = lambda: None) -> XlsxScan:
    """Note what readers drop of `file`, which is in its bounds; UnreadableError where it is damaged or too far spread.

    `alive` is called now and then; what it raises ends the look and passes on.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _scan(archive, own_mark, alive)
    except UnreadableError:
        raise
    except (*BAD_ARCHIVE, ElementTree.ParseError) as error:
        raise UnreadableError(DAMAGED) from error


def _bounds(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if (
        len(parts) > MAX_PARTS
        or sum(p.file_size for p in parts) > MAX_UNPACKED
        or any(p.file_size > MAX_PART for p in parts)
    ):
        raise UnreadableError(TOO_BIG)
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            with archive.open(part) as stream:
                head = stream.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
                raise UnreadableError(ENTITIES)


def _scan(archive: zipfile.ZipFile, own_mark: str, alive: Callable[[], None]) -> XlsxScan:
    root = ElementTree.fromstring(_part(archive, "xl/workbook.xml"))
    targets = {}
    for link in ElementTree.fromstring(_part(archive, "xl/_rels/workbook.xml.rels")):
        targets[link.get("Id")] = posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
    names = set(archive.namelist())
    sheets: dict[str, SheetScan] = {}
    epoch = False
    for element in root.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "workbookPr":
            epoch = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            link_id = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            path = targets.get(link_id, "")
            sheets[element.get("name", "")] = _sheet(archive, path, alive) if path in names else SheetScan()
    custom = "docProps/custom.xml"
    own = custom in names and own_mark.encode() in _part(archive, custom)
    return XlsxScan(sheets, epoch, own)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > 4 << 20:
        raise UnreadableError(TOO_BIG)
    return archive.read(name)


def _sheet(archive: zipfile.ZipFile, path: str, alive: Callable[[], None]) -> SheetScan:
    """Streams the part; a cut never falls inside a cell because the rest behind the last row or cell start is kept."""
    found, rest, size = SheetScan(), b"", archive.getinfo(path).file_size
    read = 0
    with archive.open(path) as stream:
        while block := stream.read(CHUNK):
            read += len(block)
            if read > size:
                raise UnreadableError(DAMAGED)
            data = rest + block
            cut = max(
                data.rfind(b"<c "), data.rfind(b":c "), data.rfind(b"<row"), data.rfind(b":row"), len(data) - CHUNK
            )
            # step back over a prefix such as "<x" so that the tag stays whole
            cut = max(data.rfind(b"<", 0, cut + 1), 0) if cut > 0 else 0
            _look(data[:cut], found)
            rest = data[cut:]
            alive()
    _look(rest, found)
    return found


def _look(data: bytes, found: SheetScan) -> None:
    """The words that every find needs are looked for first: most sheets hold none of them."""
    if UNUSUAL.search(data):
        found.wide, found.long = found.wide or bool(WIDE.search(data)), found.long or bool(LONG.search(data))
        if (found.wide and found.long) or FAR.search(data):
            raise UnreadableError(STRAY)
    if b"hidden=" in data:
        found.hidden |= {int(m[1]) for m in HIDDEN.finditer(data)}
    if b"<f" in data or b":f" in data:
        found.unvalued |= {
            (int(m[2]), column_number(m[1].decode())) for m in UNVALUED.finditer(data) if not EMPTY_TEXT.match(m[0])
        }
    if b't="e"' in data or (b"'" in data and b"t='e'" in data):  # a single sign is found at once
        for m in FAULT.finditer(data):
            found.faults[int(m[2]), column_number(m[1].decode())] = m[3].decode("utf-8", "replace")
