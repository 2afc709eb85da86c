"""Policies of buckets: whom they let in, who may rewrite them, and who writes what the bucket holds. Read by `socle.access`."""

from collections.abc import Iterable, Iterator

from socle.access import Principal, Statement, statements_of
from socle.estate import Estate
from socle.estate.foundation import AUDIT_BUCKETS, FOUNDER, STATE_BUCKETS
from socle.facts import RULING_ACTIONS, UNLOCKING_ACTIONS
from socle.messages import Said, Text, said
from socle.plan import UNKNOWN

from ..graph import BUCKET, Graph
from ..rule import Severity, Topic
from ..view import Unknown, View, over, quoted

APPLICATION = "scaleway:iam/application:Application"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
_ALL = ("*", "s3:*")
_OF_THE_HOST = ("user_id:", "application_id:")
_GUARDING = (*RULING_ACTIONS, *UNLOCKING_ACTIONS)
_WRITES = "s3:PutObject"

topic = Topic("bucket policies")


def _allowing(view: View) -> list[Statement]:
    """The statements that may allow something.

    Raises:
        Unknown: the policy cannot be read.
    """
    found = statements_of(view.inputs.get("policy"))
    if found is None:
        raise Unknown("policy")
    return [each for each in found if each.allows]


def _told_of(statements: Iterable[Statement]) -> None:
    """Called when all that is known was judged.

    Raises:
        Unknown: one of the principals is not known.
    """
    if any(isinstance(each.name, Said) for statement in statements for each in statement.principals):
        raise Unknown("policy")


@topic.on(
    "bucket-policy-names-principals", Severity.CRITICAL, "A bucket's policy lets nobody in unnamed", POLICY,
    why="A principal * is everybody at the host, in every organisation.",
    remedy="Name users and applications by their ids.", controls=("SecNumCloud 9.3", "EHDS 73", "Scaleway-HDS bucket"),
)  # fmt: skip
def _wildcard(view: View) -> Iterator[Text]:
    statements = _allowing(view)
    if any(each.everybody for statement in statements for each in statement.principals):
        yield said("found.policy_everybody")
    _told_of(statements)


@topic.on(
    "bucket-policy-no-exceptions", Severity.CRITICAL, "A bucket's policy has no NotPrincipal, NotAction or NotResource",
    POLICY,
    why="They allow everything but what is listed: everybody else, every other action, every other bucket.",
    remedy="List what is allowed with Principal, Action and Resource.", controls=("SecNumCloud 9.3", "EHDS 73"),
)  # fmt: skip
def _exceptions(view: View) -> Iterator[Text]:
    for statement in _allowing(view):
        yield from (said("found.policy_all_but", entry=f"Not{key}") for key in statement.but)


