import logging

import pytest
from safety_kit import put

from services.access import Actor, Role
from services.errors import DeniedError, ValidationError
from services.history import recent
from services.settings import SETTINGS, Settings, SettingType


@pytest.fixture
def settings(database):
    return Settings(database)


def test_every_default_fits_its_own_setting():
    for setting in SETTINGS.values():
        if not setting.required:
            assert setting.parse(setting.default) == setting.default
        assert setting.label
        assert setting.group


def test_a_value_is_kept_and_stands_in_the_history(settings, database):
    settings.set("idle_lock_minutes", 30)
    assert settings.get("idle_lock_minutes") == 30
    assert settings.all()["idle_lock_minutes"] == 30
    assert recent(database, 1)[0].reason == "修改设置"


def test_wrong_values_are_all_named_and_nothing_is_stored(settings):
    with pytest.raises(ValidationError) as told:
        settings.set_many({"bureau_name": " ", "idle_lock_minutes": 0, "due_soon_days": "x", "county_name": "样板县"})
    assert set(told.value.problems) == {"bureau_name", "idle_lock_minutes", "due_soon_days"}
    assert settings.get("county_name") == "示例县"


@pytest.mark.parametrize("wrong", [True, 1.5, None, "", "十"])
def test_what_is_no_whole_number_is_refused(wrong):
    with pytest.raises(ValueError, match="整数"):
        SETTINGS["idle_lock_minutes"].parse(wrong)


def test_an_unknown_key_is_a_fault_of_the_program(settings):
    with pytest.raises(KeyError):
        settings.get("colour")


def test_a_stored_value_that_does_not_fit_gives_the_default_and_a_line_in_the_log(settings, database, caplog):
    put(database, "idle_lock_minutes", "not json")
    with caplog.at_level(logging.WARNING):
        assert settings.get("idle_lock_minutes") == 15
    assert "idle_lock_minutes" in caplog.text
    put(database, "from_another_version", "1")
    assert "from_another_version" not in settings.all()


def test_a_clerk_changes_no_setting(settings, database):
    database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        settings.set("county_name", "样板县")


def test_words_for_the_screen():
    assert {setting.type for setting in SETTINGS.values()} <= set(SettingType)
    assert SETTINGS["county_name"].show("示例县") == "示例县"
