import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.errors import NotFoundError, StorageError
from services.printing.faces import Style, load_faces, reload_faces
from services.tries import SignInError
from tests.ui.door import SmallDoor
from tests.ui.pages import entries
from ui import app
from ui.capture import grab
from ui.instance import Instance
from ui.machine import MachineSettings
from ui.start.services import RealServices

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def program(app_theme, qtbot, machine, tmp_path):
    made = app.Program(SmallDoor(), machine, tmp_path / "数据", entries)
    qtbot.addWidget(made.start)
    yield made
    made.finish()
    if made.window is not None:
        qtbot.addWidget(made.window)
    for handler in app.logging.getLogger().handlers[:]:
        if getattr(handler, "baseFilename", "").startswith(str(tmp_path)):
            app.logging.getLogger().removeHandler(handler)
            handler.close()


def test_signing_in_opens_the_window_and_closing_backs_up(qtbot, program):
    program.begin()
    login = None

    def ready():
        nonlocal login
        login = program.start.currentWidget()
        return login is not None and login.user.count() == 1

    qtbot.waitUntil(ready)
    login.password.setText("Shili-2026")
    login.try_password()
    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window.isVisible()
    assert not program.start.isVisible()
    face = program._face.face
    qtbot.waitUntil(lambda: not program.jobs.busy)
    program.show()
    program.window.close()
    program.finish()
    assert face.done[-2:] == ["backup", "close"]


def test_a_backup_that_fails_at_closing_still_closes_the_file(qtbot, program, monkeypatch, tmp_path):
    opened = SmallDoor().sign_in(tmp_path / "数据", "齐明川", "Shili-2026")
    program._opened(opened)
    qtbot.waitUntil(lambda: not program.jobs.busy)

    def refuse(*, closing=False):
        raise StorageError("备份没有写成。")

    monkeypatch.setattr(opened.face, "back_up", refuse)
    program.finish()
    assert opened.face.done[-1] == "close"


def test_the_faces_chosen_on_this_computer_print_from_the_start(qtbot, program, machine, tmp_path):
    machine.faces = {Style.BODY: "公文楷体"}
    try:
        program._opened(SmallDoor().sign_in(tmp_path / "数据", "齐明川", "Shili-2026"))
        assert load_faces().leading(Style.BODY).file.title == "公文楷体"
    finally:
        reload_faces()
    qtbot.waitUntil(lambda: not program.jobs.busy)


def test_a_second_start_raises_the_first_window(qtbot, app_theme, tmp_path):
    folder = tmp_path / "数据"
    first = Instance.claim(folder)
    assert first is not None
    assert first.listening
    with qtbot.waitSignal(first.wanted):
        assert Instance.claim(folder) is None
    other = Instance.claim(tmp_path / "另一份")
    assert other is not None
    other.release()
    first.release()
    again = Instance.claim(folder)
    assert again is not None
    again.release()


def test_what_belongs_to_this_computer_survives_a_restart(tmp_path):
    path = tmp_path / "desk.ini"
    first = MachineSettings(path)
    first.text_size, first.folder, first.user, first.folded = "特大", tmp_path / "数据", "齐明川", True
    first.sync()
    second = MachineSettings(path)
    assert (second.scale, second.folder, second.user, second.folded) == (1.3, tmp_path / "数据", "齐明川", True)
    second.text_size = "巨大"
    assert second.text_size == "标准"


def test_a_face_that_is_no_longer_chosen_is_forgotten(tmp_path):
    first = MachineSettings(tmp_path / "desk.ini")
    first.faces = {Style.BODY: "仿宋_GB2312", Style.TITLE: "方正小标宋简体"}
    first.faces = {Style.TITLE: "华文中宋"}
    first.sync()
    assert MachineSettings(tmp_path / "desk.ini").faces == {Style.TITLE: "华文中宋"}


def test_the_login_window_comes_before_the_database_is_loaded():
    heavy = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pypinyin", "docx", "argon2")
    code = f"import sys; import ui.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pictures_are_written_where_they_are_wanted(qtbot, app_theme, program, tmp_path):
    assert grab(program.start, tmp_path / "图" / "登录.png").stat().st_size > 1000


def test_the_real_desk_is_set_up_opened_and_taken_back(qtbot, app_theme, tmp_path, monkeypatch):
    services, folder = RealServices(), tmp_path / "示例 数据"
    values = {
        "bureau": "示例县司法局",
        "county": "示例县",
        "rules": "通用",
        "admin_user": "qimc",
        "admin_name": "齐明川",
        "password": "Shili-2026",
    }
    assert not services.exists(folder)
    assert services.users(folder) == ()
    code = services.create(folder, values)
    assert services.exists(folder)
    assert services.users(folder) == ["qimc"]
    services.recover(folder, code, "qimc", "Shili-2027")
    opened = services.sign_in(folder, "qimc", "Shili-2027")
    try:
        services.prepare(opened, sample=True)
        face = opened.face
        assert (face.bureau, face.data_folder, face.sample_present()) == ("示例县司法局", folder, True)
        assert face.password_matches("Shili-2027")
        with pytest.raises(SignInError, match="还可以试4次"):
            face.password_matches("Shili-2026")
        assert face.password_matches("Shili-2027")
        with pytest.raises(NotFoundError, match="没有可以撤销的操作"):
            face.undo_last()
        opened.desk.settings.set("contact_name", "齐明川")
        opened.desk.settings.set("contact_phone", "000-0000")
        face.undo_last()
        face.undo_last()
        assert opened.desk.settings.get("contact_phone") != "000-0000"
        assert opened.desk.settings.get("contact_name") != "齐明川"
        face.redo_last()
        assert opened.desk.settings.get("contact_name") == "齐明川"
        face.redo_last()
        assert opened.desk.settings.get("contact_phone") == "000-0000"
        with pytest.raises(NotFoundError, match="没有可以重做的操作"):
            face.redo_last()
        assert face.damage() == ""
        usage = shutil.disk_usage(folder)
        with monkeypatch.context() as patched:
            patched.setattr("shutil.disk_usage", lambda _path: usage._replace(free=180 << 20))
            assert face.low_space().startswith("数据所在磁盘只剩180兆")
            patched.setattr("shutil.disk_usage", lambda _path: usage._replace(free=180 << 30))
            assert face.low_space() == ""
        assert any(hit.title for hit in face.search_everywhere("水务"))
        assert face.reminder_count() > 0
        assert face.last_backup() is None
        made = face.back_up()
        assert made is not None
        assert face.last_backup().replace(second=0) == made.replace(second=0, microsecond=0)
        assert face.back_up() is None
        assert face.clear_sample_data().message.startswith("已将示例数据移入回收站")
        assert not face.sample_present()
    finally:
        opened.face.close()
    backups = services.backups(folder)
    assert len(backups) == 1
    services.restore_by_code(backups[0].path, folder, code)


def test_without_a_screen_the_desk_says_so_instead_of_ending_with_qt():
    from ui.app import no_screen

    assert no_screen("linux", {})
    assert not no_screen("linux", {"DISPLAY": ":0"})
    assert not no_screen("linux", {"QT_QPA_PLATFORM": "offscreen"})
    assert not no_screen("win32", {})
