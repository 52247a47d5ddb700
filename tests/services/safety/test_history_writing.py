from datetime import datetime

import pytest
from safety_kit import in_file, person, put, row_of, value
from sqlalchemy import delete, insert, select, text, update

from models.account import Account
from models.audit import AuditEntry, AuditGroup
from models.setting import StoredSetting
from services.clock import local_from_utc
from services.history import recent, record_history, verify_chain


def stop_after_adding(session):
    session.add(StoredSetting(key="a", value="一"))
    session.flush()
    raise ZeroDivisionError


def test_one_act_is_one_group_with_old_and_new_of_each_field(database, watch):
    put(database, "a", "一")
    watch.pass_by(hours=1)
    group = put(database, "a", "二", reason="改成二")
    entry = record_history(database, "setting", row_of(database, "a").id)[0]
    assert (entry.group, entry.actor, entry.reason, entry.action) == (group, "岑知远", "改成二", "update")
    assert entry.changes == {"value": ("一", "二")}
    assert entry.at == datetime(2026, 11, 20, 10, 0)


def test_several_flushes_of_one_transaction_are_one_group(database):
    before = len(recent(database))
    with database.write("两步") as session:
        row = StoredSetting(key="a", value="一")
        session.add(row)
        session.flush()
        row.value = "二"
        session.flush()
        session.add(StoredSetting(key="b", value="三"))
    groups = recent(database)
    assert len(groups) == before + 1
    assert groups[0].touched == {"setting": 2}
    assert verify_chain(database) == []


def test_nothing_changed_leaves_no_group(database):
    put(database, "a", "一")
    before = len(recent(database))
    with database.write("看看") as session:
        session.scalars(select(StoredSetting)).all()[0].value += ""
    assert len(recent(database)) == before


def test_a_rollback_leaves_neither_row_nor_history(database):
    before = len(recent(database))
    with pytest.raises(ZeroDivisionError), database.write("做到一半") as session:
        stop_after_adding(session)
    assert value(database, "a") is None
    assert len(recent(database)) == before
    assert verify_chain(database) == []


def test_a_savepoint_that_was_rolled_back_leaves_no_history(database):
    with database.write("部分") as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            stop_after_adding(session)
        session.add(StoredSetting(key="kept", value="一"))
    assert recent(database)[0].touched == {"setting": 1}
    assert verify_chain(database) == []


def test_what_follows_a_savepoint_belongs_to_the_same_act(database):
    with database.write("部分") as session:
        with session.begin_nested():
            session.add(StoredSetting(key="first", value="一"))
        session.add(StoredSetting(key="second", value="一"))
    assert recent(database)[0].touched == {"setting": 2}
    assert verify_chain(database) == []


def test_an_old_value_that_was_not_loaded_is_still_recorded(database):
    put(database, "a", "一")
    with database.write("盲改") as session:
        row = session.scalars(select(StoredSetting).where(StoredSetting.key == "a")).one()
        session.expire(row, ["value"])
        row.value = "二"
    assert record_history(database, "setting", row_of(database, "a").id)[0].changes == {"value": ("一", "二")}


def test_a_hard_delete_keeps_the_last_values(database):
    put(database, "a", "一")
    number = row_of(database, "a").id
    with database.write("清除") as session:
        session.delete(session.get_one(StoredSetting, number))
    entry = record_history(database, "setting", number)[0]
    assert entry.action == "delete"
    assert entry.changes["value"] == ("一", None)


def test_change_notice_names_the_tables_and_the_group(database):
    heard = []
    database.subscribe(heard.append)
    group = put(database, "a", "一")
    assert heard[0].group == group
    assert heard[0].touched == {"setting": frozenset({row_of(database, "a").id})}


@pytest.mark.parametrize(
    "statement",
    [
        insert(StoredSetting).values(key="x", value="y"),
        update(StoredSetting).values(value="y"),
        delete(StoredSetting),
        update(StoredSetting.__table__).values(value="y"),
        delete(StoredSetting.__table__),
        delete(AuditEntry),
        update(AuditGroup).values(actor="别人"),
        text("UPDATE setting SET value = 'y'"),
    ],
    ids=str,
)
def test_statements_that_would_leave_no_history_are_refused(database, statement):
    put(database, "a", "一")
    with pytest.raises(RuntimeError, match="audit trail"), database.write("绕过") as session:
        session.execute(statement)
    assert value(database, "a") == "一"


@pytest.mark.parametrize("name", ["bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"])
def test_bulk_methods_of_the_session_are_refused(database, name):
    with pytest.raises(RuntimeError, match="audit trail"), database.write("绕过") as session:
        getattr(session, name)(StoredSetting, [])


def test_search_words_follow_the_searched_columns(database):
    with database.write("登记") as session:
        account = person(1)
        session.add(account)
    with database.write("改名") as session:
        session.get_one(Account, account.id).display_name = "简若宁"
    with database.read() as session:
        assert "jrn" in session.get_one(Account, account.id).search_words
    assert "search_words" not in record_history(database, "account", account.id)[0].changes


def test_five_thousand_rows_of_one_act_are_one_group_and_the_chain_holds(database):
    with database.write("批量登记") as session:
        session.add_all(person(number) for number in range(5000))
    assert recent(database, 1)[0].touched == {"account": 5000}
    assert verify_chain(database) == []


def test_times_are_stored_as_utc(database, desk, watch):
    put(database, "a", "一")
    stored = in_file(desk.folder, desk.key, "SELECT at FROM audit_group ORDER BY id DESC LIMIT 1")[0][0]
    assert local_from_utc(datetime.fromisoformat(stored)) == watch.now


def test_a_new_record_shows_the_defaults_that_it_got(database):
    with database.write("登记") as session:
        account = person(1)
        session.add(account)
    changes = record_history(database, "account", account.id)[0].changes
    assert changes["active"] == (None, True)
    assert changes["role"] == (None, "clerk")
    assert "id" not in changes
    assert "deleted_at" not in changes
