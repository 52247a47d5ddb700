import pytest

UNITS = ("县水务局", "县林业局", "县农业农村局", "示例镇人民政府")


@pytest.fixture
def desk(empty_desk):
    """A bureau with four units."""
    for name in UNITS:
        kind = "township" if "镇" in name else "department"
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": kind})
    return empty_desk


@pytest.fixture
def unit_ids(desk):
    return {name: row_id for row_id, name in desk.imports.units()}


@pytest.fixture
def incoming(tmp_path):
    """The folder that the agencies' files were put into."""
    folder = tmp_path / "报来的文件"
    folder.mkdir()
    return folder
