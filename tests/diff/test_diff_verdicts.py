"""What a change is called, and how sure that is: one small plan for each rule of the engine or the provider."""

import pytest

from socle.diff.baseline import Baseline, Level, baseline_of_state
from socle.diff.change import ABSENT, Certainty, Change, Op, RefusalKind, Remark
from socle.diff.compare import compare, diff
from socle.plan.model import SECRET, UNKNOWN, Plan

from .plans import (
    ACL,
    BUCKET,
    CLUSTER,
    DATABASE,
    IAM_POLICY,
    NETWORK,
    POLICY,
    REGISTRY,
    SECRET_VERSION,
    VPC,
    component,
    plan,
    resource,
    urn,
)


def only(changes: list[Change]) -> Change:
    assert len(changes) == 1, [(c.op, c.urn) for c in changes]
    return changes[0]


def registry(name: str = "images", **more: object) -> dict[str, object]:
    return {"name": name, "region": "fr-par", **more}


def test_a_stack_compared_with_nothing_is_created() -> None:
    change = only(diff(plan(resource(REGISTRY, "images", registry()))))

    assert (change.op, change.certainty) == (Op.CREATE, Certainty.CERTAIN)


def test_what_the_program_no_longer_has_is_deleted() -> None:
    change = only(diff(plan(), plan(resource(REGISTRY, "images", registry()))))

    assert change.op is Op.DELETE
    assert change.deletes


def test_a_changed_input_updates_and_names_old_and_new_value() -> None:
    before = plan(resource(REGISTRY, "images", registry(description="a")))
    change = only(diff(plan(resource(REGISTRY, "images", registry(description="b"))), before))

    assert (change.op, change.certainty) == (Op.UPDATE, Certainty.CERTAIN)
    assert [(p.path, p.old, p.new) for p in change.properties] == [("description", "a", "b")]


def test_an_input_that_the_schema_replaces_on_is_named() -> None:
    change = only(
        diff(
            plan(resource(REGISTRY, "images", registry("b"))),
            plan(resource(REGISTRY, "images", registry("a"))),
        )
    )

    assert (change.op, change.reasons, change.certainty) == (Op.REPLACE, ("name",), Certainty.CERTAIN)
    assert change.properties[0].why == "schema"


def test_replace_on_changes_replaces_where_the_schema_would_not() -> None:
    before = plan(resource(REGISTRY, "images", registry(description="a")))
    after = resource(REGISTRY, "images", registry(description="b"), replace_on_changes=("description",))
    change = only(diff(plan(after), before))

    assert (change.op, change.reasons) == (Op.REPLACE, ("description",))
    assert change.properties[0].why == "replaceOnChanges"


def test_a_change_of_replace_on_changes_alone_changes_no_resource_and_is_told() -> None:
    before = plan(resource(REGISTRY, "images", registry()))

    [change] = diff(plan(resource(REGISTRY, "images", registry(), replace_on_changes=("*",))), before)

    assert (change.op, change.properties) == (Op.SAME, ())
    assert [option.path for option in change.options] == ["replace_on_changes"]


@pytest.mark.parametrize("pattern", ["tags", "tags[0]", "*"])
def test_an_ignored_change_is_no_change_and_that_it_is_ignored_is_told(pattern: str) -> None:
    before = plan(resource(VPC, "main", {"name": "main", "tags": ["a"]}))
    after = resource(VPC, "main", {"name": "main", "tags": ["b"]}, ignore_changes=(pattern,))

    [change] = diff(plan(after), before)

    assert (change.op, change.properties) == (Op.SAME, ())
    assert [option.path for option in change.options] == ["ignore_changes"]
    assert diff(plan(resource(VPC, "main", {"name": "main", "tags": ["b"]})), before)[0].op is Op.UPDATE


def test_an_alias_continues_a_resource_under_another_name() -> None:
    before = plan(resource(REGISTRY, "images", registry()))
    after = resource(REGISTRY, "pictures", registry(), aliases=(urn(REGISTRY, "images"),))

    assert diff(plan(after), before) == []


def test_two_resources_that_claim_one_former_name_are_refused() -> None:
    before = plan(resource(REGISTRY, "images", registry()))
    aliases = (urn(REGISTRY, "images"),)
    after = plan(
        resource(REGISTRY, "a", registry(), aliases=aliases), resource(REGISTRY, "b", registry("b"), aliases=aliases)
    )
    refusals = [c.refusal for c in diff(after, before) if c.refusal]

    assert [r.kind for r in refusals] == [RefusalKind.ALIAS_TWICE]


