"""执法单位 and 单位组: the register that every other ledger points to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import (
    AgencyGroup,
    AgencyState,
    EnforcementAgency,
    GroupCover,
    GroupMember,
    NoticeKind,
    SubjectNotice,
)
from services.clock import utc_from_local
from services.errors import ConflictError, ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.parts import put_away
from services.plans.progress import Writer
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_match import UnitMatcher, split_names
from services.unit_reference import UNIT
from services.units.changes import End, finish, rename
from services.units.details import unit_details
from services.units.fields import ABOLISH, CREDIT_CODE_LENGTH, KIND_LABELS, MERGE, RENAME, REVIVE, UNIT_FIELDS
from services.units.groups import units_of_group
from services.units.hand_over import hand_over, left_open

__all__ = ["KIND_LABELS", "AgencyGroupLedger", "AgencyLedger"]
COVER_LABELS = {
    GroupCover.ALL.value: "全部执法单位",
    GroupCover.DEPARTMENTS.value: "县级部门",
    GroupCover.TOWNSHIPS.value: "乡镇（街道）",
    GroupCover.VERTICALS.value: "垂直管理机构",
    GroupCover.AUTHORISED.value: "授权组织",
    GroupCover.ENTRUSTED.value: "受委托组织",
    GroupCover.CHOSEN.value: "逐个选定",
}
COUNTS = {"staff_quota": "编制数", "enforcer_count": "在岗执法人员数", "police_count": "人民警察人数"}
NOT_CHOSEN = "这个组按类别包括单位，不用逐个选。要逐个选，先把“包括”改为“逐个选定”。"
ADD_UNITS = Action(
    "add_units",
    "加入单位",
    "add",
    (
        FieldSpec("agency_id", "单位", Kind.REFERENCE, reference="units"),
        FieldSpec("names", "或一次写多个", Kind.LONG_TEXT, max_length=2000, help="用顿号或换行隔开，可以写简称。"),
    ),
    main=True,
)
DROP_UNIT = Action(
    "drop_unit",
    "移出单位",
    "close",
    (FieldSpec("agency_id", "单位", Kind.REFERENCE, reference="units", required=True),),
)


class AgencyLedger(BasicLedger[EnforcementAgency]):
    """The units, with every name under which plans and files speak of them."""

    record = EnforcementAgency
    references: ClassVar[Mapping[str, Reference]] = {"parent_id": UNIT}
    asked: ClassVar[Mapping[str, Reference]] = {"into_id": UNIT}
    spec = LedgerSpec(
        name="units",
        title="执法单位",
        item="执法单位",
        purpose="全县执法主体的名称、类别、依据、人数和联系人。",
        unit_word="个",
        default_sort="name",
        title_field="name",
        state_field="kind",
        match_on=("name",),
        add_label="登记单位",
        empty_hint="导入单位名册，或者逐个登记。",
        fields=UNIT_FIELDS,
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A credit code has eighteen characters; a unit is not its own superior; heads are counted from 0."""
        problems = {}
        code = values.get("credit_code")
        if code and len(code) != CREDIT_CODE_LENGTH:
            problems["credit_code"] = f"现在是{len(code)}位，应为{CREDIT_CODE_LENGTH}位。对照证照补全。"
        if row_id is not None and values.get("parent_id") == row_id:
            problems["parent_id"] = "主管部门不能是本单位自己，请改选。"
        for key, label in COUNTS.items():
            if (values.get(key) or 0) < 0:
                problems[key] = f"“{label}”不能小于0。"
        return problems

    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A file that still carries an old name must not make a second unit of it."""
        problems = super().import_check(values, row_id)
        if row_id is None and not problems and (known := self._known_as(str(values.get("name") or ""))):
            problems["name"] = f"“{values['name']}”是{known}的别名或曾用名，没有新建。改成现在的名称再导入。"
        return problems

    def before_save(self, session: Session, item: EnforcementAgency, values: Mapping[str, Any]) -> None:
        """In force from the start."""
        item.state = item.state or AgencyState.ACTIVE

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """A new name, an end, a merger; an abolished unit can be taken back."""
        if row.values["state"] == AgencyState.ABOLISHED:
            return (REVIVE,)
        yesterday = self.today - timedelta(1)
        names = {key: row.values[key] for key in ("name", "short_name")}
        rename_now = replace(RENAME, values={**names, "last_day": yesterday})
        return (rename_now, *(replace(act, values={"last_day": yesterday}) for act in (MERGE, ABOLISH)))

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """The past stays: names, people and notices keep their days."""
        words = {act.name: act.label for act in (RENAME, MERGE, ABOLISH, REVIVE)}[action]
        with self._db.write(f"单位{words}：{row.values['name']}"[:100]) as session:
            unit = self.permitted(session, action, row, values)
            done = self._act(action)(session, unit, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(done, group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Names, contacts, entrustments, notices, people."""
        with self._db.read() as session:
            return unit_details(session, session.get_one(EnforcementAgency, row.id), self.today)

    def _known_as(self, name: str) -> str:
        """The unit that goes by this other name; empty where there is none."""
        with self._db.read() as session:
            match = UnitMatcher(session, self.setting("county_name")).find(name)
        return match.name if match is not None and match.agency_id is not None and not match.exact else ""

    def _act(self, action: str) -> Callable[[Session, EnforcementAgency, Mapping[str, Any]], str]:
        acts = {RENAME.name: self._rename, MERGE.name: self._merge, ABOLISH.name: self._abolish}
        return acts.get(action, self._revive)

    def _rename(self, session: Session, unit: EnforcementAgency, values: Mapping[str, Any]) -> str:
        self._refuse_future(values)
        old = unit.name
        cards = rename(session, unit, values["name"], values["last_day"], values["doc_no"])
        if "short_name" in values and values["short_name"] != unit.short_name:
            known = split_names(unit.aliases)
            if unit.short_name and unit.short_name not in known:
                unit.aliases = "、".join([*known, unit.short_name])
            unit.short_name = values["short_name"] or None
        to_print = f"{cards}本有效证件还印着原名称，要办理换发。" if cards else "没有印着原名称的有效证件。"
        return f"{old}已更名为{unit.name}。{to_print}"

    def _merge(self, session: Session, unit: EnforcementAgency, values: Mapping[str, Any]) -> str:
        into, moved, left = self._finish(session, unit, values, merged=True)
        done = f"{unit.name}已合并到{into.name if into else ''}。" + (f"{moved}名人员一并转入。" if moved else "")
        return done + (f"没有办完的{left}也转了过去。" if left else "")

    def _abolish(self, session: Session, unit: EnforcementAgency, values: Mapping[str, Any]) -> str:
        into, moved, left = self._finish(session, unit, values, merged=False)
        done = f"{unit.name}已撤销。" + (f"{moved}名人员转到{into.name}。" if into and moved else "")
        if not left:
            return done
        return done + (f"没有办完的{left}转到{into.name}。" if into else f"还有{left}没有办完，没有改动，请逐项处理。")

    def _finish(
        self, session: Session, unit: EnforcementAgency, values: Mapping[str, Any], *, merged: bool
    ) -> tuple[EnforcementAgency | None, int, str]:
        self._refuse_future(values)
        into = session.get_one(EnforcementAgency, values["into_id"]) if values.get("into_id") else None
        moved = finish(session, unit, End(values["last_day"], values["doc_no"], into, merged))
        if into is None:
            return into, moved, left_open(session, unit.id).words
        left = hand_over(session, unit, into, values["last_day"], Writer(self._db.actor().name, self.today))
        return into, moved, left.words

    def _revive(self, session: Session, unit: EnforcementAgency, _values: Mapping[str, Any]) -> str:
        """People who moved meanwhile stay where they are."""
        withdrawn = select(SubjectNotice).where(
            SubjectNotice.agency_id == unit.id,
            SubjectNotice.kind == NoticeKind.WITHDRAWN,
            SubjectNotice.announced_on == unit.valid_to,
            SubjectNotice.deleted_at.is_(None),
        )
        for notice in session.scalars(withdrawn).all():
            put_away(session, notice, utc_from_local(self._now()))
        unit.state, unit.valid_to = AgencyState.ACTIVE, None
        return f"{unit.name}已恢复为有效单位。已转走的人员没有改动。"

    def _refuse_future(self, values: Mapping[str, Any]) -> None:
        if values["last_day"] >= self.today:
            raise ValidationError({"last_day": "还没有到那一天。到次日再办理，或核对日期。"})


