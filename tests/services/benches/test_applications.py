"""Applications by step, their clocks and papers; today is Monday, 15 June 2026."""

from datetime import date

import pytest
from sqlalchemy import select

from models.certificate import (
    CertificateEvent,
    CertificateKind,
    CertificateStatus,
    EnforcementCertificate,
    EventKind,
    Qualification,
)
from models.document import HolidayDay
from models.officer import Discipline, EnforcementOfficer, PostStatus
from services.benches.application_rules import Applicant, missing, obstacles
from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
WHOLE = {
    "id_no": "990101199003070016",
    "education": "大学本科",
    "post": "科员",
    "domain": "水政",
    "staffing": "行政编制",
    "photo": "于安禾.jpg",
}
EVERYTHING = {"form": True, "sheet": True, "staffing": True, "conduct": True}


@pytest.fixture
def bench(register):
    return register.desk.benches.applications


@pytest.fixture
def officer(register, unit):
    return register.officer(unit, **WHOLE)


def apply(register, officer, status=CertificateStatus.DRAFT, on=date(2026, 6, 1), kind=EventKind.APPLIED):
    card = register.card(officer, None, cert_no=None, valid_from=None, status=status, current=False)
    register.put(CertificateEvent(certificate_id=card, kind=kind, happened_on=on, status=status))
    return card


def qualify(register, officer, **more):
    register.put(Qualification(officer_id=officer, **({"passed": True} | more)))


def step(bench, row_id):
    return bench.load(row_id).values["step"]


def offered(bench, row_id, name):
    return next(act for act in bench.actions(bench.load(row_id)) if act.name == name)


@pytest.mark.parametrize(
    ("reached", "due", "clock"),
    [
        (date(2026, 6, 1), date(2026, 6, 15), "soon"),  # ten working days: the last one is today
        (date(2026, 5, 29), date(2026, 6, 12), "late"),
        (date(2026, 6, 12), date(2026, 6, 26), "run"),
    ],
)
def test_a_step_is_due_after_its_working_days(register, bench, officer, reached, due, clock):
    with register.desk.database.write("清空节假日") as session:
        for day in session.scalars(select(HolidayDay)):
            day.deleted_at = register.desk.now()
    card = apply(register, officer, CertificateStatus.BUREAU_REVIEW, reached, EventKind.FORWARDED)
    row = bench.load(card)
    assert (row.values["due_on"], row.values["clock"]) == (due, clock)


def test_holidays_are_left_out_and_the_day_of_the_event_counts_first(register, bench, officer):
    card = apply(register, officer, CertificateStatus.SUPERIOR_REVIEW, date(2026, 6, 12), EventKind.REVIEWED)
    register.put(HolidayDay(day=date(2026, 6, 24), working=False, name="本地假日"))
    with register.desk.database.read() as session:
        from services.workdays import WorkCalendar

        expected = WorkCalendar.load(session).add_workdays(date(2026, 6, 12), 10)
    assert bench.load(card).values["due_on"] == expected > date(2026, 6, 26)


def test_no_rule_means_no_clock_and_a_draft_has_one_only_after_it_was_sent_back(register, bench, officer):
    making = apply(register, officer, CertificateStatus.MAKING, kind=EventKind.APPROVED)
    fresh = apply(register, officer, CertificateStatus.DRAFT)
    returned = apply(register, officer, CertificateStatus.DRAFT, date(2026, 6, 1), EventKind.SENT_BACK)
    clocks = {row_id: bench.load(row_id).values["clock"] for row_id in (making, fresh, returned)}
    assert clocks == {making: "none", fresh: "none", returned: "late"}


def test_an_application_goes_from_the_unit_to_the_issuer_step_by_step(register, bench, officer):
    card = apply(register, officer)
    qualify(register, officer)
    bench.perform("papers", bench.load(card), EVERYTHING)
    for act, after in (("submit", "unit_review"), ("report", "bureau_review"), ("review", "superior_review")):
        bench.perform(act, bench.load(card), {"on": TODAY})
        assert step(bench, card) == after
    bench.perform("approve", bench.load(card), {"on": TODAY, "decided_by": "示例省司法厅", "doc_no": "示证〔2026〕1号"})
    assert step(bench, card) == "making"
    kinds = [event.kind for event in register.all(CertificateEvent)]
    assert kinds[-4:] == [EventKind.FORWARDED, EventKind.FORWARDED, EventKind.REVIEWED, EventKind.APPROVED]


def test_what_is_missing_is_named_and_keeps_the_application_where_it_is(register, bench, unit):
    bare = register.officer(unit, staffing="行政编制")
    card = apply(register, bare)
    why = offered(bench, card, "submit").why_not
    for word in ("申领审批表", "信息采集表", "照片", "编制证明", "身份证号", "学历"):
        assert word in why
    with pytest.raises(ConflictError, match="还缺"):
        bench.perform("submit", bench.load(card), {"on": TODAY})
    assert step(bench, card) == "draft"


def test_a_kept_file_counts_as_the_paper_that_its_name_says(register, bench, officer, tmp_path):
    card = apply(register, officer)
    file = tmp_path / "于安禾编制证明（盖章）.pdf"
    file.write_bytes(b"%PDF-1.7")
    register.desk.attachments.add("enforcement_certificate", card, file)
    papers = dict(bench.load(card).values["papers"])
    assert (papers["编制证明"], papers["照片"], papers["申领审批表"]) == ("已收到", "已收到", "缺")


