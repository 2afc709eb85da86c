"""The policy pack: pulumi preview --policy-pack policies. What the policies are is in the library, `socle.policy`."""

from pathlib import Path

from pulumi_policy import PolicyPack

from socle.policy import context_of, policies

PolicyPack("socle", policies=policies(context_of(Path(__file__).parent)))
