"""Plans filed by a day, classes that were held, who came, and records that a clerk decides on."""

from datetime import date

import pytest

from services.errors import ConflictError, ValidationError
from services.training.card import training_card
from services.training.overview import plans_of_year, rotation_round
from services.training.plans import filing_words
from services.training.words import lacking_text

JUNE = date(2026, 6, 15)


@pytest.fixture
def plans(office):
    return office.desk.ledgers["training_plans"]


@pytest.fixture
def records(office):
    return office.desk.ledgers["training"]


def plan(office, **values):
    wanted = {"agency_id": office.unit, "year": 2026, "title": "2026年培训计划"} | values
    return office.desk.ledgers["training_plans"].save(None, 0, wanted)


def act(ledger, name, row_id, **values):
    return ledger.perform(name, ledger.load(row_id), values)


# --- filing (case 40) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filed", "today", "words"),
    [
        ((4, 15), (4, 20), "已备案"),
        ((4, 16), (4, 20), "逾期1天"),
        (None, (4, 15), "未报"),
        (None, (4, 18), "逾期3天未报"),
    ],
)
def test_a_plan_is_filed_in_time_late_or_missing(filed, today, words):
    assert filing_words(date(2026, 4, 15), filed and date(2026, *filed), date(2026, *today)) == words


def test_a_plan_filed_a_day_late_says_so(office, plans):
    made = plan(office)
    assert plans.load(made).values["due_on"] == date(2026, 4, 15)
    assert plans.load(made).values["filing_note"] == "逾期61天未报"
    act(plans, "file", made, filed_on=date(2026, 4, 16), opinion="同意")
    values = plans.load(made).values
    assert (values["filing"], values["filing_note"], values["opinion"]) == ("filed_late", "逾期1天", "同意")


@pytest.mark.parametrize(("postponed", "due"), [(False, date(2028, 4, 15)), (True, date(2028, 4, 17))])
def test_a_due_day_on_a_saturday_moves_only_where_the_bureau_says_so(office, plans, postponed, due):
    office.desk.settings.set("training_plan_postponed", postponed)
    made = plan(office, year=2028)
    assert plans.load(made).values["due_on"] == due


def test_a_unit_has_one_plan_a_year(office):
    plan(office)
    with pytest.raises(ValidationError, match="已经登记过"):
        plan(office, title="另一份")


def test_a_filed_plan_keeps_its_year_until_the_filing_is_taken_back(office, plans):
    made = plan(office)
    act(plans, "file", made, filed_on=date(2026, 4, 10))
    with pytest.raises(ConflictError, match="已备案"):
        plans.set_values([made], {"year": 2027})
    act(plans, "unfile", made)
    plans.set_values([made], {"year": 2027})
    assert plans.load(made).values["year"] == 2027


def test_a_plan_is_not_filed_tomorrow(office, plans):
    made = plan(office)
    with pytest.raises(ValidationError, match="晚于今天"):
        act(plans, "file", made, filed_on=date(2026, 6, 16))


def test_the_plan_says_what_the_rule_asks_for_and_it_lacks(office, plans):
    office.use("山西")
    made = plan(office)
    items = office.desk.ledgers["training_plan_items"]
    items.save(None, 0, {"plan_id": made, "title": "公共法律班", "category": "public_law", "minutes": 30 * 45})
    items.save(None, 0, {"plan_id": made, "title": "实训班", "category": "skill", "minutes": 24 * 45})
    (part,) = plans.details(plans.load(made))
    assert part.lines == (
        ("", "公共法律知识：计划30学时，要求30学时"),
        ("", "业务知识和执法技能合计：计划24学时，要求30学时，还差6学时"),
    )


