"""Settings that change results: declared once here, stored in the data file, in the history like everything else."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.setting import StoredSetting
from services.access import Right
from services.errors import ValidationError
from services.province_keys import GENERAL, PROVINCE_RULES
from services.uow import Database
from services.workdays import EARLIER, LATER, UNCHANGED

logger = logging.getLogger(__name__)
PLAN_BASIS = "样本计划（聊城市）为每年4月15日前，按当年计划的规定"
CHECK_RULES = {  # how often a long-term task is looked at, as RFC 5545 rules; a rest day slides to the next working day
    "每季度": "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
    "每月": "FREQ=MONTHLY;BYMONTHDAY=1",
    "每半年": "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1",
    "每年": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
}
COLOUR_BASIS = "各地督办单的颜色不一，没有统一规定；本程序的默认"
BELOW_ONE = "“{label}”要填{low}到{high}之间的整数。"


class SettingType(StrEnum):
    """What a setting holds."""

    TEXT = "text"
    FOLDER = "folder"  # a path as text; empty for none
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"  # one of the setting's choices


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `basis` says where the default comes from; `low` and `high` bound numbers."""

    key: str
    type: SettingType
    default: Any
    label: str
    group: str
    basis: str = ""
    low: int = 0
    high: int = 100_000
    required: bool = False
    choices: tuple[str, ...] = ()

    def parse(self, value: Any) -> Any:
        """The value in its type; ValueError with a sentence where it does not fit."""
        match self.type:
            case SettingType.TEXT | SettingType.FOLDER:
                return self._text(value)
            case SettingType.CHOICE:
                return self._chosen(value)
            case SettingType.BOOLEAN:
                if not isinstance(value, bool):
                    raise ValueError(f"“{self.label}”只能选是或否。")
                return value
        return self._number(value)

    def show(self, value: Any) -> str:
        """The value in words."""
        if self.type is SettingType.BOOLEAN:
            return "是" if value else "否"
        return str(value)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or (self.required and not value.strip()):
            raise ValueError(f"请填写“{self.label}”。")
        if len(value) > 200:
            raise ValueError(f"“{self.label}”最多200字，现在是{len(value)}字。")
        return value.strip()

    def _chosen(self, value: Any) -> str:
        if value in ("", None):
            return str(self.default)
        if value not in self.choices:
            raise ValueError(f"“{self.label}”里没有“{value}”。可以选的有：{'、'.join(self.choices)}。")
        return str(value)

    def _number(self, value: Any) -> int:
        sentence = BELOW_ONE.format(label=self.label, low=self.low, high=self.high)
        if isinstance(value, bool | float):
            raise ValueError(sentence)
        try:
            number = int(value)
        except (TypeError, ValueError) as exc:
            raise ValueError(sentence) from exc
        if not self.low <= number <= self.high:
            raise ValueError(sentence)
        return number


