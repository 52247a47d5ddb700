"""Which unit sent a file: by the clerk's word, the sheet's mark, its own column, its name or its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.exchange.find_files import FoundFile
from services.exchange.template_mark import TemplateMark
from services.imports.office import ImportOffice
from services.imports.reading import ImportReading
from services.spec import FieldSpec, LedgerSpec
from services.unit_match import UnitMatcher


@dataclass(frozen=True, slots=True)
class UnitReading:
    """What the file holds once its sender is known; `asks` where the clerk has to say it."""

    reading: ImportReading
    unit: str = ""
    asks: str = ""
    notes: tuple[str, ...] = ()


class FileReader:
    """Reads one file once, and again where only its name told which unit sent it."""

    def __init__(
        self,
        office: ImportOffice,
        kind: str,
        found: FoundFile,
        how: Mapping[str, Any],
    ) -> None:
        self._office, self._kind, self._found, self._how = office, kind, found, how
        spec = office.spec(kind)
        self._field = _unit_field(spec)
        self._people = any(field.reference == "officers" for field in spec.import_fields)

    def named(self, names: UnitMatcher, mark: TemplateMark | None) -> str:
        """The unit that the sheet was made for, else the one that the file's or the nearest folder's name says."""
        if mark and (made_for := names.find(mark.unit)):
            return made_for.name
        path = Path(self._found.name)
        parts = (names.find_in(part) for part in (path.stem, *reversed(path.parent.parts)))
        return next((found.name for found in parts if found), "")

    def read(self, names: UnitMatcher, unit: str, mark: TemplateMark | None) -> UnitReading:
        """The rows, and the unit by the clerk's word, the sheet's mark, its own column, or its name."""
        named = self.named(names, mark)
        given = unit or (named if mark and names.find(mark.unit) else "")
        if self._people and not given:
            return self._by_person(named)
        if given or self._field is None:
            return UnitReading(self._once(given or named), given or named)
        if named:  # most files are what their name says: one reading is enough
            reading = self._once(named)
            if not any("ER10" in row.codes for row in reading.rows):
                return UnitReading(reading, named)
        reading = self._once("")
        written, blank = _units_of(reading, self._field)
        if len(written) > 1:
            return UnitReading(reading, notes=(f"表里有{len(written)}个单位。",))
        if not written:
            if blank and not named:
                return UnitReading(reading, asks="表里和文件名里都没有登记过的单位，请选报送单位。")
            # where a row names a unit that is not registered, its error says so
            return UnitReading(self._once(named) if blank else reading, named)
        if named and named != written[0]:
            asks = f"文件名是{named}，表里写的是{written[0]}，请选报送单位。"
            return UnitReading(reading, written[0], asks)
        return UnitReading(self._once(written[0]) if blank else reading, written[0])

    def _by_person(self, named: str) -> UnitReading:
        """Rows about officers belong to the officers' units; the file's name helps only where all rows fit it."""
        reading = self._once(named)
        if named and reading.rejected:
            plain = self._once("")
            if len(plain.rejected) < len(reading.rejected):
                return UnitReading(plain)
        return UnitReading(reading, named)

    def _once(self, unit: str) -> ImportReading:
        return self._office.read(self._kind, self._found.file, unit or None, **self._how)


def only_unit(reading: ImportReading, spec: LedgerSpec) -> str:
    """The unit that all rows name; empty where they name several or none."""
    field = _unit_field(spec)
    written = _units_of(reading, field)[0] if field else []
    return written[0] if len(written) == 1 else ""


def _unit_field(spec: LedgerSpec) -> FieldSpec | None:
    """The field that says to which unit a row belongs; a superior unit is none."""
    found = [field for field in spec.import_fields if field.reference == "units"]
    return found[0] if found and spec.name != "units" else None


def _units_of(reading: ImportReading, field: FieldSpec) -> tuple[list[str], bool]:
    """The units that the rows name, and whether a row names none."""
    written: dict[str, None] = {}
    blank = False
    for row in reading.rows:
        if row.values.get(field.key) is not None:
            written.setdefault(row.labels.get(field.key, ""))
        elif "ER10" not in row.codes:
            blank = True
    return list(written), blank
