"""Signing in without a file: what the start windows need, answered from memory."""

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from services.backup_file import BackupInfo, Label
from services.errors import ConflictError, StorageError, ValidationError
from services.keys import check_password, read_code
from services.tries import SignInError
from tests.ui.desk import SmallDesk
from ui.start.services import Opened

CODE = "2222-2222-2222-2222-2222-2222-2222-2222"


class SmallDoor:
    """One account 齐明川 with the password Shili-2026 where `there` says that a desk exists."""

    def __init__(self, there=True):
        self.there, self.made, self.sample, self.restored = there, None, False, []
        self.broken = None
        self.passwords = {"齐明川": "Shili-2026"}
        self.left = 5

    def exists(self, folder):
        return self.there or "已有" in str(folder)

    def users(self, folder):
        return sorted(self.passwords)

    def check_place(self, folder):
        if "网盘" in str(folder):
            raise StorageError("“百度网盘”会同步，数据放在那里会损坏或外泄。没有改动。选不同步的本机文件夹。")

    def check_password(self, user, password):
        check_password(user, password)

    def create(self, folder, values):
        check_password(values["admin_user"], values["password"])
        if not values["admin_user"]:
            raise ValidationError({"user_name": "请填写用户名。"})
        if self.there:
            raise ConflictError("已经设立过了，没有改动。")
        self.made = (folder, dict(values))
        self.passwords = {values["admin_user"]: values["password"]}
        self.there = True
        return CODE

    def sign_in(self, folder, user, password):
        if self.broken:
            raise self.broken
        if self.passwords.get(user) != password:
            self.left -= 1
            if self.left <= 0:
                raise SignInError("密码不对。请等5秒再试，并检查大写锁定。", 5)
            raise SignInError(f"密码不对，还可以试{self.left}次。请检查大写锁定。")
        face = SmallDesk(data_folder=Path(folder))
        database = SimpleNamespace(subscribe=lambda listener: None)
        return Opened(SimpleNamespace(actor=face.actor, database=database, undo=face.undo), face)

    def prepare(self, opened, *, sample):
        self.sample = sample

    def recover(self, folder, code, user, password):
        check_password(user, password)
        read_code(code)
        self.passwords[user] = password

    def backups(self, folder, *places):
        day = datetime(2026, 6, 14, 17, 40)
        return [
            BackupInfo(Path("a"), day, Label.AUTOMATIC, 3_250_000),
            BackupInfo(Path("b"), day.replace(day=1), Label.MANUAL, 3_100_000, problem="文件不完整"),
        ]

    def restore(self, file, folder, user, password):
        self.restored.append((file, user, password))

    def restore_by_code(self, file, folder, code):
        self.restored.append((file, code))
