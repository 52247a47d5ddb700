"""Units over time: new names, ends, mergers, entrustments, groups; and the unit behind a printed name."""

from datetime import date

import pytest
from sqlalchemy import select

from models.agency import AgencyState, EnforcementAgency, FormerName, SubjectNotice
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer, OfficerPost
from services.errors import ConflictError, ValidationError
from services.history import undo
from services.unit_match import UnitMatcher

RENAMED, TODAY = date(2026, 5, 31), date(2026, 6, 15)


def add(desk, name, **values):
    return desk.ledgers["units"].save(None, 0, {"kind": "department", "name": name, **values})


def officer(desk, unit, name, **card):
    with desk.database.write("登记人员") as session:
        made = EnforcementOfficer(name=name, agency_id=unit)
        session.add(made)
        session.flush()
        if card:
            session.add(EnforcementCertificate(officer_id=made.id, **card))
        return made.id


def act(desk, row_id, action, ledger="units", **values):
    service = desk.ledgers[ledger]
    return service.perform(action, service.load(row_id), values)


def find(desk, printed, on=None, county="示例县"):
    with desk.database.read() as session:
        match = UnitMatcher(session, county).find(printed, on)
        return match and match.name


def detail(desk, row_id, title, ledger="units"):
    service = desk.ledgers[ledger]
    return next((part.lines for part in service.details(service.load(row_id)) if part.title.startswith(title)), ())


# --- a new name ---------------------------------------------------------------------------------
def test_a_renamed_unit_is_found_by_its_old_name_and_tells_how_many_cards_print_it(empty_desk):
    unit = add(empty_desk, "县水利局", short_name="水利局")
    officer(empty_desk, unit, "甲", cert_no="A1")
    officer(empty_desk, unit, "乙", cert_no="A2", status="cancelled")
    officer(empty_desk, unit, "丙")
    done = act(empty_desk, unit, "rename", name="县水务局", last_day=RENAMED, doc_no="示编〔2026〕3号")
    assert done.message == "县水利局已更名为县水务局。1本有效证件还印着原名称，要办理换发。"
    assert find(empty_desk, "县水利局") == find(empty_desk, "县水务局") == "县水务局"
    assert ("待换发", "1本证件印着别的单位名称") in detail(empty_desk, unit, "人员")
    assert detail(empty_desk, unit, "曾用名") == (("至2026-05-31", "县水利局"),)


def test_a_new_name_is_taken_back_whole(empty_desk):
    unit = add(empty_desk, "县水利局")
    officer(empty_desk, unit, "甲", cert_no="A1")
    done = act(empty_desk, unit, "rename", name="县水务局", last_day=RENAMED, doc_no="示编〔2026〕3号")
    undo(empty_desk.database, done.group)
    assert find(empty_desk, "县水务局") is None
    assert empty_desk.ledgers["units"].load(unit).values["name"] == "县水利局"
    assert not [line for line in detail(empty_desk, unit, "人员") if line[0] == "待换发"]


def test_a_name_that_another_unit_bears_is_refused(empty_desk):
    unit = add(empty_desk, "县水利局")
    add(empty_desk, "县水务局")
    for name in ("县水务局", "县水利局"):
        with pytest.raises(ValidationError) as refused:
            act(empty_desk, unit, "rename", name=name, last_day=RENAMED, doc_no="示编〔2026〕3号")
        assert set(refused.value.problems) == {"name"}


@pytest.mark.parametrize("last_day", [TODAY, date(2026, 6, 20)])
def test_nothing_is_renamed_before_its_day(empty_desk, last_day):
    unit = add(empty_desk, "县水利局")
    with pytest.raises(ValidationError) as refused:
        act(empty_desk, unit, "rename", name="县水务局", last_day=last_day, doc_no="示编〔2026〕3号")
    assert set(refused.value.problems) == {"last_day"}


def test_names_follow_one_another_in_time(empty_desk):
    unit = add(empty_desk, "县水利水保局")
    act(empty_desk, unit, "rename", name="县水利局", last_day=date(2015, 12, 31), doc_no="一")
    act(empty_desk, unit, "rename", name="县水务局", last_day=date(2024, 3, 10), doc_no="二")
    with pytest.raises(ValidationError):
        act(empty_desk, unit, "rename", name="县水局", last_day=date(2024, 3, 10), doc_no="三")
    with empty_desk.database.read() as session:
        spans = {n.name: (n.used_from, n.used_to) for n in session.scalars(select(FormerName))}
    assert spans == {
        "县水利水保局": (None, date(2015, 12, 31)),
        "县水利局": (date(2016, 1, 1), date(2024, 3, 10)),
    }


