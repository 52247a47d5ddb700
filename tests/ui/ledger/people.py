"""A ledger of invented people in memory, for tests of the ledger screen."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from services.errors import ConflictError, NotFoundError, ValidationError
from services.query import Action, Detail, LedgerPageData, LedgerRow, Operator, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

TODAY = date(2026, 6, 15)
STATES = {"late": "已过期", "soon": "即将到期", "held": "暂扣", "busy": "换证办理中", "good": "有效", "void": "已注销"}
KINDS = {"late": "late", "soon": "due", "held": "hold", "busy": "wait", "good": "done", "void": "void"}
UNITS = {
    1: "县水务局",
    2: "县交通运输局",
    3: "县林业局",
    4: "县市场监督管理局",
    5: "县市场监管综合行政执法大队",
    6: "示例镇人民政府",
    7: "样板乡人民政府",
}
SURNAMES = "祁于曲柏郗简岑亓蔺缪逄暨茹庾钮麻戎车"
GIVEN = ["望山", "安禾", "向晨", "正言", "望舒", "若宁", "知远", "云舒", "怀瑾", "嘉言", "书意", "官安", "景行"]

PEOPLE = LedgerSpec(
    name="officers",
    title="执法人员与证件",
    item="执法人员",
    unit_word="人",
    purpose="全县执法人员、证件有效期和学时。",
    add_label="登记人员",
    empty_hint="导入各单位报来的名册，或者逐人登记。",
    default_sort="days_left",
    title_field="name",
    state_field="state",
    fields=(
        FieldSpec("name", "姓名", required=True, max_length=20, width_chars=4),
        FieldSpec("state", "证件状态", Kind.CHOICE, choices=STATES, states=KINDS, width_chars=4, in_filter=True),
        FieldSpec("unit", "单位", Kind.REFERENCE, required=True, reference="units", width_chars=10, in_filter=True),
        FieldSpec("id_no", "身份证号", Kind.IDENTITY, required=True, in_table=False, width_chars=10),
        FieldSpec("cert_no", "执法证号", Kind.CODE, unique=True, width_chars=5, example="示010001"),
        FieldSpec("valid_to", "有效期至", Kind.DATE, width_chars=6, help="按设置：自发证日起5年"),
        FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True, width_chars=4),
        FieldSpec("hours", "学时", Kind.MINUTES, width_chars=3),
        FieldSpec("note", "备注", Kind.LONG_TEXT, in_table=False, max_length=500),
        FieldSpec("on_leave", "离岗", Kind.BOOLEAN, in_table=False),
    ),
)


def person(row_id):
    state = ["late", "soon", "soon", "busy", "held", "good", "good", "good", "good", "good", "void"][row_id % 11]
    days = row_id * 37 % 1500 - 20
    return {
        "name": SURNAMES[row_id % len(SURNAMES)] + GIVEN[row_id % len(GIVEN)],
        "state": state,
        "unit": row_id % 7 + 1,
        "id_no": f"990101199001{row_id % 29:02d}{row_id % 10_000:04d}",
        "cert_no": f"示{row_id:06d}",
        "valid_to": TODAY + timedelta(days=days),
        "days_left": days,
        "hours": row_id % 70 * 45,
        "note": None,
        "on_leave": False,
    }


class PeopleLedger:
    """Does what BasicLedger does, over a dictionary; counts calls and can be held up."""

    spec = PEOPLE
    entity = "enforcement_officer"

    def __init__(self, count=5_000):
        self.rows = {n: LedgerRow(n, 1, person(n)) for n in range(1, count + 1)}
        self.gone = {}
        self.groups = {}
        self.threads = set()
        self.saves = []
        self.searches = []
        self.slow = {}
        self.refuse = None
        self.performed = []
        self._cache = {}

    def search(self, query):
        self.threads.add(threading.current_thread())
        self.searches.append(query)
        if query.text in self.slow:
            assert self.slow[query.text].wait(5)
        found = self._found(query)
        page = found[query.offset : query.offset + query.limit]
        return LedgerPageData([self._labelled(row) for row in page], len(found))

    def counts(self, query):
        rest = tuple(c for c in query.conditions if c.key != "state")
        counts = {}
        for row in self._found(replace(query, conditions=rest)):
            counts[row.values["state"]] = counts.get(row.values["state"], 0) + 1
        return counts

    def totals(self, query):
        return {"hours": sum(row.values["hours"] or 0 for row in self._found(query))}

    def load(self, row_id):
        if row_id not in self.rows:
            raise NotFoundError("这条记录已不在台账里，可能被移入了回收站。刷新后再看。")
        return self._labelled(self.rows[row_id])

    def save(self, row_id, row_version, values):
        self.saves.append(dict(values))
        if self.refuse:
            raise self.refuse
        problems = self.spec.check(values)
        if problems:
            raise ValidationError(problems)
        if row_id is not None and self.rows[row_id].row_version != row_version:
            raise ConflictError("这条记录刚被改过，这次没有保存。刷新后对照最新内容再改。")
        new_id = row_id or max(self.rows, default=0) + 1
        old = self.rows[row_id].values if row_id else {"state": "good", "days_left": 0}
        self.rows[new_id] = LedgerRow(new_id, row_version + 1, {**old, **values})
        self._cache.clear()
        return new_id

    def remove(self, row_ids):
        for row_id in row_ids:
            self.gone[row_id] = self.rows.pop(row_id)
        self._cache.clear()
        self.groups[len(self.groups) + 1] = tuple(row_ids)
        return Outcome(f"已将{len(row_ids)}人移入回收站。", len(self.groups))

    def restore(self, row_ids):
        for row_id in row_ids:
            self.rows[row_id] = self.gone.pop(row_id)
        self._cache.clear()
        return Outcome(f"已恢复{len(row_ids)}人。", None)

    def undo(self, group):
        return self.restore(self.groups[group])

    def set_values(self, row_ids, values):
        for row_id in row_ids:
            row = self.rows[row_id]
            self.rows[row_id] = replace(row, values={**row.values, **values}, row_version=row.row_version + 1)
        self._cache.clear()
        return Outcome(f"已修改{len(row_ids)}人。", None)

    def choices(self, field_key, held=()):
        return self.options(field_key)

    def options(self, field_key):
        return list(UNITS.items())

    def actions(self, row):
        held = row.values["state"] == "held"
        return (
            Action("renew", "发起换证", "reload", main=True, why_not="证件在暂扣期内，解除后再换证。" if held else ""),
            Action("hold", "暂扣", "pin", fields=(FieldSpec("reason", "暂扣事由", required=True),)),
            Action("card", "打印登记卡", "print"),
        )

    def perform(self, action, row, values):
        self.performed.append((action, row.id, dict(values)))
        return Outcome({"renew": "已发起换证。", "hold": "已暂扣证件。"}.get(action, "已完成。"), None)

    def details(self, row):
        return (Detail("依据", (("条款", "示例办法第十二条：持证满五年须换证。"),)),)

    def _labelled(self, row):
        return replace(row, labels={"unit": UNITS.get(row.values["unit"], "")})

    def _found(self, query):
        if query not in (key := replace(query, offset=0, limit=1),) and key in self._cache:
            return self._cache[key]
        pool = self.gone if query.removed else self.rows
        found = [row for row in list(pool.values()) if self._holds(row, query)]
        sort = query.sort or self.spec.default_sort
        down = query.descending if query.sort else self.spec.default_descending
        found.sort(key=lambda r: (r.values[sort] is not None, r.values[sort] or 0, r.id), reverse=down)
        self._cache[key] = found
        return found

    def _holds(self, row, query):
        words = f"{row.values['name']} {row.values['cert_no']} {UNITS.get(row.values['unit'], '')}"
        if query.ids and row.id not in query.ids:
            return False
        if not all(word in words for word in query.text.split()):
            return False
        return all(self._fits(row.values[c.key], c) for c in query.conditions)

    @staticmethod
    def _fits(value, condition):
        match condition.operator:
            case Operator.IN:
                return value in condition.value
            case Operator.EQUALS:
                return value == condition.value
            case Operator.CONTAINS:
                return condition.value in (value or "")
            case Operator.EMPTY:
                return value in (None, "")
            case Operator.NOT_EMPTY:
                return value not in (None, "")
        low, high = condition.value
        return value is not None and (low is None or value >= low) and (high is None or value <= high)


def history(entity, row_id):
    made = datetime(2026, 3, 18, 9, 12)
    return [
        SimpleNamespace(
            at=made, actor="岑知远", reason="导入培训记录", action="update", changes={"hours": [49 * 45, 61 * 45]}
        ),
        SimpleNamespace(
            at=made.replace(month=1), actor="齐明川", reason="修改执法人员", action="update", changes={"unit": [3, 1]}
        ),
    ]
