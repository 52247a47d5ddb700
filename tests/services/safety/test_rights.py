"""What each role may do, asked of the services themselves: nothing hangs on what the window shows."""

from datetime import date
from types import SimpleNamespace

import pytest

from services.access import PERMISSIONS, SYSTEM, Actor, Right, Role
from services.errors import DeniedError, ServiceError
from services.plans.store import LoadedPlan
from services.query import LedgerQuery

DAY = date(2026, 6, 15)
EVERY_FIELD = {
    "why": "理由",
    "reason": "原因",
    "basis": "依据",
    "decided_on": DAY,
    "measure": "措施",
    "person": "甲",
    "due_on": date(2026, 12, 1),
    "result": "结果",
    "reviewer": "乙",
    "closed_on": DAY,
    "answered_on": DAY,
    "replied_on": DAY,
    "progress": "进展",
    "done_on": DAY,
    "cert_no": "示999999",
    "issue_date": DAY,
    "words": "意见",
    "served_on": DAY,
    "service_method": "mail",
    "archive_no": "示-2026-1",
    "seal": "行政章",
    "copy_count": 1,
    "applicant": "甲",
    "approver": "乙",
    "keeper": "丙",
}
APPROVALS = {
    ("problems", "extend"),
    ("documents", "void"),
    ("sheets", "hand_back"),
    ("drafts", "approve"),
    ("drafts", "give_back"),
    ("number_registers", "void"),
}
ELSEWHERE = {  # the window's own: they store nothing
    ("tasks", "letter"),
    ("documents", "open"),
    ("sheets", "print"),
    ("drafts", "open"),
    ("document_templates", "use"),
}


@pytest.fixture
def full_desk(sample_desk, tmp_path):
    """示例县 with a signed document, a submitted sheet and an attachment."""
    desk = sample_desk
    task = desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    desk.documents.issue(desk.documents.draft_reminder(task, 2))
    sheet = desk.scoring.start(1, desk.scoring.standards_for("penalty")[0][0])
    file = tmp_path / "照片.txt"
    file.write_text("证据", encoding="utf-8")
    attachment = desk.attachments.add("problem", 1, file)
    group = desk.ledgers["units"].set_values([1], {"contact": "另一人"}).group
    draft = desk.drafting.start("函")
    return SimpleNamespace(
        desk=desk, sheet=sheet, attachment=attachment, group=group, file=file, task=task, draft=draft
    )


def rows_by_state(ledger):
    """One row for each set of acts that the ledger offers."""
    found = {}
    for row in ledger.search(LedgerQuery(limit=500)).rows:
        found.setdefault(tuple((a.name, a.enabled) for a in ledger.actions(row)), row)
    return found.values()


def plan():
    from services.plans.reading.reader import read_plan

    text = "示例县工作方案\n一、工作任务\n1. 开展检查。责任单位：县水务局。完成时限：2026年9月底前。\n"
    return LoadedPlan("方案.txt", text, read_plan(text))


