"""Why an act cannot be done: small functions over the facts that answer a finished sentence, or nothing.

Guards need no answers and stand as tool tip on the button; checks look at what was asked and name the field.
Sources: certificates note §2.6 T01–T20, cases 26–32 of its §8b.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from models.certificate import CertificateKind, CertificateStatus
from models.officer import PostStatus
from services.certificates.facts import Facts, Qualified
from services.certificates.kinds import CERTIFYING, ENDED, LEAVERS, POST_LABELS
from services.province_rules import excluded_word
from services.spec import hours_text
from services.words import plain

Asked = Mapping[str, Any]
Guard = Callable[[Facts], str]
Check = Callable[[Facts, Asked], tuple[str, str] | None]
Remark = Callable[[Facts, Asked], str]
QUALIFICATION_WORDS = {
    Qualified.NONE: "没有资格考试合格记录，也没有登记免试依据，不能初审通过。登记考试成绩后再办。",
    Qualified.FAILED: "资格考试不合格，不能初审通过。补考合格并登记成绩后再办。",
    Qualified.OUTDATED: "资格考试合格已过有效年限，不能初审通过。重新考试合格并登记后再办。",
    Qualified.CANCELLED: "执法资格已取消，不能初审通过。重新取得资格并登记后再办。",
}


# --- applying (T01, T02, T04) ---------------------------------------------------------------
def on_post(facts: Facts) -> str:
    """Only who does enforcement work is given a card."""
    if facts.on_post:
        return ""
    where = POST_LABELS[facts.post_status.value] if facts.enforcing else "不在执法岗位"
    return f"现在是{where}，不能申领执法证。回到执法岗位后再办。"


def staffing_eligible(facts: Facts) -> str:
    """Contract, dispatched and borrowed staff get none; the words come from the province's rule."""
    if not facts.staffing:
        return "没有登记编制性质，不能申领。在人员资料里补上编制性质。"
    word = excluded_word(facts.excluded_staff, facts.staffing)
    return f"编制性质是{facts.staffing}，按规定不发执法证（{word}不在发证范围）。" if word else ""


def unit_is_subject(facts: Facts) -> str:
    """The unit is an announced subject, or entrusted in writing; police have their own card (人民警察法 art. 36)."""
    if facts.unit_police:
        return "公安机关的人民警察凭人民警察证执法，不在本台账申领执法证。民警人数登记在单位资料里。"
    if facts.unit_abolished:
        return "所在单位已撤销，不能申领。先办调动，再以新单位申领。"
    if facts.kind is CertificateKind.ENTRUSTED:
        return "" if facts.unit_entrusted else "所在单位没有在有效期内的执法委托，不能申领委托执法证。先登记委托书。"
    if facts.unit_announced is False and not facts.unit_entrusted:
        return "所在单位没有公告为执法主体，不能申领。先登记主体公告。"
    return ""


def not_blocked(facts: Facts) -> str:
    """A discipline or a ban bars until its last day, inclusive (case 27)."""
    if facts.blocked_until and facts.today <= facts.blocked_until:
        return f"受处分，{facts.blocked_until:%Y-%m-%d}以前（含当日）不能申领。"
    if facts.banned_until and facts.today <= facts.banned_until:
        return f"执法证被吊销，{facts.banned_until:%Y-%m-%d}以前（含当日）不能重新申领。"
    return ""


def no_other_held(facts: Facts) -> str:
    """One person holds one card that allows enforcing (I3)."""
    return f"本人已持有执法证{facts.other_held}，不能再申领一本。先办理原证。" if facts.other_held else ""


def form_complete(facts: Facts) -> str:
    """What the application form prints has to be there."""
    return f"还缺{'、'.join(facts.missing)}，不能送审。在人员资料里补齐。" if facts.missing else ""


