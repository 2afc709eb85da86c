"""The objects of a rehearsal: two real stores, an operator's commands, applications that write objects, rclone as independent judge."""

import base64
import json
import os
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from socle.move.collect import Probe, closed, probe
from socle.move.objects import read_tombstones

from ..cutover.operator import project
from ..cutover.people import signed
from .half import Sight, sight
from .object_writers import ObjectWriter, doubled_or_lost
from .parts.driver import Ran, must, ran
from .parts.stores import Application, Bucket, Closed, Place, differences
from .timeline import Timeline

NAME = "raw"
LARGE = 12 << 20
"""Bytes of an object that is written in parts."""
UNUSUAL = {"é ñ 漢.txt": b"unicode", "a%2Fb~#*": b"signs", "e\u0301": b"decomposed", "é": b"composed", "empty": b""}
"""Below seed/, beside many plain ones."""


class Objects:
    """One container that moves into a bucket whose objects are encrypted with a customer's key, and whoever writes to it."""

    dataset = NAME
    has_none: Mapping[str, Mapping[str, Any]] = {  # a bucket has no log, no catalogue and no sequences
        "in-sync": {"errors": 0, "lag-seconds": 0, "slot-gb": 0, "watched-hours": 0},
        "schema-frozen": {"differences": 0},
        "sequences": {"behind": 0},
    }

    def __init__(self, line: Timeline, source: Place, target: Bucket, why: str, folder: Path, objects: int) -> None:
        self.line, self.source, self.target, self.folder, self.objects = line, source, target, folder, objects
        self.writers = [ObjectWriter(f"writer-{each}", (source, target)) for each in ("a", "b")]
        project(folder)
        self.job = self._job()
        wave = base64.b64encode(os.urandom(32)).decode()
        self.environment = {**os.environ, **source.environment, **target.environment, "SOCLE_MOVE_WAVE_KEY": wave}
        self.without = (
            *([f"{why}; the legacy store is a second S3 server"] if why else []),
            "the host's policies: its S3 server is SeaweedFS, which refuses policies of the host's version; a key loses the right to write",
            "versions and hierarchical namespaces of the legacy store; objects beyond some megabytes",
        )

    def look(self) -> None:
        """Fill the legacy store, and estimate."""
        self.source.allow(writes=True)
        door = self.source.application()
        for number in range(self.objects):
            door.put(f"seed/{number % 7}/{number:06d}", os.urandom(2_000))
        for name, body in UNUSUAL.items():
            door.put(f"seed/{name}", body)
        door.put("seed/large", os.urandom(LARGE))
        door.put("seed/erased", b"of somebody who asked for erasure")
        gigabytes = (self.objects * 2_000 + LARGE) / 1e9
        volume = ("--objects", str(self.objects), "--gigabytes", f"{gigabytes}", "--window", "60")
        self._do("look", "plan", *volume)

    def close_target(self) -> None:
        self.target.allow(writes=False)
        self.line.say("objects: close the target", "the key of applications lost the right to write")

    def begin_to_write(self) -> None:
        for each in self.writers:
            each.start()

    def copy(self, seconds: float) -> Sequence[Sight]:
        """The first copy and a second one while people write; what was erased meanwhile is erased by a signed tombstone."""
        self._do("copy", "copy")
        self.source.remove("seed/erased")
        time.sleep(seconds)
        self._do("copy what changed", "copy")
        self._erase("seed/erased")
        return []

    def pause(self, *, on: bool) -> None:
        for each in self.writers:
            each.pause(on=on)

    def compare(self) -> Sequence[Sight]:
        self._do("copy what changed", "copy")
        self._do("copy what changed", "copy")
        return self._see("compare while nobody writes", "verify")

    def close_source(self) -> Sequence[Sight]:
        return self._fence(self.source, "source")

    def prove(self) -> Sequence[Sight]:
        self._do("copy what changed", "copy")
        seen = self._see("prove", "verify", "--fence")
        self._judged()
        return seen

    def turn(self) -> Sequence[Sight]:
        """Nothing is turned: the way back is the other direction of the same move. Whether it carries is tried."""
        key, began = "probe/of-the-way-back", time.monotonic()
        writer = self.target.server.sdk
        writer.put_object(Bucket=self.target.name, Key=key, Body=b"probe", **self.target.encryption)
        self._do("probe the way back", "copy", "--back")
        arrived = int(self.source.read().get(key) == b"probe")
        self.source.remove(key)
        for version in writer.list_object_versions(Bucket=self.target.name, Prefix=key).get("Versions", ()):
            writer.delete_object(Bucket=self.target.name, Key=key, VersionId=version["VersionId"])
        self.line.say("objects: the way back", f"{arrived} of 1 probe arrived ({time.monotonic() - began:.1f} s)")
        return [sight("reverse-ready", datasets=1, errors=0, probed=arrived)]

    def open_target(self) -> None:
        self.target.allow(writes=True)

    def fence_target(self) -> Sequence[Sight]:
        return self._fence(self.target, "target")

    def come_back(self) -> Sequence[Sight]:
        self._do("copy back", "copy", "--back")
        seen = self._see("prove the way back", "verify", "--back", "--fence")
        self._judged()
        return seen

    def open_source(self) -> None:
        self.source.allow(writes=True)

    def go_on(self) -> None:
        self._do("go on", "copy")

    def settle(self) -> Sequence[Sight]:
        """Both sides hold what the writers have in their journals, once each, with the bytes that were confirmed last."""
        for each in self.writers:
            each.stop()
        self._do("copy back", "copy", "--back")
        seen = self._see("compare", "verify", "--back", "--fence")
        for side, place in (("target", self.target), ("source", self.source)):
            odd, lost = doubled_or_lost(self.writers, place.read())
            assert not odd, f"{side}: {sorted(odd)[:5]} written by nobody, or with other bytes"
            assert not lost, f"{side}: {sorted(lost)[:5]} lost"
        self._judged()
        count, replaced, unsure = (
            sum(each)
            for each in zip(*((len(w.confirmed), w.replaced, len(w.unsure)) for w in self.writers), strict=True)
        )
        said = f"{count} objects confirmed, {replaced} replaced, each once on both sides with its last bytes; {unsure} unsure"
        self.line.say("journals of objects", said)
        values = next(each["values"] for each in seen if each["kind"] == "parity")
        return [sight("reverse-parity", differences=values["differences"], checks=1), *seen]

    def end(self) -> None:
        self.line.say("objects: end of the way back", "nothing is armed, so nothing is left to disarm")

    def silence(self, since: float) -> float:
        return max(each.silence(since) for each in self.writers)

    def _fence(self, place: Place, side: str) -> list[Sight]:
        """Close a side, and try every kind of credential that applications have: one that is new, and one that was open before."""
        before = place.application()
        before.put("probe/before", b"open")
        since = datetime.now(UTC)
        place.allow(writes=False)
        tried = {place.kinds[0]: place.application(), place.kinds[1]: before}
        probes = [_tried(kind, door) for kind, door in tried.items()]
        at = datetime.now(UTC)
        seen = closed(side, probes, [(NAME, kind) for kind in place.kinds], connections=0, since=since, at=at)
        place.remove("probe/before")
        said = ", ".join(f"{each.kind} {each.outcome}" for each in probes)
        self.line.say(f"objects: close the {side}", f"{place.said}: {said}")
        return [seen.as_json()]

    def _erase(self, key: str) -> None:
        """Somebody asked for erasure; who answers for data protection signs, and every version goes."""
        asked = [{"key": key, "reason": "rights-request", "requested": f"{datetime.now(UTC):%Y-%m-%d}"}]
        listed = self.folder / "tombstones.json"
        listed.write_text(json.dumps({"move": NAME, "tombstones": asked}), "utf-8")
        signature = self.folder / "tombstones.sig"
        signature.write_text(signed(read_tombstones(listed.read_text("utf-8")).digest, "privacy"), "utf-8")
        more = ("--signature", str(signature), "--estate", "acme", "--root", str(self.folder))
        self._do("erase what was erased", "erase", str(listed), *more)

    def _judged(self) -> None:
        began = time.monotonic()
        found = differences(self.source, self.target)
        assert not found, found
        self.line.say(
            "objects: rclone", f"reads both sides whole and finds no difference ({time.monotonic() - began:.1f} s)"
        )

    def _job(self) -> Path:
        control = {
            "kind": "s3",
            "bucket": self.target.server.bucket(versioned=False),
            "endpoint": self.target.server.endpoint,
        }
        said = {
            "name": NAME,
            "dataset": NAME,
            "data_class": "health",
            "source": self.source.spec,
            "target": self.target.spec,
        }
        file = self.folder / f"{NAME}.yaml"
        file.write_text(json.dumps({**said, "control": control, "shard_objects": 200}), "utf-8")
        return file

    def _do(self, name: str, command: str, *words: str) -> None:
        """The operator types a command that must succeed."""
        found = must((command, str(self.job), *words), self.environment)
        self._say(name, found, found.out.strip().splitlines()[0])

    def _see(self, name: str, command: str, *words: str) -> list[Sight]:
        """A command whose sights the next step of the ledger takes."""
        found = ran((command, str(self.job), "--json", *words), self.environment)
        told = json.loads(found.out.strip().splitlines()[-1]) if found.out else {}
        assert found.code == 0, f"{name}: {told.get('verdict')} {found.err}"
        self._say(name, found, f"{told['verdict']['objects']} objects the same")
        return told["records"]

    def _say(self, name: str, found: Ran, said: str) -> None:
        self.line.say(f"objects: {name}", f"{said} ({found.seconds:.1f} s)")


def _tried(kind: str, door: Application) -> Probe:
    return probe(NAME, kind, lambda: door.put("probe/before", b"closed"), (Closed,))
