"""学时规则 and 学时要求: what a bureau counts by, edited as rows; what past years were counted by stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Integer, String, case, cast, func, select
from sqlalchemy.orm import Session

from models.training import TrainingCategory, TrainingConstraint, TrainingRuleSet
from services.access import Right
from services.errors import ConflictError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import MINUTES_PER_HOUR, FieldSpec, Kind, LedgerSpec
from services.training.rules import rule_from
from services.training.words import CATEGORY_LABELS, category_words, read_categories

FORCE_LABELS = {"in_force": "启用中", "off": "未启用"}
FORCE_CHIPS = {"in_force": "done", "off": "void"}
USED = "{name}从{year}年起启用，往年的统计已按它计算，没有改动。要改，先另存一份，改好后从今年或明年起启用。"
OFF_DUTY_ONLY = "离岗教育按每次离岗累计，不作年度规则启用。"
NEW_NAME = FieldSpec("name", "新规则的名称", required=True, max_length=60)
FROM_YEAR = FieldSpec(
    "year", "从哪一年起", Kind.INTEGER, required=True, plain=True, help="以前的年度仍按原来的规则计算。"
)


class TrainingRuleLedger(BasicLedger[TrainingRuleSet]):
    """Which sums an officer owes in a year; one set is in force for each year."""

    record = TrainingRuleSet
    spec = LedgerSpec(
        name="training_rules",
        title="学时规则",
        item="学时规则",
        purpose="每人每年应达到的学时，按哪一套计算。",
        unit_word="套",
        default_sort="force",
        then_by="name",
        title_field="name",
        state_field="force",
        match_on=("name",),
        add_label="登记规则",
        empty_hint="随程序提供的规则会在建账时存入，也可以逐套登记。",
        fields=(
            FieldSpec("name", "规则名称", required=True, max_length=60, unique=True, width_chars=14),
            FieldSpec(
                "force", "状态", Kind.CHOICE, choices=FORCE_LABELS, states=FORCE_CHIPS, computed=True, width_chars=6
            ),
            FieldSpec("constraints", "要求", computed=True, width_chars=20, help="在“学时要求”里逐项登记。"),
            FieldSpec("region", "适用地区", max_length=60, width_chars=5, in_table=False, in_print=True),
            FieldSpec("year_from", "起始年度", Kind.INTEGER, plain=True, in_form=False, width_chars=4),
            FieldSpec("year_to", "截止年度", Kind.INTEGER, plain=True, in_form=False, width_chars=4),
            FieldSpec("rotation_month", "轮训截止月", Kind.INTEGER, plain=True, in_table=False),
            FieldSpec("rotation_day", "轮训截止日", Kind.INTEGER, plain=True, in_table=False),
            FieldSpec("basis", "依据", Kind.LONG_TEXT, max_length=300, width_chars=14, in_table=False, in_print=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether it is counted by, and its constraints in words."""
        item = TrainingConstraint
        words = (
            select(
                func.group_concat(item.label + "≥" + cast(item.minutes / MINUTES_PER_HOUR, Integer).cast(String), "；")
            )
            .where(item.rule_set_id == TrainingRuleSet.id, item.deleted_at.is_(None))
            .scalar_subquery()
        )
        return {"force": case((TrainingRuleSet.in_force, "in_force"), else_="off"), "constraints": words}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The round's last day is a day of any year."""
        month, day = values.get("rotation_month"), values.get("rotation_day")
        if bool(month) != bool(day):
            return {"rotation_day" if month else "rotation_month": "轮训截止的月和日要一起填，或者都不填。"}
        return (
            {"rotation_day": "没有这一天，请核对轮训截止的月和日。"} if month and not _is_day(month, day or 0) else {}
        )

    def why_fixed(self, item: TrainingRuleSet, keys: Collection[str]) -> str:
        """What past years were counted by is copied, not changed: a printed figure must come out again."""
        return why_used(item, self.today)

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Put in force from a year, put out of force, copy."""
        in_force = row.values["force"] == "in_force"
        use = Action(
            "use", "启用", "ok", (FROM_YEAR,), {"year": self.today.year}, main=not in_force, why_not=self._unfit(row.id)
        )
        stop = Action("stop", "停用", "st-void")
        copy = Action("copy", "另存一份", "copy", (NEW_NAME,), {"name": f"{row.values['name']}（修订）"})
        return (stop, copy) if in_force else (use, copy)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Do it; what other sets were in force gives way for the same years."""
        name = row.values["name"]
        verb = {"use": "启用学时规则", "stop": "停用学时规则", "copy": "另存学时规则"}[action]
        with self._db.write(f"{verb}：{name}"[:100], Right.SETTINGS) as session:
            item = self.permitted(session, action, row, values)
            if action == "use":
                _put_in_force(session, item, int(values["year"]))
            elif action == "stop":
                if why := why_used(item, self.today):
                    raise ConflictError(why)
                item.in_force = False
            else:
                self._copy(session, item, str(values["name"]))
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{verb}：{values['name'] if action == 'copy' else name}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The constraints, and what a change would do."""
        with self._db.read() as session:
            rule = rule_from(session, session.get_one(TrainingRuleSet, row.id))
        lines = tuple(("", f"{c.words}（{category_words(c.categories)}）") for c in rule.constraints)
        parts = [Detail("要求", lines or (("", "还没有要求。在“学时要求”里登记。"),))]
        if row.values["force"] == "in_force":
            parts.append(Detail("注意", (("", "这套规则启用中，改动要求会改变本年度的达标结果。"),)))
        return parts

    def _unfit(self, row_id: int) -> str:
        with self._db.read() as session:
            rule = rule_from(session, session.get_one(TrainingRuleSet, row_id))
        if not rule.constraints:
            return "还没有登记学时要求，不能启用。"
        return "" if rule.yearly else OFF_DUTY_ONLY

    def _copy(self, session: Session, item: TrainingRuleSet, name: str) -> None:
        kept = {k: getattr(item, k) for k in ("region", "unit_minutes", "rotation_month", "rotation_day", "basis")}
        made = self.store(session, None, 0, {"name": name})
        for key, value in kept.items():
            setattr(made, key, value)
        for c in _constraints(session, item.id):
            session.add(
                TrainingConstraint(
                    rule_set_id=made.id, label=c.label, categories=c.categories, minutes=c.minutes, basis=c.basis
                )
            )


class TrainingConstraintLedger(BasicLedger[TrainingConstraint]):
    """The sums of a set. Categories are typed as words and checked."""

    record = TrainingConstraint
    references: ClassVar[Mapping[str, Reference]] = {"rule_set_id": Reference(TrainingRuleSet)}
    spec = LedgerSpec(
        name="training_constraints",
        title="学时要求",
        item="学时要求",
        purpose="每套学时规则里的各项要求，全部达到才算达标。",
        unit_word="项",
        default_sort="rule_set_id",
        title_field="label",
        match_on=("rule_set_id", "label"),
        add_label="登记要求",
        empty_hint="先登记学时规则，再逐项登记要求。",
        fields=(
            FieldSpec(
                "rule_set_id",
                "学时规则",
                Kind.REFERENCE,
                reference="training_rules",
                required=True,
                in_filter=True,
                width_chars=14,
            ),
            FieldSpec("label", "要求", required=True, max_length=60, width_chars=12, example="公共法律知识"),
            FieldSpec(
                "categories",
                "计入的类别",
                required=True,
                max_length=120,
                width_chars=16,
                example="业务知识、执法技能",
                help=f"可写几类，用顿号隔开：{'、'.join(CATEGORY_LABELS.values())}。",
            ),
            FieldSpec("minutes", "不少于（学时）", Kind.MINUTES, required=True, width_chars=6, example="30"),
            FieldSpec("basis", "依据", Kind.LONG_TEXT, max_length=300, width_chars=14, in_table=False, in_print=True),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Known categories, some hours, and 离岗教育 by itself."""
        problems = {}
        known, unknown = read_categories(values.get("categories") or "")
        if unknown or not known:
            words = f"不认识“{'、'.join(unknown)}”。" if unknown else "没有写类别。"
            problems["categories"] = f"{words}可以写：{'、'.join(CATEGORY_LABELS.values())}。"
        elif TrainingCategory.OFF_DUTY in known and len(known) > 1:
            problems["categories"] = "离岗教育不计入年度学时，不能和别的类别合计。单独登记一项。"
        if (values.get("minutes") or 0) <= 0:
            problems["minutes"] = "要求的学时要大于0。"
        return problems

    def before_save(self, session: Session, item: TrainingConstraint, values: Mapping[str, Any]) -> None:
        """Words in one spelling; a set that past years were counted by takes no further constraint."""
        item.categories = category_words(read_categories(item.categories)[0])
        if why := why_used(session.get_one(TrainingRuleSet, item.rule_set_id), self.today):
            session.expunge_all()
            raise ConflictError(why)

    def why_fixed(self, item: TrainingConstraint, keys: Collection[str]) -> str:
        """As its set."""
        with self._db.read() as session:
            return why_used(session.get_one(TrainingRuleSet, item.rule_set_id), self.today)


