import pytest
from safety_kit import PASSWORD, SETUP

from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, NotFoundError, StorageError, ValidationError
from services.history import recent
from services.keys import KeyFile
from services.opening import open_desk
from services.tries import SignInError

SECOND = "石桥-2026-春"


@pytest.fixture
def accounts(desk, watch):
    return desk.accounts()


@pytest.fixture
def clerk(accounts):
    return accounts.create("JianRuoning", "简若宁", Role.CLERK, SECOND)


def test_a_new_account_signs_in_with_its_own_password_and_role(desk, accounts, clerk, watch):
    desk.close()
    with open_desk(desk.folder, "jianruoning", SECOND, watch) as second:
        assert second.actor == Actor("简若宁", Role.CLERK)
        assert second.key == desk.key


def test_names_are_used_once(accounts, clerk):
    with pytest.raises(ValidationError) as told:
        accounts.create("jianruoning", "岑知远", Role.CLERK, SECOND)
    assert set(told.value.problems) == {"user_name", "display_name"}


def test_only_administrators_handle_accounts(desk, accounts, clerk):
    desk.database.actor = lambda: Actor("简若宁", Role.HEAD)
    for act in (
        lambda: accounts.create("x1", "某人", Role.CLERK, SECOND),
        lambda: accounts.change(clerk, "简若宁", Role.HEAD),
        lambda: accounts.deactivate(clerk),
        lambda: accounts.reset_password(clerk, SECOND),
    ):
        with pytest.raises(DeniedError):
            act()


def test_a_deactivated_account_does_not_get_in_and_comes_back_with_a_new_password(desk, accounts, clerk, watch):
    accounts.deactivate(clerk)
    assert [a.can_sign_in for a in accounts.all()] == [True, False]
    desk.close()
    with pytest.raises(SignInError):
        open_desk(desk.folder, "jianruoning", SECOND, watch)
    with open_desk(desk.folder, SETUP.admin_user, PASSWORD, watch) as again:
        again.accounts().activate(clerk, "第三个密码-2026")
    open_desk(desk.folder, "jianruoning", "第三个密码-2026", watch).close()


def test_the_last_administrator_stays(desk, accounts, clerk):
    first = next(a.id for a in accounts.all() if a.user_name == SETUP.admin_user)
    for act in (lambda: accounts.deactivate(first), lambda: accounts.change(first, "岑知远", Role.READER)):
        with pytest.raises(ConflictError, match="另一位管理员"):
            act()
    as_clerk = type(accounts)(desk.database, desk.folder, desk.key, "jianruoning")
    for act in (lambda: as_clerk.deactivate(first), lambda: as_clerk.change(first, "岑知远", Role.READER)):
        with pytest.raises(ConflictError, match="最后一个"):
            act()


def test_a_role_is_changed_and_stands_in_the_history(desk, accounts, clerk):
    accounts.change(clerk, "简若宁", Role.HEAD)
    assert next(a for a in accounts.all() if a.id == clerk).role is Role.HEAD
    assert recent(desk.database, 1)[0].reason == "修改账户"


def test_one_changes_the_own_password_knowing_the_old_one(desk, accounts, watch):
    with pytest.raises(ValidationError, match="原密码不对"):
        accounts.change_own_password("错的密码", SECOND)
    with pytest.raises(ValidationError, match="至少8位"):
        accounts.change_own_password(PASSWORD, "短")
    accounts.change_own_password(PASSWORD, SECOND)
    desk.close()
    open_desk(desk.folder, SETUP.admin_user, SECOND, watch).close()
    with pytest.raises(SignInError):
        open_desk(desk.folder, SETUP.admin_user, PASSWORD, watch)


def test_a_reader_may_change_the_own_password(desk, watch):
    desk.accounts().create("reader", "样板甲", Role.READER, SECOND)
    desk.close()
    with open_desk(desk.folder, "reader", SECOND, watch) as reader:
        reader.accounts().change_own_password(SECOND, PASSWORD)


def test_an_administrator_resets_a_forgotten_password(desk, accounts, clerk, watch):
    accounts.reset_password(clerk, "第三个密码-2026")
    with pytest.raises(NotFoundError):
        accounts.reset_password(999, "第三个密码-2026")
    desk.close()
    open_desk(desk.folder, "jianruoning", "第三个密码-2026", watch).close()


def test_when_the_key_file_cannot_be_written_a_later_reset_puts_it_right(desk, accounts, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("services.files.os.fsync", full)
        with pytest.raises(StorageError):
            accounts.create("x1", "某人", Role.CLERK, SECOND)
    found = next(a for a in accounts.all() if a.user_name == "x1")
    assert not found.can_sign_in
    accounts.reset_password(found.id, SECOND)
    assert KeyFile.load(desk.folder.keys).open("x1", SECOND) == desk.key


def test_guessing_the_own_old_password_is_slowed_down(accounts):
    for _ in range(5):
        with pytest.raises(ValidationError):
            accounts.change_own_password("wrong-2026", "fresh-2026-w")
    with pytest.raises(SignInError):
        accounts.change_own_password(PASSWORD, "fresh-2026-w")
