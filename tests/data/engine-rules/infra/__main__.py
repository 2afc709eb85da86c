"""Cases of the engine's own rules, each with resources of its own; with EDIT=all every case is edited at once, else the one named."""
import json
import os

import pulumi
import pulumiverse_scaleway as scw
from pulumi import Alias, ResourceOptions as O

EDIT = os.environ.get("EDIT", "base")
P = "11111111-1111-4111-8111-111111111111"
ALONE = {"ignore-deep-missing", "ignore-out-of-range", "protected-component", "unprotect-and-delete", "alias-twice", "protect-cascade", "protected-rename", "pr-trigger", "pr-deleted-with", "pr-replace-with", "pr-read", "pr-far", "pr-region"}


def on(case):
    return EDIT == case or (EDIT == "all" and case not in ALONE)


def pick(case, new, old):
    return new if on(case) else old


def ns(n, opts=None, **more):
    return scw.registry.Namespace(n, **{**dict(name=f"c-{n}", project_id=P, region="fr-par"), **more}, opts=opts)


def vpc(n, opts=None, **more):
    return scw.network.Vpc(n, **{**dict(name=f"c-{n}", project_id=P, region="fr-par"), **more}, opts=opts)


def bucket(n, opts=None, **more):
    return scw.object.Bucket(n, **{**dict(name=f"c-{n}", project_id=P, region="fr-par"), **more}, opts=opts)


def tagged(case, old, new, **opts):
    vpc(case, tags=pick(case, new, old), opts=O(**opts))


def mapped(case, old, new, **opts):
    bucket(case, tags=pick(case, new, old), opts=O(**opts))


def described(case, old, new, **opts):
    ns(case, description=pick(case, new, old), opts=O(**opts))


# ignore_changes
tagged("ig-index", ["a", "b"], ["c", "d"], ignore_changes=["tags[0]"])
tagged("ig-wild", ["a", "b"], ["c", "d"], ignore_changes=["tags[*]"])
tagged("ig-wild-longer", ["a", "b"], ["c", "d", "e"], ignore_changes=["tags[*]"])
tagged("ig-wild-shorter", ["a", "b"], ["c"], ignore_changes=["tags[*]"])
tagged("ig-added", ["a"], ["a", "b"], ignore_changes=["tags[1]"])
tagged("ig-gone", ["a", "b"], ["a"], ignore_changes=["tags[1]"])
tagged("ig-whole", ["a", "b"], ["c"], ignore_changes=["tags"])
tagged("ig-whole-absent", ["a", "b"], None, ignore_changes=["tags"])
tagged("ig-whole-new", None, ["a"], ignore_changes=["tags"])
tagged("ig-wild-new", None, ["a"], ignore_changes=["tags[*]"])
mapped("ig-key", {"a": "1", "b": "2"}, {"a": "3", "b": "4"}, ignore_changes=["tags.a"])
mapped("ig-key-quoted", {"a.b": "1", "b": "2"}, {"a.b": "3", "b": "2"}, ignore_changes=['tags["a.b"]'])
mapped("ig-key-added", {"a": "1"}, {"a": "1", "b": "2"}, ignore_changes=["tags.b"])
mapped("ig-key-gone", {"a": "1", "b": "2"}, {"a": "1"}, ignore_changes=["tags.b"])
mapped("ig-map-wild", {"a": "1", "b": "2"}, {"a": "3", "c": "2"}, ignore_changes=["tags.*"])
described("ig-star", "a", "b", ignore_changes=["*"])
described("ig-absent", "a", None, ignore_changes=["description"])
described("ig-new", None, "b", ignore_changes=["description"])
ns("ig-name", name=pick("ig-name", "c-ig-name2", "c-ig-name"), opts=O(ignore_changes=["name"]))
ns("ig-snake", is_public=pick("ig-snake", True, False), opts=O(ignore_changes=["is_public"]))
described("ig-first-time", "a", "b", ignore_changes=["description"] if on("ig-first-time") else None)
described("ig-lifted", "a", "b", ignore_changes=None if on("ig-lifted") else ["description"])
tagged("ignore-deep-missing", ["a"], ["b"], ignore_changes=["tags[0]", "nope.deep.er"] if on("ignore-deep-missing") else None)
tagged("ignore-out-of-range", ["a"], ["b"], ignore_changes=["tags[7]"] if on("ignore-out-of-range") else None)
tagged("ig-unknown-top", ["a"], ["b"], ignore_changes=["nope"])

