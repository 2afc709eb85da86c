"""Networks and what joins them: filters between networks, gateways, load balancers, tunnels."""

from collections.abc import Iterator
from functools import partial

from socle.messages import Text, said

from ..context import Fact
from ..opened import opened
from ..ranges import is_everybody, is_everything, is_wide
from ..rule import Severity, Topic
from ..view import View, apart

VPC = "scaleway:network/vpc:Vpc"
ACL = "scaleway:network/acl:Acl"
GATEWAY = "scaleway:network/publicGateway:PublicGateway"
PAT = "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule"
BALANCER = "scaleway:loadbalancers/loadBalancer:LoadBalancer"
BACKEND = "scaleway:loadbalancers/backend:Backend"
FRONTEND = "scaleway:loadbalancers/frontend:Frontend"
CONNECTION = "scaleway:s2svpn/connection:Connection"
PREFIXES = "scaleway:s2svpn/routingPolicy:RoutingPolicy"
_STRONG = ("aes256", "aes192", "chacha20")
_WEAK_GROUPS = ("modp768", "modp1024", "modp1536", "modp2048")

topic = Topic("networks")


@topic.on(
    "vpc-filtered", Severity.HIGH, "A VPC has a filter between its networks", VPC,
    why="The host routes between all private networks of a VPC; without a list everything passes.",
    remedy="Add a network.Acl with default_policy drop.",
    controls=("SecNumCloud 13.2", "CNIL SEC-ESP", "ReCyF 7"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _filtered(view: View) -> Iterator[Text]:
    if not view.referring(ACL, "vpcId"):
        yield said("found.unfiltered_vpc")


@topic.on(
    "vpc-acl-drops", Severity.HIGH, "The filter between networks drops by default", ACL,
    why="The provider's default accepts everything that no rule names.",
    remedy="Set default_policy to drop.", controls=("SecNumCloud 12.14", "SecNumCloud 13.2", "ReCyF 7"),
)  # fmt: skip
def _drops(view: View) -> Iterator[Text]:
    if view.get("defaultPolicy", default="accept") != "drop":
        yield said("found.accepts_rest")


@topic.on(
    "vpc-acl-no-everything", Severity.HIGH, "No rule between networks accepts everything", ACL,
    why="Such a rule is a filter that is switched off.",
    remedy="Name the networks and ports.",
    declared="Name the networks and ports of the flow under network.flows.", controls=("SecNumCloud 13.2", "SecNumCloud 13.1"),
)  # fmt: skip
def _everything(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        wide = all(is_everybody(row.text(end)) for end in ("source", "destination"))
        if wide and row.text("action").lower() != "drop":
            yield said("found.acl_everything")

    yield from view.each("rules", judge)


@topic.on(
    "vpc-not-transitive", Severity.MEDIUM, "A VPC does not pass on what comes from another", VPC,
    why="Two networks that were never joined reach each other through a third.",
    remedy="Leave enable_transitivity out.", controls=("SecNumCloud 13.2", "CNIL SEC-ESP"),
)  # fmt: skip
def _transitive(view: View) -> Iterator[Text]:
    if view.on("enableTransitivity"):
        yield said("found.transitive")


@topic.on(
    "bastion-listed", Severity.CRITICAL, "A bastion lets in few addresses", GATEWAY,
    why="A bastion without a list answers the whole Internet, and leads to every machine behind it.",
    remedy="Set allowed_ip_ranges to the administrators' ranges.",
    declared="List the administrators' ranges in network.gateway.bastion.allowed_ranges.",
    controls=("SecNumCloud 9.6", "SecNumCloud 12.12", "ReCyF 7"),
    when=lambda view: view.on("bastionEnabled"),
)  # fmt: skip
def _bastion(view: View) -> Iterator[Text]:
    if not view.has("allowedIpRanges"):
        yield said("found.bastion_open")

    def judge(row: View) -> Iterator[Text]:
        ip = row.text("")
        if is_wide(ip):
            yield said("found.bastion_lets", range=ip or "*")

    yield from view.each("allowedIpRanges", judge)


@topic.on(
    "gateway-no-forwarding", Severity.HIGH, "No gateway forwards a public port inwards", PAT,
    why="A forwarded port puts a machine of a private network on the Internet, past every filter between networks.",
    remedy="Reach the machine by the bastion or a tunnel; publish a service by a load balancer.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _forward(_view: View) -> Iterator[Text]:
    yield said("found.forwarded")


@topic.on(
    "gateway-no-mail", Severity.MEDIUM, "A gateway lets no mail out", GATEWAY,
    why="Mail is a way out for data that no filter reads.",
    remedy="Leave enable_smtp out.", controls=("SecNumCloud 12.14",),
)  # fmt: skip
def _mail(view: View) -> Iterator[Text]:
    if view.on("enableSmtp"):
        yield said("found.mail_out")


@topic.on(
    "balancer-private", Severity.HIGH, "A load balancer is private, or guarded", BALANCER,
    why="A public load balancer puts what is behind it on the Internet.",
    remedy="Set assign_flexible_ip to False, and leave ip_ids out; a public service is exempted with its reason.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _balancer(view: View) -> Iterator[Text]:
    yield from (said("found.public_address") for _ in opened(view))


@topic.on(
    "balancer-modern-tls", Severity.MEDIUM, "A load balancer speaks modern TLS", BALANCER,
    why="The level old accepts protocols that are broken; the default, intermediate, accepts TLS 1.2.",
    remedy="Set ssl_compatibility_level to ssl_compatibility_level_modern.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _tls(view: View) -> Iterator[Text]:
    if view.text("sslCompatibilityLevel").endswith("old"):
        yield said("found.broken_protocols")


@topic.on(
    "balancer-verifies", Severity.HIGH, "A load balancer verifies what it speaks to", BACKEND,
    why="Encryption without verification lets anyone in between answer.",
    remedy="Leave ignore_ssl_server_verify out.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _verifies(view: View) -> Iterator[Text]:
    if view.on("ignoreSslServerVerify"):
        yield said("found.unverified")


@topic.on(
    "balancer-logs", Severity.LOW, "A frontend keeps access logs", FRONTEND,
    why="An attack on a public service leaves no trace otherwise.",
    remedy="Set enable_access_logs to true.", controls=("SecNumCloud 13.3", "SecNumCloud 12.6"),
)  # fmt: skip
def _logs(view: View) -> Iterator[Text]:
    if not view.on("enableAccessLogs"):
        yield said("found.no_access_logs")


@topic.on(
    "tunnel-strong", Severity.HIGH, "A tunnel uses strong ciphers and fresh keys", CONNECTION,
    why="A weak cipher or a small group lets what is recorded today be read later; without a group in ESP one key opens all.",
    remedy="Use aes256gcm with dh_group ecp384 in ESP, aes256, sha384 and ecp384 in IKE.",
    controls=("SecNumCloud 10.2", "ANSSI crypto"),
)  # fmt: skip
def _strong(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        cipher = row.text("encryption")
        if not cipher.startswith(_STRONG):
            yield said("found.cipher", name=cipher) if cipher else said("found.cipher_of_host")

    def group(row: View) -> Iterator[Text]:
        name = row.text("dhGroup")
        if name in _WEAK_GROUPS or not name:
            yield said("found.group", name=name) if name else said("found.group_none")

    keys = ("espCiphers", "ikev2Ciphers")
    yield from apart(*(partial(view.each, key, kind) for key in keys for kind in (judge, group)))


@topic.on(
    "tunnel-own-key", Severity.MEDIUM, "A tunnel's key is one that the program knows", CONNECTION,
    why="Without secret_id the host makes a key in Secret Manager that no program protects or rotates.",
    remedy="Set secret_id to a Secret of the estate.", controls=("SecNumCloud 10.5",),
)  # fmt: skip
def _own_key(view: View) -> Iterator[Text]:
    if not view.has("secretId"):
        yield said("found.key_outside")


@topic.on(
    "tunnel-prefixes", Severity.HIGH, "A tunnel exchanges named prefixes", PREFIXES, "scaleway:interlink/routingPolicy:RoutingPolicy",
    why="A default route through a tunnel sends everything to the other side, or takes everything from it.",
    remedy="List the networks that the flows need.",
    declared="Narrow network.outside and network.flows to the networks that need the tunnel.",
    controls=("SecNumCloud 13.1", "SecNumCloud 13.2"),
)  # fmt: skip
def _prefixes(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        prefix = row.text("")
        if is_everything(prefix):
            yield said("found.exchanges", range=prefix or "*")

    yield from apart(*(partial(view.each, key, judge) for key in ("prefixFilterIns", "prefixFilterOuts")))


RULES = topic.rules
