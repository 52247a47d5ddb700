import json

import pytest
from safety_kit import in_file, put

from services.attachments import Attachments, place_of
from services.integrity import check, quick_check


@pytest.fixture
def filled(desk, tmp_path):
    for number in range(200):
        put(desk.database, f"k{number}", "值" * 200)
    file = tmp_path / "图.jpg"
    file.write_bytes(b"jpg" * 50)
    Attachments(desk.database, desk.folder, desk.key).add("setting", 1, file)
    return desk


def codes(desk, **how):
    found = check(desk.database, desk.folder, desk.key, **how)
    json.dumps(found)
    return found["ok"], [problem["code"] for problem in found["problems"]]


def test_sound_data_give_counts_and_no_problem(filled):
    found = check(filled.database, filled.folder, filled.key)
    assert found["ok"]
    assert found["problems"] == []
    assert found["rows"]["setting"] == 203
    assert found["attachments"] == 1
    assert quick_check(filled.database) == []


def test_an_edited_history_is_reported(filled):
    in_file(filled.folder, filled.key, "UPDATE audit_group SET actor = '别人' WHERE id = 3")
    assert codes(filled) == (False, ["HI01"])


def test_a_reference_to_nothing_is_reported(filled):
    in_file(filled.folder, filled.key, "UPDATE audit_group SET undone_by = 99999 WHERE id = 3")
    assert codes(filled) == (False, ["DB02"])


def test_lost_damaged_and_spare_attachments_are_reported(filled):
    place = next(path for path in filled.folder.attachments.rglob("*") if path.is_file())
    raw = place.read_bytes()
    place.write_bytes(raw[:-1] + b"\x00")
    assert codes(filled) == (False, ["AT02"])
    assert codes(filled, thorough=False) == (True, [])
    place.unlink()
    assert codes(filled) == (False, ["AT01"])
    place.write_bytes(raw)
    spare = place_of(filled.folder.attachments, "ab" * 32)
    spare.parent.mkdir()
    spare.write_bytes(b"x")
    assert codes(filled) == (True, ["AT03"])


def test_a_damaged_page_is_reported_and_not_an_error_of_the_program(filled):
    filled.database.engine.dispose()
    content = bytearray(filled.folder.database.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2048] = b"\x55" * 2048
    filled.folder.database.write_bytes(content)
    ok, found = codes(filled)
    assert not ok
    assert found == ["DB01"]
