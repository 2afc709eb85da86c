"""The guards that are inverted: where, what stands there, what stands there instead, and which tests must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One inverted guard. `text` must stand in the file exactly once."""

    what: str
    file: str
    text: str
    instead: str
    tests: str


def _scaleway(what: str, file: str, text: str, instead: str, tests: str = "") -> Mutant:
    return Mutant(
        what, f"components/socle/scaleway/{file}.py", text, instead, tests or f"tests/scaleway/test_{file}.py"
    )


def _estate(what: str, file: str, text: str, instead: str, tests: str = "tests/estate") -> Mutant:
    return Mutant(what, f"components/socle/estate/{file}.py", text, instead, tests)


def _bridge(what: str, file: str, text: str, instead: str) -> Mutant:
    return Mutant(what, f"components/socle/bridge/{file}.py", text, instead, "tests/bridge")


def _review(what: str, file: str, text: str, instead: str, tests: str) -> Mutant:
    return Mutant(what, f"components/socle/{file}.py", text, instead, tests)


def _reach(what: str, file: str, text: str, instead: str, tests: str = "tests/reach/test_leaks.py") -> Mutant:
    return Mutant(f"reach: {what}", f"components/socle/reach/{file}.py", text, instead, tests)


def _public(what: str, file: str, text: str, instead: str) -> Mutant:
    return Mutant(f"reach: {what}", f"components/socle/facts/{file}.py", text, instead, "tests/reach/test_leaks.py")


_SEARCH = "tests/reach/test_search.py"

