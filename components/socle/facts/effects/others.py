"""Values made in the state, and providers: what decides where everything else goes, and with whose credentials."""

import math
from collections.abc import Mapping
from typing import Any

from ..providers import PLUGIN_SOURCE, redirects
from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from .judges import always, effects, quantity, truth

_E = Effect
_NEW_VALUE = always(_E.INTERRUPTS)

_ALPHABETS = (("upper", 26), ("lower", 26), ("numeric", 10), ("special", 20))
"""Kinds of characters that a password is drawn from, each on unless it is put off; `!@#$%&*()-_=+[]{}<>:?` are the special ones."""
_LEAST_BITS = 80
"""Below this a password can be guessed by whoever has its hash (ANSSI, recommendations on passwords, 2021)."""
_DRAWN = ("length", "lower", "number", "numeric", "overrideSpecial", "special", "upper")
_DRAWN_ALSO = ("keepers", "minLower", "minNumeric", "minSpecial", "minUpper")


def _bits(inputs: Mapping[str, Any]) -> float | None:
    """How many bits a generated password is worth; nothing where that cannot be read."""
    length, size = quantity(inputs.get("length")), 0
    specials: Any = inputs.get("overrideSpecial")
    for name, number_of in _ALPHABETS:
        given = inputs.get(name, inputs.get("number") if name == "numeric" else None)
        on = True if given is None else truth(given)
        if on is None or length is None:
            return None
        drawn = len(set(str(specials))) if name == "special" and specials else number_of
        size += drawn if on else 0
    return (length or 0) * math.log2(size) if size > 0 else 0.0


def _drawn_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> Effects:
    was, will = _bits(old), _bits(new)
    if was is None or will is None:
        return effects(_E.WEAKENS, _E.INTERRUPTS) | NOT_KNOWN
    return effects(_E.WEAKENS, _E.INTERRUPTS) if will < was else effects(_E.INTERRUPTS)


def _drawn_first(inputs: Mapping[str, Any]) -> Effects:
    bits = _bits(inputs)
    return NOT_KNOWN if bits is None else effects(_E.WEAKENS) if bits < _LEAST_BITS else HARMLESS


RANDOM: dict[str, TypeEffects] = {
    "index/randomPassword:RandomPassword": TypeEffects(
        {
            **dict.fromkeys(_DRAWN, Judge(_drawn_otherwise, lambda _value: HARMLESS, whole=True)),
            **dict.fromkeys(_DRAWN_ALSO, _NEW_VALUE),
        },
        created=_drawn_first,
    ),
}
"""Generated values: another input makes another value, and whoever uses the old one stops working."""

_PROVIDER_SETTING = always(_E.NOT_KNOWN, born=NOT_KNOWN)
_REDIRECT = always(_E.EXPOSES, born=effects(_E.EXPOSES))
_OTHER_CLUSTER = always(_E.EXPOSES)


def provider_setting(name: str, package: str) -> Judge:
    """One setting of a provider. The credentials of a cluster are what a Kubernetes provider is made of."""
    if package == "kubernetes" and name in ("kubeconfig", "clusterIdentifier"):
        return _OTHER_CLUSTER
    return _REDIRECT if redirects(name) or name.lower() == PLUGIN_SOURCE.lower() else _PROVIDER_SETTING


PROVIDER = TypeEffects({}, created=NOT_KNOWN, deleted=NOT_KNOWN)
QUIET_PROVIDER_SETTINGS: dict[str, Judge] = {
    name: Judge(lambda _old, _new: NOT_KNOWN, lambda _value: HARMLESS)
    for name in ("deleteUnreachable", "skipUpdateUnreachable", "enableServerSideApply")
}
"""What a Kubernetes provider says of its own conduct; a new one may say it."""
