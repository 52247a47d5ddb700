"""What bootstrap decides: display or not, which tests, whether the environment is still the right one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installer import commands, environment, machine, state, turns
from installer.environment import Environment
from installer.problems import SetupError
from installer.state import Marker, Step, next_step

HERE = "/样板/desk/.venv"
RUN = {"runtime.txt": "a1"}
TEST = {"runtime.txt": "a1", "dev.txt": "b1"}


def ready(locks, folder=HERE, adopted=False):
    return Marker(state.READY, folder, adopted, locks)


def test_a_second_run_has_nothing_to_do():
    assert next_step(ready(TEST), HERE, True, TEST) is Step.NOTHING
    assert next_step(ready(TEST), HERE, True, RUN) is Step.NOTHING
    assert next_step(ready(RUN), HERE, True, RUN) is Step.NOTHING


def test_the_test_tools_are_added_to_an_environment_that_only_ran_the_program():
    assert next_step(ready(RUN), HERE, True, TEST) is Step.ADD


def test_a_changed_list_means_a_new_environment():
    assert next_step(ready(TEST), HERE, True, {"runtime.txt": "a2"}) is Step.BUILD
    assert next_step(ready(TEST), HERE, True, {**TEST, "dev.txt": "b2"}) is Step.BUILD


def test_a_change_in_the_test_tools_does_not_touch_the_program():
    assert next_step(ready({**TEST, "dev.txt": "b0"}), HERE, True, RUN) is Step.NOTHING


def test_a_moved_project_means_a_new_environment():
    assert next_step(ready(TEST, folder="/旧/desk/.venv"), HERE, True, TEST) is Step.BUILD


def test_an_interrupted_set_up_is_started_again():
    assert next_step(Marker(state.INSTALLING, HERE), HERE, True, TEST) is Step.BUILD


def test_an_environment_somebody_else_made_is_filled_not_thrown_away():
    assert next_step(None, HERE, True, TEST) is Step.ADD
    assert next_step(ready(TEST, adopted=True), HERE, True, {**TEST, "dev.txt": "b2"}) is Step.ADD


@given(st.none() | st.builds(Marker, st.sampled_from([state.READY, state.INSTALLING]), st.just(HERE), st.booleans()))
def test_an_environment_that_does_not_start_is_always_made_anew(marker):
    assert next_step(marker, HERE, False, TEST) is Step.BUILD


@given(st.dictionaries(st.sampled_from(["runtime.txt", "dev.txt"]), st.sampled_from(["a1", "b1", "b2"])), st.booleans())
def test_nothing_is_done_only_where_every_list_is_installed_as_it_stands(locks, adopted):
    step = next_step(ready(locks, adopted=adopted), HERE, True, TEST)
    assert (step is Step.NOTHING) == (locks == TEST)


def test_a_marker_comes_back_as_it_was_written(tmp_path):
    marker = Marker(state.READY, "/样板 目录/.venv", True, TEST)
    state.write_marker(tmp_path, marker)
    assert state.read_marker(tmp_path) == marker
    assert [path.name for path in tmp_path.iterdir()] == [state.MARKER]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"state": "ready"}', "null", '{"state": 1, "folder": 2, "adopted": 3, "locks": 4}']
)
def test_a_damaged_marker_counts_as_none(tmp_path, text):
    (tmp_path / state.MARKER).write_text(text, encoding="utf-8")
    assert state.read_marker(tmp_path) is None


def test_line_ends_of_a_check_out_do_not_change_a_list(tmp_path):
    unix, windows = tmp_path / "a", tmp_path / "b"
    unix.write_bytes(b"one\ntwo\n")
    windows.write_bytes(b"one\r\ntwo\r\n")
    assert state.digest(unix) == state.digest(windows)


def fake_venv(venv: Path, home: Path) -> None:
    python = state.python_in(venv)
    python.parent.mkdir(parents=True)
    python.write_text("")
    (venv / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3.12.1\n", encoding="utf-8")


def test_an_environment_is_whole_with_its_interpreter_and_the_python_behind_it(tmp_path):
    fake_venv(tmp_path / "venv", tmp_path)
    assert state.is_whole(tmp_path / "venv")


def test_an_environment_whose_python_was_removed_is_not_whole(tmp_path):
    fake_venv(tmp_path / "venv", tmp_path / "gone")
    assert not state.is_whole(tmp_path / "venv")


def test_a_half_made_folder_is_not_whole(tmp_path):
    assert not state.is_whole(tmp_path)
    (tmp_path / "pyvenv.cfg").write_text("home = /\n", encoding="utf-8")
    assert not state.is_whole(tmp_path)


@pytest.fixture
def project(tmp_path, tmp_path_factory, monkeypatch):
    locks = tmp_path_factory.mktemp("locks")
    monkeypatch.setattr(turns.tempfile, "gettempdir", lambda: str(locks))
    lock = tmp_path / "installer" / "lock"
    lock.mkdir(parents=True)
    (lock / "runtime.txt").write_text("a==1\n", encoding="utf-8")
    (lock / "dev.txt").write_text("a==1\nb==1\n", encoding="utf-8")
    return Environment(tmp_path, lambda line: None)


def test_a_failed_rebuild_leaves_the_former_environment_in_place(project, monkeypatch):
    fake_venv(project.venv, project.root)
    state.write_marker(project.venv, Marker(state.READY, str(project.venv), False, {"runtime.txt": "older"}))
    (project.venv / "kept").write_text("")

    def no_network(self):
        raise SetupError("连不上组件下载源。")

    monkeypatch.setattr(Environment, "_make_venv", no_network)
    with pytest.raises(SetupError):
        project.prepare(with_tests=False)
    assert (project.venv / "kept").exists()
    assert {path.name for path in project.root.iterdir()} == {".venv", "installer"}


def test_a_rebuild_cut_off_by_a_power_failure_goes_back_to_the_former_environment(project):
    before, half = project.root / ".venv.old", project.venv
    fake_venv(before, project.root)
    state.write_marker(before, Marker(state.READY, str(project.venv), False, project.wanted(with_tests=False)))
    half.mkdir()
    state.write_marker(half, Marker(state.INSTALLING, str(project.venv)))
    project.prepare(with_tests=False)
    assert state.read_marker(project.venv).state == state.READY
    assert not before.exists()


def test_the_remains_of_a_finished_rebuild_are_removed(project):
    (project.root / ".venv.old").mkdir()
    fake_venv(project.venv, project.root)
    state.write_marker(project.venv, Marker(state.READY, str(project.venv), False, project.wanted(with_tests=False)))
    project._tidy()
    assert project.python.exists()
    assert not (project.root / ".venv.old").exists()


def test_without_a_former_environment_the_half_made_one_is_recognised_next_time(project, monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Environment, "_make_venv", interrupted)
    with pytest.raises(KeyboardInterrupt):
        project.prepare(with_tests=True)
    assert state.read_marker(project.venv).state == state.INSTALLING
    assert project.must_build(with_tests=True)


def test_whoever_comes_second_waits_and_then_finds_the_work_done(project, monkeypatch):
    waited = []
    fake_venv(project.venv, project.root)
    done = Marker(state.READY, str(project.venv), False, project.wanted(with_tests=True))

    def the_other_finishes(seconds):
        state.write_marker(project.venv, done)
        other.close()

    other = turns.lock_path(project.root).open("ab")
    assert turns._take(other)
    monkeypatch.setattr(turns.time, "sleep", the_other_finishes)
    monkeypatch.setattr(Environment, "_install", lambda *_: pytest.fail("installed twice"))
    Environment(project.root, waited.append).prepare(with_tests=True)
    assert waited == ["另一个窗口正在准备同一个项目，等它结束…"]


def test_a_full_disk_is_noticed_before_anything_is_moved(project, monkeypatch):
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 5_000_000}))
    with pytest.raises(SetupError, match="只剩5MB"):
        project.prepare(with_tests=True)
    assert not project.venv.exists()


def test_a_project_without_its_lists_says_which_one_is_missing(project):
    (project.root / "installer" / "lock" / "dev.txt").unlink()
    with pytest.raises(SetupError, match=r"dev\.txt"):
        project.must_build(with_tests=True)


@pytest.mark.parametrize(
    ("platform", "env", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ":9"}, False),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {"QT_QPA_PLATFORM": "minimal"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc:size=1280x800"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/no/such/folder"}, False),
    ],
)
def test_a_display_is_one_that_answers(platform, env, expected):
    assert machine.has_display(platform, env, reaches=lambda display: display == ":0") is expected


def test_a_wayland_display_is_one_whose_socket_exists(tmp_path):
    (tmp_path / "wayland-0").write_text("")
    assert machine.has_display("linux", {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 sockets exist on Linux only")
@pytest.mark.parametrize("display", [":4711", "unix:4711.0", "127.0.0.1:4711", "nonsense", ":", ""])
def test_a_display_nobody_serves_does_not_count(display):
    assert not machine.reachable(display)


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--data", "D"], True),
        (["--data=D"], True),
        (["--data", "D", "check"], False),
        (["due", "--days", "7"], False),
        (["--help"], False),
    ],
)
def test_only_the_bare_program_opens_a_window(arguments, window):
    assert commands.opens_window(arguments) is window


def test_slow_tests_wait_for_all_or_ci():
    assert commands.pytest_arguments(["tests/unit", "-k", "x"], {}) == ["-m", "not slow", "tests/unit", "-k", "x"]
    assert commands.pytest_arguments(["--all", "tests/unit"], {}) == ["tests/unit"]
    assert commands.pytest_arguments([], {"CI": "true"}) == []
    assert commands.pytest_arguments([], {"CI": "false"}) == ["-m", "not slow"]
    assert commands.pytest_arguments(["-m", "slow"], {}) == ["-m", "slow"]


def test_without_a_screen_qt_draws_into_memory_unless_told_otherwise():
    assert commands.program_env({"A": "1"}, screen=True) == {"A": "1"}
    assert commands.program_env({"A": "1"}, screen=False)["QT_QPA_PLATFORM"] == "offscreen"
    assert commands.program_env({"QT_QPA_PLATFORM": "vnc"}, screen=False)["QT_QPA_PLATFORM"] == "vnc"


@pytest.fixture
def started(project, monkeypatch):
    """Runs `commands.run` over a project that is ready and records what it starts."""
    (project.root / "main.py").write_text("", encoding="utf-8")
    calls = []
    monkeypatch.setattr(commands, "ROOT", project.root)
    monkeypatch.setattr(commands, "ready", lambda with_tests, window: project)
    monkeypatch.setattr(commands, "call", lambda command, env, cwd=None: calls.append((command, env, cwd)) or 7)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    return calls


@pytest.mark.parametrize("screen", [True, False])
def test_the_programs_exit_status_and_arguments_pass_through(started, monkeypatch, project, screen):
    monkeypatch.setattr(machine, "has_display", lambda platform, env: screen)
    assert commands.main(["run", "--data", "D", "check"]) == 7
    command, _, cwd = started[0]
    assert command == [str(project.python), str(project.root / "main.py"), "--data", "D", "check"]
    assert cwd is None


def test_without_a_display_run_says_so_and_makes_the_tour(started, monkeypatch, project, capsys):
    monkeypatch.setattr(machine, "has_display", lambda platform, env: False)
    commands.main(["run"])
    command, env, _ = started[0]
    assert command[2:] == ["tour", "--out", str(project.root / "tour")]
    assert env["QT_QPA_PLATFORM"] == "offscreen"
    assert "没有可用的显示器" in capsys.readouterr().err


def test_tests_run_in_the_project_folder_whatever_the_current_one_is(started, monkeypatch, project, tmp_path):
    monkeypatch.chdir(tmp_path.parent)
    assert commands.main(["test", "-x"]) == 7
    assert started[0][0][1:] == ["-m", "pytest", *commands.pytest_arguments(["-x"], os.environ)]
    assert started[0][2] == project.root


def test_a_child_process_sees_no_other_pythons_packages(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("DESK_SEEN", "1")
    env = environment.clean_env()
    assert env["DESK_SEEN"] == "1"
    assert not {"PYTHONPATH", "PYTHONHOME"} & set(env)


def test_pips_output_is_kept_whole_and_its_components_are_reported():
    said = []
    script = "print('Collecting reportlab==5.1.0 (from -r x)'); print('字'); raise SystemExit(3)"
    status, output = environment.run_with_progress([sys.executable, "-c", script], said.append)
    assert (status, said) == (3, ["  reportlab 5.1.0"])
    assert "字" in output


def test_set_up_imports_nothing_but_the_standard_library():
    script = "import sys, installer.commands; print(*{name.split('.')[0] for name in sys.modules})"
    root = Path(commands.__file__).parents[1]
    done = subprocess.run([sys.executable, "-S", "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= set(sys.stdlib_module_names) | {"__main__", "installer"}
