"""Criteria that are earned or lost, legality in half, and deductions from a total."""

import pytest
from review_builders import codes, item, line, rule, scored, standard


def parts(*points, **flags):
    return [{"points": value} | flags for value in points]


def criteria_items():
    return [
        item("1", 10, criteria=[*parts("1.5", "1.5", "3"), {"points": "4", "zero_item": True}]),
        item("2", 90, criteria=parts("45", "45")),
    ]


def earn(**changes):
    return standard(criteria_items(), mode="EARN", **changes)


def out(*ids):
    return [{"id": name, "reason": "本案不涉及"} for name in ids]


def test_lost_criteria_are_not_earned():
    answer = scored(earn(), items=[{"id": "1", "lost": ["1-1", "1-3"]}])
    assert line(answer, "1") == {"id": "1", "max": "10.00", "raw": "4.50", "deducted": "4.50", "earned": "5.50"}
    assert answer["score"] == "95.50"


def test_a_criterion_lost_twice_counts_once_with_a_warning():
    answer = scored(earn(), items=[{"id": "1", "lost": ["1-1", "1-1"]}])
    assert (answer["score"], codes(answer, "warning")) == ("98.50", ["RV21"])


def test_a_criterion_that_decides_the_item_takes_it_whole():
    answer = scored(earn(), items=[{"id": "1", "lost": ["1-1", "1-4"]}])
    assert line(answer, "1") == {"id": "1", "max": "10.00", "raw": "10.00", "deducted": "10.00", "earned": "0.00"}


@pytest.mark.parametrize(
    ("policy", "row", "score"),
    [
        ("RESCALE", ("7.00", "1.50", "1.50", "5.50"), "98.45"),  # 95.5 / 97
        ("FULL_CREDIT", ("10.00", "1.50", "1.50", "8.50"), "98.50"),
        ("AS_ZERO", ("10.00", "1.50", "1.50", "5.50"), "95.50"),
    ],
)
def test_a_criterion_left_out_counts_as_the_policy_says(policy, row, score):
    answer = scored(earn(na_policy=policy), items=[{"id": "1", "lost": ["1-1"], "na_criteria": out("1-3")}])
    assert tuple(line(answer, "1")[key] for key in ("max", "raw", "deducted", "earned")) == row
    assert answer["score"] == score


def test_an_absent_document_is_zero_of_what_still_counts():
    answer = scored(earn(), items=[{"id": "1", "absent": True, "na_criteria": out("1-3")}])
    assert line(answer, "1") == {"id": "1", "max": "7.00", "raw": "7.00", "deducted": "7.00", "earned": "0.00"}
    assert answer["score"] == "92.78"  # 90 / 97


def test_an_item_whose_criteria_are_all_left_out_leaves_the_total():
    answer = scored(earn(), items=[{"id": "1", "na_criteria": out("1-1", "1-2", "1-3", "1-4")}])
    assert (answer["applicable_total"], answer["score"]) == ("90.00", "100.00")


def test_marks_inside_an_item_left_out_do_not_count_but_must_exist():
    away = {"id": "1", "not_applicable": True, "reason": "不需要"}
    answer = scored(earn(), items=[away | {"lost": ["1-1"]}])
    assert (answer["score"], codes(answer)) == ("100.00", ["RV20"])
    answer = scored(earn(), items=[away | {"na_criteria": out("9-9")}])
    assert (answer["score"], codes(answer)) == (None, ["RV02"])


def test_all_criteria_left_out_is_everything_left_out():
    marks = [
        {"id": "1", "na_criteria": out("1-1", "1-2", "1-3", "1-4")},
        {"id": "2", "not_applicable": True, "reason": "x"},
    ]
    answer = scored(earn(na_policy="AS_ZERO"), items=marks)
    assert (answer["score"], len(answer["problems"])) == (None, 1)


def test_a_criterion_both_lost_and_left_out_is_left_out_with_a_warning():
    answer = scored(earn(), items=[{"id": "1", "lost": ["1-3"], "na_criteria": out("1-3")}])
    assert (line(answer, "1")["earned"], answer["score"], codes(answer)) == ("7.00", "100.00", ["RV20"])


