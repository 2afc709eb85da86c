"""One sentence a cause, in the estate's words; lists by what their items are; nothing is counted twice or under another's name."""

import json
from typing import Any

from socle.access import verbs
from socle.diff.change import ABSENT
from socle.facts.items import identities, paired
from socle.origin import Origin
from socle.plan.model import Plan, Resource
from socle.report.review.causes import cause_lines
from socle.report.review.items import document_items
from socle.report.review.markdown import markdown
from socle.report.review.sentences import headline, properties
from socle.report.words import Language, Words
from socle.review.model import Review

from .changes import made, place, plan, reviewed

ENGLISH, FRENCH = Words(Language.ENGLISH), Words(Language.FRENCH)
COMPONENT = "socle:scaleway:PrivateBucket"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
ACL = "scaleway:network/acl:Acl"
WHO = "55555555-5555-4555-8555-555555555502"


def component(spec: dict[str, Any], type_: str = COMPONENT, key: str = "buckets.studies") -> Resource:
    name = "platform-" + key.replace(".", "-")
    urn = f"urn:pulumi:demo::socle::{type_}::{name}"
    return Resource(urn, type_, custom=False, inputs={"spec": spec}, origin=Origin("demo/estate.yaml", 7, key))


def store(grants: dict[str, Any], *resources: str, class_: str = "health") -> Plan:
    whole = component({"data_class": class_, "grants": grants})
    statement = {"Sid": "cardio", "Effect": "Allow", "Principal": {"SCW": [f"application_id:{WHO}"]}}
    document = {"Statement": [{**statement, "Action": ["s3:GetObject"], "Resource": list(resources)}]}
    return plan(whole, made(POLICY, "policy", {"bucket": "b", "policy": json.dumps(document)}, parent=whole.urn))


def grant(**more: Any) -> dict[str, Any]:
    return {"cardio": {"application_id": WHO, "access": ["read"], "reason": "the cardiology study", **more}}


def wider() -> Review:
    return reviewed(store(grant(), "b/*"), store(grant(prefix="cardio/"), "b/cardio/*"), owners={"demo": "data office"})


def test_a_grant_says_who_may_what_where_why_and_who_answers() -> None:
    (line,) = cause_lines(wider(), ENGLISH, str, place)

    assert line.startswith(
        "cardio may now read in the whole of bucket studies (health data); before: read in cardio/ of bucket studies (health data)"
    )
    assert "reason: the cardiology study" in line
    assert "owner: data office" in line
    assert "demo/estate.yaml:7" in line
    assert "a safeguard is weakened" in line


def test_the_same_is_said_in_french() -> None:
    (line,) = cause_lines(wider(), FRENCH, str, place)

    assert line.startswith("cardio peut désormais lire dans l'espace de stockage studies (données de santé) en entier")
    assert "motif\u00a0: the cardiology study" in line


def test_a_grant_that_comes_or_goes_is_said_of_its_holder() -> None:
    new = cause_lines(reviewed(store(grant(access=["read", "write"]), "b/*"), store({}, "x")), ENGLISH, str, place)
    gone = cause_lines(reviewed(store({}, "x"), store(grant(), "b/*")), ENGLISH, str, place)

    assert new[0].startswith("cardio may now read and write in the whole of bucket studies")
    assert gone[0].startswith("cardio may no longer read in the whole of bucket studies")


def test_the_class_comes_first_with_both_values() -> None:
    (line,) = cause_lines(reviewed(store({}, class_="internal"), store({}, class_="health")), ENGLISH, str, place)

    assert "held as internal data, no longer as health data" in line


def test_the_first_line_names_the_cause_and_counts_nothing_of_it_again() -> None:
    said = headline(wider(), ENGLISH, str)

    assert said.startswith("cardio may now read")
    assert "policy is weakened: policy.Statement" in said
    assert ", and more" not in said


def test_a_flow_says_its_ends_and_both_ports() -> None:
    def network(ports: list[str]) -> Plan:
        flow = {
            "source": "platform",
            "destination": "services",
            "ports": ports,
            "reason": "r",
            "owner": "platform team",
        }
        return plan(component({"flows": {"a-to-b": flow}}, "socle:scaleway:Network", "network"))

    (line,) = cause_lines(reviewed(network(["1-65535"]), network(["443", "8443"])), ENGLISH, str, place)

    assert line.startswith("platform may now reach services on TCP 1-65535; before: TCP 443 and 8443 (a-to-b)")
    assert "owner: platform team" in line


def test_a_renamed_component_is_told_as_one_with_the_alias_that_avoids_it() -> None:
    spec = {"data_class": "internal", "description": "x"}
    before, after = (plan(component(spec, key=f"buckets.{name}")) for name in ("old", "new"))

    (line,) = cause_lines(reviewed(after, before), ENGLISH, str, place)

    assert "platform-buckets-old is renamed to platform-buckets-new" in line
    assert 'aliases=[pulumi.Alias(name="platform-buckets-old")]' in line


