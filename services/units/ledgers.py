"""The ledgers around a unit: former names, contacts, entrustments, announcements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import case, literal
from sqlalchemy.orm import Session

from models.agency import (
    AgencyContact,
    AgencyKind,
    AgencyState,
    EnforcementAgency,
    Entrustment,
    FormerName,
    NoticeKind,
    SubjectNotice,
)
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT
from services.units.labels import NOTICE_LABELS

_UNIT = FieldSpec(
    "agency_id",
    "单位",
    Kind.REFERENCE,
    reference="units",
    required=True,
    in_filter=True,
    width_chars=13,
    synonyms=("单位名称", "执法单位", "执法主体"),
)
_OF_UNIT: Mapping[str, Reference] = {"agency_id": UNIT}
OVER, UNPUBLISHED, ENDING, COMING, VALID = "over", "unpublished", "ending", "coming", "valid"


class FormerNameLedger(BasicLedger[FormerName]):
    """Names that units bore: imports and plans that carry them find the unit."""

    record = FormerName
    references: ClassVar[Mapping[str, Reference]] = _OF_UNIT
    spec = LedgerSpec(
        name="former_names",
        title="单位曾用名",
        item="曾用名",
        purpose="机构改革前的名称，导入旧表和旧计划时按它找到现在的单位。",
        unit_word="个",
        default_sort="used_to",
        default_descending=True,
        title_field="name",
        match_on=("agency_id", "name"),
        add_label="登记曾用名",
        empty_hint="给单位办理更名、合并时自动登记；更早的名称在这里补记。",
        fields=(
            FieldSpec("name", "曾用名", required=True, max_length=100, width_chars=16, synonyms=("原名称", "旧名称")),
            _UNIT,
            FieldSpec("used_from", "从何时起", Kind.DATE, width_chars=7, synonyms=("启用日期",)),
            FieldSpec("used_to", "用到何时", Kind.DATE, width_chars=7, synonyms=("停用日期",)),
            FieldSpec("basis", "依据", max_length=200, width_chars=14),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The days are in order; the name is not the one that the unit has now."""
        problems = {}
        first, last = values.get("used_from"), values.get("used_to")
        if first and last and last < first:
            problems["used_to"] = "“用到何时”早于“从何时起”，请改其中一个。"
        with self._db.read() as session:
            unit = session.get(EnforcementAgency, values.get("agency_id") or 0)
        if unit is not None and values.get("name") == unit.name:
            problems["name"] = "这是单位现在的名称。更名在“执法单位”里办理。"
        return problems


class ContactLedger(BasicLedger[AgencyContact]):
    """Whom the desk calls."""

    record = AgencyContact
    references: ClassVar[Mapping[str, Reference]] = _OF_UNIT
    spec = LedgerSpec(
        name="contacts",
        title="单位联系人",
        item="联系人",
        purpose="各单位的联络员、分管领导和法制审核负责人。",
        unit_word="人",
        default_sort="agency_id",
        then_by="name",
        title_field="name",
        match_on=("agency_id", "name"),
        add_label="登记联系人",
        empty_hint="导入各单位报来的联系人名单，或者逐人登记。",
        fields=(
            _UNIT,
            FieldSpec("name", "姓名", required=True, max_length=50, width_chars=6, synonyms=("联系人",)),
            FieldSpec("duty", "负责事项", max_length=60, width_chars=10, example="联络员", synonyms=("分工", "角色")),
            FieldSpec("post", "职务", max_length=60, width_chars=8),
            FieldSpec("phone", "电话", Kind.CODE, max_length=40, width_chars=9, synonyms=("联系电话", "手机")),
            FieldSpec("note", "备注", max_length=200, width_chars=10),
        ),
    )


