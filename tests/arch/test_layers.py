"""The import contracts of pyproject.toml hold, and each of them can break."""

import subprocess
import sys

import pytest
from arch_source import ROOT

LINT = """
import sys
sys.path.insert(0, ".")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True))
"""


def lint(folder):
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def small_project(tmp_path):
    """Empty packages under the project's own contracts."""
    for package in ("models", "services", "ui", "ui/kit", "ui/pages"):
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_the_import_contracts_hold():
    status, output = lint(ROOT)
    assert status == 0, output


def test_an_obedient_project_keeps_every_contract(small_project):
    (small_project / "ui/pages/home.py").write_text("import services.ledger, PySide6, ui.kit\n", encoding="utf-8")
    (small_project / "services/ledger.py").write_text("import models, sqlalchemy\n", encoding="utf-8")
    status, output = lint(small_project)
    assert status == 0, output
    assert "0 broken" in output


@pytest.mark.parametrize(
    ("file", "code", "contract"),
    [
        ("services/bad.py", "import ui.kit", "ui -> services -> models, never upward"),
        ("models/bad.py", "import services", "ui -> services -> models, never upward"),
        ("models/bad.py", "def late():\n    import ui", "ui -> services -> models, never upward"),
        ("services/bad.py", "from PySide6.QtCore import QObject", "no Qt below ui"),
        ("models/bad.py", "import shiboken6", "no Qt below ui"),
        ("ui/bad.py", "from models import base", "ui never touches the ORM or SQLAlchemy"),
        ("ui/pages/bad.py", "import sqlalchemy", "ui never touches the ORM or SQLAlchemy"),
        ("ui/bad.py", "import alembic", "ui never touches the ORM or SQLAlchemy"),
        ("ui/kit/bad.py", "import ui.pages", "the kit knows no domain page"),
    ],
)
def test_a_contract_breaks_where_a_module_reaches_the_wrong_way(small_project, file, code, contract):
    (small_project / file).write_text(code + "\n", encoding="utf-8")
    (small_project / "models/base.py").write_text("", encoding="utf-8")
    status, output = lint(small_project)
    assert status == 1, output
    assert f"{contract} BROKEN" in output
