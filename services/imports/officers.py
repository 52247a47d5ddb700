"""The rules of officers' rosters: identity, certificate, validity, staffing (contract of `import`, its rulings)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from services.imports import clean
from services.imports.cells import CellReading, Finding, HowToRead, dated, read_cell
from services.imports.dates import read_range
from services.imports.headers import BodyRows
from services.imports.identity import IdentityReading
from services.imports.limits import ALLOWED, FORBIDDEN
from services.imports.mapping import Column, HeaderMapping, clean_header, require
from services.imports.officer_fields import OFFICER_ALIASES, OFFICER_IMPORT
from services.imports.rules import NOTHING, ImportContext, RowDraft, RowRules
from services.imports.workbook import CellValue, Sheet, filled, place
from services.problems import Level, Problem
from services.spec import FieldSpec, Kind, LedgerSpec

ADULT = 18
_HOW_STUDIED = re.compile(r"全日制|非全日制|在职|函授|自考|(中央|省委|市委|县委)?党校|[(（].*[)）]|毕业|学历")
MONTH_HEADER = "出生年月"
AMBIGUOUS_ID_HEADER = "证件号码"  # an ID number or a certificate's, only the cells tell


class OfficerRules(RowRules):
    """Adds the officers' own codes to the common rules."""

    def __init__(self, spec: LedgerSpec, context: ImportContext) -> None:
        super().__init__(spec, context)
        self._police: Column | None = None
        self._certificates: dict[str, tuple[str, tuple[str, int]]] = {}

    def adjust(self, mapping: HeaderMapping, sheet: Sheet) -> HeaderMapping:
        """证件号码 is the ID number only where its cells look like one."""
        column = mapping.column_of("id_no")
        if (
            column is None
            or clean_header(column.leaf) != AMBIGUOUS_ID_HEADER
            or _looks_like_ids(sheet, mapping, column)
        ):
            return mapping
        words = {clean_header(w) for f in OFFICER_IMPORT if f.key == "id_no" for w in (f.label, *f.synonyms)}
        words.discard(AMBIGUOUS_ID_HEADER)
        other = next((c for c in mapping.columns if clean_header(c.leaf) in words), None)
        columns = [
            replace(c, name=None) if c is column else replace(c, name="id_no") if c is other else c
            for c in mapping.columns
        ]
        return HeaderMapping(mapping.header_row, tuple(columns))

    def accept(self, mapping: HeaderMapping) -> None:
        """Without an ID column nobody can be told apart: ER11."""
        require(mapping, [f for f in self.spec.import_fields if f.key == "id_no"])
        self._police = next((c for c in mapping.columns if "警号" in clean_header(c.leaf)), None)

    def aliases(self, key: str) -> Mapping[str, str]:
        """团员 for 共青团员, 汉 for 汉族, 1 for 男."""
        return OFFICER_ALIASES.get(key, {})

    def read(self, spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
        """Names and 有效期 have their own forms."""
        if isinstance(value, str) and spec.key == "education":
            value = _HOW_STUDIED.sub("", value) or value
        reading = read_cell(spec, value, how)
        if spec.kind is Kind.IDENTITY or not isinstance(value, str):
            return reading
        if reading.value is None and any(f.code == "WA13" for f in reading.findings):
            return reading
        if spec.key == "name" and reading.value:
            name, removed = clean.person(value)
            return CellReading(name or None, (Finding("IN01", "姓名里的空格已去掉。"),) if removed else ())
        if spec.key == "phone" and reading.value:
            return reading._replace(value=clean.digits(str(reading.value)).text)
        if spec.kind is Kind.CODE and reading.value and how.own:  # the contract's form also in a file of our own
            return reading._replace(value=clean.code(str(reading.value)).text)
        if spec.key in ("valid_to", "valid_from"):
            return self._validity(spec.key, value, reading)
        return reading

    def derive(self, draft: RowDraft) -> None:
        """The start inside 有效期; gender and birth from the ID where their cells are blank."""
        for key, reading in draft.aside.items() if draft.aside else ():
            if draft.cells.get(key) is None and (reading.value is not None or reading.findings):
                draft.values[key] = reading.value
                for finding in reading.findings:
                    draft.note("valid_to", finding)
        if draft.values.get("valid_forever"):
            draft.cleared.add("valid_to")
        found = _identity(draft)
        if not found or not found.value:
            return
        for key, value in (("gender", found.gender), ("birth", found.birth)):
            if draft.values.get(key) is None and not draft.readings.get(key, NOTHING).waits:
                draft.values[key] = value

    def finish(self, draft: RowDraft) -> None:
        """All checks across cells."""
        found = _identity(draft)
        if self._police:
            message = "警号属于人民警察证，由公安机关管理，不在行政执法证名册内。请从名册中去掉，人数另行填报。"
            where = place(draft.row, self._police.number)
            draft.problems.append(Problem(Level.ERROR, "ER07", where, message))
        if found and found.birth and found.gender:
            self._person(draft, found.birth, found.gender)
        self._staffing(draft)
        if self.context.province.below(str(draft.values.get("education") or "")):
            words = f"学历低于本省要求的{self.context.province.least_education}。核对后再办证。"
            draft.add("education", "WA17", words)
        self._certificate(draft, found)
        self._dates(draft)
        self._elsewhere(draft)

    def identity(self, draft: RowDraft) -> Sequence[tuple[Any, ...]]:
        """One ID, one row: also where the number is old or its check character is wrong."""
        found = _identity(draft)
        return [(("id_no",), (found.number,))] if found and found.number else []

    def marks(self, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The ID number; then, for whom the register has none, the certificate, and the name inside the unit."""
        id_no, cert_no, unit, name = (values.get(key) for key in ("id_no", "cert_no", "unit", "name"))
        found: list[tuple[Any, ...]] = [("id_no", id_no)] if id_no else []
        found += [("cert_no", cert_no, name)] if cert_no and name else []
        return [*found, ("name", unit, name)] if unit and name else found

    def known_by(self, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """Who has an ID number is found by nothing else: another number is another person."""
        return [("id_no", values["id_no"])] if values.get("id_no") else self.marks(values)

    def vague(self, mark: tuple[Any, ...]) -> bool:
        """Two of one name in a unit are two people."""
        return bool(mark[0] == "name")

    def _validity(self, key: str, value: str, reading: CellReading) -> CellReading:
        span = read_range(value)
        if span is None:
            return reading
        aside = {"valid_forever": CellReading(True)} if span.forever else {}
        if key == "valid_from":
            return dated(span.start._replace(removed=span.removed))._replace(aside=aside)
        found = dated(span.end._replace(removed=span.removed))
        return found._replace(aside=aside | {"valid_from": dated(span.start)})

    def _person(self, draft: RowDraft, birth: date, gender: str) -> None:
        written = draft.values.get("gender")
        if written and written != gender:
            draft.add("gender", "WA01", f"性别写的是{written}，身份证号表明是{gender}。请核对。", gender)
        if draft.values.get("birth") != birth or "birth" in draft.columns:
            self._birth(draft, birth)
        age = _years(birth, self.context.today)
        if age < ADULT:
            draft.add("id_no", "ER12", f"按身份证号现在{age}岁，不满18周岁。请对照证件核对。")
        elif self.context.province.retirement and (retires := retirement_day(birth, gender)) <= self.context.today:
            message = f"按现行规定{retires:%Y-%m-%d}到法定退休年龄。仍在岗的请核对，已退休的请办理注销。"
            draft.add("id_no", "WA08", message)

    def _birth(self, draft: RowDraft, birth: date) -> None:
        written, reading = draft.values.get("birth"), draft.readings.get("birth", NOTHING)
        months = reading.dated.months if reading.dated else ()
        column = draft.columns.get("birth")
        by_month = column is not None and clean_header(column.leaf) == MONTH_HEADER
        if by_month and written and written.day == 1:  # 1985-06 typed into Excel becomes the first of the month
            months = ((written.year, written.month),)
        if (birth.year, birth.month) in months:
            if by_month:  # a month by nature: the ID gives the day
                draft.drop("birth", ("WA03", "WA04"))
                draft.values["birth"] = birth
        elif months or (written and written != birth):
            shown = f"{written:%Y-%m-%d}" if written else f"{months[0][0]}年{months[0][1]}月"
            message = f"出生日期写的是{shown}，身份证号表明是{birth:%Y-%m-%d}。请核对。"
            draft.add("birth", "WA01", message, f"{birth:%Y-%m-%d}")

    def _staffing(self, draft: RowDraft) -> None:
        staffing = str(draft.values.get("staffing") or "")
        if staffing and (match := self.context.province.excluded.search(staffing)):
            message = f"“{match.group()}”人员不在编，不能持有行政执法证。核对编制，确属不在编的从名册中去掉。"
            draft.add("staffing", "ER07", message)

    def _certificate(self, draft: RowDraft, found: IdentityReading | None) -> None:
        number = draft.values.get("cert_no")
        if not number:
            return
        province = self.context.province
        if draft.values.get("min_cert_no") and province.ministry_beside == FORBIDDEN:
            draft.add("min_cert_no", "ER08", "本省不允许行政执法证与部级执法证并用。核对后只留一种。")
        elif draft.values.get("min_cert_no") and province.ministry_beside != ALLOWED:
            draft.add("min_cert_no", "WA14", "除行政执法证外还有部级执法证。是否两证并用，请按本省规定核对。")
        pattern = province.cert_pattern
        if pattern and not pattern.fullmatch(number) and not isinstance(draft.cells.get("cert_no"), int | float):
            draft.add("cert_no", "WA06", "执法证号与本省的编号样式不同。请对照证件核对。")
        other = self.context.holder(number)
        if other is not None and (draft.existing is None or other.id != draft.existing.id):
            unit = other.labels.get("unit") or "别的单位"
            words = f"名册里{unit}的{other.values.get('name')}正在使用这个证号。请对照证件核对。"
            draft.add("cert_no", "ER09", words)
            return
        holder = (found.number if found else "") or str(draft.cells.get("id_no") or "")
        if not holder:
            return
        first_holder, first = self._certificates.setdefault(number, (holder, (self.sheet, draft.row)))
        if first_holder != holder:
            draft.add("cert_no", "ER09", f"{self.words_of(first)}的另一个人正在使用这个证号。请对照证件核对。")

    def _dates(self, draft: RowDraft) -> None:
        today, values = self.context.today, draft.values
        issued, starts, ends = values.get("issue_date"), values.get("valid_from"), values.get("valid_to")
        for key, day in (("issue_date", issued), ("birth", values.get("birth"))):
            if day and day > today and key in draft.columns:
                draft.add(key, "ER05", f"“{self.spec.field(key).label}”晚于今天。请填写实际日期。")
        if ends and issued and ends < issued:
            draft.add("valid_to", "ER05", "有效期至早于发证日期，请改其中一个。")
        elif ends and starts and ends < starts:
            draft.add("valid_to", "ER05", "有效期至早于有效期起，请改其中一个。")
        elif ends and ends < today:
            draft.add("valid_to", "WA09", f"证件已于{ends:%Y-%m-%d}到期。换发或注销的请一并报来。")
        if ends and draft.existing and draft.existing.values.get("valid_forever"):
            values.setdefault("valid_forever", False)

    def _elsewhere(self, draft: RowDraft) -> None:
        unit = draft.values.get("unit")
        old = draft.existing.values.get("unit") if draft.existing else None
        if unit and old and unit != old and draft.existing:
            name = draft.existing.labels.get("unit") or "别的单位"
            message = f"名册里这个人在{name}。核对是转任、兼职还是写错。"
            draft.add("unit", "WA05", message, name)


@lru_cache(maxsize=65_536)
def retirement_day(birth: date, gender: str) -> date:
    """The statutory retirement day under the decision of 13 September 2024 on gradual raising: men 60, women 55 in
    posts of officials, one month later for every four months of birth from 1965-01 (men) or 1970-01 on, at most 36."""
    years, first = (60, 1965) if gender == "男" else (55, 1970)
    months = (birth.year - first) * 12 + birth.month - 1
    later = min(months // 4 + 1, 36) if months >= 0 else 0
    total = birth.year * 12 + birth.month - 1 + years * 12 + later
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(birth.day, 28))


def _identity(draft: RowDraft) -> IdentityReading | None:
    reading = draft.readings.get("id_no")
    return reading.identity if reading else None


def _years(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _looks_like_ids(sheet: Sheet, mapping: HeaderMapping, column: Column) -> bool:
    cells = []
    for row in BodyRows(sheet, mapping).data():
        value = sheet.cell(row, column.number)
        if filled(value):
            cells.append(value)
        if len(cells) >= 50:
            break
    like = sum(1 for v in cells if _id_length(v))
    return like * 2 > len(cells)


def _id_length(value: CellValue) -> bool:
    if isinstance(value, str):
        return len(clean.code(value).text) == 18
    return isinstance(value, int | float) and value >= 10**16