# replace_on_changes
described("ro-star", "a", "b", replace_on_changes=["*"])
tagged("ro-index", ["a", "b"], ["c", "b"], replace_on_changes=["tags[0]"])
tagged("ro-other-index", ["a", "b"], ["a", "c"], replace_on_changes=["tags[0]"])
tagged("ro-wild", ["a", "b"], ["a", "c"], replace_on_changes=["tags[*]"])
tagged("ro-parent", ["a", "b"], ["a", "c"], replace_on_changes=["tags"])
tagged("ro-longer", ["a"], ["a", "b"], replace_on_changes=["tags[*]"])
tagged("ro-whole-new", None, ["a"], replace_on_changes=["tags[*]"])
tagged("ro-whole-gone", ["a"], None, replace_on_changes=["tags[*]"])
mapped("ro-key", {"a": "1", "b": "2"}, {"a": "3", "b": "2"}, replace_on_changes=["tags.a"])
mapped("ro-other-key", {"a": "1", "b": "2"}, {"a": "1", "b": "3"}, replace_on_changes=["tags.a"])
described("ro-ignored", "a", "b", replace_on_changes=["description"], ignore_changes=["description"])
described("ro-first-time", "a", "b", replace_on_changes=["description"] if on("ro-first-time") else None)
described("ro-same", "a", "a", replace_on_changes=["description"] if on("ro-same") else None)
described("ro-dbr", "a", "b", replace_on_changes=["description"], delete_before_replace=True)
described("ro-no-dbr", "a", "b", replace_on_changes=["description"], delete_before_replace=False)

# triggers
described("trigger", "a", "a", replacement_trigger=pick("trigger", "2", "1"))
described("trigger-new", "a", "a", replacement_trigger=pick("trigger-new", "1", None))
described("trigger-gone", "a", "a", replacement_trigger=pick("trigger-gone", None, "1"))
described("trigger-and-edit", "a", pick("trigger-and-edit", "b", "a"), replacement_trigger=pick("trigger-and-edit", "2", "1"))

# aliases and moves
class Box(pulumi.ComponentResource):
    def __init__(self, name, opts=None, type_="cases:index:Box", **inputs):
        super().__init__(type_, name, inputs or None, opts)


def renamed(case, new_name, opts, **more):
    ns(pick(case, new_name, case), opts=opts if on(case) else None, **{"name": f"c-{case}", **more})


renamed("al-none", "al-none-2", None)
renamed("al-name", "al-name-2", O(aliases=[Alias(name="al-name")]))
renamed("al-urn", "al-urn-2", O(aliases=["urn:pulumi:rec::cases::scaleway:registry/namespace:Namespace::al-urn"]))
renamed("al-edit", "al-edit-2", O(aliases=[Alias(name="al-edit")]), description=pick("al-edit", "b", "a"))
renamed("al-stack", "al-stack", O(aliases=[Alias(stack="old")]))
renamed("al-case", "al-CASE", O(aliases=[Alias(name="al-case")]))
box = Box("box")
ns("mv-none", opts=O(parent=box) if on("mv-none") else None)
ns("mv-root", opts=O(parent=box, aliases=[Alias(parent=pulumi.ROOT_STACK_RESOURCE)]) if on("mv-root") else None)
ns("mv-out", opts=O(aliases=[Alias(parent=box)]) if on("mv-out") else O(parent=box))
ns("mv-name", opts=None) if not on("mv-name") else ns("mv-name-2", name="c-mv-name", opts=O(parent=box, aliases=[Alias(name="mv-name", parent=pulumi.ROOT_STACK_RESOURCE)]))
above = Box(pick("al-parent", "above-2", "above"), O(aliases=[Alias(name="above")]) if on("al-parent") else None)
ns("al-parent-child", opts=O(parent=above))
prefixed = Box(pick("al-prefix", "pre-2", "pre"), O(aliases=[Alias(name="pre")]) if on("al-prefix") else None)
ns(pick("al-prefix", "pre-2-child", "pre-child"), name="c-pre-child", opts=O(parent=prefixed))
typed = Box("typed", O(aliases=[Alias(type_="cases:index:Box")]) if on("al-type") else None, type_=pick("al-type", "cases:index:Crate", "cases:index:Box"))
ns("al-type-child", opts=O(parent=typed))
bare = Box(pick("al-no", "bare-2", "bare"))
ns("al-no-child", opts=O(parent=bare))
if not on("alias-twice"):
    ns("twice")
