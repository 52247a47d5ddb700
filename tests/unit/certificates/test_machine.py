"""The state machine of certificates as data, and any life that its acts can make (I1 to I8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.certificate import CertificateKind, CertificateStatus, EventKind
from models.officer import PostStatus
from services.certificates.facts import Facts, Qualified
from services.certificates.kinds import (
    APPLYING,
    CERTIFYING,
    DECISIONS,
    ENDED,
    EVENT_LABELS,
    HELD,
    KIND_LABELS,
    POST_LABELS,
    STATUS_LABELS,
)
from services.certificates.machine import TRANSITIONS, transition, transitions_from
from services.certificates.rules import LifeRules, last_day

TODAY = date(2026, 6, 15)
Status = CertificateStatus
READY = Facts(TODAY, staffing="行政编制", qualified=Qualified.PASSED)


def held(status=Status.ACTIVE, **facts):
    return replace(READY, status=status, cert_no="示990001", valid_to=date(2031, 1, 4), **facts)


# --- the data --------------------------------------------------------------------------------
def test_every_state_event_kind_and_post_has_a_word():
    assert set(STATUS_LABELS) == {s.value for s in Status}
    assert set(EVENT_LABELS) == set(EventKind)
    assert set(KIND_LABELS) == {k.value for k in CertificateKind}
    assert set(POST_LABELS) == {p.value for p in PostStatus}


def test_every_transition_of_the_note_is_there():
    asked = {f"T{n:02d}" for n in range(1, 21)} - {"T17"}  # expiry is computed
    assert asked <= {t.id for t in TRANSITIONS}


def test_one_name_begins_a_state_in_one_way():
    for status in (None, *Status):
        names = [t.name for t in transitions_from(status)]
        assert len(names) == len(set(names)), status


def test_nothing_follows_an_ended_certificate_but_another_one():
    for status in ENDED:
        assert {t.name for t in transitions_from(status)} == {"apply", "register"}


def test_every_state_that_has_not_ended_can_be_left():
    for status in set(Status) - ENDED:
        assert transitions_from(status), status


def test_decisions_ask_for_body_number_and_day():
    for act in TRANSITIONS:
        if act.event in DECISIONS:
            needed = {f.key for f in act.fields if f.required}
            assert {"decided_by", "doc_no", "on"} <= needed, act.name


def test_states_are_told_apart():
    assert not APPLYING & (HELD | ENDED)
    assert CERTIFYING < HELD
    assert not HELD & ENDED


# --- single guards -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("apply", replace(READY, post_status=PostStatus.RETIRED), "退休"),
        ("apply", replace(READY, enforcing=False), "执法岗位"),
        ("apply", replace(READY, staffing=""), "编制性质"),
        ("apply", replace(READY, staffing="劳务派遣", excluded_staff=("劳务派遣",)), "劳务派遣"),
        ("apply", replace(READY, unit_abolished=True), "撤销"),
        ("apply", replace(READY, unit_announced=False), "公告"),
        ("apply", replace(READY, unit_police=True), "人民警察证"),
        ("apply", replace(READY, kind=CertificateKind.ENTRUSTED), "委托"),
        ("apply", replace(READY, other_held="示990009"), "示990009"),
        ("apply", replace(READY, blocked_until=TODAY), "2026-06-15"),
        ("apply", replace(READY, banned_until=TODAY), "吊销"),
        ("submit", held(Status.DRAFT, missing=("学历", "照片")), "学历、照片"),
        ("check", held(hours_missing="公共法律知识还差1学时"), "1学时"),
        ("check", replace(held(), valid_to=TODAY - timedelta(days=1)), "到期"),
        ("check", held(check_from=(3, 31), check_to=(4, 30)), "3月31日"),
        ("reinstate", held(Status.SUSPENDED, required_minutes=1800, education_minutes=1755), "39学时"),
        ("renew", replace(held(late_renewal=False), valid_to=TODAY - timedelta(days=1)), "逾期"),
        ("find", held(Status.LOST, replaced=True), "作废"),
        ("recall", held(), "执法岗位"),
        ("cancel", held(), "有效期"),
    ],
)
def test_a_guard_says_what_stands_against_it(name, facts, words):
    assert words in transition(name, facts.status).why_not(facts)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("apply", READY),
        ("apply", replace(READY, blocked_until=TODAY - timedelta(days=1))),
        ("apply", replace(READY, unit_announced=False, unit_entrusted=True)),
        ("apply", replace(READY, kind=CertificateKind.ENTRUSTED, unit_entrusted=True)),
        ("check", replace(held(), valid_to=TODAY)),
        ("check", held(check_from=(3, 31), check_to=(6, 15))),
        ("reinstate", held(Status.SUSPENDED, required_minutes=1800, education_minutes=1800)),
        ("renew", replace(held(), valid_to=TODAY - timedelta(days=1))),
        ("recall", held(post_status=PostStatus.MOVED)),
        ("cancel", replace(held(), valid_to=TODAY - timedelta(days=1))),
        ("cancel", held(Status.RECALLED)),
    ],
)
def test_a_guard_lets_pass_what_fits(name, facts):
    assert transition(name, facts.status).why_not(facts) == ""


@pytest.mark.parametrize("qualified", [Qualified.NONE, Qualified.FAILED, Qualified.OUTDATED, Qualified.CANCELLED])
def test_the_first_review_needs_an_exam_or_a_documented_waiver(qualified):
    act, facts = transition("review", Status.BUREAU_REVIEW), held(Status.BUREAU_REVIEW, qualified=qualified)
    assert set(act.faults(facts, {"on": TODAY})) == {"waiver_basis"}
    assert act.faults(facts, {"on": TODAY, "waiver_basis": "示司发〔2026〕3号"}) == {}
    assert act.faults(replace(facts, qualified=Qualified.PASSED), {"on": TODAY}) == {}


def test_days_lie_neither_ahead_nor_before_the_last_event():
    act, facts = transition("lose", Status.ACTIVE), held(last_event_on=date(2026, 6, 1))
    assert "2026-06-01" in act.faults(facts, {"on": date(2026, 5, 31)})["on"]
    assert "晚于今天" in act.faults(facts, {"on": date(2026, 6, 16)})["on"]
    assert act.faults(facts, {"on": date(2026, 6, 1)}) == act.faults(facts, {"on": TODAY}) == {}


# --- terms (case 24, case 27) ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "same_day", "expected"),
    [
        (date(2022, 11, 1), False, date(2027, 10, 31)),
        (date(2024, 2, 29), False, date(2029, 2, 28)),
        (date(2024, 2, 29), True, date(2029, 2, 28)),
        (date(2022, 11, 1), True, date(2027, 11, 1)),
    ],
)
def test_five_years_end_as_the_province_counts(first, same_day, expected):
    assert LifeRules(validity_years=5, same_day=same_day).last_day(first) == expected


def test_years_that_nobody_knows_give_no_end():
    assert LifeRules(validity_years=None).last_day(TODAY) is None


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 10))
def test_a_term_ends_within_a_day_of_its_anniversary(first, years):
    short, long = last_day(first, years), last_day(first, years, same_day=True)
    assert timedelta(0) <= long - short <= timedelta(days=1)
    assert first < short


# --- any life -------------------------------------------------------------------------------------
class AnyLife(RuleBasedStateMachine):
    """Acts at random, guards obeyed, with whatever facts; the log alone must tell every past day."""

    def __init__(self):
        super().__init__()
        self.today = TODAY
        self.status = None
        self.log = []
        self.seen = {}
        self.post = PostStatus.ON_POST
        self.valid_to = TODAY + timedelta(days=60)
        self.before_renewal = Status.ACTIVE
        self.minutes = 0

    @property
    def facts(self):
        last = self.log[-1][0] if self.log else None
        return Facts(
            self.today,
            status=self.status,
            cert_no="示990001" if self.status else "",
            valid_to=self.valid_to if self.status in HELD else None,
            last_event_on=last,
            before_renewal=self.before_renewal,
            post_status=self.post,
            staffing="行政编制",
            qualified=Qualified.PASSED,
            required_minutes=1800 if self.status is Status.SUSPENDED else 0,
            education_minutes=self.minutes,
        )

    @rule(days=st.integers(0, 40))
    def time_passes(self, days):
        for n in range(days):
            self.seen[self.today + timedelta(days=n)] = self.status
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def somebody_acts(self, data):
        act = data.draw(st.sampled_from(transitions_from(self.status)))
        facts = self.facts
        answers = {"on": self.today - timedelta(days=data.draw(st.integers(-1, 20))), "test_passed": True}
        answers |= {"card_returned": True, "notice_no": "示990001", "issue_date": answers["on"]}
        if act.why_not(facts) or act.faults(facts, answers):
            return
        after = act.status_after(facts)
        if act.event is EventKind.RENEWAL_BEGUN:
            self.before_renewal = self.status
        if self.status in ENDED:
            self.log.clear()  # another certificate
            self.seen.clear()
        self.log.append((answers["on"], after))
        for day in [day for day in self.seen if day >= answers["on"]]:
            del self.seen[day]  # entered later than it happened: those days read otherwise now
        if act.name in ("register", "issue"):
            self.valid_to = answers["on"] + timedelta(days=90)
        self.status = after

    @rule(minutes=st.sampled_from([45, 900, 1800]))
    def education(self, minutes):
        self.minutes = min(3600, self.minutes + minutes)

    @rule(post=st.sampled_from([PostStatus.ON_POST, PostStatus.RETIRED]))
    def post_changes(self, post):
        self.post = post

    @invariant()
    def days_never_go_back(self):
        days = [day for day, _status in self.log]
        assert days == sorted(days)
        assert all(day <= self.today for day in days)

    @invariant()
    def the_log_tells_every_past_day(self):
        for day, status in self.seen.items():
            told = [after for on, after in self.log if on <= day]
            assert (told[-1] if told else None) == status

    @invariant()
    def the_log_ends_in_the_status(self):
        assert self.status == (self.log[-1][1] if self.log else None)

    @precondition(lambda self: self.status in ENDED)
    @invariant()
    def an_end_is_the_last_word(self):
        assert all(status not in ENDED for _day, status in self.log[:-1])


AnyLife.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyLife = AnyLife.TestCase