def test_deleting_a_protected_resource_is_refused() -> None:
    change = only(diff(plan(), plan(resource(BUCKET, "studies", {"name": "s"}, protect=True))))

    assert change.refusal is not None
    assert change.refusal.kind is RefusalKind.PROTECTED_DELETE


def test_replacing_a_protected_resource_is_refused_unless_the_same_commit_unprotects_it() -> None:
    before = plan(resource(BUCKET, "studies", {"name": "a"}, protect=True))
    refused = only(diff(plan(resource(BUCKET, "studies", {"name": "b"}, protect=True)), before))
    passed = only(diff(plan(resource(BUCKET, "studies", {"name": "b"})), before))

    assert refused.refusal is not None
    assert refused.refusal.kind is RefusalKind.PROTECTED_REPLACE
    assert passed.refusal is None
    assert passed.unprotects


def test_taking_protection_off_is_shown_although_the_engine_calls_it_the_same() -> None:
    before = plan(resource(BUCKET, "studies", {"name": "a"}, protect=True))
    change = only(diff(plan(resource(BUCKET, "studies", {"name": "a"})), before))

    assert change.op is Op.SAME
    assert change.unprotects


def test_a_retained_resource_that_goes_stays_in_the_cloud() -> None:
    change = only(diff(plan(), plan(resource(REGISTRY, "images", registry(), retain_on_delete=True))))

    assert change.op is Op.DELETE
    assert change.retained
    assert not change.deletes


def vpc_and_network(region: str, **more: object) -> tuple:
    vpc = resource(VPC, "main", {"name": "main", "region": region}, id="fr-par/0000000000-vpc")
    network = resource(
        NETWORK, "data", {"name": "data", "vpcId": "fr-par/0000000000-vpc"}, uses={"vpcId": (vpc.urn,)}, **more
    )
    return vpc, network


def test_a_replaced_vpc_takes_its_networks_along() -> None:
    changes = {c.resource.name: c for c in diff(plan(*vpc_and_network("nl-ams")), plan(*vpc_and_network("fr-par")))}

    assert changes["main"].op is Op.REPLACE
    assert changes["main"].delete_before_replace
    assert changes["data"].op is Op.REPLACE
    assert changes["data"].caused_by == changes["main"].urn


def test_a_fixed_name_is_deleted_first_only_where_the_provider_asks_for_the_replacement() -> None:
    def vpc(name: str, **inputs: object) -> tuple:
        return (resource(VPC, "main", {"name": name, **inputs}, replace_on_changes=("name",)),)

    option = only(diff(plan(*vpc("b")), plan(*vpc("a"))))
    provider = only(diff(plan(*vpc("b", region="nl-ams")), plan(*vpc("a", region="fr-par"))))

    assert (option.op, option.delete_before_replace) == (Op.REPLACE, False)
    assert (provider.op, provider.delete_before_replace) == (Op.REPLACE, True)


def test_what_goes_with_a_replaced_one_under_another_name_gives_the_providers_reasons() -> None:
    vpc, network = vpc_and_network("nl-ams")
    renamed = resource(NETWORK, "lab", network.inputs, uses={"vpcId": (vpc.urn,)}, aliases=(network.urn,))
    changes = {c.resource.name: c for c in diff(plan(vpc, renamed), plan(*vpc_and_network("fr-par")))}
    same_name = {c.resource.name: c for c in diff(plan(vpc, network), plan(*vpc_and_network("fr-par")))}

    assert (changes["lab"].op, changes["lab"].reasons) == (Op.REPLACE, ("vpcId",))
    assert changes["lab"].delete_before_replace
    assert same_name["data"].reasons == ()


@pytest.mark.parametrize(("inputs", "op"), [({"__defaults": []}, Op.UPDATE), ({}, None)])
def test_an_input_with_a_default_that_goes_after_a_refresh_changes_nothing(inputs: dict, op: Op | None) -> None:
    kept = {"vpcId": "fr-par/1", "isIpv6": False, "rules": []}
    row = {"urn": urn(ACL, "filter"), "type": ACL, "custom": True, "id": "fr-par/1"}
    state = {
        "version": 3,
        "deployment": {"resources": [{**row, "inputs": {**kept, "defaultPolicy": "drop", **inputs}}]},
    }
    changes = compare(plan(resource(ACL, "filter", kept)), baseline_of_state(state)).changes

    assert [change.op for change in changes if change.op is not Op.SAME] == ([op] if op else [])


