"""The cryptography of the tunnels between the clouds: one profile, made only of what both clouds accept.

Azure takes exactly one combination a connection and Scaleway a list; a profile is one combination, rendered for each side in its
own spelling (`socle.bridge.proposals`). What only one side offers is refused here, before a gateway that takes 45 minutes exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from socle.messages import Refusal
from socle.specs import Form, Spec

IKE_ENCRYPTION = ("aes128", "aes192", "aes256")
IKE_INTEGRITY = ("sha256", "sha384")
GROUPS = ("modp2048", "ecp256", "ecp384")
ESP_ENCRYPTION = ("aes128gcm", "aes192gcm", "aes256gcm", "aes128", "aes192", "aes256")
ESP_INTEGRITY = ("sha256",)
"""What both sides accept. Sources: Azure documentation, IPsec/IKE policy and its algorithm table (2024); Scaleway documentation,
Site-to-Site VPN security proposals, and the enums of its API s2s-vpn v1alpha1 (SDK 2.12)."""

_ONLY = {
    "sha512": "Azure offers SHA384 at most",
    "curve25519": "Azure does not offer it",
    "ecp521": "Azure does not offer it",
    "modp3072": "Azure does not offer it",
    "modp4096": "Azure does not offer it",
    "chacha20poly1305": "Azure does not offer it",
    "aes128ccm": "Azure does not offer it",
    "aes256ccm": "Azure does not offer it",
    "sha1": "it is broken, and Scaleway does not offer it",
    "md5": "it is broken, and Scaleway does not offer it",
    "modp1024": "it is too short, and Scaleway does not offer it",
    "modp768": "it is too short, and Scaleway does not offer it",
    "modp2048s256": "Azure's group 24 is unsafe, and Scaleway does not offer it",
    "des3": "it is broken, and Scaleway does not offer it",
    "3des": "it is broken, and Scaleway does not offer it",
}
"""Why a name of the field is not among those above (the same sources)."""


@dataclass(frozen=True)
class Algorithm(Form):
    """Text, so that a wrong name is refused with its consequence; the JSON Schema still lists what an editor may offer."""

    names: tuple[str, ...] = ()

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "enum": list(self.names)}


def _one_of(*names: str) -> Algorithm:
    return Algorithm(f"one of {', '.join(names)}", names[-1], names)


class IkeSpec(Spec):
    """Phase 1: how the two gateways recognise each other. AEAD is refused: Scaleway's API has no field for the PRF it needs."""

    encryption: Annotated[str, _one_of(*IKE_ENCRYPTION)] = "aes256"
    """`aes128`, `aes192` or `aes256`, in CBC mode. GCM was measured to fail against a peer that names its PRF."""
    integrity: Annotated[str, _one_of(*IKE_INTEGRITY)] = "sha384"
    """`sha256` or `sha384`; also the PRF."""
    group: Annotated[str, _one_of(*GROUPS)] = "ecp384"
    """The Diffie-Hellman group: `modp2048` (14), `ecp256` (19) or `ecp384` (20)."""

    def refusals(self) -> Iterator[Refusal]:
        if "gcm" in self.encryption:
            yield Refusal(
                f"{self.encryption} in IKE",
                "the host's API has no field for the PRF that goes with it, so the gateways would not agree and no tunnel would come up",
                "write aes256 with integrity sha384; GCM belongs into esp.encryption",
                at="encryption",
            )
        else:
            yield from _offered("encryption", self.encryption, IKE_ENCRYPTION)
        yield from _offered("integrity", self.integrity, IKE_INTEGRITY)
        yield from _offered("group", self.group, GROUPS)


class EspSpec(Spec):
    """Phase 2: how packets are encrypted, and the group of every renewal of their keys."""

    encryption: Annotated[str, _one_of(*ESP_ENCRYPTION)] = "aes256gcm"
    """`aes256gcm` and its shorter keys check integrity by themselves; `aes256` and its shorter keys need `integrity`."""
    integrity: Annotated[str, _one_of(*ESP_INTEGRITY)] | None = None
    """`sha256` beside a cipher without GCM, nothing beside one with it."""
    pfs: Annotated[str, _one_of(*GROUPS)] = "ecp384"
    """The group of perfect forward secrecy, the same for both sides. Where only one had it, the tunnel would come up and end
    at the first renewal of keys, hours later (measured with two strongSwan peers)."""

    def refusals(self) -> Iterator[Refusal]:
        yield from _offered("encryption", self.encryption, ESP_ENCRYPTION)
        aead = self.encryption.endswith("gcm")
        if aead and self.integrity is not None:
            yield Refusal(
                f"integrity {self.integrity} beside {self.encryption}",
                "the cipher checks integrity itself, and the host refuses a second algorithm",
                "remove integrity",
                at="integrity",
            )
        if not aead and self.integrity is None:
            yield Refusal(
                f"{self.encryption} without integrity",
                "packets could be changed on their way without anybody noticing",
                "write integrity: sha256, or encryption: aes256gcm",
                at="integrity",
            )
        elif not aead and self.integrity is not None:
            yield from _offered("integrity", self.integrity, ESP_INTEGRITY)
        if self.pfs in {"none", "off", ""}:
            yield Refusal(
                "no perfect forward secrecy",
                "whoever once learns the shared key could read everything that was recorded before",
                "write pfs: ecp384",
                at="pfs",
            )
        else:
            yield from _offered("pfs", self.pfs, GROUPS)


class VpnProfileSpec(Spec):
    """One combination for both phases. The default is the strongest that both clouds offer and that was measured to work."""

    ike: IkeSpec = Field(default_factory=IkeSpec)
    """Phase 1: how the gateways recognise each other."""
    esp: EspSpec = Field(default_factory=EspSpec)
    """Phase 2: how packets are encrypted."""


def _offered(at: str, name: str, both: tuple[str, ...]) -> Iterator[Refusal]:
    if name in both:
        return
    why = _ONLY.get(name.lower().replace("-", ""), "the two clouds do not both offer it")
    yield Refusal(
        f"{name!r} as {at}: {why}",
        "the gateways would find no proposal in common, and no tunnel would come up",
        f"write {' or '.join(both)}",
        at=at,
    )


STRONG = VpnProfileSpec()
"""AES256, SHA384, ECP384; ESP in GCM with PFS ECP384. Measured: came up, answered and survived a forced renewal of keys."""

DOCUMENTED = VpnProfileSpec(
    ike=IkeSpec(integrity="sha256", group="modp2048"),
    esp=EspSpec(encryption="aes256", integrity="sha256", pfs="modp2048"),
)
"""What the host's own examples use; for a peer that offers no elliptic curve."""
