"""Quotas in the words of a plan become targets of its task."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.reading.reader import read_plan
from services.plans.reading.targets import Comparator, find_targets


def short(text):
    """Each target as comparator, amount, unit, period and person or unit."""
    return [f"{t.comparator}{t.amount}{t.unit} {t.period} {t.per}".strip() for t in find_targets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("执法人员每人每年接受不少于60学时的培训。", [">=60学时 year person"]),
        ("每名队员每年参加培训不得少于40个课时。", [">=40课时 year person"]),
        ("人均每年学习不少于5天。", [">=5天 year person"]),
        ("各乡镇每年开展巡河不少于4次。", [">=4次 year unit"]),
        ("每个执法单位至少配备2名审核人员。", [">=2名 once unit"]),
        ("每年至少召开两次座谈会。", [">=2次 year"]),
        ("每名执法人员一年学满60学时。", [">=60学时 year person"]),
        ("现场执法岗位至少配备1台执法记录仪。", [">=1台 once"]),
        ("各单位互相抽查不少于10本案卷。", [">=10本 once unit"]),
        ("每年形成不少于3个案例。", [">=3个 year"]),
        ("每半年不少于一次。", [">=1次 half"]),
        ("每季度开展1次抽查，每次不少于10件。", ["=1次 quarter", ">=10件 once"]),
        ("每月报送2篇信息。", ["=2篇 month"]),
        ("每周巡查三次。", ["=3次 week"]),
        ("全年举办四场讲座。", ["=4场 year"]),
        ("对下放事项至少进行一次评估。", [">=1次 once"]),
        ("按期办结率90%以上。", [">=90% once"]),
        ("办结率达到98.5％。", [">=98.5% once"]),
        ("出庭率达到100%。", ["=100% once"]),
        ("录入率不低于100%。", [">=100% once"]),
        ("满意度不低于百分之九十五。", [">=95% once"]),
        ("公开率为百分之百。", ["=100% once"]),
        ("投诉率控制在0.5%以内。", ["<=0.5% once"]),
        ("败诉率低于3%。", ["<3% once"]),
        ("对同一企业每年检查不超过2次。", ["<=2次 year"]),
        ("审核人员不少于本单位人员总数的5%。", [">=5% once"]),
        ("培育示范点3个以上。", [">=3个 once"]),
        ("每年不少于3至5次。", [">=3次 year"]),
        ("培训不少于60学时/人/年。", [">=60学时 year person"]),
        ("巡河4次/年。", ["=4次 year"]),
        ("培训学时不少于60。", [">=60学时 once"]),
        ("每人每年培训达到60学时。", [">=60学时 year person"]),
        ("每年确定2至3个重点。", [">=2个 year"]),
        ("每月抽查不少于20批次。", [">=20批次 month"]),
        ("每学期到校不少于2次。", [">=2次 half"]),
        ("占比达到4 0%以上。", [">=40% once"]),
        ("各部门统筹检查，对同一企业每年不超过2次。", ["<=2次 year"]),
        ("６月前完成全员轮训。", ["=100% once"]),
    ],
)
def test_a_quota_becomes_a_target(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "县级以上部门负责",
        "由两名以上执法人员进行",
        "同一事项投诉3次以上的由主要负责人包案",
        "查验全员培训记录",
        "未写学时的按45分钟为1个学时计算",
        "公示不少于30日",
        "期限不超过3个月",
        "从事执法工作三年以上",
        "进行一次性告知",
        "近五年没有用过的事项",
        "第一次会议",
        "依照《示例县抽查办法（不少于3次）》办理",
        "截至5月底共有300人",
        "",
    ],
)
def test_other_figures_are_no_targets(text):
    assert find_targets(text) == ()


def test_a_part_names_its_whole_and_inherits_what_it_counts():
    whole, part, other = find_targets("各单位每年讲座不少于4次，其中领导班子不少于1次。另办展览不少于2期。")
    assert (whole.part_of, part.part_of, other.part_of) == (None, 0, None)
    assert (part.period, part.per) == ("year", "unit")
    assert part.text == "其中领导班子不少于1次"
    assert other.period == "once"


def test_two_parts_of_one_whole_stand_side_by_side():
    found = find_targets("每人每年不少于60学时，其中公共法律不少于30学时、业务知识不少于20学时。")
    assert [target.part_of for target in found] == [None, 0, 0]
    assert [target.text for target in found][1:] == ["其中公共法律不少于30学时", "业务知识不少于20学时"]


def test_two_quotas_of_one_clause_are_told_apart():
    found = find_targets("每人每年法律培训不少于30学时、技能训练不少于20学时。")
    assert [(target.text, target.per, target.period) for target in found] == [
        ("每人每年法律培训不少于30学时", "person", "year"),
        ("技能训练不少于20学时", "person", "year"),
    ]


def test_a_task_carries_its_targets():
    (task,) = read_plan(
        "示例县水源保护方案\n一、重点任务\n1.办好培训。每人每年不少于16学时。（责任单位：县水务局；完成时限：每年不少于2次）\n"
    ).tasks
    assert [(target.amount, target.hundredths, target.unit) for target in task.targets] == [
        (Decimal(16), 1600, "学时"),
        (Decimal(2), 200, "次"),
    ]
    assert task.to_json()["targets"][0] == {
        "text": "每人每年不少于16学时", "amount": "16", "unit": "学时", "comparator": ">=",
        "period": "year", "per": "person", "part_of": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "comparator"),
    [
        ("不少于", Comparator.AT_LEAST),
        ("不低于", Comparator.AT_LEAST),
        ("至少", Comparator.AT_LEAST),
        ("不超过", Comparator.AT_MOST),
    ],
)
@given(st.integers(1, 999), st.sampled_from(["次", "个", "件", "学时", "篇", "%"]))
def test_every_written_quota_comes_back(sign, comparator, amount, unit):
    (found,) = find_targets(f"各单位每年完成{sign}{amount}{unit}。")
    assert (found.amount, found.unit, found.comparator) == (amount, unit, comparator)
    assert found.at_least is (comparator is Comparator.AT_LEAST)
    assert (found.period, found.per) == ("year", "unit")


@given(
    st.text(
        alphabet="每年人季月不少于至超过达到其中率为全员轮训0123.5%％百分之一二十两点次个学时件，。、；以上内第",
        max_size=40,
    )
)
def test_no_text_breaks_the_reading_of_quotas(text):
    for index, target in enumerate(find_targets(text)):
        assert target.text in text
        assert target.unit
        assert target.part_of is None or target.part_of < index