def test_a_protected_dependent_refuses_the_replacement_of_what_it_hangs_on() -> None:
    before = plan(*vpc_and_network("fr-par", protect=True))
    changes = {c.resource.name: c for c in diff(plan(*vpc_and_network("nl-ams", protect=True)), before)}
    refusal = changes["data"].refusal

    assert refusal is not None
    assert (refusal.kind, refusal.cause) == (RefusalKind.PROTECTED_DEPENDENT, changes["main"].urn)


def test_a_known_value_of_a_replaced_resource_replaces_nothing_that_does_not_need_it() -> None:
    def estate(region: str) -> tuple:
        bucket = resource(BUCKET, "studies", {"name": "studies", "region": region}, id="fr-par/studies")
        policy = resource(POLICY, "policy", {"bucket": "studies", "policy": "{}"}, uses={"bucket": (bucket.urn,)})
        return bucket, policy

    assert [c.resource.name for c in diff(plan(*estate("nl-ams")), plan(*estate("fr-par")))] == ["studies"]


def test_an_id_of_a_new_resource_is_unknown_to_those_that_take_it() -> None:
    def gateway(vpc: str) -> tuple:
        made = resource(VPC, vpc, {"name": vpc}, id=f"fr-par/{vpc}-0000-0000")
        return made, resource(NETWORK, "data", {"name": "d", "vpcId": made.id}, uses={"vpcId": (made.urn,)})

    changes = {c.resource.name: c for c in diff(plan(*gateway("two")), plan(*gateway("one")))}

    assert changes["data"].op is Op.REPLACE
    assert changes["data"].properties[0].new == UNKNOWN
    assert changes["data"].certainty is Certainty.CERTAIN


@pytest.mark.parametrize(("option", "reason"), [("deleted_with", "region"), ("replace_with", "replaceWith")])
def test_own_reasons_come_before_what_it_is_deleted_with_and_after_what_it_is_replaced_with(
    option: str, reason: str
) -> None:
    def pair(name: str, region: str) -> tuple:
        base = resource(VPC, "base", {"name": name}, replace_on_changes=("name",))
        partner: object = base.urn if option == "deleted_with" else (base.urn,)
        return base, resource(VPC, "main", {"name": "main", "region": region}, **{option: partner})

    changes = {c.resource.name: c for c in diff(plan(*pair("b", "nl-ams")), plan(*pair("a", "fr-par")))}

    assert changes["main"].op is Op.REPLACE
    assert changes["main"].reasons == (reason,)


def test_deleted_with_and_replace_with_follow_their_partner() -> None:
    def pair(name: str, **more: object) -> tuple:
        return resource(REGISTRY, "images", registry(name)), resource(VPC, "main", {"name": "main"}, **more)

    for options in ({"deleted_with": urn(REGISTRY, "images")}, {"replace_with": (urn(REGISTRY, "images"),)}):
        changes = {c.resource.name: c for c in diff(plan(*pair("b", **options)), plan(*pair("a", **options)))}

        assert changes["main"].op is Op.REPLACE


def test_the_provider_may_decide_otherwise_for_types_that_were_not_measured() -> None:
    storage = "azure-native:storage:StorageAccount"
    change = only(
        diff(plan(resource(storage, "legacy", {"kind": "b"})), plan(resource(storage, "legacy", {"kind": "a"})))
    )

    assert (change.op, change.certainty) == (Op.UPDATE, Certainty.PROVIDER)


def test_a_dependent_of_another_provider_is_doubted_when_its_partner_is_deleted_first() -> None:
    storage = "azure-native:storage:StorageAccount"

    def pair(name: str) -> tuple:
        made = resource(REGISTRY, "images", registry(name))
        return made, resource(storage, "legacy", {"tag": "images"}, uses={"tag": (made.urn,)})

    changes = {c.resource.name: c for c in diff(plan(*pair("b")), plan(*pair("a")))}

    assert changes["legacy"].certainty is Certainty.PROVIDER


@pytest.mark.parametrize(
    ("type_", "name", "old", "new"),
    [
        (DATABASE, "nodeType", "DB-GP-XS", "db-gp-xs"),
        (CLUSTER, "privateNetworkId", "fr-par/1", "1"),
        (IAM_POLICY, "rules", [{"permissionSetNames": ["a", "b"]}], [{"permissionSetNames": ["b", "a"]}]),
        (BUCKET, "versioning", {"enabled": True}, ABSENT),
        (BUCKET, "region", "fr-par", ABSENT),
        (BUCKET, "objectLockEnabled", ABSENT, False),
        (BUCKET, "forceDestroy", False, ABSENT),
        (VPC, "tags", [], ABSENT),
    ],
)
def test_what_the_provider_takes_for_the_same_is_no_change(type_: str, name: str, old: object, new: object) -> None:
    def one(value: object) -> tuple:
        return (resource(type_, "one", {"name": "one"} | ({} if value is ABSENT else {name: value})),)

    assert diff(plan(*one(new)), plan(*one(old))) == []


