"""Values made in the state, and providers: what decides where everything else goes, and with whose credentials."""

from ..providers import PLUGIN_SOURCE, redirects
from .effect import HARMLESS, NOT_KNOWN, Effect, Judge, TypeEffects
from .judges import always, effects, number

_E = Effect
_NEW_VALUE = always(_E.INTERRUPTS)

RANDOM: dict[str, TypeEffects] = {
    "index/randomPassword:RandomPassword": TypeEffects(
        {
            "length": number(less=effects(_E.WEAKENS, _E.INTERRUPTS), more=effects(_E.INTERRUPTS)),
            **dict.fromkeys(
                (
                    "keepers",
                    "lower",
                    "minLower",
                    "minNumeric",
                    "minSpecial",
                    "minUpper",
                    "number",
                    "numeric",
                    "overrideSpecial",
                    "special",
                    "upper",
                ),
                _NEW_VALUE,
            ),
        }
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
