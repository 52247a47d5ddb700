"""Forms about one certificate say what the register knows, and leave the rest open."""

from datetime import date

import pytest

from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind, Qualification
from models.certificate import QualificationKind as Exam
from models.officer import EnforcementOfficer, ExitCase, OfficerPost, PostStatus
from models.training import TrainingRecord
from services.certificates.kinds import APPLYING
from services.errors import ValidationError
from services.register_papers.chosen import Chosen
from services.register_papers.office import MASKED


@pytest.fixture
def officer(rows):
    return rows(EnforcementOfficer)[3]


@pytest.fixture
def card(rows, officer):
    return rows(EnforcementCertificate, EnforcementCertificate.officer_id == officer.id)[0]


def only(papers, key, *ids, ledger="officers"):
    values = papers.values(key, Chosen(ledger, ids))
    assert len(values) == 1
    return values[0]


def event(card, kind, status, on=date(2026, 6, 10), **facts):
    return CertificateEvent(certificate_id=card.id, kind=kind, status=status, happened_on=on, **facts)


def test_an_application_prints_person_and_whole_number_for_those_who_may_export_it(papers, officer, text_of):
    words = text_of(papers.printed("application", Chosen("officers", (officer.id,))))
    assert officer.name in words
    assert officer.id_no in words
    assert MASKED not in papers.lacks("application", Chosen("officers", (officer.id,)))


def test_a_reader_gets_the_ends_of_the_number_and_is_told_so(papers, officer, text_of, as_reader):
    chosen = Chosen("officers", (officer.id,))
    words = text_of(papers.printed("application", chosen))
    assert officer.id_no not in words
    assert officer.id_no[-4:] in words
    assert MASKED in papers.lacks("application", chosen)


def test_an_application_takes_scores_and_posts_from_their_ledgers(papers, officer, store):
    store(
        Qualification(officer_id=officer.id, kind=Exam.PUBLIC_LAW, exam_on=date(2025, 5, 1), score=8850, passed=True),
        Qualification(officer_id=officer.id, kind=Exam.SPECIAL, exam_on=date(2025, 5, 1), score=5900, passed=False),
        OfficerPost(
            officer_id=officer.id,
            agency_id=officer.agency_id,
            post="办事员",
            starts_on=date(2012, 7, 1),
            ends_on=date(2015, 6, 30),
        ),
    )
    values = only(papers, "application", officer.id)
    assert values.officer.exam_public == "88.5"
    assert values.officer.exam_special == ""  # failed
    assert "2012-07-01至2015-06-30" in values.resume
    assert "办事员" in values.resume


def test_the_kind_is_ticked_only_where_an_application_is_under_way(papers, rows, officer):
    applying = rows(EnforcementCertificate, EnforcementCertificate.status.in_(APPLYING))[0]
    assert only(papers, "application", applying.id, ledger="applications").kinds == ("行政执法证",)
    assert only(papers, "application", officer.id).kinds == ()


def test_a_reissue_names_the_lost_card_and_where_the_loss_was_announced(papers, officer, card, store, text_of):
    lost = event(card, EventKind.LOST, CertificateStatus.LOST, notice_medium="示例日报", notice_on=date(2026, 6, 11))
    store(lost)
    values = only(papers, "reissue", officer.id)
    assert (values.old_cert_no, values.notice_medium, values.notice_date) == (card.cert_no, "示例日报", "2026-06-11")
    notice = text_of(papers.printed("loss_notice", Chosen("officers", (officer.id,))))
    assert card.cert_no in notice
    assert "2026年6月11日" in notice


def test_an_exchange_puts_the_old_card_beside_the_application_of_the_new_one(papers, officer, card, store):
    new = EnforcementCertificate(
        officer_id=officer.id, status=CertificateStatus.DRAFT, current=False, previous_id=card.id
    )
    (new_id,) = store(new)
    store(
        CertificateEvent(
            certificate_id=new_id,
            kind=EventKind.APPLIED,
            status=CertificateStatus.DRAFT,
            happened_on=date(2026, 6, 10),
            details={"renewal_reason": "damage"},
        )
    )
    values = only(papers, "exchange", new_id, ledger="certificates")
    assert values.old_cert_no == card.cert_no
    assert values.old_validity == f"{card.valid_from}至{card.valid_to}"
    assert values.reasons == ("损毁",)


