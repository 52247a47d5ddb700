"""What every ledger does, shown on units, officers and problems of a real data file."""

from datetime import date

import pytest

from services.access import SYSTEM, Actor, Role
from services.errors import ConflictError, DeniedError, NotFoundError, ValidationError
from services.query import Condition, LedgerQuery, Operator


@pytest.fixture
def units(empty_desk):
    return empty_desk.ledgers["units"]


def add(ledger, **values):
    return ledger.save(None, 0, {"kind": "department", **values})


def names(ledger, **query):
    return [row.values["name"] for row in ledger.search(LedgerQuery(**query)).rows]


def test_words_are_sorted_by_pinyin_and_not_by_code_point(units):
    for name in ("县公安局", "县财政局", "县市场监督管理局"):
        add(units, name=name)
    assert names(units) == ["县财政局", "县公安局", "县市场监督管理局"]
    assert names(units, sort="name", descending=True) == ["县市场监督管理局", "县公安局", "县财政局"]


def test_a_unit_is_found_by_alias_and_by_pinyin_initials(units):
    add(units, name="县住房和城乡建设局", short_name="住建局", aliases="县建设局、县房产局")
    add(units, name="县水务局")
    assert names(units, text="zjj") == ["县住房和城乡建设局"]
    assert names(units, text="房产") == ["县住房和城乡建设局"]
    assert names(units, text="没有这个") == []


def test_a_second_unit_of_the_same_name_is_refused_beside_its_field(units):
    add(units, name="县水务局")
    with pytest.raises(ValidationError) as refused:
        add(units, name="县水务局")
    assert set(refused.value.problems) == {"name"}
    assert len(names(units)) == 1


def test_all_wrong_fields_are_named_at_once(units):
    with pytest.raises(ValidationError) as refused:
        units.save(None, 0, {"name": "", "kind": None})
    assert set(refused.value.problems) == {"name", "kind"}


def test_an_older_copy_of_a_row_does_not_overwrite_a_newer_one(units):
    row_id = add(units, name="县水务局")
    seen = units.load(row_id)
    units.save(row_id, seen.row_version, {"name": "县水务局", "kind": "department", "contact": "甲"})
    with pytest.raises(ConflictError):
        units.save(row_id, seen.row_version, {"name": "县水务局", "kind": "department", "contact": "乙"})
    assert units.load(row_id).values["contact"] == "甲"


def test_removed_rows_are_in_the_recycle_bin_and_come_back(units):
    row_id = add(units, name="县水务局")
    outcome = units.remove([row_id])
    assert names(units) == []
    assert names(units, removed=True) == ["县水务局"]
    with pytest.raises(NotFoundError):
        units.load(row_id)
    assert "1个" in outcome.message
    units.restore([row_id])
    assert names(units) == ["县水务局"]


def test_a_batch_is_undone_as_a_batch(empty_desk, units):
    ids = [add(units, name=name) for name in ("甲局", "乙局", "丙局")]
    outcome = units.set_values(ids, {"kind": "township"})
    assert units.counts(LedgerQuery()) == {"township": 3}
    empty_desk.undo(outcome.group)
    assert units.counts(LedgerQuery()) == {"department": 3}


def test_a_unit_in_use_is_not_removed(empty_desk, units):
    row_id = add(units, name="县水务局")
    empty_desk.ledgers["problems"].save(
        None,
        0,
        {"agency_id": row_id, "title": "未亮证", "found_on": date(2026, 6, 1), "kind": "uncivil", "source": "check"},
    )
    with pytest.raises(ConflictError, match="问题"):
        units.remove([row_id])
    assert names(units) == ["县水务局"]


def test_several_are_removed_all_or_none(empty_desk, units):
    free, used = add(units, name="甲局"), add(units, name="乙局")
    empty_desk.ledgers["problems"].save(
        None,
        0,
        {"agency_id": used, "title": "未亮证", "found_on": date(2026, 6, 1), "kind": "uncivil", "source": "check"},
    )
    with pytest.raises(ConflictError):
        units.remove([free, used])
    assert len(names(units)) == 2


