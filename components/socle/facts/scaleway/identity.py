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
    Kind("scaleway:account/project:Project", meters=(), quota=Quota(25, "projects")),
    Kind("scaleway:account/sshKey:SshKey", logic=(_DISABLED_AT_BIRTH,)),
    Kind("scaleway:billing/budget:Budget", meters=(Meter("existence", "month", key={"meter": "existence"}),)),
    Kind("scaleway:billing/budgetAlert:BudgetAlert", meters=(Meter("existence", "month", key={"meter": "existence"}),)),
    Kind(
        "scaleway:billing/budgetAlertNotification:BudgetAlertNotification",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
    ),
    Kind(
        "scaleway:iam/apiKey:ApiKey",
        silent=Silent(("userId",), "iam/api_key.go"),
        id="{key}",
        computed={"accessKey": "{key}", "secretKey": "{secret}"},
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "API keys"),
    ),
    Kind(
        "scaleway:iam/application:Application",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(100, "applications"),
    ),
    Kind(
        "scaleway:iam/group:Group",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "groups"),
    ),
    Kind("scaleway:iam/groupMembership:GroupMembership", meters=()),
    Kind(
        "scaleway:iam/policy:Policy",
        meters=(Meter("existence", "month", key={"meter": "existence"}),),
        quota=Quota(50, "policies", "give one policy several rules, or ask the host for more"),
    ),
    Kind("scaleway:iam/saml:Saml"),
    Kind("scaleway:iam/samlCertificate:SamlCertificate"),
    Kind("scaleway:iam/scim:Scim"),
    Kind("scaleway:iam/scimToken:ScimToken"),
    Kind("scaleway:iam/sshKey:SshKey", logic=(_DISABLED_AT_BIRTH,), meters=()),
    Kind("scaleway:iam/user:User"),
)
