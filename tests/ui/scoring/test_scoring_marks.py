"""Marks are edited as values: every step can be taken back, and what is written is what is read."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.sheet import FilledSheet, Finding, ItemMarks, sheet_from_json, sheet_to_json
from services.reviews.standard_files import load_shipped
from ui.pages.scoring.sheet_lines import Amount, LineKind, decimals, lines_of, phrases, veto_words
from ui.pages.scoring.sheet_model import MarksEditor, read_amount

GENERAL = load_shipped("penalty_general_compiled")
ECO = load_shipped("eco_penalty_2024")
STANDARDS = {"general": GENERAL, "eco": ECO, "simple": load_shipped("penalty_simple_proposed")}


def editor(standard=GENERAL, marks=None):
    return MarksEditor(standard, marks or FilledSheet())


def rule(made, code, entry):
    return f"item:{code}", entry


@st.composite
def acts(draw):
    """A standard and acts on its lines, with amounts that the rules allow."""
    standard = draw(st.sampled_from(sorted(STANDARDS)))
    lines = lines_of(STANDARDS[standard])
    found = []
    for _ in range(draw(st.integers(1, 12))):
        line = draw(st.sampled_from(lines))
        entry = draw(st.sampled_from(line.entries))
        name = draw(
            st.sampled_from(["toggle", "amount", "page", "note", "out", "absent", "full", "entry_out", "reason"])
        )
        found.append(
            (name, line.key, entry, draw(st.integers(1, 5)), draw(st.sampled_from(["12", "3、4", "没有签名"])))
        )
    return standard, found


def perform(made, act):
    name, line, entry, number, words = act
    match name:
        case "toggle":
            made.toggle(line, entry.id)
        case "amount":
            made.set_amount(line, entry.id, Decimal(number))
        case "page":
            made.set_page(line, entry.id, words)
        case "note":
            made.set_note(line, entry.id, words)
        case "out":
            made.leave_out(line)
        case "absent":
            made.set_absent(line)
        case "full":
            made.full_marks(line)
        case "entry_out":
            made.leave_out_entry(line, entry.id)
        case "reason":
            made.set_reason(line, words) if made.line(line).kind.is_item else None


@given(acts())
@settings(max_examples=60, deadline=None)
def test_all_steps_can_be_taken_back_and_done_again(drawn):
    standard, found = drawn
    made = editor(STANDARDS[standard])
    for act in found:
        perform(made, act)
    end = made.marks
    while made.can_undo:
        made.undo()
    assert made.marks == FilledSheet()
    while made.can_redo:
        made.redo()
    assert made.marks == end


@given(acts())
@settings(max_examples=60, deadline=None)
def test_what_the_page_marks_survives_the_file_and_names_only_what_the_standard_has(drawn):
    standard, found = drawn
    made = editor(STANDARDS[standard])
    for act in found:
        perform(made, act)
    assert sheet_from_json(json.dumps(sheet_to_json(made.marks), ensure_ascii=False)) == made.marks
    result = made.result()
    assert not {problem.code for problem in result.problems} & {"RV01", "RV02", "RV03", "RV05", "RV06", "RV20"}
    assert all(made.place(problem.where) for problem in result.problems if problem.where != "items")


@given(acts(), st.data())
@settings(max_examples=40, deadline=None)
def test_marking_twice_leaves_nothing_behind(drawn, data):
    standard, _found = drawn
    made = editor(STANDARDS[standard])
    line = data.draw(st.sampled_from(made.lines))
    entry = data.draw(st.sampled_from(line.entries))
    assert made.toggle(line.key, entry.id) is True
    assert made.mark(line.key, entry.id).on
    assert made.toggle(line.key, entry.id) is False
    assert not made.mark(line.key, entry.id).on
    assert made.result().score == editor(STANDARDS[standard]).result().score


def test_typing_in_one_field_is_one_step():
    made = editor()
    made.toggle("item:2.2", "2.2d")
    for words in ("1", "12", "12、", "12、13"):
        made.set_page("item:2.2", "2.2d", words)
    made.set_note("item:2.2", "2.2d", "第3行")
    assert made.undo() == "item:2.2"
    assert (made.mark("item:2.2", "2.2d").page, made.mark("item:2.2", "2.2d").note) == ("12、13", "")
    made.undo()
    assert made.mark("item:2.2", "2.2d").page == ""
    made.undo()
    assert made.marks == FilledSheet()


def test_an_item_that_does_not_apply_cannot_be_marked():
    made = editor()
    made.toggle("item:2.5", "2.5c")
    made.leave_out("item:2.5")
    assert made.item("item:2.5").findings == ()
    assert made.toggle("item:2.5", "2.5c") is False
    made.undo()
    assert made.mark("item:2.5", "2.5c").on


def test_what_the_standard_forbids_is_not_marked():
    made = editor()
    assert made.leave_out("item:1.1") is False
    assert made.set_absent("item:1.2") is False
    assert made.marks == FilledSheet()


def test_a_second_finding_of_a_rule_from_another_program_is_kept():
    twice = ItemMarks("2.3", findings=(Finding("2.3c", Decimal(1)), Finding("2.3c", Decimal(2), page="9")))
    made = editor(marks=FilledSheet(items=(twice,)))
    made.set_page("item:2.3", "2.3c", "8")
    assert [(f.points, f.page) for f in made.marks.items[0].findings] == [(Decimal(1), "8"), (Decimal(2), "9")]


def test_an_item_that_was_looked_at_is_counted():
    made = editor()
    assert made.seen_count == 0
    made.look_at("item:1.1")
    made.toggle("item:1.2", "1.2a")
    made.look_at("veto:程序违法")
    assert (made.seen_count, made.seen("item:1.1"), made.seen("item:1.3")) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3", "3"),
        ("１．５", "1.5"),
        ("0.5", "0.5"),
        ("1。5", "1.5"),
        ("", None),
        (".", None),
        ("两", None),
        ("-1", None),
    ],
)
def test_amounts_are_read_as_clerks_type_them(words, value):
    assert read_amount(words) == (None if value is None else Decimal(value))


def test_lines_come_vetoes_first_and_the_whole_file_last():
    kinds = [line.kind for line in lines_of(GENERAL)]
    assert kinds == [LineKind.VETO] * 5 + [LineKind.RULES] * 32 + [LineKind.BONUS, LineKind.MINUS]
    assert [line.kind for line in lines_of(ECO)][-1] is LineKind.BASE
    rules = {entry.id: entry for line in lines_of(GENERAL) for entry in line.entries}
    assert (rules["2.2d"].amount, rules["2.2f"].price, rules["2.2a"].price) == (Amount.COUNT, "扣1—2", "扣2")


def test_points_have_as_many_decimals_as_the_standard_needs():
    assert decimals(GENERAL) == 1


def test_phrases_start_from_the_rule_the_page_and_the_count():
    entry = next(e for line in lines_of(GENERAL) for e in line.entries if e.id == "2.2d")
    assert phrases(entry, "12", Decimal(3))[0] == "第12页改动处没有签名或者捺印，共3处。"
    assert phrases(entry, "", None, ["第9页没有捺印。"]) == ("第9页没有捺印。", "改动处没有签名或者捺印。")


def test_the_banner_of_a_veto_says_what_the_standard_does():
    assert veto_words(ECO, complete=False) == "存在否决项，本卷记0分。请写明具体事实和页码。"
    assert veto_words(GENERAL, complete=True) == "存在否决项，本卷不计分。"
