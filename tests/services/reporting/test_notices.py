"""通报: figures that add up, what lags by unit, a draft that can be edited and signed."""

from datetime import date

import pypdfium2
import pytest

from services.errors import NotFoundError
from services.evaluation.plan_facts import task_facts
from services.evaluation.standing import Standing, standing_of
from services.query import LedgerQuery
from tests.services.reporting.reports_of import duty, rows, start

TODAY = date(2026, 6, 15)


def plan_id(desk):
    return desk.plan_ledger.search(LedgerQuery()).rows[0].id


def body(desk, draft_id):
    return [part["text"] for part in desk.drafting.open(draft_id).text.content["body"]]


def test_a_plans_figures_count_tasks_once_and_list_what_lags_by_unit(planned):
    third = planned.task_ledger.search(LedgerQuery(sort="position")).rows[2]
    planned.task_ledger.perform("finish", third, {"progress": "已办", "done_on": TODAY, "why": "各单位都已办完"})
    found = planned.reporting.notices.figures("plan", plan_id(planned))
    assert (found.total, found.done, found.running, found.late_items, found.units) == (3, 1, 1, 1, 2)
    assert found.total == found.done + found.running + found.late_items


def test_a_notice_lies_on_the_drafting_desk_with_its_figures(planned):
    draft_id = planned.reporting.notices.draft("plan", plan_id(planned))
    view = planned.drafting.open(draft_id)
    assert view.text.kind == "circular"
    assert view.text.content["title"] == "示例县司法局关于《样板县执法提升方案》任务推进情况的通报"
    told = body(planned, draft_id)
    assert (
        "截至2026年6月15日，共3项任务，已完成0项任务，占0%；正在推进2项任务，占66.7%；"
        "已超过时限1项任务，占33.3%，涉及2个单位。"
    ) in told
    assert "由县水务局负责的1项：第1项“整理名册”（时限2026年6月10日，逾期5天）。" in told
    outcome = planned.drafting.sign(draft_id, view.row_version)
    assert outcome.message == "已签发示司监函〔2026〕1号。"


def test_a_notice_and_an_evaluation_of_the_same_day_count_alike(sample_desk):
    found = sample_desk.reporting.notices.figures("plan", plan_id(sample_desk))
    with sample_desk.database.read() as session:
        standing = [standing_of(task.facts, TODAY) for task in task_facts(session, plan_id(sample_desk))]
    assert found.late_items == standing.count(Standing.LATE) > 0
    assert found.done == standing.count(Standing.IN_TIME) + standing.count(Standing.DONE_LATE)
    assert found.total + found.long_term + standing.count(Standing.EXEMPT) == len(standing)


def test_many_late_items_stand_in_a_table_that_prints(sample_desk, tmp_path):
    notices = sample_desk.reporting.notices
    figures = notices.figures("plan", plan_id(sample_desk))
    text = sample_desk.drafting.open(notices.draft("plan", plan_id(sample_desk))).text
    [table] = [part["table"] for part in text.content["body"] if "table" in part]
    assert len(table["rows"]) == len(figures.lagging) > 6
    heads = [row[0] for row in table["rows"] if len(row) == 4]
    assert sum(head["rows"] for head in heads) == len(figures.lagging)
    file = sample_desk.papers.save_pdf(text, tmp_path / "通报.pdf")
    document = pypdfium2.PdfDocument(str(file))
    words = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    assert all(each.words in words for each in figures.lagging)


def test_a_duty_is_told_with_the_units_that_have_not_reported(desk, at):
    start(desk, "专项整治结果报告")
    reports = desk.ledgers["unit_reports"]
    [water] = rows(desk, "unit_reports", agency_id="县水务局")
    reports.perform("receive", water, {"received_on": TODAY})
    at(2026, 7, 10)
    desk.reporting.catch_up()
    draft_id = desk.reporting.notices.draft("duty", duty(desk, "专项整治结果报告").id, "2026年")
    told = body(desk, draft_id)
    assert "截至2026年7月10日，共4个单位，已完成1个单位，占25%；" in told[2]
    assert "由县林业局负责的1项：专项整治结果报告（时限2026年6月30日，逾期10天）。" in told
    assert not any("县水务局负责" in words for words in told)


def test_where_nothing_lags_nobody_is_named(desk):
    start(desk, "专项整治结果报告")
    draft_id = desk.reporting.notices.draft("duty", duty(desk, "专项整治结果报告").id, "2026年")
    assert "滞后事项" not in body(desk, draft_id)


def test_a_plan_that_is_gone_is_said(desk):
    with pytest.raises(NotFoundError):
        desk.reporting.notices.figures("plan", 99)
