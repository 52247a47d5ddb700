"""What a blank sheet says of itself without showing it: its ledger, unit and round, and the fields that it had."""

from __future__ import annotations

import hashlib
import html
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.errors import UnreadableError
from services.imports.sniff import BAD_ARCHIVE, FileKind, sniff
from services.imports.workbook import read_workbook
from services.spec import LedgerSpec

PROPERTY = "supervision-desk-template"  # a document property of .xlsx, which Excel and WPS keep on saving
SHEET = "模板信息"  # very hidden; it outlives saving as .xls or .ods, which drops the property
MOST = 1 << 16  # bytes of the part that holds the properties
_PROPERTY = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([^<]*)<')


@dataclass(frozen=True, slots=True)
class TemplateMark:
    """`version` stands for the set of fields; `fields` are (key, label) where the hidden sheet could be read."""

    kind: str
    version: str
    unit: str = ""
    round_id: int | None = None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def short(self) -> str:
        """As the document property holds it (at most 255 characters)."""
        return json.dumps([self.kind, self.version, self.unit, self.round_id], ensure_ascii=False)


def mark_of(spec: LedgerSpec, unit: str = "", round_id: int | None = None) -> TemplateMark:
    """The mark of a sheet that is made now."""
    return TemplateMark(spec.name, version_of(spec), unit, round_id, _fields(spec))


def version_of(spec: LedgerSpec) -> str:
    """The same as long as the sheet has the same columns under the same words."""
    words = "\n".join(f"{key}:{label}" for key, label in _fields(spec))
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def read_mark(file: Path) -> TemplateMark | None:
    """The mark of a file that was made from a blank sheet of the desk; None for any other and for unreadable ones."""
    try:
        kind = sniff(file)
        if kind is FileKind.XLSX:
            return _from_property(file)
        return _from_sheet(file) if kind is not FileKind.CSV and _names_sheet(file) else None
    except (UnreadableError, OSError, *BAD_ARCHIVE):
        return None


def stale_words(file: Path, mark: TemplateMark, spec: LedgerSpec) -> str:
    """What changed since the sheet was sent out, as a sentence; empty where nothing did."""
    if mark.kind != spec.name or mark.version == version_of(spec):
        return ""
    fields = mark.fields
    if not fields:
        whole = _from_sheet(file)
        fields = whole.fields if whole else ()
    now, then = dict(_fields(spec)), dict(fields)
    came = [label for key, label in now.items() if key not in then]
    went = [label for key, label in then.items() if key not in now]
    changed = [f"{then[key]}改为{label}" for key, label in now.items() if key in then and then[key] != label]
    parts = [f"新增了{_listed(came)}"] if came and fields else []
    parts += [f"去掉了{_listed(went)}"] if went else []
    parts += [f"改了叫法：{_listed(changed)}"] if changed else []
    return f"这是旧版空表填的，现在的空表{'，'.join(parts) or '已经改过'}。有的栏目会空着，请核对。"


def _listed(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words)


def _fields(spec: LedgerSpec) -> tuple[tuple[str, str], ...]:
    return tuple((field.key, field.label) for field in spec.template_fields)


def _from_property(file: Path) -> TemplateMark | None:
    with zipfile.ZipFile(file) as archive:
        try:
            part = archive.getinfo("docProps/custom.xml")
        except KeyError:
            return None
        if part.file_size > MOST:
            return None
        found = _PROPERTY.search(archive.read(part).decode("utf-8", "replace"))
    return _parsed(html.unescape(found[1])) if found else None


def _parsed(text: str) -> TemplateMark | None:
    try:
        kind, version, unit, round_id = json.loads(text)
    except (ValueError, TypeError):
        return None
    if not (isinstance(kind, str) and isinstance(version, str) and isinstance(unit, str)):
        return None
    return TemplateMark(kind, version, unit, round_id if isinstance(round_id, int) else None)


def _names_sheet(file: Path) -> bool:
    """Whether the sheet may be there, told without reading the workbook."""
    if sniff(file) is FileKind.ODS:
        with zipfile.ZipFile(file) as archive:
            return SHEET.encode() in archive.read("content.xml")
    return SHEET.encode("utf-16-le") in file.read_bytes()


def _from_sheet(file: Path) -> TemplateMark | None:
    sheet = next((sheet for sheet in read_workbook(file).sheets if sheet.name == SHEET), None)
    if sheet is None or not sheet.rows:
        return None
    mark = _parsed(str(sheet.cell(1, 1) or ""))
    if mark is None:
        return None
    fields = tuple((str(row[0]), str(row[1])) for row in sheet.rows[1:] if len(row) > 1 and row[0])
    return TemplateMark(mark.kind, mark.version, mark.unit, mark.round_id, fields)