def test_every_unit_is_on_the_list_of_plans_also_without_one(office):
    other = office.desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    made = plan(office)
    item = office.desk.ledgers["training_plan_items"].save(
        None, 0, {"plan_id": made, "title": "实训班", "category": "skill", "minutes": 45, "held_from": date(2026, 5, 1)}
    )
    session(office, plan_item_id=item)
    with office.desk.database.read() as read:
        found = {p.agency_id: p for p in plans_of_year(read, 2026, JUNE)}
    assert (found[office.unit].classes, found[office.unit].held) == (1, 1)
    assert (found[other].plan_id, found[other].filing, found[other].state) == (None, "逾期61天未报", "late")
    states = {r.id: r.values["execution"] for r in office.rows("training_plan_items")}
    assert states == {item: "done"}


# --- sessions ----------------------------------------------------------------------------------


def session(office, **values):
    wanted = {"title": "行政处罚法培训", "category": "public_law", "held_on": date(2026, 5, 6), "minutes": 360}
    return office.desk.ledgers["training_sessions"].save(None, 0, wanted | values)


def test_a_whole_unit_is_entered_at_once_and_nobody_twice(office, records):
    sessions = office.desk.ledgers["training_sessions"]
    office.person("祁望山")
    office.person("于安禾")
    office.person("简若宁", post_status="retired")
    made = session(office, rotation=True)
    act(sessions, "enrol", made, agency_id=office.unit, minutes=360)
    said = act(sessions, "enrol", made, agency_id=office.unit, minutes=360).message
    assert "已登记0人" in said
    assert "另有2人已经登记过" in said
    rows = office.rows("training")
    assert [(r.values["minutes"], r.values["rotation"], r.values["session_id"]) for r in rows] == [
        (360, True, made)
    ] * 2
    assert sessions.load(made).values["attended"] == 2


def test_names_are_looked_for_in_the_unit_only_and_all_or_none(office):
    sessions = office.desk.ledgers["training_sessions"]
    other = office.desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    office.person("祁望山")
    office.person("柏一诺")
    office.person("柏一诺")
    office.person("岑知远", unit=other)
    made = session(office)
    with pytest.raises(ValidationError) as refused:
        act(sessions, "enrol", made, agency_id=office.unit, minutes=180, names="祁望山、岑知远\n柏一诺")
    assert "没有登记岑知远" in refused.value.problems["names"]
    assert "几名柏一诺" in refused.value.problems["names"]
    assert office.rows("training") == []
    act(sessions, "enrol", made, agency_id=office.unit, minutes=180, names="祁望山")
    assert [r.labels["officer_id"] for r in office.rows("training")] == ["祁望山"]


@pytest.mark.parametrize("minutes", [0, 361])
def test_nobody_has_more_of_a_class_than_it_lasted(office, records, minutes):
    officer = office.person()
    made = session(office)
    with pytest.raises(ValidationError, match="一共8学时"):
        act(office.desk.ledgers["training_sessions"], "enrol", made, agency_id=office.unit, minutes=minutes)
    if minutes:
        values = {"officer_id": officer, "title": "行政处罚法培训", "category": "public_law"}
        with pytest.raises(ValidationError, match="一共8学时"):
            records.save(None, 0, values | {"held_on": date(2026, 5, 6), "minutes": minutes, "session_id": made})


# --- records ---------------------------------------------------------------------------------


def offered(ledger, row_id):
    return [action.name for action in ledger.actions(ledger.load(row_id))]


def test_a_double_is_decided_on_either_way(office, records):
    officer = office.person()
    first = office.train(officer, "公共", 90, title="网络课程")
    second = office.train(officer, "公共", 90, title="网络课程")
    assert offered(records, first) == ["void"]
    assert offered(records, second) == ["double", "distinct", "void"]
    assert "疑似重复" in records.details(records.load(second))[0].lines[0][1]
    act(records, "double", second)
    assert records.load(second).values["counting"] == "double"
    assert office.only().earned == {"public_law": 90}
    act(records, "distinct", second)
    assert office.only().earned == {"public_law": 180}
    assert office.year().suspicions == ()


def test_where_the_counted_one_is_void_its_double_counts(office, records):
    officer = office.person()
    first = office.train(officer, "公共", 90, title="网络课程")
    second = office.train(officer, "公共", 90, title="网络课程")
    act(records, "double", second)
    act(records, "void", first, why="登记错了人")
    assert office.only().earned == {"public_law": 90}
    with pytest.raises(ConflictError, match="已作废"):
        records.set_values([first], {"minutes": 45})


