"""What many rows of the table of Scaleway say: sets of effects, judges of common inputs, and the inputs that every type has."""

from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge
from .judges import HARMLESS_VALUE, IDENTITY, TAGS, always, effects, number, switch

_E = Effect
WEAKENS = effects(_E.WEAKENS)
EXPOSES = effects(_E.EXPOSES)
GRANTS = effects(_E.GRANTS)
REVOKES = effects(_E.REVOKES, _E.INTERRUPTS)
INTERRUPTS = effects(_E.INTERRUPTS)
COSTS = effects(_E.COSTS)
BIGGER = number(less=INTERRUPTS | COSTS, more=INTERRUPTS | COSTS)
SIZE = always(_E.INTERRUPTS, _E.COSTS)
KEPT = number(less=effects(_E.LOSES, _E.WEAKENS), more=COSTS)
"""How long, or how much, is kept: less deletes what is older, more is paid for."""
GUARD = switch(on=HARMLESS, off=WEAKENS)
TLS = switch(on=INTERRUPTS, off=WEAKENS)
"""Encryption of what travels: put on, whoever speaks in plain is no longer answered."""
AT_REST = Judge(switch(on=INTERRUPTS | effects(_E.IRREVERSIBLE), off=WEAKENS).change, GUARD.born, GUARD.absent)
"""Encryption of what is stored: put on, everything is written anew, and the host does not take it off."""
LATER = switch(on=HARMLESS, off=WEAKENS, at_birth=False)
"""A safeguard that a new resource may do without; what had it does not lose it unseen."""
OPENS = Judge(switch(on=EXPOSES, off=REVOKES).change, lambda value: HARMLESS if value is False else EXPOSES)
SENT_TO = always(_E.EXPOSES, born=EXPOSES)
"""Who receives what passes: nobody knows whose it is."""
RUNS = always(_E.INTERRUPTS)
"""How something is run: another value interrupts what uses it, and opens nothing."""
REBOUND = always(_E.INTERRUPTS, _E.NOT_KNOWN)
"""What something belongs to or leads to: with another value it serves something else."""

CODE = always(_E.INTERRUPTS, _E.NOT_KNOWN, born=NOT_KNOWN)
"""What is run: nobody has read it, in a new resource neither."""

PLACE = {"projectId": IDENTITY, "region": IDENTITY, "zone": IDENTITY}
NAMED = {**PLACE, "name": IDENTITY, "tags": TAGS, "description": HARMLESS_VALUE}
LABEL = {**PLACE, "name": HARMLESS_VALUE, "tags": TAGS, "description": HARMLESS_VALUE}
"""Of resources whose name the host only shows: nothing refers to it."""

PRIVATE_ENDPOINT = Judge(
    lambda _old, new: EXPOSES if not new else INTERRUPTS | NOT_KNOWN,
    lambda value: HARMLESS if value else EXPOSES,
    EXPOSES,
)
PUBLIC_ENDPOINT = Judge(lambda _old, new: REVOKES if new is None else EXPOSES, lambda _value: EXPOSES)

PASSWORDS = dict.fromkeys(("password", "passwordWo", "passwordWoVersion"), RUNS)
USER = {**PLACE, "name": IDENTITY, "isAdmin": OPENS, "password": RUNS}
"""Of somebody who signs in to a database."""


def given_up(value: Effects = NOT_KNOWN) -> Judge:
    """A safeguard of several parts: taken away it guards no more, and nobody compares two of them."""
    return Judge(
        lambda old, new: WEAKENS if new is None else HARMLESS if old is None else value | NOT_KNOWN,
        lambda _value: HARMLESS,
    )
