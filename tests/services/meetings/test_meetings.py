"""会商: members come in by themselves, a meeting is written once, minutes and tasks are made of it. 15 June 2026."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from models.meeting import Presence
from models.plan import PlanKind
from services.errors import ConflictError, ValidationError
from services.meetings.sheet import AttendanceLine, DecisionLine, MatterLine
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
DECISIONS = (
    DecisionLine("报送突出问题清单", "县水务局", "县林业局、各执法单位", date(2026, 7, 10)),
    DecisionLine("长期公布投诉电话", "县林业局"),
)


@pytest.fixture
def desk(empty_desk):
    for name in ("县水务局", "县林业局", "县司法局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "all"})
    units = {row.values["name"]: row.id for row in empty_desk.ledgers["units"].search(LedgerQuery()).rows}
    for name, unit, role, more in (
        ("于安禾", "县水务局", "member", {}),
        ("容知秋", "县司法局", "convener", {"duty": "局长"}),
        ("岑知远", "县林业局", "member", {"left_on": date(2026, 6, 15)}),
        ("简若宁", "县林业局", "liaison", {"joined_on": date(2026, 6, 15)}),
    ):
        values = {"name": name, "agency_id": units[unit], "role": role} | more
        empty_desk.ledgers["meeting_members"].save(None, 0, values)
    return empty_desk


def written(desk, **changes):
    """A meeting with two decisions; its id."""
    sheet = replace(
        desk.meetings.blank(),
        matters=(MatterLine("突出问题整治", "县水务局：进展慢。\n县林业局：有难处。"), MatterLine("", "")),
        decisions=DECISIONS,
        open_matters="跨区域协作机制没有谈妥。",
        next_on=date(2026, 9, 15),
    )
    return desk.meetings.save(replace(sheet, **changes))[0]


def tasks(desk):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows


def test_a_new_meeting_begins_with_those_who_are_members_today_the_convener_first(desk):
    sheet = desk.meetings.blank()
    assert [(line.name, line.unit) for line in sheet.attendance] == [
        ("容知秋", "县司法局"),
        ("简若宁", "县林业局"),
        ("于安禾", "县水务局"),
    ]
    assert {line.presence for line in sheet.attendance} == {Presence.PRESENT}
    assert (sheet.held_on, sheet.head["serial"], sheet.head["host"]) == (TODAY, "2026年第1次", "容知秋")


def test_a_stored_meeting_opens_as_it_was_written_and_empty_lines_are_left_out(desk):
    sheet = desk.meetings.open(written(desk))
    assert [matter.title for matter in sheet.matters] == ["突出问题整治"]
    assert [(d.text, d.lead, d.cooperate, d.due_on) for d in sheet.decisions] == [
        (d.text, d.lead, d.cooperate, d.due_on) for d in DECISIONS
    ]
    assert desk.meetings.blank().head["serial"] == "2026年第2次"
    assert desk.meetings.save(sheet)[0] == sheet.id
    assert desk.meetings.open(sheet.id) == replace(sheet, row_version=sheet.row_version)


def test_lines_are_changed_removed_and_added(desk):
    sheet = desk.meetings.open(written(desk))
    first, *_rest = sheet.attendance
    came = (
        replace(first, presence=Presence.EXCUSED),
        AttendanceLine("祁望山", "水务局", "科长", Presence.OBSERVER),
    )
    desk.meetings.save(replace(sheet, attendance=came, decisions=sheet.decisions[:1]))
    again = desk.meetings.open(sheet.id)
    assert [(line.name, line.unit, line.presence) for line in again.attendance] == [
        ("容知秋", "县司法局", Presence.EXCUSED),
        ("祁望山", "县水务局", Presence.OBSERVER),
    ]
    assert len(again.decisions) == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"head": {"title": " "}}, "title", "会议名称"),
        ({"held_on": None}, "held_on", "会议日期"),
        ({"next_on": TODAY}, "next_on", "下次会议"),
        ({"attendance": (AttendanceLine("", "县水务局"),)}, "attendance", "第1行没有姓名"),
        ({"attendance": (AttendanceLine("于安禾", "县无此局"),)}, "attendance", "名册里没有"),
        ({"matters": (MatterLine("", "有意见"),)}, "matters", "没有写议题"),
        ({"decisions": (DecisionLine("", "县水务局"),)}, "decisions", "没有写事项"),
        ({"decisions": (DecisionLine("报送", due_on=date(2026, 6, 14)),)}, "decisions", "早于会议日期"),
    ],
)
def test_what_is_wrong_is_said_beside_its_part_and_nothing_is_stored(desk, changes, field, words):
    with pytest.raises(ValidationError, match=words) as refused:
        written(desk, **changes)
    assert set(refused.value.problems) == {field}
    assert desk.ledgers["meetings"].search(LedgerQuery()).total == 0


def test_two_people_who_write_the_same_meeting_do_not_overwrite_each_other(desk):
    sheet = desk.meetings.open(written(desk))
    desk.meetings.save(replace(sheet, open_matters="已经谈妥。"))
    with pytest.raises(ConflictError, match="刚被改过"):
        desk.meetings.save(replace(sheet, open_matters="还没有谈妥。"))


def test_decisions_become_tasks_with_units_and_dates_once_only(desk):
    meeting_id = written(desk)
    outcome = desk.meetings.to_tasks(meeting_id)
    assert "2项议定事项已转为《会商议定事项（2026年）》的任务" in outcome.message
    plan = desk.plan_ledger.search(LedgerQuery()).rows[0].values
    assert (plan["title"], plan["kind"]) == ("会商议定事项（2026年）", PlanKind.MEETING)
    first, second = tasks(desk)
    assert (first.values["due_on"], first.values["unit_words"]) == (date(2026, 7, 10), "县水务局、县林业局、各执法单位")
    assert (second.values["due_on"], second.values["unit_words"]) == (None, "县林业局")
    owed = [row.values["unit"] for row in desk.ledgers["obligations"].search(LedgerQuery()).rows]
    assert sorted(owed) == ["县司法局", "县林业局", "县林业局", "县水务局"]
    with pytest.raises(ConflictError, match="没有还没转为任务"):
        desk.meetings.to_tasks(meeting_id)


def test_a_later_meeting_of_the_year_adds_to_the_same_plan(desk):
    desk.meetings.to_tasks(written(desk))
    desk.meetings.to_tasks(written(desk))
    assert len(tasks(desk)) == 4
    assert desk.plan_ledger.search(LedgerQuery()).total == 1
    desk.meetings.to_tasks(written(desk, held_on=date(2025, 12, 20), next_on=None))
    assert desk.plan_ledger.search(LedgerQuery()).total == 2


def test_a_decision_shows_how_its_task_is_and_is_changed_there(desk):
    meeting_id = written(desk)
    desk.meetings.to_tasks(meeting_id)
    sheet = desk.meetings.open(meeting_id)
    assert sheet.decisions[0].task_words == "未开始，时限2026-07-10"
    with pytest.raises(ConflictError, match="已经转为任务"):
        desk.meetings.save(
            replace(sheet, decisions=(replace(sheet.decisions[0], lead="县林业局"), *sheet.decisions[1:]))
        )
    with pytest.raises(ConflictError, match="不能删去"):
        desk.meetings.save(replace(sheet, decisions=sheet.decisions[1:]))
    task = tasks(desk)[0]
    desk.task_ledger.perform("finish", task, {"done_on": TODAY, "progress": "已报", "why": "材料已齐"})
    assert desk.meetings.open(meeting_id).decisions[0].task_words == "已办结，2026-06-15"
    row = desk.ledgers["meetings"].search(LedgerQuery()).rows[0]
    assert any("已办结" in line[0] for part in desk.ledgers["meetings"].details(row) for line in part.lines)


def test_undoing_takes_the_tasks_back_and_they_can_be_made_again(desk):
    meeting_id = written(desk)
    desk.undo(desk.meetings.to_tasks(meeting_id).group)
    assert tasks(desk) == []
    desk.meetings.to_tasks(meeting_id)
    assert len(tasks(desk)) == 2


def test_units_that_the_register_does_not_know_are_named(desk):
    outcome = desk.meetings.to_tasks(written(desk, decisions=(DecisionLine("报送清单", "县气象局"),)))
    assert "名册里没有：县气象局。" in outcome.message


def test_the_minutes_hold_matters_decisions_and_who_came(desk, tmp_path):
    from services.documents.signing import lay_out

    came = (
        AttendanceLine("容知秋", "县司法局"),
        AttendanceLine("于安禾", "县水务局"),
        AttendanceLine("祁望山", "县水务局"),
        AttendanceLine("简若宁", "县林业局", presence=Presence.EXCUSED),
        AttendanceLine("齐明川", presence=Presence.OBSERVER),
    )
    meeting_id = written(desk, attendance=came)
    draft_id = desk.meetings.minutes(meeting_id)
    assert desk.meetings.minutes(meeting_id) == draft_id  # the same paper, not a second one
    content = desk.drafting.open(draft_id).text.content
    assert content["format"] == "纪要"
    words = [item["text"] for item in content["body"] if "text" in item]
    assert words[0].startswith("2026年6月15日，容知秋主持召开行政执法监督会商会议（2026年第1次）。")
    assert "出席：县司法局容知秋，县水务局于安禾、祁望山" in words
    assert "请假：县林业局简若宁" in words
    assert "列席：齐明川" in words
    assert "遗留问题" in words
    rows = next(item["table"]["rows"] for item in content["body"] if "table" in item)
    assert rows[0] == ["1", "报送突出问题清单", "县水务局", "县林业局、各执法单位", "2026年7月10日"]
    lay_out(content, tmp_path / "纪要.pdf")
    document = pypdfium2.PdfDocument(str(tmp_path / "纪要.pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "会商会议纪要" in text
    assert "下次会议定于2026年9月15日召开" in text.replace("\r\n", "")


def test_a_draft_that_was_thrown_away_is_made_anew(desk):
    meeting_id = written(desk)
    first = desk.meetings.minutes(meeting_id)
    desk.ledgers["drafts"].remove([first])
    assert desk.meetings.minutes(meeting_id) != first


def test_the_next_meeting_is_on_the_list_of_what_is_due(desk):
    written(desk)
    items = desk.due.items(days=120)
    assert any(item.due_on == date(2026, 9, 15) and "会商" in item.title for item in items)


def test_a_meeting_in_the_recycle_bin_does_not_hide_the_date_that_an_earlier_one_set(desk):
    written(desk, held_on=date(2026, 6, 1))
    wrong = written(desk, next_on=None)
    desk.ledgers["meetings"].remove([wrong])
    found = [(item.what, item.due_on) for item in desk.due.items(days=120) if item.ledger == "meetings"]
    assert found == [("下次会商", date(2026, 9, 15))]


def test_members_and_meetings_are_counted_in_their_ledgers(desk):
    written(desk)
    row = desk.ledgers["meetings"].search(LedgerQuery()).rows[0].values
    assert (row["present"], row["decided"], row["tasked"]) == ("3/3", 2, 0)
    offices = {
        r.values["name"]: r.values["in_office"] for r in desk.ledgers["meeting_members"].search(LedgerQuery()).rows
    }
    assert offices["岑知远"] == "void"
    assert offices["简若宁"] == "run"
