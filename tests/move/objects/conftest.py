"""A real S3 server for slow tests; where its wheel is not installed they are skipped, with a line that says so."""

from collections.abc import Iterator

import pytest

from .seaweed import INSTALLED, KEY, SECRET, Seaweed, seaweed


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    if not INSTALLED:
        pytest.skip("no S3 server: the group rehearsal is not installed (make test-slow tries to)")
    with seaweed(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture
def server(shared_server: Seaweed, monkeypatch: pytest.MonkeyPatch) -> Seaweed:
    """The server, with the credentials of both sides in the environment."""
    for side in ("SOURCE", "TARGET"):
        monkeypatch.setenv(f"SOCLE_MOVE_{side}_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv(f"SOCLE_MOVE_{side}_SECRET_ACCESS_KEY", SECRET)
    return shared_server