def test_a_policy_with_its_members_in_another_order_is_left_to_the_provider() -> None:
    def policy(*actions: str) -> tuple:
        text = '{"Statement": [{"Action": [' + ", ".join(f'"{a}"' for a in actions) + "]}]}"
        return (resource(POLICY, "policy", {"bucket": "b", "policy": text}),)

    change = only(diff(plan(*policy("s3:Get", "s3:Put")), plan(*policy("s3:Put", "s3:Get"))))

    assert (change.op, change.certainty) == (Op.SAME, Certainty.PROVIDER)


@pytest.mark.parametrize("name", ["emailAddresses", "smsPhoneNumbers", "webhookUrls"])
def test_who_is_told_of_a_budget_is_a_set_as_a_refresh_sorts_it(name: str) -> None:
    def told(*receivers: str) -> Plan:
        type_ = "scaleway:billing/budgetAlertNotification:BudgetAlertNotification"
        return plan(resource(type_, "one", {name: list(receivers)}))

    assert diff(told("finances", "direction"), told("direction", "finances")) == []
    more = only(diff(told("finances", "direction", "audit"), told("direction", "finances")))
    assert (more.op, more.certainty) == (Op.UPDATE, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("type_", "inputs", "remark"),
    [
        ("scaleway:keymanager/key:Key", ("algorithm", "aes_256_gcm", "rsa_oaep_2048_sha256"), Remark.NOT_SENT),
        ("scaleway:s2svpn/gateway:Gateway", ("gatewayType", "VGW-S", "VGW-M"), Remark.NOT_SENT),
        (DATABASE, ("volumeSizeInGb", 50, 45), Remark.WILL_FAIL),
        (DATABASE, ("encryptionAtRest", True, False), Remark.WILL_FAIL),
    ],
)
def test_an_update_that_does_not_do_what_it_says_is_remarked(
    type_: str, inputs: tuple[str, object, object], remark: Remark
) -> None:
    name, old, new = inputs
    change = only(diff(plan(resource(type_, "one", {name: new})), plan(resource(type_, "one", {name: old}))))

    assert change.op is Op.UPDATE
    assert [r for r, _ in change.remarks] == [remark]


@pytest.mark.parametrize("type_", ["scaleway:iam/sshKey:SshKey", "scaleway:account/sshKey:SshKey"])
def test_what_cannot_be_made_as_it_is_declared_is_remarked_and_what_can_be_changed_to_it_is_not(type_: str) -> None:
    def key(public_key: str, **more: object) -> Plan:
        return plan(resource(type_, "one", {"publicKey": public_key, **more}))

    made = only(diff(key("a", disabled=True), plan()))
    replaced = only(diff(key("b", disabled=True), key("a", disabled=True)))
    switched = only(diff(key("a", disabled=True), key("a", disabled=False)))

    assert (made.op, made.remarks) == (Op.CREATE, ((Remark.WILL_FAIL, "disabled"),))
    assert (replaced.op, replaced.remarks) == (Op.REPLACE, ((Remark.WILL_FAIL, "disabled"),))
    assert (switched.op, switched.remarks) == (Op.UPDATE, ())
    assert only(diff(key("a", disabled=False), plan())).remarks == ()


def test_a_larger_volume_is_not_remarked() -> None:
    change = only(
        diff(
            plan(resource(DATABASE, "one", {"volumeSizeInGb": 60})),
            plan(resource(DATABASE, "one", {"volumeSizeInGb": 50})),
        )
    )

    assert change.remarks == ()


def test_a_shrinking_block_volume_is_replaced_by_the_plan_logic() -> None:
    volume = "scaleway:block/volume:Volume"
    change = only(
        diff(plan(resource(volume, "one", {"sizeInGb": 10})), plan(resource(volume, "one", {"sizeInGb": 20})))
    )

    assert (change.op, change.reasons) == (Op.REPLACE, ("__meta",))