class AgencyGroupLedger(BasicLedger[AgencyGroup]):
    """Collective names in plans and what they cover."""

    record = AgencyGroup
    asked: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="unit_groups",
        title="单位组",
        item="单位组",
        purpose="计划里“各执法单位”一类统称指哪些单位。",
        unit_word="组",
        default_sort="name",
        title_field="name",
        match_on=("name",),
        add_label="登记单位组",
        empty_hint="登记计划里常用的统称，导入计划时会自动对应。",
        fields=(
            FieldSpec("name", "统称", required=True, max_length=100, unique=True, width_chars=16),
            FieldSpec("aliases", "其他写法", max_length=300, width_chars=30, help="多个写法用顿号隔开。"),
            FieldSpec(
                "covers",
                "包括",
                Kind.CHOICE,
                required=True,
                choices=COVER_LABELS,
                width_chars=10,
                help="选“逐个选定”的，保存后点“加入单位”。",
            ),
        ),
    )

    @property
    def tables(self) -> frozenset[str]:
        """Members and units show here too."""
        return super().tables | {GroupMember.__tablename__, EnforcementAgency.__tablename__}

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Members one by one, where the group is made that way."""
        why = "" if row.values["covers"] == GroupCover.CHOSEN else NOT_CHOSEN
        return tuple(replace(act, why_not=why, main=act.main and not why) for act in (ADD_UNITS, DROP_UNIT))

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Add or take out units; all or none."""
        word = "加入单位" if action == ADD_UNITS.name else "移出单位"
        with self._db.write(f"单位组{word}：{row.values['name']}"[:100]) as session:
            group = self.permitted(session, action, row, values)
            present = {
                member.agency_id: member
                for member in session.scalars(
                    select(GroupMember).where(GroupMember.group_id == group.id, GroupMember.deleted_at.is_(None))
                )
            }
            if action == ADD_UNITS.name:
                done = self._add(session, group, values, present)
            else:
                done = self._drop(session, group, values["agency_id"], present)
            session.flush()
            undo = session.info.get("group")
        return Outcome(done, undo)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The units that the group means today."""
        with self._db.read() as session:
            units = units_of_group(session, session.get_one(AgencyGroup, row.id))
            lines = tuple((KIND_LABELS[unit.kind.value], unit.name) for unit in units)
        return (Detail(f"所指单位，共{len(lines)}个", lines or (("单位", "还没有加入单位"),)),)

    def _add(
        self, session: Session, group: AgencyGroup, values: Mapping[str, Any], present: Mapping[int, GroupMember]
    ) -> str:
        wanted = {values["agency_id"]} if values.get("agency_id") else set()
        matcher, unknown = UnitMatcher(session, self.setting("county_name")), []
        for name in split_names((values.get("names") or "").replace("\n", "、")):
            match = matcher.find(name)
            if match is None or match.agency_id is None:
                unknown.append(name)
            else:
                wanted.add(match.agency_id)
        if unknown:
            raise ValidationError(
                {"names": f"没有找到这些单位，一个也没有加入：{'、'.join(unknown)}。核对名称后再试。"}
            )
        if not wanted:
            raise ValidationError({"agency_id": "选一个单位，或在下面写出几个单位的名称。"})
        fresh = sorted(wanted - set(present))
        session.add_all(GroupMember(group_id=group.id, agency_id=agency_id) for agency_id in fresh)
        known = f"另有{len(wanted) - len(fresh)}个原来就在组里。" if len(fresh) < len(wanted) else ""
        return f"已加入{len(fresh)}个单位：{group.name}。{known}"

    def _drop(self, session: Session, group: AgencyGroup, agency_id: int, present: Mapping[int, GroupMember]) -> str:
        if agency_id not in present:
            raise ConflictError("这个单位不在组里，没有改动。")
        put_away(session, present[agency_id], utc_from_local(self._now()))
        return f"已移出1个单位：{group.name}。"
