"""People with a term: where the term stands, what is to be looked at, what they did, and who counts where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.officer import EnforcementOfficer, PostStatus
from models.review import CaseFile
from models.roles import Role, RoleHolder
from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery
from services.role_kinds import role_kinds
from services.role_terms import _persons, reviewers_at_home

TODAY = date(2026, 6, 15)


@pytest.fixture
def unit(empty_desk):
    return add_unit(empty_desk, "县水务局")


def add_unit(desk, name):
    return desk.ledgers["units"].save(None, 0, {"kind": "department", "name": name})


def add(desk, ledger, **values):
    return desk.ledgers[ledger].save(None, 0, {"name": "容知秋", **values})


def load(desk, ledger, row_id):
    return desk.ledgers[ledger].load(row_id)


def act(desk, ledger, row_id, action, **values):
    return desk.ledgers[ledger].perform(action, load(desk, ledger, row_id), values)


def officer(desk, unit, name="容知秋", **values):
    with desk.database.write("登记人员") as session:
        made = EnforcementOfficer(name=name, agency_id=unit, **values)
        session.add(made)
        session.flush()
        return made.id


def at_home(desk, day=TODAY):
    with desk.database.read() as session:
        return {unit: len(found) for unit, found in reviewers_at_home(session, day).items()}


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (None, None, "serving"),
        (date(2025, 1, 1), date(2026, 6, 14), "expired"),
        (date(2025, 1, 1), TODAY, "ending"),
        (date(2025, 1, 1), date(2026, 9, 13), "ending"),
        (date(2025, 1, 1), date(2026, 9, 14), "serving"),
        (date(2026, 6, 16), date(2031, 6, 15), "coming"),
        (TODAY, date(2031, 6, 14), "serving"),
    ],
)
def test_a_term_says_where_it_stands(empty_desk, unit, first, last, state):
    row_id = add(empty_desk, "supervisors", agency_id=unit, term_from=first, term_to=last)
    assert load(empty_desk, "supervisors", row_id).values["state"] == state


def test_every_role_has_its_own_list(empty_desk, unit):
    for kind in role_kinds():
        add(empty_desk, kind.name, **({"agency_id": unit} if "agency_id" in kind.keys else {}))
    for kind in role_kinds():
        rows = empty_desk.ledgers[kind.name].search(LedgerQuery()).rows
        assert [row.values["name"] for row in rows] == ["容知秋"], kind.name


def test_every_role_takes_files_and_never_its_computed_fields(empty_desk):
    offered = dict(empty_desk.imports.kinds())
    for kind in role_kinds():
        assert offered[kind.name] == empty_desk.ledgers[kind.name].spec.title
        labels = [field.label for field in empty_desk.imports.spec(kind.name).import_fields]
        assert labels[0] == "姓名"
        assert len(labels) == len(set(labels)), kind.name
        assert not {"卸任日期", "任期状态", "提示"} & set(labels)


def test_a_list_of_reviewers_comes_in_once(empty_desk, unit, tmp_path):
    file = tmp_path / "审核人员.csv"
    file.write_text(
        "姓名,单位,专职/兼职,编制性质,学历专业,法律职业资格证号,资格取得时间,从事审核时间,联系电话\n"
        "容知秋,县水务局,专职,行政编制,法学本科,A2019990001,2019-03-01,2021-03-01,0000-1234567\n"
        "岑望舒,水务局,兼职,事业编制,法学本科,,,2022-05-06,\n"
        "祁临溪,县粮食局,否,行政编制,,,,,\n",
        encoding="utf-8-sig",
    )
    reading = empty_desk.imports.read("reviewers", file)
    assert reading.counts == {"new": 2, "changed": 0, "same": 0, "error": 1}
    empty_desk.imports.accept("reviewers", reading)
    rows = empty_desk.ledgers["reviewers"].search(LedgerQuery()).rows
    assert {(r.values["name"], r.values["full_time"], r.values["hint"]) for r in rows} == {
        ("岑望舒", False, "没有法律职业资格"),
        ("容知秋", True, ""),
    }
    assert empty_desk.imports.read("reviewers", file).counts == {"new": 0, "changed": 0, "same": 2, "error": 1}


def test_a_further_term_keeps_the_past_and_an_end_closes_it(empty_desk, unit):
    row_id = add(empty_desk, "reviewers", agency_id=unit, term_from=date(2023, 1, 1), term_to=date(2025, 12, 31))
    act(empty_desk, "reviewers", row_id, "renew", term_from=date(2026, 3, 1), term_to=date(2028, 2, 28))
    rows = empty_desk.ledgers["reviewers"].search(LedgerQuery(sort="term_from")).rows
    assert [row.values["state"] for row in rows] == ["ended", "serving"]
    assert at_home(empty_desk, date(2025, 12, 31)) == {unit: 1}
    assert at_home(empty_desk, date(2026, 2, 1)) == {}
    assert at_home(empty_desk) == {unit: 1}
    act(empty_desk, "reviewers", rows[1].id, "end", ended_on=date(2026, 6, 10), end_reason="调离")
    assert at_home(empty_desk, date(2026, 6, 9)) == {unit: 1}
    assert at_home(empty_desk, date(2026, 6, 10)) == {}
    with pytest.raises(ConflictError):
        act(empty_desk, "reviewers", rows[1].id, "end", ended_on=TODAY, end_reason="再一次")


def test_a_further_term_begins_after_the_one_before(empty_desk, unit):
    row_id = add(empty_desk, "advisers", agency_id=unit, term_from=date(2025, 1, 1), term_to=date(2026, 12, 31))
    for first, last, key in (
        (date(2025, 1, 1), None, "term_from"),
        (date(2027, 1, 1), date(2026, 12, 31), "term_to"),
    ):
        with pytest.raises(ValidationError) as refused:
            act(empty_desk, "advisers", row_id, "renew", term_from=first, term_to=last)
        assert set(refused.value.problems) == {key}


def test_work_in_the_role_is_counted_and_listed(empty_desk):
    row_id = add(empty_desk, "social_supervisors", organisation="示例公司", sector="企业")
    for day in (date(2026, 3, 1), date(2026, 5, 1)):
        act(empty_desk, "social_supervisors", row_id, "record", held_on=day, kind="座谈", content="反映检查次数多")
    row = load(empty_desk, "social_supervisors", row_id)
    assert row.values["activities"] == 2
    (part,) = empty_desk.ledgers["social_supervisors"].details(row)
    assert part.title == "履职记录，共2次"
    assert part.lines[0] == ("2026-05-01", "座谈　反映检查次数多")
    with pytest.raises(ValidationError):
        act(empty_desk, "social_supervisors", row_id, "record", held_on=date(2026, 7, 1), kind="座谈", content="还没有")


@pytest.mark.parametrize(
    ("began", "number", "hint"),
    [
        (date(2018, 1, 1), None, "没有法律职业资格"),
        (date(2017, 12, 31), None, ""),
        (date(2021, 3, 1), "A2019990001", ""),
        (None, None, ""),
    ],
)
def test_a_first_review_since_2018_asks_for_the_legal_qualification(empty_desk, unit, began, number, hint):
    row_id = add(empty_desk, "reviewers", agency_id=unit, began_on=began, qualification_no=number)
    assert load(empty_desk, "reviewers", row_id).values["hint"] == hint


def test_a_reviewer_who_left_or_works_elsewhere_is_shown(empty_desk, unit):
    other = add_unit(empty_desk, "县林业局")
    left = officer(empty_desk, unit, "甲", post_status=PostStatus.RETIRED)
    away = officer(empty_desk, other, "乙")
    gone = add(empty_desk, "reviewers", name="甲", agency_id=unit, officer_id=left, began_on=date(2020, 1, 1))
    moved = add(empty_desk, "reviewers", name="乙", agency_id=unit, officer_id=away)
    assert load(empty_desk, "reviewers", gone).values["hint"] == "没有法律职业资格、已不在岗"
    assert load(empty_desk, "reviewers", moved).values["hint"] == "现在别的单位任职"
    assert at_home(empty_desk) == {}


@pytest.mark.parametrize(
    ("birth", "hint"),
    [
        (date(2008, 6, 2), "聘任时不满18岁"),
        (date(2008, 6, 1), ""),
        (date(1965, 6, 2), ""),
        (date(1965, 6, 1), "聘任时超过60岁"),
        (None, ""),
    ],
)
def test_the_age_of_a_social_supervisor_is_counted_on_the_day_of_appointment(empty_desk, birth, hint):
    row_id = add(empty_desk, "social_supervisors", birth=birth, term_from=date(2026, 6, 1))
    assert load(empty_desk, "social_supervisors", row_id).values["hint"] == hint


def test_the_limit_of_age_is_the_bureaus(empty_desk):
    row_id = add(empty_desk, "social_supervisors", birth=date(1970, 1, 1), term_from=date(2026, 6, 1))
    assert load(empty_desk, "social_supervisors", row_id).values["hint"] == ""
    rules = empty_desk.ledgers["province_rules"]
    rule = next(
        row
        for row in rules.search(LedgerQuery(limit=500)).rows
        if (row.values["profile"], row.values["label"]) == ("通用", "supervisor_max_age")
    )
    rules.save(rule.id, rule.row_version, {"value": "55", "basis": "省厅公告", "verified": False})
    assert load(empty_desk, "social_supervisors", row_id).values["hint"] == "聘任时超过55岁"


def test_cases_that_a_reviewer_handled_himself_are_listed_and_an_own_review_stands_out(empty_desk, unit):
    with empty_desk.database.write("登记案卷") as session:
        for number, people in (("示罚〔2026〕1号", "容知秋、甲"), ("示罚〔2026〕2号", "容知秋水、甲")):
            session.add(CaseFile(agency_id=unit, decision_no=number, name="某案", officers=people))
    row_id = add(empty_desk, "reviewers", agency_id=unit)
    words = "审核示罚〔2026〕1号"
    act(empty_desk, "reviewers", row_id, "record", held_on=date(2026, 5, 1), kind="法制审核", content=words)
    own = empty_desk.ledgers["reviewers"].details(load(empty_desk, "reviewers", row_id))[1]
    assert own.title == "本人承办的案件，共1件，不能由本人审核"
    assert own.lines == (("示罚〔2026〕1号", "某案　履职记录里提到，请核对是否自办自审"),)


def test_an_officer_is_recognised_by_his_number_or_by_unit_and_name(empty_desk, unit):
    known = officer(empty_desk, unit, "容知秋", id_no="990123198503071137")
    by_name = add(empty_desk, "reviewers", agency_id=unit)
    assert load(empty_desk, "reviewers", by_name).values["officer_id"] == known
    other = add_unit(empty_desk, "县林业局")
    elsewhere = add(empty_desk, "lawyers", agency_id=other)
    assert load(empty_desk, "lawyers", elsewhere).values["officer_id"] is None


# --- case 42 ------------------------------------------------------------------------------------
def test_case_42_a_reviewer_whom_three_units_claim_counts_once_at_home(empty_desk, unit):
    others = [add_unit(empty_desk, name) for name in ("县林业局", "县交通局")]
    who = officer(empty_desk, unit, id_no="990123198503071137")
    for place in (others[0], unit, others[1]):
        add(empty_desk, "reviewers", agency_id=place, id_no="990123198503071137", officer_id=who)
    assert at_home(empty_desk) == {unit: 1}


def test_one_who_is_no_officer_counts_where_first_registered_and_namesakes_are_two(empty_desk, unit):
    other = add_unit(empty_desk, "县林业局")
    for place in (other, unit):
        add(empty_desk, "reviewers", name="甲", agency_id=place, id_no="990123198503071137")
        add(empty_desk, "reviewers", name="乙", agency_id=place)
    assert at_home(empty_desk) == {other: 2, unit: 1}


def test_an_adviser_never_counts_as_a_reviewer(empty_desk, unit):
    add(empty_desk, "advisers", agency_id=unit)
    add(empty_desk, "lawyers", agency_id=unit)
    assert at_home(empty_desk) == {}


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("甲乙丙"), st.sampled_from([None, "1", "2"])), max_size=8))
def test_every_row_belongs_to_exactly_one_person(rows):
    holders = [
        RoleHolder(id=place, role=Role.LEGAL_REVIEWER, agency_id=unit, name=name, id_no=number)
        for place, (unit, name, number) in enumerate(rows)
    ]
    assert sorted(h.id for same in _persons(holders) for h in same) == [h.id for h in holders]
