"""Monthly and quarterly tables: what belongs into a period, on which side of its edges, and that sums agree."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agency import EnforcementAgency
from models.document import DocumentState, IssuedDocument
from models.problem import Complaint, ComplaintState, Problem, ProblemState
from services.errors import ValidationError
from services.evaluation.figures import Cells
from services.evaluation.periods import PERIODS, ReportPeriod, period_of, recent
from services.evaluation.report import ReportKind
from tests.services.evaluation.test_evaluation import figures, pdf_words

TODAY = date(2026, 6, 15)
MAY = ReportPeriod(ReportKind.MONTH, 2026, 5)


def store(desk, *rows):
    with desk.database.write("登记") as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@pytest.fixture
def unit(empty_desk):
    return store(empty_desk, EnforcementAgency(name="县水务局"))[0]


def problem(unit, number, found_on, closed_on=None, state=ProblemState.RECTIFYING, **more):
    state = ProblemState.CLOSED if closed_on else state
    values = {"title": f"问题{number}", "kind": "inaction"} | more
    return Problem(
        number=f"问〔2026〕{number}号", agency_id=unit, found_on=found_on, closed_on=closed_on, state=state, **values
    )


@given(st.sampled_from(PERIODS), st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_day_lies_in_its_period_and_periods_follow_one_another_without_gap(kind, day):
    found = period_of(kind, day)
    assert found.first <= day <= found.last
    assert (found.first - found.before().last).days == 1
    assert period_of(kind, found.before().last) == found.before()


def test_periods_have_the_names_of_the_forms():
    names = [recent(kind, TODAY, 2) for kind in PERIODS]
    assert [[period.name for period in two] for two in names] == [
        ["2026年6月", "2026年5月"],
        ["2026年第二季度", "2026年第一季度"],
        ["2026年上半年", "2025年下半年"],
        ["2026年", "2025年"],
    ]


def test_what_was_there_came_and_went_makes_what_is_left(empty_desk, unit):
    store(
        empty_desk,
        problem(unit, 1, date(2026, 4, 30)),
        problem(unit, 2, date(2026, 4, 30), date(2026, 5, 1)),
        problem(unit, 3, date(2026, 4, 30), date(2026, 4, 30)),  # over before the period
        problem(unit, 4, date(2026, 5, 1), date(2026, 5, 31)),
        problem(unit, 5, date(2026, 5, 31), date(2026, 6, 1)),  # closed after the period
        problem(unit, 6, date(2026, 6, 1)),  # found after the period
        problem(unit, 7, date(2026, 5, 2), state=ProblemState.SUBMITTED, due_on=date(2026, 5, 30)),
        problem(unit, 8, date(2026, 5, 2), due_on=date(2026, 5, 31), original_due_on=date(2026, 5, 20)),
    )
    report = empty_desk.evaluation.periodic(MAY)
    expected = {
        "上期结存": 2,
        "本期新增": 4,
        "本期销号": 2,
        "期末结存": 4,
        "整改中": 3,
        "待复核": 1,
        "其中延期": 1,
        "其中逾期": 1,
    }
    assert figures(report, "problems_units", "县水务局") == expected
    assert figures(report, "problems_kinds", "合计") == expected


def test_complaints_are_counted_by_channel_with_their_shares(empty_desk, unit):
    def complaint(number, received, channel, answered=None, due=None, private=False):
        return Complaint(
            number=f"投诉〔2026〕{number}号",
            received_on=received,
            agency_id=unit,
            channel=channel,
            content="反映检查多",
            due_on=due,
            answered_on=answered,
            private_enterprise=private,
            state=ComplaintState.ANSWERED if answered else ComplaintState.RECEIVED,
        )

    store(
        empty_desk,
        complaint(1, date(2026, 5, 1), "hotline", date(2026, 5, 20), date(2026, 5, 20), private=True),
        complaint(2, date(2026, 5, 31), "hotline", date(2026, 6, 1), date(2026, 6, 10)),
        complaint(3, date(2026, 5, 3), "letter", date(2026, 5, 30), date(2026, 5, 10)),
        complaint(4, date(2026, 4, 3), "letter", None, date(2026, 5, 10)),
        complaint(5, date(2026, 6, 1), "letter"),
    )
    report = empty_desk.evaluation.periodic(MAY)
    assert figures(report, "complaints", "12345热线") == {
        "收到": 2,
        "已答复": 1,
        "正在办理": 1,
        "本期到期": 1,
        "按期答复": 1,
        "涉民营企业": 1,
    }
    assert figures(report, "complaints", "来信") == {"收到": 1, "已答复": 1, "本期到期": 2}
    table = report.table("complaints")
    shares = {line.label: table.text(line, table.column("share")) for line in table.all_lines}
    assert (shares["12345热线"], shares["来访"], shares["合计"]) == ("66.7%", "0.0%", "100.0%")
    visit = next(line for line in table.lines if line.label == "来访")
    assert table.text(visit, table.column("rate")) == "—"


def test_papers_without_a_reply_past_their_day_are_late_at_the_end(empty_desk):
    def paper(number, issued, due=None, replied=None, **more):
        values = {"state": DocumentState.ISSUED, "kind": "letter"} | more
        return IssuedDocument(
            number=f"示司监〔2026〕{number}号",
            title="关于反馈情况的函",
            recipients="县水务局",
            issued_on=issued,
            reply_due_on=due,
            replied_on=replied,
            content={},
            **values,
        )

    store(
        empty_desk,
        paper(1, date(2026, 5, 1), date(2026, 5, 10), date(2026, 5, 9), served_on=date(2026, 5, 2)),
        paper(2, date(2026, 4, 1), date(2026, 4, 20)),
        paper(3, date(2026, 5, 20), date(2026, 5, 31)),  # due on the last day: not late yet
        paper(4, date(2026, 5, 20), date(2026, 5, 25), date(2026, 6, 2)),  # replied after the period
        paper(5, date(2026, 5, 3), state=DocumentState.VOID),
    )
    report = empty_desk.evaluation.periodic(MAY)
    assert figures(report, "papers", "函") == {"制发": 3, "送达": 1, "应回复": 3, "已回复": 1, "逾期未复": 2}


def test_the_sums_of_every_table_agree_on_the_sample_county(sample_desk):
    for period in (recent(ReportKind.MONTH, TODAY, 3)[2], period_of(ReportKind.YEAR, TODAY)):
        report = sample_desk.evaluation.periodic(period)
        for table in report.tables:
            for column in table.columns:
                if column.cells is Cells.COUNT and table.summed:
                    whole = table.number(table.total, column.key)
                    assert whole == sum(table.number(line, column.key) for line in table.lines)
        assert figures(report, "tasks_plans", "合计") == figures(report, "tasks_leads", "合计")
        found = figures(report, "problems_units", "合计")
        assert found == figures(report, "problems_kinds", "合计")
        left = found.get("上期结存", 0) + found.get("本期新增", 0) - found.get("本期销号", 0)
        assert found.get("期末结存", 0) == left


def test_people_are_those_of_the_indicators_page(sample_desk):
    from services.training.compliance import compliance

    found = figures(sample_desk.evaluation.periodic(period_of(ReportKind.MONTH, TODAY)), "people", "合计")
    with sample_desk.database.read() as session:
        year = compliance(session, 2026, TODAY)
    assert (found["应训"], found["学时达标"]) == (year.rate.due, year.rate.met)
    assert found["持证"] <= found["在册"]


def test_a_period_that_runs_ends_today_and_one_to_come_is_refused(empty_desk):
    assert empty_desk.evaluation.periodic(period_of(ReportKind.YEAR, TODAY)).last_day == TODAY
    with pytest.raises(ValidationError, match="还没有开始"):
        empty_desk.evaluation.periodic(ReportPeriod(ReportKind.MONTH, 2026, 7))


def test_the_print_carries_head_definitions_and_what_is_left_to_hand(sample_desk, tmp_path):
    report = sample_desk.evaluation.periodic(period_of(ReportKind.QUARTER, TODAY), {"checked_by": "容知秋"})
    sample_desk.evaluation.print(report, tmp_path / "季报.pdf")
    words = pdf_words(tmp_path / "季报.pdf")
    for expected in (
        "行政执法监督工作季报（2026年第二季度）",
        "填报单位：示例县司法局",
        "报送周期：2026年第二季度",
        "审核人　容知秋",
        "期末结存：到期末还没有销号的",
        "表7　复议诉讼",
    ):
        assert expected in words, expected


def test_a_frozen_report_keeps_its_head_and_its_figures(sample_desk):
    before = sample_desk.evaluation.periodic(period_of(ReportKind.MONTH, TODAY), {"signed_by": "容知秋"})
    sample_desk.evaluation.freeze(before)
    unit = sample_desk.ledgers["units"].options("parent_id")[0][0]
    store(sample_desk, problem(unit, 999, TODAY))
    again = sample_desk.evaluation.load(sample_desk.evaluation.frozen(PERIODS)[0].id)
    assert again.to_json() == before.to_json()
    assert again.head["signed_by"] == "容知秋"
