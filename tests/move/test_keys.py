"""A key from the environment: 256 bits in base64, or none."""

import base64

import pytest

from socle.messages import Refused
from socle.move import key_of
from socle.move.objects.stores import credentials

KEY = bytes(range(32))


def test_a_key_of_256_bits_is_read() -> None:
    assert key_of(base64.b64encode(KEY).decode()) == KEY
    assert key_of(base64.b64encode(bytes(32)).decode()) == bytes(32)


@pytest.mark.parametrize("text", ["", "no base64", "clé", base64.b64encode(KEY[1:]).decode(), KEY.hex()])
def test_anything_else_is_none_and_refused_by_its_variable(text: str) -> None:
    assert key_of(text) is None
    with pytest.raises(Refused, match="SOCLE_MOVE_TARGET_CUSTOMER_KEY holds no key of 256 bits"):
        credentials("target", customer_key=True, environment={"SOCLE_MOVE_TARGET_CUSTOMER_KEY": text})
