"""One profile in the spellings of both clouds and of strongSwan. Pure: no registration.

The same algorithm has three names: `aes256gcm` in the host's API, `GCMAES256` at Azure, `aes256gcm16` in strongSwan.
"""

from dataclasses import dataclass

from socle.estate import EspSpec, IkeSpec, VpnProfileSpec

SA_LIFETIME_SECONDS = 27_000
"""Azure's default for phase 2. Lifetimes are local: the two sides need not agree (Azure documentation, IPsec/IKE policy)."""
SA_DATA_KILOBYTES = 102_400_000
"""Azure's default: 100 GB on one key."""
DPD_SECONDS = 45
"""Azure's default time to notice a dead peer; it advises 30 to 45."""


@dataclass(frozen=True)
class Cipher:
    """One entry of the host's `ikev2_ciphers` or `esp_ciphers`. AEAD ciphers have no `integrity`."""

    encryption: str
    integrity: str | None
    dh_group: str


@dataclass(frozen=True)
class AzurePolicy:
    """The one combination of an Azure connection, in the names of its API. Every field is mandatory there."""

    ike_encryption: str
    ike_integrity: str
    dh_group: str
    ipsec_encryption: str
    ipsec_integrity: str
    pfs_group: str


def scaleway_ike(profile: VpnProfileSpec) -> Cipher:
    """Phase 1 for the host."""
    return Cipher(profile.ike.encryption, profile.ike.integrity, profile.ike.group)


def scaleway_esp(profile: VpnProfileSpec) -> Cipher:
    """Phase 2 for the host. `dh_group` is its perfect forward secrecy, which its documentation calls optional: here it never is."""
    return Cipher(profile.esp.encryption, profile.esp.integrity, profile.esp.pfs)


def azure_policy(profile: VpnProfileSpec) -> AzurePolicy:
    """Both phases for Azure, which asks for a GCM cipher's name in the field of its integrity too."""
    esp = _azure(profile.esp.encryption)
    return AzurePolicy(
        ike_encryption=_azure(profile.ike.encryption),
        ike_integrity=profile.ike.integrity.upper(),
        dh_group=_AZURE_GROUPS[profile.ike.group],
        ipsec_encryption=esp,
        ipsec_integrity=profile.esp.integrity.upper() if profile.esp.integrity else esp,
        pfs_group=_AZURE_PFS[profile.esp.pfs],
    )


def strongswan_ike(ike: IkeSpec) -> str:
    """Phase 1 as a proposal of swanctl.conf; the PRF follows from the integrity."""
    return f"{ike.encryption}-{ike.integrity}-{ike.group}"


def strongswan_esp(esp: EspSpec) -> str:
    """Phase 2 as a proposal of swanctl.conf, with its perfect forward secrecy."""
    cipher = f"{esp.encryption}16" if esp.encryption.endswith("gcm") else esp.encryption
    return "-".join(filter(None, (cipher, esp.integrity, esp.pfs)))


_AZURE_GROUPS = {"modp2048": "DHGroup14", "ecp256": "ECP256", "ecp384": "ECP384"}
_AZURE_PFS = {"modp2048": "PFS2048", "ecp256": "ECP256", "ecp384": "ECP384"}


def _azure(encryption: str) -> str:
    """`aes256` is AES256, `aes256gcm` is GCMAES256."""
    return f"GCM{encryption.removesuffix('gcm').upper()}" if encryption.endswith("gcm") else encryption.upper()
