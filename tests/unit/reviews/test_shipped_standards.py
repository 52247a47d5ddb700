"""The standards that come with the program, and the worked examples of the domain note on them."""

import json
from decimal import Decimal

import pytest
from review_builders import line, scored, standard

from services.commands.review_score import run_review_score
from services.commands.standard_check import run_standard_check
from services.errors import NotFoundError, UnreadableError
from services.reviews.standard import standard_from_json, standard_to_json
from services.reviews.standard_check import check_standard
from services.reviews.standard_files import load_shipped, load_standard, shipped_standards

IDS = [found.id for found in shipped_standards()]


@pytest.fixture(scope="module")
def general():
    return load_shipped("penalty_general_compiled")


@pytest.fixture(scope="module")
def eco():
    return load_shipped("eco_penalty_2024")


def na(*ids):
    return [{"id": name, "not_applicable": True, "reason": "本案不涉及"} for name in ids]


def found(item_id, *findings):
    return {"id": item_id, "findings": [{"id": f} if isinstance(f, str) else f for f in findings]}


@pytest.mark.parametrize("standard_id", IDS)
def test_a_shipped_standard_can_be_locked_without_any_doubt(standard_id):
    check = check_standard(load_shipped(standard_id))
    assert (check.ok, check.problems) == (True, ())


@pytest.mark.parametrize("standard_id", IDS)
def test_a_clean_file_has_100_points_in_every_shipped_standard(standard_id):
    known = load_shipped(standard_id)
    assert scored(known)["score"] == "100.00"
    assert standard_from_json(json.dumps(standard_to_json(known))) == known


def test_the_list_of_shipped_standards_says_where_each_comes_from():
    by_id = {found.id: found for found in shipped_standards()}
    assert by_id["penalty_general_compiled"].status == "compiled"
    assert by_id["penalty_simple_proposed"].status == by_id["inspection_proposed"].status == "proposed"
    assert by_id["eco_penalty_2024"].status == "official"
    assert {by_id[key].case_type for key in ("licence_compiled", "inspection_proposed")} == {"许可", "检查"}


def test_the_general_sheet_has_seven_sections_and_27_vetoes(general):
    assert [int(section.max) for section in general.sections] == [10, 25, 10, 10, 15, 15, 15]
    assert (len(list(general.items())), len(general.vetoes)) == (32, 27)


def test_daily_penalties_are_scored_out_of_120():
    known = load_shipped("eco_daily_penalty_2024")
    assert (known.total, scored(known)["applicable_total"]) == (Decimal(120), "120.00")


def test_deductions_of_one_file_add_up_t1(general):
    items = [
        found("1.1", {"id": "1.1a", "count": 2}),
        found("2.2", "2.2b", {"id": "2.2d", "count": 3}),
        found("7.4", {"id": "7.4b", "count": 6}),
    ]
    answer = scored(general, items=items)
    assert (answer["score"], answer["grade"]) == ("93.50", "优秀")
    assert line(answer, "7.4") == {"id": "7.4", "max": "2.00", "raw": "3.00", "deducted": "2.00", "earned": "0.00"}


def test_an_item_of_two_points_loses_two_of_six_t2(general):
    answer = scored(general, items=[found("2.1", "2.1a", "2.1b", "2.1c", "2.1d")])
    assert (answer["score"], line(answer, "2.1")["raw"]) == ("98.00", "6.00")


@pytest.mark.parametrize(("policy", "score", "grade"), [("RESCALE", "89.29", "良好"), ("FULL_CREDIT", "91.00", "优秀")])
def test_the_policy_for_items_left_out_changes_the_grade_t3(general, policy, score, grade):
    known = standard_from_json(json.dumps(standard_to_json(general) | {"na_policy": policy}))
    nine = [found("2.4", {"id": "2.4a", "points": "3"}), found("5.1", "5.1b"), found("6.3", "6.3c", "6.3d")]
    answer = scored(known, items=[*na("2.5", "2.6", "2.7", "4.3", "4.4", "6.2"), *nine])
    assert (answer["score"], answer["grade"]) == (score, grade)


T4 = {
    "items": [
        *na("9", "10", "12", "13"),
        {"id": "2", "lost": ["2-4"]},  # 4
        {"id": "3", "lost": ["3-3"]},  # 2
        {"id": "1", "lost": ["1-1"]},  # 0.5
    ],
    "base": [{"id": "B4", "page": "30"}, {"id": "B9", "page": "6"}],  # 2 + 1.5
}


