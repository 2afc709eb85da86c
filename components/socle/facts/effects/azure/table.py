"""What each input of a legacy Azure resource does when it changes. Source: Microsoft's reference of each resource type.

The legacy estate is mostly read; what is adopted is frozen, so that nearly every change here is one to look at.
"""

from ..effect import HARMLESS, Effect, Judge, TypeEffects
from ..judges import HARMLESS_VALUE, IDENTITY, TAGS, always, effects, ladder, members, number, switch
from ..surroundings import CONFIGURATION
from ..usual import COSTS, EXPOSES, GRANTS, KEPT, REVOKES, SIZE, WEAKENS
from .filters import OF_A_RULE, ONE_RULE, SECURITY_RULES, rule_goes
from .rights import ROLE_PERMISSIONS, VAULT_POLICIES, assigned
from .stores import ACCOUNT, STORES

_E = Effect
_OPENS = switch(on=EXPOSES, off=REVOKES, at_birth=False)
_BY_AGE = switch(on=EXPOSES, off=REVOKES, default=None, at_birth=False)
"""What holds where nobody says it depends on when the account was made."""
_PUBLIC_ACCESS = switch(on=EXPOSES, off=REVOKES, default=True)


def _named(name: str) -> dict[str, Judge]:
    return {"resourceGroupName": IDENTITY, "location": IDENTITY, "tags": TAGS, name: IDENTITY}


