"""Load balancers."""

from ..rows import Kind, Logic, Meter, Public, Quota

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:loadbalancers/acl:Acl", standard="HTTP", meters=()),
    Kind("scaleway:loadbalancers/backend:Backend", standard="HTTP", meters=()),
    Kind("scaleway:loadbalancers/certificate:Certificate", standard="HTTP", meters=()),
    Kind("scaleway:loadbalancers/frontend:Frontend", standard="HTTP", meters=()),
    Kind("scaleway:loadbalancers/ip:Ip", standard="HTTP", meters=(Meter("hour", "hour", by={"isIpv6": False}),)),
    Kind(
        "scaleway:loadbalancers/loadBalancer:LoadBalancer",
        standard="HTTP",
        logic=(
            Logic(
                "ipIds",
                "replaces",
                "Terraform provider 2.81, internal/services/lb/helpers_lb.go, CustomizeDiff",
                when="loses one",
            ),
            Logic(
                "assignFlexibleIpv6",
                "replaces",
                "Terraform provider 2.81, internal/services/lb/helpers_lb.go, CustomizeDiff",
                when="switched off",
            ),
        ),
        meters=(Meter("hour", "hour", by={"type": None, "zone": "fr-par-1"}),),
        public=Public(opened_by=("ipId", "ipIds", "assignFlexibleIpv6"), closed_by=(("assignFlexibleIp", False),)),
        quota=Quota(50, "load balancers"),
    ),
    Kind("scaleway:loadbalancers/privateNetwork:PrivateNetwork", standard="HTTP"),
    Kind("scaleway:loadbalancers/route:Route", standard="HTTP"),
)
