import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.engine import open_engine, open_with_key
from services.errors import StorageError
from services.upgrade import APPLICATION_ID, HEAD, SCRIPTS, create_database, ensure_current, revision_of

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "r0001", None
def upgrade():
    op.create_table(
        "unit", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50), nullable=False)
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("unit.id", ondelete="CASCADE"), nullable=False),
    )
"""
REBUILDS_THE_PARENT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "r0002", "r0001"
def upgrade():
    with op.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("code", sa.String(18)))
"""
BREAKS = "revision, down_revision = 'r0003', 'r0002'\ndef upgrade():\n    raise ValueError('boom')\n"
ORPHANS = (
    "from alembic import op\nrevision, down_revision = 'r0003', 'r0002'\n"
    "def upgrade():\n    op.execute('delete from unit')\n"
)


@pytest.fixture
def scripts(tmp_path):
    def made(*versions):
        folder = tmp_path / f"脚本{len(versions)}"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        shutil.copy(SCRIPTS / "env.py", folder)
        for number, text in enumerate(versions, 1):
            (folder / "versions" / f"r{number:04}.py").write_text(text, encoding="utf-8")
        return folder

    return made


@pytest.fixture
def path(tmp_path):
    return tmp_path / "台账 数据.db"


@pytest.fixture
def kept():
    return []


@pytest.fixture
def upgrade(path, kept):
    def run(folder, head):
        return ensure_current(path, KEY, lambda: kept.append(path.read_bytes()), scripts=folder, head=head)

    return run


@pytest.fixture
def old(path, scripts):
    """A file of the first release, with a parent and a child."""
    create_database(path, KEY, scripts=scripts(FIRST))
    run(path, "INSERT INTO unit VALUES (1, '县水务局')")
    run(path, "INSERT INTO note VALUES (1, 1)")
    return path.read_bytes()


def run(path, statement):
    with closing(open_with_key(path, KEY)) as connection:
        return connection.execute(statement).fetchall()


def test_a_new_file_has_our_mark_and_the_newest_revision(path, scripts):
    create_database(path, KEY, scripts=scripts(FIRST, REBUILDS_THE_PARENT))
    assert revision_of(path, KEY) == "r0002"
    assert run(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]
    with pytest.raises(StorageError, match="已经有数据文件"):
        create_database(path, KEY, scripts=scripts(FIRST))


def test_children_survive_when_their_parent_table_is_rebuilt(old, path, scripts, upgrade, kept):
    folder = scripts(FIRST, REBUILDS_THE_PARENT)
    assert upgrade(folder, "r0002")
    assert run(path, "SELECT unit_id FROM note") == [(1,)]
    assert run(path, "SELECT name, code FROM unit") == [("县水务局", None)]
    assert kept == [old]
    assert not upgrade(folder, "r0002")
    assert len(kept) == 1


def test_what_a_killed_upgrade_left_is_thrown_away(old, path, scripts, upgrade):
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}.upgrading{ending}").write_bytes(b"half")
    assert upgrade(scripts(FIRST, REBUILDS_THE_PARENT), "r0002")
    assert run(path, "SELECT unit_id FROM note") == [(1,)]
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]


@pytest.mark.parametrize("bad", [BREAKS, ORPHANS], ids=["raises", "orphans rows"])
def test_a_failed_upgrade_leaves_the_file_byte_for_byte(old, path, scripts, upgrade, bad):
    with pytest.raises(StorageError, match="原有数据没有改动"):
        upgrade(scripts(FIRST, REBUILDS_THE_PARENT, bad), "r0003")
    assert path.read_bytes() == old
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]


def test_without_a_backup_nothing_is_upgraded(old, path, scripts):
    def full():
        raise StorageError("磁盘已满")

    with pytest.raises(StorageError, match="磁盘已满"):
        ensure_current(path, KEY, full, scripts=scripts(FIRST, REBUILDS_THE_PARENT), head="r0002")
    assert path.read_bytes() == old


