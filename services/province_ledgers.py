"""省级规则 and 原因代码 as ledgers: what a bureau confirms or puts right, each with its basis in sight."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from models.province import ProvinceRule, ReasonCode, ReasonGroup
from services.errors import ConflictError
from services.ledger import REMOVAL, BasicLedger
from services.ledger_select import LedgerSelect
from services.province_keys import GENERAL, PROVINCE_RULES, RULE_KEYS
from services.province_rules import profile_in_force
from services.query import Action, Condition, Detail, LedgerQuery, LedgerRow, Operator, Outcome
from services.reasons import GROUP_LABELS, is_used
from services.settings import Settings
from services.spec import FieldSpec, Kind, LedgerSpec
from services.words import initials, plain

OPEN, SHOWN, HABIT = "open", "shown", "habit"
CODES_USED = "代码{code}已经用在记录里，没有改动。不再用它时点“停用”。"


class ProvinceRuleLedger(BasicLedger[ProvinceRule]):
    """Every rule of every profile; rows come with the program, a bureau edits value and basis."""

    record = ProvinceRule
    spec = LedgerSpec(
        name="province_rules",
        title="省级规则",
        item="规则",
        purpose="证件、审验、培训和照片的口径，按本省规定填写并写明依据。",
        unit_word="项",
        default_sort="place",
        title_field="label",
        state_field="state",
        addable=False,
        empty_hint="规则随程序带来，升级后在这里核对。",
        fields=(
            FieldSpec(
                "label",
                "规则",
                Kind.CHOICE,
                computed=True,
                choices={key: rule.label for key, rule in RULE_KEYS.items()},
                width_chars=13,
            ),
            FieldSpec("shown", "规定", computed=True, width_chars=17),
            FieldSpec(
                "state",
                "核对情况",
                Kind.CHOICE,
                computed=True,
                choices={OPEN: "待确认", SHOWN: "有依据", HABIT: "习惯做法"},
                states={OPEN: "ask", SHOWN: "done", HABIT: "na"},
                width_chars=7,
            ),
            FieldSpec("basis", "依据", max_length=300, width_chars=11, help="法规的名称和条款，或文件的名称和文号。"),
            FieldSpec(
                "profile",
                "适用范围",
                Kind.CHOICE,
                choices={name: name for name in PROVINCE_RULES},
                in_form=False,
                in_filter=True,
                width_chars=5,
            ),
            FieldSpec("in_force", "本县适用", Kind.BOOLEAN, computed=True, in_filter=True, in_table=False),
            FieldSpec("value", "规定的内容", max_length=300, in_table=False, help="还没有依据的留空，列为待确认。"),
            FieldSpec("verified", "已对照依据核实", Kind.BOOLEAN, in_table=False),
            FieldSpec("place", "次序", Kind.INTEGER, computed=True, in_table=False, in_form=False, plain=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The profile in force first, then 通用; where it leaves a rule open, what holds for the time being."""
        profile = profile_in_force(Settings(self._db))
        general = aliased(ProvinceRule)
        stand_in = (
            select(general.value)
            .where(general.profile == GENERAL, general.key == ProvinceRule.key, general.deleted_at.is_(None))
            .scalar_subquery()
        )
        unknown = func.coalesce(ProvinceRule.value, "") == ""
        order = {key: place for place, key in enumerate(RULE_KEYS)}
        profiles = {name: place + 2 for place, name in enumerate(PROVINCE_RULES)} | {GENERAL: 1, profile: 0}
        place: ColumnElement[int] = case(profiles, value=ProvinceRule.profile, else_=len(profiles)) * 1000
        return {
            "label": ProvinceRule.key,
            "shown": case(
                (and_(unknown, func.coalesce(stand_in, "") == ""), literal("待确认")),
                (unknown, stand_in.concat("（暂按通用）")),
                else_=ProvinceRule.value,
            ),
            "state": case((unknown, literal(OPEN)), (ProvinceRule.verified, literal(SHOWN)), else_=literal(HABIT)),
            "in_force": ProvinceRule.profile == profile,
            "place": place + case(order, value=ProvinceRule.key, else_=len(order)),
        }

    def _built(self, query: LedgerQuery, without: str = "") -> LedgerSelect:
        """The names of the rules are no column: what is searched is looked up among them first."""
        if query.text and (keys := _rules_named(query.text)):
            named = Condition("label", Operator.IN, keys)
            query = replace(query, text="", conditions=(*query.conditions, named))
        return super()._built(query, without)

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The value fits its rule; what counts as verified names its basis."""
        problems = {}
        with self._db.read() as session:
            found = session.get(ProvinceRule, row_id) if row_id is not None else None
        rule = RULE_KEYS.get(found.key) if found is not None else None
        if rule is not None and (fault := rule.fault(values.get("value"))):
            problems["value"] = fault
        if values.get("verified") and not values.get("basis"):
            problems["basis"] = "核实过的要写明依据。没有依据的去掉“已对照依据核实”。"
        if values.get("verified") and not values.get("value"):
            problems["value"] = "已核实的规则要填内容。"
        return problems

    def why_fixed(self, item: ProvinceRule, keys: Collection[str]) -> str:
        """Every profile keeps every rule."""
        return "规则不能移入回收站。不适用的把内容清空，列为待确认。" if REMOVAL in keys else ""

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """What the program does by the rule."""
        rule = RULE_KEYS.get(str(row.values["label"]))
        return (Detail("程序怎样使用", (("用途", rule.help),)),) if rule is not None else ()


def _rules_named(text: str) -> tuple[str, ...]:
    """Keys of the rules whose words hold all that was typed, in Chinese or by pinyin initials."""
    typed = plain(text).split()
    names = {key: f"{plain(rule.label)} {initials(rule.label)}" for key, rule in RULE_KEYS.items()}
    return tuple(key for key, words in names.items() if all(word in words for word in typed))


class ReasonCodeLedger(BasicLedger[ReasonCode]):
    """The reasons that acts ask for. What a record carries stays; what is no longer wanted is retired."""

    record = ReasonCode
    spec = LedgerSpec(
        name="reason_codes",
        title="原因代码",
        item="原因代码",
        purpose="注销、暂扣、吊销、退出和处分时可以选的原因。",
        unit_word="个",
        default_sort="group",
        then_by="code",
        title_field="label",
        state_field="group",
        match_on=("group", "code"),
        add_label="登记代码",
        empty_hint="代码随程序带来，也可以自己登记。",
        fields=(
            FieldSpec("group", "用于", Kind.CHOICE, required=True, choices=GROUP_LABELS, width_chars=7),
            FieldSpec("code", "代码", Kind.CODE, required=True, max_length=10, width_chars=5, example="Z15"),
            FieldSpec("label", "原因", required=True, max_length=60, width_chars=16),
            FieldSpec("months", "处分期（月）", Kind.INTEGER, width_chars=7, plain=True, help="只有处分种类需要填。"),
            FieldSpec("retired", "已停用", Kind.BOOLEAN, in_filter=True, in_form=False, in_import=False, width_chars=5),
            FieldSpec("basis", "依据", max_length=200, width_chars=20),
        ),
    )
    references: ClassVar[Mapping[str, Any]] = {}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A code is there once in its group; only disciplines last."""
        problems = {}
        months, group = values.get("months"), values.get("group")
        if months is not None and group != ReasonGroup.DISCIPLINE:
            problems["months"] = "只有处分种类有处分期，请清空。"
        elif months is not None and not 1 <= months <= 120:
            problems["months"] = "处分期要在1到120个月之间。"
        same = select(ReasonCode.id).where(
            ReasonCode.group == group, ReasonCode.code == values.get("code"), ReasonCode.id != (row_id or 0)
        )
        with self._db.read() as session:
            if session.scalar(same) is not None:
                problems["code"] = f"代码{values.get('code')}已经登记过。换一个代码，或恢复使用已有的那一个。"
        return problems

    def before_save(self, session: Session, item: ReasonCode, values: Mapping[str, Any]) -> None:
        """In use from the start."""
        item.retired = bool(item.retired)

    def why_fixed(self, item: ReasonCode, keys: Collection[str]) -> str:
        """A code that a record carries keeps its meaning."""
        if set(keys) & {REMOVAL, "group", "code", "label", "months"} and self._used(item):
            return CODES_USED.format(code=item.code)
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Retire, or take into use again."""
        if row.values["retired"]:
            return (Action("resume", "恢复使用", "undo", main=True),)
        return (Action("retire", "停用", "st-hold"),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """A retired code is not offered any more; records keep it."""
        word = {"retire": "停用", "resume": "恢复使用"}[action]
        with self._db.write(f"{word}原因代码") as session:
            item = self.permitted(session, action, row, values)
            if item.retired == (action == "retire"):
                raise ConflictError(f"代码{item.code}已经{word}。刷新后再看。")
            item.retired = action == "retire"
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{word}：{item.code}{item.label}。", group)

    def _used(self, item: ReasonCode) -> bool:
        with self._db.read() as session:
            return is_used(session, item.group, item.code)
