"""A second start on the same data raises the window that is there."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 500


class Instance(QObject):
    """Listens for other starts; `wanted` when one came."""

    wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(name)  # what a crash left behind; nobody answered there
        self.listening = self._server.listen(name)

    @classmethod
    def claim(cls, folder: Path) -> Instance | None:
        """None when another process answers for this folder; it was asked to show its window."""
        name = name_of(folder)
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(WAIT_MS):
            socket.disconnectFromServer()
            return None
        return cls(name)

    def release(self) -> None:
        """Let the next start open the data."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.close()
            self.wanted.emit()


def name_of(folder: Path) -> str:
    """One name for each data folder and each way to write it."""
    place = str(folder.absolute().resolve()).casefold()
    return f"supervision-desk-{hashlib.sha256(place.encode()).hexdigest()[:16]}"