def test_two_ids_with_one_word_are_still_two() -> None:
    """Rights are told apart by id before anything is named."""

    def policy(who: str) -> Plan:
        rows = {"rules": [{"permissionSetNames": ["ObjectStorageReadOnly"], "projectIds": ["p"]}], "applicationId": who}
        return plan(made("scaleway:iam/policy:Policy", "policy", rows))

    one, other = policy("a"), policy("b")
    review = reviewed(other, one, known_as={"a": "deployer", "b": "deployer"})

    assert [gain.reach.source for gain in review.rights] == ["deployer"]


def rule(port: int, description: str = "") -> dict[str, Any]:
    ends = {"action": "accept", "protocol": "TCP", "source": "10.0.0.0/8", "destination": "10.1.0.0/16"}
    return {**ends, "dstPortLow": port, "dstPortHigh": port, "description": description or f"flow-{port}: why"}


def test_one_new_row_of_a_filter_is_one_difference() -> None:
    before = [rule(port) for port in range(100, 120)]
    after = [rule(99), *before]
    sides = (plan(made(ACL, "acl", {"rules": rows, "defaultPolicy": "drop"})) for rows in (after, before))

    (said,) = properties(reviewed(*sides).groups[0], ENGLISH)

    assert said.path == "rules"
    assert said.old.text == "nothing"
    assert "flow-99" in said.new.text


def test_an_item_that_changes_is_told_by_what_it_is() -> None:
    before, after = [rule(1), rule(2)], [rule(2), {**rule(1), "destination": "10.2.0.0/16"}]
    sides = (plan(made(ACL, "acl", {"rules": rows, "defaultPolicy": "drop"})) for rows in (after, before))

    (said,) = properties(reviewed(*sides).groups[0], ENGLISH)

    assert said.path == 'rules["flow-1: why"].destination'
    assert (said.old.text, said.new.text) == ("10.1.0.0/16", "10.2.0.0/16")


def test_equal_items_are_matched_as_often_as_they_occur() -> None:
    assert paired([rule(1), rule(1)], [rule(1)], identities(ACL, "rules")) == [(rule(1), None)]


def test_a_document_is_told_by_its_statements() -> None:
    def document(*actions: str) -> str:
        rows = [{"Sid": f"s{n}", "Action": [action]} for n, action in enumerate(actions)]
        return json.dumps({"Statement": rows})

    assert document_items(document("a", "b"), document("a", "c"), "policy") == [
        ('policy.Statement["s1"].Action', ["b"], ["c"])
    ]
    assert document_items(document("a"), document("a", "b"), "policy") == [
        ("policy.Statement", ABSENT, {"Sid": "s1", "Action": ["b"]})
    ]
    assert document_items('{"a": 1, "a": 2}', '{"a": 2}', "policy") == []


def test_actions_of_a_store_are_four_words() -> None:
    told = verbs(["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObjectVersion", "s3:PutBucketPolicy", "x"])

    assert [ENGLISH.text(each) for each in told] == ["read", "write", "delete", "manage", "x"]


def test_nothing_that_changes_is_one_sentence() -> None:
    text = markdown(reviewed(store({}), store({})), ENGLISH, place, "socle")

    assert "###" not in text
    assert text.count("nothing changes") == 1


def test_sentences_come_first_and_counts_last() -> None:
    text = markdown(wider(), ENGLISH, place, "socle")
    order = [text.index(part) for part in ("may now read", "### Data, keys", "### New permissions", "### What changes")]

    assert order == sorted(order)
    assert "<details>\n<summary>All changes" not in text


def test_an_entry_of_a_spec_that_is_a_collection_comes_goes_and_changes_by_its_name() -> None:
    def keys(**specs: dict[str, Any]) -> Plan:
        return plan(component(specs, "socle:scaleway:KeyRing", "keys"))

    def told(was: Plan, will: Plan) -> str:
        (line,) = cause_lines(reviewed(will, was), ENGLISH, str, place)
        return line

    one = keys(main={"data_class": "internal"})
    two = keys(main={"data_class": "internal"}, other={"data_class": "health"})
    assert told(two, one).startswith("key ring loses key other")
    assert told(one, two).startswith("key ring gets key other")
    assert "main: rotation" in told(one, keys(main={"data_class": "internal", "rotation_days": 90}))