else:
    ns("twice-a", name="c-twice", opts=O(aliases=[Alias(name="twice")]))
    ns("twice-b", name="c-twice-b", opts=O(aliases=[Alias(name="twice")]))
ns(pick("protected-rename", "guard-2", "guard"), name="c-guard", opts=O(protect=True))
if on("ty-change"):
    vpc("ty-change")
else:
    ns("ty-change")
if on("al-old-type"):
    vpc("al-old-type")
else:
    pulumi.CustomResource("scaleway:index/vpc:Vpc", "al-old-type", {"name": "c-al-old-type", "projectId": P, "region": "fr-par"})

# retain, deleted with, replace with
if not on("keep-gone"):
    ns("keep-gone", opts=O(retain_on_delete=True))
ns("keep-replaced", name=pick("keep-replaced", "c-kr-2", "c-kr"), opts=O(retain_on_delete=True))
ns("keep-late", name=pick("keep-late", "c-kl-2", "c-kl"), opts=O(retain_on_delete=on("keep-late")))
if not on("with-both-gone"):
    holder = vpc("with-holder")
    ns("with-both-gone", opts=O(deleted_with=holder))
host = vpc("with-host", region=pick("with-replaced", "nl-ams", "fr-par"))
ns("with-replaced", opts=O(deleted_with=host))
if not on("with-target-gone"):
    lone = vpc("with-lone")
ns("with-target-gone", opts=None if on("with-target-gone") else O(deleted_with=lone))
mate = vpc("mate", region=pick("rw", "nl-ams", "fr-par"))
ns("rw", opts=O(replace_with=[mate]))
mate2 = vpc("mate-2", tags=pick("rw-update", ["b"], ["a"]))
ns("rw-update", opts=O(replace_with=[mate2]))

# reading
SHARED = ns("shared-target")
ns("rd-gone-target")
if on("rd-to-managed"):
    ns("rd-to-managed")
else:
    scw.registry.Namespace.get("rd-to-managed", SHARED.id)
if on("rd-gone"):
    pass
else:
    scw.registry.Namespace.get("rd-gone", SHARED.id)
if on("rd-new"):
    scw.registry.Namespace.get("rd-new", SHARED.id)
if on("rd-from-managed"):
    scw.registry.Namespace.get("rd-from-managed", SHARED.id)
else:
    ns("rd-from-managed")

# providers
def own(n, **more):
    return scw.Provider(n, **{**dict(region="fr-par", zone="fr-par-1"), **more})


ns("pv-explicit", opts=O(provider=own("pv-own")) if on("pv-explicit") else None)
ns("pv-default", opts=None if on("pv-default") else O(provider=own("pv-former")))
ns("pv-edited", opts=O(provider=own("pv-changing", zone=pick("pv-edited", "fr-par-2", "fr-par-1"))))
ns("pv-renamed", opts=O(provider=own(pick("pv-renamed", "pv-name-2", "pv-name"))))

