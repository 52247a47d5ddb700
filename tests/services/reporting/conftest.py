"""A bureau with units, a plan with late tasks, and a clock that a test can move."""

from datetime import datetime

import pytest

from services.plans.store import load_plan
from services.query import LedgerQuery

UNITS = (
    ("县水务局", "department"),
    ("县林业局", "department"),
    ("县农业农村局", "department"),
    ("示例镇人民政府", "township"),
    ("示例县司法局", "department"),
)
PLAN = """样板县人民政府办公室关于印发样板县执法提升方案的通知

样府办〔2026〕3号

样板县执法提升方案

一、主要任务
1.整理名册。各单位核对在岗人员。（责任单位：县水务局、县林业局；完成时限：2026年6月10日前）
2.公开清单。公开六张清单。（责任单位：县水务局；完成时限：2026年6月20日前）
3.办好讲座。全年举办四次讲座。（责任单位：各执法单位；完成时限：2026年12月底前）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk):
    for name, kind in UNITS:
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": kind})
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "all"})
    empty_desk.settings.set_many(
        {"document_prefix": "示司监函", "contact_name": "岑知远", "contact_phone": "000-1234567"}
    )
    return empty_desk


@pytest.fixture
def units(desk):
    return {row.values["name"]: row.id for row in desk.ledgers["units"].search(LedgerQuery()).rows}


@pytest.fixture
def planned(desk, tmp_path):
    """The desk with a plan of three tasks: one late for two units, one near, one far."""
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    desk.plans.accept(load_plan(file))
    return desk


@pytest.fixture
def at(desk):
    """Sets the desk's day."""

    def set_day(year, month, day):
        moment = datetime(year, month, day, 9, 0)
        desk.now = lambda: moment
        desk.__dict__.pop("reporting", None)
        for ledger in desk.ledgers.values():
            ledger._now = desk.now
        return desk

    return set_day
