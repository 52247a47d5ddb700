"""The rules of training files: sign-in sheets without ID numbers, exports of learning platforms (note, §3.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from services.beside import with_columns
from services.imports import clean
from services.imports.cells import CellReading, Finding, HowToRead, raw_text, read_cell
from services.imports.dates import read_date
from services.imports.headers import Skip, words
from services.imports.mapping import HeaderMapping
from services.imports.reading import Question
from services.imports.rules import NOTHING, ImportContext, RowDraft, RowRules
from services.imports.workbook import CellValue, Sheet, filled
from services.spec import MINUTES_PER_HOUR, FieldSpec, Kind, LedgerSpec

UNIT_OPTION = "minutes_unit"
UNITS = {"minutes": "分钟", "hours": "学时"}
FACTORS = {"minutes": 1, "hours": MINUTES_PER_HOUR}
HELPERS = (  # columns that files have and neither the ledger nor its own sheets
    FieldSpec(
        "duration",
        "学习时长",
        synonyms=("时长", "培训时长", "观看时长", "学习时间", "累计时长", "课程时长"),
        in_template=False,
    ),
    FieldSpec("finished", "完成状态", synonyms=("学习状态", "是否完成", "完成情况", "是否学完"), in_template=False),
    FieldSpec("morning", "上午签到", synonyms=("上午", "签到（上午）", "上午签名"), in_template=False),
    FieldSpec("afternoon", "下午签到", synonyms=("下午", "签到（下午）", "下午签名"), in_template=False),
)
HELPER_KEYS = frozenset(f.key for f in HELPERS)
_FINISHED = "已完成 完成 已学完 学完 合格 通过 已通过 已结业 结业 是 √ 100% 1 100"
_ABSENT = "缺席 缺勤 请假 未到 未签 未签到 否 × ✗ ✘ x X 事假 病假 公假 出差 0"
FINISHED = frozenset(_FINISHED.split())
ABSENT = frozenset(_ABSENT.split())
_BARE = re.compile(r"\d+(\.\d+)?")
_SPOKEN = re.compile(
    r"(?:(\d+(?:\.\d+)?)(?:个?小时|时|h|H))?(?:(\d+(?:\.\d+)?)(?:分钟?|min|m|′|'))?(?:\d+(?:秒|s|″|\"))?"
)
_UNIT_OF_HEADER = (
    ("学时", "hours"),
    ("课时", "hours"),
    ("分钟", "minutes"),
    ("(分)", "minutes"),
    ("（分）", "minutes"),
)
_SHEET_WORDS = re.compile("(参训)?(人员)?(签到|点名|花)?[册表单簿]$|人员名[册单]$")
_DAY_WORDS = re.compile("(?:时间|日期)[:：](.{6,16})")


class TrainingRules(RowRules):
    """Whose row it is, what its duration means, and whether it counts."""

    option_keys = (UNIT_OPTION,)

    def __init__(self, spec: LedgerSpec, context: ImportContext) -> None:
        super().__init__(spec, context)
        self._asks_unit = False
        self._printed: dict[str, Any] = {}  # what the lines above the header say for all rows

    @classmethod
    def form(cls, spec: LedgerSpec) -> LedgerSpec:
        """The ledger's fields, and what sign-in sheets and platforms say besides."""
        return with_columns(super().form(spec), {}, HELPERS)

    def adjust(self, mapping: HeaderMapping, sheet: Sheet) -> HeaderMapping:
        """The title and the day of a sign-in sheet stand above its header."""
        self._printed = {} if sheet.own else _printed(sheet, mapping)
        return mapping

    def questions(self) -> tuple[Question, ...]:
        """Bare numbers of a column that does not say its unit."""
        if not self._asks_unit and UNIT_OPTION not in self.options:
            return ()
        return (Question(UNIT_OPTION, "时长一列只有数字，没有写单位。这些数字是分钟还是学时？", UNITS),)

    def read(self, spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
        """Durations in every form."""
        if spec.key in ("minutes", "duration") and filled(value) and not how.own:
            return self._duration(spec, value, how)
        return super().read(spec, value, how)

    def skips(self, draft: RowDraft) -> Skip | None:
        """Only what was finished counts, and only who signed was there."""
        finished = draft.values.get("finished")
        if finished and _plain(str(finished)) not in FINISHED:
            return Skip.UNFINISHED
        halves = [key for key in ("morning", "afternoon") if key in draft.columns]
        if halves and not any(_signed(draft.cells.get(key)) for key in halves):
            return Skip.ABSENT
        return None

    def derive(self, draft: RowDraft) -> None:
        """Minutes and what holds for all rows."""
        for key, value in {**self._printed, **self.context.fixed}.items():
            if draft.values.get(key) in (None, "") and not draft.readings.get(key, NOTHING).waits:
                draft.values[key] = value
        self._minutes(draft)

    def unit(self, draft: RowDraft) -> None:
        """How long and whether at all is told by now; whose row it is stays to be seen."""
        super().unit(draft)
        for key in HELPER_KEYS:
            draft.values.pop(key, None)
            draft.labels.pop(key, None)

    def marks(self, values: Any) -> Sequence[tuple[Any, ...]]:
        """By the platform's number, else by person, day and title as far as its words go."""
        who = values.get("officer_id")
        found: list[tuple[Any, ...]] = []
        if who is not None and values.get("external_id"):
            found.append(("external_id", who, values["external_id"]))
        if who is not None and values.get("held_on") and values.get("title"):
            found.append((who, values["held_on"], course_key(str(values["title"]))))
        return found

    def _duration(self, spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
        unit = next((unit for word, unit in _UNIT_OF_HEADER if word in how.header), "")
        if "小时" in how.header:
            return read_cell(_MINUTES, value, how)
        minutes = spoken_minutes(value)
        if minutes is not None:
            return CellReading(minutes)
        number = _bare(value)
        if number is None:
            return read_cell(replace(_MINUTES, label=spec.label), value, how)
        if not unit and isinstance(value, float) and 0 < number < 1:
            return CellReading(int((number * 24 * 60).quantize(Decimal(1))))  # a part of a day: Excel's form of a time
        unit = unit or self.options.get(UNIT_OPTION, "")
        if not unit:
            self._asks_unit = True
            words = f"“{raw_text(value)[:20]}”没有写是分钟还是学时。在预览上方选定。"
            return CellReading(None, (Finding("ER15", words, f"{raw_text(value)[:20]}分钟"),))
        return CellReading(int((number * FACTORS[unit]).quantize(Decimal(1))))

    def _minutes(self, draft: RowDraft) -> None:
        """The platform's 学时 goes before the time spent; one signature of two is half of the time."""
        if draft.values.get("minutes") is None and draft.values.get("duration") is not None:
            draft.values["minutes"] = draft.values["duration"]
        elif draft.values.get("minutes") is not None:
            draft.drop("duration", ("ER15",))
        if draft.readings.get("duration", NOTHING).waits:
            draft.explained.add("minutes")
        signed = [key for key in ("morning", "afternoon") if _signed(draft.cells.get(key))]
        if len(signed) == 1 and {"morning", "afternoon"} <= set(draft.columns):
            whole = draft.values.get("minutes")
            draft.values["minutes"] = whole // 2 if whole is not None else None
            half = "上午" if signed == ["morning"] else "下午"
            draft.add(signed[0], "WA16", f"只有{half}签到，按半天折算学时。补签的请核对后改正。")


_MINUTES = FieldSpec("minutes", "学时", Kind.MINUTES)


def spoken_minutes(value: CellValue) -> int | None:
    """Minutes of a duration that carries its unit: 1:30:00, 90分钟, 1小时30分, 2学时, an Excel time; else None."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60)
    if not isinstance(value, str):
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).strip("'’‘")
    if clock := re.fullmatch(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?", plain):
        return int(clock[1]) * 60 + int(clock[2])
    if hours := re.fullmatch(r"(\d+(?:\.\d+)?)个?[学课]时", plain):
        return int((Decimal(hours[1]) * MINUTES_PER_HOUR).quantize(Decimal(1)))
    parts = _SPOKEN.fullmatch(plain)
    if parts and (parts[1] or parts[2]):
        return int((Decimal(parts[1] or 0) * 60 + Decimal(parts[2] or 0)).quantize(Decimal(1)))
    return None


def course_key(title: str) -> str:
    """A title without what two exports of one course write differently."""
    return re.sub(r"[\s《》<>“”\"'（）()【】\[\]:：,，.。、\-—_·]", "", unicodedata.normalize("NFKC", title)).upper()


def _bare(value: CellValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    plain = clean.digits(value).text if isinstance(value, str) else repr(value)
    return Decimal(plain) if _BARE.fullmatch(plain) and Decimal(plain) <= 10_000_000 else None


def _signed(value: CellValue) -> bool:
    text = _plain(raw_text(value)) if filled(value) else ""
    return bool(text) and not clean.is_placeholder(text) and text not in ABSENT


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _printed(sheet: Sheet, mapping: HeaderMapping) -> dict[str, Any]:
    """Title and day from the lines above a header that has no columns for them."""
    found: dict[str, Any] = {}
    above = [words(v) for row in sheet.rows[: mapping.header_row - 1] for v in row if filled(v)]
    if mapping.column_of("held_on") is None:
        said = next((m[1] for text in above if (m := _DAY_WORDS.search(text))), "")
        day = read_date(re.split(r"[\s，,；;（(]|至", said)[0]).value if said else None
        found |= {"held_on": day} if day else {}
    if mapping.column_of("title") is None and above and re.search("培训|学习|讲座|轮训|签到", above[0]):
        title = _SHEET_WORDS.sub("", re.sub(r"\s", "", above[0]))
        found |= {"title": title} if 4 <= len(title) <= 60 else {}
    return found
