import json
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safety_kit import person, put, row_of, value
from sqlalchemy import JSON, Numeric
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.account import Account
from models.agency import EnforcementAgency
from models.attachment import Attachment
from models.base import stored
from models.setting import StoredSetting
from services import history
from services.access import Actor, Right, Role
from services.audit import canonical, plain_value
from services.errors import ConflictError, DeniedError, NotFoundError
from services.history import recent, undo, verify_chain
from services.taking_back import restored


def test_a_change_is_taken_back_and_the_undo_can_be_taken_back(database):
    put(database, "a", "一")
    group = put(database, "a", "二")
    outcome = undo(database, group)
    assert value(database, "a") == "一"
    assert outcome.message == "已撤销“修改设置”，1条记录回到之前的样子。"
    assert [g.undone for g in recent(database, 2)] == [False, True]
    undo(database, outcome.group)
    assert value(database, "a") == "二"
    assert verify_chain(database) == []


def test_what_was_created_goes_to_the_bin(database):
    group = put(database, "a", "一")
    undo(database, group)
    assert value(database, "a") is None
    assert row_of(database, "a").deleted_at is not None


def test_what_went_to_the_bin_comes_back(database):
    put(database, "a", "一")
    with database.write("移入回收站") as session:
        row = session.get_one(StoredSetting, row_of(database, "a").id)
        row.deleted_at = datetime(2026, 11, 20, 1, 0)
        session.flush()
        group = session.info["group"]
    undo(database, group)
    assert value(database, "a") == "一"


def test_a_hard_delete_comes_back_under_the_same_number(database):
    put(database, "a", "一")
    before = row_of(database, "a")
    with database.write("清除") as session:
        session.delete(session.get_one(StoredSetting, before.id))
        session.flush()
        group = session.info["group"]
    undo(database, group)
    after = row_of(database, "a")
    assert (after.id, after.value, after.created_at) == (before.id, "一", before.created_at)


def test_a_batch_is_taken_back_as_a_whole(database):
    for number in range(20):
        put(database, f"k{number}", "旧")
    with database.write("批量修改") as session:
        for row in session.query(StoredSetting).where(StoredSetting.key.like("k%")):
            row.value = "新"
        session.flush()
        group = session.info["group"]
    undo(database, group)
    assert {value(database, f"k{number}") for number in range(20)} == {"旧"}


def test_a_later_change_of_the_same_field_stops_the_undo_and_is_named(database):
    for key in ("a", "b"):
        put(database, key, "旧")
    with database.write("批量修改") as session:
        for row in session.query(StoredSetting).where(StoredSetting.key.in_(["a", "b"])):
            row.value = "新"
        session.flush()
        group = session.info["group"]
    put(database, "b", "更新", reason="后来改的")
    with pytest.raises(ConflictError, match="设置“b”后来又被岑知远改过（后来改的）"):
        undo(database, group)
    assert value(database, "a") == "新"


def test_a_later_change_of_another_field_does_not_matter(database):
    with database.write("附") as session:
        row = Attachment(entity="setting", entity_id=1, name="图.jpg", size=1, sha256="0" * 64)
        session.add(row)
    with database.write("改名") as session:
        session.get_one(Attachment, row.id).name = "照片.jpg"
        session.flush()
        group = session.info["group"]
    with database.write("加注") as session:
        session.get_one(Attachment, row.id).note = "正面"
    undo(database, group)
    with database.read() as session:
        found = session.get_one(Attachment, row.id)
    assert (found.name, found.note) == ("图.jpg", "正面")


def test_a_created_record_that_was_filled_in_later_is_not_thrown_away(database):
    group = put(database, "a", "一")
    put(database, "a", "二")
    with pytest.raises(ConflictError, match="设置“a”"):
        undo(database, group)


def test_after_the_later_change_is_taken_back_the_earlier_one_can_be_too(database):
    put(database, "a", "一")
    first, second = put(database, "a", "二"), put(database, "a", "三")
    undo(database, second)
    undo(database, first)
    assert value(database, "a") == "一"