# secrets and unknowns
ns("se-becomes", description=pulumi.Output.secret("a") if on("se-becomes") else "a")
ns("se-becomes-other", description=pulumi.Output.secret("b") if on("se-becomes-other") else "a")
ns("se-no-more", description="a" if on("se-no-more") else pulumi.Output.secret("a"))
ns("se-edited", description=pulumi.Output.secret(pick("se-edited", "b", "a")))
bucket("se-nested", tags={"a": pulumi.Output.secret(pick("se-nested", "2", "1")), "b": "1"})
bucket("se-nested-other", tags={"a": pulumi.Output.secret("1"), "b": pick("se-nested-other", "2", "1")})
fresh = vpc("un-fresh") if on("un-id") or on("un-tag") or on("un-name") else None
first = vpc("un-first")
scw.network.PrivateNetwork("un-id", name="c-un-id", project_id=P, region="fr-par", vpc_id=fresh.id if on("un-id") else first.id)
vpc("un-tag", tags=[fresh.id if on("un-tag") else first.id])
ns("un-name", description=fresh.name if on("un-name") else first.name)
moved = vpc("un-moved", region=pick("un-replaced", "nl-ams", "fr-par"))
ns("un-replaced-name", description=moved.name)
ns("un-replaced-id", description=moved.id)
ns("un-replaced-concat", description=pulumi.Output.concat("x-", moved.id))

# what never shows
ns("no-depends", opts=O(depends_on=[box]) if on("no-depends") else None)
ns("no-depends-custom", opts=O(depends_on=[SHARED]) if on("no-depends-custom") else None)
ns("no-timeouts", opts=O(custom_timeouts=pulumi.CustomTimeouts(create="1h")) if on("no-timeouts") else None)
ns("no-secret-outputs", opts=O(additional_secret_outputs=["endpoint"]) if on("no-secret-outputs") else None)
ns("no-protect", opts=O(protect=True) if on("no-protect") else None)
ns("no-unprotect", opts=None if on("no-unprotect") else O(protect=True))
ns("no-retain", opts=O(retain_on_delete=True) if on("no-retain") else None)
ns("no-dbr", opts=O(delete_before_replace=True) if on("no-dbr") else None)
ns("no-hide", opts=O(hide_diffs=["description"]) if on("no-hide") else None)
ns("up-replace", name=pick("up-replace", "c-up-2", "c-up"), opts=None if on("up-replace") else O(protect=True))
Box("co-input", size=pick("co-input", 2, 1))
Box("co-secret", size=pulumi.Output.secret(pick("co-secret", 2, 1)))

# refusals, one at a time
if not on("unprotect-and-delete"):
    ns("late", opts=O(protect=True))
holder2 = vpc("pc-vpc", region=pick("protect-cascade", "nl-ams", "fr-par"))
scw.network.PrivateNetwork("pc-net", name="c-pc-net", project_id=P, region="fr-par", vpc_id=holder2.id, opts=O(protect=True))
if not on("protected-component"):
    inner = Box("pbox", O(protect=True))
    ns("pbox-child", opts=O(parent=inner))

# values
scw.iam.Policy("va-sets", name="c-va", no_principal=True, rules=[scw.iam.PolicyRuleArgs(project_ids=[P], permission_set_names=pick("va-sets", ["VPCReadOnly", "IPAMReadOnly"], ["IPAMReadOnly", "VPCReadOnly"]))])
two = [dict(project_ids=[P], permission_set_names=["VPCReadOnly"]), dict(project_ids=[P], permission_set_names=["IPAMReadOnly"])]
scw.iam.Policy("va-rules", name="c-va-r", no_principal=True, rules=pick("va-rules", two[::-1], two))
vpc("va-tags", tags=pick("va-tags", ["b", "a"], ["a", "b"]))
vpc("va-tags-twice", tags=pick("va-tags-twice", ["a", "a"], ["a"]))
vpc("va-empty", tags=pick("va-empty", None, []))
ns("va-false", is_public=pick("va-false", None, False))
ns("va-false-new", is_public=pick("va-false-new", False, None))
ns("va-text", description=pick("va-text", None, ""))
bucket("va-versioning", versioning=None if on("va-versioning") else dict(enabled=True))
bucket("va-versioning-off", versioning=dict(enabled=not on("va-versioning-off")))
sg = [dict(action="accept", port=22, protocol="TCP", ip_range="10.0.0.0/8"), dict(action="accept", port=443, protocol="TCP", ip_range="10.0.0.0/8")]
scw.instance.SecurityGroup("va-sg", name="c-va-sg", project_id=P, zone="fr-par-1", inbound_default_policy="drop", inbound_rules=pick("va-sg", sg[::-1], sg))
scw.network.PrivateNetwork("va-locality", name="c-va-loc", project_id=P, region="fr-par", vpc_id=first.id.apply(lambda i: i.split("/")[-1] if on("va-locality") else i))

