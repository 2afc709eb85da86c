"""Simulated random: values from the inputs, so that runs repeat. Every input but a new keeper's absence replaces."""

from .made_up import stable, uuid_of
from .messages import Values
from .provider import Provider


class Random(Provider):
    package, version, sdk, journal = "random", "4.21.4", "pulumi_random", "SIMULATED_RANDOM_JOURNAL"

    def place(self, token: str) -> tuple[str, str]:
        return "", token.rsplit(":", maxsplit=1)[-1]

    def ident(self, token: str, inputs: Values) -> str:
        return "none" if token.endswith("RandomPassword") else uuid_of(_text(token, inputs))

    def replaces(self, token: str, path: str) -> bool:
        return True

    def found(self, token: str, ident: str, state: Values, inputs: Values) -> tuple[Values, Values] | None:
        """A value is its own id, so that there is one under every id."""
        return state or {"result": ident}, inputs

    def computed_names(self, token: str) -> list[str]:
        return {"RandomPassword": ["result", "bcryptHash"]}.get(token.rsplit(":", maxsplit=1)[-1], ["result"])

    def computed(self, token: str, ident: str, inputs: Values) -> Values:
        text = stable(_text(token, inputs), 64) * 4
        if token.endswith("RandomUuid"):
            return {"result": uuid_of(text)}
        return {"result": f"Aa1!{text}"[: int(inputs.get("length") or 32)], "bcryptHash": f"$2a$10${text[:53]}"}


def _text(token: str, inputs: Values) -> str:
    return token + str(sorted(inputs.items(), key=str))
