"""A key of the API whose secret half nobody reads on its way: the provider puts it into a protected secret, past state and plan."""

import pulumi
from pulumiverse_scaleway import iam

from socle.estate import ApiKeySpec, DataClass, SecretSpec

from ..component import Component
from ..secrets import SecretEntry


def sealed_key(
    of: Component,
    spec: ApiKeySpec,
    *,
    names: tuple[str, str],
    called: str,
    path: str,
    encrypted_with: tuple[str, pulumi.Input[str]],
    project_id: pulumi.Input[str],
    description: str | None,
    application_id: pulumi.Input[str] | None = None,
    user_id: pulumi.Input[str] | None = None,
) -> pulumi.Output[str]:
    """Make a key of an application or of a user, and the secret that holds it.

    Args:
        names: logical names of the secret and of the key. They are identity: under another one the key is made anew.
        called: what the host calls the secret. path: the folder of it in Secret Manager.
        encrypted_with: the key that encrypts the secret, by its name and by its bare UUID.
        project_id: the project that buckets made with the key belong to.

    Returns:
        The secret, `<region>/<uuid>`.
    """
    secret_part, key_part = names
    key_name, key_id = encrypted_with
    secret = SecretEntry(
        secret_part,
        SecretSpec(data_class=DataClass.INTERNAL, key=key_name, content="elsewhere"),
        tenancy=of.tenancy,
        secret_name=of.tenancy.cloud_name(called),
        path=path,
        key_id=key_id,
        opts=of.nested(),
    )
    iam.ApiKey(
        key_part,
        application_id=application_id,
        user_id=user_id,
        description=description,
        expires_at=f"{spec.expires_on}T23:59:59Z",
        default_project_id=project_id,
        secret_id=secret.id,
        # Too new for the provider that was measured: whether a change of it is sent is not known, so it must not pass.
        opts=of.child(iam.ApiKey, loud=("secretId",)),
    )
    return secret.id
