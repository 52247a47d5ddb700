import shutil

import pytest
from safety_kit import PASSWORD, SETUP, START, Watch

from services import keys
from services.folder import DataFolder
from services.opening import create_desk, open_desk


@pytest.fixture(autouse=True)
def _cheap_argon(monkeypatch):
    """New wrappings cost little: what is tested here does not hang on the costs."""
    monkeypatch.setattr(keys, "TIME_COST", 1)
    monkeypatch.setattr(keys, "MEMORY_KIB", 8)


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A desk as set-up leaves it, and its recovery code; tests get copies."""
    folder = DataFolder(tmp_path_factory.mktemp("样板") / "数据")
    return folder, create_desk(folder, SETUP, START)


@pytest.fixture
def folder(made_once, tmp_path):
    copy = DataFolder(tmp_path / "工作台 数据")
    shutil.copytree(made_once[0].root, copy.root)
    return copy


@pytest.fixture
def code(made_once):
    return made_once[1]


@pytest.fixture
def desk(folder, watch):
    with open_desk(folder, SETUP.admin_user, PASSWORD, watch) as opened:
        yield opened


@pytest.fixture
def database(desk):
    return desk.database