# --- an end -------------------------------------------------------------------------------------
def test_a_unit_with_people_is_not_abolished_before_somebody_takes_them_over(empty_desk):
    unit, other = add(empty_desk, "县文化局"), add(empty_desk, "县旅游局")
    who = officer(empty_desk, unit, "甲", cert_no="A1")
    with pytest.raises(ConflictError, match="1名人员"):
        act(empty_desk, unit, "abolish", last_day=RENAMED, doc_no="示编〔2026〕4号")
    done = act(empty_desk, unit, "abolish", last_day=RENAMED, doc_no="示编〔2026〕4号", into_id=other)
    assert done.message == "县文化局已撤销。1名人员转到县旅游局。"
    with empty_desk.database.read() as session:
        assert session.get_one(EnforcementOfficer, who).agency_id == other
        posts = session.scalars(select(OfficerPost).order_by(OfficerPost.id)).all()
        assert [(p.agency_id, p.starts_on, p.ends_on) for p in posts] == [
            (unit, None, RENAMED),
            (other, date(2026, 6, 1), None),
        ]
        assert session.get_one(EnforcementAgency, unit).valid_to == RENAMED
        assert session.scalar(select(SubjectNotice.doc_no)) == "示编〔2026〕4号"
    assert ("待换发", "1本证件印着别的单位名称") in detail(empty_desk, other, "人员")


def test_an_abolished_unit_keeps_its_name_for_old_papers_and_can_be_taken_back(empty_desk):
    unit = add(empty_desk, "县文化局")
    act(empty_desk, unit, "abolish", last_day=RENAMED, doc_no="示编〔2026〕4号")
    assert find(empty_desk, "县文化局") == "县文化局"
    assert [a.name for a in empty_desk.ledgers["units"].actions(empty_desk.ledgers["units"].load(unit))] == ["revive"]
    act(empty_desk, unit, "revive")
    assert empty_desk.ledgers["units"].load(unit).values["state"] == "active"
    assert detail(empty_desk, unit, "主体公告") == ()


def test_case_28_a_merged_unit_is_found_as_the_one_that_took_it_over(empty_desk):
    old = add(empty_desk, "县工商行政管理局", short_name="工商局", aliases="县工商局")
    act(empty_desk, old, "rename", name="县工商和市场局", last_day=date(2020, 1, 31), doc_no="一")
    new = add(empty_desk, "县市场监督管理局")
    officer(empty_desk, old, "甲", cert_no="A1")
    act(empty_desk, old, "merge", into_id=new, last_day=date(2024, 3, 31), doc_no="示编〔2024〕1号")
    for printed in ("县工商和市场局", "县工商行政管理局", "工商局", "县工商局", "县市场监管局"):
        assert find(empty_desk, printed) == "县市场监督管理局", printed
    assert find(empty_desk, "县粮食局") is None
    with empty_desk.database.read() as session:
        assert session.scalar(select(EnforcementCertificate.unit_named)) == "县工商和市场局"
        assert UnitMatcher(session).find("县工商和市场局").exact is False


@pytest.mark.parametrize("into", ["itself", "abolished"])
def test_people_do_not_move_to_a_unit_that_is_gone(empty_desk, into):
    unit, gone = add(empty_desk, "县文化局"), add(empty_desk, "县广电局")
    act(empty_desk, gone, "abolish", last_day=date(2026, 1, 1), doc_no="一")
    with pytest.raises(ValidationError) as refused:
        act(empty_desk, unit, "merge", into_id={"itself": unit, "abolished": gone}[into], last_day=RENAMED, doc_no="二")
    assert set(refused.value.problems) == {"into_id"}


# --- printed names ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "printed", ["示例县水务局", "县水务局", "水务局", "示例水务局", "样板市示例县水务局", "本县水务局", "县 水务局"]
)
def test_a_county_in_front_does_not_make_another_unit(empty_desk, printed):
    add(empty_desk, "县水务局")
    assert find(empty_desk, printed) == "县水务局"


@pytest.mark.parametrize("printed", ["示例镇", "示例镇人民政府", "示例县示例镇人民政府"])
def test_a_township_is_found_with_and_without_its_government(empty_desk, printed):
    add(empty_desk, "示例镇人民政府", kind="township")
    assert find(empty_desk, printed) == "示例镇人民政府"


def test_another_countys_unit_is_not_taken_for_ours(empty_desk):
    add(empty_desk, "县水务局")
    assert find(empty_desk, "邻县水务局") is None
    assert find(empty_desk, "样板县水务局") is None


