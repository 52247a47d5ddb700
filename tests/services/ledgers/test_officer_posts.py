"""Where officers worked: intervals without holes, whoever changes the place; and what rosters do to posts and cards."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import CARD, PERSON, TODAY, do, state
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from models.tables import Base
from services import officer_posts
from services.errors import ServiceError, ValidationError

ROSTER = "姓名,身份证号,单位,内设机构,执法证号,原证号,有效期至\n"


@pytest.fixture
def units(empty_desk):
    ledger = empty_desk.ledgers["units"]
    return [ledger.save(None, 0, {"name": name, "kind": "department"}) for name in ("县水务局", "县林业局")]


@pytest.fixture
def person(officers, units):
    return officers.save(None, 0, {**PERSON, "agency_id": units[0], "dept": "法规股"})


def posts(desk, person):
    with desk.database.read() as session:
        rows = session.scalars(
            select(OfficerPost)
            .where(OfficerPost.officer_id == person, OfficerPost.deleted_at.is_(None))
            .order_by(OfficerPost.id)
        )
        return [(row.agency_id, row.dept, row.starts_on, row.ends_on, row.status.value) for row in rows]


def test_a_new_officer_has_one_post_without_a_beginning(empty_desk, person, units):
    assert posts(empty_desk, person) == [(units[0], "法规股", None, None, "on_post")]


def test_another_section_in_the_form_begins_a_new_interval(empty_desk, officers, person, units):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "dept": "执法大队"})
    yesterday = TODAY - timedelta(days=1)
    assert posts(empty_desk, person) == [
        (units[0], "法规股", None, yesterday, "on_post"),
        (units[0], "执法大队", TODAY, None, "on_post"),
    ]


def test_a_blank_that_is_filled_is_no_move(empty_desk, officers, person, units):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "post": "科员"})
    assert len(posts(empty_desk, person)) == 1


def test_a_mistake_of_today_is_mended_in_place(empty_desk, officers, person, units):
    for dept in ("执法大对", "执法大队"):
        row = officers.load(person)
        officers.save(person, row.row_version, {**row.values, "dept": dept})
    assert [dept for _unit, dept, *_rest in posts(empty_desk, person)] == ["法规股", "执法大队"]


def test_moved_away_back_and_gone(empty_desk, officers, person, units):
    do(officers, person, "move", agency_id=units[1], dept="森防股", on=date(2026, 4, 1))
    do(officers, person, "leave", status="off_education", on=date(2026, 5, 1))
    do(officers, person, "return", on=date(2026, 6, 1))
    do(officers, person, "leave", status="retired", on=TODAY)
    assert posts(empty_desk, person) == [
        (units[0], "法规股", None, date(2026, 3, 31), "on_post"),
        (units[1], "森防股", date(2026, 4, 1), date(2026, 4, 30), "on_post"),
        (units[1], "森防股", date(2026, 5, 1), date(2026, 5, 31), "off_education"),
        (units[1], "森防股", date(2026, 6, 1), date(2026, 6, 14), "on_post"),
    ]
    assert officers.load(person).values["post_status"] == "retired"


def test_a_move_before_the_present_post_began_is_refused(officers, person, units):
    do(officers, person, "move", agency_id=units[1], on=date(2026, 4, 1))
    with pytest.raises(ValidationError, match="2026-04-01"):
        do(officers, person, "move", agency_id=units[0], on=date(2026, 3, 31))


def test_a_move_is_undone_whole(empty_desk, officers, person, units):
    before = posts(empty_desk, person)
    outcome = do(officers, person, "move", agency_id=units[1], on=TODAY)
    empty_desk.undo(outcome.group)
    assert posts(empty_desk, person) == before
    assert officers.load(person).values["agency_id"] == units[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["move", "leave", "educate", "return"]), st.integers(-3, 40)), max_size=12))
def test_whatever_happens_the_intervals_neither_overlap_nor_run_backwards(steps):
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda c, _r: c.create_collation("PINYIN", lambda a, b: (a > b) - (a < b)))
    Base.metadata.create_all(engine, tables=[t.__table__ for t in (EnforcementAgency, EnforcementOfficer, OfficerPost)])
    with Session(engine) as session:
        session.add(EnforcementAgency(name="县水务局"))
        session.flush()
        officer = EnforcementOfficer(name="祁望山", agency_id=1, post_status=PostStatus.ON_POST, sample=False)
        session.add(officer)
        session.flush()
        officer_posts.keep_in_step(session, officer, TODAY, new=True)
        session.commit()
        day = date(2026, 1, 1)
        for name, later in steps:
            day += timedelta(days=later)
            try:
                _step(session, officer, name, day)
                session.commit()
            except ServiceError:
                session.rollback()
        found = session.scalars(select(OfficerPost).order_by(OfficerPost.id)).all()
        assert sum(row.ends_on is None for row in found) == (officer.post_status not in officer_posts.LEAVERS)
        for earlier, next_one in pairwise(found):
            assert earlier.ends_on is not None
            assert next_one.starts_on is not None
            assert earlier.ends_on <= next_one.starts_on
        assert all(row.starts_on is None or row.ends_on is None or row.starts_on <= row.ends_on for row in found)
    engine.dispose()


def _step(session, officer, name, day):
    if name == "move":
        officer_posts.move(session, officer, 1, on=day, dept=f"{day:%m}股")
    elif name == "return":
        officer_posts.return_to_post(session, officer, day)
    else:
        status = PostStatus.RETIRED if name == "leave" else PostStatus.OFF_EDUCATION
        officer_posts.leave(session, officer, status, day, "试")


# --- rosters ------------------------------------------------------------------------------------
def take(desk, tmp_path, *lines):
    file = tmp_path / "名册.csv"
    file.write_text(ROSTER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    reading = desk.imports.read("officers", file)
    desk.imports.accept("officers", reading)
    return reading


def kinds(desk):
    with desk.database.read() as session:
        rows = session.execute(
            select(CertificateEvent.kind, EnforcementCertificate.cert_no)
            .join(EnforcementCertificate, EnforcementCertificate.id == CertificateEvent.certificate_id)
            .order_by(CertificateEvent.id)
        )
        return [(kind.value, number) for kind, number in rows]


def test_a_roster_registers_cards_and_a_changed_unit_is_a_move(empty_desk, tmp_path, officers, units):
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县水务局,法规股,示990001,,2031-01-01")
    assert kinds(empty_desk) == [("registered", "示990001")]
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县林业局,法规股,示990001,,2031-01-01")
    assert [unit for unit, *_rest in posts(empty_desk, 1)] == units
    assert kinds(empty_desk) == [("registered", "示990001")]  # the same card: nothing happened to it


def test_a_new_number_that_names_the_old_one_replaces_the_card(empty_desk, tmp_path, officers, person):
    do(officers, person, "register", **CARD)
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县水务局,法规股,示990777,示990001,2036-01-01")
    assert kinds(empty_desk)[1:] == [("issued", "示990777"), ("replaced", "示990001")]
    assert (state(officers, person), officers.load(person).values["cert_no"]) == ("active", "示990777")


def test_the_card_of_a_running_renewal_comes_with_the_roster(empty_desk, tmp_path, officers, person):
    do(officers, person, "register", **CARD)
    do(officers, person, "renew")
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县水务局,法规股,示990777,,2036-01-01")
    with empty_desk.database.read() as session:
        cards = session.scalars(select(EnforcementCertificate).order_by(EnforcementCertificate.id)).all()
    assert [(c.cert_no, c.status.value, c.current) for c in cards] == [
        ("示990001", "replaced", False),
        ("示990777", "active", True),
    ]


def test_another_last_day_in_a_roster_is_an_event(empty_desk, tmp_path, officers, person):
    do(officers, person, "register", **CARD)
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县水务局,法规股,示990001,,2032-01-01")
    with empty_desk.database.read() as session:
        changed = session.scalars(select(CertificateEvent).where(CertificateEvent.kind == EventKind.CHANGED)).one()
    assert changed.details == {"valid_to": ["2031-01-04", "2032-01-01"]}


def test_a_suspended_card_stays_suspended_whatever_a_roster_says(empty_desk, tmp_path, officers, person):
    do(officers, person, "register", **CARD)
    do(officers, person, "suspend", education=False)
    take(empty_desk, tmp_path, f"祁望山,{PERSON['id_no']},县水务局,法规股,示990001,,2032-01-01")
    assert state(officers, person) == "suspended"