def acts(found):
    """Name, needed right and call of everything that writes."""
    desk = found.desk
    for name, ledger in desk.ledgers.items():
        row = next(iter(ledger.search(LedgerQuery()).rows), None)
        if row is None:
            continue
        if ledger.spec.form_fields:
            field = ledger.spec.form_fields[-1].key
            yield f"{name}.save", Right.EDIT, lambda s=ledger, r=row: s.save(r.id, r.row_version, r.values)
            yield (
                f"{name}.set_values",
                Right.EDIT,
                lambda s=ledger, r=row, f=field: s.set_values([r.id], {f: r.values[f]}),
            )
        if ledger.spec.addable:
            yield f"{name}.save new", Right.EDIT, lambda s=ledger, r=row: s.save(None, 0, r.values)
        yield f"{name}.remove", Right.DELETE, lambda s=ledger, r=row: s.remove([r.id])
        yield f"{name}.restore", Right.DELETE, lambda s=ledger, r=row: s.restore([r.id])
        for shown in rows_by_state(ledger):
            for action in ledger.actions(shown):
                if action.enabled and (name, action.name) not in ELSEWHERE:
                    right = Right.APPROVE if (name, action.name) in APPROVALS else Right.EDIT
                    yield (
                        f"{name}.{action.name}",
                        right,
                        lambda s=ledger, r=shown, a=action.name: s.perform(a, r, EVERY_FIELD),
                    )
    yield "undo", Right.EDIT, lambda: desk.undo(found.group)
    yield "plans.accept", Right.IMPORT, lambda: desk.plans.accept(plan())
    yield "attachments.add", Right.EDIT, lambda: desk.attachments.add("problem", 1, found.file)
    yield "attachments.remove", Right.DELETE, lambda: desk.attachments.remove(found.attachment)
    draft = desk.documents.draft_reminder(found.task, 3)
    yield "documents.issue", Right.APPROVE, lambda: desk.documents.issue(draft)
    drafting = desk.drafting
    view = drafting.open(found.draft)
    yield "drafting.start", Right.EDIT, lambda: drafting.start("函")
    yield "drafting.take", Right.EDIT, lambda: drafting.take(draft, "任务")
    yield "drafting.save", Right.EDIT, lambda: drafting.save(view.id, view.row_version, view.text)
    yield "drafting.remark", Right.EDIT, lambda: drafting.remark(view.id, "批注")
    yield "drafting.save_template", Right.EDIT, lambda: drafting.save_template(view.id, "新模板")
    yield "drafting.submit", Right.EDIT, lambda: drafting.step("submit", view.id, view.row_version)
    yield "drafting.sign", Right.APPROVE, lambda: drafting.sign(view.id, view.row_version)
    yield "drafting.sign_each", Right.APPROVE, lambda: drafting.sign_each(view.id, view.row_version, [2])
    yield "scoring.start", Right.EDIT, lambda: desk.scoring.start(2, 1)
    opened = desk.scoring.open(found.sheet)
    marks = opened.marks
    yield "scoring.save", Right.EDIT, lambda: desk.scoring.save(found.sheet, opened.row_version, marks)
    yield "scoring.submit", Right.EDIT, lambda: desk.scoring.submit(found.sheet, opened.row_version, marks)
    yield "settings.set", Right.SETTINGS, lambda: desk.settings.set("contact_name", "甲")
    yield "sample.load", Right.SETTINGS, lambda: desk.sample.load()
    yield "sample.clear", Right.SETTINGS, lambda: desk.sample.clear()
    yield "accounts.create", Right.ACCOUNTS, lambda: desk.accounts.create("b", "乙", Role.CLERK, "desk-2026-y")
    yield "accounts.change", Right.ACCOUNTS, lambda: desk.accounts.change(1, "丙", Role.ADMINISTRATOR)
    yield "accounts.deactivate", Right.ACCOUNTS, lambda: desk.accounts.deactivate(1)
    yield "accounts.reset_password", Right.ACCOUNTS, lambda: desk.accounts.reset_password(1, "desk-2026-z")
    yield "accounts.activate", Right.ACCOUNTS, lambda: desk.accounts.activate(1, "desk-2026-z")


def groups(desk):
    from services.history import chain_head

    return chain_head(desk.database)


@pytest.mark.parametrize("role", [Role.READER, Role.CLERK, Role.HEAD])
def test_a_role_without_the_right_changes_nothing(full_desk, role):
    desk = full_desk.desk
    desk.database.actor = lambda: SYSTEM
    asked = list(acts(full_desk))
    desk.database.actor = lambda: Actor("简若宁", role)
    before, let_through = groups(desk), []
    for name, right, act in asked:
        if right in PERMISSIONS[role]:
            continue
        try:
            act()
        except DeniedError:
            continue
        except ServiceError as error:
            let_through.append((name, type(error).__name__))
        else:
            let_through.append((name, "done"))
    assert let_through == []
    assert groups(desk) == before


def test_only_an_administrator_changes_the_recovery_code(full_desk):
    full_desk.desk.database.actor = lambda: Actor("简若宁", Role.HEAD)
    with pytest.raises(DeniedError):
        full_desk.desk.new_recovery_code()


def test_a_reader_takes_no_file_in(full_desk, tmp_path):
    desk = full_desk.desk
    file = tmp_path / "单位.csv"
    file.write_text("单位名称,类别\n县公安局,县级部门\n", encoding="utf-8")
    reading = desk.imports.read("units", file)
    before = groups(desk)
    desk.database.actor = lambda: Actor("简若宁", Role.READER)
    with pytest.raises(DeniedError):
        desk.imports.accept("units", reading)
    with pytest.raises(DeniedError):
        desk.imports.read("units", file, mapping={column.letter: column.name for column in reading.mapping.columns})
    assert groups(desk) == before
