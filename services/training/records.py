"""培训学时: one row per officer and training, in minutes; what is void, waits, or is a double does not count."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models.officer import EnforcementOfficer
from models.training import AttendanceStatus, TrainingRecord, TrainingSession
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec, hours_text
from services.training.attendance import attended_by
from services.training.doubles import CLASH_LABELS, Suspicion, suspicions
from services.training.words import (
    CATEGORY_LABELS,
    CATEGORY_WORDS,
    MODE_LABELS,
    MODE_WORDS,
    STATUS_CHIPS,
    STATUS_LABELS,
)

CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
COUNT_LABELS = STATUS_LABELS | {"double": "重复"}
COUNT_CHIPS = STATUS_CHIPS | {"double": "same"}
WHY = FieldSpec("why", "理由", Kind.LONG_TEXT, required=True, max_length=200)
MORE_FIELDS = (
    FieldSpec(
        "session_id",
        "培训班次",
        Kind.REFERENCE,
        reference="training_sessions",
        width_chars=12,
        in_table=False,
        in_import=False,
    ),
    FieldSpec(
        "mode",
        "培训形式",
        Kind.CHOICE,
        choices=MODE_LABELS,
        further_words=MODE_WORDS,
        in_filter=True,
        in_table=False,
        synonyms=("形式", "方式", "培训方式"),
        width_chars=6,
    ),
    FieldSpec("ends_on", "结束日期", Kind.DATE, in_table=False, help="只有一天的不填。", width_chars=6),
    FieldSpec("start_time", "开始时间", max_length=5, in_table=False, help="如09:00；写了才能分清上午和下午。"),
    FieldSpec("end_time", "结束时间", max_length=5, in_table=False, help="如11:30。"),
    FieldSpec("place", "地点或平台", max_length=100, in_table=False, synonyms=("地点", "平台", "学习平台")),
    FieldSpec("rotation", "轮训", Kind.BOOLEAN, in_table=False, in_filter=True, synonyms=("是否轮训",)),
    FieldSpec("makeup", "补训", Kind.BOOLEAN, in_table=False, in_filter=True, synonyms=("是否补训",)),
    FieldSpec("source", "来源", max_length=60, in_table=False, help="学习平台或签到册的名称，用来找出重复。"),
    FieldSpec("external_id", "来源编号", Kind.CODE, max_length=80, in_table=False),
    FieldSpec("evidence", "证明材料", max_length=200, in_table=False),
)


class TrainingLedger(BasicLedger[TrainingRecord]):
    """Hours as minutes. Who has met the year's rule is told by services.training.compliance."""

    record = TrainingRecord
    references: ClassVar[Mapping[str, Reference]] = {
        "officer_id": Reference(EnforcementOfficer),
        "session_id": Reference(TrainingSession, "title"),
    }
    spec = LedgerSpec(
        name="training",
        title="培训学时",
        item="培训记录",
        purpose="每名执法人员的培训，按45分钟折1学时。",
        default_sort="held_on",
        default_descending=True,
        title_field="title",
        state_field="counting",
        match_on=("officer_id", "held_on", "title"),
        add_label="登记培训",
        empty_hint="导入签到表或学习平台的导出表，或者逐条登记。",
        fields=(
            FieldSpec(
                "officer_id",
                "姓名",
                Kind.REFERENCE,
                reference="officers",
                required=True,
                width_chars=5,
                synonyms=("执法人员", "人员姓名", "身份证号", "参训人员"),
            ),
            FieldSpec(
                "title",
                "培训名称",
                required=True,
                max_length=120,
                width_chars=18,
                synonyms=("课程", "课程名称", "培训班"),
            ),
            FieldSpec(
                "category",
                "培训类别",
                Kind.CHOICE,
                required=True,
                choices=CATEGORY_LABELS,
                further_words=CATEGORY_WORDS,
                in_filter=True,
                width_chars=7,
                synonyms=("类别",),
                example="公共法律知识",
            ),
            FieldSpec(
                "held_on",
                "培训日期",
                Kind.DATE,
                required=True,
                width_chars=6,
                synonyms=("日期", "完成时间", "培训时间"),
            ),
            FieldSpec(
                "minutes",
                "学时",
                Kind.MINUTES,
                required=True,
                width_chars=4,
                synonyms=("折合学时", "获得学时"),
                example="8",
            ),
            FieldSpec(
                "counting",
                "状态",
                Kind.CHOICE,
                choices=COUNT_LABELS,
                states=COUNT_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("organiser", "主办单位", max_length=100, width_chars=10),
            *MORE_FIELDS,
            FieldSpec(
                "score",
                "成绩",
                max_length=20,
                width_chars=4,
                in_table=False,
                in_print=True,
                synonyms=("考核成绩", "考试成绩"),
            ),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether it counts, and why not."""
        record = TrainingRecord
        doubled = record.duplicate_of_id.is_not(None) & (record.duplicate_of_id != record.id)
        return {"counting": case((doubled, "double"), else_=record.status)}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Hours are not negative, days and times in order, and nothing lies in the future."""
        problems = {}
        if (values.get("minutes") or 0) < 0:
            problems["minutes"] = "学时不能小于0。"
        held, ends = values.get("held_on"), values.get("ends_on")
        if held and held > self.today:
            problems["held_on"] = "培训日期晚于今天。培训结束后再登记。"
        if held and ends and ends < held:
            problems["ends_on"] = "结束日期早于培训日期，请改其中一个。"
        for key in ("start_time", "end_time"):
            if values.get(key) and clock_time(values[key]) is None:
                problems[key] = "时间写成09:00这样。"
        start, end = (clock_time(values.get(key) or "") for key in ("start_time", "end_time"))
        if start and end and not (ends and held and ends > held) and end <= start:
            problems["end_time"] = "结束时间不晚于开始时间，请核对。"
        return problems

    def before_save(self, session: Session, item: TrainingRecord, values: Mapping[str, Any]) -> None:
        """Times in one spelling; nobody has more of a session than it lasted."""
        item.start_time, item.end_time = clock_time(item.start_time or ""), clock_time(item.end_time or "")
        item.status = item.status or AttendanceStatus.CONFIRMED
        if item.session_id is not None:
            lasted = session.get_one(TrainingSession, item.session_id).minutes
            if item.minutes > lasted:
                session.expunge_all()
                raise ValidationError({"minutes": f"这个班次一共{hours_text(lasted)}学时，登记的不能比它多。"})

    def why_fixed(self, item: TrainingRecord, keys: Collection[str]) -> str:
        """A void record stays as it was."""
        if item.status is AttendanceStatus.VOID and set(keys) - {"note"}:
            return "这条培训记录已作废，没有改动。要用先恢复。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """By state; doubles are decided on beside the record that they clash with."""
        void = Action("void", "作废", "st-void", (WHY,))
        match row.values["counting"]:
            case "pending":
                return (Action("confirm", "确认", "st-done", main=True), void)
            case "void":
                return (Action("revive", "恢复", "undo"),)
            case "double":
                return (Action("distinct", "不是重复", "split", main=True), void)
        if self._suspicion(row.id) is None:
            return (void,)
        double = Action("double", "认定重复", "join", main=True)
        return (double, Action("distinct", "不是重复", "split"), void)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Confirm, void, bring back, or decide on a double. Right to edit is enough; all is in the history."""
        verb = {
            "confirm": "确认培训记录",
            "void": "作废培训记录",
            "revive": "恢复培训记录",
            "double": "认定重复培训",
            "distinct": "认定不是重复",
        }[action]
        why = f"：{values['why']}" if values.get("why") else ""
        with self._db.write(f"{verb}{why}"[:100]) as session:
            item = self.permitted(session, action, row, values)
            if action == "double":
                found = self._suspicion(row.id)
                item.duplicate_of_id = found.earlier.id if found else None
            elif action == "distinct":
                item.duplicate_of_id = item.id  # stands for itself: not asked about again
            else:
                item.status = AttendanceStatus.VOID if action == "void" else AttendanceStatus.CONFIRMED
                if action == "void":
                    _release_doubles(session, item.id)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{verb}：{row.labels.get('officer_id', '')}《{row.values['title']}》。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """What it clashes with, or what it is a double of."""
        found = self._suspicion(row.id)
        if found is not None:
            why = f"{CLASH_LABELS[found.clash.value]}，认定前不计学时。"
            return (Detail("待认定", (("", why), ("对照", _words(found)))),)
        with self._db.read() as session:
            other_id = session.scalar(select(TrainingRecord.duplicate_of_id).where(TrainingRecord.id == row.id))
            other = session.get(TrainingRecord, other_id) if other_id not in (None, row.id) else None
        if other is None:
            return ()
        return (
            Detail(
                "重复",
                (("", "不计学时，计入的是："), ("", f"{other.held_on:%Y-%m-%d}《{other.title}》")),
            ),
        )

    def _suspicion(self, row_id: int) -> Suspicion | None:
        """The clash that keeps the record from counting; None where it counts or was decided on."""
        with self._db.read() as session:
            item = session.get(TrainingRecord, row_id)
            if item is None:
                return None
            year = item.held_on.year
            records = attended_by(session, (item.officer_id,), date(year, 1, 1), date(year, 12, 31))
        doubtful = suspicions(records, self.setting("training_day_minutes"))
        return next((s for s in doubtful if s.later.id == row_id), None)


def clock_time(text: str) -> str | None:
    """9:00 and 09：00 as 09:00; None for what is no time of day."""
    found = CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02d}:{found[2]}"


def _release_doubles(session: Session, record_id: int) -> None:
    """What was a double of a record that no longer counts is looked at anew."""
    record = TrainingRecord
    doubles = select(record).where(record.duplicate_of_id == record_id, record.id != record_id)
    for double in session.scalars(doubles.where(record.deleted_at.is_(None))):
        double.duplicate_of_id = None


def _words(found: Suspicion) -> str:
    other = found.earlier
    times = f" {other.start}—{other.end}" if other.start else ""
    return f"{other.first:%Y-%m-%d}{times}《{other.title}》{hours_text(other.minutes)}学时"
