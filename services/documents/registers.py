"""文号登记: classes of document numbers per year, and the next number without a gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import IssuedDocument, NumberRegister
from services.errors import ValidationError
from services.ledger import REMOVAL, BasicLedger
from services.numbers import highest_number
from services.spec import FieldSpec, Kind, LedgerSpec

FIRST_YEAR, LAST_YEAR = 1990, 2100


class NumberRegisterLedger(BasicLedger[NumberRegister]):
    """Where a bureau that starts in the middle of a year enters the last serial it has used."""

    record = NumberRegister
    spec = LedgerSpec(
        name="number_registers",
        title="文号登记",
        item="文号类别",
        purpose="各类文书的机关代字和本年已用到的序号。",
        unit_word="类",
        default_sort="year",
        default_descending=True,
        title_field="name",
        match_on=("prefix", "year"),
        add_label="登记文号类别",
        empty_hint="登记机关代字和本年最后一个序号，发文从下一号接着编。",
        fields=(
            FieldSpec("name", "文书类别", required=True, max_length=60, width_chars=12, example="监督函"),
            FieldSpec("prefix", "机关代字", required=True, max_length=30, width_chars=10, example="示司监函"),
            FieldSpec("year", "年份", Kind.INTEGER, required=True, plain=True, width_chars=5, example="2026"),
            FieldSpec(
                "last_serial",
                "已用序号",
                Kind.INTEGER,
                required=True,
                width_chars=5,
                example="12",
                help="年中启用时填旧登记簿上的最后一个序号，没有用过填0。",
            ),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A plausible year, a serial that is not negative, no 第 or brackets in the 代字."""
        problems = {}
        if not FIRST_YEAR <= (values.get("year") or 0) <= LAST_YEAR:
            problems["year"] = "年份写四位数，如2026。"
        if (values.get("last_serial") or 0) < 0:
            problems["last_serial"] = "已用序号不能小于0。"
        if wrong := prefix_fault(values.get("prefix") or ""):
            problems["prefix"] = wrong
        return problems

    def before_save(self, session: Session, item: NumberRegister, values: Mapping[str, Any]) -> None:
        """One register per 代字 and year, the 回收站 included; a serial that went out is never given again."""
        item.prefix = item.prefix.strip()
        with session.no_autoflush:
            same = (NumberRegister.prefix == item.prefix, NumberRegister.year == item.year)
            other = session.scalar(select(NumberRegister).where(*same, NumberRegister.id != (item.id or 0)))
            highest = highest_number(session, IssuedDocument.number, item.prefix, item.year)
        problems = {}
        if other is not None:
            place = "在回收站里，先恢复它" if other.deleted_at else "已经登记过，打开已有的那一条"
            problems["prefix"] = f"{item.prefix}{item.year}年的文号类别{place}。没有保存。"
        if item.last_serial < highest:
            problems["last_serial"] = f"已发出{highest}号，已用序号不能小于{highest}。"
        if problems:
            session.expunge_all()
            raise ValidationError(problems)

    def why_fixed(self, item: NumberRegister, keys: Collection[str]) -> str:
        """A class whose numbers went out keeps its 代字 and year, and stays."""
        if item.last_serial and {"prefix", "year", REMOVAL} & set(keys):
            return f"“{item.name}”{item.year}年的文号已用到{item.last_serial}号，没有改动。已用的文号要保留。"
        return ""


def allocate(session: Session, prefix: str, year: int, name: str) -> str:
    """The next number of the class, as 示司监函〔2026〕13号; the class is opened when the year is new.

    Numbers that were entered by hand are passed over, also void and removed ones: no number is given twice.
    """
    register = session.scalar(
        select(NumberRegister).where(NumberRegister.prefix == prefix, NumberRegister.year == year)
    )
    if register is None:
        register = NumberRegister(name=name, prefix=prefix, year=year, last_serial=0)
        session.add(register)
    register.deleted_at = None
    while True:
        register.last_serial += 1
        number = f"{prefix}〔{year}〕{register.last_serial}号"
        if session.scalar(select(IssuedDocument.id).where(IssuedDocument.number == number)) is None:
            break
    session.flush()
    return number


def prefix_fault(prefix: str) -> str:
    """What is wrong with a 机关代字, as a sentence; it also becomes part of a file's name."""
    if any(sign in prefix for sign in "第〔〕[]（）()"):
        return "机关代字里不写“第”和括号，年份和序号会自动加上。"
    if any(sign in prefix for sign in '/\\:*?"<>|\n'):
        return "机关代字里只写汉字、字母和数字。"
    return ""