def test_secrets_are_never_compared_and_always_listed() -> None:
    version = resource(SECRET_VERSION, "psk", {"secretId": "fr-par/1", "data": SECRET})

    comparison = compare(plan(version), plan(version))

    assert comparison.changes == ()
    assert comparison.uncompared == {version.urn: ("data",)}


def test_a_secret_that_comes_from_an_unchanged_resource_is_unchanged() -> None:
    password = resource("random:index/randomPassword:RandomPassword", "pw", {"length": 32})
    version = resource(SECRET_VERSION, "psk", {"data": SECRET}, uses={"data": (password.urn,)})

    assert compare(plan(password, version), plan(password, version)).uncompared == {}


def test_a_value_that_becomes_secret_cannot_be_compared() -> None:
    change = only(
        diff(
            plan(resource(DATABASE, "one", {"userName": SECRET})),
            plan(resource(DATABASE, "one", {"userName": "admin"})),
        )
    )

    assert change.certainty is Certainty.ENGINE


def test_hidden_diffs_keep_their_values_to_themselves() -> None:
    after = resource(REGISTRY, "images", registry(description="b"), hide_diffs=("description",))
    change = only(diff(plan(after), plan(resource(REGISTRY, "images", registry(description="a")))))

    assert [(p.path, p.old, p.new) for p in change.properties] == [("description", "[hidden]", "[hidden]")]


def test_components_are_updated_and_never_replaced() -> None:
    change = only(diff(plan(component("store", spec={"a": 2})), plan(component("store", spec={"a": 1}))))

    assert (change.op, change.certainty) == (Op.UPDATE, Certainty.CERTAIN)


def test_an_import_is_for_the_engine_alone_to_check() -> None:
    change = only(diff(plan(resource(REGISTRY, "images", registry(), import_id="fr-par/1"))))

    assert (change.op, change.certainty) == (Op.IMPORT, Certainty.ENGINE)


def test_an_import_of_what_is_already_managed_is_no_change() -> None:
    before = plan(resource(REGISTRY, "images", registry(), id="fr-par/1"))

    assert diff(plan(resource(REGISTRY, "images", registry(), id="fr-par/1", import_id="fr-par/1")), before) == []


def test_a_read_that_stays_is_silent_and_one_that_goes_deletes_nothing() -> None:
    read = resource(VPC, "shared", {}, id="fr-par/1", external=True)

    assert diff(plan(read), plan(read)) == []
    assert only(diff(plan(read))).op is Op.READ
    gone = only(diff(plan(), plan(read)))
    assert gone.op is Op.DISCARD
    assert not gone.deletes


def test_a_read_in_place_of_a_managed_resource_deletes_it() -> None:
    managed = resource(VPC, "shared", {}, id="fr-par/1")
    change = only(diff(plan(resource(VPC, "shared", {}, id="fr-par/2", external=True)), plan(managed)))

    assert (change.op, change.certainty) == (Op.REPLACE, Certainty.ENGINE)


def test_stack_outputs_are_compared_since_no_preview_shows_them() -> None:
    comparison = compare(plan(b=1, c=UNKNOWN), plan(a=1, c="known"))

    assert [(o.path, o.kind) for o in comparison.outputs] == [("a", "delete"), ("b", "add")]


def test_a_state_answers_what_the_provider_had_filled_in() -> None:
    bucket = resource(BUCKET, "studies", {"name": "s", "acl": "private", "versioning": {"enabled": False}})
    before = Baseline(
        plan(resource(BUCKET, "studies", {"name": "s"})), Level.STATE, {bucket.urn: {"versioning": {"enabled": False}}}
    )
    programs_only = only(diff(plan(bucket), before.plan))

    assert diff(plan(bucket), before) == []
    assert programs_only.certainty is Certainty.PROVIDER


def test_another_stacks_baseline_is_refused() -> None:
    other = baseline_of_state(
        {"deployment": {"resources": [{"urn": "urn:pulumi:prod::socle::a:b:C::x", "type": "a:b:C", "custom": True}]}}
    )

    with pytest.raises(ValueError, match="compare the same stack"):
        diff(plan(), other)


@pytest.mark.parametrize(("place", "op"), [("France Central", None), ("francesouth", Op.UPDATE)])
def test_case_and_spaces_of_an_azure_location_are_no_difference(place: str, op: Op | None) -> None:
    group = "azure-native:resources:ResourceGroup"
    before = plan(resource(group, "data", {"location": "francecentral"}))
    after = plan(resource(group, "data", {"location": place}))

    assert [change.op for change in diff(after, before)] == ([op] if op else [])
