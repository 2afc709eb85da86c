"""The page of the dress rehearsal: what it declares is sound beside a sound estate, and its job is one that the movers read."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from socle.estate import DataClass, load
from socle.move.objects import read_job

from ..estate.mover_cluster import ESTATE, MOVING, write_moving
from ..estate.written import edited

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "operator" / "dress-rehearsal.md"
BLOCKS = re.findall(r"^ *```yaml\n(.*?)^ *```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_clone_is_of_class_health_protected_and_has_a_dated_end(tmp_path: Path) -> None:
    buckets, pending, _ = BLOCKS
    clone = edited(("buckets:\n", buckets), text=ESTATE)
    dated = edited(("    open_work:\n", pending), text=MOVING)
    estate = load(write_moving(tmp_path, dated, clone)).estate
    found = {name: estate.buckets[name] for name in ("clone-source", "clone-target")}
    assert {each.data_class for each in found.values()} == {DataClass.HEALTH}
    assert estate.posture.protected
    assert estate.cutover
    open_work = estate.cutover.waves["studies"].open_work["dress-rehearsal"]
    assert open_work.until
    assert all(str(open_work.until) in grant.reason for each in found.values() for grant in each.grants.values())
    movers = {grant.application_id for each in found.values() for grant in each.grants.values()}
    assert not movers & set(estate.cutover.movers)


def test_its_job_is_one_that_the_movers_read(tmp_path: Path) -> None:
    file = tmp_path / "clone.yaml"
    file.write_text(dedent(BLOCKS[2]), "utf-8")
    job = read_job(file)
    assert {each.encryption for each in (job.source, job.target, job.control)} == {"customer-key"}
    assert job.data_class is DataClass.HEALTH
