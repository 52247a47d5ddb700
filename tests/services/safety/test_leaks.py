"""What a copied data folder tells somebody who has neither a password nor the recovery code."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from models.officer import EnforcementOfficer
from services.desk import open_for
from services.history import record_history
from services.query import LedgerQuery

USER, PASSWORD = "admin", "desk-2026-x"
TITLE = "现场检查笔录缺少见证人签名"
SECRETS = (
    "县水务局",
    "祁望山",
    "990101",
    "示司监函",
    TITLE,
    "容知秋",
    "0000-0000001",
    "抽屉里的照片",
    "某商行",
    "未保存的说法",
)
PLAIN = {"keys.json", "tries.json", "desk.lock"}  # sign-in names, failed tries, and who has the folder open


def used(desk, tmp_path):
    """What a day leaves behind: forms, a draft, an attachment, a letter, an import, a backup."""
    problems = desk.ledgers["problems"]
    row = next(r for r in problems.search(LedgerQuery()).rows if r.values["state"] == "submitted")
    file = tmp_path / "抽屉里的照片.txt"
    file.write_text(TITLE * 1000, encoding="utf-8")
    desk.attachments.add("problem", row.id, file)
    problems.perform("close", row, {"reviewer": "容知秋", "closed_on": date(2026, 6, 15)})
    desk.sealed.write("form:problems", {"title": "未保存的说法", "unit": "县水务局"})
    task = desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    letter = desk.documents.issue(desk.documents.draft_reminder(task, 2)).file
    names = tmp_path / "单位.csv"
    names.write_text("单位名称,类别\n县公安局,县级部门\n", encoding="utf-8")
    desk.imports.accept("units", desk.imports.read("units", names))
    desk.settings.set("contact_phone", "0000-0000001")
    desk.backup_to(None)
    return Path(letter)


def found_in(folder):
    """Which secrets stand readable in which file, in UTF-8, UTF-16 or the Chinese code page; file names count too."""
    hits = []
    for path in folder.rglob("*"):
        named = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        for secret in SECRETS:
            if any(secret.encode(code) in named for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")):
                hits.append((path.name, secret))
    return hits


def test_a_copied_folder_says_nothing_in_use_or_closed(sample_desk, tmp_path):
    used(sample_desk, tmp_path)
    assert found_in(sample_desk.folder.root) == []
    copy = tmp_path / "拷贝"
    shutil.copytree(sample_desk.folder.root, copy)
    assert found_in(copy) == []
    sample_desk.close()
    assert found_in(sample_desk.folder.root) == []


def test_nothing_is_readable_in_the_folder_but_keys_tries_and_the_lock(sample_desk, tmp_path):
    used(sample_desk, tmp_path)
    readable = set()
    for path in sample_desk.folder.root.rglob("*"):
        if path.is_file() and path.suffix not in (".deskbak", ".db-shm"):
            try:
                path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
            readable.add(path.name)
    assert readable <= PLAIN


def test_no_half_made_file_stays_in_or_beside_the_folder(sample_desk, tmp_path):
    beside = set(tmp_path.iterdir())
    used(sample_desk, tmp_path)
    assert not [path for path in sample_desk.folder.root.rglob("*") if path.name.startswith(".") or ".tmp" in path.name]
    assert {path.name for path in set(tmp_path.iterdir()) - beside} == {"抽屉里的照片.txt", "单位.csv"}


@pytest.mark.parametrize("pragma", ["temp_store"])
def test_sorting_never_spills_to_a_file(sample_desk, pragma):
    with sample_desk.database.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == 2  # MEMORY


def test_a_letter_that_was_looked_at_is_gone_after_closing(sample_desk, tmp_path):
    letter = used(sample_desk, tmp_path)
    assert letter.exists()
    sample_desk.close()
    assert not letter.parent.exists()


def test_a_letter_that_a_crash_left_open_is_gone_after_the_next_opening(sample_desk, tmp_path):
    letter = used(sample_desk, tmp_path)
    sample_desk._opened.close()  # as a crash would: the scratch folder stays
    again = open_for(sample_desk.folder.root, USER, PASSWORD, sample_desk.now)
    try:
        assert not letter.exists()
        assert again.scratch().is_dir()
    finally:
        again.close()


def test_two_desks_do_not_clear_each_other_s_letters(sample_desk, made_desks, tmp_path):
    letter = used(sample_desk, tmp_path)
    shutil.copytree(made_desks["empty"], tmp_path / "另一个")
    open_for(tmp_path / "另一个", USER, PASSWORD, sample_desk.now).close()
    assert letter.exists()


def test_the_history_of_a_record_is_where_the_names_are(sample_desk, tmp_path):
    used(sample_desk, tmp_path)
    assert any(entry.actor == "容知秋" for entry in record_history(sample_desk.database, "issued_document", 1))


def test_the_message_of_a_failed_statement_holds_no_values(sample_desk):
    with pytest.raises(IntegrityError) as failed, sample_desk.database.write("登记单位") as session:
        session.add(EnforcementOfficer(name="祁望山", id_no="990101199001011137", agency_id=999))
    said = str(failed.value)
    assert "祁望山" not in said
    assert "990101" not in said


def test_a_backup_that_was_cut_off_leaves_nothing_after_the_next_opening(sample_desk):
    left = sample_desk.folder.root / ".备份中-abc"
    left.mkdir()
    (left / "desk.db").write_bytes(b"x" * 1000)
    sample_desk.close()
    open_for(sample_desk.folder.root, USER, PASSWORD, sample_desk.now).close()
    assert not left.exists()
