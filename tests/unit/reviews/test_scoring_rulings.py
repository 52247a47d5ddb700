"""The rulings on rules, items, extras and grades, each with data for which the wrong reckoning differs."""

import pytest
from review_builders import codes, item, line, plain_items, rule, scored, standard

from services.errors import ServiceError


def on(item_id, *findings, **more):
    return {"id": item_id, "findings": list(findings), **more}


def test_an_item_that_is_not_named_has_full_marks():
    answer = scored(standard(plain_items()))
    assert (answer["score"], answer["grade"], answer["problems"]) == ("100.00", "优秀", [])
    assert [entry["earned"] for entry in answer["items"]] == ["30.00", "70.00"]


def test_kinds_of_rules_deduct_as_they_say():
    findings = [{"id": "1a"}, {"id": "1b", "count": 3}, {"id": "1c", "points": "2.5"}]
    answer = scored(standard(plain_items()), items=[on("1", *findings)])
    assert line(answer, "1") == {"id": "1", "max": "30.00", "raw": "8.00", "deducted": "8.00", "earned": "22.00"}
    assert answer["score"] == "92.00"


def test_the_cap_of_a_rule_comes_before_the_cap_of_the_item():
    findings = [{"id": "1e"}, {"id": "1b", "count": 9}]  # 28 + min(4.5, 2): without the rule's cap the raw sum is 32.50
    answer = scored(standard(plain_items()), items=[on("1", *findings)])
    assert (line(answer, "1")["raw"], line(answer, "1")["deducted"]) == ("30.00", "30.00")


def test_counts_of_one_rule_add_up_before_its_cap():
    findings = [{"id": "1b", "count": 3, "page": "4"}, {"id": "1b", "count": 3, "page": "9"}]
    assert line(scored(standard(plain_items()), items=[on("1", *findings)]), "1")["raw"] == "2.00"


def test_an_item_never_costs_more_than_its_points_and_keeps_the_raw_sum():
    findings = [{"id": "1e"}, {"id": "1a"}]
    answer = scored(standard(plain_items()), items=[on("1", *findings)])
    assert line(answer, "1") == {"id": "1", "max": "30.00", "raw": "32.00", "deducted": "30.00", "earned": "0.00"}
    assert answer["score"] == "70.00"


@pytest.mark.parametrize(
    "marks",
    [on("1", {"id": "1a"}, absent=True), on("1", {"id": "1a"}, {"id": "1d"}), on("1", {"id": "1d"}, {"id": "1e"})],
)
def test_a_missing_document_takes_the_item_once_and_other_findings_are_moot(marks):
    answer = scored(standard(plain_items()), items=[marks])
    assert line(answer, "1") == {"id": "1", "max": "30.00", "raw": "30.00", "deducted": "30.00", "earned": "0.00"}
    assert answer["score"] == "70.00"
    assert codes(answer, "error") == []


def test_a_fixed_rule_named_twice_counts_once_with_a_warning():
    answer = scored(standard(plain_items()), items=[on("1", {"id": "1a", "page": "2"}, {"id": "1a", "page": "7"})])
    assert answer["score"] == "96.00"
    assert [p["level"] for p in answer["problems"]] == ["warning"]


@pytest.mark.parametrize("points", ["1", "3"])
def test_the_ends_of_a_range_belong_to_it(points):
    answer = scored(standard(plain_items()), items=[on("1", {"id": "1c", "points": points})])
    assert (line(answer, "1")["raw"], answer["problems"]) == (f"{points}.00", [])


def test_a_defect_that_takes_the_item_is_not_counted_as_points_first():
    findings = [{"id": "1a", "defect": "没有告知书"}, {"id": "1d", "defect": "没有告知书"}]
    answer = scored(standard(plain_items()), items=[on("1", *findings)])
    assert (answer["score"], codes(answer)) == ("70.00", ["RV20"])


def test_one_defect_is_deducted_at_its_first_item_only():
    items = [on("2", {"id": "2a", "defect": "未告知"}), on("1", {"id": "1a", "defect": "未告知"})]
    answer = scored(standard(plain_items()), items=items)
    assert answer["score"] == "96.00"  # 4 at item 1; both would give 89, the second alone 93
    assert codes(answer) == ["RV22"]


