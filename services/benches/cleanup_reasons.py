"""Why an officer's card belongs in a clean-up: the six groups of certificates note §2.4, decided from plain facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.certificate import CertificateStatus
from models.cleanup import CleanupChoice
from models.officer import PostStatus
from services.certificates.kinds import CERTIFYING, ENFORCING, HELD, KIND_LABELS, LEAVERS
from services.imports.officers import retirement_day
from services.province_rules import RulesInForce

BAD_GRADES = frozenset({"不合格", "不称职"})
REASSIGNED_WORD = "转岗"  # how a closed post says that its holder went to other work


class Reason(StrEnum):
    """Why; the order is that of their weight. Idling comes last: many are, and the case lists are never whole."""

    EXPIRED = "expired"
    LOST = "lost"
    RETIRED = "retired"
    MOVED = "moved"
    RESIGNED = "resigned"
    DECEASED = "deceased"
    REASSIGNED = "reassigned"
    LEFT = "left"
    SEVERAL = "several"
    OUTSIDE = "outside"
    NOT_ENFORCING = "not_enforcing"
    RETIREMENT_AGE = "retirement_age"
    DISCIPLINE = "discipline"
    BAD_GRADES = "bad_grades"
    IDLE = "idle"


REASON_LABELS = {
    Reason.EXPIRED.value: "过期",
    Reason.LOST.value: "遗失",
    Reason.RETIRED.value: "退休",
    Reason.MOVED.value: "调离",
    Reason.RESIGNED.value: "辞职辞退",
    Reason.DECEASED.value: "死亡",
    Reason.REASSIGNED.value: "转岗",
    Reason.LEFT.value: "其他离岗",
    Reason.IDLE.value: "一年未办案",
    Reason.SEVERAL.value: "一人多证",
    Reason.OUTSIDE.value: "编外",
    Reason.NOT_ENFORCING.value: "不在执法岗位",
    Reason.RETIREMENT_AGE.value: "到退休年龄",
    Reason.DISCIPLINE.value: "处分期内",
    Reason.BAD_GRADES.value: "连续两年不合格",
}
GROUPS = {
    "1": (Reason.EXPIRED, Reason.LOST),
    "2": (Reason.RETIRED, Reason.MOVED, Reason.RESIGNED, Reason.DECEASED, Reason.REASSIGNED, Reason.LEFT),
    "3": (Reason.IDLE,),
    "4": (Reason.SEVERAL,),
    "5": (Reason.OUTSIDE,),
    "6": (Reason.NOT_ENFORCING, Reason.RETIREMENT_AGE, Reason.DISCIPLINE, Reason.BAD_GRADES),
}
GROUP_LABELS = {
    "2": "离岗、转岗",
    "1": "过期、遗失",
    "4": "一人多证",
    "5": "编外人员",
    "6": "其他不宜持证",
    "3": "长期未办案",
}
"""In the order of the list: leavers, whose cards are to be recalled within days, first; idle ones last."""
LEFT_BY = {
    PostStatus.RETIRED: Reason.RETIRED,
    PostStatus.MOVED: Reason.MOVED,
    PostStatus.RESIGNED: Reason.RESIGNED,
    PostStatus.DISMISSED: Reason.RESIGNED,
    PostStatus.EXPELLED: Reason.RESIGNED,
    PostStatus.DECEASED: Reason.DECEASED,
    PostStatus.LEFT: Reason.LEFT,
}
LEAVING = frozenset(LEFT_BY.values())


@dataclass(frozen=True, slots=True)
class Card:
    """What the rules look at of one card."""

    id: int
    kind: str
    status: CertificateStatus
    cert_no: str
    valid_from: date | None
    valid_to: date | None

    @property
    def name(self) -> str:
        """Its kind and number."""
        return f"{KIND_LABELS[self.kind]}{self.cert_no}"


@dataclass(frozen=True, slots=True)
class CaseWork:
    """Cases of the officer's units since the day from which idling counts.

    `namesakes` are officers of one unit with this name; `unit_cases` are all cases listed for the units.
    """

    since: date
    last_case: date | None
    unit_cases: int
    namesakes: int


@dataclass(frozen=True, slots=True)
class Holder:
    """One officer as the register and the case lists know him; the first card is the one that counts."""

    officer_id: int
    name: str
    gender: str
    birth: date | None
    staffing: str
    post_status: PostStatus
    left_on: date | None
    enforcing: bool
    last_end_reason: str
    blocked_until: date | None
    grades: tuple[tuple[str, int, str], ...]  # scheme, year, grade
    cards: tuple[Card, ...]
    work: CaseWork | None

    @property
    def on_post(self) -> bool:
        """Whether the officer still belongs to the unit."""
        return self.post_status not in LEAVERS


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with the sentence that shows it; `unsure` ones are to be checked before anything is done."""

    reason: Reason
    evidence: str
    choice: CleanupChoice
    unsure: bool = False


