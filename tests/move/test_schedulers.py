"""A scheduler that others may reach is refused with the reason; the one in this process runs what it is given.

Not here: certificates at work.
"""

from pathlib import Path

import pytest

from socle.messages import Refused
from socle.move import scheduler


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "tcp://scheduler.example:8786", "tcp://[2001:db8::1]:8786"])
def test_an_open_scheduler_beyond_the_loopback_is_refused_with_the_reason(address: str) -> None:
    with pytest.raises(Refused, match="run code with the mover's rights"):
        scheduler(address)


@pytest.mark.parametrize("address", ["", "tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786"])
def test_one_of_this_machine_needs_no_certificate(address: str) -> None:
    assert scheduler(address).address == address


@pytest.mark.parametrize("address", ["scheduler:8786", "ws://127.0.0.1:8786", "tls://host", "tls://host:notaport"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="is no address of a scheduler"):
        scheduler(address)


def test_one_elsewhere_takes_certificates_of_both_sides(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("certificate", "key", "authority")}
    for name in ("certificate", "key"):
        files[name].write_text("pem")
    given = {name: str(file) for name, file in files.items()}
    with pytest.raises(Refused, match="there is no file for authority"):
        scheduler("tls://scheduler.mover:8786", **given)
    files["authority"].write_text("pem")
    assert scheduler("tls://scheduler.mover:8786", **given).secure
