import pytest
from safety_kit import in_file, put

from services.history import chain_head, verify_chain


@pytest.fixture
def three(database):
    for number in "一二三":
        put(database, "a", number)
    assert verify_chain(database) == []
    return database


LAST = "(SELECT max(id) FROM audit_group)"
EDITS = {
    "what was changed": ["UPDATE audit_entry SET changes = replace(changes, '二', '四')"],
    "who did it": [f"UPDATE audit_group SET actor = '别人' WHERE id = {LAST}"],
    "when": ["UPDATE audit_group SET at = '2020-01-01 00:00:00' WHERE id = 2"],
    "why": ["UPDATE audit_group SET reason = '例行' WHERE id = 2"],
    "an entry taken out": ["DELETE FROM audit_entry WHERE group_id = 2"],
    "a group taken out of the middle": [
        "DELETE FROM audit_entry WHERE group_id = 3",
        "DELETE FROM audit_group WHERE id = 3",
    ],
    "the last group taken out": [
        f"DELETE FROM audit_entry WHERE group_id = {LAST}",
        f"DELETE FROM audit_group WHERE id = {LAST}",
    ],
    "an entry added": [
        "INSERT INTO audit_entry(group_id, action, entity, entity_id, changes) VALUES (2, 'update', 'setting', 1, '{}')"
    ],
    "the anchor taken out": ["DELETE FROM audit_head"],
    "everything taken out": ["DELETE FROM audit_entry", "DELETE FROM audit_group"],
}


@pytest.mark.parametrize("statements", EDITS.values(), ids=EDITS)
def test_a_later_edit_of_the_history_is_found(three, desk, statements):
    for statement in statements:
        in_file(desk.folder, desk.key, statement)
    problems = verify_chain(three)
    assert problems
    assert all(problem.message and problem.level == "error" for problem in problems)


def test_work_after_an_edit_does_not_hide_it(three, desk):
    in_file(desk.folder, desk.key, "UPDATE audit_group SET actor = '别人' WHERE id = 2")
    put(three, "a", "五")
    assert verify_chain(three)[0].where.startswith("2号操作")


def test_the_printed_head_names_the_number_of_acts_and_changes_with_each(three):
    count, last = chain_head(three)
    put(three, "a", "六")
    assert chain_head(three)[0] == count + 1
    assert chain_head(three)[1] != last
