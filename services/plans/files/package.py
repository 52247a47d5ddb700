"""The parts of an office file that is a ZIP package, opened with bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
from types import TracebackType
from xml.etree import ElementTree

from services.errors import UnreadableError
from services.imports.sniff import BAD_ARCHIVE
from services.plans.files.refusals import BROKEN, LOCKED, SWOLLEN

MAX_PART = 30 << 20  # bytes of one part, unpacked; the longest plan met has 1 MB
MAX_PARTS = 5000
BAD_XML = (ElementTree.ParseError, UnicodeDecodeError, LookupError, RecursionError)


def local(tag: object) -> str:
    """An element's name without its namespace: files say the same under two (ISO strict and transitional)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Package:
    """Reads parts by name; every refusal is an UnreadableError that names the file."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BAD_ARCHIVE as error:
            raise UnreadableError(BROKEN.format(name=name), code="PL02") from error
        self.names = frozenset(self._zip.namelist())
        if len(self.names) > MAX_PARTS:
            raise UnreadableError(SWOLLEN.format(name=name), code="PL02")

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def part(self, name: str) -> bytes:
        """The bytes of a part; empty where there is none."""
        if name not in self.names:
            return b""
        try:
            if self._zip.getinfo(name).flag_bits & 1:
                raise UnreadableError(LOCKED, code="PL03")
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART + 1)
        except BAD_ARCHIVE as error:
            raise UnreadableError(BROKEN.format(name=self._name), code="PL02") from error
        if len(data) > MAX_PART:
            raise UnreadableError(SWOLLEN.format(name=self._name), code="PL02")
        return data

    def xml(self, name: str) -> ElementTree.Element | None:
        """A part as a tree; None where there is none."""
        data = self.part(name)
        if not data:
            return None
        try:
            return ElementTree.fromstring(data)
        except BAD_XML as error:
            raise UnreadableError(BROKEN.format(name=self._name), code="PL02") from error

    def related(self, source: str, kind: str) -> str:
        """The part that `source` ("" for the whole package) relates to under a kind such as `styles`."""
        folder, file = posixpath.split(source)
        tree = self.xml(posixpath.join(folder, "_rels", file + ".rels"))
        for link in tree if tree is not None else ():
            if link.get("Type", "").endswith("/" + kind) and link.get("TargetMode") != "External":
                target = link.get("Target", "")
                return (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}").lstrip("/")
                )
        return ""
