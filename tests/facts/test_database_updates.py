"""What guards say of updates of databases. Does not prove that the engine asks them."""

from typing import Any

import pytest

from socle.facts.updates import database_update

NETWORK = "fr-par/88888888-8888-4888-8888-888888888888"


DEPLOYED: dict[str, Any] = {
    "volumeSizeInGb": 50.0,
    "engine": "PostgreSQL-16",
    "nodeType": "DB-PRO2-XXS",
    "volumeType": "sbs_5k",
    "isHaCluster": True,
    "encryptionAtRest": True,
    "backupScheduleRetention": 30.0,
    "settings": {"work_mem": "16"},
    "privateNetwork": {"pnId": NETWORK, "enableIpam": True},
    "password": "planted-password-33f0",
}
ELSEWHERE = {"pnId": "fr-par/99999999-9999-4999-8999-999999999999", "enableIpam": True}


def warned(*, consented: bool = False, **changed: Any) -> list[tuple[bool, str]]:
    found = database_update(DEPLOYED, {**DEPLOYED, **changed}, consented=consented)
    return [(one.refused, str(one)) for one in found]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"volumeSizeInGb": 45.0}, "would shrink from 50 to 45 GB"),
        ({"engine": "PostgreSQL-17"}, "makes another instance and deletes this one"),
        ({"engine": "PostgreSQL-15"}, "makes another instance and deletes this one"),
        ({"isHaCluster": False}, "no way back from high availability"),
        ({"encryptionAtRest": False}, "encryption at rest would be switched off"),
        ({"privateNetwork": ELSEWHERE}, "every client loses its connection"),
        ({"privateNetwork": {"pnId": NETWORK, "ipNet": "10.20.32.9/22"}}, "every client loses its connection"),
        ({"privateNetwork": None}, "every client loses its connection"),
    ],
)
def test_an_update_that_would_do_harm_is_refused_with_a_remedy(changed: dict[str, Any], said: str) -> None:
    ((refused, what),) = warned(**changed)
    assert refused
    assert said in what
    assert "; " in what  # what to do instead


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nodeType": "DB-PRO2-XS"}, "connections break for a moment"),
        ({"volumeType": "sbs_15k"}, "the data is copied"),
        ({"settings": {"work_mem": "32"}}, "the engine may restart"),
        ({"backupScheduleRetention": 14.0}, "backups older than 14 days are deleted"),
    ],
)
def test_an_update_that_is_felt_is_announced(changed: dict[str, Any], said: str) -> None:
    ((refused, what),) = warned(**changed)
    assert not refused
    assert said in what


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"volumeSizeInGb": 55.0},
        {"engine": "postgresql-16"},
        {"nodeType": "db-pro2-xxs"},
        {"backupScheduleRetention": 60.0},
        {"password": "another"},
        {"privateNetwork": {"pnId": NETWORK.partition("/")[2], "enableIpam": True}},
    ],
)
def test_an_update_that_does_no_harm_passes_in_silence(changed: dict[str, Any]) -> None:
    assert warned(**changed) == []


@pytest.mark.parametrize("old", [False, None])
def test_what_was_never_on_may_be_switched_on(old: bool | None) -> None:
    before = {**DEPLOYED, "isHaCluster": old, "encryptionAtRest": old}
    assert list(database_update(before, DEPLOYED, consented=False)) == []


def test_consent_turns_the_refusal_of_a_move_into_an_announcement() -> None:
    ((refused, what),) = warned(consented=True, privateNetwork=ELSEWHERE)
    assert not refused
    assert "network_move allows it" in what


def test_no_announcement_quotes_a_secret() -> None:
    everything = {"volumeSizeInGb": 5.0, "engine": "x", "privateNetwork": None, "password": "planted-new-password"}
    assert "planted" not in str(warned(**everything))
