"""A standard is locked only when its sums, bands and codes agree."""

import pytest
from review_builders import BANDS, item, plain_items, read, rule, standard

from services.problems import Level
from services.reviews.standard_check import check_standard


def errors(value):
    check = check_standard(read(value))
    found = [problem.code for problem in check.problems if problem.level is Level.ERROR]
    assert check.ok is (not found)
    return found


def one(**changes):
    return standard([item("1", 100, [rule("a", points="1")], **changes)])


def with_rule(**changes):
    return standard([item("1", 100, [{"id": "a", "text": "", "kind": "FIXED", "points": "1"} | changes])])


def test_a_sound_standard_can_be_locked():
    check = check_standard(read(standard(plain_items())))
    assert check.to_json() == {"ok": True, "problems": [], "sum": "100.00"}


def test_the_sum_is_that_of_the_items():
    check = check_standard(read(one(max="99.5")))
    assert (check.ok, check.to_json()["sum"]) == (False, "99.50")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (one(max=99), "ST30"),
        (one(max=None), "ST32"),
        (standard(plain_items(), total=120) | {"na_policy": "RESCALE"}, "ST30"),
        (standard([item("1", 120, [rule("a", points="1")])], total=120, na_policy="FULL_CREDIT"), "ST02"),
        (standard([item("1", 120, [rule("a", points="1")])], total=120, na_policy="AS_ZERO"), "ST02"),
        (standard(plain_items(), bands=BANDS[:3]), "ST10"),
        (standard(plain_items(), bands=[]), "ST10"),
        (standard(plain_items(), bands=[*BANDS, {"name": "中等", "from": 80, "pass": True}]), "ST12"),
        (standard(plain_items(), bands=[*BANDS, {"name": "良好", "from": 70, "pass": True}]), "ST11"),
        (standard(plain_items(), bands=[BANDS[0], BANDS[1] | {"to": 89}, *BANDS[2:]]), "ST14"),
        (standard(plain_items(), bands=[BANDS[0], BANDS[1] | {"to": 91}, *BANDS[2:]]), "ST12"),
        (standard(plain_items(), bands=[BANDS[0] | {"to": 99}, *BANDS[1:]]), "ST14"),
        (with_rule(points=None), "ST51"),
        (with_rule(points="0"), "ST51"),
        (with_rule(points="-1"), "ST51"),
        (with_rule(kind="PER_UNIT", points=None), "ST51"),
        (with_rule(kind="RANGE", points=None), "ST52"),
        (with_rule(kind="RANGE", points=None, min="3", max="1"), "ST52"),
        (with_rule(cap="0"), "ST54"),
        (with_rule(escalates_to="V9"), "ST55"),
        (standard([*plain_items()[:1], item("2", 70, [rule("1a", points="1")])]), "ST20"),
        (standard([item("1", 30, [rule("a", points="1")]), item("1", 70, [rule("b", points="1")])]), "ST20"),
        (standard(plain_items(), bonus=[{"id": "P1", "text": "", "points": "1"}] * 2), "ST20"),
        (standard(plain_items(), bonus=[{"id": "P1", "text": ""}]), "ST60"),
        (standard(plain_items(), bonus=[{"id": "P1", "text": "", "min": "3", "max": "2"}]), "ST61"),
        (standard(plain_items(), base=[{"id": "B1", "text": "", "points": "-3"}]), "ST60"),
        (standard(plain_items(), minus=[{"id": "M1", "text": "", "points": "1", "cap": "-1"}]), "ST60"),
        (standard(plain_items(), bonus_cap=-1), "ST05"),
        (standard(plain_items(), round=-1), "ST06"),
        (standard([item("1", 100, criteria=[{"points": "99.5"}])], mode="EARN"), "ST43"),
        (standard([item("1", 100, criteria=[{"points": "100"}])], mode="SPLIT"), "ST03"),
    ],
)
def test_a_fault_keeps_a_standard_from_being_locked(value, code):
    assert errors(value) == [code]


def test_sections_that_do_not_make_the_total_are_told_from_items_that_do_not_make_a_section():
    value = standard(plain_items(), total=109)
    value["sections"][0]["max"] = 100
    assert errors(value) == ["ST31"]


def test_the_licence_sheet_as_printed_sums_to_109_and_is_refused():
    points = [5, 10, 6, 6, 15, 6, 5, 10, 19, 10, 5, 12]
    items = [item(str(n), value, [rule(f"{n}a", points="1")]) for n, value in enumerate(points, 1)]
    check = check_standard(read(standard(items)))
    assert (check.ok, check.to_json()["sum"]) == (False, "109.00")
    items[8]["max"] = 10
    assert check_standard(read(standard(items))).ok


def test_every_fault_is_listed_at_once():
    value = standard([item("1", 99, [rule("a"), rule("a", escalates_to="V9")])], bands=BANDS[:2])
    assert sorted(errors(value)) == ["ST10", "ST20", "ST30", "ST51", "ST51", "ST55"]


def test_from_total_needs_no_points_of_items():
    sections = [{"name": "全部", "max": None, "items": [item("1", None, [rule("a", points="5")], absent_zero=False)]}]
    check = check_standard(read(standard([], mode="FROM_TOTAL", sections=sections)))
    assert check.to_json() == {"ok": True, "problems": [], "sum": "100.00"}


def test_an_item_without_points_cannot_become_zero():
    sections = [{"name": "全部", "max": None, "items": [item("1", None, [rule("a", "ZERO_ITEM")])]}]
    assert errors(standard([], mode="FROM_TOTAL", sections=sections)) == ["ST34", "ST34"]


def test_the_order_in_which_bands_are_written_does_not_matter():
    assert errors(standard(plain_items(), bands=BANDS[::-1])) == []


def test_what_is_only_doubtful_does_not_stop_the_lock():
    value = standard([item("1", 100, absent_zero=False)], bands=[{"name": "合格", "from": 0, "pass": True}])
    check = check_standard(read(value))
    assert (check.ok, [problem.level for problem in check.problems]) == (True, [Level.WARNING])
