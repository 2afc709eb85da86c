"""SSH public keys are compared as the provider does: the key counts, and what stands behind it is a comment."""

import pytest

from socle.diff.change import Op
from socle.diff.compare import compare
from socle.plan.model import Plan, Resource

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKc8Zm3r0yF1m8a8m3dQ9v4Yy0o3X8n1bT6p5u2w7k9J"
OTHER = KEY.replace("w7k9J", "w7k9K")


def keys(text: str) -> Plan:
    type_ = "scaleway:iam/sshKey:SshKey"
    inputs = {"name": "rescue", "publicKey": text, "projectId": "a"}
    return Plan("s", "p", (Resource(f"urn:pulumi:s::p::{type_}::rescue", type_, custom=True, inputs=inputs),))


@pytest.mark.parametrize("behind", ["", " ", "\n", " ada@example.org", "\tada", "  ada  lovelace\n"])
def test_what_stands_behind_a_key_changes_nothing(behind: str) -> None:
    for old, new in ((KEY, KEY + behind), (KEY + behind, KEY + " another")):
        assert compare(keys(new), keys(old)).changes == ()


@pytest.mark.parametrize(
    "new", [OTHER, f"{OTHER} rescue", "", "rescue", f'from="10.0.0.1" {KEY}', KEY.replace("ssh-", "sk-")]
)
def test_another_key_or_what_is_none_replaces(new: str) -> None:
    (change,) = compare(keys(new), keys(f"{KEY} rescue")).changes
    assert change.op is Op.REPLACE
