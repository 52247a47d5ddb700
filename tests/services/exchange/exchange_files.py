"""Rosters and other lists as agencies send them, for the exchange."""

from datetime import date

import xlsxwriter

from services.sample.people import identity_number

HEAD = ("姓名", "性别", "身份证号", "执法证号", "有效期至", "编制性质")
NAMES = (
    *("祁望山", "于安禾", "曲向晨", "柏正言", "郇知秋", "简若宁", "岑知远", "亓云舒"),
    *("蔺怀瑾", "缪嘉言", "逄书意", "暨景行", "宓文柏", "仉明川", "邬一诺", "郗临溪"),
)


def identity(serial):
    return identity_number(date(1980 + serial % 15, 3, 1 + serial % 27), serial, male=True)


def person(serial, unit=None, **changes):
    """A row of a roster; `unit` stands in front where the roster has that column."""
    row = {
        "姓名": NAMES[serial % len(NAMES)],
        "性别": "男",
        "身份证号": identity(serial),
        "执法证号": f"示01{serial:04d}",
        "有效期至": "2029-05-31",
        "编制性质": "行政编制",
    } | changes
    return [*([] if unit is None else [unit]), *(row[name] for name in HEAD)]


def roster(path, rows, *, title="", unit_column=False):
    """A roster as .xlsx with plain text cells, numbers as numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = ["单位", *HEAD] if unit_column else list(HEAD)
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("名册")
        for number, row in enumerate([*([[title]] if title else []), head, *rows]):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
    return path
