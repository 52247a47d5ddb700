"""Rosters are stored in chunks; nobody can tell it from the records and the history."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.certificate import CertificateEvent, EnforcementCertificate
from models.officer import EnforcementOfficer, OfficerPost
from services import register_import
from services.access import Right
from services.created_together import entries_of
from services.errors import ConflictError
from services.ledger import BasicLedger, StoredRow
from services.officers import OfficerLedger
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number

WORDS = st.text(st.sampled_from("祁望山于安禾 abＡ·1"), min_size=1, max_size=6).map(str.strip).filter(bool)
PARENTS = {  # what each record belongs to, by the column that says so
    EnforcementOfficer: {},
    OfficerPost: {"officer_id": EnforcementOfficer},
    EnforcementCertificate: {"officer_id": EnforcementOfficer},
    CertificateEvent: {"certificate_id": EnforcementCertificate},
}
KINDS = tuple(PARENTS)
DAYS = st.dates(date(2020, 1, 1), date(2025, 12, 31))
MORE = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "gender": st.sampled_from(["男", "女"]),
        "dept": WORDS,
        "phone": st.sampled_from(["13900000000", "0990-1234567"]),
        "birth": DAYS,
        "exam_date": DAYS,
        "note": WORDS,
        "cert_no": WORDS,
        "issue_date": DAYS,
        "valid_from": DAYS,
        "valid_forever": st.booleans(),
    },
)


def rows_of(unit, people):
    return [
        StoredRow(n + 2, None, 0, {**values, "unit": unit, "id_no": identity_number(birth_of(n), n, male=True)})
        for n, values in enumerate(people)
    ]


def kept(desk, group):
    """Every record that the group made, and what the history says of it; all are counted from 1."""
    with desk.database.read() as session:
        entries = list(entries_of(session, group))
        made = {kind: sorted(e.entity_id for e in entries if e.entity == kind.__tablename__) for kind in KINDS}
        first = {kind: min(ids, default=1) - 1 for kind, ids in made.items()}
        records = [
            {c.key: getattr(item, c.key) for c in kind.__table__.columns if c.key not in ("created_at", "id")}
            | {column: getattr(item, column) - first[parent] for column, parent in PARENTS[kind].items()}
            for kind in KINDS
            for item in session.scalars(select(kind).where(kind.id.in_(made[kind])).order_by(kind.id))
        ]
        names = {kind.__tablename__: first[kind] for kind in KINDS}
        moved = dict.fromkeys(("officer_id", "certificate_id", "created_at"))
        told = {(e.entity, e.entity_id - names[e.entity]): (e.action, e.changes | moved) for e in entries}
        assert all(e.changes["created_at"][1] for e in entries if e.entity in names)
        return records, told


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MORE, min_size=1, max_size=8))
def test_chunks_leave_the_same_records_and_history_as_one_by_one(empty_desk, people):
    units = empty_desk.ledgers["units"]
    found = units.search(LedgerQuery()).rows
    unit = found[0].id if found else units.save(None, 0, {"name": "县水务局", "kind": "department"})
    ledger, seen = empty_desk.ledgers["officers"], []
    for store in (OfficerLedger.store_import_many, BasicLedger.store_import_many):
        with empty_desk.database.write("导入", Right.IMPORT) as session:
            store(ledger, session, rows_of(unit, people), lambda _done, _total: None)
            session.flush()
            group = session.info["group"]
        try:
            seen.append(kept(empty_desk, group))
            assert empty_desk.check()["ok"]
        finally:
            empty_desk.undo(group)  # the next example begins with an empty register again
        assert ledger.search(LedgerQuery()).total == 0
    assert seen[0] == seen[1]


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})


def stored(desk, rows):
    with desk.database.write("导入", Right.IMPORT) as session:
        desk.ledgers["officers"].store_import_many(session, rows, lambda _done, _total: None)


def test_a_number_that_came_in_meanwhile_stops_the_whole_batch(empty_desk, unit):
    rows = rows_of(unit, [{"name": "祁望山"}, {"name": "于安禾"}])
    stored(empty_desk, rows[1:])
    with pytest.raises(ConflictError, match="第3行"):
        stored(empty_desk, rows)
    assert empty_desk.ledgers["officers"].search(LedgerQuery()).total == 1


def test_a_unit_that_went_meanwhile_stops_the_whole_batch(empty_desk, unit):
    empty_desk.ledgers["units"].remove([unit])
    with pytest.raises(ConflictError, match="单位"):
        stored(empty_desk, rows_of(unit, [{"name": "祁望山"}]))


def test_progress_is_told_after_every_chunk(empty_desk, unit, monkeypatch):
    monkeypatch.setattr(register_import, "CHUNK", 2)
    told = []
    with empty_desk.database.write("导入", Right.IMPORT) as session:
        rows = rows_of(unit, [{"name": "甲"}] * 5)
        empty_desk.ledgers["officers"].store_import_many(session, rows, lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_the_history_holds_where_a_part_of_the_batch_was_given_up(empty_desk, unit):
    ledger, rows = empty_desk.ledgers["officers"], rows_of(unit, [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}])
    with empty_desk.database.write("导入", Right.IMPORT) as session:
        ledger.store_import_many(session, rows[:1], lambda _done, _total: None)
        part = session.begin_nested()
        ledger.store_import_many(session, rows[1:2], lambda _done, _total: None)
        part.rollback()
        ledger.store_import_many(session, rows[2:], lambda _done, _total: None)
    assert [row.values["name"] for row in ledger.search(LedgerQuery(sort="id_no")).rows] == ["甲", "丙"]
    assert empty_desk.check()["ok"]
