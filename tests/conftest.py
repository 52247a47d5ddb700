"""What every test shares: the offscreen screen, and a desk on a real encrypted file that is copied per test."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 6, 15, 9, 0)  # a Monday
USER, PASSWORD = "admin", "desk-2026-x"
# how long an example takes says nothing on a machine that does other work beside
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")


def clock():
    return NOW


@pytest.fixture(scope="session")
def seeds():
    """The five plans of the shared folder, which stays outside the project."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("共享资料夹不在项目旁边，五份计划不随项目发布")
    return folder


@pytest.fixture(scope="session")
def made_desks(tmp_path_factory):
    """An empty desk and one with 示例县, made once; tests work on copies."""
    from services.desk import open_for
    from services.folder import DataFolder
    from services.opening import Setup, create_desk

    found = {}
    for name, sample in (("empty", False), ("sample", True)):
        root = tmp_path_factory.mktemp("样板") / "数据"
        create_desk(DataFolder(root), Setup("示例县司法局", "示例县", "通用", USER, "容知秋", PASSWORD), NOW)
        desk = open_for(root, USER, PASSWORD, clock)
        desk.prepare(sample=sample)
        desk.close()
        found[name] = root
    return found


def opened(template, target):
    """A desk on a copy of one of `made_desks`; the caller closes it."""
    from services.desk import open_for

    shutil.copytree(template, target)
    return open_for(target, USER, PASSWORD, clock)


@pytest.fixture
def empty_desk(made_desks, tmp_path):
    """A bureau that has just been set up; today is 15 June 2026."""
    desk = opened(made_desks["empty"], tmp_path / "空白 数据")
    yield desk
    desk.close()


@pytest.fixture
def sample_desk(made_desks, tmp_path):
    """示例县; today is 15 June 2026."""
    desk = opened(made_desks["sample"], tmp_path / "示例 数据")
    yield desk
    desk.close()
