"""A rehearsal, small: every command ends well, no confirmed row or object is lost or doubled, and what is not shown is said."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from threading import Event

import pytest

from .object_writers import ObjectWriter, doubled_or_lost
from .parts import azurite, stores
from .parts.postgres import missing
from .parts.stores import Closed, Place, differences
from .rehearse import WITHOUT, rehearse
from .timeline import Timeline

pytestmark = pytest.mark.slow

no_server = pytest.mark.skipif(bool(missing()), reason=missing())
no_store = pytest.mark.skipif(bool(stores.missing()), reason=stores.missing())


def told(line: Timeline) -> str:
    text = line.text()
    for name in ("switch", "way back", "switch again"):
        assert f"{name}: downtime" in text
        assert f"downtime of the {name}: catalogue" in text
    assert "ledger: rolled-back: 4 of 4 conditions seen" in text
    assert "signed by the keys of this run; committed" in text
    assert all(each in text for each in WITHOUT)
    return text


@no_server
def test_a_database_is_switched_given_back_and_switched_again_while_people_write() -> None:
    text = told(rehearse(rows=500, objects=0, seconds=1))
    assert "rows confirmed, each once on both sides" in text
    assert "objects: not in this half" in text
    assert "it has none of what they count" not in text


@no_server
@no_store
def test_a_wave_of_rows_and_objects_is_switched_given_back_and_switched_again() -> None:
    text = told(rehearse(rows=500, objects=40, seconds=1))
    assert "rows confirmed, each once on both sides" in text
    assert "each once on both sides with its last bytes" in text
    assert text.count("reads both sides whole and finds no difference") == 4
    assert text.count("refused, session refused") == 3
    assert "not shown: catalogue: delta-shrinks, erasures-applied: it has none of what they count" in text
    assert "not shown: raw: in-sync, schema-frozen, sequences: it has none of what they count" in text
    assert ("Azurite: sas refused" in text) is not bool(azurite.missing())


@pytest.fixture
def without_azurite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(azurite, "missing", lambda: "Azurite: not here")


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Place, Place]]:
    if request.param == "without_azurite":
        request.getfixturevalue("without_azurite")
    elif why := azurite.missing():
        pytest.skip(why)
    with stores.stores() as (source, target, why):
        assert bool(why) == (request.param == "without_azurite")
        yield source, target


@no_store
@pytest.mark.parametrize("pair", ["azurite", "without_azurite"], indirect=True)
def test_each_store_is_closed_and_opened_and_the_judge_reads_both(pair: tuple[Place, Place]) -> None:
    for place in pair:
        place.allow(writes=True)
        door = place.application()
        door.put("a/é", b"same")
        place.allow(writes=False)
        for each in (door, place.application()):
            with pytest.raises(Closed):
                each.put("a/late", b"late")
        place.allow(writes=True)
        door.put("a/other", place.said.encode())
        assert dict(place.read()) == {"a/é": b"same", "a/other": place.said.encode()}
    if pair[0].said != pair[1].said:
        assert "a/other" in differences(*pair)
    for place in pair:
        place.remove("a/other")
    assert differences(*pair) == ""
    pair[0].application().put("a/more", b"1")
    assert "a/more" in differences(*pair)


class Door:
    """A store that refuses, breaks or takes what is put, in this order, and then takes everything."""

    def __init__(self, *errors: Exception | None) -> None:
        self.there: dict[str, bytes] = {}
        self.errors = chain(errors, repeat(None))

    def application(self) -> "Door":
        return self

    def put(self, key: str, body: bytes) -> None:
        error = next(self.errors)
        if not isinstance(error, Closed):
            self.there[key] = body
        if error:
            raise error


def test_the_journal_of_objects_knows_what_is_lost_odd_and_unsure() -> None:
    one, other = Door(None, ConnectionError(), Closed()), Door()
    writer = ObjectWriter("w", (one, other))  # type: ignore[arg-type]
    writer.start()
    while len(writer.times) < 4:
        pass
    writer.stop()
    assert one.there
    assert other.there
    there = {**one.there, **other.there}
    assert doubled_or_lost([writer], there) == (set(), set())
    last = next(key for key in writer.confirmed if key in other.there)
    assert doubled_or_lost([writer], {**there, last: b"other"}) == ({last}, set())
    assert doubled_or_lost([writer], {**there, "w/nobody": b""}) == ({"w/nobody"}, set())
    del there[last]
    assert doubled_or_lost([writer], there) == (set(), {last})


class Slow(Door):
    """A store whose first write lasts until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.go = Event(), Event()

    def put(self, key: str, body: bytes) -> None:
        self.entered.set()
        self.go.wait()
        super().put(key, body)


def test_an_application_pauses_and_its_silence_ends_when_what_it_writes_is_confirmed() -> None:
    door = Slow()
    writer = ObjectWriter("w", (door, door))  # type: ignore[arg-type]
    writer.start()
    door.entered.wait()
    with ThreadPoolExecutor(2) as pool:
        silence, paused = pool.submit(writer.silence, 0), pool.submit(writer.pause, on=True)
        for each in (silence, paused):
            with pytest.raises(TimeoutError):
                each.result(timeout=0.1)
        door.go.set()
        paused.result()
        assert writer.confirmed.keys() == door.there.keys()
        assert silence.result() == 0
    writer.pause(on=False)
    writer.stop()


def test_the_timeline_is_a_page_without_markup_of_others() -> None:
    line = Timeline()
    line.say("step", "<script>")
    assert "<script>" not in line.page("a & b")
    assert "a &amp; b" in line.page("a & b")
