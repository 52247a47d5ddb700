"""培训班次: classes that were held, and who took part: a whole unit or a list of names in one act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.officer import EnforcementOfficer, PostStatus
from models.training import TrainingPlanItem, TrainingRecord, TrainingSession
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec, hours_text
from services.training.words import CATEGORY_LABELS, CATEGORY_WORDS, MODE_LABELS, MODE_WORDS
from services.unit_reference import UNIT

NAMES = re.compile(r"[、，,；;\s]+")
ENROL_FIELDS = (
    FieldSpec("agency_id", "参训人员的单位", Kind.REFERENCE, reference="units", required=True),
    FieldSpec("minutes", "每人学时", Kind.MINUTES, required=True, help="只参加半天的，按实际学时另登记一次。"),
    FieldSpec("names", "参训人员", Kind.LONG_TEXT, help="姓名用顿号或换行隔开；不填时登记这个单位全部在岗执法人员。"),
)


class TrainingSessionLedger(BasicLedger[TrainingSession]):
    """Classes; 登记参训人员 makes the records of those who came."""

    record = TrainingSession
    references: ClassVar[Mapping[str, Reference]] = {
        "agency_id": UNIT,
        "plan_item_id": Reference(TrainingPlanItem, "title"),
    }
    spec = LedgerSpec(
        name="training_sessions",
        title="培训班次",
        item="培训班次",
        purpose="办过的培训班，以及谁参加了。",
        unit_word="个",
        default_sort="held_on",
        default_descending=True,
        title_field="title",
        state_field="category",
        match_on=("title", "held_on"),
        add_label="登记班次",
        empty_hint="办完一个班登记一次，再登记参训人员。",
        fields=(
            FieldSpec(
                "title", "班次名称", required=True, max_length=120, width_chars=16, synonyms=("培训班", "培训名称")
            ),
            FieldSpec(
                "category",
                "类别",
                Kind.CHOICE,
                required=True,
                choices=CATEGORY_LABELS,
                further_words=CATEGORY_WORDS,
                in_filter=True,
                width_chars=7,
            ),
            FieldSpec("held_on", "开始日期", Kind.DATE, required=True, width_chars=6, synonyms=("培训日期", "日期")),
            FieldSpec("ends_on", "结束日期", Kind.DATE, in_table=False, in_print=True, width_chars=6),
            FieldSpec("minutes", "学时", Kind.MINUTES, required=True, width_chars=3),
            FieldSpec("attended", "参训人次", Kind.INTEGER, computed=True, in_form=False, width_chars=5),
            FieldSpec("organiser", "主办单位", max_length=100, width_chars=10),
            FieldSpec("agency_id", "承办的执法单位", Kind.REFERENCE, reference="units", in_table=False),
            FieldSpec("rotation", "轮训", Kind.BOOLEAN, in_filter=True, width_chars=3, synonyms=("是否轮训",)),
            FieldSpec("makeup", "补训", Kind.BOOLEAN, in_filter=True, in_table=False, synonyms=("是否补训",)),
            FieldSpec("mode", "方式", Kind.CHOICE, choices=MODE_LABELS, further_words=MODE_WORDS, in_table=False),
            FieldSpec("place", "地点", max_length=100, in_table=False),
            FieldSpec("teachers", "师资", max_length=200, in_table=False),
            FieldSpec(
                "plan_item_id", "对应的计划班次", Kind.REFERENCE, reference="training_plan_items", in_table=False
            ),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def computed(self, today: Any) -> Mapping[str, Any]:
        """How many records name the session."""
        record = TrainingRecord
        count = select(func.count(record.id)).where(
            record.session_id == TrainingSession.id, record.deleted_at.is_(None), record.status != "void"
        )
        return {"attended": count.scalar_subquery()}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Days in order and not in the future; some hours."""
        problems = {}
        held, ends = values.get("held_on"), values.get("ends_on")
        if held and ends and ends < held:
            problems["ends_on"] = "结束日期早于开始日期，请改其中一个。"
        if held and (ends or held) > self.today:
            problems["ends_on" if ends else "held_on"] = "培训还没有结束。办完后再登记，打算办的登记在培训计划里。"
        if (values.get("minutes") or 0) <= 0:
            problems["minutes"] = "学时要大于0。"
        return problems

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Who took part."""
        values = {"agency_id": row.values.get("agency_id"), "minutes": row.values["minutes"]}
        return (Action("enrol", "登记参训人员", "user", ENROL_FIELDS, values, main=True),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """A record for each who came and has none of this session yet; all or none."""
        with self._db.write("登记参训人员") as session:
            item = self.permitted(session, action, row, values)
            minutes = int(values["minutes"])
            if not 0 < minutes <= item.minutes:
                words = f"这个班次一共{hours_text(item.minutes)}学时，每人学时要大于0、不超过它。"
                raise ValidationError({"minutes": words})
            people = _people(session, int(values["agency_id"]), str(values.get("names") or ""))
            there = set(session.scalars(select(TrainingRecord.officer_id).where(
                TrainingRecord.session_id == item.id, TrainingRecord.deleted_at.is_(None)
            )))  # fmt: skip
            fresh = [officer_id for officer_id in people if officer_id not in there]
            session.add_all(_record(item, officer_id, minutes) for officer_id in fresh)
            session.flush()
            group = session.info.get("group")
        known = f"，另有{len(people) - len(fresh)}人已经登记过" if len(fresh) < len(people) else ""
        return Outcome(f"已登记{len(fresh)}人参加《{row.values['title']}》{known}。", group)


def _people(session: Session, agency_id: int, names: str) -> list[int]:
    """Officers of the unit: those named, or all on post. A name is only looked for in the unit (case 14)."""
    officer = EnforcementOfficer
    of_unit = select(officer.id, officer.name, officer.post_status).where(
        officer.agency_id == agency_id, officer.deleted_at.is_(None)
    )
    rows = session.execute(of_unit.order_by(officer.id)).all()
    wanted = list(dict.fromkeys(name for name in NAMES.split(names) if name))
    if not wanted:
        found = [row.id for row in rows if row.post_status is PostStatus.ON_POST]
        if not found:
            raise ValidationError({"agency_id": "这个单位还没有登记在岗的执法人员。"})
        return found
    by_name = {name: [row.id for row in rows if row.name == name] for name in wanted}
    missing = [name for name, ids in by_name.items() if not ids]
    several = [name for name, ids in by_name.items() if len(ids) > 1]
    problems = []
    if missing:
        problems.append(f"这个单位没有登记{'、'.join(missing)}，先核对姓名和单位。")
    if several:
        problems.append(f"这个单位有几名{'、'.join(several)}，分不清是哪一位，在“培训学时”里逐条登记。")
    if problems:
        raise ValidationError({"names": "".join([*problems, "一个人也没有登记。"])})
    return [ids[0] for ids in by_name.values()]


def _record(item: TrainingSession, officer_id: int, minutes: int) -> TrainingRecord:
    return TrainingRecord(
        officer_id=officer_id,
        session_id=item.id,
        title=item.title,
        category=item.category,
        mode=item.mode,
        held_on=item.held_on,
        ends_on=item.ends_on,
        minutes=minutes,
        organiser=item.organiser,
        place=item.place,
        rotation=item.rotation,
        makeup=item.makeup,
    )
