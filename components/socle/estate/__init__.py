"""The vocabulary of intent: specs, loader, data classes, address plan. Imports no cloud SDK."""

from .account import account_refusals
from .addresses import TUNNEL_RANGES
from .data_class import DataClass, Floor
from .estate import Estate, Layer, ScalewaySpec
from .keys import KeySpec
from .load import Declared, load
from .network import (
    AddressSpec,
    BastionSpec,
    FlowSpec,
    GatewaySpec,
    NetworkSpec,
    OutsideSpec,
    PrivateNetworkSpec,
    RouteSpec,
)
from .posture import STEADY, Posture
from .refusal import EstateRefused, Problem, Refusal, Refusals
from .schema import schema
from .spec import Origin, Spec
from .stack import StackName, stack_refusals
from .storage import BucketSpec, Grant, ObjectLock

__all__ = [
    "STEADY",
    "TUNNEL_RANGES",
    "AddressSpec",
    "BastionSpec",
    "BucketSpec",
    "DataClass",
    "Declared",
    "Estate",
    "EstateRefused",
    "Floor",
    "FlowSpec",
    "GatewaySpec",
    "Grant",
    "KeySpec",
    "Layer",
    "NetworkSpec",
    "ObjectLock",
    "Origin",
    "OutsideSpec",
    "Posture",
    "PrivateNetworkSpec",
    "Problem",
    "Refusal",
    "Refusals",
    "RouteSpec",
    "ScalewaySpec",
    "Spec",
    "StackName",
    "account_refusals",
    "load",
    "schema",
    "stack_refusals",
]
