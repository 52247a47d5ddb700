"""Removing and restoring: parts go along, users hold back, doubles and lost references are refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from models.certificate import EnforcementCertificate
from models.plan import PlanDeadline, PlanTask, PlanTaskUnit
from services.errors import ConflictError, NotFoundError, ServiceError, ValidationError
from services.query import Condition, LedgerQuery, Operator


def live(desk, kind):
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(kind).where(kind.deleted_at.is_(None)))


def ids(ledger, **query):
    return [row.id for row in ledger.search(LedgerQuery(limit=500, **query)).rows]


def test_an_officer_goes_with_the_certificate_and_comes_back_with_it(sample_desk):
    officers, training = sample_desk.ledgers["officers"], sample_desk.ledgers["training"]
    reviewers = {r.values["name"] for r in sample_desk.ledgers["reviewers"].search(LedgerQuery(limit=500)).rows}
    held = [r for r in officers.search(LedgerQuery()).rows if r.values["cert_state"] == "active"]
    row = next(r for r in held if r.values["name"] not in reviewers)
    before = live(sample_desk, EnforcementCertificate)
    with pytest.raises(ConflictError, match="培训记录"):
        officers.remove([row.id])
    training.remove(ids(training, text=row.values["name"]))
    officers.remove([row.id])
    assert live(sample_desk, EnforcementCertificate) == before - 1
    assert row.id not in [item.row_id for item in sample_desk.due.items(days=3650) if item.ledger == "officers"]
    officers.restore([row.id])
    assert officers.load(row.id).values["cert_no"] == row.values["cert_no"]


def test_a_plan_goes_with_its_tasks_and_comes_back_with_those_that_went_along(sample_desk):
    plans, tasks = sample_desk.ledgers["plans"], sample_desk.ledgers["tasks"]
    kinds = (PlanTask, PlanTaskUnit, PlanDeadline)
    gone_before = ids(tasks)[0]
    tasks.remove([gone_before])
    plans._now = lambda: sample_desk.now() + timedelta(minutes=1)
    before = [live(sample_desk, kind) for kind in kinds]
    assert all(before)
    plan = ids(plans)
    outcome = plans.remove(plan)
    assert [live(sample_desk, kind) for kind in kinds] == [0, 0, 0]
    assert not [item for item in sample_desk.due.items(days=3650) if item.ledger == "tasks"]
    plans.restore(plan)
    assert [live(sample_desk, kind) for kind in kinds] == before
    assert gone_before not in ids(tasks)
    sample_desk.undo(plans.remove(plan).group)
    assert [live(sample_desk, kind) for kind in kinds] == before
    assert outcome.group


def test_a_task_whose_plan_lies_in_the_bin_is_restored_after_the_plan(sample_desk):
    plans, tasks = sample_desk.ledgers["plans"], sample_desk.ledgers["tasks"]
    task = ids(tasks)[0]
    plan = ids(plans)
    plans.remove(plan)
    with pytest.raises(ValidationError) as refused:
        tasks.restore([task])
    assert set(refused.value.problems) == {"plan_id"}


def test_a_unit_in_use_stays(sample_desk):
    units = sample_desk.ledgers["units"]
    unit = next(r.id for r in units.search(LedgerQuery()).rows if r.values["name"] == "县水务局")
    with pytest.raises(ConflictError, match="在使用它"):
        units.remove([unit])
    assert units.load(unit)


def test_a_standard_that_a_sheet_uses_stays(sample_desk):
    standards = sample_desk.ledgers["standards"]
    standard = ids(standards)[0]
    sample_desk.scoring.start(ids(sample_desk.ledgers["cases"])[0], standard)
    with pytest.raises(ConflictError, match="评分表"):
        standards.remove([standard])


def test_what_was_registered_again_meanwhile_is_not_restored(empty_desk):
    units = empty_desk.ledgers["units"]
    old = units.save(None, 0, {"name": "县水务局", "kind": "department"})
    units.remove([old])
    units.save(None, 0, {"name": "县水务局", "kind": "department"})
    with pytest.raises(ValidationError):
        units.restore([old])
    assert len(ids(units)) == 1


@pytest.mark.parametrize("row_id", [1, 999])
def test_only_what_is_in_the_bin_is_restored(sample_desk, row_id):
    with pytest.raises(NotFoundError):
        sample_desk.ledgers["units"].restore([row_id])


def test_a_record_is_not_given_a_unit_that_lies_in_the_bin(empty_desk):
    units, problems = empty_desk.ledgers["units"], empty_desk.ledgers["problems"]
    unit = units.save(None, 0, {"name": "县水务局", "kind": "department"})
    units.remove([unit])
    for agency in (unit, 999):
        with pytest.raises(ValidationError) as refused:
            problems.save(None, 0, {"agency_id": agency, "title": "甲", "found_on": date(2026, 6, 1)})
        assert set(refused.value.problems) == {"agency_id"}


def test_clearing_the_sample_keeps_what_the_bureau_s_own_records_use(sample_desk):
    units, problems = sample_desk.ledgers["units"], sample_desk.ledgers["problems"]
    unit = next(r.id for r in units.search(LedgerQuery()).rows if r.values["name"] == "县水务局")
    own = problems.save(None, 0, {"agency_id": unit, "title": "本局发现", "found_on": date(2026, 6, 1)})
    said = sample_desk.sample.clear()
    assert [r.values["name"] for r in units.search(LedgerQuery()).rows] == ["县水务局"]
    assert ids(problems) == [own]
    assert not sample_desk.sample.present()
    assert "留下" in said.message


# --- what may be typed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"title": "　 \t"}, "title"),
        ({"title": "\ud800\x00"}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"found_on": date(206, 6, 1)}, "found_on"),
        ({"due_on": date(9999, 12, 31)}, "due_on"),
        ({"title": "长" * 301}, "title"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(sample_desk, values, wrong):
    problems = sample_desk.ledgers["problems"]
    fine = {"agency_id": 1, "title": "甲", "found_on": date(2026, 6, 1)}
    with pytest.raises(ValidationError) as refused:
        problems.save(None, 0, {**fine, **values})
    assert set(refused.value.problems) == {wrong}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  县水务局\x00 ", "县水务局"),
        ("县\ud83d水务局", "县水务局"),
        ("𠮷野家😀监管所", "𠮷野家😀监管所"),
        ("50%_折扣'\"局", "50%_折扣'\"局"),
    ],
    ids=["control sign", "half a character", "rare signs", "signs of a search"],
)
def test_strange_signs_do_no_harm(empty_desk, typed, stored):
    units = empty_desk.ledgers["units"]
    row_id = units.save(None, 0, {"name": typed, "kind": "department"})
    assert units.load(row_id).values["name"] == stored
    assert ids(units, text=typed) == [row_id]
    assert ids(units, sort="name") == [row_id]


def test_search_takes_every_sign_as_itself(empty_desk):
    units = empty_desk.ledgers["units"]
    row_id = units.save(None, 0, {"name": "县水务局", "short_name": "ABC", "kind": "department"})
    for text in ("%", "_", "水_局", "'", '"', "\\", "\x00", "\ud800水务"):
        assert ids(units, text=text) in ([], [row_id])
    assert ids(units, text="ａｂｃ") == [row_id]
    assert ids(units, text="水_局") == []


def test_a_pasted_page_can_be_searched_for(empty_desk):
    units = empty_desk.ledgers["units"]
    units.save(None, 0, {"name": "县水务局", "kind": "department"})
    assert ids(units, text=" ".join(f"词{n}" for n in range(5000))) == []
    assert ids(units, text="水" * 100_000) == []


def test_an_empty_field_is_nothing_and_what_needs_a_value_keeps_it(sample_desk):
    tasks, officers = sample_desk.ledgers["tasks"], sample_desk.ledgers["officers"]
    task = tasks.search(LedgerQuery()).rows[0]
    tasks.save(task.id, task.row_version, {**task.values, "no": "", "progress": "", "state": None})
    after = tasks.load(task.id).values
    assert (after["no"], after["progress"], after["state"]) == ("", None, task.values["state"])
    officer = officers.search(LedgerQuery()).rows[0]
    officers.save(officer.id, officer.row_version, {**officer.values, "id_no": ""})
    assert officers.load(officer.id).values["id_no"] is None


@pytest.mark.parametrize("name", ["tasks", "obligations", "extensions", "standards", "sheets"])
def test_rows_that_come_from_elsewhere_are_not_typed_in(sample_desk, name):
    with pytest.raises(ConflictError):
        sample_desk.ledgers[name].save(None, 0, {"title": "甲", "summary": "甲"})


def test_half_a_character_is_never_a_crash(sample_desk):
    problems = sample_desk.ledgers["problems"]
    row = next(r for r in problems.search(LedgerQuery()).rows if r.values["state"] == "registered")
    values = {"measure": "补正\ud83d", "person": "甲", "due_on": date(2026, 12, 1)}
    with pytest.raises(ServiceError, match="存不下的字符"):
        problems.perform("assign", row, values)
    with pytest.raises(ServiceError, match="存不下的字符"):
        sample_desk.settings.set("contact_name", "甲\ud83d")
    assert problems.load(row.id) == row
    sample_desk.sealed.write("form", {"title": "甲\ud83d"})
    assert sample_desk.sealed.read("form") == {"title": "甲\ud83d"}


@pytest.mark.parametrize("text", ["长" * 60_000, "%", "补%正"])
def test_a_filter_on_words_takes_them_as_they_are(sample_desk, text):
    asked = LedgerQuery(conditions=(Condition("title", Operator.CONTAINS, text),))
    assert sample_desk.ledgers["problems"].search(asked).total == 0
