"""The life of a certificate as data: T01 to T20 of the certificates note §2.6, each with guards, decider and paper.

T17, expiry, is no transition: `Facts.expired` computes it from the printed last day. Where an act of the note starts
in states that ask for different things, it has several entries under one name, and their sources do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.certificate import CertificateStatus, EventKind
from models.province import ReasonGroup
from services.certificates import fields as ask
from services.certificates import guards as g
from services.certificates.facts import Facts
from services.certificates.kinds import CERTIFYING, ENDED
from services.spec import FieldSpec

Status = CertificateStatus
REVIEWS = frozenset({Status.UNIT_REVIEW, Status.BUREAU_REVIEW, Status.SUPERIOR_REVIEW, Status.MAKING})
NOTHING_LIVE = frozenset({None, *ENDED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One act. `target` None leaves the status as it is; `guards` need only the facts, `checks` also the answers.

    `paper` is what the bureau makes out for it, `decider` whose decision it is.
    """

    id: str
    name: str
    label: str
    icon: str
    event: EventKind
    sources: frozenset[Status | None]
    target: Status | None
    done: str
    fields: tuple[FieldSpec, ...] = ()
    guards: tuple[g.Guard, ...] = ()
    shown_if: tuple[g.Guard, ...] = ()  # while one of these refuses, the act is not even offered
    checks: tuple[g.Check, ...] = ()
    warnings: tuple[g.Remark, ...] = ()
    reasons: ReasonGroup | None = None
    decider: str = ""
    paper: str = ""
    main: bool = False

    def why_not(self, facts: Facts) -> str:
        """The first thing that stands against it before anything is asked; empty where it can begin."""
        return next((why for guard in (*self.shown_if, *self.guards) if (why := guard(facts))), "")

    def offered(self, facts: Facts) -> bool:
        """Whether a clerk would look for it here; one that is offered may still be refused with a reason."""
        return not any(guard(facts) for guard in self.shown_if)

    def faults(self, facts: Facts, asked: g.Asked) -> dict[str, str]:
        """What is wrong with the answers; field key → sentence."""
        found = [fault for check in (*self.checks, g.dated_in_order) if (fault := check(facts, asked))]
        return dict(reversed(found))  # the first word on a field stands

    def remarks(self, facts: Facts, asked: g.Asked) -> list[str]:
        """What is worth telling although the act is done."""
        return [words for warning in self.warnings if (words := warning(facts, asked))]

    def status_after(self, facts: Facts) -> Status:
        """What the certificate becomes."""
        if self.event is EventKind.RENEWAL_DROPPED:
            return facts.before_renewal
        if self.target is None and facts.status is None:
            raise ValueError(f"{self.name} without a certificate")
        return self.target or facts.status or Status.DRAFT


def _of(*statuses: Status) -> frozenset[Status | None]:
    return frozenset(statuses)


