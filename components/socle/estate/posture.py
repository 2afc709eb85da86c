"""The posture: every switch that the cut-over moves, as one frozen value. Components take it and never ask for a phase."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Posture:
    """The steady default protects everything that holds data or keys."""

    protected: bool = True


STEADY = Posture()
