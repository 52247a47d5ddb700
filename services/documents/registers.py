"""文号登记: classes of document numbers per year, and the next number without a gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, cast, func, literal, select
from sqlalchemy.orm import Session

from models.document import DocumentState, IssuedDocument, NumberRegister
from services.access import Right
from services.errors import ValidationError
from services.ledger import REMOVAL, BasicLedger
from services.numbers import highest_number, serials
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

FIRST_YEAR, LAST_YEAR = 1990, 2100
SHOWN_GAPS = 60
VOID_SERIAL = FieldSpec("serial", "作废的序号", Kind.INTEGER, required=True, plain=True)
VOID_REASON = FieldSpec("why", "作废理由", Kind.LONG_TEXT, required=True, max_length=80)


class NumberRegisterLedger(BasicLedger[NumberRegister]):
    """The classes of numbers of each year. A number without a paper is a gap until a 作废 record explains it.

    A bureau that starts in the middle of a year enters the last serial of its old register; gaps count from there on.
    """

    record = NumberRegister
    spec = LedgerSpec(
        name="number_registers",
        title="文号登记",
        item="文号类别",
        purpose="各类文书的机关代字、本年已用到的序号和有没有缺号。",
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
            FieldSpec("issuer", "发文机关", max_length=100, width_chars=12, example="示例县司法局"),
            FieldSpec(
                "gap_count",
                "缺号",
                Kind.INTEGER,
                computed=True,
                in_form=False,
                width_chars=4,
                help="本年已用的序号里，没有发文也没有作废记录的个数。",
            ),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Serials since the opening that no live paper of the register bears."""
        register = NumberRegister
        head = register.prefix + literal("〔") + cast(register.year, String) + literal("〕")
        used = (
            select(func.count(IssuedDocument.number.distinct()))
            .where(
                func.substr(IssuedDocument.number, 1, func.length(head)) == head,
                IssuedDocument.deleted_at.is_(None),
                cast(func.substr(IssuedDocument.number, func.length(head) + 1), Integer) > register.opening_serial,
                cast(func.substr(IssuedDocument.number, func.length(head) + 1), Integer) <= register.last_serial,
            )
            .correlate(register)
            .scalar_subquery()
        )
        return {"gap_count": register.last_serial - register.opening_serial - used}

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Explain a gap by a 作废 record."""
        why = "" if row.values["gap_count"] else "没有缺号，不用补作废记录。"
        first = {"serial": self._gaps(row)[0]} if not why else {}
        return (Action("void", "登记作废号", "st-void", (VOID_SERIAL, VOID_REASON), first, why_not=why),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """A row in 发文登记 that says why the number has no paper."""
        with self._db.write(f"登记作废号：{values.get('why', '')}"[:100], Right.APPROVE) as session:
            register = self.permitted(session, action, row, values)
            gaps = gaps_of(session, register)
            if values["serial"] not in gaps:
                raise ValidationError({"serial": f"{values['serial']}号不是缺号。缺的是{serial_words(gaps)}。"})
            number = numbered(register.prefix, register.year, values["serial"])
            session.add(
                IssuedDocument(
                    number=number,
                    kind="other",
                    title="作废号",
                    recipients="无",
                    issued_on=self.today if register.year == self.today.year else date(register.year, 12, 31),
                    state=DocumentState.VOID,
                    void_reason=values["why"],
                    content={},
                )
            )
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已登记作废号{number}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Which serials are missing."""
        gaps = self._gaps(row)
        return (Detail("缺号", (("序号", serial_words(gaps)),)),) if gaps else ()

    def _gaps(self, row: LedgerRow) -> list[int]:
        with self._db.read() as session:
            return gaps_of(session, session.get_one(NumberRegister, row.id))

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
        if item.id is None:
            # the numbers up to here stand in the old paper register, but for those that were entered here as well
            item.opening_serial = item.last_serial

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
        number = numbered(prefix, year, register.last_serial)
        if session.scalar(select(IssuedDocument.id).where(IssuedDocument.number == number)) is None:
            break
    session.flush()
    return number


def next_number(session: Session, prefix: str, year: int) -> str:
    """The number that `allocate` would give now; nothing is taken."""
    same = (NumberRegister.prefix == prefix, NumberRegister.year == year)
    serial = session.scalar(select(NumberRegister.last_serial).where(*same)) or 0
    taken = serials(session, IssuedDocument.number, prefix, year)
    while (serial := serial + 1) in taken:
        pass
    return numbered(prefix, year, serial)


def numbered(prefix: str, year: int, serial: int) -> str:
    """示司监函〔2026〕13号 (GB/T 9704, 7.2.5)."""
    return f"{prefix}〔{year}〕{serial}号"


def gaps_of(session: Session, register: NumberRegister) -> list[int]:
    """Serials after the opening that no live paper of 发文登记 bears, a 作废 record counted as a paper."""
    used = serials(session, IssuedDocument.number, register.prefix, register.year, live=True)
    return [n for n in range(register.opening_serial + 1, register.last_serial + 1) if n not in used]


def serial_words(gaps: Sequence[int]) -> str:
    """3、5—7: runs joined, at most so many that a line holds them."""
    runs: list[list[int]] = []
    for serial in gaps:
        if runs and runs[-1][-1] == serial - 1:
            runs[-1][1:] = [serial]
        else:
            runs.append([serial])
    words = "、".join(f"{run[0]}—{run[1]}" if len(run) > 1 else str(run[0]) for run in runs[:SHOWN_GAPS])
    return words + ("等" if len(runs) > SHOWN_GAPS else "")


def prefix_fault(prefix: str) -> str:
    """What is wrong with a 机关代字, as a sentence; it also becomes part of a file's name."""
    if any(sign in prefix for sign in "第〔〕[]（）()"):
        return "机关代字里不写“第”和括号，年份和序号会自动加上。"
    if any(sign in prefix for sign in '/\\:*?"<>|\n'):
        return "机关代字里只写汉字、字母和数字。"
    return ""
