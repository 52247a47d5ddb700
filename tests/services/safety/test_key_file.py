import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import StorageError, ValidationError
from services.keys import (
    CODE_LETTERS,
    KeyFile,
    WrongSecretError,
    check_password,
    make_code,
    new_key,
    read_code,
    seal,
    unseal,
)

KEY = bytes(range(32))


@pytest.fixture
def ring(tmp_path):
    found = KeyFile.fresh(tmp_path / "keys.json")
    found.set_password("cenzhiyuan", "岚山-2026-秋", KEY)
    found.new_code(KEY)
    found.save()
    return KeyFile.load(found.path)


def test_only_the_right_password_opens(ring):
    assert ring.open("cenzhiyuan", "岚山-2026-秋") == KEY
    assert ring.open("cenzhiyuan", "岚山-2026-冬") is None
    assert ring.open("别人", "岚山-2026-秋") is None


def test_capital_letters_of_the_name_and_full_width_typing_do_not_matter(ring):
    assert ring.open(" CenZhiYuan ", "岚山-２０２６-秋") == KEY


def test_the_file_holds_neither_key_nor_password(ring):
    text = ring.path.read_bytes()
    assert KEY not in text
    assert KEY.hex().encode() not in text
    assert "岚山".encode() not in text


def test_the_costs_for_a_stolen_file_are_those_that_owasp_advises(tmp_path, monkeypatch):
    monkeypatch.undo()
    ring = KeyFile.fresh(tmp_path / "keys.json")
    ring.set_password("a", "岚山-2026-秋", KEY)
    entry = ring.accounts["a"].to_json()
    assert (entry["time"], entry["memory"], entry["parallel"]) == (2, 19456, 1)
    assert ring.open("a", "岚山-2026-秋") == KEY


def test_an_entry_moved_to_another_name_or_desk_does_not_open(ring):
    ring.accounts["jianruoning"] = ring.accounts["cenzhiyuan"]
    assert ring.open("jianruoning", "岚山-2026-秋") is None
    ring.desk = "another"
    assert ring.open("cenzhiyuan", "岚山-2026-秋") is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"desk": "x", "accounts": {"a": 3}, "recovery": null}']
)
def test_a_damaged_key_file_is_said_so(ring, content):
    ring.path.write_bytes(content)
    with pytest.raises(StorageError, match="从备份恢复"):
        KeyFile.load(ring.path)


def test_a_file_that_asks_for_absurd_memory_is_refused(ring):
    found = json.loads(ring.path.read_bytes())
    found["accounts"]["cenzhiyuan"]["memory"] = 1 << 40
    ring.path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(StorageError):
        KeyFile.load(ring.path)


def test_a_disk_that_refuses_leaves_the_old_file(ring, monkeypatch):
    before = ring.path.read_bytes()
    ring.set_password("cenzhiyuan", "另一个密码2026", KEY)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="密码还是原来的"):
        ring.save()
    assert ring.path.read_bytes() == before
    assert [path.name for path in ring.path.parent.iterdir()] == ["keys.json"]


def test_the_recovery_code_opens_however_it_is_typed(ring):
    code = ring.new_code(KEY)
    assert [len(part) for part in code.split("-")] == [4] * 8
    assert ring.open_by_code(code) == KEY
    assert ring.open_by_code(code.lower().replace("-", " ")) == KEY


def test_another_code_is_told_apart_from_a_slip(ring):
    code = ring.new_code(KEY)
    with pytest.raises(WrongSecretError, match="不是这份数据的"):
        ring.open_by_code(make_code())
    with pytest.raises(ValidationError, match="现在是31个"):
        ring.open_by_code(code[:-1])
    with pytest.raises(ValidationError, match="没有“O”"):
        ring.open_by_code("O" + code[1:])


def test_a_new_code_ends_the_old_one(ring):
    old = ring.new_code(KEY)
    ring.new_code(KEY)
    with pytest.raises(WrongSecretError):
        ring.open_by_code(old)


@settings(max_examples=60)
@given(st.data())
def test_every_wrong_character_and_every_swap_of_neighbours_is_found(data):
    letters = list(make_code().replace("-", ""))
    place = data.draw(st.integers(0, 31))
    other = data.draw(st.sampled_from(CODE_LETTERS))
    wrong = [*letters]
    wrong[place] = other
    if wrong != letters:
        with pytest.raises(ValidationError):
            read_code("".join(wrong))
    swapped = [*letters]
    place = min(place, 30)
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    if swapped != letters:
        with pytest.raises(ValidationError):
            read_code("".join(swapped))


def test_codes_and_keys_are_never_the_same():
    assert len({make_code() for _ in range(50)}) == 50
    assert new_key() != new_key()
    assert len(new_key()) == 32


@pytest.mark.parametrize(
    ("password", "words"),
    [("1234567", "至少8位，现在是7位"), ("CenZhiYuan", "用户名相同"), ("aaaaaaaa", "同一个字符"), ("", "至少8位")],
)
def test_weak_passwords_are_refused(password, words):
    with pytest.raises(ValidationError, match=words):
        check_password("cenzhiyuan", password)
    check_password("cenzhiyuan", "岚山-2026-秋")


def test_a_draft_is_sealed_for_its_purpose_only():
    sealed = seal(KEY, "草稿", "写到一半".encode())
    assert "写到一半".encode() not in sealed
    assert unseal(KEY, "草稿", sealed).decode() == "写到一半"
    for wrong in (unseal(KEY, "别的", sealed), unseal(KEY, "草稿", sealed[:-1]), unseal(KEY, "草稿", b"")):
        assert wrong is None
