"""What came in one batch is read in the history as if it had come one by one."""

import pytest
from safety_kit import in_file

from services.access import Right
from services.history import recent, record_history, verify_chain
from services.ledger import StoredRow
from services.operation_log import changes_of, log_page
from services.sample.people import birth_of, identity_number

ADD = "INSERT INTO audit_batch(group_id, entity, first_id, last_id, same, own) VALUES"
NAMES = ("祁望山", "于安禾", "沈知秋")


@pytest.fixture
def roster(empty_desk):
    """The act of an import of three people."""
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    rows = [
        StoredRow(n, None, 0, {"name": name, "unit": unit, "id_no": identity_number(birth_of(n), n, male=True)})
        for n, name in enumerate(NAMES, 2)
    ]
    with empty_desk.database.write("导入", Right.IMPORT, many=True) as session:
        empty_desk.ledgers["officers"].store_import_many(session, rows, lambda _done, _total: None)
        return session.info["group"]


def officers(desk):
    found = {change.title: change.entry.entity_id for change in changes_of(desk.database, recent(desk.database)[0].id)}
    return [found[name] for name in NAMES]


def test_each_record_tells_its_own_beginning_and_what_came_later_above_it(empty_desk, roster):
    ids = officers(empty_desk)
    with empty_desk.database.write("改名") as session:
        session.get_one(empty_desk.ledgers["officers"].record, ids[1]).name = "于望"
    first = record_history(empty_desk.database, "enforcement_officer", ids[0])
    assert [(entry.action, entry.group, entry.changes["name"]) for entry in first] == [
        ("create", roster, (None, "祁望山"))
    ]
    second = record_history(empty_desk.database, "enforcement_officer", ids[1])
    assert [(entry.action, entry.changes["name"]) for entry in second] == [
        ("update", ("于安禾", "于望")),
        ("create", (None, "于安禾")),
    ]
    assert not record_history(empty_desk.database, "enforcement_officer", max(ids) + 1)


def test_a_record_changed_in_the_act_that_created_it_is_counted_once(empty_desk, roster):
    unit = empty_desk.ledgers["units"].import_rows()[0].id
    number = identity_number(birth_of(9), 9, male=True)
    with empty_desk.database.write("导入", Right.IMPORT) as session:
        row = StoredRow(2, None, 0, {"name": "容若言", "unit": unit, "id_no": number})
        empty_desk.ledgers["officers"].store_import_many(session, [row], lambda _done, _total: None)
        kind = empty_desk.ledgers["officers"].record
        session.query(kind).filter_by(id_no=number).one().note = "补记"
    newest, before = recent(empty_desk.database, 2)
    assert newest.touched == {"enforcement_officer": 1, "officer_post": 1}
    assert before.touched == {"enforcement_officer": 3, "officer_post": 3}
    empty_desk.undo(newest.id)
    assert empty_desk.check()["ok"]


def test_the_log_finds_the_act_by_a_name_in_it_and_shows_as_many_records_as_asked(empty_desk, roster):
    assert [group.id for group in log_page(empty_desk.database, words="于安禾").groups] == [roster]
    assert not log_page(empty_desk.database, words="无此人").groups
    assert [change.title for change in changes_of(empty_desk.database, roster, 2)] == ["祁望山", "于安禾"]
    assert len(changes_of(empty_desk.database, roster)) == 6


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_batch SET own = replace(own, '于安禾', '于安木')",
        "UPDATE audit_batch SET same = replace(same, 'on_post', 'retired')",
        "UPDATE audit_batch SET last_id = last_id - 1 WHERE entity = 'officer_post'",
        "DELETE FROM audit_batch WHERE entity = 'officer_post'",
        "DELETE FROM audit_batch",
        f"{ADD} (2, 'setting', 1, 1, '{{}}', '{{}}')",
        f"{ADD} (99, 'setting', 1, 1, '{{}}', '{{}}')",
    ],
)
def test_a_later_edit_of_a_batch_is_found(empty_desk, roster, statement):
    assert verify_chain(empty_desk.database) == []
    in_file(empty_desk.folder, empty_desk._opened.key, statement)
    assert verify_chain(empty_desk.database)
