"""文号登记: classes of document numbers per year, and the next number without a gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import NumberRegister
from services.ledger import BasicLedger
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
        if any(sign in (values.get("prefix") or "") for sign in "第〔〕[]（）()"):
            problems["prefix"] = "机关代字里不写“第”和括号，年份和序号会自动加上。"
        return problems


def allocate(session: Session, prefix: str, year: int, name: str) -> str:
    """The next number of the class, as 示司监函〔2026〕13号; the class is opened when the year is new."""
    register = session.scalar(
        select(NumberRegister).where(
            NumberRegister.prefix == prefix, NumberRegister.year == year, NumberRegister.deleted_at.is_(None)
        )
    )
    if register is None:
        register = NumberRegister(name=name, prefix=prefix, year=year, last_serial=0)
        session.add(register)
    register.last_serial += 1
    session.flush()
    return f"{prefix}〔{year}〕{register.last_serial}号"
