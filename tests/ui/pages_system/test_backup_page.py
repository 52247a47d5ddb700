"""备份与恢复, and 数据检查."""

import shutil

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from services.backup import list_backups
from tests.ui.looks import faults
from ui.kit.table import plain
from ui.pages.system.backup_page import BackupPage, size_words
from ui.pages.system.integrity_page import IntegrityPage

SIZES = [(1166, 694), (1080, 566)]


@pytest.fixture
def page(sample_context, show):
    return show(BackupPage(sample_context), sample_context)


def words_of(rows):
    return [[plain(value) for value in cells] for cells in rows.rows]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("backups", [0, 1])
def test_the_page_keeps_to_the_looks(sample_context, sample_desk, show, size, backups):
    for _n in range(backups):
        sample_desk.backup_to(None)
    assert faults(show(BackupPage(sample_context), sample_context, size), (1080, 566)) == []


def test_backing_up_now_lists_the_backup_with_its_counts(page, sample_desk, sample_context, toasts, wait_for_jobs):
    assert page.when.text() == "还没有"
    page.next_act()
    assert not page.now_button.isEnabled()  # one at a time
    wait_for_jobs(sample_context)
    (cells,) = words_of(page.rows)
    assert cells[:5] == ["2026-06-15 09:00", "手动", "已核对", "112", cells[4]]
    (info,) = list_backups(sample_desk.folder.backups)
    entities = {ledger.entity for ledger in sample_desk.ledgers.values()} - {"enforcement_officer"}
    assert int(cells[4].replace(",", "")) == sum(info.rows[name] for name in entities)
    assert page.when.text() == "今天09:00　手动"
    assert toasts == [f"备份完成，存放在“{info.path.name}”。"]


def test_a_backup_goes_to_the_chosen_folder(page, sample_desk, sample_context, tmp_path, wait_for_jobs):
    stick = tmp_path / "U盘"
    stick.mkdir()
    page.elsewhere_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(stick))
    dialog.close()
    wait_for_jobs(sample_context)
    assert len(list_backups(stick)) == 1
    assert list_backups(sample_desk.folder.backups) == []


def test_a_backup_that_cannot_be_written_is_said_on_the_page(page, sample_context, tmp_path, wait_for_jobs):
    place = tmp_path / "占用"
    place.write_text("x")
    page.back_up(place / "备份")
    wait_for_jobs(sample_context)
    assert "备份没有写成，原有数据都在。" in page.problem.text()
    assert page.now_button.isEnabled()


def test_a_broken_backup_is_shown_as_unreadable(page, sample_desk, wait_for_jobs, sample_context):
    sample_desk.backup_to(None)
    (info,) = list_backups(sample_desk.folder.backups)
    copy = info.path.with_name("坏了.deskbak")
    shutil.copyfile(info.path, copy)
    copy.write_bytes(copy.read_bytes()[:2000])
    page.reload()
    wait_for_jobs(sample_context)
    assert [cells[2] for cells in words_of(page.rows)] == ["已核对", "读不出来"]


def test_leaving_goes_to_the_login_window_where_the_program_offers_that(sample_context, show):
    left = []
    page = show(BackupPage(sample_context, lambda: left.append(True)), sample_context)
    assert page.leave_button.text() == "退出到登录"
    page.leave_button.click()
    assert left == [True]


def test_a_reader_sees_backups_but_makes_none(sample_context, sample_desk, as_reader, show):
    as_reader(sample_desk)
    page = show(BackupPage(sample_context), sample_context)
    assert not page.now_button.isEnabled()
    assert not page.elsewhere_button.isEnabled()
    assert "权限" in page.now_button.toolTip()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0千字节"), (1, "1千字节"), (1048576, "1.0兆"), (5_190_000, "4.9兆"), (2**40, "1,048,576.0兆")],
)
def test_sizes_in_words(size, words):
    assert size_words(size) == words


# --- 数据检查 --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_check_page_keeps_to_the_looks(sample_context, show, size, wait_for_jobs):
    page = show(IntegrityPage(sample_context), sample_context, size)
    assert faults(page, (1080, 566)) == []
    page.check()
    wait_for_jobs(sample_context)
    assert faults(page, (1080, 566)) == []


def test_sound_data_are_counted_and_said_to_be_sound(sample_context, sample_desk, show, qtbot, wait_for_jobs, tmp_path):
    printed = []
    page = show(IntegrityPage(sample_context, printed.append), sample_context)
    assert not page.print_button.isEnabled()
    with qtbot.waitSignal(page.checked) as said:
        page.next_act()
    assert said.args == [True]
    rows = dict(page.counts.rows)
    assert rows["问题台账"] == 14
    assert rows[sample_desk.ledgers["officers"].spec.title] == 112
    page.print_page()
    wait_for_jobs(sample_context)
    assert printed[0].read_bytes().startswith(b"%PDF")


def test_a_lost_attachment_is_named_with_what_to_do(sample_context, sample_desk, show, wait_for_jobs, tmp_path, qtbot):
    paper = tmp_path / "告知书.txt"
    paper.write_text("甲", encoding="utf-8")
    sample_desk.attachments.add("problem", 1, paper)
    for kept in sample_desk.folder.attachments.glob("*/*"):
        kept.unlink()
    page = show(IntegrityPage(sample_context), sample_context)
    with qtbot.waitSignal(page.checked) as said:
        page.check()
    assert said.args == [False]
    ((level, where, message, remedy),) = words_of(page.found)
    assert (level, message, remedy) == ("损坏", "附件的文件不见了。", "从备份恢复。")
    assert "告知书" in where
    went = []
    sample_context.bridge.page_wanted.connect(lambda key, _row: went.append(key))
    next(b for b in page.findChildren(QPushButton) if b.text() == "看备份").click()
    assert went == ["backup"]