def test_a_suspension_prints_its_decision_and_the_bureaus_own_words_on_remedies(
    papers, officer, card, store, sample_desk, text_of
):
    sample_desk.settings.set_many({"suspension_remedies": "收到之日起三十日内向示例市司法局申诉"})
    store(
        event(
            card,
            EventKind.SUSPENDED,
            CertificateStatus.SUSPENDED,
            reason="检查时未出示证件",
            basis="示例省证件管理办法",
            decided_by="示例县司法局",
            doc_no="示司监决〔2026〕9号",
            planned_end=date(2026, 8, 9),
            details={"required_minutes": 1800},
        )
    )
    chosen = Chosen("officers", (officer.id,))
    words = text_of(papers.printed("suspension", chosen))
    for part in ("示司监决〔2026〕9号", "检查时未出示证件", "2026年8月9日", "40学时", "示例市司法局申诉", card.cert_no):
        assert part in words
    assert papers.lacks("suspension", chosen) == ()


def test_a_suspension_that_was_taken_back_is_not_printed(papers, officer, card, store):
    (wrong,) = store(event(card, EventKind.SUSPENDED, CertificateStatus.SUSPENDED, reason="登错了人"))
    corrected = event(card, EventKind.CORRECTED, CertificateStatus.ACTIVE, corrects_id=wrong)
    corrected.details = {"withdrawn": True}
    store(corrected)
    assert only(papers, "suspension", officer.id).facts == ""


def test_without_a_suspension_the_notice_says_what_is_missing_and_prints_all_the_same(papers, officer, text_of):
    chosen = Chosen("officers", (officer.id,))
    (line,) = papers.lacks("suspension", chosen)
    assert line.startswith(f"{officer.name}：缺")
    assert "文号" in line
    assert officer.name in text_of(papers.printed("suspension", chosen))


def test_the_return_to_the_post_counts_the_education_of_that_exit_only(papers, officer, store):
    def course(title, on, minutes):
        return TrainingRecord(
            officer_id=officer.id, title=title, category="off_duty", held_on=on, minutes=minutes, status="confirmed"
        )

    (exit_id,) = store(
        ExitCase(
            officer_id=officer.id,
            trigger="T03",
            facts="证件被暂扣",
            opened_on=date(2026, 4, 1),
            education_from=date(2026, 4, 2),
            required_minutes=1800,
            test_passed=True,
            tested_on=date(2026, 5, 20),
        )
    )
    store(
        course("以前的学习", date(2026, 3, 1), 900),
        course("第一期", date(2026, 4, 6), 900),
        course("第二期", date(2026, 5, 6), 945),
    )
    values = only(papers, "return", exit_id, ledger="exits")
    assert [row.title for row in values.courses] == ["第一期", "第二期"]
    assert (values.hours_required, values.hours_total, values.test_score) == ("40", "41", "合格")


@pytest.mark.parametrize(
    ("status", "code"), [(PostStatus.RETIRED, "Z02"), (PostStatus.MOVED, "Z01"), (PostStatus.DECEASED, "Z06")]
)
def test_why_a_card_is_cancelled_follows_the_officers_leaving(papers, officer, change, status, code):
    change(EnforcementOfficer, officer.id, post_status=status)
    assert only(papers, "cancellation", officer.id).chosen == (code,)


def test_the_reason_registered_with_the_cancellation_comes_first(papers, officer, card, store, change):
    change(EnforcementOfficer, officer.id, post_status=PostStatus.RETIRED)
    ended = event(card, EventKind.CANCELLED, CertificateStatus.CANCELLED, reason_code="Z10", card_returned=False)
    store(ended)
    values = only(papers, "cancellation", officer.id)
    assert values.chosen == ("Z10",)
    assert values.card_returned == "否"
    (row,) = only(papers, "cancellation_list", officer.id).rows
    assert (row.name, row.cert_no, row.reason, row.card_returned) == (officer.name, card.cert_no, "遗失", "否")


def test_somebody_on_post_has_no_reason_until_a_clerk_gives_one(papers, officer):
    assert only(papers, "cancellation", officer.id).chosen == ()


def test_many_applications_are_one_file_each_on_the_front_of_a_sheet(papers, rows, pages_of):
    ids = tuple(row.id for row in rows(EnforcementOfficer)[:4])
    each = pages_of(papers.printed("application", Chosen("officers", ids[:1])))
    assert pages_of(papers.printed("application", Chosen("officers", ids))) == 4 * (each + each % 2) - each % 2


def test_notices_of_loss_are_joined_into_one_file(papers, rows, text_of):
    some = rows(EnforcementOfficer)[:3]
    words = text_of(papers.printed("loss_notice", Chosen("officers", tuple(row.id for row in some))))
    assert all(row.name in words for row in some)


def test_where_there_is_nobody_nothing_is_printed(papers):
    with pytest.raises(ValidationError):
        papers.printed("application", Chosen("officers", (987_654,)))
