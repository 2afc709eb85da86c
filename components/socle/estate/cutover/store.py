"""How a store of the legacy estate, or a part of it, is named where it is moved, left out, or allowed to stay."""

from typing import Annotated

from pydantic import StringConstraints

from socle.specs import Form

_STORE = r"^(storage_accounts|databases|vaults|generic)\.[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)?$"

Store = Annotated[
    str, StringConstraints(pattern=_STORE), Form("a store of the legacy estate", "storage_accounts.scratch")
]
