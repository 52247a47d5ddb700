"""Acts at random on tasks and reports through the ledgers: each can be taken back, and all is as it was."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.obligation import DueExtension, TaskNote, TaskObligation
from models.plan import Plan, PlanDeadline, PlanTask
from models.reporting import UnitReport
from services.errors import ServiceError
from services.plans.store import load_plan
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
KINDS = (Plan, PlanTask, PlanDeadline, TaskObligation, TaskNote, DueExtension, UnitReport)
UNSEEN = {"row_version", "search_words"}
PLAN = """样板县执法提升方案

一、主要任务
1.整理名册。于2026年6月20日前报送名册。（责任单位：县水务局、县林业局；完成时限：2026年7月底前）
2.办好讲座。全年举办讲座不少于4次。（责任单位：县水务局；完成时限：每年12月底前）
3.公开结果。及时公开执法结果。（牵头单位：县林业局；完成时限：2026年9月底前并长期坚持）
4.畅通渠道。公布投诉电话。（责任单位：县水务局；完成时限：长期坚持）
5.答复建议。逐件答复。（责任单位：县林业局；完成时限：自收到建议之日起30日内）

样板县人民政府办公室
2026年1月20日
"""
VALUES = {
    "on": TODAY,
    "done_on": TODAY,
    "closed_on": TODAY,
    "received_on": TODAY,
    "progress": "已办",
    "text": "已办",
    "reason": "汛期",
    "why": "已当面报齐",
    "by": "容知秋",
    "approver": "容知秋",
    "granted": "granted",
    "new_due_on": date(2027, 3, 1),
    "percent": 40,
}
LEDGERS = ("tasks", "obligations", "extensions", "plans", "unit_reports")


def stored(desk):
    """Every live row of the tables concerned, as it is stored."""
    found = {}
    with desk.database.read() as session:
        for kind in KINDS:
            columns = [c for c in kind.__table__.c if c.name not in UNSEEN]
            for row in session.execute(select(*columns).where(kind.deleted_at.is_(None))):
                found[kind.__tablename__, row.id] = row._asdict()
    return found


def one_act(desk, ledger, place, which, days):
    """One of the acts that are offered on one of the rows; its group, or None where it was refused in words."""
    rows = desk.ledgers[ledger].search(LedgerQuery(sort=desk.ledgers[ledger].spec.default_sort)).rows
    if not rows:
        return None
    row = rows[place % len(rows)]
    acts = [act for act in desk.ledgers[ledger].actions(row) if act.enabled and act.name != "letter"]
    if not acts:
        return None
    act = acts[which % len(acts)]
    keys = {field.key for field in act.fields}
    values = {**{key: VALUES[key] for key in keys & set(VALUES)}, **{k: v for k, v in act.values.items() if v}}
    if "due_on" in keys:
        values["due_on"] = TODAY + timedelta(days)
    try:
        return desk.ledgers[ledger].perform(act.name, row, values).group
    except ServiceError as error:
        if not str(error).endswith("。"):
            raise
        return None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(LEDGERS), st.integers(0, 9), st.integers(0, 9), st.integers(1, 200)),
        min_size=1,
        max_size=12,
    )
)
def test_every_act_can_be_taken_back_done_again_and_taken_back(empty_desk, tmp_path, acts):
    if not empty_desk.ledgers["plans"].search(LedgerQuery()).total:
        for name in ("县水务局", "县林业局"):
            empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
        file = tmp_path / "方案.txt"
        file.write_text(PLAN, encoding="utf-8")
        empty_desk.plans.accept(load_plan(file))
        duty = {"title": "名册", "scope": "all", "rule": "每年6月20日", "shift": "none"}
        empty_desk.ledgers["report_duties"].save(None, 0, duty)
    states = []
    for act in acts:
        before = stored(empty_desk)
        if group := one_act(empty_desk, *act):
            states.append((group, before))
    for group, before in reversed(states):
        after = stored(empty_desk)
        undone = empty_desk.undo(group).group
        assert stored(empty_desk) == before
        done_again = empty_desk.undo(undone).group
        assert stored(empty_desk) == after
        empty_desk.undo(done_again)
        assert stored(empty_desk) == before
