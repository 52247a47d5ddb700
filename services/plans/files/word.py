"""Word documents: what a reader of the printed page would see, and nothing else.

Deleted text of tracked changes, hidden text, tables of contents, notes and field codes stay out; inserted text, text
boxes (once), content controls and the numbers that Word counts by itself are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from services.errors import UnreadableError
from services.plans.files.package import Package, local
from services.plans.files.refusals import BROKEN, PICTURES_ONLY
from services.plans.files.word_lists import WordLists, child, value

_THROUGH = frozenset(
    {"ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "ruby"}
    | {"rubyBase", "oMath", "oMathPara", "r", "e", "num", "den"}
)
_FIXED = {"noBreakHyphen": "-", "tab": " ", "ptab": " ", "cr": "\n", "br": "\n"}
_CONTENTS = re.compile(r"\s*TOC\b")
_NUMBER_STYLE = re.compile(rb"<w:numPr\b")
_OFF = frozenset({"0", "false", "off"})
_BOUNDARY = re.compile(r"[0-9A-Za-z]$")


def word_text(data: bytes, name: str) -> str:
    """The text of a document; rows of tables have their cells parted by tabs.

    Raises:
        UnreadableError: the package is damaged, locked or too large.
    """
    with Package(data, name) as package:
        main = package.related("", "officeDocument") or "word/document.xml"
        document = package.xml(main)
        body = child(document, "body")
        pictured = any("/media/" in part for part in package.names)
        if body is None:
            return ""
        numbering = package.xml(package.related(main, "numbering"))
        styles = _styles(package, main, body) if numbering is not None else {}
    try:
        text = "\n".join(_Reader(WordLists(numbering, styles)).lines(body))
    except RecursionError as error:
        raise UnreadableError(BROKEN.format(name=name), code="PL02") from error
    if pictured and not text.strip():
        raise UnreadableError(PICTURES_ONLY.format(name=name), code="PL04")
    return text


def _styles(package: Package, main: str, body: Element) -> dict[str, Element]:
    """The styles by their id; not even parsed where no style could number a paragraph of this document."""
    named = any(local(element.tag) == "pStyle" for element in body.iter())
    part = package.related(main, "styles") if named else ""
    if not part or not _NUMBER_STYLE.search(package.part(part)):
        return {}
    found = package.xml(part)
    return (
        {value(style, "styleId"): style for style in found if local(style.tag) == "style"} if found is not None else {}
    )


def _is_on(properties: Element | None, name: str) -> bool:
    found = child(properties, name)
    return found is not None and value(found) not in _OFF


@dataclass(slots=True)
class _Paragraph:
    """The words of a paragraph under way, and the text boxes anchored in it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


class _Reader:
    """Walks through the body once; a field that runs over paragraphs is remembered."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._fields: list[str] = []  # what each open field is: "code" while its code runs, "contents", "result"

    def lines(self, parent: Element) -> Iterator[str]:
        """The lines of the blocks below an element."""
        before = ""
        for block in self._blocks(parent):
            if local(block.tag) == "tbl":
                if before:
                    yield before
                    before = ""
                yield from self._table(block)
                continue
            properties = child(block, "pPr")
            paragraph = _Paragraph()
            self._inline(block, paragraph)
            mark = child(properties, "rPr")
            text, joined = (
                before + paragraph.text,
                child(mark, "del") is not None or child(mark, "moveFrom") is not None,
            )
            deleted = joined and not paragraph.text
            number = "" if deleted else self._lists.before(properties)
            before = text if joined else ""
            if not joined:
                yield _numbered(number, text)
            for box in paragraph.boxes:
                yield from self.lines(box)
        if before:
            yield before

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for element in parent:
            kind = local(element.tag)
            if kind in ("p", "tbl"):
                yield element
            elif kind == "AlternateContent":
                yield from self._blocks(_chosen(element))
            elif (
                kind == "sdt" and value(child(element, "sdtPr", "docPartObj", "docPartGallery")) == "Table of Contents"
            ):
                continue
            elif kind in _THROUGH or kind in ("body", "Choice", "Fallback"):
                yield from self._blocks(element)

    def _inline(self, parent: Element, into: _Paragraph) -> None:
        for element in parent:
            kind = local(element.tag)
            if kind == "r":
                if not _is_on(child(element, "rPr"), "vanish"):
                    self._inline(element, into)
            elif kind in _THROUGH:
                self._inline(element, into)
            elif kind == "AlternateContent":
                self._inline(_chosen(element), into)
            elif kind in ("drawing", "pict", "object"):
                into.boxes += _boxes(element)
            else:
                self._sign(kind, element, into)

    def _sign(self, kind: str, element: Element, into: _Paragraph) -> None:
        if kind == "t":
            if not self._is_silent():
                into.words.append(element.text or "")
        elif kind in _FIXED:
            into.words.append(_FIXED[kind])
        elif kind == "fldChar":
            self._field(value(element, "fldCharType"))
        elif kind == "instrText" and self._fields and _CONTENTS.match(element.text or ""):
            self._fields[-1] = "contents"

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields and self._fields[-1] == "code":
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_silent(self) -> bool:
        return "code" in self._fields or "contents" in self._fields

    def _table(self, table: Element) -> Iterator[str]:
        """The rows; a merged cell stands in every row and column it covers, a cell around everything is no table."""
        above: dict[int, str] = {}
        for row in _under(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            cells = list(_under(row, "tc"))
            if len(cells) == 1 and (len(list(_inner(cells[0], "p"))) > 1 or child(cells[0], "tbl") is not None):
                yield from self.lines(cells[0])
                continue
            words = [""] * _figure(value(child(row, "trPr", "gridBefore")))
            for cell in cells:
                merged = child(cell, "tcPr", "vMerge")
                text = self._cell(cell)
                if merged is not None and value(merged) != "restart":
                    text = text or above.get(len(words), "")
                words += [text] * max(1, _figure(value(child(cell, "tcPr", "gridSpan"))))
            above = dict(enumerate(words))
            yield "\t".join([*words, ""])

    def _cell(self, cell: Element) -> str:
        """A cell on one line; a table inside it is read into the line."""
        return " ".join(" ".join(self.lines(cell)).split())


def _chosen(alternate: Element) -> Element:
    """The one of several forms of the same thing that holds text; Word writes text boxes twice."""
    forms = list(alternate)
    with_box = [form for form in forms if any(local(inner.tag) in ("txbxContent", "t") for inner in form.iter())]
    return (with_box or forms or [alternate])[0]


def _boxes(parent: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing."""
    for element in parent:
        kind = local(element.tag)
        if kind == "txbxContent":
            yield element
        else:
            yield from _boxes(_chosen(element) if kind == "AlternateContent" else element)


def _under(parent: Element, name: str) -> Iterator[Element]:
    """The children of a name, also inside content controls and tracked insertions."""
    for element in parent:
        kind = local(element.tag)
        if kind == name:
            yield element
        elif kind in _THROUGH:
            yield from _under(element, name)


def _inner(parent: Element, name: str) -> Iterator[Element]:
    return (element for element in parent.iter() if local(element.tag) == name)


def _figure(words: str) -> int:
    return min(int(words), 200) if words.isdigit() else 0


def _numbered(number: str, text: str) -> str:
    if not number or not text.strip():
        return text
    return number + (" " if _BOUNDARY.search(number) or text[:1].isdigit() else "") + text
