"""The smallest estate that is worth deploying: a foundation, and a platform with a network, a key, a bucket and somebody who is called."""

from collections.abc import Collection
from datetime import timedelta

from .answers import Answers

KEY_DAYS = 180
"""How long the deployer's first key lives: half of what is allowed, so that a rotation is tried before it must work."""
EXEMPTION_DAYS = 365

_ESTATE = """\
# yaml-language-server: $schema=../../estate.schema.json
# Everything of this environment but what foundation.yaml says. `socle check` after each edit; `socle explain
# {name}-platform` says what a key is for.
name: {name}
owner: {owner}
name_prefix: {prefix} # names of buckets are unique in the world: changing it later replaces them

scaleway: # ids of projects and of the deployer come from the foundation's stack
  organization_id: {organization_id}
  break_glass_user_id: {break_glass_user_id}

network:
  supernet: 10.{octet}.0.0/16
  private_networks:
    platform: {{purpose: platform, range: 10.{octet}.16.0/20}}
    data: {{purpose: data, range: 10.{octet}.32.0/22}}
  flows:
    platform-to-data:
      source: platform
      destination: data
      ports: ["5432"]
      reason: applications of the platform read and write databases
      owner: platform team
      since: {day}

keys:
  internal: {{data_class: internal, description: application data and passwords}}

buckets:
  documents:
    data_class: internal
    key: internal

observability:
  key: internal
  sources:
    logs: {{type: logs}}
  contacts:
    on-call: {{email: {contact}}}

exemptions:
  deployers-write-policies:
    rule: iam-bucket-policies-kept
    resource: foundation-groups-deployers-policy
    reason: the layer writes the policies of its own buckets, and reads no object
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  emergency-opens-buckets:
    rule: iam-bucket-policies-kept
    resource: foundation-groups-break-glass-policy
    reason: a bucket that locks its deployer out is opened by the identity of emergencies
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  deployers-make-databases:
    rule: duties-separated
    resource: foundation-groups-deployers-policy
    reason: the layer makes keys and databases, and the host gives whole rights in managed databases only; its pipeline reads none
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  emergency-sees-everything:
    rule: iam-scoped-to-projects
    resource: foundation-groups-break-glass-policy
    reason: an incident may be in any project, and whoever answers it sees who may do what
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
{bootstrap_exemptions}"""

_FOUNDATION = """\
# yaml-language-server: $schema=../../foundation.schema.json
# Who may do what, deployed by an owner of the organisation. Roles and what they may: docs/components/foundation.md.
{bootstrap}applications:
  deployer:
    reason: the pipeline that applies what was merged
    api_keys:
      first: {{issued_on: {day}, expires_on: {key_until}}}

groups:
  deployers:
    role: deployer
    applications: [deployer]
    layers: [platform]
{condition}    reason: one pipeline applies what was merged
  break-glass:
    role: break-glass
    members: [{break_glass_user_id}]
    reason: somebody must be able to enter when all else fails
    review_by: {key_until}
"""

_BOOTSTRAP = """\
bootstrap:
  administrators: [{administrator_user_id}]

"""
_BOOTSTRAP_EXEMPTIONS = """\
  founder-makes-identities:
    rule: iam-no-all-products
    resource: bootstrap-founder-policy
    reason: who deploys the foundation makes projects and identities; its key lives days, and no pipeline has it
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  founder-is-of-the-organisation:
    rule: iam-scoped-to-projects
    resource: bootstrap-founder-policy
    reason: the projects of the foundation have no id before it is deployed
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  founder-writes-policies:
    rule: iam-bucket-policies-kept
    resource: bootstrap-founder-policy
    reason: the foundation writes the policies of its own buckets, and reads no object but its states
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  founder-makes-keys:
    rule: duties-separated
    resource: bootstrap-founder-policy
    reason: the foundation makes keys, and its own states are encrypted with one
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
  administrators-enter-states:
    rule: bucket-policy-actions-listed
    resource: bootstrap-state-*-policy
    reason: whoever deploys bootstrap with a key of a day is named, or its own hardening would lock it out
    owner: {owner}
    granted_on: {day}
    expires_on: {exempt_until}
"""

_STACK = "config:\n  socle:estate: {name}\n  socle:layer: {layer}\n"


def small(answers: Answers, taken: Collection[int] = ()) -> dict[str, str]:
    """The text of each file, by its place below the folder of stack files.

    Args:
        taken: N of each 10.N.0.0/16 that something else is in: two estates whose ranges overlap could never be joined.
    """
    values = {
        **{name: str(value) for name, value in vars(answers).items()},
        "prefix": answers.prefix,
        "octet": str(next((octet for octet in range(20, 256) if octet not in taken), 20)),
        "key_until": str(answers.day + timedelta(days=KEY_DAYS)),
        "exempt_until": str(answers.day + timedelta(days=EXEMPTION_DAYS)),
        "bootstrap": "",
        "bootstrap_exemptions": "",
        "condition": f"    condition: {{from_ranges: [{answers.runner_range}]}}\n" if answers.runner_range else "",
    }
    if answers.administrator_user_id:
        values["bootstrap"] = _BOOTSTRAP.format(**values)
        values["bootstrap_exemptions"] = _BOOTSTRAP_EXEMPTIONS.format(**values)
    first = ("bootstrap",) if answers.administrator_user_id else ()
    return {
        f"estates/{answers.name}/estate.yaml": _ESTATE.format(**values),
        f"estates/{answers.name}/foundation.yaml": _FOUNDATION.format(**values),
        **stacks(answers.name, (*first, "foundation", "platform")),
    }


def stacks(name: str, layers: tuple[str, ...]) -> dict[str, str]:
    """The stack files of an estate."""
    return {f"Pulumi.{name}-{layer}.yaml": _STACK.format(name=name, layer=layer) for layer in layers}
