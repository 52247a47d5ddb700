"""What leaves a ledger page: workbook, print, and the files that acts produce."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from services.access import Right
from services.query import Outcome


@pytest.fixture
def asked():
    return []


@pytest.fixture
def out_tools(make_tools, asked):
    def export(service, query, file, full):
        asked.append((query, file, full))
        return f"已导出到“{file.name}”。"

    def print_list(service, query):
        asked.append(query)
        return Path("名册.xlsx")

    return make_tools(export=export, print_list=print_list, open_file=lambda file: asked.append(file))


def test_the_whole_filter_is_exported_and_the_sentence_is_said(qtbot, open_page, out_tools, asked, notes, tmp_path):
    page = open_page(out_tools)
    with qtbot.waitSignal(page.loaded):
        page.parts.chips.chip("late").click()
    page.commands.export_to(tmp_path / "名册.xlsx", ticked=False, full=False)
    qtbot.waitUntil(lambda: bool(notes))
    assert asked[0][0].conditions == page.model.query.conditions
    assert asked[0][0].ids == ()
    assert notes[-1].message == "已导出到“名册.xlsx”。"


def test_ticked_rows_are_exported_even_when_a_later_filter_hides_them(qtbot, open_page, out_tools, asked, tmp_path):
    page = open_page(out_tools)
    page.model.turn_tick(0)
    page.model.turn_tick(1)
    ids = page.model.ticks.ids
    with qtbot.waitSignal(page.loaded):
        page.parts.chips.chip("void").click()
    page.commands.export_to(tmp_path / "名册.xlsx", ticked=True, full=False)
    qtbot.waitUntil(lambda: bool(asked))
    assert set(asked[0][0].ids) == ids
    assert asked[0][0].conditions == ()


def test_all_but_one_of_the_filter_is_exported(qtbot, open_page, out_tools, asked, tmp_path):
    page = open_page(out_tools)
    with qtbot.waitSignal(page.loaded):
        page.parts.chips.chip("void").click()
    page.select_all()
    page.model.turn_tick(0)
    left_out = page.model.row_at(0).id
    page.commands.export_to(tmp_path / "名册.xlsx", ticked=True, full=False)
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked[0][0].ids) == page.model.total - 1
    assert left_out not in asked[0][0].ids


def test_full_identity_numbers_need_the_right(open_page, make_tools):
    from dataclasses import replace

    from services.spec import LedgerSpec
    from tests.ui.ledger import people

    service = people.PeopleLedger(20)
    fields = tuple(replace(f, in_table=True) if f.key == "id_no" else f for f in people.PEOPLE.fields)
    service.spec = replace(people.PEOPLE, fields=fields)
    assert isinstance(service.spec, LedgerSpec)
    page = open_page(make_tools(may=lambda right: right is not Right.EXPORT_FULL), given=service)
    page.commands.export()
    acts = page.findChildren(QMenu)[-1].actions()
    assert [act.text() for act in acts] == ["遮盖身份证号", "含完整身份证号（会留下记录）"]
    assert [act.isEnabled() for act in acts] == [True, False]


def test_the_list_is_printed_through_a_job_and_shown(qtbot, open_page, out_tools, asked):
    page = open_page(out_tools)
    page.print_page()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == Path("名册.xlsx")


def test_a_file_that_an_act_made_is_shown(qtbot, open_page, out_tools, asked, service):
    page = open_page(out_tools)
    service.perform = lambda action, row, values: Outcome("已生成催报函。", None, "催报函.docx")
    page.pane.findChild(object, "act.card").click()
    qtbot.waitUntil(lambda: asked == [Path("催报函.docx")])