def test_a_name_that_two_units_share_is_left_to_the_clerk(empty_desk):
    add(empty_desk, "县水务局", aliases="执法队")
    add(empty_desk, "县林业局", aliases="执法队")
    assert find(empty_desk, "执法队") is None


def test_a_name_that_passed_on_means_the_unit_that_bore_it_on_the_day_of_the_paper(empty_desk):
    first = add(empty_desk, "县建设局")
    act(empty_desk, first, "rename", name="县住房局", last_day=date(2019, 12, 31), doc_no="一")
    add(empty_desk, "县建设局", valid_from=date(2021, 1, 1))
    assert find(empty_desk, "县建设局") == "县建设局"
    assert find(empty_desk, "县建设局", date(2018, 5, 1)) == "县住房局"
    assert find(empty_desk, "县建设局", date(2022, 5, 1)) == "县建设局"


# --- entrustments -------------------------------------------------------------------------------
def entrust(desk, giver, taker, **values):
    usual = {"matters": "渔业执法", "starts_on": date(2025, 1, 1), "published_on": date(2025, 1, 5)}
    return desk.ledgers["entrustments"].save(
        None, 0, {"from_agency_id": giver, "to_agency_id": taker, **usual, **values}
    )


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"ends_on": date(2026, 6, 14)}, "over"),
        ({"ends_on": TODAY}, "ending"),
        ({"ends_on": date(2026, 12, 31)}, "valid"),
        ({}, "valid"),
        ({"published_on": None, "ends_on": date(2026, 7, 1)}, "unpublished"),
        ({"published_on": None, "ends_on": date(2026, 6, 1)}, "over"),
        ({"starts_on": date(2026, 7, 1)}, "coming"),
    ],
)
def test_an_entrustment_says_where_it_stands(empty_desk, values, state):
    giver, taker = add(empty_desk, "县农业农村局"), add(empty_desk, "县渔政站", kind="entrusted")
    row_id = entrust(empty_desk, giver, taker, **values)
    assert empty_desk.ledgers["entrustments"].load(row_id).values["state"] == state


def test_what_was_entrusted_is_not_entrusted_again(empty_desk):
    giver, taker = add(empty_desk, "县渔政站", kind="entrusted"), add(empty_desk, "示例镇人民政府", kind="township")
    with pytest.raises(ValidationError) as refused:
        entrust(empty_desk, giver, taker)
    assert "不得" in refused.value.problems["from_agency_id"]
    with pytest.raises(ValidationError) as refused:
        entrust(empty_desk, taker, taker)
    assert set(refused.value.problems) == {"to_agency_id"}


def test_a_unit_shows_whom_it_entrusts_and_whom_to_call(empty_desk):
    giver, taker = add(empty_desk, "县农业农村局"), add(empty_desk, "县渔政站", kind="entrusted")
    entrust(empty_desk, giver, taker, ends_on=date(2027, 12, 31))
    empty_desk.ledgers["contacts"].save(None, 0, {"agency_id": giver, "name": "容知秋", "duty": "联络员", "phone": "1"})
    assert detail(empty_desk, giver, "执法委托") == (("委托给", "县渔政站　2025-01-01至2027-12-31"),)
    assert detail(empty_desk, taker, "执法委托")[0][0] == "受托于"
    assert detail(empty_desk, giver, "联系人") == (("联络员", "容知秋　1"),)


# --- groups -------------------------------------------------------------------------------------
@pytest.fixture
def group(empty_desk):
    for name, kind in (("县水务局", "department"), ("县林业局", "department"), ("县税务局", "vertical")):
        add(empty_desk, name, kind=kind)
    return empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "涉水单位", "covers": "chosen"})


def members(desk, group):
    return [name for _kind, name in detail(desk, group, "所指单位", "unit_groups")]


def test_units_are_chosen_one_by_one_or_written_down_together(empty_desk, group):
    done = act(empty_desk, group, "add_units", "unit_groups", names="示例县水务局、林业局\n县税务局")
    assert done.message == "已加入3个单位：涉水单位。"
    assert members(empty_desk, group) == ["县林业局", "县水务局", "县税务局"]
    water = next(i for i, name in empty_desk.ledgers["units"].options("parent_id") if name == "县水务局")
    act(empty_desk, group, "drop_unit", "unit_groups", agency_id=water)
    assert members(empty_desk, group) == ["县林业局", "县税务局"]
    again = act(empty_desk, group, "add_units", "unit_groups", agency_id=water, names="县林业局")
    assert again.message == "已加入1个单位：涉水单位。另有1个原来就在组里。"


