"""What the base install leaves out: a cloud's SDK that was not asked for is told in one message, by whoever needs it first."""

from dataclasses import dataclass
from importlib.util import find_spec

from .messages import Refusal, Refused

DISTRIBUTION = "socle-landing-zone"
"""The name on the package index; `socle` there is another project's."""


@dataclass(frozen=True)
class Extra:
    """An optional part of the distribution: its name in `pip install`, the package that it brings, and what needs it."""

    name: str
    package: str
    needed_by: str

    def refusal(self) -> Refusal:
        return Refusal(
            what=f"the package {self.package} is not installed",
            consequence=f"{self.needed_by} cannot be declared or previewed; all else works without it",
            remedy=f"pip install '{DISTRIBUTION}[{self.name}]'",
        )

    def demand(self) -> None:
        """Raise `ExtraMissing` where the package is not installed."""
        if find_spec(self.package) is None:
            raise ExtraMissing(self)


AZURE = Extra("azure", "pulumi_azure_native", "the legacy estate on Azure and the bridge to it")
KUBERNETES = Extra("kubernetes", "pulumi_kubernetes", "what is inside a cluster")
EVIDENCE = Extra("evidence", "rfc8785", "the evidence of the cut-over")
LIVE = Extra("live", "boto3", "what asks a host")
MOVE = Extra("move", "distributed", "what moves data and proves it equal")
OSCAL = Extra("oscal", "trestle", "evidence bundles in OSCAL")
STAMP = Extra("live", "rfc3161_client", "a time stamp")
RULES = Extra("rules", "pulumi_policy", "the policy pack")


class ExtraMissing(Refused, ImportError):
    """Something was asked for whose SDK is not installed."""

    def __init__(self, extra: Extra) -> None:
        super().__init__([extra.refusal()])
        self.name = extra.package