def findings(holder: Holder, today: date, rules: RulesInForce) -> tuple[Finding, ...]:
    """Every reason that holds, the chief one first: that somebody left says more than that his card ran out since, and
    what is sure says more than what is to be checked."""
    if not holder.cards:
        return ()
    found = [
        *_of_cards(holder, today, rules),
        *_of_leaving(holder),
        *_of_idling(holder),
        *_of_several(holder, rules),
        *_of_staffing(holder, rules),
        *_of_fitness(holder, today),
    ]
    order = {reason: place for place, reason in enumerate(Reason)}
    return tuple(sorted(found, key=lambda each: (each.reason not in LEAVING, each.unsure, order[each.reason])))


def proposal(found: tuple[Finding, ...]) -> CleanupChoice:
    """The gravest act that a sure finding proposes; where all are unsure, keeping until checked."""
    grave = (CleanupChoice.CANCEL, CleanupChoice.RECALL, CleanupChoice.RENEW)
    sure = {finding.choice for finding in found if not finding.unsure}
    return next((choice for choice in grave if choice in sure), CleanupChoice.KEEP)


def twice_bad(grades: tuple[tuple[str, int, str], ...]) -> tuple[int, int] | None:
    """The latest two consecutive years with 不合格 or 不称职 in one scheme; None where there are none."""
    bad = {(scheme, year) for scheme, year, grade in grades if grade in BAD_GRADES}
    years = [year for scheme, year in bad if (scheme, year - 1) in bad]
    return (max(years) - 1, max(years)) if years else None


def recall_until(holder: Holder, rules: RulesInForce) -> date | None:
    """Until when a leaver's card must be out of force (I5); None for others and where nothing is known."""
    days = rules.integer("recall_days")
    if holder.on_post or holder.left_on is None or days is None:
        return None
    active = any(card.status in CERTIFYING for card in holder.cards)
    return holder.left_on + timedelta(days=days) if active else None


def _of_cards(holder: Holder, today: date, rules: RulesInForce) -> Iterator[Finding]:
    for card in _enforcing(holder):
        if card.status is CertificateStatus.LOST:
            yield Finding(Reason.LOST, f"{card.name}已报遗失，还没有补证或注销。", CleanupChoice.RENEW)
        elif card.valid_to is not None and card.valid_to < today:
            late = rules.yes("late_renewal")
            choice = CleanupChoice.CANCEL if late is False or not holder.on_post else CleanupChoice.RENEW
            words = f"{card.name}有效期至{card.valid_to:%Y-%m-%d}，已过期{(today - card.valid_to).days}天。"
            words += "本省规则不允许逾期换证。" if late is False else ""
            words += "换证办理中。" if card.status is CertificateStatus.RENEWING else ""
            yield Finding(Reason.EXPIRED, words, choice, unsure=late is None and holder.on_post)