MUTANTS = [
    _bridge(
        "routes pass at once", "managed_tunnel", "enable_route_propagation=propagation", "enable_route_propagation=True"
    ),
    _bridge("the host's own key is used", "managed_tunnel", "secret_id=shared_key_id", "secret_id=None"),
    _bridge(
        "the new connection comes first", "managed_tunnel", "delete_before_replace=True", "delete_before_replace=False"
    ),
    _bridge(
        "a gateway is unprotected",
        "managed_tunnel",
        "opts=self.child(s2svpn.Gateway, stateful=True)",
        "opts=self.child(s2svpn.Gateway)",
    ),
    _bridge(
        "the answer forgets its question",
        "managed_tunnel",
        "filled(_answered, ip_id, found)",
        'filled(_answered, "", found)',
    ),
    _bridge(
        "prefixes are swapped",
        "host_ends",
        "prefix_filter_ins=sorted(passing.accepted)",
        "prefix_filter_ins=sorted(passing.announced)",
    ),
    _bridge("Azure's half outlives ours", "bridge", "after=[ours.halves[key]]", "after=[]"),
    _bridge("both sides initiate", "azure_connection", '"ResponderOnly" if', '"Default" if'),
    _bridge(
        "the key is in the plan",
        "azure_connection",
        "shared_key=pulumi.Output.secret(shared_key)",
        "shared_key=pulumi.Output.unsecret(shared_key)",
    ),
    _bridge(
        "no session inside the tunnel",
        "azure_connection",
        "bgp_peering_address=spec.scaleway_address",
        "bgp_peering_address=spec.azure_address",
    ),
    _bridge("Azure is given too little time", "azure_gateway", "custom_timeouts=GATEWAY_TIMEOUTS,", ""),
    _bridge(
        "an address that nobody reviewed", "azure_gateway", "if written and given and written != given:", "if False:"
    ),
    _bridge("forward secrecy differs", "proposals", "_AZURE_PFS[profile.esp.pfs]", '"ECP256"'),
    _bridge("names move by themselves", "names", "if key in self.tenancy.posture.bridge.moved", "if True"),
    _bridge("an open tunnel is taken down", "managed_tunnel", "        if found:", "        if False:"),
    _estate(
        "GCM in IKE passes",
        "bridge/vpn_profile",
        'if "gcm" in self.encryption:',
        'if "never" in self.encryption:',
        "tests/estate/test_bad_input_bridge.py",
    ),
    _estate(
        "a tunnel may use any address",
        "bridge/tunnels",
        "if not any(address in tunnel for tunnel in TUNNEL_RANGES):",
        "if False:",
        "tests/estate/test_bad_input_bridge.py",
    ),
    _estate(
        "the ends stand among stores",
        "bridge/checks",
        "if name is not None and (inside or name in bridge.announce):",
        "if False:",
        "tests/estate/test_bad_input_bridge.py",
    ),
    _estate(
        "a flow without a route passes",
        "bridge/checks",
        "        for end in missing:",
        "        for end in []:",
        "tests/estate/test_bad_input_bridge.py",
    ),
    _scaleway(
        "buckets are encrypted by the host's own key", "storage", 'sse_algorithm="aws:kms"', 'sse_algorithm="AES256"'
    ),
    _scaleway("buckets have no bucket key", "storage", "bucket_key_enabled=True", "bucket_key_enabled=False"),
    _scaleway("the encryption of a bucket goes with the component", "storage", ", retain_on_delete=True", ""),
    _scaleway(
        "buckets are unprotected",
        "storage",
        "opts=self.child(storage.Bucket, stateful=True)",
        "opts=self.child(storage.Bucket)",
    ),
    _scaleway("buckets keep no versions", "storage", "enabled=spec.versioning", "enabled=False"),
    _scaleway(
        "buckets are never locked", "storage", "object_lock_enabled=spec.lock is not None", "object_lock_enabled=False"
    ),
    _scaleway(
        "a policy may leave out the deployer",
        "bucket_policy",
        "if not any(principal",
        "if False and not any(principal",
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "a policy names anyone", "bucket_policy", '{"SCW": sorted(principals)}', '"*"', "tests/scaleway/test_storage.py"
    ),
    _scaleway(
        "a grant reaches the whole bucket",
        "bucket_policy",
        'prefix = grant.prefix or ""',
        'prefix = ""',
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "a writer may read",
        "bucket_policy",
        'if "read" in grant.access:',
        "if grant.access:",
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "the IPv4 filter accepts",
        "network",
        'is_ipv6=False,\n            default_policy="drop"',
        'is_ipv6=False,\n            default_policy="accept"',
    ),
    _scaleway(
        "the IPv6 filter accepts",
        "network",
        'is_ipv6=True,\n            default_policy="drop"',
        'is_ipv6=True,\n            default_policy="accept"',
    ),
    _scaleway(
        "the IPv6 filter is destroyed",
        "network",
        "self.child(network.Acl, retain_on_delete=True)",
        "self.child(network.Acl)",
    ),
    _scaleway("networks exist before their filter", "network", ", depends_on=filters", ""),
    _scaleway("the bastion is on", "network", "bastion_enabled=spec.bastion is not None", "bastion_enabled=True"),
    _scaleway("a gateway has no address of its own", "network", "            ip_id=address.id,\n", ""),
    _scaleway("a VPC may be crossed", "network", "enable_transitivity=False", "enable_transitivity=True"),
    _scaleway(
        "answers are open to every port",
        "acl",
        "_CLIENT_PORTS = (1_024, 65_535)",
        "_CLIENT_PORTS = (0, 0)",
        "tests/scaleway/test_network.py",
    ),
    _scaleway("keys never rotate", "keys", "if spec.rotation_days is None", "if True"),
    _scaleway("keys are unprotected at the host", "keys", "unprotected=tenancy.rehearsal", "unprotected=True"),
    _scaleway("keys land in the shell's project", "keys", "                project_id=tenancy.project_id,\n", ""),
    Mutant(
        "silent changes stay silent",
        "components/socle/component.py",
        "replace_on_changes=replacing or None",
        "replace_on_changes=None",
        "tests/scaleway/test_keys.py",
    ),
    _scaleway(
        "a posture protects nothing",
        "tenancy",
        "return steady if opts",
        "return False if opts",
        "tests/scaleway/test_storage.py",
    ),
    Mutant("credentials are not compared", "infra/__main__.py", "if an_engine_listens():", "if False:", "tests/infra"),
    Mutant(
        "the stack's name is not compared",
        "infra/__main__.py",
        "    refuse(stack_refusals(pulumi.get_stack(), name))\n",
        "",
        "tests/infra",
    ),
    _estate(
        "another organisation is accepted",
        "account/scaleway",
        "if value and allowed and value not in allowed",
        "if False and value not in allowed",
    ),
    _estate("overlapping ranges are accepted", "platform/addresses", "in overlapping(declared)", "in ()"),
    _estate("data may go out to the Internet", "platform/flows", "network.purpose not in WITH_EGRESS", "False"),
    _estate(
        "health data may expire",
        "platform/storage",
        "if getattr(self, field) and not self.data_class.floor.lifecycle_allowed",
        "if False",
    ),
    _estate("a key serves any class", "checks", "if data_class and own and data_class is not own:", "if False:"),
    _reach("an answer needs no rule", "filters", "meet(clause.accepts, back)", "clause.accepts", _SEARCH),
    _reach(
        "a drop before an accept does not count",
        "filters",
        "Clause(rule.text, minus(rule.traffic, dropped))",
        "Clause(rule.text, rule.traffic)",
        _SEARCH,
    ),
    _reach(
        "a filter drops by default",
        "scaleway/vpc",
        'acl.inputs.get("defaultPolicy", "accept")',
        'acl.inputs.get("defaultPolicy", "drop")',
    ),
    _reach("a missing filter drops", "scaleway/vpc", "        if not acls:", "        if False:"),
    _reach(
        "one connector is a peering",
        "scaleway/vpc",
        "alone = (there, here) not in pairs",
        "alone = False",
        "tests/reach/test_brute_force.py",
    ),
    _reach(
        "every VPC lets traffic cross",
        "scaleway/vpc",
        'return resource is not None and resource.inputs.get("enableTransitivity") is True',
        "return True",
        _SEARCH,
    ),
    _reach(
        "databases are filtered",
        "scaleway/services",
        "entry = vpcs.stores(vpcs.of_network[network.key])",
        "entry = network.key",
    ),
    _reach(
        "propagation is always on",
        "scaleway/tunnels",
        'on = connection.inputs.get("enableRoutePropagation") is True\n    closed',
        "on = True\n    closed",
        _SEARCH,
    ),
    _reach(
        "a tunnel brings anyone in",
        "scaleway/tunnels",
        "routed = boxes(way.theirs, way.ours)",
        "routed = boxes(way.theirs, _EVERY)",
        _SEARCH,
    ),
    _reach("closed hops are taken", "search", "shut = hop.closed and not (waiting and hop.waits)", "shut = False"),
    _reach(
        "a forwarded port keeps its number",
        "scaleway/gateways",
        "lands=(address or network.ranges[0], inside),",
        "lands=(address or network.ranges[0], None),",
        "tests/reach/test_brute_force.py",
    ),
    _reach("a bastion is closed by default", "scaleway/gateways", 'or ["0.0.0.0/0"]', 'or ["192.0.2.0/32"]'),
    _reach(
        "a gateway needs no translation",
        "scaleway/gateways",
        'closed="" if masked else',
        'closed="" if True else',
        _SEARCH,
    ),
    _reach(
        "a security group drops by default", "scaleway/machines", 'DefaultPolicy", "accept")', 'DefaultPolicy", "drop")'
    ),
    _reach(
        "a group without state is read as one with it",
        "scaleway/machines",
        'if group.inputs.get("stateful") is False:',
        "if False:",
        _SEARCH,
    ),
    _public("nodes are private by default", "scaleway/kubernetes", 'closed_by=(("publicIpDisabled", True),)', ""),
    _public(
        "load balancers are private by default",
        "scaleway/load_balancers",
        'closed_by=(("assignFlexibleIp", False),)',
        "",
    ),
    _public(
        "a database without a network is private",
        "rows",
        "if public.private and not any(name in inputs for name in public.private):",
        "if False:",
    ),
    _reach("ways out have answers", "declared", 'return flow.what == "flow" and', "return", _SEARCH),
    _reach("priorities are read backwards", "azure/groups", "key=lambda pair: next(", "key=lambda pair: -next("),
    _reach("a control plane without a list is closed", "endpoints", "if not acls or any(", "if acls and any("),
    _reach("a policy for anyone is no finding", "endpoints", "if each.everybody]", "if not each.principals]"),
    _review(
        "a mark that reorders text reaches a Mermaid diagram",
        "report/diagram/mermaid",
        "for c in printable(text))",
        "for c in text)",
        "tests/report/review/test_review_diagram.py",
    ),
    _review(
        "a mark that reorders text reaches the JSON",
        "report/review/json",
        "if steers(character):",
        "if False:",
        "tests/report/review/test_review_hostile.py",
    ),
    _review(
        "a new permission is not marked in the matrix",
        "review/rights/pairs",
        "frozenset(action for action, new in actions if new)",
        "frozenset()",
        "tests/report/review/test_review_pairs.py",
    ),
    _review(
        "the diagram draws estates in which nothing changes",
        "report/diagram/diagram",
        "if estate_of(c.plan) in changed]",
        "]",
        "tests/report/review/test_review_diagram.py",
    ),
    _review(
        "a new flow is drawn as an old one",
        "report/diagram/edges",
        "yield edge if edge in had else",
        "yield edge if True else",
        "tests/report/review/test_review_diagram.py",
    ),
    _review(
        "the answer to a flow is drawn as a flow",
        "report/diagram/edges",
        "    if _is_answer(rule):",
        "    if False:",
        "tests/report/review/test_review_diagram.py",
    ),
    _review(
        "lines of a diagram lie on each other",
        "report/diagram/layout",
        "if all(high < a or low > b for a, b in taken)",
        "if True",
        "tests/report/review/test_review_diagram.py",
    ),
    _review(
        "what loses data does not come first",
        "review/danger",
        "return (*(order.index(danger) for danger in found), len(order))",
        "return (*(order.index(danger) for danger in list(found)[:1]), len(order))",
        "tests/report/review/test_review_verdict.py",
    ),
    _review(
        "long values that begin alike look the same",
        "report/review/values",
        "if max(map(len, texts)) <= longest:",
        "if True:",
        "tests/report/review/test_values.py tests/report/review/test_review_renderings.py",
    ),
    Mutant(
        "the engine replaces the review",
        "ci/comment.py",
        "p.name != part.name and p.sha == where.sha",
        "False",
        "tests/ci/test_comment.py",
    ),
    Mutant(
        "the engine's word on an older commit stays",
        "ci/comment.py",
        "p.name != part.name and p.sha == where.sha",
        "p.name != part.name",
        "tests/ci/test_comment.py",
    ),
    Mutant(
        "a token is sent in the clear",
        "ci/api.py",
        'if address.scheme != "https" and',
        "if False and",
        "tests/ci/test_comment.py",
    ),
    Mutant(
        "the worst verdict does not come first",
        "ci/comment.py",
        "key=lambda part: (gravity(part), ",
        "key=lambda part: (",
        "tests/ci/test_comment.py",
    ),
]