def test_staff_of_entrusted_organisations_hand_in_the_paper_of_entrustment(register, bench, officer):
    card = apply(register, officer, kind=EventKind.APPLIED)
    assert "委托书" not in bench.load(card).values["missing"]
    register.change(EnforcementCertificate, card, kind=CertificateKind.ENTRUSTED)
    assert "委托书" in bench.load(card).values["missing"]


def test_the_first_review_asks_for_an_exam_that_holds(register, bench, officer):
    card = apply(register, officer, CertificateStatus.BUREAU_REVIEW, kind=EventKind.FORWARDED)
    bench.perform("papers", bench.load(card), EVERYTHING)
    assert "资格考试" in offered(bench, card, "review").why_not
    qualify(register, officer, valid_until=date(2026, 6, 14))
    assert "资格考试" in offered(bench, card, "review").why_not
    qualify(register, officer, passed=False, waiver_basis="持有法律职业资格")
    assert offered(bench, card, "review").enabled


def test_sending_back_and_refusing_need_a_reason(register, bench, officer):
    card = apply(register, officer, CertificateStatus.UNIT_REVIEW, kind=EventKind.FORWARDED)
    with pytest.raises(ValidationError, match="理由"):
        bench.perform("send_back", bench.load(card), {"on": TODAY})
    bench.perform("send_back", bench.load(card), {"on": TODAY, "reason": "照片不合格"})
    assert step(bench, card) == "draft"
    assert register.all(CertificateEvent)[-1].reason == "照片不合格"


def test_a_refused_application_leaves_the_list(register, bench, officer):
    card = apply(register, officer, CertificateStatus.BUREAU_REVIEW, kind=EventKind.FORWARDED)
    bench.perform("reject", bench.load(card), {"on": TODAY, "reason": "不在编"})
    assert bench.search(LedgerQuery()).total == 0


def test_an_act_on_a_stale_row_is_refused(register, bench, officer):
    card = apply(register, officer, CertificateStatus.BUREAU_REVIEW, kind=EventKind.FORWARDED)
    seen = bench.load(card)
    bench.perform("send_back", seen, {"on": TODAY, "reason": "补材料"})
    with pytest.raises(ConflictError, match="刚被办理过"):
        bench.perform("send_back", seen, {"on": TODAY, "reason": "补材料"})


def test_an_event_is_never_dated_before_the_last_one(register, bench, officer):
    card = apply(register, officer, CertificateStatus.BUREAU_REVIEW, date(2026, 6, 10), EventKind.FORWARDED)
    with pytest.raises(ConflictError, match="2026-06-10"):
        bench.perform("send_back", bench.load(card), {"on": date(2026, 6, 9), "reason": "补材料"})


def test_several_go_on_in_one_act_and_who_lacks_something_stays(register, bench, unit, officer):
    ready = apply(register, officer, CertificateStatus.BUREAU_REVIEW, kind=EventKind.FORWARDED)
    qualify(register, officer)
    bench.perform("papers", bench.load(ready), EVERYTHING)
    bare = apply(register, register.officer(unit, "缺材料", staffing="行政编制"))
    done = bench.go_on([ready, bare], {"on": TODAY})
    assert "已将1人" in done.message
    assert "1人没有办理：缺材料还缺" in done.message
    assert (step(bench, ready), step(bench, bare)) == ("superior_review", "draft")
    with pytest.raises(ConflictError, match="缺文号"):
        bench.go_on([ready], {"on": TODAY})
    bench.go_on([ready], {"on": TODAY, "decided_by": "示例省司法厅", "doc_no": "示证〔2026〕1号"})
    assert step(bench, ready) == "making"


def applicant(**more):
    values = {
        "today": TODAY,
        "kind": CertificateKind.ENFORCEMENT,
        "photo": True,
        "file_names": ("审批表.pdf", "采集表.xlsx", "编制证明.pdf", "考核说明.pdf"),
        "received": frozenset(),
        "missing_fields": (),
        "post_status": PostStatus.ON_POST,
        "staffing": "行政编制",
        "excluded_staff": ("劳务派遣", "工勤", "借调"),
        "blocked_until": None,
        "banned_until": None,
        "qualified": True,
    }
    return Applicant(**(values | more))


def test_nothing_bars_somebody_with_everything():
    assert missing(applicant()) == ()
    assert list(obstacles(applicant())) == []


@pytest.mark.parametrize("staffing", ["劳务派遣", "工勤人员", "借调", ""])
def test_staff_outside_the_establishment_is_barred(staffing):
    assert len(list(obstacles(applicant(staffing=staffing)))) == 1


@pytest.mark.parametrize(
    ("today", "barred"), [(date(2026, 11, 20), True), (date(2026, 12, 9), True), (date(2026, 12, 11), False)]
)
def test_a_demerit_of_10_december_2025_bars_until_9_december_2026_inclusive(today, barred):
    assert bool(list(obstacles(applicant(today=today, blocked_until=date(2026, 12, 9))))) is barred


def test_discipline_of_the_register_bars_the_application(register, bench, officer):
    card = apply(register, officer)
    register.put(
        Discipline(officer_id=officer, kind="C02", decided_on=date(2025, 12, 10), blocked_until=date(2026, 12, 9))
    )
    assert "2026-12-09" in offered(bench, card, "submit").why_not
    assert register.get(EnforcementOfficer, officer).name == "于安禾"
