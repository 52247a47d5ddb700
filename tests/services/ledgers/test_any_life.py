"""Acts at random on stored certificates: whatever a clerk does, the invariants I1 to I8 of a life hold."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind, Qualification
from models.officer import EnforcementOfficer, PostStatus
from models.tables import Base
from models.training import TrainingCategory, TrainingRecord
from services import officer_acts
from services.certificates.acts import carry_out
from services.certificates.as_of import certified_officers, certified_on, status_on
from services.certificates.cards import current_certificate
from services.certificates.events import effective_events
from services.certificates.kinds import DECISIONS, ENDED, HELD
from services.certificates.machine import TRANSITIONS
from services.certificates.offered import act_on, offered_acts
from services.certificates.rules import LifeRules
from services.errors import ServiceError

TODAY = date(2026, 6, 15)
RULES = LifeRules(validity_years=1, late_renewal=True, ban_years=1)
NAMES = sorted({t.name for t in TRANSITIONS})


class StoredLife(RuleBasedStateMachine):
    """One officer in a file of its own."""

    @initialize()
    def begin(self):
        engine = create_engine("sqlite://")
        event.listen(engine, "connect", lambda c, _r: c.create_collation("PINYIN", lambda a, b: (a > b) - (a < b)))
        Base.metadata.create_all(engine)
        self.session, self.today, self.number = Session(engine), TODAY, 0
        agency = EnforcementAgency(name="县水务局")
        self.session.add(agency)
        self.session.flush()
        self.officer = EnforcementOfficer(
            name="祁望山", id_no="990101199003070016", gender="男", education="大学本科", staffing="行政编制",
            domain="水行政", agency_id=agency.id,
        )  # fmt: skip
        self.session.add(self.officer)
        self.session.flush()
        self.session.add(Qualification(officer_id=self.officer.id, passed=True, exam_on=TODAY))
        self.session.commit()
        self.remembered = {}

    def teardown(self):
        if hasattr(self, "session"):
            self._look_back()
            self.session.close()
            self.session.get_bind().dispose()

    @rule(days=st.integers(0, 150))
    def time_passes(self, days):
        for n in range(0, days, 10):
            day = self.today + timedelta(days=n)
            self.remembered[day] = certified_on(self.session, self.officer.id, day).certified
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def acts_now(self, data):
        self._act(0, data)

    @rule(data=st.data())
    def acts_once_more(self, data):
        self._act(0, data)

    @rule(back=st.integers(-1, 30), data=st.data())
    def enters_what_happened(self, back, data):
        self._act(back, data)

    def _act(self, back, data):
        on = self.today - timedelta(days=back)
        self.number += 1
        held = current_certificate(self.session, self.officer.id)
        begun = {name: act_on(self.session, held, name) for name in NAMES}
        name = data.draw(st.sampled_from([name for name, (act, _card) in begun.items() if act is not None]))
        act, certificate = begun[name]
        answers = {
            "on": on, "decided_by": "示例县司法局", "doc_no": "示司监决〔2026〕1号", "reason": "试",
            "cert_no": f"示{self.number:06d}", "issue_date": on, "card_returned": True, "test_passed": True,
            "education": data.draw(st.booleans()), "waiver_basis": "换证免试", "notice_medium": "示例日报",
            "notice_on": on, "notice_no": certificate.cert_no if certificate else None, "renewal_reason": "expiry",
        }  # fmt: skip
        try:
            carry_out(self.session, self.officer, certificate, act, answers, RULES, self.today)
            self._keep(on)
        except ServiceError:
            self.session.rollback()

    @rule(name=st.sampled_from(["leave", "return"]), back=st.integers(0, 10))
    def posts(self, name, back):
        step = officer_acts.OfficerStep(self.session, self.officer, RULES, self.today)
        on = self.today - timedelta(days=back)
        try:
            officer_acts.perform(step, name, {"status": PostStatus.RETIRED, "on": on})
            self.session.commit()
        except ServiceError:
            self.session.rollback()

    @rule(withdrawn=st.booleans(), back=st.integers(0, 60), data=st.data())
    def corrects(self, withdrawn, back, data):
        card = current_certificate(self.session, self.officer.id)
        if card is None:
            return
        wrong = data.draw(st.sampled_from(list(effective_events(self.session, card.id))))
        on = self.today - timedelta(days=back)
        values = {"event_id": wrong.id, "how": "withdrawn" if withdrawn else "changed", "on": on, "why": "试"}
        first = min(on, wrong.happened_on)
        try:
            officer_acts.take_back_wrong_event(self.session, card, values, self.today)
            self._keep(first)
        except ServiceError:
            self.session.rollback()

    @rule()
    def attends_education(self):
        held = {"title": "离岗教育", "category": TrainingCategory.OFF_DUTY, "held_on": self.today, "minutes": 1800}
        self.session.add(TrainingRecord(officer_id=self.officer.id, **held))
        self.session.commit()

    def _keep(self, since):
        """Stored; what was entered for a day in the past tells otherwise of the days from then on."""
        self.session.commit()
        self.remembered = {day: told for day, told in self.remembered.items() if day < since}

    @invariant()
    def each_log_is_in_order_and_ends_in_the_status(self):
        if not hasattr(self, "session"):
            return
        for card in self.session.scalars(select(EnforcementCertificate)):
            events = effective_events(self.session, card.id)
            assert events[-1].status == card.status  # I6 today
            assert all(e.status not in ENDED for e in events[:-1])  # I1
            assert [e.happened_on for e in events] == sorted(e.happened_on for e in events)  # I2
            assert status_on(self.session, card.id, self.today).status == card.status

    @invariant()
    def one_card_is_held_and_one_is_current(self):
        if not hasattr(self, "session"):
            return
        cards = self.session.scalars(select(EnforcementCertificate)).all()
        assert sum(card.status in HELD for card in cards) <= 1  # I3
        assert sum(card.current for card in cards) <= 1
        if any(card.status is CertificateStatus.REVOKED for card in cards):  # I4
            exams = self.session.scalars(select(Qualification)).all()
            assert all(exam.cancelled_on for exam in exams if exam.waiver_basis is None)

    @invariant()
    def decisions_have_body_and_number(self):
        if hasattr(self, "session"):
            for entry in self.session.scalars(select(CertificateEvent)):
                assert entry.kind not in DECISIONS or (entry.decided_by and entry.doc_no)  # I7
                assert entry.kind is not EventKind.CORRECTED or entry.corrects_id  # I8

    @rule()
    def looks_back(self):
        self._look_back()

    def _look_back(self):
        """Past days answer as they did on the day itself, asked of one officer and of the whole county."""
        for day, told in self.remembered.items():
            assert certified_on(self.session, self.officer.id, day).certified == told
            assert (self.officer.id in self.session.scalars(certified_officers(day)).all()) == told

    @invariant()
    def what_is_offered_has_words(self):
        if hasattr(self, "session"):
            card = current_certificate(self.session, self.officer.id)
            for action in offered_acts(self.session, self.officer, card, RULES, self.today, "示例县司法局"):
                assert action.enabled or action.why_not.endswith(("。", "）。"))


StoredLife.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestStoredLife = StoredLife.TestCase