@pytest.mark.parametrize(
    "mark",
    [
        {"lost": ["9-9"]},
        {"lost": ["2-1"]},
        {"findings": [{"id": "1-1"}]},
        {"na_criteria": [{"id": "1-1"}]},
        {"na_criteria": [{"id": "9-9", "reason": "不涉及"}]},
        {"na_criteria": [{"id": "1-2", "reason": "不涉及"}]},
    ],
)
def test_a_mark_on_criteria_that_cannot_be_used_leaves_no_score(mark):
    items = criteria_items()
    items[0]["criteria"][1]["na"] = False
    answer = scored(standard(items, mode="EARN"), items=[{"id": "1"} | mark])
    assert (answer["score"], len(codes(answer, "error"))) == (None, 1)


def split(**changes):
    return standard(criteria_items(), mode="SPLIT", legality_points=60, **changes)


def test_split_gives_legality_whole_and_the_rest_in_proportion():
    answer = scored(split(), items=[{"id": "2", "lost": ["2-1"]}])
    assert (answer["earned"], answer["score"]) == ("55.00", "82.00")  # 60 + 40 × 55 / 100


def test_in_split_the_bonus_joins_the_earned_points_and_base_is_taken_whole():
    value = split(bonus=[{"id": "P1", "text": "", "points": "15"}], base=[{"id": "B1", "text": "", "points": "3"}])
    marks = [{"id": "1", "not_applicable": True, "reason": "不需要"}, {"id": "2", "lost": ["2-1"]}]
    answer = scored(value, items=marks, bonus=[{"id": "P1"}], base=[{"id": "B1"}])
    # 60 + 40 × (45 + 15) / 90 − 3; with the bonus on top it would be 92.00
    assert (answer["earned"], answer["bonus"], answer["score"]) == ("45.00", "15.00", "83.67")


def from_total(**changes):
    rules = [rule("a", points="10"), rule("b", "PER_UNIT", "5"), rule("c", "PER_UNIT", "0.5"), rule("z", points="70")]
    items = [item("1", None, rules, absent_zero=False), item("2", None, [rule("d", points="1")], absent_zero=False)]
    sections = [{"name": "全部", "max": None, "items": items}]
    return standard([], mode="FROM_TOTAL", sections=sections, **changes)


def test_from_total_has_no_item_caps():
    marks = [{"id": "1", "findings": [{"id": "z"}, {"id": "a"}, {"id": "c", "count": 3}]}]
    answer = scored(from_total(), items=marks)
    assert (answer["applicable_total"], answer["earned"], answer["score"]) == ("100.00", "18.50", "18.50")
    assert line(answer, "1") == {"id": "1", "max": "0.00", "raw": "81.50", "deducted": "81.50", "earned": "0.00"}


def test_points_of_items_are_no_caps_in_from_total():
    value = standard(
        [item("1", 20, [rule("a", points="10"), rule("b", points="15")]), item("2", 80, [rule("c", points="1")])],
        mode="FROM_TOTAL",
    )
    answer = scored(value, items=[{"id": "1", "findings": [{"id": "a"}, {"id": "b"}]}])
    assert (line(answer, "1")["deducted"], answer["score"]) == ("25.00", "75.00")


def test_from_total_is_rescaled_to_100():
    answer = scored(from_total(total=200), items=[{"id": "1", "findings": [{"id": "a"}]}])
    assert (answer["earned"], answer["score"]) == ("190.00", "95.00")


def test_deductions_beyond_the_total_end_at_zero():
    answer = scored(from_total(), items=[{"id": "1", "findings": [{"id": "z"}, {"id": "b", "count": 9}]}])
    assert (answer["earned"], answer["before_cap"], answer["score"]) == ("-15.00", "-15.00", "0.00")


@pytest.mark.parametrize(("policy", "score"), [("RESCALE", "87.50"), ("FULL_CREDIT", "90.00"), ("AS_ZERO", "70.00")])
def test_an_item_with_points_left_out_of_from_total_follows_the_policy(policy, score):
    value = standard(
        [item("1", 20, [rule("a", points="10")]), item("2", 80, [rule("c", points="10")])],
        mode="FROM_TOTAL",
        na_policy=policy,
    )
    marks = [{"id": "1", "not_applicable": True, "reason": "不需要"}, {"id": "2", "findings": [{"id": "c"}]}]
    assert scored(value, items=marks)["score"] == score