def network(ports: list[str], **more: Any) -> Plan:
    """A network with a flow to some ports, and others beside it; its filter has a rule a port."""
    flows = {"a-to-b": {"source": "a", "destination": "b", "ports": ports, "reason": "one", "owner": "team a"}, **more}
    whole = component(
        {"private_networks": {"a": {"range": "10.0.1.0/24"}, "b": {"range": "10.0.2.0/24"}}, "flows": flows},
        "socle:scaleway:Network",
        "network",
    )
    rules = [
        {"source": "10.0.1.0/24", "destination": "10.0.2.0/24", "protocol": "TCP", "action": "accept",
         "dstPortLow": int(port), "dstPortHigh": int(port), "description": f"a-to-b: {port}"}
        for flow in sorted(flows) for port in flows[flow]["ports"]
    ]  # fmt: skip
    mentions = component({"flows": {"x": {"range": "10.0.1.0/24"}}}, "socle:kubernetes:Baseline", "baselines.main")
    return plan(whole, mentions, made(ACL, "acl", {"rules": rules, "defaultPolicy": "drop"}, parent=whole.urn))


def test_each_of_two_entries_has_the_reason_and_the_owner_of_its_own() -> None:
    other = {"source": "b", "destination": "a", "ports": ["22"], "reason": "two", "owner": "team b"}
    (line,) = cause_lines(reviewed(network(["443", "80"], c=other), network(["443"])), ENGLISH, str, place)

    assert "(a-to-b) (reason: one; owner: team a)" in line
    assert "b may now reach a on TCP 22 (c) (reason: two; owner: team b)" in line
    assert line.count("reason: ") == 2


def test_the_first_line_says_which_way_opens_and_no_place_in_a_list() -> None:
    said = headline(reviewed(network(["22", "443"]), network(["443"])), ENGLISH, str)

    assert "a → b: TCP 22" in said
    assert "rules[" not in said


def test_a_range_has_the_name_of_its_network_and_not_of_a_flow_that_mentions_it() -> None:
    found = reviewed(network(["22"]), network([]))

    assert [(gain.reach.source, gain.reach.target) for gain in found.paths] == [("a", "b")]


def test_of_a_block_what_differs_in_it_is_said() -> None:
    before, after = (
        plan(component({"data_class": "internal", "lock": {"mode": "governance", "days": days}})) for days in (365, 30)
    )
    (line,) = cause_lines(reviewed(after, before), ENGLISH, str, place)

    assert "object lock: days 365 → 30" in line
    assert "{" not in line


def test_what_is_refused_is_told_with_what_would_follow_and_not_as_if_it_did() -> None:
    whole = component({"data_class": "health"})
    held = made("scaleway:object/bucket:Bucket", "b", {"name": "b"}, parent=whole.urn, protect=True)
    (line,) = cause_lines(reviewed(plan(), plan(whole, held)), ENGLISH, str, place)

    assert "the engine refuses it; without that: data is lost" in line


def test_what_somebody_becomes_is_no_verb_of_what_they_may_do() -> None:
    member = made("scaleway:iam/groupMembership:GroupMembership", "ada", {"groupId": "operators", "userId": WHO})
    for words, start in ((ENGLISH, "from now on "), (FRENCH, "désormais, ")):
        (line,) = cause_lines(reviewed(plan(member), plan()), words, str, place)
        assert line.startswith(start + WHO)
        assert "operators" in line
        assert "may now" not in line


def database(**inputs: Any) -> Plan:
    return plan(made("scaleway:databases/instance:Instance", "main", {"engine": "PostgreSQL-16", **inputs}))


def test_a_default_that_is_known_is_shown_as_the_other_value() -> None:
    review = reviewed(database(disableBackup=True), database())
    (said,) = properties(review.groups[0], ENGLISH)

    assert (said.path, said.old.text, said.new.text) == ("disableBackup", "the default, false", "true")
    assert "the default, false → true" in headline(review, ENGLISH, str)
    assert "la valeur par défaut, false → true" in headline(review, FRENCH, str)


def test_where_no_default_is_known_none_is_said() -> None:
    (said,) = properties(reviewed(database(), database(nodeType="DB-GP-S")).groups[0], ENGLISH)

    assert said.new.text == "nothing"


def test_a_cause_of_several_entries_stands_at_the_line_of_the_first() -> None:
    asked: list[str] = []

    def written(stack: str, key: str) -> Origin | None:
        asked.append(f"{stack} {key}")
        return Origin("demo/estate.yaml", 9, key) if key == "buckets.studies.grants" else None

    one = {"a": {"reason": "x", "prefix": "p"}, "b": {"reason": "y", "until": "2027"}}
    other = {"a": {"reason": "z", "prefix": "q"}, "b": {"reason": "z", "until": "2028"}}
    found = reviewed(plan(component({"grants": other})), plan(component({"grants": one})), written=written)

    assert found.causes[0].origin == Origin("demo/estate.yaml", 9, "buckets.studies.grants")
    assert asked == [f"demo buckets.studies.grants{rest}" for rest in (".a.prefix", ".a", "")]
