"""退出与返岗: why an officer should leave the post, education off it, the test, and the way back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer, ExitCase, ExitState, PostStatus
from models.province import ReasonCode, ReasonGroup
from services.access import Right
from services.certificates.kinds import LEAVERS
from services.clock import Clock, local_now
from services.errors import ConflictError, ValidationError
from services.exit_guards import refusal_of_return, return_facts
from services.exit_spec import (
    APPLY_FIELDS,
    APPROVE_FIELDS,
    EDUCATE_FIELDS,
    EXIT_SPEC,
    FATES,
    KEEP_FIELDS,
    LEAVE_FIELDS,
    PASSED,
    TEST_FIELDS,
    TRIGGER,
)
from services.ledger import REMOVAL, BasicLedger
from services.ledger_select import Reference
from services.officer_posts import leave, return_to_post
from services.province_rules import rules_in_force
from services.query import Action, Detail, LedgerRow, Outcome
from services.reasons import reasons, with_choices
from services.spec import LedgerSpec, hours_text
from services.training.undecided import Away, off_duty_by_case, off_duty_courses
from services.uow import ChangeSet, Database

REQUEST_REVOCATION = "报请吊销证件"
TOO_OFTEN = "考核不合格已{times}次，按规则不再安排。报请吊销证件，或确认退出。"
WORDS = {
    "educate": "安排离岗教育",
    "test": "登记考核",
    "apply": "申请重返",
    "approve": "批准返岗",
    "keep": "留岗办结",
    "leave": "确认退出",
}
LAST_TRAININGS = 8


def open_exit(session: Session, officer_id: int, trigger: str, facts: str, on: date) -> ExitCase:
    """A new item about one officer; ConflictError where one is open already."""
    if officer_id in officers_with_open_exits(session):
        raise ConflictError("这个人已经有没有办结的退出事项，没有另立。在“退出与返岗”里接着办。")
    item = ExitCase(officer_id=officer_id, trigger=trigger, facts=facts, opened_on=on)
    session.add(item)
    return item


def officers_with_open_exits(session: Session) -> frozenset[int]:
    """Officers about whom an item is not closed."""
    wanted = select(ExitCase.officer_id).where(ExitCase.deleted_at.is_(None), ExitCase.closed_on.is_(None))
    return frozenset(session.scalars(wanted))


class ExitCaseLedger(BasicLedger[ExitCase]):
    """One row per item; its guards are here, buttons only follow them."""

    record = ExitCase
    references: ClassVar[Mapping[str, Reference]] = {"officer_id": Reference(EnforcementOfficer)}
    spec = EXIT_SPEC

    def __init__(self, database: Database, now: Clock = local_now) -> None:
        super().__init__(database, now)
        self.spec = self._with_triggers()
        database.subscribe(self._codes_changed)

    @property
    def tables(self) -> frozenset[str]:
        """Hours and cards decide about the way back."""
        return super().tables | {"training_record", "enforcement_certificate", "enforcement_agency"}

    def computed(self, today: date) -> Mapping[str, Any]:
        """The officer's unit, and hours off the post as 已学/应学."""
        unit = (
            select(EnforcementAgency.name)
            .join(EnforcementOfficer, EnforcementOfficer.agency_id == EnforcementAgency.id)
            .where(EnforcementOfficer.id == ExitCase.officer_id)
            .scalar_subquery()
        )
        with self._db.read() as session:
            return {"unit": unit, "progress": _progress(session, today)}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Days in order; one open item per officer."""
        problems = {}
        opened, due = values.get("opened_on"), values.get("due_on")
        if opened and opened > self.today:
            problems["opened_on"] = "立项日期晚于今天，请核对。"
        if opened and due and due < opened:
            problems["due_on"] = "期限早于立项日期，请改其中一个。"
        if row_id is None and values.get("officer_id"):
            with self._db.read() as session:
                if values["officer_id"] in officers_with_open_exits(session):
                    problems["officer_id"] = "这个人已经有没有办结的退出事项，接着办那一件。"
        return problems

    def why_fixed(self, item: ExitCase, keys: Collection[str]) -> str:
        """Closed items stay; the person of an item is not exchanged."""
        if item.settled:
            return "这件退出事项已办结，没有改动。"
        if REMOVAL in keys and item.state is not ExitState.OPEN:
            return "这件退出事项正在办理，人还在离岗教育，没有移入回收站。办结后保留备查。"
        return "退出事项的人不能改。立错了的移入回收站，另立一件。" if "officer_id" in keys else ""

    # --- acts ----------------------------------------------------------------------------
    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """The next act by state; a blocked one says what is missing."""
        today, state = self.today, str(row.values["state"])
        leave = Action(
            "leave", "确认退出", "st-back", LEAVE_FIELDS, {"closed_on": today, "decider": row.values["decider"]}
        )
        test = Action("test", "登记考核", "edit", TEST_FIELDS, {"tested_on": today})
        match state:
            case ExitState.OPEN.value:
                keep = Action("keep", "留岗办结", "st-done", KEEP_FIELDS, {"closed_on": today})
                return (self._educate_action(row), keep, leave)
            case ExitState.EDUCATION.value:
                why = self._why_no_application(row)
                passed = bool(row.values["test_passed"])
                apply = Action(
                    "apply", "申请重返", "send", APPLY_FIELDS, {"applied_on": today}, main=passed, why_not=why
                )
                return (replace(test, main=not passed), apply, leave)
            case ExitState.APPLIED.value:
                approve = Action(
                    "approve",
                    "批准返岗",
                    "st-done",
                    APPROVE_FIELDS,
                    {"closed_on": today},
                    main=True,
                    why_not=self._why_no_return(row.id),
                )
                return (approve, test, leave)
        return ()

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Move the item on; every guard is checked here again, in the transaction."""
        right = Right.APPROVE if action == "approve" else Right.EDIT
        with self._db.write(f"退出事项：{WORDS[action]}", right) as session:
            item = self.permitted(session, action, row, values)
            officer = session.get_one(EnforcementOfficer, item.officer_id)
            rest = getattr(self, f"_{action}")(session, item, officer, values) or ""
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{WORDS[action]}：{officer.name}。{rest}", group)

    def _educate(
        self, session: Session, item: ExitCase, officer: EnforcementOfficer, values: Mapping[str, Any]
    ) -> None:
        if values["required_minutes"] <= 0:
            raise ValidationError({"required_minutes": "应学学时要大于0。"})
        if values.get("due_on") and values["due_on"] < values["education_from"]:
            raise ValidationError({"due_on": "期限早于离岗日期，请改其中一个。"})
        item.required_minutes, item.education_from = values["required_minutes"], values["education_from"]
        item.due_on, item.decider, item.doc_no = values.get("due_on"), values["decider"], values.get("doc_no")
        item.measure, item.state = item.measure or "离岗教育", ExitState.EDUCATION
        if officer.post_status is not PostStatus.OFF_EDUCATION:
            leave(session, officer, PostStatus.OFF_EDUCATION, values["education_from"], "离岗教育")

    def _test(self, session: Session, item: ExitCase, _officer: EnforcementOfficer, values: Mapping[str, Any]) -> str:
        if values["tested_on"] > self.today:
            raise ValidationError({"tested_on": "考核日期晚于今天，请核对。"})
        item.tested_on, item.test_passed = values["tested_on"], values["passed"] == PASSED
        if item.test_passed:
            return ""
        item.failed_tests += 1
        item.state = ExitState.EDUCATION
        repeats = rules_in_force(session).integer("education_repeats")
        if repeats is not None and item.failed_tests > repeats:
            item.measure = REQUEST_REVOCATION
            return TOO_OFTEN.format(times=item.failed_tests)
        item.education_from = values["tested_on"] + timedelta(days=1)
        return "学时从考核次日起重新计算。"

    def _apply(
        self, _session: Session, item: ExitCase, _officer: EnforcementOfficer, values: Mapping[str, Any]
    ) -> None:
        item.applied_on, item.state = values["applied_on"], ExitState.APPLIED

    def _approve(
        self, session: Session, item: ExitCase, officer: EnforcementOfficer, values: Mapping[str, Any]
    ) -> None:
        if why := refusal_of_return(return_facts(session, item, self.today)):
            raise ConflictError(why)
        item.approved_by, item.closed_on = values["approved_by"], values["closed_on"]
        item.state, item.result = ExitState.RETURNED, "离岗教育和考核合格，返岗"
        return_to_post(session, officer, values["closed_on"])

    def _keep(self, _session: Session, item: ExitCase, _officer: EnforcementOfficer, values: Mapping[str, Any]) -> None:
        item.state, item.result, item.closed_on = ExitState.RETURNED, values["result"], values["closed_on"]

    def _leave(self, session: Session, item: ExitCase, officer: EnforcementOfficer, values: Mapping[str, Any]) -> str:
        fate = FATES[values["fate"]]
        item.state, item.closed_on = ExitState.LEFT, values["closed_on"]
        item.decider, item.doc_no = values["decider"], values.get("doc_no") or item.doc_no
        item.result = "，".join(filter(None, (fate.label, values.get("result"))))[:200]
        officer.enforcing = officer.enforcing and fate.enforcing
        if fate.status is not PostStatus.ON_POST and officer.post_status not in LEAVERS:
            leave(session, officer, fate.status, values["closed_on"], fate.label)
        elif officer.post_status is PostStatus.OFF_EDUCATION:
            return_to_post(session, officer, values["closed_on"], fate.label)
        return "证件在“资格清理”里收回注销。"

    # --- what the bureau calls it --------------------------------------------------------
    def _with_triggers(self) -> LedgerSpec:
        """The triggers are rows of the data file; items keep what the bureau no longer uses."""
        with self._db.read() as session:
            codes = reasons(session, ReasonGroup.EXIT, retired=True)
        return with_choices(EXIT_SPEC, TRIGGER, codes)

    def _codes_changed(self, changes: ChangeSet) -> None:
        if ReasonCode.__tablename__ in changes.touched:
            self.spec = self._with_triggers()

    # --- why not -------------------------------------------------------------------------
    def _educate_action(self, row: LedgerRow) -> Action:
        with self._db.read() as session:
            minutes = rules_in_force(session).integer("off_post_minutes")
        start = {
            "required_minutes": minutes,
            "education_from": self.today,
            "due_on": row.values["due_on"] if (row.values["due_on"] or self.today) > self.today else None,
            "decider": row.values["decider"],
            "doc_no": row.values["doc_no"],
        }
        return Action("educate", WORDS["educate"], "calendar", EDUCATE_FIELDS, start, main=True)

    def _why_no_application(self, row: LedgerRow) -> str:
        with self._db.read() as session:
            repeats = rules_in_force(session).integer("education_repeats")
        times = row.values["failed_tests"] or 0
        over = repeats is not None and times > repeats and not row.values["test_passed"]
        return TOO_OFTEN.format(times=times) if over else ""

    def _why_no_return(self, row_id: int) -> str:
        if not self._db.actor().may(Right.APPROVE):
            return "批准返岗要有审批权限，由负责人办理。"
        with self._db.read() as session:
            item = session.get(ExitCase, row_id)
            return refusal_of_return(return_facts(session, item, self.today)) if item is not None else ""

    # --- details -------------------------------------------------------------------------
    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The education off the post, what is still missing."""
        since = row.values["education_from"]
        if since is None:
            return ()
        until = row.values["closed_on"] or self.today
        with self._db.read() as session:
            found = off_duty_courses(session, Away(row.values["officer_id"], since, until))
        earned = sum(course.minutes for course in found)
        missing = max(0, row.values["required_minutes"] - earned)
        head = ("合计", f"{hours_text(earned)}学时（{earned:,}分钟）" + (f"，还差{missing:,}分钟" if missing else ""))
        why = self._why_no_return(row.id) if row.values["state"] == ExitState.APPLIED.value else ""
        barred = (Detail("还不能批准返岗", (("原因", why),)),) if why else ()
        last = reversed(found[-LAST_TRAININGS:])
        lines = [(f"{one.first:%Y-%m-%d}", f"{one.title}　{hours_text(one.minutes)}学时") for one in last]
        return (
            *barred,
            Detail(f"离岗教育　{since:%Y-%m-%d}起", (head, *lines)),
        )


def _progress(session: Session, today: date) -> ColumnElement[Any]:
    """已学/应学 in 学时; nothing where no education was ordered."""
    cases = session.scalars(select(ExitCase).where(ExitCase.education_from.is_not(None))).all()
    away = {c.id: Away(c.officer_id, c.education_from, c.closed_on or today) for c in cases if c.education_from}
    earned = {case_id: sum(one.minutes for one in found) for case_id, found in off_duty_by_case(session, away).items()}
    words = {c.id: f"{hours_text(earned[c.id])}/{hours_text(c.required_minutes)}" for c in cases}
    place = literal('$."').concat(cast(ExitCase.id, String)).concat('"')
    return func.json_extract(json.dumps(words), place)