def test_a_defect_on_an_item_left_out_is_still_deducted_elsewhere():
    marks = [
        on("1", {"id": "1a", "defect": "D"}, not_applicable=True, reason="不需要"),
        on("2", {"id": "2a", "defect": "D"}),
    ]
    answer = scored(standard(plain_items()), items=marks)
    assert (answer["earned"], answer["applicable_total"], answer["score"]) == ("63.00", "70.00", "90.00")
    assert codes(answer, "warning") == ["RV20"]


@pytest.mark.parametrize(
    ("policy", "score", "row"),
    [
        ("RESCALE", "90.00", ("0.00", "0.00", "0.00")),
        ("FULL_CREDIT", "93.00", ("30.00", "0.00", "30.00")),
        ("AS_ZERO", "63.00", ("30.00", "0.00", "0.00")),
    ],
)
def test_an_item_left_out_counts_as_the_policy_says(policy, score, row):
    marks = [on("1", not_applicable=True, reason="没有听证"), on("2", {"id": "2a"})]
    answer = scored(standard(plain_items(), na_policy=policy), items=marks)
    assert answer["score"] == score
    assert tuple(line(answer, "1")[key] for key in ("max", "raw", "earned")) == row


def test_a_total_other_than_100_is_rescaled_though_nothing_is_left_out():
    value = standard([item("1", 120, [rule("1a", points="30")])], total=120)
    answer = scored(value, items=[on("1", {"id": "1a"})])
    assert (answer["earned"], answer["before_cap"], answer["score"]) == ("90.00", "75.00", "75.00")


def test_base_bonus_and_minus_apply_after_rescaling():
    extras = {
        "base": [{"id": "B1", "text": "", "points": "3"}],
        "bonus": [{"id": "P1", "text": "", "points": "2"}],
        "minus": [{"id": "M1", "text": "", "points": "0.5", "cap": "3"}],
    }
    marks = [on("1", not_applicable=True, reason="没有听证"), on("2", {"id": "2a"})]
    answer = scored(
        standard(plain_items(), **extras),
        items=marks,
        base=[{"id": "B1"}],
        bonus=[{"id": "P1"}],
        minus=[{"id": "M1", "count": 9}],
    )
    assert (answer["base"], answer["bonus"], answer["minus"]) == ("3.00", "2.00", "3.00")
    assert answer["score"] == "86.00"  # 63 / 70 × 100 − 3 + 2 − 3; before rescaling it would be 84.29


def test_each_extra_stops_at_its_cap():
    value = standard(
        plain_items(),
        base_cap=4,
        bonus_cap=5,
        minus_cap=2,
        base=[{"id": "B1", "text": "", "points": "3"}, {"id": "B2", "text": "", "points": "2"}],
        bonus=[{"id": "P1", "text": "", "points": "3"}, {"id": "P2", "text": "", "min": "1", "max": "3"}],
        minus=[{"id": "M1", "text": "", "points": "1.5", "cap": "3"}],
    )
    answer = scored(
        value,
        items=[on("1", {"id": "1e"})],
        base=[{"id": "B1"}, {"id": "B2"}],
        bonus=[{"id": "P1"}, {"id": "P2", "points": "2.5"}],
        minus=[{"id": "M1", "count": 2}],
    )
    assert (answer["base"], answer["bonus"], answer["minus"]) == ("4.00", "5.00", "2.00")
    assert answer["score"] == "71.00"


@pytest.mark.parametrize(("counts", "base", "warned"), [("once", "3.00", ["RV21"]), ("each document", "6.00", [])])
def test_a_base_element_counts_once_unless_each_document_counts(counts, base, warned):
    value = standard(plain_items(), base=[{"id": "B1", "text": "", "points": "3"}], base_counts=counts)
    answer = scored(value, base=[{"id": "B1", "page": "2"}, {"id": "B1", "page": "5"}])
    assert (answer["base"], codes(answer)) == (base, warned)


@pytest.mark.parametrize(("cap", "score"), [(100, "100.00"), (None, "103.00")])
def test_a_score_above_100_stands_only_without_a_cap(cap, score):
    value = standard(plain_items(), cap_total=cap, bonus=[{"id": "P1", "text": "", "points": "3"}])
    answer = scored(value, bonus=[{"id": "P1"}])
    assert (answer["before_cap"], answer["score"], answer["grade"]) == ("103.00", score, "优秀")


