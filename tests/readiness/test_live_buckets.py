"""A bucket of states is asked for its versions, and for nothing else, against a stand-in on the loopback."""

from pathlib import Path

import pytest

from socle.readiness.backend import StateBucket
from socle.readiness.live import versioned

from .machines import machine
from .stand_in import ACCESS, SECRET, listening

pytest.importorskip("boto3")
pytestmark = pytest.mark.slow  # the SDK of object storage takes a second to import

BUCKET = b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">%b</VersioningConfiguration>'


@pytest.mark.parametrize(
    ("answer", "found"),
    [(BUCKET % b"<Status>Enabled</Status>", True), (BUCKET % b"<Status>Suspended</Status>", False), (BUCKET % b"", False)],
)  # fmt: skip
def test_a_bucket_is_asked_for_its_versions_and_nothing_else(tmp_path: Path, answer: bytes, found: bool) -> None:
    ask = versioned(machine(tmp_path, AWS_ACCESS_KEY_ID=ACCESS, AWS_SECRET_ACCESS_KEY=SECRET))
    assert ask
    with listening({"/acme-state": answer}) as stand_in:
        assert ask(StateBucket("acme-state", stand_in.url, "fr-par", path_style=True)) is found
    assert [query for _, query in stand_in.asked] == ["versioning"]


def test_a_bucket_that_refuses_is_not_known(tmp_path: Path) -> None:
    ask = versioned(machine(tmp_path, AWS_ACCESS_KEY_ID=ACCESS, AWS_SECRET_ACCESS_KEY=SECRET))
    assert ask
    with listening({}) as stand_in:
        assert "may not read it" in str(ask(StateBucket("acme-state", stand_in.url, "fr-par", path_style=True)))


def test_without_credentials_for_it_no_bucket_is_asked(tmp_path: Path) -> None:
    assert versioned(machine(tmp_path, AWS_ACCESS_KEY_ID=ACCESS)) is None