def test_nothing_is_taken_back_twice(database):
    put(database, "a", "一")
    group = put(database, "a", "二")
    undo(database, group)
    with pytest.raises(ConflictError, match="已经撤销过"):
        undo(database, group)


def test_an_act_that_does_not_exist_is_said_so(database):
    with pytest.raises(NotFoundError):
        undo(database, 999)


def test_accounts_are_not_taken_back_because_their_keys_would_not_follow(database):
    with database.write("登记账户") as session:
        session.add(person(1))
        session.flush()
        group = session.info["group"]
    with pytest.raises(ConflictError, match="账户"):
        undo(database, group)


def test_a_clerk_takes_back_no_setting(database):
    put(database, "a", "一")
    group = put(database, "a", "二", right=Right.SETTINGS)
    database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        undo(database, group)


def test_dates_and_times_come_back_in_their_types(database, monkeypatch):
    monkeypatch.setattr(history, "NO_UNDO", frozenset())
    with database.write("登记") as session:
        account = person(1)
        session.add(account)
    with database.write("改") as session:
        row = session.get_one(Account, account.id)
        row.password_at, row.active, row.display_name = datetime(2027, 1, 1), False, "别名"
        session.flush()
        group = session.info["group"]
    undo(database, group)
    with database.read() as session:
        row = session.get_one(Account, account.id)
    assert (row.password_at, row.active, row.display_name) == (datetime(2026, 1, 1), True, "样板1号")
    assert restored(Account, "password_at", None) is None


def test_what_others_use_by_now_stays(database):
    with database.write("登记单位") as session:
        parent = EnforcementAgency(name="县水务局")
        session.add(parent)
        session.flush()
        group = session.info["group"]
    with database.write("登记下属") as session:
        session.add(EnforcementAgency(name="县水务局示例站", parent_id=parent.id))
    with pytest.raises(ConflictError, match="还有1条执法单位在使用执法单位“县水务局”，没有撤销"):
        undo(database, group)
    with database.read() as session:
        assert session.get_one(EnforcementAgency, parent.id).deleted_at is None


def test_what_was_registered_together_goes_together(database):
    with database.write("导入单位") as session:
        parent = EnforcementAgency(name="县水务局")
        session.add(parent)
        session.flush()
        session.add(EnforcementAgency(name="县水务局示例站", parent_id=parent.id))
        session.flush()
        group = session.info["group"]
    assert undo(database, group).message == "已撤销“导入单位”，2条记录回到之前的样子。"


class OwnBase(DeclarativeBase):
    """Apart from the program's tables."""


class EveryType(OwnBase):
    """A table that is never created: only its column types matter."""

    __tablename__ = "every_type"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    moment: Mapped[datetime]
    hour: Mapped[time]
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    blob: Mapped[bytes]
    kind: Mapped[Role] = mapped_column(stored(Role))
    words: Mapped[str]
    flag: Mapped[bool]
    extra: Mapped[dict[str, object]] = mapped_column(JSON)


VALUES = {
    "day": st.dates(),
    "moment": st.datetimes(),
    "hour": st.times(),
    "amount": st.decimals(allow_nan=False, allow_infinity=False, places=2),
    "blob": st.binary(),
    "kind": st.sampled_from(Role),
    "words": st.text(),
    "flag": st.booleans(),
    "extra": st.dictionaries(st.text(), st.integers() | st.lists(st.text())),
}


@given(st.fixed_dictionaries(VALUES))
def test_every_value_comes_back_from_the_history_as_it_was(values):
    for name, given_value in values.items():
        found = restored(EveryType, name, json.loads(canonical(plain_value(given_value))))
        assert found == given_value
        assert type(found) is type(given_value)


def test_a_removed_record_does_not_come_back_beside_one_that_bears_its_number_by_now(sample_desk):
    from services.query import LedgerQuery

    units = sample_desk.ledgers["units"]
    values = {"name": "县样板局", "short_name": "样板局", "kind": "department"}
    first = units.save(None, 0, values)
    removal = units.remove([first]).group
    second = units.save(None, 0, values)
    with pytest.raises(ConflictError, match="没有撤销"):
        sample_desk.undo(removal)
    assert [row.id for row in units.search(LedgerQuery(text="县样板局")).rows] == [second]