def test_a_disk_that_fills_up_while_upgrading_leaves_the_file(old, path, scripts, upgrade, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("services.upgrade.sync_file", full)
    with pytest.raises(StorageError, match="没有改动"):
        upgrade(scripts(FIRST, REBUILDS_THE_PARENT), "r0002")
    assert path.read_bytes() == old


def test_a_file_from_a_newer_program_is_refused(old, path, scripts, upgrade, kept):
    run(path, "UPDATE alembic_version SET version_num = 'r9999'")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="更新版本"):
        upgrade(scripts(FIRST), "r0001")
    assert path.read_bytes() == before
    assert kept == []


def test_a_file_still_open_elsewhere_is_not_replaced(old, path, scripts, upgrade):
    with closing(open_with_key(path, KEY)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO note VALUES (2, 1)")
        with pytest.raises(StorageError, match="还被另一个程序打开"):
            upgrade(scripts(FIRST, REBUILDS_THE_PARENT), "r0002")
    assert revision_of(path, KEY) == "r0001"
    assert run(path, "SELECT count(*) FROM note") == [(2,)]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "不见了"), (b"", "空的"), (b"not a database" * 1000, "损坏"), (b"SQLite format 3\x00" * 200, "不是本程序")],
)
def test_what_is_no_file_of_ours_is_refused_and_left_alone(path, scripts, upgrade, content, words):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StorageError, match=words):
        upgrade(scripts(FIRST), "r0001")
    assert (path.read_bytes() if path.exists() else None) == content


def test_an_encrypted_file_without_our_tables_is_foreign(path, scripts, upgrade):
    with closing(open_with_key(path, KEY, create=True)) as connection:
        connection.execute("CREATE TABLE t(x)")
    with pytest.raises(StorageError, match="不是本程序"):
        upgrade(scripts(FIRST), "r0001")


def test_a_file_under_another_key_counts_as_damaged(old, path):
    with pytest.raises(StorageError, match="已损坏"):
        revision_of(path, b"0" * 32)


def test_the_head_that_is_written_down_is_the_newest_revision():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_opening_a_current_file_does_not_import_alembic(tmp_path):
    create_database(tmp_path / "a.db", KEY)
    program = (
        "import sys, pathlib\nfrom services.upgrade import ensure_current\n"
        "assert not ensure_current(pathlib.Path(sys.argv[1]), bytes(range(32)), lambda: None)\n"
        "assert not [name for name in sys.modules if name.startswith('alembic')]\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "a.db")], cwd=ROOT, check=True)


def shape(engine):
    """Everything that must be equal between the models and the migrated file."""
    inspector, found = sa.inspect(engine), {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"], c["default"], c["primary_key"])
                for c in inspector.get_columns(table)
            },
            "keys": foreign_keys(engine, table),
            "uniques": {(u["name"], *u["column_names"]) for u in inspector.get_unique_constraints(table)},
            "checks": {(c["name"], c["sqltext"]) for c in inspector.get_check_constraints(table)},
            "indexes": {(i["name"], *i["column_names"], i["unique"]) for i in inspector.get_indexes(table)},
        }
    return found


def foreign_keys(engine, table):
    """As the file itself lists them: a key that came with a later column has no name, but the same effect."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").mappings()
        return {(row["from"], row["table"], row["to"], row["on_delete"]) for row in rows}


def test_a_migrated_file_equals_the_models(tmp_path):
    import importlib
    import pkgutil

    import models
    from models.base import Base

    for module in pkgutil.iter_modules(models.__path__):
        if module.name != "migrations":
            importlib.import_module(f"models.{module.name}")
    create_database(tmp_path / "migrated.db", KEY)
    migrated, fresh = open_engine(tmp_path / "migrated.db", KEY), open_engine(tmp_path / "fresh.db", KEY)
    Base.metadata.create_all(fresh)
    expected = shape(fresh)
    found = shape(migrated)
    migrated.dispose()
    fresh.dispose()
    assert "audit_group" in expected  # guards against comparing two empty files
    assert sorted(found) == sorted(expected)
    for table, parts in expected.items():
        assert found[table] == parts, table