def qualification_stands(facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T04: an exam passed and not outdated, or a waiver with its basis."""
    if facts.renews and facts.qualified in (Qualified.NONE, Qualified.FAILED) and not asked.get("waiver_basis"):
        return "waiver_basis", "没有考试合格记录。登记考试成绩，或写明换证免试的依据。"
    if asked.get("waiver_basis") or facts.qualified in (Qualified.PASSED, Qualified.WAIVED):
        return None
    return "waiver_basis", QUALIFICATION_WORDS[facts.qualified]


# --- a card in use (T07–T11, T16, T18) ---------------------------------------------------------
def not_expired(facts: Facts) -> str:
    """An expired card is renewed or cancelled, nothing else."""
    return f"证件已于{facts.valid_to:%Y-%m-%d}到期，只能换证或者注销。" if facts.expired else ""


def inside_check_window(facts: Facts) -> str:
    """T07: where the province names the days of the yearly check."""
    if facts.check_from is None or facts.check_to is None:
        return ""
    now = (facts.today.month, facts.today.day)
    if facts.check_from <= now <= facts.check_to:
        return ""
    first, last = facts.check_from, facts.check_to
    return f"年审时间是{first[0]}月{first[1]}日至{last[0]}月{last[1]}日，现在不能办。"


def hours_for_check(facts: Facts) -> str:
    """T07: where the province asks for the year's hours."""
    return (
        f"本年学时没有达标，{facts.hours_missing}，年审不能通过。补足并登记学时后再办。" if facts.hours_missing else ""
    )


def education_done(facts: Facts) -> str:
    """T09: the minutes that the suspension ordered were attended since (case 30)."""
    if facts.education_minutes >= facts.required_minutes:
        return ""
    have, need = hours_text(facts.education_minutes), hours_text(facts.required_minutes)
    return f"离岗教育要求{need}学时，现有{have}学时，不能发还。补足并登记学时后再办。"


def term_not_over(facts: Facts) -> str:
    """T09: a card that expired while suspended is only renewed (case 31)."""
    return f"证件在暂扣期间已于{facts.valid_to:%Y-%m-%d}到期，不能发还，只能换证。" if facts.expired else ""


def suspended_only_when_expired(facts: Facts) -> str:
    """A suspended card in its term is given back, not renewed around the suspension."""
    if facts.status is not CertificateStatus.SUSPENDED or facts.expired:
        return ""
    return "证件在暂扣期内，不能换证。发还后再换。"


def left_post(facts: Facts) -> str:
    """T11: the holder left, was moved off enforcement, or the unit is gone."""
    if facts.post_status in LEAVERS or not facts.enforcing or facts.unit_abolished:
        return ""
    return "本人仍在执法岗位，不收回证件。先登记离岗或者调动。"


def late_renewal_allowed(facts: Facts) -> str:
    """T18: an expired card, where the province says no, is only cancelled."""
    return (
        "证件已过期，按本省规定不能逾期换发，只能注销后重新申领。"
        if facts.expired and facts.late_renewal is False
        else ""
    )


def expired_or_not_in_use(facts: Facts) -> str:
    """T12 from a card in use only once it expired; else it is recalled first, or voided by one decision (T20)."""
    in_use = facts.status in CERTIFYING or facts.status is CertificateStatus.SUSPENDED
    return "证件还在有效期内。离岗的先收回，报失的先登记遗失，再注销。" if in_use and not facts.expired else ""


def void_at_once(facts: Facts) -> str:
    """T20: for death, an abolished unit, or a style of cards that became void as a whole."""
    if facts.post_status is PostStatus.DECEASED or facts.unit_abolished or facts.kind is CertificateKind.OLD:
        return ""
    return "只有死亡、主体撤销、旧式证件整体作废的，直接作废注销。其他的先收回再注销。"


def not_yet_replaced(facts: Facts) -> str:
    """T15: once a successor was issued, the old card stays void even when it turns up."""
    return "已经补发新证，找回的旧证作废。" if facts.replaced else ""


# --- what was answered -----------------------------------------------------------------------
def dated_in_order(facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """I2: not before the event before it, and not in the future."""
    on: date | None = asked.get("on")
    if on is None:
        return None
    if on > facts.today:
        return "on", "日期晚于今天，请核对。"
    same_card = facts.status not in ENDED  # what follows on an ended one is another card
    if same_card and facts.last_event_on and on < facts.last_event_on:
        return "on", f"日期早于这本证的上一件记事（{facts.last_event_on:%Y-%m-%d}），请核对。"
    return None


def test_was_passed(facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T09: the test after the education, where education was ordered."""
    passed = facts.test_passed if facts.test_passed is not None else asked.get("test_passed")
    if not facts.required_minutes or passed:
        return None
    return "test_passed", "离岗教育后的考核没有合格，不能发还。考核合格后再办。"


def card_or_notice(_facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T12: the card is in hand, or its loss was announced."""
    if asked.get("card_returned") or (asked.get("notice_medium") and asked.get("notice_on")):
        return None
    return "card_returned", "注销要交回证件，或者写明遗失声明刊登在哪里、哪一天。"


def notice_names_this_card(facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T14: a notice that names another number is no notice of this card (case 32)."""
    number = _bare(facts.cert_no)
    if _bare(asked.get("notice_no")) != number:
        return "notice_no", f"声明所载证号与原证号{facts.cert_no}不一致，不能补发。更正声明后再办。"
    whole = rf"(?<![0-9]){re.escape(number)}(?![0-9])"  # not as the beginning of a longer number
    if asked.get("notice_text") and not re.search(whole, _bare(asked["notice_text"])):
        return "notice_text", f"声明全文里没有证号{facts.cert_no}，不能补发。更正声明后再办。"
    return None


def card_dates(facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T06, T14, T16: the last day lies not before the first, the first not in the future."""
    issued, last = asked.get("issue_date"), asked.get("valid_to")
    if issued and issued > facts.today:
        return "issue_date", "发证日期晚于今天，请核对。"
    if issued and last and last < issued:
        return "valid_to", "有效期至早于发证日期，请改其中一个。"
    return None


def planned_end_after(_facts: Facts, asked: Asked) -> tuple[str, str] | None:
    """T08: an end that was planned lies after the beginning."""
    if asked.get("planned_end") and asked.get("on") and asked["planned_end"] < asked["on"]:
        return "planned_end", "暂扣期满日早于暂扣日期，请改其中一个。"
    return None


# --- worth telling, but no reason to refuse ----------------------------------------------------
def notice_before_report(facts: Facts, asked: Asked) -> str:
    """T14: happens where the paper was quicker than the form."""
    on = asked.get("notice_on")
    early = on is not None and facts.reported_on is not None and on < facts.reported_on
    return f"声明日期早于报失日期{facts.reported_on:%Y-%m-%d}，请核对。" if early else ""


def late_renewal_unknown(facts: Facts, _asked: Asked) -> str:
    """T18 where nobody entered the province's rule."""
    return "证件已过期，本省能否逾期换发还没有登记，请先问清。" if facts.expired and facts.late_renewal is None else ""


def _bare(number: Any) -> str:
    return plain(str(number or "")).replace(" ", "").replace("-", "").upper()
