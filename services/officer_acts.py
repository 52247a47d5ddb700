"""What can be done with an officer beside the certificate's own acts: moved, off the post, back, an exam entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate, Qualification
from models.officer import EnforcementOfficer, PostStatus
from services.certificates.acts import carry_out
from services.certificates.as_of import event_words
from services.certificates.cards import current_certificate
from services.certificates.events import correct, effective_events, effective_kind
from services.certificates.kinds import APPLYING, LEAVERS, POST_LABELS
from services.certificates.machine import transition
from services.certificates.rules import LifeRules
from services.errors import ValidationError
from services.officer_posts import leave, move, return_to_post
from services.query import Action
from services.spec import FieldSpec, Kind

OFF_LABELS = {key: label for key, label in POST_LABELS.items() if key != PostStatus.ON_POST}
REASON = FieldSpec("reason", "原因", max_length=80)
MOVE = (
    FieldSpec("agency_id", "调往单位", Kind.REFERENCE, reference="units", required=True),
    FieldSpec("dept", "内设机构", max_length=60),
    FieldSpec("post", "职务", max_length=60),
    FieldSpec("on", "调动日期", Kind.DATE, required=True, help="在新单位的第一天。"),
    REASON,
    FieldSpec("renew_card", "同时发起换证（转任）", Kind.BOOLEAN),
)
LEAVE = (
    FieldSpec("status", "去向", Kind.CHOICE, required=True, choices=OFF_LABELS),
    FieldSpec("on", "离岗日期", Kind.DATE, required=True, help="不在岗的第一天。收回证件的期限从这一天起算。"),
    REASON,
    FieldSpec("card_returned", "证件已交回", Kind.BOOLEAN, help="离开执法岗位的，交回证件时一并登记收回。"),
)
RETURN = (FieldSpec("on", "返岗日期", Kind.DATE, required=True), REASON)
EXAM = (
    FieldSpec("exam_on", "考试日期", Kind.DATE, required=True),
    FieldSpec("passed", "合格", Kind.BOOLEAN),
    FieldSpec("score", "成绩", Kind.POINTS),
    FieldSpec("domain", "考试类别", max_length=100),
    FieldSpec("certificate_no", "合格证号", Kind.CODE, max_length=40),
    FieldSpec("valid_until", "合格有效期至", Kind.DATE, help="合格证没有印的留空，按本省年限推算。"),
)
CORRECTIONS = {"changed": "更正日期或文号", "withdrawn": "没有发生过，撤销这一条"}
LABELS = {"move": "调动", "leave": "离岗", "return": "返岗", "exam": "登记考试成绩", "correct": "更正记事"}
NAMES = frozenset(LABELS)


@dataclass(frozen=True, slots=True)
class OfficerStep:
    """One act on an officer inside an open transaction."""

    session: Session
    officer: EnforcementOfficer
    rules: LifeRules
    today: date

    def day(self, values: Mapping[str, Any], key: str = "on") -> date:
        """The asked day; ValidationError where it lies ahead."""
        on: date = values[key]
        if on > self.today:
            raise ValidationError({key: "日期晚于今天，请核对。"})
        return on


def officer_actions(
    session: Session, officer: EnforcementOfficer, certificate: EnforcementCertificate | None, today: date
) -> tuple[Action, ...]:
    """They follow the certificate's acts in the pane."""
    held = certificate is not None and certificate.status is CertificateStatus.ACTIVE
    applying = certificate is not None and certificate.status in APPLYING
    moved = Action(
        "move", "调动", "assign", MOVE,
        {"on": today, "dept": officer.dept, "post": officer.post, "renew_card": held},
    )  # fmt: skip
    found = [Action("exam", "登记考试成绩", "edit", EXAM, {"exam_on": today, "passed": True})] if applying else []
    if officer.post_status is PostStatus.ON_POST:
        found += [moved, Action("leave", "离岗", "st-back", LEAVE, {"on": today})]
    else:
        found.append(Action("return", "返岗", "undo", RETURN, {"on": today}))
        if officer.post_status not in LEAVERS:
            found.append(Action("leave", "离岗", "st-back", LEAVE, {"on": today}))
    if certificate is not None and (action := correction(session, certificate, today)):
        found.append(action)
    return tuple(found)


