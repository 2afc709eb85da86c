"""Networks and what joins them: filters between networks, gateways, load balancers, tunnels."""

from collections.abc import Iterator

from ..context import Fact
from ..rule import Severity, Topic
from ..view import View, over

VPC = "scaleway:network/vpc:Vpc"
ACL = "scaleway:network/acl:Acl"
GATEWAY = "scaleway:network/publicGateway:PublicGateway"
PAT = "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule"
BALANCER = "scaleway:loadbalancers/loadBalancer:LoadBalancer"
BACKEND = "scaleway:loadbalancers/backend:Backend"
FRONTEND = "scaleway:loadbalancers/frontend:Frontend"
CONNECTION = "scaleway:s2svpn/connection:Connection"
PREFIXES = "scaleway:s2svpn/routingPolicy:RoutingPolicy"
_EVERYWHERE = ("", "0.0.0.0/0", "::/0")
_STRONG = ("aes256", "aes192", "chacha20")
_WEAK_GROUPS = ("modp768", "modp1024", "modp1536", "modp2048")

topic = Topic("networks")


@topic.on(
    "vpc-filtered", Severity.HIGH, "A VPC has a filter between its networks", VPC,
    why="The host routes between all private networks of a VPC; without a list everything passes.",
    remedy="Add a network.Acl with default_policy drop.",
    controls=("SecNumCloud 13.2", "CNIL SEC-ESP", "ReCyF 7"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _filtered(view: View) -> Iterator[str]:
    if not view.referring(ACL, "vpcId"):
        yield "everything passes between its networks"


@topic.on(
    "vpc-acl-drops", Severity.HIGH, "The filter between networks drops by default", ACL,
    why="The provider's default accepts everything that no rule names.",
    remedy="Set default_policy to drop.", controls=("SecNumCloud 12.14", "SecNumCloud 13.2", "ReCyF 7"),
)  # fmt: skip
def _drops(view: View) -> Iterator[str]:
    if view.get("defaultPolicy", default="accept") != "drop":
        yield "it accepts what no rule names"


@topic.on(
    "vpc-acl-no-everything", Severity.HIGH, "No rule between networks accepts everything", ACL,
    why="Such a rule is a filter that is switched off.",
    remedy="Name the networks and ports.", controls=("SecNumCloud 13.2", "SecNumCloud 13.1"),
)  # fmt: skip
def _everything(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        wide = all(row.text(end) in _EVERYWHERE for end in ("source", "destination"))
        if wide and row.get("action", default="accept") == "accept":
            yield "a rule accepts everything from everywhere to everywhere"

    yield from over(view.rows("rules"), judge)


@topic.on(
    "vpc-not-transitive", Severity.MEDIUM, "A VPC does not pass on what comes from another", VPC,
    why="Two networks that were never joined reach each other through a third.",
    remedy="Leave enable_transitivity out.", controls=("SecNumCloud 13.2", "CNIL SEC-ESP"),
)  # fmt: skip
def _transitive(view: View) -> Iterator[str]:
    if view.get("enableTransitivity", default=False) is True:
        yield "it passes on what comes from other VPCs"


@topic.on(
    "bastion-listed", Severity.CRITICAL, "A bastion lets in few addresses", GATEWAY,
    why="A bastion without a list answers the whole Internet, and leads to every machine behind it.",
    remedy="Set allowed_ip_ranges to the administrators' ranges.",
    controls=("SecNumCloud 9.6", "SecNumCloud 12.12", "ReCyF 7"),
    when=lambda view: view.get("bastionEnabled", default=False) is True,
)  # fmt: skip
def _bastion(view: View) -> Iterator[str]:
    if not view.has("allowedIpRanges"):
        yield "its bastion answers the whole Internet"

    def judge(row: View) -> Iterator[str]:
        ip = row.text("")
        width = ip.partition("/")[2]
        if width.isdigit() and int(width) < 16:
            yield f"its bastion lets {ip} in"

    yield from over(view.rows("allowedIpRanges"), judge)


@topic.on(
    "gateway-no-forwarding", Severity.HIGH, "No gateway forwards a public port inwards", PAT,
    why="A forwarded port puts a machine of a private network on the Internet, past every filter between networks.",
    remedy="Reach the machine by the bastion or a tunnel; publish a service by a load balancer.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _forward(_view: View) -> Iterator[str]:
    yield "a public port is forwarded to a private address"


@topic.on(
    "gateway-no-mail", Severity.MEDIUM, "A gateway lets no mail out", GATEWAY,
    why="Mail is a way out for data that no filter reads.",
    remedy="Leave enable_smtp out.", controls=("SecNumCloud 12.14",),
)  # fmt: skip
def _mail(view: View) -> Iterator[str]:
    if view.get("enableSmtp", default=False) is True:
        yield "it lets mail out"


@topic.on(
    "balancer-private", Severity.HIGH, "A load balancer is private, or guarded", BALANCER,
    why="A public load balancer puts what is behind it on the Internet.",
    remedy="Leave assign_flexible_ip and ip_ids out; a public service is exempted with its reason.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _balancer(view: View) -> Iterator[str]:
    assigned = [view.get(key, default=False) for key in ("assignFlexibleIp", "assignFlexibleIpv6")]
    if True in assigned or view.has("ipId") or view.has("ipIds"):
        yield "it has a public address"


@topic.on(
    "balancer-modern-tls", Severity.MEDIUM, "A load balancer speaks modern TLS", BALANCER,
    why="The level old accepts protocols that are broken; the default, intermediate, accepts TLS 1.2.",
    remedy="Set ssl_compatibility_level to ssl_compatibility_level_modern.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _tls(view: View) -> Iterator[str]:
    if view.text("sslCompatibilityLevel").endswith("old"):
        yield "it accepts protocols that are broken"


@topic.on(
    "balancer-verifies", Severity.HIGH, "A load balancer verifies what it speaks to", BACKEND,
    why="Encryption without verification lets anyone in between answer.",
    remedy="Leave ignore_ssl_server_verify out.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _verifies(view: View) -> Iterator[str]:
    if view.get("ignoreSslServerVerify", default=False) is True:
        yield "it does not verify the certificate of its servers"


@topic.on(
    "balancer-logs", Severity.LOW, "A frontend keeps access logs", FRONTEND,
    why="An attack on a public service leaves no trace otherwise.",
    remedy="Set enable_access_logs to true.", controls=("SecNumCloud 13.3", "SecNumCloud 12.6"),
)  # fmt: skip
def _logs(view: View) -> Iterator[str]:
    if view.get("enableAccessLogs", default=False) is not True:
        yield "it keeps no access logs"


@topic.on(
    "tunnel-strong", Severity.HIGH, "A tunnel uses strong ciphers and fresh keys", CONNECTION,
    why="A weak cipher or a small group lets what is recorded today be read later; without a group in ESP one key opens all.",
    remedy="Use aes256gcm with dh_group ecp384 in ESP, aes256, sha384 and ecp384 in IKE.",
    controls=("SecNumCloud 10.2", "ANSSI crypto"),
)  # fmt: skip
def _strong(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        cipher, group = row.text("encryption"), row.text("dhGroup")
        if not cipher.startswith(_STRONG):
            yield f"it accepts the cipher {cipher or 'that the host chooses'}"
        if group in _WEAK_GROUPS or not group:
            yield f"it accepts the group {group or 'none'}"

    yield from over([*view.rows("espCiphers"), *view.rows("ikev2Ciphers")], judge)


@topic.on(
    "tunnel-own-key", Severity.MEDIUM, "A tunnel's key is one that the program knows", CONNECTION,
    why="Without secret_id the host makes a key in Secret Manager that no program protects or rotates.",
    remedy="Set secret_id to a Secret of the estate.", controls=("SecNumCloud 10.5",),
)  # fmt: skip
def _own_key(view: View) -> Iterator[str]:
    if not view.has("secretId"):
        yield "its key is made by the host, outside the program"


@topic.on(
    "tunnel-prefixes", Severity.HIGH, "A tunnel exchanges named prefixes", PREFIXES, "scaleway:interlink/routingPolicy:RoutingPolicy",
    why="A default route through a tunnel sends everything to the other side, or takes everything from it.",
    remedy="List the networks that the flows need.", controls=("SecNumCloud 13.1", "SecNumCloud 13.2"),
)  # fmt: skip
def _prefixes(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        width = row.text("").partition("/")[2]
        if width.isdigit() and int(width) < 8:
            yield f"it exchanges {row.text('')}"

    yield from over([*view.rows("prefixFilterIns"), *view.rows("prefixFilterOuts")], judge)


RULES = topic.rules