def why_used(item: TrainingRuleSet, today: date) -> str:
    """Why a set can no longer be changed; empty where it can."""
    if not item.in_force or item.year_from is None or item.year_from >= today.year:
        return ""
    return USED.format(name=item.name, year=item.year_from)


def _put_in_force(session: Session, item: TrainingRuleSet, year: int) -> None:
    """From `year` on; sets in force before end with the year before, those that begin later give way altogether."""
    others = session.scalars(
        select(TrainingRuleSet).where(
            TrainingRuleSet.in_force, TrainingRuleSet.deleted_at.is_(None), TrainingRuleSet.id != item.id
        )
    )
    for other in others:
        if other.year_to is not None and other.year_to < year:
            continue
        if other.year_from is None or other.year_from < year:
            other.year_to = year - 1
        else:
            other.in_force = False
    item.in_force, item.year_from, item.year_to = True, year, None


def _constraints(session: Session, rule_set_id: int) -> Sequence[TrainingConstraint]:
    live = (TrainingConstraint.rule_set_id == rule_set_id, TrainingConstraint.deleted_at.is_(None))
    return session.scalars(select(TrainingConstraint).where(*live).order_by(TrainingConstraint.id)).all()


def _is_day(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # a leap year: the round may end on 29 February
    except ValueError:
        return False
    return True
