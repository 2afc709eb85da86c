"""Which inputs and outputs of a type are secrets, whatever they are called: what the SDKs mark, and what the clouds say of the rest.

Source: `additional_secret_outputs` of pulumiverse_scaleway 1.60 and pulumi_kubernetes 4.34, and Azure's reference of each type, whose
SDK marks nothing. A test holds the first two against the installed SDKs.
"""

from functools import cache

from .lookup import usual
from .scaleway import facts

_PASSWORD = ("password", "passwordWo")
_ENVIRONMENT = ("secretEnvironmentVariables",)
_KEYS = ("accessKey", "secretKey")

_MARKED: dict[str, tuple[str, ...]] = {
    "scaleway:applesilicon/runner:Runner": ("token",),
    "scaleway:applesilicon/server:Server": ("password",),
    "scaleway:containers/container:Container": _ENVIRONMENT,
    "scaleway:containers/namespace:Namespace": _ENVIRONMENT,
    "scaleway:containers/token:Token": ("value",),
    "scaleway:datawarehouse/deployment:Deployment": _PASSWORD,
    "scaleway:datawarehouse/user:User": ("password",),
    "scaleway:elasticmetal/server:Server": (*_PASSWORD, "servicePassword", "servicePasswordWo"),
    "scaleway:functions/function:Function": _ENVIRONMENT,
    "scaleway:functions/namespace:Namespace": _ENVIRONMENT,
    "scaleway:functions/token:Token": ("value",),
    "scaleway:inference/model:Model": ("secret", "secretWo"),
    "scaleway:iot/network:Network": ("secret",),
    "scaleway:kafka/cluster:Cluster": ("password",),
    "scaleway:loadbalancers/certificate:Certificate": ("customCertificate.certificateChain",),
    "scaleway:mailbox/mailbox:Mailbox": _PASSWORD,
    "scaleway:messageq/deployment:Deployment": _PASSWORD,
    "scaleway:messageq/user:User": _PASSWORD,
    "scaleway:mnq/natsCredentials:NatsCredentials": ("file",),
    "scaleway:mnq/snsCredentials:SnsCredentials": _KEYS,
    "scaleway:mnq/snsTopic:SnsTopic": _KEYS,
    "scaleway:mnq/snsTopicSubscription:SnsTopicSubscription": _KEYS,
    "scaleway:mnq/sqsCredentials:SqsCredentials": _KEYS,
    "scaleway:mnq/sqsQueue:SqsQueue": _KEYS,
    "scaleway:mongodb/instance:Instance": _PASSWORD,
    "scaleway:mongodb/user:User": _PASSWORD,
    "scaleway:observability/exporter:Exporter": ("datadogDestination.apiKey", "otlpDestination.headers"),
    "scaleway:opensearch/user:User": _PASSWORD,
    "scaleway:redis/cluster:Cluster": ("connectionString", *_PASSWORD),
    "kubernetes:core/v1:Secret": ("data", "stringData"),
    "kubernetes:core/v1:SecretList": ("items.data", "items.stringData"),
    "kubernetes:core/v1:SecretPatch": ("data", "stringData"),
    "azure-native:compute:VirtualMachineExtension": ("protectedSettings",),
    "azure-native:compute:VirtualMachineScaleSetExtension": ("protectedSettings",),
    "azure-native:keyvault:Secret": ("properties.value",),
    "azure-native:hybridcompute:MachineExtension": ("properties.protectedSettings", "protectedSettings"),
    "azure-native:kubernetesconfiguration:Extension": ("configurationProtectedSettings",),
    "azure-native:web:WebAppConnectionStrings": ("properties",),
}


@cache
def secret_inputs(type_token: str) -> tuple[str, ...]:
    """The inputs and outputs of a type that are secrets, dotted where they are inside another."""
    known = facts(type_token)
    return (*(known.secret_outputs if known else ()), *_MARKED.get(usual(type_token), ()))