ELIGIBLE = (g.on_post, g.staffing_eligible, g.unit_is_subject, g.not_blocked, g.no_other_held)
APPLICATION = (
    Transition(
        "T01", "apply", "申领新证", "add", EventKind.APPLIED, NOTHING_LIVE, Status.DRAFT, "已发起申领",
        (ask.dated("申请日期"),), ELIGIBLE, decider="单位经办", paper="申领审批表、信息采集表", main=True,
    ),
    Transition(
        "T02", "submit", "送单位审核", "send", EventKind.FORWARDED, _of(Status.DRAFT), Status.UNIT_REVIEW,
        "已送单位审核", (ask.dated("送审日期"),), (g.form_complete,), decider="单位负责人", main=True,
    ),
    Transition(
        "T02", "forward", "上报司法局", "send", EventKind.FORWARDED, _of(Status.UNIT_REVIEW), Status.BUREAU_REVIEW,
        "已上报司法局", (ask.dated("上报日期"),), decider="单位负责人", paper="盖章花名册", main=True,
    ),
    Transition(
        "T03", "send_back", "退回补正", "st-back", EventKind.SENT_BACK, frozenset(REVIEWS), Status.DRAFT, "已退回补正",
        (ask.WHY, ask.dated("退回日期")), decider="审核人", paper="退回通知",
    ),
    Transition(
        "T03", "reject", "不予核准", "st-void", EventKind.REJECTED, frozenset(REVIEWS | {Status.DRAFT}),
        Status.REJECTED, "已登记不予核准", (ask.WHY, ask.dated("日期")), decider="审核人", paper="退回通知",
    ),
    Transition(
        "T04", "review", "初审通过", "ok", EventKind.REVIEWED, _of(Status.BUREAU_REVIEW), Status.SUPERIOR_REVIEW,
        "已登记初审通过", (ask.WAIVER, ask.dated("初审日期")), (g.not_blocked,),
        checks=(g.qualification_stands,), decider="县司法局", paper="汇总表", main=True,
    ),
    Transition(
        "T05", "approve", "登记核准", "ok", EventKind.APPROVED, _of(Status.SUPERIOR_REVIEW), Status.MAKING,
        "已登记核准", (ask.DECIDED_BY, ask.DOC_NO, ask.dated("核准日期")), decider="发证机关", paper="批件", main=True,
    ),
    Transition(
        "T06", "issue", "领证登记", "st-done", EventKind.ISSUED, _of(Status.MAKING), Status.ACTIVE, "已登记领证",
        (*ask.NEW_CARD, ask.CARD_RETURNED, ask.dated("领证日期")), checks=(g.card_dates,),
        decider="发证机关", paper="领取登记", main=True,
    ),
)  # fmt: skip
IN_USE = (
    Transition(
        "—", "register", "登记已有证件", "edit", EventKind.REGISTERED, NOTHING_LIVE, Status.ACTIVE, "已登记证件",
        ask.HELD_CARD, (g.no_other_held,), checks=(g.card_dates,),
    ),
    Transition(
        "T16", "renew", "发起换证", "reload", EventKind.RENEWAL_BEGUN, _of(Status.ACTIVE), Status.RENEWING,
        "已发起换证", (ask.RENEWAL, ask.dated("申请日期")), (g.late_renewal_allowed, g.not_blocked),
        warnings=(g.late_renewal_unknown,), decider="发证机关", paper="换证审批表", main=True,
    ),
    Transition(
        "T18", "renew", "到期换证", "reload", EventKind.RENEWAL_BEGUN, _of(Status.SUSPENDED), Status.RENEWING,
        "已发起换证", (ask.RENEWAL, ask.TEST_PASSED, ask.dated("申请日期")),
        (g.late_renewal_allowed, g.education_done, g.not_blocked), (g.suspended_only_when_expired,),
        (g.test_was_passed,), (g.late_renewal_unknown,), decider="发证机关", paper="换证审批表、情况说明",
    ),
    Transition(
        "T16", "drop_renewal", "撤回换证", "undo", EventKind.RENEWAL_DROPPED, _of(Status.RENEWING), None, "已撤回换证",
        (ask.WHY, ask.dated("撤回日期")), decider="单位",
    ),
    Transition(
        "T16", "replace", "完成换证", "st-done", EventKind.REPLACED, _of(Status.RENEWING), Status.REPLACED,
        "已完成换证", (*ask.NEW_CARD, ask.CARD_RETURNED), checks=(g.card_dates,), decider="发证机关",
        paper="换证审批表", main=True,
    ),
    Transition(
        "T07", "check", "年审", "st-done", EventKind.CHECKED, _of(Status.ACTIVE), None, "已登记年审",
        (ask.CHECK_RESULT, ask.dated("年审日期"), ask.NEXT_CHECK, ask.REASON),
        (g.not_expired, g.inside_check_window, g.hours_for_check), decider="司法局", paper="审验表",
    ),
    Transition(
        "T08", "suspend", "暂扣", "st-hold", EventKind.SUSPENDED, frozenset(CERTIFYING), Status.SUSPENDED, "已暂扣证件",
        (*ask.DECISION, ask.PLANNED_END, ask.EDUCATION), checks=(g.planned_end_after,), reasons=ReasonGroup.SUSPEND,
        decider="按本省规定", paper="暂扣通知书、证件交接单",
    ),
    Transition(
        "T09", "reinstate", "发还证件", "undo", EventKind.REINSTATED, _of(Status.SUSPENDED), Status.ACTIVE,
        "已发还证件", (ask.TEST_PASSED, ask.REASON, ask.DECIDED_BY, ask.DOC_NO, ask.dated("决定日期")),
        (g.term_not_over, g.education_done), checks=(g.test_was_passed,), decider="作出暂扣的机关",
        paper="恢复上岗审批表", main=True,
    ),
    Transition(
        "T10", "revoke", "吊销", "st-void", EventKind.REVOKED, _of(Status.SUSPENDED), Status.REVOKED, "已登记吊销",
        ask.DECISION, reasons=ReasonGroup.REVOKE, decider="发证机关", paper="吊销决定书",
    ),
    Transition(
        "T19", "revoke", "吊销", "st-void", EventKind.REVOKED, _of(Status.ACTIVE, Status.RENEWING, Status.LOST),
        Status.REVOKED, "已登记吊销", ask.DECISION, reasons=ReasonGroup.REVOKE, decider="发证机关", paper="吊销决定书",
    ),
    Transition(
        "T11", "recall", "收回证件", "st-back", EventKind.RECALLED, frozenset(CERTIFYING | {Status.SUSPENDED}),
        Status.RECALLED, "已收回证件", (ask.dated("收回日期"), ask.REASON), shown_if=(g.left_post,),
        decider="单位", paper="收回登记",
    ),
    Transition(
        "T12", "cancel", "注销", "st-void", EventKind.CANCELLED,
        frozenset(CERTIFYING | {Status.SUSPENDED, Status.RECALLED, Status.LOST}), Status.CANCELLED, "已注销证件",
        (*ask.DECISION, ask.CARD_RETURNED, ask.NOTICE_MEDIUM, ask.NOTICE_ON),
        shown_if=(g.expired_or_not_in_use,), checks=(g.card_or_notice,), reasons=ReasonGroup.CANCEL,
        decider="发证机关或司法局", paper="注销申请表、名单",
    ),
    Transition(
        "T13", "lose", "报失", "st-warn", EventKind.LOST, frozenset(CERTIFYING), Status.LOST, "已登记遗失",
        (ask.dated("报失日期"), ask.REASON), decider="单位", paper="遗失报告",
    ),
    Transition(
        "T14", "reissue", "补发新证", "st-done", EventKind.REPLACED, _of(Status.LOST), Status.REPLACED,
        "已补发新证", (*ask.required(ask.NOTICE_MEDIUM, ask.NOTICE_ON), ask.NOTICE_NO, ask.NOTICE_TEXT, *ask.NEW_CARD),
        (g.not_blocked,),
        checks=(g.notice_names_this_card, g.card_dates), warnings=(g.notice_before_report,), decider="发证机关",
        paper="补发申请表、声明剪报", main=True,
    ),
    Transition(
        "T15", "find", "找回", "undo", EventKind.FOUND, _of(Status.LOST), Status.ACTIVE, "已登记找回",
        (ask.dated("找回日期"), ask.REASON), (g.not_yet_replaced,), decider="单位", paper="情况说明",
    ),
    Transition(
        "T20", "void", "作废注销", "st-void", EventKind.CANCELLED,
        frozenset(CERTIFYING | {Status.SUSPENDED, Status.LOST, Status.RECALLED}), Status.CANCELLED, "已作废注销",
        ask.DECISION, shown_if=(g.void_at_once,), reasons=ReasonGroup.CANCEL, decider="司法局", paper="公告",
    ),
    Transition(
        "—", "change", "变更登记", "st-change", EventKind.CHANGED,
        frozenset(CERTIFYING | {Status.SUSPENDED, Status.LOST}), None, "已登记变更",
        (ask.UNIT_NAMED, ask.WHY, ask.dated("变更日期")), decider="单位",
    ),
)  # fmt: skip
TRANSITIONS = (*APPLICATION, *IN_USE)
APPLICATION_NAMES = frozenset(t.name for t in APPLICATION) - {"apply"}


def transition(name: str, status: Status | None) -> Transition | None:
    """The act called `name` as it begins from `status`; None where it does not."""
    return next((t for t in TRANSITIONS if t.name == name and status in t.sources), None)


def transitions_from(status: Status | None) -> tuple[Transition, ...]:
    """Every act that begins there, in the order in which they are shown."""
    return tuple(t for t in TRANSITIONS if status in t.sources)


def label_of(name: str) -> str:
    """What the act is called; of several under one name, the first. KeyError where there is none."""
    return {t.name: t.label for t in reversed(TRANSITIONS)}[name]