# a second round
rules = [dict(action="accept", port=22, protocol="TCP", ip_range="10.0.0.0/8"), dict(action="accept", port=443, protocol="TCP", ip_range="10.0.0.0/8")]


def guarded(case, new, **opts):
    scw.instance.SecurityGroup(case, name=f"c-{case}", project_id=P, zone="fr-par-1", inbound_default_policy="drop", inbound_rules=pick(case, new, rules), opts=O(**opts))


edited = [{**rules[0], "port": 23}, {**rules[1], "port": 444}]
guarded("ig2-index-field", edited, ignore_changes=["inboundRules[0].port"])
guarded("ig2-wild-field", edited, ignore_changes=["inboundRules[*].port"])
guarded("ig2-wild-field-longer", [*edited, {**rules[0], "port": 80}], ignore_changes=["inboundRules[*].port"])
guarded("ig2-wild-all", [{**edited[0], "action": "drop"}, edited[1]], ignore_changes=["inboundRules[*].port"])
guarded("ig2-field-added", [{**rules[0]}, {**rules[1], "port_range": "1-2"}], ignore_changes=["inboundRules[1].portRange"])
guarded("ro2-field", edited, replace_on_changes=["inboundRules[*].port"])
guarded("ro2-other-field", edited, replace_on_changes=["inboundRules[*].action"])
guarded("ro2-reorder", rules[::-1], replace_on_changes=["inboundRules"])
bucket("ig2-block", versioning=dict(enabled=pick("ig2-block", False, True)), opts=O(ignore_changes=["versioning.enabled"]))
bucket("ig2-block-gone", versioning=None if on("ig2-block-gone") else dict(enabled=True), opts=O(ignore_changes=["versioning.enabled"]))
bucket("ig2-block-new", versioning=dict(enabled=True) if on("ig2-block-new") else None, opts=O(ignore_changes=["versioning.enabled"]))
bucket("ig2-map-new", tags={"a": "1", "b": "2"} if on("ig2-map-new") else None, opts=O(ignore_changes=["tags.a"]))
bucket("ig2-map-new-only", tags={"a": "1"} if on("ig2-map-new-only") else None, opts=O(ignore_changes=["tags.a"]))
bucket("ig2-map-gone", tags=None if on("ig2-map-gone") else {"a": "1", "b": "2"}, opts=O(ignore_changes=["tags.a"]))
ns("ig2-star-replacing", name=pick("ig2-star-replacing", "c-igs-2", "c-igs"), opts=O(ignore_changes=["*"], replace_on_changes=["*"]))
ns("ro2-protected-same", description="a", opts=O(protect=True, replace_on_changes=["*"]))
vpc("ro2-snake", tags=pick("ro2-snake", ["b"], ["a"]), opts=O(replace_on_changes=["tags"], delete_before_replace=True))
# dependents of what is deleted first, through inputs, dependsOn, deletedWith and parents
head = vpc("ca-head", region=pick("ca", "nl-ams", "fr-par"))
scw.network.PrivateNetwork("ca-replacing", name="c-ca-net", project_id=P, region="fr-par", vpc_id=head.id)
ns("ca-plain", description=head.id)
ns("ca-depends", opts=O(depends_on=[head]))
ns("ca-with", opts=O(deleted_with=head))
vpc("ca-tag", tags=[head.id])
ns("ca-ro", description=head.id, opts=O(replace_on_changes=["description"]))
ns("ca-name", description=head.name, opts=O(replace_on_changes=["description"]))
ns("ca-ignored", description=head.id, opts=O(ignore_changes=["description"], replace_on_changes=["description"]))
# unnamed things are made again before they go
ip = scw.network.PublicGatewayIp("ip", project_id=P, zone=pick("cb", "fr-par-2", "fr-par-1"))
scw.network.PublicGateway("gw", name="c-gw", type="VPC-GW-S", project_id=P, zone="fr-par-1", ip_id=ip.id)
# reads of the same thing
if on("rd2-same-id"):
    scw.registry.Namespace.get("rd2-same-id", SHARED.id)
