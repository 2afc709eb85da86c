"""Identity and access at the host: policies, keys of programs, keys of people, and duties that one holder may not join."""

import re
from collections.abc import Iterator
from datetime import date

from socle.facts import scope_of, takes_resource_conditions
from socle.facts.conditions import NotUnderstood, possible

from ..context import Fact
from ..graph import Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View, over

POLICY = "scaleway:iam/policy:Policy"
API_KEY = "scaleway:iam/apiKey:ApiKey"
SSH_KEY = ("scaleway:iam/sshKey:SshKey", "scaleway:account/sshKey:SshKey")
USER = "scaleway:iam/user:User"
_ALL = ("AllProductsFullAccess", "OrganizationManager", "IAMManager")
_MANAGES_KEYS = re.compile(r"^KeyManager(FullAccess|Key(Delete|Write|Create))|^AllProductsFullAccess$")
_READS_DATA = re.compile(
    r"^ObjectStorage(FullAccess|ObjectsRead|ReadOnly)|^RelationalDatabases|^AllProductsFullAccess$"
)
_HOLDERS = ("groupId", "applicationId", "userId")

topic = Topic("identity")


@topic.on(
    "iam-no-all-products", Severity.CRITICAL, "No policy gives every right", POLICY,
    why="AllProductsFullAccess opens every product; a manager of identities can grant itself anything (the host's own warning).",
    remedy="Give the permission sets that the work needs, in the projects where it is done.",
    controls=("SecNumCloud 9.3", "SecNumCloud 6.2", "CNIL SEC-HAB"),
)  # fmt: skip
def _all(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        yield from (f"it gives {name}" for name in row.texts("permissionSetNames") if name in _ALL)

    yield from over(view.rows("rules"), judge)


@topic.on(
    "iam-scoped-to-projects", Severity.HIGH, "A policy gives rights in projects", POLICY,
    why="A right over the organisation holds in every project, those of other spaces and later ones too.",
    remedy="Set project_ids in each rule; keep rules over the organisation in the foundation, and exempt them.",
    controls=("SecNumCloud 9.3", "SecNumCloud 9.7", "CNIL SEC-ESP"),
)  # fmt: skip
def _scoped(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        if row.has("organizationId"):
            yield "a rule holds in the whole organisation"

    yield from over(view.rows("rules"), judge)


@topic.on(
    "iam-scopes-apart", Severity.HIGH, "A rule of a policy is over the organisation or in projects", POLICY,
    why="The host refuses a rule that has permission sets of both scopes, at the deployment and not in its preview.",
    remedy="Write one rule with organization_id and one with project_ids.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _scopes(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        scopes = {name: scope_of(name) for name in row.texts("permissionSetNames")}
        if {"organization", "project"} <= set(scopes.values()):
            yield "one rule has permission sets of both scopes"
        elif row.has("projectIds") and "organization" in scopes.values():
            yield "a permission set over the organisation is given in projects"
        elif row.has("projectIds") and row.has("organizationId"):
            yield "one rule names projects and the organisation"
        elif row.has("organizationId") and None in scopes.values():
            raise Unknown("permissionSetNames")

    yield from over(view.rows("rules"), judge)


@topic.on(
    "iam-condition-can-hold", Severity.HIGH, "Some call can meet the condition of a rule", POLICY,
    why="The host checks the form of a condition alone: one that no call can meet gives nothing, and nobody is told.",
    remedy="Name public ranges, a window that is one, and resources of Key Manager, Secret Manager or IAM alone.",
    controls=("SecNumCloud 9.3",), when=lambda view: any(row.has("condition") for row in view.rows("rules")),
)  # fmt: skip
def _condition(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        if not row.has("condition"):
            return
        on_resources = all(map(takes_resource_conditions, row.texts("permissionSetNames")))
        try:
            can = possible(row.text("condition"), resources=on_resources)
        except NotUnderstood:
            can = None
        if can is None:
            raise Unknown("condition")
        if not can:
            yield "no call can meet the condition of a rule"

    yield from over(view.rows("rules"), judge)


@topic.on(
    "iam-holder-is-group-or-application", Severity.MEDIUM, "Rights go to groups and applications", POLICY,
    why="A right of one person is forgotten when the person leaves.",
    remedy="Put the user into a group, and give the policy group_id.", controls=("CNIL SEC-HAB", "SecNumCloud 9.4"),
)  # fmt: skip
def _holder(view: View) -> Iterator[str]:
    if view.has("userId"):
        yield "it gives rights to one user"


@topic.on(
    "api-key-expires", Severity.HIGH, "A key of the API has an end", API_KEY,
    why="A key that leaks works until somebody notices.",
    remedy="Set expires_at to a date within a year, and rotate.", controls=("SecNumCloud 9.4", "SNDS-2024 5"),
)  # fmt: skip
def _expires(view: View) -> Iterator[str]:
    if not view.has("expiresAt"):
        yield "it never expires"


@topic.on(
    "api-key-expires-in-time", Severity.MEDIUM, "A key of the API ends within a year, and not in the past", API_KEY,
    why="An end in ten years is none; a key that has ended stops what uses it.",
    remedy="Rotate it: replace expires_at by a date within a year.", controls=("SecNumCloud 9.4",), needs=(Fact.DAY,),
    when=lambda view: view.has("expiresAt"),
)  # fmt: skip
def _in_time(view: View) -> Iterator[str]:
    text, today = view.text("expiresAt")[:10], view.graph.context.as_of
    try:
        ends = date.fromisoformat(text)
    except ValueError:
        raise Unknown("expiresAt") from None
    if today and ends < today:
        yield f"it ended on {ends}"
    if today and (ends - today).days > 366:
        yield f"it ends on {ends} only"


@topic.on(
    "api-key-of-application", Severity.MEDIUM, "A key of the API belongs to an application", API_KEY,
    why="A key of a person acts with all of the person's rights, and outlives the person's task.",
    remedy="Set application_id instead of user_id.", controls=("SecNumCloud 9.2",),
)  # fmt: skip
def _of_application(view: View) -> Iterator[str]:
    if view.has("userId"):
        yield "it belongs to a person"


@topic.on(
    "ssh-key-strong", Severity.MEDIUM, "An SSH key is ED25519", *SSH_KEY,
    why="Other kinds are weaker, or weak where they were made carelessly.",
    remedy="Make one with ssh-keygen -t ed25519.", controls=("SecNumCloud 10.2", "ANSSI crypto"),
)  # fmt: skip
def _ssh(view: View) -> Iterator[str]:
    if not view.text("publicKey").startswith(("ssh-ed25519 ", "sk-ssh-ed25519")):
        yield f"it is of the kind {view.text('publicKey').partition(' ')[0][:40] or 'unknown'}"


@topic.on(
    "ssh-key-none-in-project", Severity.HIGH, "No SSH key is given to a whole project", *SSH_KEY,
    why="The host puts a project's keys on every new machine and every bastion of it.",
    remedy="Give keys to machines by their user data, or people a bastion with their own identity; else exempt the key.",
    controls=("SecNumCloud 9.2", "SecNumCloud 10.2"), when=lambda view: view.get("disabled", default=False) is not True,
)  # fmt: skip
def _project_key(_view: View) -> Iterator[str]:
    yield "its holder may enter every machine of the project"


@topic.on(
    "iam-user-without-password", Severity.MEDIUM, "No program sets the password of a person", USER,
    why="A password that a program knows is in its state, and two know it.",
    remedy="Invite the member without password, or sign in by the identity provider.",
    controls=("SecNumCloud 9.5", "SNDS-2024 5"),
)  # fmt: skip
def _password(view: View) -> Iterator[str]:
    if view.has("password") or view.has("passwordWo"):
        yield "a program sets its password"


@topic.over_all(
    "duties-separated", Severity.CRITICAL, "Nobody both rules keys and reads what they encrypt",
    why="Whoever holds both can read everything, and make it unreadable.",
    remedy="Give the two permission sets to two groups.", controls=("SecNumCloud 6.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _duties(graph: Graph) -> Iterator[tuple[View | None, str]]:
    duties: dict[str, dict[str, View]] = {}
    unknown: Unknown | None = None
    last_first = sorted(graph.all(POLICY), key=lambda each: each.resource.urn, reverse=True)  # the first is shown
    for view in last_first:
        try:
            names = [name for row in view.rows("rules") for name in row.texts("permissionSetNames")]
            holder = _holder_of(view)
        except Unknown as error:
            unknown = error
            continue
        held = duties.setdefault(holder, {})
        if any(_MANAGES_KEYS.match(name) for name in names):
            held["keys"] = view
        if any(_READS_DATA.match(name) for name in names):
            held["data"] = view
    for holder, held in sorted(duties.items()):
        if len(held) == 2 and holder:
            yield held["keys"], "one holder rules keys and reads data"
    if unknown:
        raise unknown


def _holder_of(view: View) -> str:
    for key in _HOLDERS:
        found = view.value(key)
        if found.state is State.KNOWN:
            return str(found.value)
        if found.state is State.UNKNOWN:
            return ",".join(sorted(view.resource.property_dependencies.get(key, ()))) or view.resource.urn
    return ""


RULES = topic.rules
