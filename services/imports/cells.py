"""Reads one cell as the kind of its field. Doubt never becomes a value: it becomes a finding with what stood there."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from services.imports import clean
from services.imports.dates import DateReading, read_date
from services.imports.identity import IdentityReading, read_identity
from services.imports.workbook import CellValue, filled
from services.spec import MINUTES_PER_HOUR, FieldSpec, Kind

EXACT_DIGITS = 15  # Excel keeps 15 significant digits of a number
_TRUE, _FALSE = "是 有 √ ✓ ✔ ☑ Y YES TRUE T 1 对", "否 无 没有 × ✗ ✘ ☐ N NO FALSE F 0 不是"
TRUE_WORDS, FALSE_WORDS = frozenset(_TRUE.split()), frozenset(_FALSE.split())
_END = re.compile("[止至]|到期|截止|期限|结束|时限|有效期")  # a last day, unless the label says 起
_START = re.compile("起|开始")
_POWER = re.compile(r"\d\.\d+[Ee]\+\d+")
_MONEY_UNITS = {"亿元": 10_000_000_000, "万元": 1_000_000, "元": 100}


@dataclass(frozen=True, slots=True)
class Match:
    """A row of another ledger that a name means. `alias` where the name is not its present one."""

    value: Any
    label: str
    alias: bool = False


Resolve = Callable[[str, str], Match | None]


class Finding(NamedTuple):
    """Something wrong or doubtful in a cell, before it has a place."""

    code: str
    message: str
    suggest: str | None = None


class CellReading(NamedTuple):
    """`value` as it is stored, or None; `label` are a reference's words; `aside` is what the cell says about other
    fields; the rest serves rules across cells."""

    value: Any = None
    findings: tuple[Finding, ...] = ()
    label: str = ""
    identity: IdentityReading | None = None
    dated: DateReading | None = None
    match: Match | None = None
    aside: Mapping[str, Any] | None = None  # field key → CellReading

    @property
    def waits(self) -> bool:
        """Something stood there that could not be taken over."""
        return bool(self.value is None and self.findings) and any(f.code not in ("WA13", "IN01") for f in self.findings)


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What reading a cell may need to know. `own` is a file that the desk wrote, whose texts are taken as they are."""

    today: date
    resolve: Resolve
    header: str = ""
    epoch_1904: bool = False
    own: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