else:
    scw.registry.Namespace.get("rd2-same-id", SHARED.id)
scw.registry.Namespace.get("rd2-other-id", vpc("rd2-v").id.apply(lambda _: "fr-par/00000000-0000-4000-8000-000000000009") if False else SHARED.id)
# aliases through components
class Pair(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Pair", name, None, opts)
        self.inner = Box(f"{name}-inner", O(parent=self))
        ns(f"{name}-leaf", name="c-pair-leaf", opts=O(parent=self.inner))


Pair(pick("al2-deep", "pair-2", "pair"), O(aliases=[Alias(name="pair")]) if on("al2-deep") else None)
outer = Box("outer")
inner = Box("al2-mv-box", O(parent=outer, aliases=[Alias(parent=pulumi.ROOT_STACK_RESOURCE)]) if on("al2-mv") else None)
ns("al2-mv-leaf", opts=O(parent=inner))
inner3 = Box("al2-mv-none-box", O(parent=outer) if on("al2-mv-none") else None)
ns("al2-mv-none-leaf", opts=O(parent=inner3))
ns("al2-protect" if not on("al2-protect") else "al2-protect-2", name="c-al2-protect", opts=O(protect=True, aliases=[Alias(name="al2-protect")]))
ns("al2-chain" if not on("al2-chain") else "al2-chain-3", name="c-al2-chain", opts=O(aliases=[Alias(name="al2-chain-2"), Alias(name="al2-chain")]))
# options that come from parents
parent_kept = Box("in-box", O(retain_on_delete=True) if on("in-retain") else None)
ns("in-retain-leaf", name=pick("in-retain", "c-inr-2", "c-inr"), opts=O(parent=parent_kept))
# protected, one at a time
described("pr-trigger", "a", "a", protect=True, replacement_trigger=pick("pr-trigger", "2", "1"))
pr_host = vpc("pr-host", region=pick("pr-deleted-with", "nl-ams", "fr-par"))
ns("pr-deleted-with", opts=O(deleted_with=pr_host, protect=True))
pr_mate = vpc("pr-mate", region=pick("pr-replace-with", "nl-ams", "fr-par"))
ns("pr-replace-with", opts=O(replace_with=[pr_mate], protect=True))
if on("pr-read"):
    scw.registry.Namespace.get("pr-read", SHARED.id)
else:
    ns("pr-read", opts=O(protect=True))
far = vpc("pr-far-vpc", region=pick("pr-far", "nl-ams", "fr-par"))
near = scw.network.PrivateNetwork("pr-far-net", name="c-pr-far", project_id=P, region="fr-par", vpc_id=far.id)
ns("pr-far-leaf", description=near.id, opts=O(replace_on_changes=["description"], protect=True))
ns("pr-region", region=pick("pr-region", "nl-ams", "fr-par"), opts=O(protect=True))
pulumi.export("value", pick("out", 2, 1))
pulumi.export("hidden", pulumi.Output.secret(pick("out", "b", "a")))