@pytest.mark.parametrize("role", [Role.READER])
def test_a_reader_changes_nothing(empty_desk, units, role):
    row_id = add(units, name="县水务局")
    empty_desk.database.actor = lambda: Actor("只看", role)
    for act in (
        lambda: add(units, name="新局"),
        lambda: units.remove([row_id]),
        lambda: units.set_values([row_id], {"kind": "other"}),
    ):
        with pytest.raises(DeniedError):
            act()
    empty_desk.database.actor = lambda: SYSTEM
    assert names(units) == ["县水务局"]


def test_filters_agree_with_the_rows_they_leave(sample_desk):
    officers = sample_desk.ledgers["officers"]
    everyone = officers.search(LedgerQuery(limit=1000)).rows
    unit = everyone[0].values["agency_id"]
    queries = {
        Condition("agency_id", Operator.EQUALS, unit): lambda v: v["agency_id"] == unit,
        Condition("agency_id", Operator.IN, (unit, unit + 1)): lambda v: v["agency_id"] in (unit, unit + 1),
        Condition("name", Operator.CONTAINS, "山"): lambda v: "山" in v["name"],
        Condition("valid_to", Operator.EMPTY): lambda v: v["valid_to"] is None,
        Condition("valid_to", Operator.NOT_EMPTY): lambda v: v["valid_to"] is not None,
        Condition("valid_to", Operator.BETWEEN, (None, date(2026, 12, 31))): lambda v: (
            bool(v["valid_to"]) and v["valid_to"] <= date(2026, 12, 31)
        ),
        Condition("valid_to", Operator.BETWEEN, (date(2026, 7, 1), date(2027, 7, 1))): lambda v: (
            bool(v["valid_to"]) and date(2026, 7, 1) <= v["valid_to"] <= date(2027, 7, 1)
        ),
    }
    for condition, holds in queries.items():
        found = officers.search(LedgerQuery(conditions=(condition,), limit=1000))
        expected = {row.id for row in everyone if holds(row.values)}
        assert expected, condition
        assert {row.id for row in found.rows} == expected, condition
        assert found.total == len(expected)


@pytest.mark.parametrize(
    "name", ["units", "officers", "tasks", "problems", "complaints", "training", "cases", "holidays"]
)
def test_pages_are_the_whole_ledger_once_for_every_sort(sample_desk, name):
    ledger = sample_desk.ledgers[name]
    total = ledger.search(LedgerQuery(limit=1)).total
    assert total
    for field in ledger.spec.fields:
        for descending in (False, True):
            seen = []
            for offset in range(0, total, 7 if total < 50 else 100):
                query = LedgerQuery(
                    sort=field.key, descending=descending, offset=offset, limit=7 if total < 50 else 100
                )
                seen += [row.id for row in ledger.search(query).rows]
            assert len(seen) == len(set(seen)) == total, (field.key, descending)


@pytest.mark.parametrize(
    "name", ["officers", "tasks", "problems", "complaints", "cases", "units", "training", "documents"]
)
def test_the_chips_add_up_to_the_ledger(sample_desk, name):
    ledger = sample_desk.ledgers[name]
    counts = ledger.counts(LedgerQuery())
    assert sum(counts.values()) == ledger.search(LedgerQuery(limit=1)).total
    assert set(counts) <= set(ledger.spec.field(ledger.spec.state_field).choices)


def test_totals_are_of_the_whole_filter(sample_desk):
    cases = sample_desk.ledgers["cases"]
    rows = cases.search(LedgerQuery(limit=1000)).rows
    assert cases.totals(LedgerQuery(limit=1)) == {"fine": sum(row.values["fine"] or 0 for row in rows)}


def test_a_change_tells_who_listens_what_it_touched(empty_desk, units):
    heard = []
    empty_desk.database.subscribe(heard.append)
    row_id = add(units, name="县水务局")
    assert [change.touched for change in heard] == [{"enforcement_agency": frozenset({row_id})}]
    assert heard[0].reason == "登记执法单位"


def test_history_says_who_changed_what(empty_desk, units):
    row_id = add(units, name="县水务局")
    seen = units.load(row_id)
    units.save(row_id, seen.row_version, {**seen.values, "contact": "祁临溪"})
    entries = empty_desk.history_of(units.entity, row_id)
    newest = entries[0]
    assert (newest.actor, newest.reason, newest.changes["contact"]) == ("容知秋", "修改执法单位", (None, "祁临溪"))
    assert len(entries) == 2
