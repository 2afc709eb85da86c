"""Secrets in Secret Manager.

Left out on purpose: reading a secret (applications do, with their own rights) and ephemeral policies, which delete versions
behind the program's back.
"""

from collections.abc import Iterator

import pulumi
import pulumi_random as random
from pulumiverse_scaleway import secrets

from socle.component import filled
from socle.estate import SecretSpec

from .component import Component
from .tenancy import Tenancy
from .wiring import key_refusals

PASSWORD_SPECIALS = "-_.~"  # noqa: S105
"""Special characters of generated passwords: those that need no quoting in a URL (RFC 3986, 2.3). Managed databases demand
one at least, with a small letter, a capital and a digit (Scaleway documentation, create a database, August 2025)."""


class SecretEntry(Component):
    """A secret encrypted with a customer's key, and as many of its versions as the estate keeps.

    The secret is protected, here and at the host. Its versions and generated passwords are not: adding one to `rotation`
    makes the newest and destroys the oldest, which is the only way to stay below the host's 20 versions, since the provider
    cannot disable one. The newest is made before the oldest goes.

    Args:
        secret_name: the cloud's name, unique in its path.
        key_id: the bare UUID of a symmetric key (`KeyRing.bare_id`).
        path: the folder of Secret Manager, from `/`.
        username: with it, each version is the JSON of a user name and a password (type `basic_credentials`).
        value: the text to keep, for content `given`. Plain text: the provider encodes it.

    Raises:
        ValueError: a value is given for content that is not `given`, or is missing for content that is.
    """

    id: pulumi.Output[str]
    """`<region>/<uuid>`."""
    value: pulumi.Output[str] | None
    """The newest value, secret; nothing for content that is written elsewhere. Not among the component's outputs."""
    revision: pulumi.Output[int] | None
    """The number of the newest version, for those who take a version and not the newest."""

    def __init__(
        self,
        name: str,
        spec: SecretSpec,
        *,
        tenancy: Tenancy,
        secret_name: str,
        key_id: pulumi.Input[str],
        path: str = "/",
        username: str | None = None,
        value: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        _refuse_wrong_value(name, spec, value)
        super().__init__(name, spec, tenancy, opts, wiring=key_refusals(key_id, spec.key, spec.data_class))
        self._name, self._spec = name, spec

        secret = secrets.Secret(
            f"{name}-secret",
            name=secret_name,
            path=path,
            description=spec.description or None,
            type="basic_credentials" if username else "opaque",
            key_id=key_id,
            protected=not tenancy.rehearsal,  # the host refuses to delete a protected secret
            tags=tenancy.tag_list(**{"data-class": spec.data_class}),
            project_id=tenancy.project_id,
            region=tenancy.region,
            # Too new for the provider that was measured: whether a changed key is sent is not known, so it must not pass.
            opts=self.child(secrets.Secret, stateful=True, loud=("keyId",)),
        )
        self.id = secret.id
        self.value = None
        self.revision = None
        newest: secrets.Version | None = None
        for part, text in self._values(value):
            self.value = text
            newest = secrets.Version(
                f"{name}-{part}",
                secret_id=secret.id,
                data=content(text, username),
                region=tenancy.region,
                # One after the other, since the host numbers versions in the order in which they come.
                opts=self.child(secrets.Version, depends_on=[newest] if newest else None),
            )
            self.revision = filled(int, newest.revision)
        self.register_outputs({"id": self.id})

    def _values(self, given: pulumi.Input[str] | None) -> Iterator[tuple[str, pulumi.Output[str]]]:
        """The part of the version's name and its text, oldest first."""
        if given is not None:
            yield "version", pulumi.Output.secret(given)
        if self._spec.content == "generated":
            for rotation in self._spec.revisions:
                yield f"version-{rotation}", self._generated(rotation)

    def _generated(self, rotation: int) -> pulumi.Output[str]:
        password = random.RandomPassword(
            f"{self._name}-password-{rotation}",  # identity: another name is another password
            length=self._spec.length,
            special=True,
            override_special=PASSWORD_SPECIALS,
            min_lower=1,
            min_upper=1,
            min_numeric=1,
            min_special=1,
            opts=self.child(random.RandomPassword),
        )
        return password.result  # secret already: the SDK marks it


def content(text: pulumi.Output[str], username: str | None) -> pulumi.Output[str]:
    """What a version holds: the text itself, or the JSON of a user name and a password."""
    if username is None:
        return text
    return pulumi.Output.json_dumps({"username": username, "password": text}, sort_keys=True)


def _refuse_wrong_value(name: str, spec: SecretSpec, value: pulumi.Input[str] | None) -> None:
    if spec.content == "given" and value is None:
        raise ValueError(
            f"{name}: its content is given, and no value is: applications would find an empty secret; set the secret "
            "config socle:secret-<name>, or write content: elsewhere"
        )
    if spec.content != "given" and value is not None:
        raise ValueError(
            f"{name}: a value is given and the content is {spec.content}: the value would be ignored; write content: given, "
            "or remove the value"
        )
