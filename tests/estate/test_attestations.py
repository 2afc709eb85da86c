"""Attestations and exemptions: what they cover and when they hold. Time is given, never taken from the clock."""

from datetime import date

import pytest

from socle.estate.attestation import AttestationSpec, ExemptionSpec

CLAIM = AttestationSpec(
    scheme="hds",
    product="managed-postgresql",
    region="fr-par",
    reference="HDS-2026-1, annex 4",
    valid_until=date(2027, 12, 31),
    claimed_by="Security office",
)
PERMISSION = ExemptionSpec(
    rule="bucket-lock",
    resource="platform-bucket-logs-*",
    reason="the lock starts with the next quarter",
    owner="Security office",
    granted_on=date(2026, 10, 1),
    expires_on=date(2027, 3, 31),
)


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        (("hds", "managed-postgresql", "fr-par"), True),
        (("secnumcloud", "managed-postgresql", "fr-par"), False),
        (("hds", "cockpit", "fr-par"), False),
        (("hds", "managed-postgresql", "nl-ams"), False),
    ],
)
def test_a_claim_covers_one_scheme_product_and_region(about: tuple[str, str, str], covered: bool) -> None:
    assert CLAIM.covers(*about) is covered


def test_a_claim_holds_up_to_its_last_day() -> None:
    assert CLAIM.valid_on(date(2027, 12, 31))
    assert not CLAIM.valid_on(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_permission_holds_from_its_first_day_to_its_last(day: date, holds: bool) -> None:
    assert PERMISSION.active_on(day) is holds
