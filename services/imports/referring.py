"""Cells that name an officer or a row of another ledger: read as words, and understood with the row around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.beside import CERT_NO, ID_NO, OFFICERS, PHONE, UNIT, beside
from services.imports import clean
from services.imports.cells import CellReading, Finding, HowToRead, read_cell
from services.imports.named import RowFound
from services.imports.people import PersonWords
from services.imports.workbook import CellValue
from services.spec import FieldSpec, Kind, LedgerSpec

if TYPE_CHECKING:
    from services.imports.rules import ImportContext, RowDraft

_NUMBER = re.compile(r"\d{17}[\dX]")
_PHONE = re.compile(r"1\d{10}")
NO_BLANKS = Finding("IN01", "姓名里的空格已去掉。")


class Referring:
    """The references of one ledger's files. A unit is known by its name alone and is none of them.

    `unit_key` is the field that the sending unit fills where its cell is blank.
    """

    def __init__(self, spec: LedgerSpec, context: ImportContext, unit_key: str) -> None:
        self._context, self._unit_key = context, unit_key
        self._beside = {key: tuple(b.field.key for b in columns) for key, columns in beside(spec).items()}
        fields = [f for f in spec.import_fields if f.reference and f.reference != context.unit_ledger]
        self._words = {f.key: replace(f, kind=Kind.TEXT, reference="", max_length=None) for f in fields}
        self._ledgers = {f.key: f.reference for f in fields}

    def read(self, spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading | None:
        """The words of a reference, or an ID column that also holds phone numbers; None for any other cell."""
        if spec.key == ID_NO and (phone := _phone(value)):
            return CellReading(None, aside={PHONE: CellReading(phone)})
        if spec.key not in self._words:
            return None
        reading = read_cell(self._words[spec.key], value, how)
        if self._ledgers[spec.key] != OFFICERS or not reading.value:
            return reading
        number = clean.code(str(reading.value)).text.upper()
        if _NUMBER.fullmatch(number):  # a list that has only the numbers
            return CellReading(None, aside={ID_NO: CellReading(number)})
        name, removed = clean.person(str(reading.value))
        return CellReading(name or None, (NO_BLANKS,) if removed else ())

    def understand(self, draft: RowDraft) -> None:
        """Put the records that the row means in place of its words; a problem where they mean none or several."""
        for key, ledger in self._ledgers.items():
            if ledger == OFFICERS:
                self._officer(draft, key)
            elif isinstance(words := draft.values.get(key), str):
                marks = {mark: self._said(draft, mark) for mark in self._beside.get(key, ())}
                self._take(draft, key, self._context.find_row(key, words, marks))

    def _officer(self, draft: RowDraft, key: str) -> None:
        values = draft.values
        for column in (PHONE, ID_NO):
            if (beside_name := draft.aside.get(column)) and not values.get(column):
                values[column] = beside_name.value
        told = self._beside.get(key, ())
        name, id_no, cert_no, phone = (
            str(values.get(k) or "") if k in told or k == key else "" for k in (key, ID_NO, CERT_NO, PHONE)
        )
        if not any((name, id_no, cert_no, phone)):
            values[key] = None
            return
        unit_key = UNIT if UNIT in told else self._unit_key
        said = PersonWords(name, id_no, cert_no, phone, self._said(draft, unit_key))
        chosen = self._context.chosen(draft.row)
        self._take(draft, key, RowFound(chosen) if chosen else self._context.find_person(said))

    def _said(self, draft: RowDraft, key: str) -> Any:
        """The value of a column beside; the sending unit stands for a blank one."""
        value = draft.values.get(key)
        reading = draft.readings.get(key)
        if value is None and key == self._unit_key and not (reading and reading.waits):
            default = self._context.default_match()
            return default.value if default else None
        return value

    def _take(self, draft: RowDraft, key: str, found: RowFound) -> None:
        draft.values[key] = None
        if found.match is not None:
            draft.values[key], draft.labels[key] = found.match.value, found.match.label
            return
        columns = (key, *self._beside.get(key, ()))
        place = next((column for column in columns if draft.cells.get(column) not in (None, "")), None)
        draft.add(place, "ER15" if found.doubtful else "ER10", found.why, found.suggest)
        draft.explained.add(key)


def _phone(value: CellValue) -> str:
    """A mobile number, also where the sheet holds it as a number; else empty."""
    if isinstance(value, str):
        plain = clean.code(value).text
        return plain if _PHONE.fullmatch(plain) else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if 10**10 <= value < 2 * 10**10 else ""
