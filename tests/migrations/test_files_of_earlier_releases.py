"""A file from before the register, opened by this release: it gets the rules and codes that the register needs."""

import shutil
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from models.document import HolidayDay
from models.province import ProvinceRule, ReasonCode, ReasonGroup
from models.training import QuotaRule, TrainingRuleSet
from services.desk import Desk
from services.folder import DataFolder
from services.opening import Setup, create_desk, open_desk
from services.reasons import reasons
from services.upgrade import SCRIPTS

PASSWORD = "desk-2026-Kept"
NOW = datetime(2026, 6, 15, 9)
SHIPPED = (ProvinceRule, ReasonCode, TrainingRuleSet, QuotaRule)
BEFORE_THE_REGISTER = ("r0001", "r0002", "r0003")


@pytest.fixture
def old_folder(tmp_path):
    """A data folder as the release with revision r0003 set it up."""
    scripts = tmp_path / "脚本"
    (scripts / "versions").mkdir(parents=True)
    shutil.copy(SCRIPTS / "env.py", scripts)
    for revision in BEFORE_THE_REGISTER:
        for file in (SCRIPTS / "versions").glob(f"{revision}_*.py"):
            shutil.copy(file, scripts / "versions")
    folder = DataFolder(tmp_path / "旧数据")
    setup = Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", PASSWORD)
    create_desk(folder, setup, NOW, scripts=scripts)
    return folder


def opened(folder):
    return Desk(open_desk(folder, "admin", PASSWORD, lambda: NOW), lambda: NOW)


def counts(desk):
    with desk.database.read() as session:
        return [session.scalar(select(func.count()).select_from(kind)) for kind in SHIPPED]


def test_an_upgraded_file_has_the_rules_and_codes_that_its_new_tables_come_with(old_folder):
    desk = opened(old_folder)
    assert all(counts(desk))
    with desk.database.read() as session:
        assert reasons(session, ReasonGroup.CANCEL)["Z01"] == "调离"
        in_force = session.scalars(select(TrainingRuleSet).where(TrainingRuleSet.in_force)).all()
    assert in_force
    desk.close()


def test_the_next_opening_adds_nothing(old_folder):
    first = opened(old_folder)
    before = counts(first)
    first.close()
    second = opened(old_folder)
    assert counts(second) == before
    second.close()


def test_an_upgrade_that_was_cut_off_before_the_rows_came_is_made_up_for(old_folder):
    desk = opened(old_folder)
    before = counts(desk)
    with desk.database.write("节假日") as session:
        session.add(HolidayDay(day=date(2026, 1, 1), working=False, name="元旦"))
    with desk.database.engine.begin() as connection:
        connection.execute(ProvinceRule.__table__.delete())
    desk.close()
    again = opened(old_folder)
    assert counts(again) == before
    again.close()
