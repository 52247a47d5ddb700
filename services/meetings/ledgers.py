"""会商成员 and 会商会议 as ledgers; a meeting is written on a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import String, case, cast, func, or_, select

from models.drafting import DocumentDraft
from models.meeting import Meeting, MeetingAttendance, MeetingDecision, MeetingMatter, MeetingMember, Presence
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.meetings.sheet import PRESENCE_LABELS
from services.meetings.task_words import task_words
from services.query import Detail, LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

ROLES = {"convener": "召集人", "member": "成员", "liaison": "联络员"}


class MeetingMemberLedger(BasicLedger[MeetingMember]):
    """Who belongs to the mechanism, by unit; those in office come into the next meeting by themselves."""

    record = MeetingMember
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="meeting_members",
        title="会商成员",
        item="会商成员",
        purpose="会商机制的召集人、成员和联络员，新建会议时自动列入。",
        unit_word="人",
        default_sort="agency_id",
        title_field="name",
        state_field="in_office",
        match_on=("agency_id", "name"),
        match_gaps=("agency_id",),
        add_label="登记成员",
        empty_hint="逐人登记，或者导入成员名单。",
        fields=(
            FieldSpec("name", "姓名", required=True, max_length=50, width_chars=5),
            FieldSpec(
                "in_office",
                "状态",
                Kind.CHOICE,
                choices={"run": "在任", "void": "已离任"},
                states={"run": "done", "void": "void"},
                computed=True,
                in_form=False,
                width_chars=5,
            ),
            FieldSpec(
                "agency_id",
                "单位",
                Kind.REFERENCE,
                reference="units",
                in_filter=True,
                width_chars=12,
                synonyms=("成员单位", "所在单位"),
            ),
            FieldSpec("duty", "职务", max_length=50, width_chars=8),
            FieldSpec("role", "机制内角色", Kind.CHOICE, choices=ROLES, in_filter=True, width_chars=6),
            FieldSpec("phone", "电话", Kind.CODE, max_length=30, width_chars=8, in_table=False, in_print=True),
            FieldSpec("joined_on", "加入日期", Kind.DATE, width_chars=6, in_table=False, in_print=True),
            FieldSpec("left_on", "离任日期", Kind.DATE, width_chars=6, in_table=False, in_print=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether somebody is a member today."""
        member = self.record
        over = or_(member.left_on <= today, member.joined_on > today)
        return {"in_office": case((over, "void"), else_="run")}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The days in their order."""
        first, last = values.get("joined_on"), values.get("left_on")
        return {"left_on": "离任日期早于加入日期，请改其中一个。"} if first and last and last < first else {}


class MeetingLedger(BasicLedger[Meeting]):
    """The meetings with what became of their decisions."""

    record = Meeting
    spec = LedgerSpec(
        name="meetings",
        title="会商会议",
        item="会商会议",
        purpose="会商会议的参会、议题和议定事项，议定事项转为任务后看进展。",
        unit_word="次",
        default_sort="held_on",
        default_descending=True,
        title_field="title",
        add_label="新建会议",
        empty_hint="先登记会商成员，再新建会议；成员自动列入参会人员。",
        fields=(
            FieldSpec("held_on", "会议日期", Kind.DATE, required=True, width_chars=6),
            FieldSpec("title", "会议名称", required=True, max_length=200, width_chars=11),
            FieldSpec("serial", "届次", max_length=40, width_chars=6),
            FieldSpec("present", "出席", Kind.CODE, computed=True, in_form=False, width_chars=4),
            FieldSpec("decided", "议定", Kind.INTEGER, computed=True, in_form=False, width_chars=3),
            FieldSpec("tasked", "转任务", Kind.INTEGER, computed=True, in_form=False, width_chars=3),
            FieldSpec("host", "主持人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("place", "地点", max_length=100, width_chars=8, in_table=False, in_print=True),
            FieldSpec("convener", "召集人", max_length=50, in_table=False, width_chars=5),
            FieldSpec("recorder", "记录人", max_length=50, in_table=False, width_chars=5),
            FieldSpec("open_matters", "遗留问题", Kind.LONG_TEXT, max_length=2000, in_table=False, width_chars=12),
            FieldSpec("next_on", "下次会议", Kind.DATE, width_chars=6),
            FieldSpec("minuted", "纪要", Kind.BOOLEAN, computed=True, in_form=False, width_chars=3),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """出席 of those who were to come, decisions, and how many of them are tasks."""
        came = _count(MeetingAttendance, MeetingAttendance.presence == Presence.PRESENT)
        asked = _count(MeetingAttendance, MeetingAttendance.presence != Presence.OBSERVER)
        decided = _count(MeetingDecision)
        draft = DocumentDraft
        minuted = select(draft.id).where(
            draft.origin_entity == Meeting.__tablename__, draft.origin_id == Meeting.id, draft.deleted_at.is_(None)
        )
        return {
            "present": case((asked > 0, cast(came, String) + "/" + cast(asked, String)), else_=""),
            "decided": decided,
            "tasked": _count(MeetingDecision, MeetingDecision.task_id.is_not(None)),
            "minuted": minuted.correlate(Meeting).exists(),
        }

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Who came, what was on the table, what was decided and how far it is."""
        with self._db.read() as session:
            people = session.scalars(_of(MeetingAttendance, row.id, MeetingAttendance.id)).all()
            matters = session.scalars(_of(MeetingMatter, row.id, MeetingMatter.position)).all()
            decisions = session.scalars(_of(MeetingDecision, row.id, MeetingDecision.position)).all()
            said = task_words(session, [d.task_id for d in decisions if d.task_id is not None], self.today)
        by_presence = [
            (label, "、".join(person.name for person in people if person.presence.value == presence))
            for presence, label in PRESENCE_LABELS.items()
        ]
        parts = (
            Detail("参会人员", tuple(line for line in by_presence if line[1])),
            Detail("议题", tuple((f"{n}", matter.title) for n, matter in enumerate(matters, start=1))),
            Detail(
                "议定事项",
                tuple((said.get(d.task_id or 0, "没有转为任务"), _decision_words(d)) for d in decisions),
            ),
        )
        return tuple(part for part in parts if part.lines)


def _decision_words(decision: MeetingDecision) -> str:
    due = f"{decision.due_on:%Y-%m-%d}前" if decision.due_on else ""
    tail = "，".join(filter(None, (decision.lead, due)))
    return f"{decision.text}（{tail}）" if tail else decision.text


def _of(part: Any, meeting_id: int, order: Any) -> Any:
    return select(part).where(part.meeting_id == meeting_id, part.deleted_at.is_(None)).order_by(order)


def _count(part: Any, *conditions: Any) -> Any:
    return (
        select(func.count(part.id))
        .where(part.meeting_id == Meeting.id, part.deleted_at.is_(None), *conditions)
        .correlate(Meeting)
        .scalar_subquery()
    )
