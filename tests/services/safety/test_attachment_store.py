from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import attachments as store
from services.access import Actor, Role
from services.attachments import place_of
from services.errors import DeniedError, NotFoundError, StorageError, ValidationError


@pytest.fixture
def files(desk):
    return desk.attachments()


def written(tmp_path, content, name="通知 书.pdf"):
    file = tmp_path / name
    file.write_bytes(content)
    return file


def test_what_goes_in_comes_out(files, tmp_path):
    number = files.add("setting", 1, written(tmp_path, b"%PDF- hello"), "第一页")
    (info,) = files.of("setting", 1)
    assert (info.id, info.name, info.size, info.note) == (number, "通知 书.pdf", 11, "第一页")
    (tmp_path / "出").mkdir()
    assert files.copy_out(number, tmp_path / "出") == tmp_path / "出" / "通知 书.pdf"
    assert (tmp_path / "出" / "通知 书.pdf").read_bytes() == b"%PDF- hello"


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 127, 128, 129, 640])
def test_every_size_around_a_block_comes_out_the_same(files, desk, tmp_path, monkeypatch, size):
    monkeypatch.setattr(store, "BLOCK", 64)
    content = bytes(number % 251 for number in range(size))
    number = files.add("setting", 1, written(tmp_path, content))
    assert files.copy_out(number, tmp_path / "out").read_bytes() == content


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=3000))
def test_any_content_comes_out_the_same(files, tmp_path, content):
    number = files.add("setting", 2, written(tmp_path, content))
    assert files.copy_out(number, tmp_path / "out").read_bytes() == content


def test_nothing_readable_lies_in_the_folder(files, desk, tmp_path):
    files.add("setting", 1, written(tmp_path, b"secret words " * 1000))
    for path in (path for path in desk.folder.attachments.rglob("*") if path.is_file()):
        assert b"secret" not in path.read_bytes()
        assert "通知" not in path.name


def test_the_same_content_is_kept_once(files, desk, tmp_path):
    for number in (1, 2):
        files.add("setting", number, written(tmp_path, b"same"))
    assert len([path for path in desk.folder.attachments.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("how", ["flip", "cut", "append", "swap", "head", "empty"])
def test_a_content_that_was_changed_is_never_handed_out(files, desk, tmp_path, monkeypatch, how):
    monkeypatch.setattr(store, "BLOCK", 64)
    number = files.add("setting", 1, written(tmp_path, bytes(200)))
    place = place_of(desk.folder.attachments, files.of("setting", 1)[0].sha256)
    raw = bytearray(place.read_bytes())
    head, piece = 8 + 32, 64 + 16
    if how == "flip":
        raw[-1] ^= 1
    elif how == "cut":
        raw = raw[: head + 2 * piece]
    elif how == "append":
        raw += raw[head : head + piece]
    elif how == "swap":
        raw[head : head + piece], raw[head + piece : head + 2 * piece] = (
            raw[head + piece : head + 2 * piece],
            raw[head : head + piece],
        )
    else:
        raw = bytearray() if how == "empty" else raw[1:]
    place.write_bytes(raw)
    with pytest.raises(StorageError, match="已损坏"):
        files.copy_out(number, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    assert not list(tmp_path.glob(".*.tmp"))


def test_an_exchanged_content_is_found(files, desk, tmp_path):
    first = files.add("setting", 1, written(tmp_path, b"one"))
    files.add("setting", 2, written(tmp_path, b"two"))
    one, two = (place_of(desk.folder.attachments, files.of("setting", n)[0].sha256) for n in (1, 2))
    one.write_bytes(two.read_bytes())
    with pytest.raises(StorageError, match="已损坏"):
        files.copy_out(first, tmp_path / "out")


def test_a_lost_content_is_said_so(files, desk, tmp_path):
    number = files.add("setting", 1, written(tmp_path, b"one"))
    place_of(desk.folder.attachments, files.of("setting", 1)[0].sha256).unlink()
    with pytest.raises(StorageError, match="不见了"):
        files.copy_out(number, tmp_path / "out")


def test_removing_keeps_the_content_for_history_and_undo(files, desk, tmp_path):
    number = files.add("setting", 1, written(tmp_path, b"one"))
    files.remove(number)
    assert desk.attachments().of("setting", 1) == []
    with pytest.raises(NotFoundError):
        files.copy_out(number, tmp_path / "out")
    with pytest.raises(NotFoundError):
        files.remove(number)
    assert [path for path in desk.folder.attachments.rglob("*") if path.is_file()]


def test_a_reader_adds_nothing_and_a_failed_disk_stores_nothing(files, desk, tmp_path, monkeypatch):
    file = written(tmp_path, b"one")
    with pytest.raises(StorageError, match="没有存上"):
        files.add("setting", 1, tmp_path / "没有这个文件")
    monkeypatch.setattr(store, "MAX_SIZE", 2)
    with pytest.raises(ValidationError):
        files.add("setting", 1, file)
    desk.database.actor = lambda: Actor("某人", Role.READER)
    with pytest.raises(DeniedError):
        files.add("setting", 1, file)
    assert desk.attachments().of("setting", 1) == []
    assert not [path for path in Path(desk.folder.attachments).rglob("*") if path.is_file()]