def test_half_legality_half_proportion_less_base_t4(eco):
    answer = scored(eco, **T4)
    assert (answer["applicable_total"], answer["earned"], answer["base"]) == ("81.00", "74.50", "3.50")
    assert (answer["score"], answer["grade"]) == ("92.49", "优秀")


def test_a_veto_takes_the_legality_half_too_t5(eco):
    answer = scored(eco, **T4, vetoes=[{"id": "V19", "page": "41", "note": "没有法制审核意见"}])
    assert (answer["score"], answer["grade"], answer["before_cap"]) == ("0.00", "不合格", "92.49")


@pytest.mark.parametrize(("cap", "score"), [(100, "100.00"), (None, "102.00")])
def test_a_detention_carries_a_bonus_over_100_only_without_cap_t7(cap, score):
    detention = load_shipped("eco_detention_2024")
    known = standard_from_json(json.dumps(standard_to_json(detention) | {"cap_total": cap}))
    lost = [{"id": "4", "lost": ["4-4", "4-5"]}, {"id": "5", "lost": ["5-4"]}]  # 9 of 100
    answer = scored(known, items=lost, bonus=[{"id": "P1"}], base=[{"id": "B5", "page": "1"}])
    assert (answer["earned"], answer["before_cap"], answer["score"]) == ("91.00", "102.00", score)


def test_faults_of_every_class_come_off_the_total_t10():
    classes = ("10", "5", "2", "1", "0.5")
    rules = [{"id": f"r{p}", "text": "", "kind": "PER_UNIT", "points": p} for p in classes]
    sections = [{"name": "全部", "max": None, "items": [{"id": "1", "name": "全卷", "max": None, "rules": rules}]}]
    bands = [{"name": n, "from": f, "pass": f > 0} for n, f in (("优秀", 90), ("合格", 60), ("不合格", 0))]
    value = standard([], mode="FROM_TOTAL", sections=sections, bands=bands)
    counts = {"r10": 1, "r5": 2, "r2": 1, "r1": 2, "r0.5": 3}
    findings = [{"id": key, "count": count} for key, count in counts.items()]
    answer = scored(value, items=[{"id": "1", "findings": findings}])
    assert (answer["score"], answer["grade"]) == ("74.50", "合格")


def test_the_licence_sheet_is_mended_t17():
    known = load_shipped("licence_compiled")
    points = {item.id: item.max for item in known.items()}
    assert (points["9"], sum(points.values())) == (Decimal(10), Decimal(100))


def test_compiled_vetoes_stop_the_score(general):
    answer = scored(general, vetoes=[{"id": "V1.5", "page": "20", "note": "重大决定没有审核"}])
    assert (answer["score"], answer["grade"]) == (None, "不合格")


def test_an_unknown_shipped_standard_is_named():
    with pytest.raises(NotFoundError, match=r"没有“没有的”.*penalty_general_compiled"):
        load_shipped("没有的")


def test_a_file_that_is_no_standard_is_told_apart(tmp_path):
    (tmp_path / "表.xlsx").write_bytes(b"PK")
    (tmp_path / "乱.json").write_bytes("标准".encode("gbk"))
    for name, said in (("表.xlsx", "不是JSON文件"), ("乱.json", "UTF-8"), ("无.json", "打不开")):
        with pytest.raises(UnreadableError, match=said):
            load_standard(tmp_path / name)


def test_the_commands_answer_with_their_exit_status(tmp_path, general):
    path = tmp_path / "standard.json"
    path.write_text(json.dumps(standard_to_json(general)), encoding="utf-8")
    assert run_standard_check(path) == ({"ok": True, "problems": [], "sum": "100.00"}, 0)
    path.write_text(json.dumps(standard_to_json(general) | {"total": 99}), encoding="utf-8")
    answer, status = run_standard_check(path)
    assert (answer["ok"], status) == (False, 1)

    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({"items": [found("1.2", "1.2b")]}), encoding="utf-8")
    answer, status = run_review_score(sheet, general)
    assert (answer["score"], status) == ("99.00", 0)
    sheet.write_text(json.dumps({"items": [found("1.2", "9.9")]}), encoding="utf-8")
    answer, status = run_review_score(sheet, general)
    assert (answer["score"], status) == (None, 1)
