"""What belongs to this computer and not to the bureau's data: text size, window place, last folder, print faces."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ui.kit.tokens import TEXT_SIZES

if TYPE_CHECKING:
    from services.printing.faces import Style

TEXT_SIZE, GEOMETRY, FOLDER, USER, FOLDED, BUREAU = "text_size", "geometry", "folder", "user", "folded", "bureau"
FACES = "faces"


class MachineSettings:
    """An INI file in the account's own settings folder. Of what is in it only the faces change a printed page."""

    def __init__(self, path: Path | None = None) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
        self._settings = QSettings(str(path or Path(place) / "desk.ini"), QSettings.Format.IniFormat)

    @property
    def text_size(self) -> str:
        """标准, 大 or 特大; anything else in the file counts as 标准."""
        found = str(self._settings.value(TEXT_SIZE, "标准"))
        return found if found in TEXT_SIZES else "标准"

    @text_size.setter
    def text_size(self, name: str) -> None:
        self._settings.setValue(TEXT_SIZE, name)

    @property
    def scale(self) -> float:
        """The factor of the text size."""
        return TEXT_SIZES[self.text_size]

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; empty at the first start."""
        found = self._settings.value(GEOMETRY)
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, state: QByteArray) -> None:
        self._settings.setValue(GEOMETRY, state)

    @property
    def folder(self) -> Path | None:
        """The data folder that was opened last."""
        found = str(self._settings.value(FOLDER, ""))
        return Path(found) if found else None

    @folder.setter
    def folder(self, path: Path | None) -> None:
        self._settings.setValue(FOLDER, str(path) if path else "")

    @property
    def user(self) -> str:
        """Who logged in last."""
        return str(self._settings.value(USER, ""))

    @user.setter
    def user(self, name: str) -> None:
        self._settings.setValue(USER, name)

    @property
    def bureau(self) -> str:
        """Name of the bureau whose data were opened last; before signing in the data cannot say it."""
        return str(self._settings.value(BUREAU, ""))

    @bureau.setter
    def bureau(self, name: str) -> None:
        self._settings.setValue(BUREAU, name)

    @property
    def folded(self) -> bool:
        """Whether the navigation was folded by hand."""
        return str(self._settings.value(FOLDED, "false")).lower() == "true"

    @folded.setter
    def folded(self, folded: bool) -> None:
        self._settings.setValue(FOLDED, folded)

    @property
    def faces(self) -> dict[Style, str]:
        """The face that was chosen for a style of printed documents; styles in the usual order are not in it."""
        from services.printing.faces import Style  # the first window needs no print faces

        found = {style: str(self._settings.value(f"{FACES}/{style.name}", "")) for style in Style}
        return {style: name for style, name in found.items() if name}

    @faces.setter
    def faces(self, chosen: Mapping[Style, str]) -> None:
        self._settings.remove(FACES)
        for style, name in chosen.items():
            self._settings.setValue(f"{FACES}/{style.name}", name)

    def sync(self) -> None:
        """Write to the file now."""
        self._settings.sync()
