"""Names that the register does not know: what they may mean, and decisions that hold for every later plan."""

import pytest

from services.errors import ConflictError, NotFoundError, ValidationError
from services.plans.remembered import NameChoice, NameDecision, RememberedNames
from services.plans.store import load_pasted
from services.query import LedgerQuery
from services.settings import Settings

PLAN = """样板县夜市管理工作计划

1.划定摊位。沿河路两侧划线编号。（责任单位：县水务据、县便民办；完成时限：2026年7月底前）
2.整理线路。电线入槽。（牵头单位：各检查单位；责任单位：夜市管理专班；完成时限：长期）
"""
NAMES = ["县水务据", "县便民办", "各检查单位", "夜市管理专班"]


@pytest.fixture
def names(sample_desk):
    return RememberedNames(sample_desk.database)


def unit(desk, name):
    return next(row for row in desk.ledgers["units"].search(LedgerQuery(limit=500)).rows if row.values["name"] == name)


def group(desk):
    return desk.ledgers["unit_groups"].search(LedgerQuery()).rows[0]


def unknown(desk):
    return desk.plans.unknown_units(load_pasted(PLAN))


def test_the_nearest_units_come_first_by_signs_and_by_sound(sample_desk, names):
    found = names.suggestions(["县水务据", "县应急局", "县水物局"])
    assert found["县水务据"][0].name == "县水务局"
    assert found["县应急局"][0].name == "县应急管理局"
    assert found["县水物局"][0].name == "县水务局"
    assert names.suggestions(["夜市管理专班工作小组"])["夜市管理专班工作小组"] == ()


def test_all_four_decisions_hold_for_this_plan_and_the_next_ones(sample_desk, names):
    assert unknown(sample_desk) == NAMES
    chosen = group(sample_desk)
    done = names.settle(
        {
            "县水务据": NameDecision(NameChoice.UNIT, unit(sample_desk, "县水务局").id),
            "各检查单位": NameDecision(NameChoice.GROUP, chosen.id),
            "县便民办": NameDecision(NameChoice.NEW),
            "夜市管理专班": NameDecision(NameChoice.KEEP),
        }
    )
    assert done.message == "已确定4个单位名称：2个对应到名册，1个登记为新单位，1个照原文保留。"
    assert unknown(sample_desk) == []
    assert "县水务据" in sample_desk.ledgers["units"].load(unit(sample_desk, "县水务局").id).values["aliases"]
    assert "各检查单位" in sample_desk.ledgers["unit_groups"].load(chosen.id).values["aliases"]
    assert unit(sample_desk, "县便民办").values["kind"] == "department"
    assert "夜市管理专班" not in str(Settings(sample_desk.database).all())
    sample_desk.undo(done.group)
    assert unknown(sample_desk) == NAMES


def test_a_second_decision_keeps_the_first(sample_desk, names):
    for name in ("夜市管理专班", "县便民办"):
        names.settle({name: NameDecision(NameChoice.KEEP)})
    assert unknown(sample_desk) == ["县水务据", "各检查单位"]


@pytest.mark.parametrize(
    ("decisions", "error", "words"),
    [
        ({"甲局": NameDecision(NameChoice.UNIT, 99_999)}, NotFoundError, "已不在名册里"),
        ({"甲" * 101: NameDecision(NameChoice.NEW)}, ValidationError, "超过100字"),
        ({"各县、市人民政府": NameDecision(NameChoice.GROUP, 1)}, ValidationError, "有顿号"),
        ({"甲" * 300: NameDecision(NameChoice.GROUP, 1)}, ValidationError, "别名已写满"),
    ],
)
def test_what_cannot_be_remembered_is_refused_whole(sample_desk, names, decisions, error, words):
    with pytest.raises(error, match=words):
        names.settle({"夜市管理专班": NameDecision(NameChoice.KEEP), **decisions})
    assert unknown(sample_desk) == NAMES


def test_a_plan_is_stored_with_the_units_that_were_decided(sample_desk, names):
    water = unit(sample_desk, "县水务局")
    names.settle({"县水务据": NameDecision(NameChoice.UNIT, water.id)})
    plan = load_pasted(PLAN)
    sample_desk.plans.accept(plan)
    with pytest.raises(ConflictError):
        sample_desk.plans.accept(plan)
    rows = sample_desk.ledgers["obligations"].search(LedgerQuery(text="划定摊位", limit=50)).rows
    assert any(row.values.get("agency_id") == water.id for row in rows)