def test_only_the_final_score_is_floored_at_zero():
    value = standard(plain_items(), minus=[{"id": "M1", "text": "", "points": "60"}])
    answer = scored(value, minus=[{"id": "M1", "count": 2}])
    assert (answer["before_cap"], answer["score"], answer["grade"]) == ("-20.00", "0.00", "不合格")


def test_the_floor_does_not_come_before_the_bonus():
    value = standard(
        plain_items(),
        bonus=[{"id": "P1", "text": "", "points": "5"}],
        minus=[{"id": "M1", "text": "", "points": "102"}],
    )
    assert scored(value, bonus=[{"id": "P1"}], minus=[{"id": "M1"}])["score"] == "3.00"


@pytest.mark.parametrize(("grade_on", "grade"), [("rounded", "优秀"), ("exact", "良好")])
def test_the_grade_goes_by_the_printed_or_the_exact_score(grade_on, grade):
    value = standard([item("1", 100, [rule("1a", "RANGE", min="0", max="99")])], grade_on=grade_on)
    answer = scored(value, items=[on("1", {"id": "1a", "points": "10.004"})])
    assert (answer["score"], answer["grade"]) == ("90.00", grade)


@pytest.mark.parametrize(("digits", "score"), [(0, "90"), (1, "89.5"), (2, "89.45"), (3, "89.450")])
def test_the_score_is_rounded_half_up_to_the_decimals_of_the_standard(digits, score):
    value = standard([item("1", 100, [rule("1a", "RANGE", min="0", max="99")])], round=digits)
    points = "10.5" if digits == 0 else "10.55"  # half to even would give 90 from 89.5 too, but 89.4 from 89.45
    assert scored(value, items=[on("1", {"id": "1a", "points": points})])["score"] == score


def test_half_a_cent_is_rounded_up_not_to_even():
    value = standard([item("1", 100, [rule("1a", "RANGE", min="0", max="99")])])
    assert scored(value, items=[on("1", {"id": "1a", "points": "10.875"})])["score"] == "89.13"
    assert scored(value, items=[on("1", {"id": "1a", "points": "10.995"})])["score"] == "89.01"


def test_a_grade_begins_exactly_at_its_lower_bound():
    value = standard([item("1", 100, [rule("1a", "RANGE", min="0", max="99")])])
    grades = [
        scored(value, items=[on("1", {"id": "1a", "points": p})])["grade"] for p in ("10", "10.01", "40", "40.01")
    ]
    assert grades == ["优秀", "良好", "合格", "不合格"]


V1 = {"id": "V1", "page": "12", "note": "告知书没有送达"}


@pytest.mark.parametrize(("effect", "score"), [("SCORE_ZERO", "0.00"), ("NO_SCORE", None), ("GRADE_ONLY", "99.00")])
def test_a_veto_gives_the_lowest_grade_and_its_effect_on_the_score(effect, score):
    value = standard(plain_items(), veto_effect=effect, bonus=[{"id": "P1", "text": "", "points": "3"}])
    answer = scored(value, items=[on("1", {"id": "1a"})], bonus=[{"id": "P1"}], vetoes=[V1])
    assert (answer["score"], answer["grade"], answer["veto"], answer["vetoes"]) == (score, "不合格", True, ["V1"])
    assert (answer["earned"], answer["before_cap"]) == ("96.00", "99.00")


def test_a_fault_raised_to_a_veto_is_not_deducted_as_well():
    items = plain_items()
    items[0]["rules"][0]["escalates_to"] = "V1"
    value = standard(items, veto_effect="GRADE_ONLY")
    assert scored(value, items=[on("1", {"id": "1a"})])["score"] == "96.00"
    answer = scored(value, items=[on("1", {"id": "1a"})], vetoes=[V1])
    assert (answer["score"], answer["grade"], codes(answer)) == ("100.00", "不合格", ["RV23"])


@pytest.mark.parametrize("policy", ["RESCALE", "FULL_CREDIT", "AS_ZERO"])
def test_a_sheet_with_everything_left_out_has_no_score_and_one_warning(policy):
    marks = [on(name, not_applicable=True, reason="不需要") for name in ("1", "2")]
    answer = scored(standard(plain_items(), na_policy=policy), items=marks)
    assert (answer["score"], answer["grade"]) == (None, None)
    assert [p["level"] for p in answer["problems"]] == ["warning"]


