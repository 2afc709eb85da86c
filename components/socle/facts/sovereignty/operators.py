"""Who operates what a type stands for, by the package of its token: company, parent, and whose law can reach it.

Company data is public, and was not read again in a register for this table: it says so, and whoever relies on it checks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Law = Literal["european", "foreign", "not-known"]
"""Whose law reaches the operator: that of the Union and its members alone, that of another country too, or nobody has looked."""


@dataclass(frozen=True)
class Operator:
    """A company that runs what others build on.

    country: ISO 3166 of its seat. parent_country: of its parent's. source: where it is from. verified: whether somebody has read it
    in a register.
    """

    name: str
    country: str
    parent: str
    parent_country: str
    law: Law
    source: str
    verified: bool = False


SCALEWAY = Operator(
    "Scaleway SAS", "FR", "iliad SA", "FR", "european", "public statements of the company; no qualification is implied"
)
MICROSOFT = Operator(
    "Microsoft Ireland Operations Limited",
    "IE",
    "Microsoft Corporation",
    "US",
    "foreign",
    "public statements of the company; CLOUD Act (2018) and FISA section 702 reach its parent",
)

_BY_PACKAGE: Mapping[str, Operator] = {"scaleway": SCALEWAY, "azure-native": MICROSOFT, "azure": MICROSOFT}


def operator_of(type_token: str) -> Operator | None:
    """Who operates a type; None where no table says, as for what lives in a state or inside a cluster."""
    return _BY_PACKAGE.get(type_token.partition(":")[0])
