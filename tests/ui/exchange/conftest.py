from types import SimpleNamespace

import pytest


@pytest.fixture
def desk(empty_desk):
    """A bureau with three units."""
    for name in ("县水务局", "县林业局", "县农业农村局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    return empty_desk


@pytest.fixture
def incoming(tmp_path):
    """The folder that the agencies' files were put into."""
    folder = tmp_path / "报来的文件"
    folder.mkdir()
    return folder


@pytest.fixture
def said():
    """What the toasts said, with their 撤销."""
    return []


@pytest.fixture
def shown():
    """Files that were opened with the system's program."""
    return []


@pytest.fixture
def make_page(qtbot, jobs, desk, said, shown):
    from ui.kit.import_page import ImportTools
    from ui.pages.exchange_folder import FolderImportPage

    def make(may=desk.actor.may):
        tools = ImportTools(
            jobs,
            lambda words, back: said.append(SimpleNamespace(message=words, undo=back)),
            desk.undo,
            may,
            shown.append,
        )
        page = FolderImportPage(desk.imports, desk.folder_imports, tools, "officers")
        qtbot.addWidget(page)
        page.resize(1150, 680)
        page.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        return page

    return make
