"""示例县 tells one story on any day of the year: posts, cards, applications and the education off the post agree."""

from collections import Counter
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, ExitCase, ExitState, OfficerPost, PostStatus
from models.province import ReasonCode, ReasonGroup
from services.certificates.as_of import status_on
from services.certificates.kinds import APPLYING, ENFORCING
from services.sample.county import SampleCounty
from services.training.undecided import off_duty_minutes
from tests.conftest import opened

Status = CertificateStatus


@pytest.fixture(scope="module", params=[date(2026, 1, 1), date(2024, 2, 29), date(2026, 12, 31)], ids=str)
def county(made_desks, tmp_path_factory, request):
    """The day, and the data file after 示例县 was loaded on it; made once, since these tests only read."""
    day = request.param
    desk = opened(made_desks["empty"], tmp_path_factory.mktemp("某日") / "数据")
    SampleCounty(desk.database, lambda: datetime(day.year, day.month, day.day, 9)).load()
    yield day, desk.database
    desk.close()


@pytest.fixture
def loaded(county):
    """The day, and a session that reads."""
    day, database = county
    with database.read() as session:
        yield day, session


def test_everybody_has_one_open_post_that_says_where_he_is(loaded):
    _day, session = loaded
    held = Counter(session.scalars(select(OfficerPost.officer_id).where(OfficerPost.ends_on.is_(None))))
    officers = session.scalars(select(EnforcementOfficer)).all()
    assert held == Counter({officer.id: 1 for officer in officers})
    wrong = select(OfficerPost.id).join(EnforcementOfficer, EnforcementOfficer.id == OfficerPost.officer_id)
    differ = wrong.where(OfficerPost.ends_on.is_(None), OfficerPost.status != EnforcementOfficer.post_status)
    assert session.scalars(differ).all() == []


def test_every_card_is_what_its_events_made_of_it(loaded):
    day, session = loaded
    cards = session.scalars(select(EnforcementCertificate)).all()
    for card in cards:
        found = status_on(session, card.id, day)
        assert found is not None
        assert found.status is card.status
    late = select(func.count()).select_from(CertificateEvent).where(CertificateEvent.happened_on > day)
    assert session.scalar(late) == 0
    assert {card.kind for card in cards} >= {CertificateKind.SUPERVISION, CertificateKind.MINISTRY, CertificateKind.OLD}


def test_nobody_has_two_cards_that_count(loaded):
    _day, session = loaded
    card = EnforcementCertificate
    current = select(card.officer_id).where(card.current, card.kind.in_(ENFORCING))
    assert max(Counter(session.scalars(current)).values()) == 1


def test_applications_wait_at_every_step(loaded):
    _day, session = loaded
    card = EnforcementCertificate
    assert set(session.scalars(select(card.status).where(card.status.in_(APPLYING)))) == APPLYING
    renewing = set(session.scalars(select(card.id).where(card.status == Status.RENEWING)))
    assert renewing
    assert renewing == set(session.scalars(select(card.previous_id).where(card.previous_id.is_not(None))))


def test_the_one_in_education_lacks_one_lesson(loaded):
    day, session = loaded
    case = session.scalars(select(ExitCase)).one()
    officer = session.get_one(EnforcementOfficer, case.officer_id)
    assert (case.state, officer.post_status) == (ExitState.EDUCATION, PostStatus.OFF_EDUCATION)
    assert case.required_minutes == 1800
    assert off_duty_minutes(session, officer.id, case.education_from, day) == 1755
    known = select(ReasonCode.code).where(ReasonCode.group == ReasonGroup.EXIT)
    assert case.trigger in session.scalars(known).all()
