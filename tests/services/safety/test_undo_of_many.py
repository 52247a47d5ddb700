"""What an act created is put away table by table; nobody can tell it from record by record."""

import contextlib
from datetime import date, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import AuditEntry
from models.base import Record
from models.certificate import CertificateEvent, EnforcementCertificate
from models.officer import EnforcementOfficer, OfficerPost
from models.training import TrainingCategory, TrainingMode, TrainingRecord
from services import taking_back
from services.access import Right
from services.created_together import entries_of
from services.errors import ConflictError
from services.ledger import StoredRow
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number

KINDS: tuple[type[Record], ...] = (EnforcementOfficer, OfficerPost, EnforcementCertificate, CertificateEvent)
AT = datetime(2026, 11, 20, 1, 0)
NUMBERS = count()


def later_name(session, officer):
    officer.name = "后来改的名"


def later_name_and_back(session, officer):
    name, officer.name = officer.name, "后来改的名"
    session.flush()
    officer.name = name


def later_bin(session, officer):
    officer.deleted_at = datetime(2026, 11, 19, 8, 0)


def later_training(session, officer):
    wanted = {"title": "行政执法培训", "category": TrainingCategory.PUBLIC_LAW, "held_on": date(2026, 5, 1)}
    session.add(TrainingRecord(officer_id=officer.id, mode=TrainingMode.ONLINE, minutes=90, **wanted))


MEANWHILE = [later_name, later_name_and_back, later_bin, later_training]
ACTS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(MEANWHILE)), max_size=2)


class GivenUpError(Exception):
    """Nothing of this transaction is kept."""


def imported(desk, unit, people):
    rows = []
    for has_card in people:
        n = next(NUMBERS)
        number = identity_number(birth_of(n % 400), n, male=True)
        card = {"cert_no": f"示{n:06d}"} if has_card else {}
        rows.append(StoredRow(n + 2, None, 0, {"name": f"甲{n}", "unit": unit, "id_no": number, **card}))
    with desk.database.write("导入", Right.IMPORT) as session:
        desk.ledgers["officers"].store_import_many(session, rows, lambda _done, _total: None)
        return session.info["group"]


def officers_of(session, group):
    ids = [entry.entity_id for entry in entries_of(session, group) if entry.entity == "enforcement_officer"]
    return [session.get_one(EnforcementOfficer, row_id) for row_id in ids]


def taken_back(desk, group):
    """The outcome, every record and the history as they would stand; then all is as before."""
    seen = []
    with contextlib.suppress(GivenUpError), desk.database.write("撤销", Right.IMPORT) as session:
        try:
            seen.append(taking_back.take_back(session, group, AT, lambda _session, _record: None))
        except ConflictError as error:
            seen.append(str(error))
            raise GivenUpError from error
        for kind in KINDS:
            columns = kind.__table__.columns
            seen.append(session.connection().execute(select(*columns).order_by(columns.id)).all())
        told = session.scalars(select(AuditEntry).where(AuditEntry.group_id == session.info["group"]))
        seen.append(sorted((e.entity, e.entity_id, e.action, str(e.changes)) for e in told))
        seen.append({table: frozenset(ids) for table, ids in session.info["touched"].items()})
        raise GivenUpError
    return seen


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), min_size=1, max_size=5), ACTS)
def test_many_at_once_leave_the_same_as_one_by_one(empty_desk, people, acts):
    found = empty_desk.ledgers["units"].search(LedgerQuery()).rows
    unit = (
        found[0].id if found else empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    )
    group = imported(empty_desk, unit, people)
    for at, act in acts:
        with empty_desk.database.write("后来的事") as session:
            made = officers_of(session, group)
            act(session, made[at % len(made)])
    many = taken_back(empty_desk, group)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(taking_back, "_only_created", lambda *_: {})
        assert taken_back(empty_desk, group) == many


def test_a_roster_taken_back_can_be_brought_back(empty_desk):
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    officers = empty_desk.ledgers["officers"]
    outcome = empty_desk.undo(imported(empty_desk, unit, [True, False, True]))
    assert officers.search(LedgerQuery()).total == 0
    empty_desk.undo(outcome.group)
    assert officers.search(LedgerQuery()).total == 3
    assert empty_desk.check()["ok"]


def test_what_another_tool_took_out_stops_the_undo(empty_desk):
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    group = imported(empty_desk, unit, [False, False])
    with empty_desk.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM officer_post WHERE id = (SELECT max(id) FROM officer_post)")
    with pytest.raises(ConflictError, match="已不在数据里"):
        empty_desk.undo(group)
    assert empty_desk.ledgers["officers"].search(LedgerQuery()).total == 2