@pytest.mark.parametrize(
    "marks",
    [
        {"items": [on("9")]},
        {"items": [on("1", {"id": "9a"})]},
        {"items": [on("1", {"id": "2a"})]},
        {"items": [on("1", {"id": "1c"})]},
        {"items": [on("1", {"id": "1c", "points": "3.5"})]},
        {"items": [on("1", {"id": "1c", "points": "0.5"})]},
        {"items": [on("1", {"id": "1c", "points": "-1"})]},
        {"items": [on("1", {"id": "1a", "points": "1"})]},
        {"items": [on("1", {"id": "1b", "count": 0})]},
        {"items": [on("1", {"id": "1b", "count": "1.5"})]},
        {"items": [on("1"), on("1")]},
        {"items": [on("1", lost=["1-1"])]},
        {"items": [on("1", not_applicable=True)]},
        {"items": [on("1", not_applicable=True, reason="  ")]},
        {"items": [on("1", not_applicable=True, reason="不需要", absent=True)]},
        {"vetoes": [{"id": "V9", "page": "1", "note": "有"}]},
        {"vetoes": [{"id": "V1", "page": "1"}]},
        {"vetoes": [{"id": "V1", "note": "没有告知"}]},
        {"base": [{"id": "B9"}]},
        {"bonus": [{"id": "P9"}]},
        {"bonus": [{"id": "P1", "points": "9"}]},
        {"bonus": [{"id": "P2"}]},
        {"bonus": [{"id": "P2", "points": "4"}]},
        {"bonus": [{"id": "P2", "points": "1"}, {"id": "P2", "points": "2"}]},
        {"minus": [{"id": "M9"}]},
        {"minus": [{"id": "M1", "count": -1}]},
    ],
)
def test_a_mark_that_cannot_be_used_leaves_no_score(marks):
    value = standard(
        plain_items(),
        bonus=[{"id": "P1", "text": "", "points": "3"}, {"id": "P2", "text": "", "min": "1", "max": "3"}],
        minus=[{"id": "M1", "text": "", "points": "1"}],
    )
    answer = scored(value, **marks)
    assert (answer["score"], answer["grade"]) == (None, None)
    assert len(codes(answer, "error")) == 1
    assert all(problem["message"].endswith("。") for problem in answer["problems"])


@pytest.mark.parametrize("mark", [{"not_applicable": True, "reason": "不需要"}, {"absent": True}])
def test_an_item_is_left_out_or_absent_only_where_the_standard_allows(mark):
    items = [item("1", 100, [rule("1a", points="1")], na=False, absent_zero=False)]
    answer = scored(standard(items), items=[on("1", **mark)])
    assert (answer["score"], line(answer, "1")["earned"]) == (None, "100.00")


def test_a_broken_mark_leaves_the_usable_numbers_in_print():
    answer = scored(standard(plain_items()), items=[on("1", {"id": "1a"}, {"id": "9x"})])
    assert (answer["earned"], answer["before_cap"], answer["score"]) == ("96.00", "96.00", None)


def test_the_order_of_marks_does_not_change_which_vetoes_are_listed_first():
    vetoes = [{"id": name, "head": "程序", "text": "", "basis": ""} for name in ("V1", "V2")]
    marks = [V1 | {"id": "V2"}, V1, V1]
    assert scored(standard(plain_items(), vetoes=vetoes), vetoes=marks)["vetoes"] == ["V1", "V2"]


def test_a_sheet_for_another_standard_is_refused():
    value = standard(plain_items())
    own = {"family": "示例标准", "version": "2026"}
    assert scored(value, standard=own)["score"] == "100.00"
    for other in (own | {"version": "2025"}, own | {"family": "别的标准"}, own | {"sha256": "0" * 64}):
        with pytest.raises(ServiceError, match="评分表用的标准"):
            scored(value, standard=other)


def test_a_standard_that_cannot_be_locked_is_refused():
    with pytest.raises(ServiceError, match="合计100分"):
        scored(standard(plain_items(), total=109))