def correction(session: Session, certificate: EnforcementCertificate, today: date) -> Action | None:
    """更正记事: which event, and whether it happened at all; None where there is no event."""
    events = {str(event.id): event_words(event) for event in reversed(effective_events(session, certificate.id))}
    if not events:
        return None
    fields = (
        FieldSpec("event_id", "更正哪一条", Kind.CHOICE, required=True, choices=events),
        FieldSpec("how", "怎样更正", Kind.CHOICE, required=True, choices=CORRECTIONS),
        FieldSpec("on", "实际日期", Kind.DATE, required=True),
        FieldSpec("doc_no", "正确的文号", max_length=60, help="文号没有错的留空。"),
        FieldSpec("why", "更正理由", Kind.LONG_TEXT, required=True, max_length=300),
    )
    return Action(
        "correct", "更正记事", "edit", fields, {"how": "changed", "event_id": next(iter(events)), "on": today}
    )


def perform(step: OfficerStep, name: str, values: Mapping[str, Any]) -> str:
    """Do it and say what was done; ValidationError where a day does not fit."""
    return _ACTS[name](step, values)


def take_back_wrong_event(
    session: Session, certificate: EnforcementCertificate, values: Mapping[str, Any], today: date
) -> str:
    """A correction of an event; a revocation that never was gives the qualification back."""
    if values["on"] > today:
        raise ValidationError({"on": "日期晚于今天，请核对。"})
    withdrawn = values["how"] == "withdrawn"
    wrong = next((e for e in effective_events(session, certificate.id) if str(e.id) == str(values["event_id"])), None)
    correct(
        session, certificate, int(values["event_id"]), values["on"], values["why"], withdrawn=withdrawn,
        doc_no=values.get("doc_no"),
    )  # fmt: skip
    if withdrawn and wrong is not None and effective_kind(wrong) == "revoked":
        exams = select(Qualification).where(
            Qualification.officer_id == certificate.officer_id, Qualification.cancelled_on == wrong.happened_on
        )
        for exam in session.scalars(exams):
            exam.cancelled_on = exam.banned_until = None
    return "已更正记事"


def _move(step: OfficerStep, values: Mapping[str, Any]) -> str:
    on = step.day(values)
    if values["agency_id"] == step.officer.agency_id:
        raise ValidationError({"agency_id": "就是现在的单位。只换内设机构或职务的，用“修改”。"})
    place = {key: values.get(key) for key in ("dept", "post")}
    move(step.session, step.officer, values["agency_id"], on=on, reason=values.get("reason") or "调动", **place)
    step.session.flush()
    card = current_certificate(step.session, step.officer.id)
    act = transition("renew", card.status) if card is not None and values.get("renew_card") else None
    if card is None or act is None or card.status is not CertificateStatus.ACTIVE:
        return "已登记调动"
    carry_out(
        step.session, step.officer, card, act, {"renewal_reason": "transfer", "on": step.today}, step.rules, step.today
    )
    return "已登记调动并发起换证"


def _leave(step: OfficerStep, values: Mapping[str, Any]) -> str:
    status = PostStatus(values["status"])
    label = POST_LABELS[status.value]
    leave(step.session, step.officer, status, step.day(values), values.get("reason") or label)
    step.session.flush()
    card = current_certificate(step.session, step.officer.id)
    act = transition("recall", card.status) if card is not None and values.get("card_returned") else None
    if card is None or act is None or status not in LEAVERS:
        return f"已登记{label}"
    recalled = {"on": step.today, "reason": label, "card_returned": True}
    carry_out(step.session, step.officer, card, act, recalled, step.rules, step.today)
    return f"已登记{label}并收回证件"


def _return(step: OfficerStep, values: Mapping[str, Any]) -> str:
    return_to_post(step.session, step.officer, step.day(values), values.get("reason") or "返岗")
    return "已登记返岗"


def _exam(step: OfficerStep, values: Mapping[str, Any]) -> str:
    step.day(values, "exam_on")
    stored = {f.key: values.get(f.key) for f in EXAM}
    step.session.add(Qualification(officer_id=step.officer.id, **{**stored, "passed": bool(stored["passed"])}))
    return "已登记考试成绩"


def _correct(step: OfficerStep, values: Mapping[str, Any]) -> str:
    card = current_certificate(step.session, step.officer.id)
    if card is None:
        raise ValidationError({"event_id": "没有可以更正的证件。刷新后再看。"})
    return take_back_wrong_event(step.session, card, values, step.today)


_ACTS: dict[str, Callable[[OfficerStep, Mapping[str, Any]], str]] = {
    "move": _move, "leave": _leave, "return": _return, "exam": _exam, "correct": _correct,
}  # fmt: skip