AZURE: dict[str, TypeEffects] = {
    "authorization:ManagementLockByScope": TypeEffects(
        {
            "level": ladder("notspecified", "cannotdelete", "readonly", up=REVOKES, down=WEAKENS),
            "lockName": IDENTITY,
            "notes": HARMLESS_VALUE,
            "scope": always(_E.WEAKENS),
            "owners": always(_E.GRANTS),
        },
        deleted=WEAKENS,
    ),
    "authorization:RoleAssignment": TypeEffects(
        {
            **{
                name: assigned(name)
                for name in ("principalId", "roleDefinitionId", "scope", "condition", "conditionVersion")
            },
            **dict.fromkeys(("principalType", "delegatedManagedIdentityResourceId"), always(_E.GRANTS)),
            "roleAssignmentName": IDENTITY,
            "description": HARMLESS_VALUE,
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "authorization:RoleDefinition": TypeEffects(
        {
            "permissions": ROLE_PERMISSIONS,
            "assignableScopes": members(more=GRANTS, fewer=REVOKES),
            "scope": IDENTITY,
            "roleDefinitionId": IDENTITY,
            "roleName": HARMLESS_VALUE,
            "description": HARMLESS_VALUE,
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "consumption:Budget": TypeEffects({}, deleted=WEAKENS),
    "dbforpostgresql:Configuration": TypeEffects(
        {
            **_named("configurationName"),
            "serverName": IDENTITY,
            "source": CONFIGURATION,
            "value": CONFIGURATION,
        }
    ),
    "dbforpostgresql:Database": TypeEffects(
        {**_named("databaseName"), "serverName": IDENTITY, "charset": always(_E.LOSES), "collation": always(_E.LOSES)}
    ),
    "dbforpostgresql:Server": TypeEffects(
        {
            **_named("serverName"),
            "administratorLogin": always(_E.LOSES, _E.INTERRUPTS),
            "administratorLoginPassword": always(_E.INTERRUPTS),
            "authConfig.activeDirectoryAuth": switch(on=HARMLESS, off=WEAKENS, at_birth=False),
            "authConfig.passwordAuth": switch(on=WEAKENS, off=REVOKES, default=True, at_birth=False),
            "authConfig.tenantId": always(_E.EXPOSES),
            "availabilityZone": always(_E.INTERRUPTS),
            "backup.backupRetentionDays": KEPT,
            "backup.geoRedundantBackup": switch(on=EXPOSES, off=WEAKENS, at_birth=False),
            "dataEncryption": always(_E.UNREADABLE),
            "highAvailability.mode": ladder("disabled", "samezone", "zoneredundant", up=COSTS, down=WEAKENS),
            "highAvailability.standbyAvailabilityZone": always(_E.INTERRUPTS),
            "network.publicNetworkAccess": _PUBLIC_ACCESS,
            "network": always(_E.INTERRUPTS, _E.EXPOSES),
            "sku": SIZE,
            "storage.storageSizeGB": number(less=effects(_E.LOSES), more=COSTS | effects(_E.IRREVERSIBLE)),
            "version": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
        },
        created=COSTS,
    ),
    "keyvault:AccessPolicy": TypeEffects(
        {**_named("vaultName"), "policy": VAULT_POLICIES}, created=GRANTS, deleted=REVOKES
    ),
    "keyvault:Key": TypeEffects(
        {
            **_named("keyName"),
            "vaultName": IDENTITY,
            "properties.attributes": always(_E.UNREADABLE),
            "properties": always(_E.UNREADABLE, _E.WEAKENS),
        },
        deleted=effects(_E.UNREADABLE),
    ),
    "keyvault:Vault": TypeEffects(
        {
            **_named("vaultName"),
            "properties.accessPolicies": VAULT_POLICIES,
            "properties.enablePurgeProtection": switch(on=effects(_E.IRREVERSIBLE), off=WEAKENS, at_birth=False),
            "properties.enableRbacAuthorization": always(_E.GRANTS, _E.WEAKENS),
            "properties.enableSoftDelete": switch(on=HARMLESS, off=WEAKENS, default=True),
            "properties.enabledForDeployment": _OPENS,
            "properties.enabledForDiskEncryption": _OPENS,
            "properties.enabledForTemplateDeployment": _OPENS,
            "properties.networkAcls": always(_E.EXPOSES),
            "properties.publicNetworkAccess": _PUBLIC_ACCESS,
            "properties.sku": always(_E.WEAKENS),
            "properties.softDeleteRetentionInDays": number(less=WEAKENS, more=HARMLESS),
            "properties.tenantId": always(_E.EXPOSES),
        },
        created=COSTS,
        deleted=effects(_E.UNREADABLE),
    ),
    "monitor:DiagnosticSetting": TypeEffects(
        {
            "name": IDENTITY,
            "resourceUri": IDENTITY,
            "workspaceId": always(_E.EXPOSES, _E.WEAKENS),
            "storageAccountId": always(_E.EXPOSES),
            "eventHubAuthorizationRuleId": always(_E.EXPOSES),
            "eventHubName": always(_E.EXPOSES),
            "logs": members(more=HARMLESS, fewer=WEAKENS),
            "metrics": members(more=HARMLESS, fewer=WEAKENS),
        },
        created=GRANTS,
        deleted=WEAKENS,
    ),
    "network:LocalNetworkGateway": TypeEffects(
        {
            **_named("localNetworkGatewayName"),
            "bgpSettings": always(_E.INTERRUPTS, _E.GRANTS),
            "gatewayIpAddress": always(_E.EXPOSES),
            "localNetworkAddressSpace": always(_E.GRANTS),
        },
        created=GRANTS,
    ),
    "network:NetworkSecurityGroup": TypeEffects(
        {**_named("networkSecurityGroupName"), "securityRules": SECURITY_RULES},
        deleted=EXPOSES,
    ),
    "network:PrivateEndpoint": TypeEffects({}, created=GRANTS),
    "network:PrivateDnsZoneGroup": TypeEffects({}),
    "network:PublicIPAddress": TypeEffects(
        {
            **_named("publicIpAddressName"),
            "publicIPAddressVersion": IDENTITY,
            "publicIPAllocationMethod": IDENTITY,
            "sku": SIZE,
            "zones": IDENTITY,
        },
        created=COSTS,
    ),
    "network:SecurityRule": TypeEffects(
        {
            **_named("securityRuleName"),
            "networkSecurityGroupName": IDENTITY,
            "name": IDENTITY,
            "description": HARMLESS_VALUE,
            **dict.fromkeys(OF_A_RULE, ONE_RULE),
        },
        created=GRANTS,
        deleted=rule_goes,
    ),
    "network:Subnet": TypeEffects(
        {
            **_named("subnetName"),
            "virtualNetworkName": IDENTITY,
            "addressPrefix": IDENTITY,
            "defaultOutboundAccess": switch(on=EXPOSES, off=REVOKES, default=True),
            "delegations": always(_E.INTERRUPTS),
            "networkSecurityGroup": always(_E.EXPOSES),
            "routeTable": always(_E.EXPOSES),
            "natGateway": always(_E.EXPOSES),
            "serviceEndpoints": always(_E.GRANTS),
            "privateEndpointNetworkPolicies": always(_E.WEAKENS),
            "privateLinkServiceNetworkPolicies": always(_E.WEAKENS),
        }
    ),
    "network:VirtualNetwork": TypeEffects(
        {
            **_named("virtualNetworkName"),
            "addressSpace": always(_E.INTERRUPTS, _E.GRANTS),
            "dhcpOptions": always(_E.EXPOSES),
            "enableDdosProtection": switch(on=COSTS, off=WEAKENS, at_birth=False),
            "enableVmProtection": switch(on=HARMLESS, off=WEAKENS, at_birth=False),
        }
    ),
    "network:VirtualNetworkGateway": TypeEffects(
        {
            **_named("virtualNetworkGatewayName"),
            "activeActive": always(_E.INTERRUPTS),
            "allowRemoteVnetTraffic": _OPENS,
            "allowVirtualWanTraffic": _OPENS,
            "bgpSettings": always(_E.INTERRUPTS),
            "disableIPSecReplayProtection": switch(on=WEAKENS, off=HARMLESS),
            "enableBgp": always(_E.INTERRUPTS),
            "enablePrivateIpAddress": always(_E.INTERRUPTS),
            "gatewayType": IDENTITY,
            "ipConfigurations": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "sku": SIZE,
            "vpnGatewayGeneration": SIZE,
            "vpnType": IDENTITY,
        },
        created=COSTS | GRANTS,
    ),
    "network:VirtualNetworkGatewayConnection": TypeEffects(
        {
            **_named("virtualNetworkGatewayConnectionName"),
            "connectionMode": always(_E.INTERRUPTS),
            "connectionProtocol": always(_E.INTERRUPTS, _E.WEAKENS),
            "connectionType": IDENTITY,
            "dpdTimeoutSeconds": always(_E.INTERRUPTS),
            "enableBgp": always(_E.INTERRUPTS),
            "gatewayCustomBgpIpAddresses": always(_E.INTERRUPTS),
            "ipsecPolicies": always(_E.INTERRUPTS, _E.WEAKENS),
            "localNetworkGateway2": always(_E.EXPOSES),
            "sharedKey": always(_E.INTERRUPTS),
            "usePolicyBasedTrafficSelectors": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "virtualNetworkGateway1": IDENTITY,
        },
        created=EXPOSES,
        deleted=REVOKES,
    ),
    "network:VirtualNetworkPeering": TypeEffects({}, created=EXPOSES, deleted=REVOKES),
    "operationalinsights:Workspace": TypeEffects({**_named("workspaceName"), "retentionInDays": KEPT}, created=COSTS),
    "privatedns:PrivateRecordSet": TypeEffects(
        {
            **_named("relativeRecordSetName"),
            "aRecords": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "privateZoneName": IDENTITY,
            "recordType": IDENTITY,
            "ttl": HARMLESS_VALUE,
        },
        created=effects(_E.NOT_KNOWN),
    ),
    "privatedns:PrivateZone": TypeEffects(_named("privateZoneName")),
    "privatedns:VirtualNetworkLink": TypeEffects(
        {
            **_named("virtualNetworkLinkName"),
            "privateZoneName": IDENTITY,
            "registrationEnabled": switch(on=GRANTS, off=REVOKES, at_birth=False),
            "virtualNetwork": IDENTITY,
        }
    ),
    "resources:ResourceGroup": TypeEffects({**_named("resourceGroupName"), "managedBy": always(_E.GRANTS)}),
    "storage:BlobContainer": TypeEffects(
        {
            **_named("containerName"),
            "accountName": IDENTITY,
            "publicAccess": ladder("blob", "container", "none", up=REVOKES, down=EXPOSES, least="none", default="none"),
        }
    ),
    "storage:BlobContainerImmutabilityPolicy": TypeEffects(
        {
            **_named("immutabilityPolicyName"),
            "accountName": IDENTITY,
            "containerName": IDENTITY,
            "immutabilityPeriodSinceCreationInDays": number(less=WEAKENS, more=effects(_E.IRREVERSIBLE)),
            "allowProtectedAppendWrites": always(_E.WEAKENS),
        },
        deleted=WEAKENS,
    ),
    "storage:StorageAccount": TypeEffects(
        {
            **_named("accountName"),
            **ACCOUNT,
            "allowBlobPublicAccess": _BY_AGE,
            "allowCrossTenantReplication": _BY_AGE,
            "allowSharedKeyAccess": switch(on=WEAKENS, off=REVOKES, default=True, at_birth=False),
            "enableHttpsTrafficOnly": switch(on=effects(_E.INTERRUPTS), off=EXPOSES, default=True),
            "encryption": always(_E.UNREADABLE),
            "isHnsEnabled": IDENTITY,
            "kind": IDENTITY,
            "minimumTlsVersion": ladder(
                "tls1_0", "tls1_1", "tls1_2", "tls1_3", up=REVOKES, down=WEAKENS, least="tls1_2"
            ),
            "networkRuleSet": always(_E.EXPOSES),
            "publicNetworkAccess": _PUBLIC_ACCESS,
            "sku": always(_E.COSTS, _E.WEAKENS),
        },
        created=COSTS,
    ),
    **STORES,
}
"""By type token without its package and API version."""
