"""Rules no linter knows. Each names the only files (or folders) that may use an identifier; each is tested to fail."""

import ast
import re
from collections.abc import Iterator

import pytest
from arch_source import ROOT, here, imported, sources, tree

NOWHERE: tuple[str, ...] = ()
DATABASE = ("models/engine.py", "services/upgrade.py", "services/integrity.py", "services/backup.py")

NAMES = {
    "QRunnable": (("ui/jobs.py",), "one place owns threads"),
    "QThreadPool": (("ui/jobs.py",), "one place owns threads"),
    "QThread": (("ui/jobs.py",), "one place owns threads"),
    "processEvents": (NOWHERE, "re-enters slots half way; use Jobs"),
    "QMessageBox": (("ui/notify.py",), "one place talks to the clerk"),
    "create_engine": (("models/engine.py",), "the pragmas are set there"),
    "exec_driver_sql": ((*DATABASE, "services/bulk.py"), "skips the audit trail"),  # bulk writes its own history
    "sqlite3": (NOWHERE, "a second SQLite library on the same file loses its locks"),
    "QSqlDatabase": (NOWHERE, "a second SQLite library on the same file loses its locks"),
    "QSqlTableModel": (NOWHERE, "a second SQLite library on the same file loses its locks"),
    "QTableWidget": (NOWHERE, "fills every cell; use the ledger model"),
    "ResizeToContents": (NOWHERE, "371 ms at 5,000 rows"),
    "resizeRowsToContents": (NOWHERE, "640 ms at 5,000 rows"),
    "setFixedSize": (("ui/kit/",), "breaks at 125 % and 150 %; small painted parts only"),
}
CALLS = {
    "commit": (("services/uow.py",), "one transaction per action"),
    "wall clock": (("services/clock.py",), "be handed a clock"),
}
WALL_CLOCKS = {
    "date": {"today"},
    "datetime": {"today", "now", "utcnow"},
    "time": {"time", "localtime"},
    "func": {"now", "current_date"},
    "QDate": {"currentDate"},
    "QDateTime": {"currentDateTime", "currentDateTimeUtc"},
    "QTime": {"currentTime"},
}
EMPTY_WORDS = {"manager", "util", "utils", "helper", "helpers", "misc", "stuff"}
EMPTY_MODULES = EMPTY_WORDS | {"common", "data", "info"}


def used(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that NAMES knows: read, called, or imported under whatever other name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.name, node.lineno


def called(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Methods called on something. `self.now()` is a clock that was handed in; `datetime.now()` is the wall's."""
    aliases = {
        alias.asname: alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            wall = node.func.attr in WALL_CLOCKS.get(aliases.get(owner, owner), ())
            yield "wall clock" if wall else node.func.attr, node.lineno


def defined(module: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno


def words(name: str) -> set[str]:
    """`LedgerManager` and `ledger_manager` both hold the words ledger and manager."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def allows(allowed: tuple[str, ...], file: str) -> bool:
    return any(file == each or (each.endswith("/") and file.startswith(each)) for each in allowed)


def violations(root) -> list[str]:
    found = []
    for path in sources(root):
        file, module = here(root, path), tree(path)
        for rules, uses in ((NAMES, used(module)), (CALLS, called(module))):
            for name, line in uses:
                allowed, reason = rules.get(name, ((file,), ""))
                if not allows(allowed, file):
                    found.append(f"{file}:{line} {name} ({reason})")
        for name, line in defined(module):
            if words(name) & EMPTY_WORDS:
                found.append(f"{file}:{line} {name} (says nothing about what it does)")
        if path.stem in EMPTY_MODULES:
            found.append(f"{file} (a module named for nothing in particular)")
    return found


def swallowed(root) -> list[str]:
    """Exception handlers that do nothing at all."""
    found = []
    for path in sources(root, ("models", "services", "ui", "installer")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and all(nothing(each) for each in node.body):
                found.append(f"{here(root, path)}:{node.lineno}")
    return found


def nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def foreign_imports_of_migrations(root) -> list[str]:
    paths = (root / "models" / "migrations" / "versions").glob("*.py")
    return [path.name for path in paths if imported(tree(path)) & {"models", "services", "ui"}]


def write(root, file, code):
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")


def test_project_rules_hold():
    assert violations(ROOT) == []


def test_no_error_is_swallowed():
    assert swallowed(ROOT) == []


def test_migrations_do_not_import_the_application():
    assert foreign_imports_of_migrations(ROOT) == []


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("code", ["thing.{}()", "{}()", "from somewhere import {} as other"])
def test_every_name_rule_can_fail(tmp_path, name, code):
    write(tmp_path, "ui/bad.py", code.format(name))
    assert any(name in found for found in violations(tmp_path))


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("session.commit()", "commit"),
        ("self._session().commit()", "commit"),
        ("date.today()", "wall clock"),
        ("datetime.datetime.now(UTC)", "wall clock"),
        ("from datetime import datetime as moment\nmoment.now()", "wall clock"),
        ("import time\ntime.time()", "wall clock"),
        ("select(func.now())", "wall clock"),
        ("QDate.currentDate()", "wall clock"),
    ],
)
def test_every_call_rule_can_fail(tmp_path, code, rule):
    write(tmp_path, "services/bad.py", code)
    assert [found for found in violations(tmp_path) if f" {rule} (" in found]


@pytest.mark.parametrize("code", ["self.now()", "self._kit.now()", "ledger.today", "time.monotonic()", "commit()"])
def test_a_clock_that_was_handed_in_may_be_read(tmp_path, code):
    write(tmp_path, "services/good.py", code)
    assert violations(tmp_path) == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_what_a_rule_allows_is_not_reported(tmp_path, name):
    for place in NAMES[name][0]:
        write(tmp_path, place + "part.py" if place.endswith("/") else place, f"thing.{name}()")
    assert violations(tmp_path) == []


def test_rules_reach_into_main_and_into_functions(tmp_path):
    write(tmp_path, "main.py", "def start():\n    def inner():\n        app.processEvents()\n")
    assert violations(tmp_path) == ["main.py:3 processEvents (re-enters slots half way; use Jobs)"]


@pytest.mark.parametrize("code", ["class LedgerManager: ...", "def date_util(): ...", "class UtilBox: ..."])
def test_empty_names_are_refused(tmp_path, code):
    write(tmp_path, "services/bad.py", code)
    assert len(violations(tmp_path)) == 1


@pytest.mark.parametrize("code", ["class Managed: ...", "def utilisation(): ...", "commit = 1\ntoday = commit"])
def test_whole_words_only_are_refused(tmp_path, code):
    write(tmp_path, "services/good.py", code)
    assert violations(tmp_path) == []


def test_modules_named_for_nothing_are_refused(tmp_path):
    write(tmp_path, "ui/utils.py", "")
    assert violations(tmp_path) == ["ui/utils.py (a module named for nothing in particular)"]


@pytest.mark.parametrize(
    "handler", ["except Exception: pass", "except OSError:\n    ...", "except OSError:\n    'why'"]
)
def test_a_swallowed_error_is_found(tmp_path, handler):
    write(tmp_path, "services/bad.py", f"try:\n    x()\n{handler}\n")
    assert swallowed(tmp_path) == ["services/bad.py:3"]


@pytest.mark.parametrize("code", ["from models.agency import Agency", "def upgrade():\n    import services"])
def test_a_migration_that_imports_the_application_is_found(tmp_path, code):
    write(tmp_path, "models/migrations/versions/r0001_first.py", code)
    assert foreign_imports_of_migrations(tmp_path) == ["r0001_first.py"]
