"""The store of a side, by its kind."""

from ..job import StoreSpec
from .credentials import Side, credentials
from .store import Store


def opened(spec: StoreSpec, side: Side) -> Store:
    """The store of a side, with the credentials of this process's environment.

    Raises:
        Refused: a key of encryption is missing.
    """
    secrets = credentials(side, customer_key=spec.encryption != "none")
    if spec.kind == "azure":
        from .azure import AzureBlobs  # noqa: PLC0415 - its SDK is slow, and a target never needs it

        return AzureBlobs(spec, secrets)
    from .s3 import S3  # noqa: PLC0415

    return S3(spec, secrets)