def test_what_was_found_distinct_can_still_be_removed(office, records):
    officer = office.person()
    office.train(officer, "公共", 90, title="网络课程")
    second = office.train(officer, "公共", 90, title="网络课程")
    act(records, "distinct", second)
    records.remove([second])
    assert len(office.rows("training")) == 1


def test_a_pending_record_is_confirmed(office, records):
    waiting = office.train(office.person(), "公共", 90, status="pending")
    assert offered(records, waiting) == ["confirm", "void"]
    act(records, "confirm", waiting)
    assert office.only().earned == {"public_law": 90}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start_time": "25:00"}, "start_time"),
        ({"start_time": "11:00", "end_time": "09:00"}, "end_time"),
        ({"ends_on": date(2026, 3, 1)}, "ends_on"),
        ({"held_on": date(2026, 6, 16)}, "held_on"),
    ],
)
def test_days_and_times_are_in_order(office, records, values, field):
    wanted = {
        "officer_id": office.person(),
        "title": "甲",
        "category": "skill",
        "held_on": date(2026, 3, 2),
        "minutes": 45,
    }
    with pytest.raises(ValidationError) as refused:
        records.save(None, 0, wanted | values)
    assert set(refused.value.problems) == {field}


def test_times_are_kept_in_one_spelling(office, records):
    wanted = {
        "officer_id": office.person(),
        "title": "甲",
        "category": "skill",
        "held_on": date(2026, 3, 2),
        "minutes": 45,
    }
    made = records.save(None, 0, wanted | {"start_time": "9:00", "end_time": "09：45"})
    values = records.load(made).values
    assert (values["start_time"], values["end_time"]) == ("09:00", "09:45")


# --- round and card --------------------------------------------------------------------------


def test_the_round_counts_who_held_a_card_on_post_on_its_last_day(office):
    been, late, never = office.person("祁望山"), office.person("于安禾"), office.person("简若宁")
    office.person("岑知远", post_status="moved", left_on=date(2026, 5, 1))
    office.train(been, "公共", 45, "2026-06-30", rotation=True)
    office.train(late, "公共", 45, "2026-07-01", rotation=True)
    office.train(never, "公共", 45, "2026-05-01")
    with office.desk.database.read() as read:
        found = rotation_round(read, 2026, date(2026, 12, 31))
    assert [h.name for h in found.trained] == ["祁望山"]
    assert [h.name for h in found.missing] == ["于安禾", "简若宁"]
    assert found.rate.words == "33.3%"
    assert "2026-06-30" in found.footing


def test_the_card_lists_every_training_and_why_one_does_not_count(office):
    officer = office.person(gender="男")
    office.train(officer, "公共", 360, "2026-03-02", "行政处罚法")
    office.train(officer, "公共", 360, "2026-03-02", "行政处罚法")
    office.train(officer, "技能", 90, "2026-04-02", "文书制作", status="void")
    office.train(officer, "政治", 45, "2026-05-02", "政治理论")
    with office.desk.database.read() as read:
        card = training_card(read, officer, 2026, JUNE)
    assert [(r.title, r.why_not) for r in card.rows] == [
        ("行政处罚法", ""),
        ("行政处罚法", "疑似重复，待认定"),
        ("文书制作", "作废"),
        ("政治理论", ""),
    ]
    assert card.sums == (("政治理论", 45, 0), ("公共法律知识", 360, 0))
    assert card.verdict == "未达标：公共法律、业务和技能合计还差52学时"
    assert (card.unit, card.gender, card.cert_no) == ("县水务局", "男", "示990001")


@pytest.mark.parametrize(("minutes", "words"), [(45, "1"), (1, "0.1"), (46, "1.1"), (0, "0"), (270, "6")])
def test_what_is_missing_is_never_shown_as_nothing(minutes, words):
    assert lacking_text(minutes) == words