class EntrustmentLedger(BasicLedger[Entrustment]):
    """执法委托: written, published, for a term, and never passed on (行政处罚法 arts 20–21)."""

    record = Entrustment
    references: ClassVar[Mapping[str, Reference]] = {"from_agency_id": UNIT, "to_agency_id": UNIT}
    spec = LedgerSpec(
        name="entrustments",
        title="执法委托",
        item="执法委托",
        purpose="谁委托谁、委托哪些事项、期限和公布情况。",
        unit_word="件",
        default_sort="ends_on",
        title_field="matters",
        state_field="state",
        match_on=("from_agency_id", "to_agency_id", "starts_on"),
        add_label="登记委托",
        empty_hint="导入委托登记表，或者逐件登记委托书。",
        fields=(
            FieldSpec(
                "from_agency_id",
                "委托单位",
                Kind.REFERENCE,
                reference="units",
                required=True,
                in_filter=True,
                width_chars=9,
                synonyms=("委托机关",),
            ),
            FieldSpec(
                "to_agency_id",
                "受委托单位",
                Kind.REFERENCE,
                reference="units",
                required=True,
                in_filter=True,
                width_chars=10,
                synonyms=("受委托组织",),
            ),
            FieldSpec(
                "state",
                "状态",
                Kind.CHOICE,
                choices={
                    OVER: "已到期",
                    ENDING: "将到期",
                    UNPUBLISHED: "未公开",
                    COMING: "未生效",
                    VALID: "有效",
                },
                states={OVER: "late", ENDING: "due", UNPUBLISHED: "ask", COMING: "wait", VALID: "done"},
                computed=True,
                width_chars=6,
            ),
            FieldSpec("matters", "委托事项", Kind.LONG_TEXT, required=True, max_length=500, width_chars=10),
            FieldSpec("powers", "委托权限", Kind.LONG_TEXT, max_length=500, in_table=False, in_print=True),
            FieldSpec(
                "doc_no", "委托书文号", max_length=60, in_table=False, in_print=True, synonyms=("文号", "委托书")
            ),
            FieldSpec(
                "starts_on",
                "起始日期",
                Kind.DATE,
                required=True,
                in_table=False,
                in_print=True,
                synonyms=("委托起", "开始日期"),
            ),
            FieldSpec("ends_on", "截止日期", Kind.DATE, width_chars=6, synonyms=("委托止", "结束日期", "委托期限至")),
            FieldSpec(
                "published_on", "公布日期", Kind.DATE, in_table=False, help="委托书应当公布；没有公布的列为未公开。"
            ),
            FieldSpec("published_at", "公布地址", max_length=200, in_table=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """What is over or about to be goes before what was not published."""
        soon = today + timedelta(self.setting("expiring_days"))
        return {
            "state": case(
                (Entrustment.ends_on < today, literal(OVER)),
                (Entrustment.published_on.is_(None), literal(UNPUBLISHED)),
                (Entrustment.starts_on > today, literal(COMING)),
                (Entrustment.ends_on <= soon, literal(ENDING)),
                else_=literal(VALID),
            )
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Two units, a term in order, and no entrusting of what was entrusted."""
        problems = {}
        giver, taker = values.get("from_agency_id"), values.get("to_agency_id")
        first, last = values.get("starts_on"), values.get("ends_on")
        if giver is not None and giver == taker:
            problems["to_agency_id"] = "委托单位和受委托单位是同一个，请改选。"
        if first and last and last < first:
            problems["ends_on"] = "截止日期早于起始日期，请改其中一个。"
        with self._db.read() as session:
            unit = session.get(EnforcementAgency, giver or 0)
            if unit is not None and unit.kind is AgencyKind.ENTRUSTED:
                problems["from_agency_id"] = "受委托组织不得把委托的事项再委托出去（行政处罚法第二十一条）。"
            other = session.get(EnforcementAgency, taker or 0)
            if row_id is None and other is not None and other.state is AgencyState.ABOLISHED:
                problems["to_agency_id"] = "这个单位已撤销，不能接受委托，请改选。"
        return problems


class SubjectNoticeLedger(BasicLedger[SubjectNotice]):
    """主体公告: under which number a unit became, changed or ceased to be a subject."""

    record = SubjectNotice
    references: ClassVar[Mapping[str, Reference]] = _OF_UNIT
    spec = LedgerSpec(
        name="subject_notices",
        title="主体公告",
        item="主体公告",
        purpose="执法主体的确认、调整和撤销公告。",
        default_sort="announced_on",
        default_descending=True,
        title_field="doc_no",
        state_field="kind",
        match_on=("agency_id", "doc_no", "kind"),
        add_label="登记公告",
        empty_hint="导入主体公告名单，或者逐条登记。",
        fields=(
            _UNIT,
            FieldSpec("kind", "事项", Kind.CHOICE, required=True, choices=NOTICE_LABELS, width_chars=5),
            FieldSpec("doc_no", "公告文号", required=True, max_length=60, width_chars=12, synonyms=("文号",)),
            FieldSpec("announced_on", "公告日期", Kind.DATE, required=True, width_chars=7, synonyms=("日期",)),
            FieldSpec("issuer", "公告机关", max_length=100, width_chars=11, synonyms=("发布机关",)),
            FieldSpec("place", "公布地址", max_length=200, in_table=False),
            FieldSpec("note", "备注", max_length=300, in_table=False),
        ),
    )

    def before_save(self, session: Session, item: SubjectNotice, values: Mapping[str, Any]) -> None:
        """Most announcements confirm."""
        item.kind = item.kind or NoticeKind.CONFIRMED


UNIT_LEDGERS: tuple[type[BasicLedger[Any]], ...] = (
    FormerNameLedger,
    ContactLedger,
    EntrustmentLedger,
    SubjectNoticeLedger,
)
