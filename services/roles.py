"""How every role with a term works: its states, another term, an early end, and what was done in the role."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from models.base import Record
from models.officer import EnforcementOfficer
from models.review import CaseFile
from models.roles import Role, RoleActivity, RoleHolder
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.query import Action, Detail, LedgerRow, Outcome
from services.role_kinds import RoleKind
from services.role_terms import AT_WORK, ENDED, term_state
from services.spec import FieldSpec, Kind
from services.unit_match import split_names

SHOWN_DEEDS = 8
RENEWED = "续任"
TERM_COLUMNS = ("term_from", "term_to", "ended_on", "end_reason")
COPIED = tuple(  # what a further term takes over
    column.key
    for column in RoleHolder.__table__.c
    if column.key not in TERM_COLUMNS and column.key not in Record.__annotations__
)


class RoleLedger(BasicLedger[RoleHolder]):
    """One role; subclasses say which."""

    record = RoleHolder
    kind: ClassVar[RoleKind]

    # --- reading ---------------------------------------------------------------------------
    def base(self, statement: Select[Any]) -> Select[Any]:
        """Only this role."""
        return statement.where(RoleHolder.role == self.kind.role)

    @property
    def tables(self) -> frozenset[str]:
        """Activities are counted here."""
        return super().tables | {RoleActivity.__tablename__}

    def computed(self, today: date) -> Mapping[str, Any]:
        """State of the term, what to look at, and how often somebody was at work."""
        deeds = (
            select(func.count(RoleActivity.id))
            .where(RoleActivity.holder_id == RoleHolder.id, RoleActivity.deleted_at.is_(None))
            .correlate(RoleHolder)
            .scalar_subquery()
        )
        return {
            "state": term_state(today, self.setting("expiring_days")),
            "hint": self._hint(),
            "activities": deeds,
        }

    def import_rows(self) -> Sequence[LedgerRow]:
        """Who left the role does not stand in the way of a new term."""
        return [row for row in super().import_rows() if row.values["state"] != ENDED]

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A term ends after it begins; money and birthdays make sense."""
        problems = {}
        first, last = values.get("term_from"), values.get("term_to")
        if first and last and last < first:
            label = self.spec.field("term_to").label
            problems["term_to"] = f"“{label}”早于“{self.spec.field('term_from').label}”，请改其中一个。"
        if self.kind.from_outside and not values.get("agency_id") and not values.get("organisation"):
            problems["agency_id"] = "请填写“单位”；外聘的填写“工作单位”。"
        if (values.get("fee") or 0) < 0:
            problems["fee"] = "费用不能小于0。"
        if values.get("birth") and values["birth"] > self.today:
            problems["birth"] = "出生日期晚于今天，请核对。"
        return problems

    def before_save(self, session: Session, item: RoleHolder, values: Mapping[str, Any]) -> None:
        """The role; and the officer behind the person, where the ID number or unit and name say who it is."""
        item.role = self.kind.role
        item.full_time, item.public_lawyer = bool(item.full_time), bool(item.public_lawyer)
        if item.officer_id is None and "officer_id" in self.references:
            item.officer_id = _officer_of(session, item)

    def why_fixed(self, item: RoleHolder, keys: Collection[str]) -> str:
        """Who left the role is not edited into it again."""
        if item.ended_on is not None and set(keys) & {"term_from", "term_to"}:
            return f"{item.name}已{self.kind.end_word}，任期没有改动。重新任用时点“续任”。"
        return ""

    # --- acts ------------------------------------------------------------------------------
    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Another term, an early end, and what was done in the role."""
        deed = Action(
            "record",
            "登记履职",
            "note",
            (
                FieldSpec("held_on", "日期", Kind.DATE, required=True),
                FieldSpec("kind", "事项", Kind.CHOICE, required=True, choices={d: d for d in self.kind.deeds}),
                FieldSpec("content", "内容", Kind.LONG_TEXT, required=True, max_length=300, help=self._content_help()),
                FieldSpec("opinion", "提出的意见", Kind.LONG_TEXT, max_length=300),
                FieldSpec("feedback", "办理和反馈", Kind.LONG_TEXT, max_length=300),
            ),
            {"held_on": self.today},
            main=row.values["state"] not in (ENDED, "expired", "ending"),
            why_not=f"已{self.kind.end_word}，不再登记履职。" if row.values["state"] == ENDED else "",
        )
        renew = Action(
            "renew",
            "续任",
            "extend",
            (
                FieldSpec("term_from", "新任期起", Kind.DATE, required=True),
                FieldSpec("term_to", "新任期止", Kind.DATE),
            ),
            {"term_from": row.values["term_to"] + timedelta(1) if row.values["term_to"] else self.today},
            main=row.values["state"] in (ENDED, "expired", "ending"),
        )
        end = Action(
            "end",
            self.kind.end_word,
            "st-void",
            (
                FieldSpec(
                    "ended_on", f"{self.kind.end_word}日期", Kind.DATE, required=True, help="从这一天起不再任职。"
                ),
                FieldSpec("end_reason", "原因", Kind.LONG_TEXT, required=True, max_length=100),
            ),
            {"ended_on": self.today},
            why_not=f"已经{self.kind.end_word}。" if row.values["state"] == ENDED else "",
        )
        return (deed, renew, end)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Store what was asked; a further term is a row of its own, so that every past day keeps its answer."""
        word = {"record": "登记履职", "renew": "续任", "end": self.kind.end_word}[action]
        with self._db.write(f"{self.spec.item}{word}：{row.values['name']}"[:100]) as session:
            item = self.permitted(session, action, row, values)
            getattr(self, f"_{action}")(session, item, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{word}：{row.values['name']}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The last activities; for a reviewer the cases that he handled himself."""
        with self._db.read() as session:
            item = session.get_one(RoleHolder, row.id)
            wanted = select(RoleActivity).where(RoleActivity.holder_id == row.id, RoleActivity.deleted_at.is_(None))
            deeds = session.scalars(wanted.order_by(RoleActivity.held_on.desc(), RoleActivity.id.desc())).all()
            own = own_cases(session, item) if item.role is Role.LEGAL_REVIEWER else ()
        parts = []
        if deeds:
            lines = tuple((f"{d.held_on:%Y-%m-%d}", f"{d.kind}　{d.content}") for d in deeds[:SHOWN_DEEDS])
            parts.append(Detail(f"履职记录，共{len(deeds)}次", lines))
        if own:
            reviewed = " ".join(d.content for d in deeds)
            lines = tuple(
                (case_file.decision_no, f"{case_file.name}{'　履职记录里提到，请核对是否自办自审' if seen else ''}")
                for case_file in own[:SHOWN_DEEDS]
                for seen in [case_file.decision_no in reviewed]
            )
            parts.append(Detail(f"本人承办的案件，共{len(own)}件，不能由本人审核", lines))
        return tuple(parts)

    # --- inside ----------------------------------------------------------------------------
    def _record(self, session: Session, item: RoleHolder, values: Mapping[str, Any]) -> None:
        if values["held_on"] > self.today:
            raise ValidationError({"held_on": "日期晚于今天。办完以后再登记。"})
        keys = ("held_on", "kind", "content", "opinion", "feedback")
        session.add(RoleActivity(holder_id=item.id, **{key: values.get(key) for key in keys}))

    def _renew(self, session: Session, item: RoleHolder, values: Mapping[str, Any]) -> None:
        first, last = values["term_from"], values.get("term_to")
        if last is not None and last < first:
            raise ValidationError({"term_to": "新任期止早于新任期起，请改其中一个。"})
        if item.term_from is not None and first <= item.term_from:
            raise ValidationError({"term_from": f"现在的任期从{item.term_from:%Y-%m-%d}开始，新任期要晚于它。"})
        kept = {key: getattr(item, key) for key in COPIED}
        session.add(RoleHolder(**kept, term_from=first, term_to=last))
        if item.ended_on is None:
            over = item.term_to + timedelta(1) if item.term_to is not None else first
            item.ended_on, item.end_reason = min(over, first), RENEWED

    def _end(self, _session: Session, item: RoleHolder, values: Mapping[str, Any]) -> None:
        if item.term_from is not None and values["ended_on"] < item.term_from:
            raise ValidationError({"ended_on": f"早于任期开始的{item.term_from:%Y-%m-%d}，请核对。"})
        item.ended_on, item.end_reason = values["ended_on"], values["end_reason"]

    def _content_help(self) -> str:
        return "审核案件的写明决定书文号。" if self.kind.role is Role.LEGAL_REVIEWER else ""

    def _hint(self) -> ColumnElement[str]:
        """What somebody should look at, as words; several are joined."""
        return _joined([(case((found, literal(words)), else_=literal(""))) for found, words in self.doubts()])

    def doubts(self) -> list[tuple[ColumnElement[bool], str]]:
        """Conditions that somebody should look at, with their words."""
        doubts: list[tuple[ColumnElement[bool], str]] = []
        if "officer_id" in self.references:
            officer = EnforcementOfficer
            linked = select(officer.id).where(officer.id == RoleHolder.officer_id, officer.deleted_at.is_(None))
            away = linked.where(officer.post_status.not_in(AT_WORK))
            moved = linked.where(officer.agency_id != RoleHolder.agency_id)
            doubts += [(away.correlate(RoleHolder).exists(), "已不在岗")]
            doubts += [(moved.correlate(RoleHolder).exists(), "在别的单位任职")]
        return doubts


def own_cases(session: Session, reviewer: RoleHolder) -> Sequence[CaseFile]:
    """Case files of the reviewer's unit that name him among the handlers, the newest first."""
    wanted = (
        select(CaseFile)
        .where(
            CaseFile.agency_id == reviewer.agency_id,
            CaseFile.deleted_at.is_(None),
            func.instr(CaseFile.officers, reviewer.name) > 0,
        )
        .order_by(CaseFile.decided_on.desc(), CaseFile.id.desc())
    )
    return [found for found in session.scalars(wanted) if reviewer.name in split_names(found.officers)]


def _officer_of(session: Session, item: RoleHolder) -> int | None:
    """The officer with the same ID number, else the only one of that name in the unit."""
    officer = EnforcementOfficer
    if item.id_no:
        return session.scalar(select(officer.id).where(officer.id_no == item.id_no, officer.deleted_at.is_(None)))
    named = select(officer.id).where(
        officer.agency_id == item.agency_id, officer.name == item.name, officer.deleted_at.is_(None)
    )
    found = session.scalars(named.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _joined(parts: Sequence[ColumnElement[str]]) -> ColumnElement[str]:
    """Those that are not empty, with a 、 between."""
    joined: ColumnElement[str] = literal("")
    for part in parts:
        between = case((and_(joined != "", part != ""), literal("、")), else_=literal(""))
        joined = joined.concat(between).concat(part)
    return joined
