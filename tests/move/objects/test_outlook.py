"""What a move takes, for a gigabyte and for the whole base. Arithmetic alone: that rates hold is the bench's to show."""

import pytest

from socle.move.objects import ASSUMED, SCHEMES, Rates, Volume, estimate

GB, TB = 10**9, 10**12
RATES = Rates(bytes=100e6, objects=1000, listed=10_000, link=1.25e9, measured=True)


def test_a_gigabyte_takes_seconds_and_one_worker() -> None:
    found = estimate(Volume(1000, GB), RATES)
    assert found.days * 86_400 == pytest.approx(2 * (10 + 1) + 0.2)
    assert (found.workers, found.link_bound) == (1, False)


def test_450_terabytes_take_more_workers_for_fewer_days_until_the_link_is_full() -> None:
    base = Volume(300_000_000, 450 * TB)
    slow, fast = estimate(base, RATES, workers=2), estimate(base, RATES, days=10)
    assert slow.days > 50
    assert 9 < fast.days <= 11
    assert fast.workers > slow.workers
    full = estimate(base, RATES, workers=1000)
    assert full.link_bound
    assert full.days == pytest.approx(450 * TB / 1.25e9 / 86_400, abs=1)


def test_fewer_hours_of_a_day_take_more_days() -> None:
    volume = Volume(1_000_000, 10 * TB)
    assert estimate(volume, RATES, hours_a_day=8).days > 2.9 * estimate(volume, RATES).days


def test_tags_are_a_request_more_for_each_object_and_reading() -> None:
    with_tags, without = (estimate(Volume(1000, GB), RATES, tags=tags) for tags in (True, False))
    assert with_tags.requests_source - without.requests_source == 1000
    assert with_tags.requests_target - without.requests_target == 1000
    assert without.requests_source == 1001


def test_egress_without_a_price_is_not_known_and_not_zero() -> None:
    assert estimate(Volume(1000, GB), RATES).egress_eur is None
    assert estimate(Volume(1000, GB), RATES, eur_per_gb=0.05).egress_eur == pytest.approx(0.05)


def test_a_fence_takes_the_listings_and_what_changed() -> None:
    quiet = estimate(Volume(1_000_000, TB), RATES)
    busy = estimate(Volume(1_000_000, TB, changed_objects=10_000, changed_bytes=10 * GB), RATES)
    assert quiet.fence_seconds == pytest.approx(200)
    assert busy.fence_seconds == pytest.approx(200 + 2 * (10 + 100))


def test_rates_that_nobody_measured_say_so() -> None:
    assert not estimate(Volume(1, 1), ASSUMED).rates.measured
    assert {each.name for each in SCHEMES} == {"leaving-free", "parallel-at-cost", "data-act"}