@topic.on(
    "bucket-policy-known-form", Severity.HIGH, "Principals of a bucket's policy are users or applications of the host",
    POLICY,
    why="The host reads user_id: and application_id: alone; another form is refused, or is somebody else's dialect.",
    remedy='Write {"SCW": ["user_id:<id>", "application_id:<id>"]}.', controls=("SecNumCloud 9.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _known_form(view: View) -> Iterator[Text]:
    statements = _allowing(view)
    for each in (each for statement in statements for each in statement.principals):
        if each.foreign or not (isinstance(each.name, Said) or each.name == "*" or each.name.startswith(_OF_THE_HOST)):
            yield said("found.policy_stranger", who=quoted(f"{each.kind} {_name(each)}".strip()))
    _told_of(statements)


@topic.on(
    "bucket-policy-actions-listed", Severity.MEDIUM, "A bucket's policy gives every action to few", POLICY,
    why="Whoever holds s3:* can rewrite the policy and unlock what is governed; the deployer and break-glass are enough.",
    remedy="List the actions that are needed: s3:GetObject, s3:PutObject, s3:ListBucket.",
    controls=("SecNumCloud 9.3", "CNIL SEC-HAB"),
)  # fmt: skip
def _actions(view: View) -> Iterator[Text]:
    statements = [each for each in _allowing(view) if _gives_all(each)]
    holders = {_name(each) for statement in statements for each in statement.principals}
    if len(holders) > 2:
        yield said("found.policy_every_action", n=len(holders))
    _told_of(statements)


@topic.on(
    "bucket-policy-owners-rule", Severity.CRITICAL, "Only a bucket's administrators change its policy and its guards",
    POLICY,
    why="Whoever may write the policy can let in anybody, oneself first; whoever may end a lock, versions or encryption can erase.",
    remedy="Take s3:PutBucketPolicy, s3:PutBucketAcl and what unlocks objects away from all but the deployer and break-glass.",
    declared="Give grants of read, write or delete; the deployer and break_glass_user_id of the estate rule the bucket.",
    controls=("SecNumCloud 9.3", "SecNumCloud 12.7", "CNIL SEC-HAB"),
)  # fmt: skip
def _owners_rule(view: View) -> Iterator[Text]:
    statements = _allowing(view)
    owners, unknown = _owners(view, statements), False
    for statement in statements:
        given = [action for action in _GUARDING if statement.covers(action)]
        unknown |= any(statement.covers(action) is None for action in _GUARDING)
        if given and "Principal" in statement.but:
            yield said("found.policy_rules", who="NotPrincipal", action=given[0])
        for each in statement.principals if given else ():
            if _name(each).lower() not in owners and not isinstance(each.name, Said):
                yield said("found.policy_rules", who=quoted(_name(each)), action=given[0])
    if unknown:
        raise Unknown("policy")
    _told_of(statement for statement in statements if any(statement.covers(action) for action in _GUARDING))


def _owners(view: View, statements: Iterable[Statement]) -> set[str]:
    """The administrators that the estate names; where none is there, one user and one application who hold every action."""
    estate = view.graph.context.estate
    if estate:
        emergency = f"user_id:{estate.scaleway.break_glass_user_id}"
        bootstrap = estate.foundation and estate.foundation.bootstrap
        called = view.text("bucket").removeprefix(f"{estate.name_prefix}-") if bootstrap else ""
        if bootstrap and called in (*STATE_BUCKETS.values(), *AUDIT_BUCKETS.values()):
            founder = {f"application_id:{each}" for each in _made(view, f"{estate.name_prefix}-{FOUNDER}")}
            of_states = called in STATE_BUCKETS.values()
            people = {f"user_id:{each}" for each in bootstrap.administrators} if of_states else set[str]()
            return {*founder, *people, emergency}
        return {*(f"application_id:{each}" for each in _deployers(view, estate)), emergency}
    every = {_name(each).lower() for statement in statements if _lists_all(statement) for each in statement.principals}
    of_kinds = {name.partition(":")[0] for name in every}
    return every if len(of_kinds) == len(every) and of_kinds <= {"user_id", "application_id"} else set()


def _deployers(view: View, estate: Estate) -> set[str]:
    """The application that deploys: by the id that the estate gives, or the one that its foundation makes.

    Raises:
        Unknown: the foundation makes it, and is in no plan that is judged.
    """
    given, foundation = estate.scaleway.deployer_application_id, estate.foundation
    if given or foundation is None:
        return {given} if given else set()
    existing = foundation.applications[foundation.deployer].existing
    return {existing} if existing else _made(view, f"{estate.name_prefix}-{foundation.deployer}")


def _made(view: View, name: str) -> set[str]:
    """The ids of applications of a name that the plans make.

    Raises:
        Unknown: none of them has one yet, or none is in a plan that is judged.
    """
    made = [each.resource for each in view.graph.all(APPLICATION) if each.text("name") == name]
    found = {each.id for each in made if each.id and UNKNOWN not in each.id}
    if not found:
        raise Unknown("policy")
    return found


def _lists_all(statement: Statement) -> bool:
    return any(action in _ALL for action in statement.actions)


def _gives_all(statement: Statement) -> bool:
    return _lists_all(statement) or "Action" in statement.but


def _name(principal: Principal) -> str:
    return "?" if isinstance(principal.name, Said) else principal.name


@topic.over_all(
    "bucket-one-policy", Severity.HIGH, "A bucket has one policy",
    why="The host keeps one policy a bucket: the last one written wins, and nobody knows which that is.",
    remedy="Write one policy that names every principal.", controls=("SecNumCloud 9.3", "EHDS 73"),
)  # fmt: skip
def _one_policy(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    def judge(bucket: View) -> Iterator[tuple[View | None, Text]]:
        policies = bucket.referring(POLICY, "bucket")
        if len(policies) > 1:
            yield bucket, said("found.policies_many", n=len(policies))

    yield from over(graph.all(BUCKET), judge)


@topic.over_all(
    "one-write-authority", Severity.HIGH, "One principal beside the administrators writes to a bucket of health data",
    why="Two writers of one dataset, and nobody can say which state is true.",
    remedy="Give s3:PutObject to one application; let the others read.",
    declared="Leave write in the access of one grant alone.",
    controls=("EHDS 73", "CNIL SEC-ESP"),
)  # fmt: skip
def _writers(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    def judge(view: View) -> Iterator[tuple[View | None, Text]]:
        if view.holds_health():
            yield from ((view, message) for message in _many_writers(view))

    yield from over(graph.all(POLICY), judge)


def _many_writers(view: View) -> Iterator[Text]:
    statements = _allowing(view)
    owners = _owners(view, statements)
    writing = [each for each in statements if each.covers(_WRITES)]
    if any(each.everybody for each in writing):
        yield said("found.writers_everybody")
    names = {_name(each).lower() for statement in writing for each in statement.principals} - owners - {"?"}
    if len(names) > 1:
        yield said("found.writers", n=len(names))
    if any(each.covers(_WRITES) is None for each in statements):
        raise Unknown("policy")
    _told_of(writing)


RULES = topic.rules