def test_a_unit_shows_the_groups_that_it_was_chosen_for(empty_desk, group):
    act(empty_desk, group, "add_units", "unit_groups", names="县水务局")
    water = next(i for i, name in empty_desk.ledgers["units"].options("parent_id") if name == "县水务局")
    assert detail(empty_desk, water, "所在单位组") == (("单位组", "涉水单位"),)


def test_a_name_that_nobody_bears_stops_the_whole_list(empty_desk, group):
    with pytest.raises(ValidationError) as refused:
        act(empty_desk, group, "add_units", "unit_groups", names="县水务局、县粮食局")
    assert "县粮食局" in refused.value.problems["names"]
    assert members(empty_desk, group) == ["还没有加入单位"]


def test_a_group_by_kind_follows_the_register(empty_desk, group):
    row_id = empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "垂管单位", "covers": "verticals"})
    assert members(empty_desk, row_id) == ["县税务局"]
    with pytest.raises(ConflictError):
        act(empty_desk, row_id, "add_units", "unit_groups", names="县水务局")
    tax = next(i for i, name in empty_desk.ledgers["units"].options("parent_id") if name == "县税务局")
    act(empty_desk, tax, "abolish", last_day=RENAMED, doc_no="一")
    assert members(empty_desk, row_id) == ["还没有加入单位"]


def test_a_reminder_can_go_to_every_unit_of_a_group_that_the_plan_names(sample_desk):
    tasks = sample_desk.ledgers["tasks"]
    from services.query import LedgerQuery

    for row in tasks.search(LedgerQuery(limit=200)).rows:
        if "各镇人民政府" in (row.values["unit_words"] or ""):
            names = [name for _id, name in sample_desk.documents.late_units(row)]
            assert {"示例镇人民政府", "样板乡人民政府", "范例街道办事处"} <= set(names)
            return
    pytest.fail("示例计划里没有写到各镇人民政府的任务")


def test_a_list_with_an_old_name_does_not_make_a_second_unit(empty_desk, tmp_path):
    unit = add(empty_desk, "县水利局")
    act(empty_desk, unit, "rename", name="县水务局", last_day=RENAMED, doc_no="一")
    file = tmp_path / "单位.csv"
    file.write_text("单位名称,类别\n县水利局,县级部门\n县水务局,县级部门\n县粮食局,县级部门\n", encoding="utf-8-sig")
    reading = empty_desk.imports.read("units", file)
    assert reading.counts == {"new": 1, "changed": 0, "same": 1, "error": 1}
    (wrong,) = [row for row in reading.rows if row.action.value == "error"]
    assert "县水务局的别名或曾用名" in wrong.problems[0].message


def test_a_new_short_name_keeps_the_old_one_known(empty_desk):
    unit = add(empty_desk, "县水利局", short_name="水利局")
    act(empty_desk, unit, "rename", name="县水务局", short_name="水务局", last_day=RENAMED, doc_no="一")
    assert empty_desk.ledgers["units"].load(unit).values["short_name"] == "水务局"
    assert find(empty_desk, "水利局") == "县水务局"


def test_an_entrustment_and_a_term_that_end_are_due(empty_desk):
    giver, taker = add(empty_desk, "县农业农村局"), add(empty_desk, "县渔政站", kind="entrusted")
    entrust(empty_desk, giver, taker, ends_on=date(2026, 6, 30))
    advisers = empty_desk.ledgers["advisers"]
    row_id = advisers.save(None, 0, {"name": "容知秋", "agency_id": giver, "term_to": date(2026, 6, 1)})
    due = {item.ledger: (item.what, item.unit, item.days) for item in empty_desk.due.items()}
    assert due == {"advisers": ("法律顾问届满", "县农业农村局", -14), "entrustments": ("委托到期", "县农业农村局", 15)}
    act(empty_desk, row_id, "end", "advisers", ended_on=TODAY, end_reason="到期不再聘用")
    assert "advisers" not in {item.ledger for item in empty_desk.due.items()}


def test_an_abolished_unit_is_not_offered_any_more_but_stays_where_it_is_entered(empty_desk):
    officers = empty_desk.ledgers["officers"]
    with empty_desk.database.write("登记") as session:
        units = [EnforcementAgency(name=name) for name in ("县水务局", "县林业局")]
        units[1].state = AgencyState.ABOLISHED
        session.add_all(units)
        session.flush()
        water, forest = (unit.id for unit in units)
    assert [row_id for row_id, *_names in officers.choices("agency_id")] == [water]
    assert {row_id for row_id, *_names in officers.choices("agency_id", (forest,))} == {water, forest}
    assert {row_id for row_id, *_names in officers.options("agency_id")} == {water, forest}