def raw_text(value: CellValue) -> str:
    """A cell as it stands, for messages and rejected rows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**EXACT_DIGITS else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    return str(value)


def read_cell(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    """Read `value` for `spec`; never raises for what a file may hold."""
    if isinstance(value, str):
        if len(value) <= LONGEST_NOTHING or not value.isalnum():  # an ID number needs no question
            if not filled(value):
                return CellReading(findings=(REMOVED,) if value and not how.own else ())
            if _says_nothing(spec, value, how):
                return CellReading(findings=(Finding("WA13", f"“{value.strip()}”按空白读入。有内容时请补填。"),))
    elif value is None:
        return EMPTY
    if spec.reference:
        return _reference(spec, value, how)
    return _READERS[spec.kind](spec, value, how)


EMPTY = CellReading()
LONGEST_NOTHING = clean.LONGEST_PLACEHOLDER


REMOVED = Finding("IN01", "已去掉多余的空格、换行或看不见的字符。")
UNVALUED = Finding("IN01", "这一格是公式，没有保存结果，按空白读入。")


def _says_nothing(spec: FieldSpec, value: str, how: HowToRead) -> bool:
    plain = value.strip()
    if spec.kind is Kind.BOOLEAN or not clean.is_placeholder(plain) or plain in spec.choices.values():
        return False
    return not (how.own and spec.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE))


def _text(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    written = raw_text(value)
    if how.own:
        text, findings = written.strip(), []
    else:
        cleaned = clean.paragraph(written) if spec.kind is Kind.LONG_TEXT else clean.line(written)
        text, findings = cleaned.text, [REMOVED] if cleaned.removed else []
    if spec.max_length and len(text) > spec.max_length:
        return CellReading(None, (*findings, _too_long(spec, text)))
    return CellReading(text or None, tuple(findings))


def _too_long(spec: FieldSpec, text: str) -> Finding:
    return Finding("ER16", f"“{spec.label}”最多{spec.max_length}字，现在是{len(text)}字。请缩短。")


def _code(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    if isinstance(value, str):
        if how.own:
            return CellReading(value.strip())
        if _POWER.fullmatch(value.strip()):
            return CellReading(None, (_lost(spec),))
        text, removed = clean.code(value)
        findings = (REMOVED,) if removed else ()
        if spec.max_length and len(text) > spec.max_length:
            return CellReading(None, (*findings, _too_long(spec, text)))
        return CellReading(text or None, findings)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return CellReading(
            None, (Finding("ER04", f"“{spec.label}”变成了日期或别的格式。请把这一列设为文本后重新填写。"),)
        )
    if not math.isfinite(value) or value != int(value) or value < 0 or len(str(int(value))) > EXACT_DIGITS:
        return CellReading(None, (_lost(spec),))
    message = f"“{spec.label}”是数字格式，开头的0可能已经丢失。请对照证件核对，并把这一列设为文本。"
    return CellReading(str(int(value)), (Finding("WA06", message),))


def _lost(spec: FieldSpec) -> Finding:
    return Finding("ER04", f"“{spec.label}”是数字格式，后几位已丢失。请把这一列设为文本后重新填写。")


def _identity(_spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    if not isinstance(value, str):
        return CellReading(
            None, (Finding("ER04", "身份证号是数字格式，后几位可能已失真。请把这一列设为文本后重新填写。"),)
        )
    found = read_identity(value, how.today)
    findings = (Finding(found.code, found.message, found.suggest),) if found.code else ()
    return CellReading(found.value, (*findings, REMOVED) if found.removed else findings, "", found)


def _date(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    found = read_date(value, birth=is_birth(spec), end=is_end(spec), epoch_1904=how.epoch_1904)
    return dated(found)


def dated(found: DateReading) -> CellReading:
    """A date reading as a cell reading."""
    findings = (Finding(found.code, found.message, found.suggest),) if found.code else ()
    return CellReading(found.value, findings + ((REMOVED,) if found.removed else ()), dated=found)


def is_end(spec: FieldSpec) -> bool:
    """Whether a date field holds a last day, so that a bare month means its end."""
    return bool(_END.search(spec.label)) and not _START.search(spec.label)


def is_birth(spec: FieldSpec) -> bool:
    """Dates of birth have a wider window for bare serial numbers."""
    return spec.key == "birth" or "出生" in spec.label


def _choice(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    written = raw_text(value)
    cleaned = clean.line(written)
    wanted = _plain(cleaned.text)
    words = {_plain(key): key for key in spec.choices} | {_plain(word): key for key, word in spec.choices.items()}
    words |= {_plain(alias): key for alias, key in how.aliases.items()}
    removed = (REMOVED,) if cleaned.removed and not how.own else ()
    if wanted in words:
        return CellReading(words[wanted], removed)
    import difflib

    close = difflib.get_close_matches(wanted, [_plain(word) for word in spec.choices.values()], n=1)
    message = f"“{cleaned.text[:20]}”不是“{spec.label}”的可选项，先空着。请从可选项中选一个。"
    return CellReading(None, (Finding("WA15", message, spec.choices[words[close[0]]] if close else None), *removed))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def _boolean(spec: FieldSpec, value: CellValue, _how: HowToRead) -> CellReading:
    if isinstance(value, bool):
        return CellReading(value)
    wanted = _plain(raw_text(value))
    wanted = spec.further_words.get(wanted, wanted)
    if wanted in TRUE_WORDS:
        return CellReading(True)
    if wanted in FALSE_WORDS:
        return CellReading(False)
    return CellReading(None, (Finding("WA15", f"“{spec.label}”应填是或否，先空着。请补填。"),))


def _decimal(text: str) -> Decimal | None:
    plain = re.sub(r"[,，\s]", "", unicodedata.normalize("NFKC", text)).replace("−", "-").lstrip("¥￥+")
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,2})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _number_of(value: CellValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        return _decimal(value)
    return Decimal(repr(value)) if math.isfinite(value) else None


def _not_number(spec: FieldSpec, value: CellValue, hint: str = "只填数字") -> CellReading:
    return CellReading(None, (Finding("ER15", f"“{spec.label}”里的“{raw_text(value)[:20]}”认不出来。请{hint}。"),))


def _integer(spec: FieldSpec, value: CellValue, _how: HowToRead) -> CellReading:
    number = _number_of(value)
    if number is None or number != number.to_integral_value() or abs(number) >= 10**18:
        return _not_number(spec, value, "填整数")
    return CellReading(int(number))


def _hundredths(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    """元 to 分, points to hundredths; the unit may stand behind the number or in the header (万元)."""
    unit = "元"
    if spec.kind is Kind.MONEY:
        unit = next((u for u in _MONEY_UNITS if u in how.header), "元")
        if isinstance(value, str):
            unit = next((u for u in _MONEY_UNITS if value.strip().endswith(u)), unit)
            value = re.sub("(亿元|万元|元整?)$", "", value.strip())
    elif isinstance(value, str):
        value = value.strip().removesuffix("分")
    number = _number_of(value)
    if number is None:
        return _not_number(spec, value)
    exact = number * _MONEY_UNITS[unit]
    whole = exact.quantize(Decimal(1)) if abs(exact) < 10**18 else None
    if whole is None or abs(exact - whole) > Decimal("0.0001"):
        return _not_number(spec, value, "最多填两位小数")
    return CellReading(int(whole))


def _minutes(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    """学时 of 45 minutes unless the header or the cell says 分钟 or 小时; a time of day is a duration."""
    if isinstance(value, time):
        return CellReading(value.hour * 60 + value.minute)
    if isinstance(value, timedelta):
        return CellReading(round(value.total_seconds() / 60))
    factor = 1 if "分钟" in how.header else 60 if "小时" in how.header else MINUTES_PER_HOUR
    if isinstance(value, str):
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
        if clock := re.fullmatch(r"(\d{1,3}):(\d{2})(?::\d{2})?", plain):
            return CellReading(int(clock[1]) * 60 + int(clock[2]))
        for word, minutes in (
            ("分钟", 1),
            ("学时", MINUTES_PER_HOUR),
            ("课时", MINUTES_PER_HOUR),
            ("小时", 60),
            ("分", 1),
        ):
            if plain.endswith(word):
                plain, factor = plain.removesuffix(word).removesuffix("个"), minutes
                break
        value = plain
    number = _number_of(value)
    if number is None or not 0 <= number <= 10_000_000:
        return _not_number(spec, value)
    return CellReading(int((number * factor).quantize(Decimal(1))))


def _reference(spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
    cleaned = clean.line(raw_text(value))
    name = cleaned.text
    removed = (REMOVED,) if cleaned.removed and not how.own else ()
    match = how.resolve(spec.reference, name)
    if match is None and (bare := re.sub(r"\s", "", unicodedata.normalize("NFKC", name))) != name:
        match = how.resolve(spec.reference, bare)
        removed = (REMOVED,) if match and re.search(r"\s", name) and not how.own else removed
    if match is None:
        return CellReading(None, (Finding("ER10", _unknown(spec, name)), *removed))
    alias = (
        (Finding("WA10", f"“{name}”是{match.label}的曾用名或简称，已按{match.label}读入。", match.label),)
        if match.alias
        else ()
    )
    return CellReading(match.value, alias + removed, label=match.label, match=match)


def _unknown(spec: FieldSpec, name: str) -> str:
    where = {"units": "单位名册", "officers": "执法人员名册"}.get(spec.reference, f"“{spec.label}”的名单")
    return f"{name[:40]}不在{where}中。对应到已有的，或先登记。"


_READERS: Mapping[Kind, Callable[[FieldSpec, CellValue, HowToRead], CellReading]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CODE: _code,
    Kind.IDENTITY: _identity,
    Kind.DATE: _date,
    Kind.INTEGER: _integer,
    Kind.MINUTES: _minutes,
    Kind.MONEY: _hundredths,
    Kind.POINTS: _hundredths,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _reference,
}