def _of_leaving(holder: Holder) -> Iterator[Finding]:
    reason = LEFT_BY.get(holder.post_status)
    if reason is None:
        if not holder.enforcing and REASSIGNED_WORD in holder.last_end_reason:
            yield Finding(Reason.REASSIGNED, "已转到非执法岗位，证件还没有收回注销。", CleanupChoice.CANCEL)
        return
    since = f"{holder.left_on:%Y-%m-%d}起" if holder.left_on else "已"
    open_cards = [card for card in holder.cards if card.status is not CertificateStatus.RECALLED]
    rest = "证件还没有收回注销。" if open_cards else "证件已收回，还没有注销。"
    yield Finding(reason, f"{since}{REASON_LABELS[reason.value]}，{rest}", CleanupChoice.CANCEL)


def _of_idling(holder: Holder) -> Iterator[Finding]:
    work = holder.work
    if work is None or holder.post_status is not PostStatus.ON_POST or work.last_case is not None:
        return
    card = next(iter(_enforcing(holder)), None)
    if card is None or card.status not in CERTIFYING or (card.valid_from and card.valid_from > work.since):
        return
    words = f"{work.since:%Y-%m-%d}以来的案卷目录里没有他承办的案件。"
    if work.unit_cases == 0:
        words = f"本单位{work.since:%Y-%m-%d}以来没有报来案卷目录，需核对后再定。"
    elif work.namesakes > 1:
        words += f"本单位有{work.namesakes}人同名，需核对。"
    unsure = work.unit_cases == 0 or work.namesakes > 1
    yield Finding(Reason.IDLE, words, CleanupChoice.RECALL, unsure)


def _of_several(holder: Holder, rules: RulesInForce) -> Iterator[Finding]:
    held = [card for card in _enforcing(holder) if card.status in HELD]
    if len(held) > 1:
        names = "、".join(card.name for card in held)
        words = f"同时持有{len(held)}本执法证：{names}。保留{held[0].name}，其余注销。"
        yield Finding(Reason.SEVERAL, words, CleanupChoice.CANCEL)
    beside = [card for card in holder.cards if card.kind == "ministry" and card.status in HELD]
    rule = rules.values["ministry_beside"].value
    if held and beside and rule in ("提示", "不允许") and len(held) == 1:
        names = "、".join(card.name for card in (held[0], *beside))
        forbidden = rule == "不允许"
        words = f"同时持有{names}。" + ("本省规则不允许并存。" if forbidden else "是否允许并存，按本省规定核对。")
        yield Finding(Reason.SEVERAL, words, CleanupChoice.KEEP, unsure=True)


def _of_staffing(holder: Holder, rules: RulesInForce) -> Iterator[Finding]:
    word = rules.excluded_word(holder.staffing)
    if word:
        words = f"编制性质登记为“{holder.staffing}”，属于不能持证的人员（{word}）。"
        yield Finding(Reason.OUTSIDE, words, CleanupChoice.CANCEL)


def _of_fitness(holder: Holder, today: date) -> Iterator[Finding]:
    if not holder.on_post:
        return
    if not holder.enforcing and REASSIGNED_WORD not in holder.last_end_reason:
        yield Finding(Reason.NOT_ENFORCING, "登记为不在执法岗位。", CleanupChoice.RECALL)
    if holder.birth and (retires := retirement_day(holder.birth, holder.gender)) <= today:
        words = f"按现行规定{retires:%Y-%m-%d}到法定退休年龄，仍登记为在岗，需核对。"
        yield Finding(Reason.RETIREMENT_AGE, words, CleanupChoice.CANCEL, unsure=True)
    if holder.blocked_until and holder.blocked_until >= today:
        words = f"处分期到{holder.blocked_until:%Y-%m-%d}为止。"
        yield Finding(Reason.DISCIPLINE, words, CleanupChoice.RECALL)
    if years := twice_bad(holder.grades):
        words = f"{years[0]}年、{years[1]}年年度考核都不合格。"
        yield Finding(Reason.BAD_GRADES, words, CleanupChoice.RECALL)


def _enforcing(holder: Holder) -> list[Card]:
    return [card for card in holder.cards if card.kind in ENFORCING]
