"""Projects, people, applications, policies, keys, budgets."""

from ..rows import Kind, Logic, Meter, Quota, Silent

_DISABLED_AT_BIRTH = Logic(
    "disabled",
    "fails",
    "Terraform provider 2.81, internal/services/iam/ssh_key.go, and a real deployment: the key is made and may be used, what "
    "disables it is sent without its id, and it stays outside the state",
    when="switched on at birth",
)

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:account/project:Project", standard="", meters=(), quota=Quota(25, "projects")),
    Kind("scaleway:account/sshKey:SshKey", standard="SSH", logic=(_DISABLED_AT_BIRTH,)),
    Kind(
        "scaleway:billing/budget:Budget", standard="", meters=(Meter("existence", "month", key={"meter": "existence"}),)
    ),
    Kind(
        "scaleway:billing/budgetAlert:BudgetAlert",
        standard="",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
    ),
    Kind(
        "scaleway:billing/budgetAlertNotification:BudgetAlertNotification",
        standard="",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
    ),
    Kind(
        "scaleway:iam/apiKey:ApiKey",
        standard="",
        silent=Silent(("userId",), "iam/api_key.go"),
        id="{key}",
        computed={"accessKey": "{key}", "secretKey": "{secret}"},
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "API keys"),
    ),
    Kind(
        "scaleway:iam/application:Application",
        standard="",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(100, "applications"),
    ),
    Kind(
        "scaleway:iam/group:Group",
        standard="",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "groups"),
    ),
    Kind("scaleway:iam/groupMembership:GroupMembership", standard="", meters=()),
    Kind(
        "scaleway:iam/policy:Policy",
        standard="",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "policies", "give one policy several rules, or ask the host for more"),
    ),
    Kind("scaleway:iam/saml:Saml", standard="SAML"),
    Kind("scaleway:iam/samlCertificate:SamlCertificate", standard="SAML"),
    Kind("scaleway:iam/scim:Scim", standard="SCIM"),
    Kind("scaleway:iam/scimToken:ScimToken", standard="SCIM"),
    Kind("scaleway:iam/sshKey:SshKey", standard="SSH", logic=(_DISABLED_AT_BIRTH,), meters=()),
    Kind("scaleway:iam/user:User", standard=""),
)
