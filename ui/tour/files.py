"""What agencies would send: a roster with faults, an old ledger, a plan; invented like all of 示例县."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from services.sample.people import birth_of, identity_number
from services.words import chinese_date

UNIT = "县水务局"
NEW_PEOPLE = ("滕望舒", "宿知夏", "仲孙安")
SERIAL = 700  # beyond the serials of the sample's officers


def roster(folder: Path, today: date) -> Path:
    """A unit's roster as they come: a title, odd dates, a short number, a number stored as a number."""
    numbers = [identity_number(birth_of(SERIAL + n), SERIAL + n, male=True) for n in range(5)]
    later = today + timedelta(days=900)
    rows: list[Sequence[str | int]] = [
        [f"{UNIT}行政执法人员名册"],
        ["序号", "姓名", "性别", "身份证号（18位）", "执法证号", "有效期至", "编制性质", "职务"],
        [1, NEW_PEOPLE[0], "男", numbers[0], "示019001", f"{later.year}.{later.month}.{later.day}", "行政编制", "科员"],
        [2, NEW_PEOPLE[1], "男", numbers[1], "示019002", f"{later:%Y%m%d}", "事业编制", "科员"],
        [3, NEW_PEOPLE[2], "女", numbers[2], "示019003", f"{later:%Y-%m-%d}", "行政编制", "股长"],
        [4, "少一位", "男", numbers[3][:17], "示019004", f"{later:%Y-%m-%d}", "行政编制", "科员"],
        [5, "存成数", "男", int(numbers[4][:17] + "0"), "示019005", f"{later:%Y-%m-%d}", "行政编制", "科员"],
        ["合计", "5人"],
    ]
    return _book(folder / f"{UNIT}名册.xlsx", rows)


def old_ledger(folder: Path, today: date) -> Path:
    """Last months' problems as the bureau kept them, with their own numbers and closed states."""
    found, due = today - timedelta(days=150), today - timedelta(days=100)
    rows: list[Sequence[str | int]] = [
        ["编号", "责任单位", "问题描述", "问题类型", "发现日期", "整改时限", "办理环节", "销号日期"],
        [
            f"问题〔{today.year}〕101号",
            "水务局",
            "取水检查未写明依据",
            "程序不规范",
            f"{found}",
            f"{due}",
            "已销号",
            f"{due}",
        ],
        [
            f"问题〔{today.year}〕102号",
            "林业局",
            "罚款未当场出具票据",
            "程序不规范",
            f"{found}",
            f"{due}",
            "整改中",
            "",
        ],
    ]
    return _book(folder / "旧问题台账.xlsx", rows)


def plan(folder: Path, today: date) -> Path:
    """A plan that arrived this morning, in another notation than the sample's own."""
    soon = chinese_date(today + timedelta(days=20))
    text = f"""示例县司法局
关于开展执法记录专项检查的通知

示司发〔{today.year}〕21号

各执法单位：
为规范执法记录工作，现将有关事项通知如下。

一、检查任务
（一）自查记录设备。逐台核对执法记录仪的数量和使用情况，形成台账。
责任单位：各执法单位
完成时限：{soon}前
（二）抽查归档情况。抽取近三个月的案卷，核对音像记录是否随卷归档。
牵头单位：县司法局
配合单位：县市场监督管理局、县水务局、县气象局
完成时限：{today.year + 1}年3月底前
（三）坚持日常检查。把执法记录纳入日常法制审核。
责任单位：各执法单位
完成时限：长期坚持

示例县司法局
{chinese_date(today)}
"""
    file = folder / "执法记录专项检查通知.txt"
    file.write_text(text, encoding="utf-8")
    return file


def _book(file: Path, rows: Sequence[Sequence[str | int]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write_number(number, place, value)
    return file
