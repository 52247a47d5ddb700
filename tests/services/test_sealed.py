"""Drafts and remembered pages lie sealed in the data folder."""

from services.sealed import SealedStore

KEY = bytes(range(32))


def test_a_value_comes_back_for_the_same_key_and_person(tmp_path):
    SealedStore(tmp_path, KEY, "admin").write("officers.new", {"name": "祁望山", "id_no": "990101198503021234"})
    assert SealedStore(tmp_path, KEY, "admin").read("officers.new")["name"] == "祁望山"
    assert SealedStore(tmp_path, KEY, "admin").read("officers.other") is None
    assert SealedStore(tmp_path, KEY, "clerk").read("officers.new") is None


def test_nothing_can_be_read_in_the_folder(tmp_path):
    SealedStore(tmp_path, KEY, "admin").write("officers.new", {"id_no": "990101198503021234"})
    (file,) = tmp_path.iterdir()
    assert b"990101" not in file.read_bytes()
    assert "officers" not in file.name
    assert SealedStore(tmp_path, bytes(32), "admin").read("officers.new") is None


def test_a_damaged_value_is_forgotten_and_a_dropped_one_is_gone(tmp_path):
    store = SealedStore(tmp_path, KEY, "admin")
    store.write("a", 1)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert store.read("a") is None
    store.write("a", 2)
    store.drop("a")
    assert store.read("a") is None


def test_a_value_moved_to_another_name_is_not_taken(tmp_path):
    store = SealedStore(tmp_path, KEY, "admin")
    store.write("a", 1)
    (file,) = tmp_path.iterdir()
    sealed = file.read_bytes()
    store.write("b", 2)
    other = next(f for f in tmp_path.iterdir() if f != file)
    other.write_bytes(sealed)
    assert store.read("b") is None


def test_a_folder_that_takes_nothing_costs_only_the_memory(tmp_path):
    blocked = tmp_path / "不是文件夹"
    blocked.write_text("x", encoding="utf-8")
    SealedStore(blocked, KEY, "admin").write("a", 1)
    assert SealedStore(blocked, KEY, "admin").read("a") is None
