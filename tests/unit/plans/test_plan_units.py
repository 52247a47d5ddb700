"""Lists of units and the words of duty around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.reading.roles import read_note
from services.plans.reading.units import looks_like_unit, split_units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县水务局、县林业局", ["县水务局", "县林业局"]),
        ("县水务局，各乡镇；县林业局", ["县水务局", "各乡镇", "县林业局"]),
        ("各县〔市、区〕人民政府、县水务局", ["各县〔市、区〕人民政府", "县水务局"]),
        ("各乡（镇、街道）、县水务局", ["各乡（镇、街道）", "县水务局"]),
        ("县发展和改革局、县人力资源和社会保障局", ["县发展和改革局", "县人力资源和社会保障局"]),
        ("县水务局和县林业局", ["县水务局", "县林业局"]),
        ("县水务局及各乡镇", ["县水务局", "各乡镇"]),
        ("各部门和单位", ["各部门和单位"]),
        ("县水务局 县林业局", ["县水务局", "县林业局"]),
        ("由县水务局", ["县水务局"]),
        ("县水务局、县水务局", ["县水务局"]),
        ("县水\n务局", ["县水", "务局"]),
        ("、，；", []),
    ],
)
def test_a_list_of_units_is_split_where_units_end(text, expected):
    assert split_units(text) == expected


def test_the_last_unit_of_an_open_list_keeps_its_printed_words():
    assert split_units("县水务局、县林业局等执法机关") == ["县水务局", "县林业局等执法机关"]


@pytest.mark.parametrize(
    "name", ["县水务局", "各乡（镇）人民政府", "示例镇", "县委编办", "法制股", "水政大队", "未成年人保护中心"]
)
def test_names_of_units_are_recognised(name):
    assert looks_like_unit(name)


@pytest.mark.parametrize("name", ["附件1", "以下简称《方案》", "试行", "2026年6月", "局", "加强学习，提高能力"])
def test_other_words_are_no_units(name):
    assert not looks_like_unit(name)


def roles(text):
    note = read_note(text)
    return note.lead, note.responsible, note.cooperate, note.deadline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：县水务局；完成时限：长期", ([], ["县水务局"], [], "长期")),
        ("责任单位:县水务局,完成时间:2026年6月", ([], ["县水务局"], [], "2026年6月")),
        ("牵头单位：县水务局 配合单位：各乡镇", (["县水务局"], [], ["各乡镇"], None)),
        ("完成时限：长期；责任部门：县水务局", ([], ["县水务局"], [], "长期")),
        ("责任领导：简若宁；责任科室：水政股", ([], ["水政股"], [], None)),
        ("牵头（责任）单位：县水务局", (["县水务局"], [], [], None)),
        ("主办：县水务局；协同：县林业局", (["县水务局"], [], ["县林业局"], None)),
        ("县水务局；完成时限：长期", ([], ["县水务局"], [], "长期")),
        ("县水务局牵头，县林业局配合，各乡镇负责落实", (["县水务局"], ["各乡镇"], ["县林业局"], None)),
        ("县水务局、县林业局，各乡镇按职责分工负责", ([], ["县水务局", "县林业局", "各乡镇"], [], None)),
        ("县水务局负责、各乡镇落实", ([], ["县水务局", "各乡镇"], [], None)),
        ("县水务局会同县林业局", (["县水务局"], [], ["县林业局"], None)),
        ("由县水务局牵头，各有关部门配合", (["县水务局"], [], ["各有关部门"], None)),
        ("县水务局牵头负责，2026年底前完成", (["县水务局"], [], [], "2026年底前完成")),
        ("县水务局负责2026年底前完成", ([], ["县水务局"], [], "2026年底前完成")),
        ("责任单位：县水务局（牵头）、县林业局", (["县水务局"], ["县林业局"], [], None)),
        ("责任单位：县水务局，2026年6月底前", ([], ["县水务局"], [], "2026年6月底前")),
        ("责任单位：无", ([], [], [], None)),
    ],
)
def test_a_note_says_who_leads_who_answers_and_who_helps(text, expected):
    assert roles(text) == expected


@given(
    st.text(
        alphabet="县水务局各乡镇牵头配合负责落实会同、，；：（）〔〕和及等由 责任单位2026年6月底前长期\n", max_size=80
    )
)
def test_no_note_breaks_the_grammar_and_no_unit_is_invented(text):
    note = read_note(text)
    plain = "".join(text.split())
    assert all(unit in plain for unit in note.all_units)
