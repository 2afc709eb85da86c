"""Identity and access at the host: policies, keys of programs, keys of people, and duties that one holder may not join."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from socle.facts import Gives, gives, scope_of, takes_resource_conditions
from socle.facts.conditions import NotUnderstood, possible
from socle.messages import Said, Text, said

from ..context import Fact
from ..graph import Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View, apart, over, quoted

POLICY = "scaleway:iam/policy:Policy"
API_KEY = "scaleway:iam/apiKey:ApiKey"
SSH_KEY = ("scaleway:iam/sshKey:SshKey", "scaleway:account/sshKey:SshKey")
USER = "scaleway:iam/user:User"
_HOLDERS = ("groupId", "applicationId", "userId")

topic = Topic("identity")


def _given(view: View, *kinds: Gives) -> Iterator[str]:
    """The permission sets of a policy that are of these kinds.

    Raises:
        Unknown: one of them is not known, or what it gives; raised after the others were given.
    """

    def judge(name: str) -> Iterator[str]:
        found = gives(name)
        if found is None:
            raise Unknown(said("found.set_unknown", name=name))
        if found & set(kinds):
            yield name

    def of_rule(row: View) -> Iterator[str]:
        yield from over(row.texts("permissionSetNames"), judge)

    yield from view.each("rules", of_rule)


@topic.on(
    "iam-no-all-products", Severity.CRITICAL, "No policy gives every right", POLICY,
    why="AllProductsFullAccess opens every product; a manager of identities can grant itself anything (the host's own warning).",
    remedy="Give the permission sets that the work needs, in the projects where it is done; exempt the foundation's own.",
    controls=("SecNumCloud 9.3", "SecNumCloud 6.2", "CNIL SEC-HAB"),
)  # fmt: skip
def _all(view: View) -> Iterator[Text]:
    yield from (
        said("found.gives", name=name) for name in _given(view, Gives.EVERYTHING, Gives.IDENTITIES, Gives.CLUSTERS)
    )


@topic.on(
    "iam-trail-kept", Severity.CRITICAL, "No policy can end the record of who did what", POLICY,
    why="Whoever rules the audit trail can erase what would show it, and every investigation ends there.",
    remedy="Give AuditTrailReadOnly or AuditTrailExportRead; exempt the one who keeps the trail.",
    controls=("SecNumCloud 12.7", "SNDS-2024 7", "CNIL SEC-JOU"),
)  # fmt: skip
def _trail(view: View) -> Iterator[Text]:
    yield from (said("found.ends_trail", name=name) for name in _given(view, Gives.TRAIL, Gives.EVERYTHING))


@topic.on(
    "iam-bucket-policies-kept", Severity.HIGH, "No policy lets its holder rewrite the policies of buckets", POLICY,
    why="Such a right lets in anybody to every bucket of the project, past what each bucket's policy says.",
    remedy="Give ObjectStorageObjectsRead, ObjectStorageObjectsWrite and ObjectStorageBucketsRead; exempt the deployer.",
    controls=("SecNumCloud 9.3", "CNIL SEC-HAB"),
)  # fmt: skip
def _policies(view: View) -> Iterator[Text]:
    yield from (said("found.rewrites_policies", name=name) for name in _given(view, Gives.GUARDS))


@topic.on(
    "iam-scoped-to-projects", Severity.HIGH, "A policy gives rights in projects", POLICY,
    why="A right over the organisation holds in every project, those of other spaces and later ones too.",
    remedy="Set project_ids in each rule; keep rules over the organisation in the foundation, and exempt them.",
    controls=("SecNumCloud 9.3", "SecNumCloud 9.7", "CNIL SEC-ESP"),
)  # fmt: skip
def _scoped(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.has("organizationId"):
            yield said("found.whole_organisation")

    yield from view.each("rules", judge)


@topic.on(
    "iam-scopes-apart", Severity.HIGH, "A rule of a policy is over the organisation or in projects", POLICY,
    why="The host refuses a rule that has permission sets of both scopes, at the deployment and not in its preview.",
    remedy="Write one rule with organization_id and one with project_ids.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _scopes(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        scopes = {name: scope_of(name) for name in row.texts("permissionSetNames")}
        if {"organization", "project"} <= set(scopes.values()):
            yield said("found.scopes_both")
        elif row.has("projectIds") and "organization" in scopes.values():
            yield said("found.scopes_projects")
        elif row.has("projectIds") and row.has("organizationId"):
            yield said("found.scopes_named")
        elif row.has("organizationId") and None in scopes.values():
            raise Unknown("permissionSetNames")

    yield from view.each("rules", judge)


@topic.on(
    "iam-condition-can-hold", Severity.HIGH, "Some call can meet the condition of a rule", POLICY,
    why="The host checks the form of a condition alone: one that no call can meet gives nothing, and nobody is told.",
    remedy="Name public ranges, a window that is one, and resources of Key Manager, Secret Manager or IAM alone.",
    controls=("SecNumCloud 9.3",), when=lambda view: any(row.has("condition") for row in view.rows("rules")),
)  # fmt: skip
def _condition(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
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
            yield said("found.condition")

    yield from view.each("rules", judge)


@topic.on(
    "iam-holder-is-group-or-application", Severity.MEDIUM, "Rights go to groups and applications", POLICY,
    why="A right of one person is forgotten when the person leaves.",
    remedy="Put the user into a group, and give the policy group_id.", controls=("CNIL SEC-HAB", "SecNumCloud 9.4"),
)  # fmt: skip
def _holder(view: View) -> Iterator[Text]:
    if view.has("userId"):
        yield said("found.rights_of_user")


@topic.on(
    "api-key-expires", Severity.HIGH, "A key of the API has an end", API_KEY,
    why="A key that leaks works until somebody notices.",
    remedy="Set expires_at to a date within a year, and rotate.", controls=("SecNumCloud 9.4", "SNDS-2024 5"),
)  # fmt: skip
def _expires(view: View) -> Iterator[Text]:
    if not view.has("expiresAt"):
        yield said("found.never_expires")


@topic.on(
    "api-key-expires-in-time", Severity.MEDIUM, "A key of the API ends within a year, and not in the past", API_KEY,
    why="An end in ten years is none; a key that has ended stops what uses it.",
    remedy="Rotate it: replace expires_at by a date within a year.", controls=("SecNumCloud 9.4",), needs=(Fact.DAY,),
    when=lambda view: view.has("expiresAt"),
)  # fmt: skip
def _in_time(view: View) -> Iterator[Text]:
    text, today = view.text("expiresAt")[:10], view.graph.context.as_of
    try:
        ends = date.fromisoformat(text)
    except ValueError:
        raise Unknown("expiresAt") from None
    if today and ends < today:
        yield said("found.ended", day=ends.isoformat())
    if today and (ends - today).days > 366:
        yield said("found.ends_late", day=ends.isoformat())


@topic.on(
    "api-key-of-application", Severity.MEDIUM, "A key of the API belongs to an application", API_KEY,
    why="A key of a person acts with all of the person's rights, and outlives the person's task.",
    remedy="Set application_id instead of user_id.", controls=("SecNumCloud 9.2",),
)  # fmt: skip
def _of_application(view: View) -> Iterator[Text]:
    if view.has("userId"):
        yield said("found.of_person")


@topic.on(
    "ssh-key-strong", Severity.MEDIUM, "An SSH key is ED25519", *SSH_KEY,
    why="Other kinds are weaker, or weak where they were made carelessly.",
    remedy="Make one with ssh-keygen -t ed25519.", controls=("SecNumCloud 10.2", "ANSSI crypto"),
)  # fmt: skip
def _ssh(view: View) -> Iterator[Text]:
    if not view.text("publicKey").startswith(("ssh-ed25519 ", "sk-ssh-ed25519")):
        yield said("found.kind", name=quoted(view.text("publicKey").partition(" ")[0]) or Said("found.kind_unknown"))


@topic.on(
    "ssh-key-none-in-project", Severity.HIGH, "No SSH key is given to a whole project", *SSH_KEY,
    why="The host puts a project's keys on every new machine and every bastion of it.",
    remedy="Give keys to machines by their user data, or people a bastion with their own identity; else exempt the key.",
    controls=("SecNumCloud 9.2", "SecNumCloud 10.2"), when=lambda view: not view.on("disabled"),
)  # fmt: skip
def _project_key(_view: View) -> Iterator[Text]:
    yield said("found.enters_all")


@topic.on(
    "iam-user-without-password", Severity.MEDIUM, "No program sets the password of a person", USER,
    why="A password that a program knows is in its state, and two know it.",
    remedy="Invite the member without password, or sign in by the identity provider.",
    controls=("SecNumCloud 9.5", "SNDS-2024 5"),
)  # fmt: skip
def _password(view: View) -> Iterator[Text]:
    if view.has("password") or view.has("passwordWo"):
        yield said("found.password_set")


@topic.over_all(
    "duties-separated", Severity.CRITICAL, "Nobody both rules keys and reads what they encrypt",
    why="Whoever holds both can read everything, and make it unreadable.",
    remedy="Give the two permission sets to two groups.", controls=("SecNumCloud 6.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _duties(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    duties: dict[str, dict[Gives, View]] = {}
    unknown: Unknown | None = None
    last_first = sorted(graph.all(POLICY), key=lambda each: each.resource.urn, reverse=True)  # the first is shown
    for view in last_first:
        try:
            holder = _holder_of(view)
            for kind, _ in apart(*(partial(_kinds, view, kind) for kind in (Gives.KEYS, Gives.DATA))):
                duties.setdefault(holder, {})[kind] = view
        except Unknown as error:
            unknown = error
    for holder, held in sorted(duties.items()):
        if len(held) == 2 and holder:
            yield held[Gives.KEYS], said("found.two_duties")
    if unknown:
        raise unknown


def _kinds(view: View, kind: Gives) -> Iterator[tuple[Gives, str]]:
    yield from ((kind, name) for name in _given(view, kind))


def _holder_of(view: View) -> str:
    for key in _HOLDERS:
        found = view.value(key)
        if found.state is State.KNOWN:
            return str(found.value)
        if found.state is State.UNKNOWN:
            return ",".join(sorted(view.resource.property_dependencies.get(key, ()))) or view.resource.urn
    return ""


@topic.over_all(
    "break-glass-drilled", Severity.MEDIUM, "Somebody has tried the way in of emergencies, and the alarm came",
    why="A way in that nobody tries is found closed when it is needed, and one whose use nobody notices is a back door.",
    remedy="Hold a drill: enter as the emergency's identity, see the alarm come, rotate its key, and record the day.",
    declared="Hold a drill (docs/operator/runbooks), and write it in foundation.break_glass.drill: held_on, valid_until, alarm_came.",
    controls=("SecNumCloud 9.3", "SecNumCloud 12.9"), needs=(Fact.ESTATE, Fact.DAY),
)  # fmt: skip
def _drilled(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    """Nothing of a rehearsal lasts, so nobody depends on its way in."""
    estate, day = graph.context.estate, graph.context.as_of
    foundation = estate.foundation if estate and estate.lasts else None
    groups = foundation.groups.values() if foundation else ()
    if foundation is None or day is None or not any(group.role == "break-glass" for group in groups):
        return
    drill = foundation.break_glass.drill if foundation.break_glass else None
    if drill is None:
        yield None, Said("found.never_drilled")
    elif not drill.valid_on(day):
        key = "found.drill_ended" if day > drill.valid_until else "found.drill_to_come"
        yield None, said(key, held=drill.held_on.isoformat(), until=drill.valid_until.isoformat())
    elif not drill.alarm_came:
        yield None, said("found.alarm_silent", held=drill.held_on.isoformat())


RULES = topic.rules
