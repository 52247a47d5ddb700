"""The zip of an editable file: its parts, how they hang together, what kind each is. Equal parts give equal bytes."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from services.printing.docx_xml import Element, drawn, texted, written

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # a fixed one: the time of writing would make equal documents differ
_NO_DATE = "2000-01-01T00:00:00Z"
_LONGEST_TITLE = 255  # characters; the format takes no more


class Package:
    """Collects what the document refers to; `write` adds the document itself."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._links: list[tuple[str, str]] = []
        self._pictures: dict[str, str] = {}
        self._shapes = 0

    def shape_number(self) -> int:
        """A number that no other drawing of the file has."""
        self._shapes += 1
        return self._shapes

    def add(self, name: str, kind: str, root: Element) -> str:
        """Adds the part word/`name`.xml of a kind such as "footer". Returns the id to refer to it by."""
        self._parts[f"{name}.xml"] = written(root)
        return self._link(kind, f"{name}.xml")

    def add_picture(self, suffix: str, content: bytes) -> str:
        """Adds a picture, once however often it is shown. Returns the id to refer to it by."""
        key = hashlib.sha256(content).hexdigest()
        if key not in self._pictures:
            name = f"media/image{len(self._pictures) + 1}.{suffix}"
            self._parts[name] = content
            self._pictures[key] = self._link("image", name)
        return self._pictures[key]

    def write(self, path: Path, document: Element, title: str) -> None:
        """Writes the file; no names of persons, no times. Raises OSError."""
        top = [("officeDocument", f"{_OFFICE}/officeDocument", "word/document.xml")]
        top.append(("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
        inside = [(kind, f"{_OFFICE}/{kind}", target) for kind, target in self._links]
        files = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _relationships(top),
            "docProps/core.xml": written(_core(title[:_LONGEST_TITLE])),
            "word/document.xml": written(document),
            "word/_rels/document.xml.rels": _relationships(inside),
            **{f"word/{name}": content for name, content in self._parts.items()},
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in files.items():
                entry = zipfile.ZipInfo(name, _NO_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)

    def _link(self, kind: str, target: str) -> str:
        self._links.append((kind, target))
        return f"rId{len(self._links)}"

    def _content_types(self) -> bytes:
        root = ElementTree.Element("Types", {"xmlns": f"{_PACKAGE}/content-types"})
        for suffix, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpeg", "image/jpeg"),
        ):
            ElementTree.SubElement(root, "Default", {"Extension": suffix, "ContentType": kind})
        kinds = {"word/document.xml": f"{_WORD}.document.main+xml", "docProps/core.xml": _CORE}
        kinds |= {f"word/{target}": f"{_WORD}.{kind}+xml" for kind, target in self._links if kind != "image"}
        for name, kind in kinds.items():
            ElementTree.SubElement(root, "Override", {"PartName": f"/{name}", "ContentType": kind})
        return _plain(root)


def _relationships(entries: list[tuple[str, str, str]]) -> bytes:
    root = ElementTree.Element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"})
    for number, (_kind, address, target) in enumerate(entries, start=1):
        attributes = {"Id": f"rId{number}", "Type": address, "Target": target}
        ElementTree.SubElement(root, "Relationship", attributes)
    return _plain(root)


def _core(title: str) -> Element:
    times = [texted(f"dcterms:{name}", _NO_DATE, xsi_type="dcterms:W3CDTF") for name in ("created", "modified")]
    return drawn("cp:coreProperties", texted("dc:title", title), drawn("dc:creator"), *times)


def _plain(root: ElementTree.Element) -> bytes:
    found: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return found