def _days(key: str, default: int, label: str, basis: str) -> Setting:
    return Setting(key, SettingType.INTEGER, default, label, "提醒", basis, low=1, high=3650)


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("bureau_name", SettingType.TEXT, "", "单位名称", "单位", required=True),
        Setting("county_name", SettingType.TEXT, "", "县（市、区）名称", "单位"),
        Setting(
            "province_rules",
            SettingType.CHOICE,
            GENERAL,
            "适用的省级规则",
            "单位",
            "各项规则和依据列在“省级规则”里，可以逐项改",
            choices=PROVINCE_RULES,
        ),
        Setting("document_prefix", SettingType.TEXT, "", "发文字号的机关代字", "公文", "机关代字由本单位自定"),
        Setting("contact_name", SettingType.TEXT, "", "监督工作联系人", "公文", "写在函件的附注里"),
        Setting("contact_phone", SettingType.TEXT, "", "联系电话", "公文", "写在函件的附注里"),
        Setting(
            "suspension_remedies",
            SettingType.TEXT,
            "",
            "暂扣通知书的救济途径",
            "公文",
            "向哪个机关、在多长时间内申诉，按本省的证件管理规定填写；不填则留空手写",
        ),
        Setting(
            "reply_workdays",
            SettingType.INTEGER,
            5,
            "催报函给几个工作日回复",
            "公文",
            "本单位的惯例，计划另有规定的从其规定",
            1,
            60,
        ),
        Setting(
            "slip_prefix",
            SettingType.TEXT,
            "",
            "督办单的机关代字",
            "公文",
            "由本单位自定，如示司督；不填则与发文共用一个代字",
        ),
        Setting(
            "slip_blue_days",
            SettingType.INTEGER,
            15,
            "时限前几天列入催办、可发蓝色督办单",
            "提醒",
            "各地做法：临近时限或进展缓慢发蓝单；天数是本程序的默认",
            1,
            90,
        ),
        Setting(
            "slip_behind_percent",
            SettingType.INTEGER,
            10,
            "进度落后几个百分点可发黄色督办单",
            "提醒",
            "各地做法：进度滞后或质量不高发黄单；百分点是本程序的默认",
            1,
            100,
        ),
        Setting(
            "slip_calls",
            SettingType.INTEGER,
            3,
            "电话等催办几次没有结果写入督办理由",
            "提醒",
            "本程序的默认，按本单位的督办办法改",
            1,
            20,
        ),
        Setting("backup_folder", SettingType.FOLDER, "", "另存备份的文件夹", "安全", "如U盘；不填则只存在数据文件夹里"),
        Setting("idle_lock_minutes", SettingType.INTEGER, 15, "无人操作几分钟后锁定", "安全", "本程序的默认", 1, 240),
        Setting(
            "plan_day_shift",
            SettingType.CHOICE,
            EARLIER,
            "计划时限逢休息日",
            "提醒",
            "上级规定的日子收文机关休息，没有顺延的依据；只改提醒的日子，时限本身不变",
            choices=(EARLIER, UNCHANGED),
        ),
        Setting(
            "statutory_day_shift",
            SettingType.CHOICE,
            LATER,
            "法定期限最后一日逢休息日",
            "提醒",
            "民事诉讼法第八十五条：最后一日是法定休假日的，以休假日后的第一日为届满日，参照执行",
            choices=(LATER, UNCHANGED),
        ),
        _days("due_soon_days", 7, "时限前几天列为即将到期", "本程序的默认"),
        _days("colour_blue", 15, "时限前几天起用蓝色", COLOUR_BASIS),
        _days("colour_yellow", 7, "时限前几天起用黄色", COLOUR_BASIS),
        _days("colour_orange", 3, "时限前几天起用橙色", COLOUR_BASIS),
        _days("colour_dark_red", 15, "逾期几天起用深红色", COLOUR_BASIS),
        Setting(
            "colour_behind",
            SettingType.INTEGER,
            10,
            "进度比时间少几个百分点列为滞后",
            "提醒",
            COLOUR_BASIS,
            1,
            100,
        ),
        _days("expiring_days", 90, "证件到期前几天列为即将到期", "留出组织培训和考试的时间"),
        Setting(
            "business_fills_skill",
            SettingType.BOOLEAN,
            False,
            "业务知识可以充抵执法技能的学时",
            "考核",
            "只对单列执法技能、没有写业务知识的规则起作用；计划没有写明时不充抵",
        ),
        Setting(
            "training_day_minutes",
            SettingType.INTEGER,
            480,
            "同一人一天最多有几分钟培训",
            "考核",
            "按8小时工作日；没有写起止时间的同日培训超过它时列为重叠，认定前只算一条",
            45,
            1440,
        ),
        Setting(
            "hours_warning_percent",
            SettingType.INTEGER,
            60,
            "9月底学时低于要求的百分之几时提醒",
            "提醒",
            "本程序的默认，留出第四季度补训的时间",
            1,
            100,
        ),
        Setting(
            "long_term_check",
            SettingType.CHOICE,
            "每季度",
            "长期任务多久检查一次",
            "提醒",
            "没有时限的任务在每期第一个工作日检查；本程序的默认，计划另有规定的在任务里改",
            choices=tuple(CHECK_RULES),
        ),
        Setting(
            "extension_limit",
            SettingType.INTEGER,
            2,
            "同一时限最多延期几次",
            "考核",
            "参照问题整改的办法；原则上的时限也计算在内",
            1,
            20,
        ),
        Setting("training_plan_month", SettingType.INTEGER, 4, "培训计划报备截止的月份", "考核", PLAN_BASIS, 1, 12),
        Setting("training_plan_day", SettingType.INTEGER, 15, "培训计划报备截止的日", "考核", PLAN_BASIS, 1, 31),
        Setting(
            "training_plan_postponed",
            SettingType.BOOLEAN,
            False,
            "培训计划报备截止日逢休息日顺延",
            "考核",
            "计划没有写顺延时不顺延",
        ),
        Setting(
            "answered_percent",
            SettingType.INTEGER,
            90,
            "投诉举报按时答复应达到的百分比",
            "考核",
            "按当年计划的目标",
            1,
            100,
        ),
    )
}


class Settings:
    """The values in force: what is stored, else the default."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> Any:
        """The value of one setting in its type; KeyError for a key that is not declared."""
        with self._db.read() as session:
            return value_of(session, key)

    def all(self) -> dict[str, Any]:
        """Every declared setting."""
        with self._db.read() as session:
            rows = session.execute(select(StoredSetting.key, StoredSetting.value))
            stored = {row.key: row.value for row in rows}
        return {
            key: _value(setting, stored[key]) if key in stored else setting.default for key, setting in SETTINGS.items()
        }

    def set(self, key: str, value: Any) -> None:
        """Store one value; ValidationError where it does not fit, DeniedError without the right."""
        self.set_many({key: value})

    def set_many(self, values: Mapping[str, Any]) -> None:
        """Store several at once, all or none; ValidationError names every wrong one."""
        parsed = check_values(values)
        with self._db.write("修改设置", Right.SETTINGS) as session:
            store_values(session, parsed)


def value_of(session: Session, key: str) -> Any:
    """As `Settings.get`, inside a session that is already open."""
    setting = SETTINGS[key]
    stored = session.scalar(select(StoredSetting.value).where(StoredSetting.key == key))
    return setting.default if stored is None else _value(setting, stored)


def check_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in their types; ValidationError by key; KeyError for a key that is not declared."""
    parsed, problems = {}, {}
    for key, value in values.items():
        try:
            parsed[key] = SETTINGS[key].parse(value)
        except ValueError as exc:
            problems[key] = str(exc)
    if problems:
        raise ValidationError(problems)
    return parsed


def store_values(session: Session, parsed: Mapping[str, Any]) -> None:
    """The part of `set_many` inside a transaction that is already open; values are taken as checked."""
    for key, value in parsed.items():
        text = json.dumps(value, ensure_ascii=False)
        row = session.scalar(select(StoredSetting).where(StoredSetting.key == key))
        if row is None:
            session.add(StoredSetting(key=key, value=text))
        else:
            row.value = text


def _value(setting: Setting, stored: str) -> Any:
    """A value that does not fit any more (an older program, a tool) must not stop the desk."""
    try:
        return setting.parse(json.loads(stored))
    except ValueError:
        logger.warning("设置%s的值读不出来，用默认值", setting.key)
        return setting.default
