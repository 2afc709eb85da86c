"""Identities of programs and their keys, and groups with one policy each, made of the catalogue of roles.

Left out on purpose: people (they are invited, or come from the identity provider), and memberships as resources of their own, which
fight with a group that lists its members.
"""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import iam

from socle.estate import ApiKeySpec, ApplicationSpec, GroupSpec
from socle.estate.foundation import Given, given

from ..bucket_policy import application_principal
from ..component import Component
from ..tenancy import Tenancy
from .sealed_keys import sealed_key

Ids = Mapping[str, pulumi.Input[str]]


class Applications(Component):
    """Applications and their keys of the API. The secret half of a key goes from the provider into Secret Manager, past the state.

    Args:
        organization_id: the organisation that they are of.
        project_ids: the projects that keys are of, by name; secrets are in the one called `keys`.
        key_name: the key that encrypts the secrets, by its name and by its bare UUID.
    """

    ids: dict[str, pulumi.Output[str]]
    """By the name of the application."""
    key_secret_ids: dict[str, pulumi.Output[str]]
    """The secrets that hold the keys, by `<application>-<key>`."""

    def __init__(
        self,
        name: str,
        spec: Mapping[str, ApplicationSpec],
        *,
        tenancy: Tenancy,
        organization_id: pulumi.Input[str],
        project_ids: Ids,
        key_name: str,
        key_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        self._name, self._key, self._project_ids = name, (key_name, key_id), project_ids
        self.ids, self.key_secret_ids = {}, {}
        for key, declared in spec.items():
            self.ids[key] = (
                pulumi.Output.from_input(declared.existing)
                if declared.existing
                else self._made(key, declared, organization_id)
            )
            for key_of, api_key in declared.api_keys.items():
                self.key_secret_ids[f"{key}-{key_of}"] = self._api_key(key, key_of, api_key)
        self.register_outputs({"ids": self.ids, "key_secret_ids": self.key_secret_ids})

    def _made(self, key: str, declared: ApplicationSpec, organization_id: pulumi.Input[str]) -> pulumi.Output[str]:
        application = iam.Application(
            f"{self._name}-{key}",
            name=self.tenancy.cloud_name(key),
            description=declared.reason[:200],
            tags=self.tenancy.tag_list(),
            organization_id=organization_id,
            opts=self.child(iam.Application),
        )
        return application.id

    def _api_key(self, key: str, key_of: str, declared: ApiKeySpec) -> pulumi.Output[str]:
        """The secret that holds one key."""
        part = f"{key}-{key_of}"
        return sealed_key(
            self,
            declared,
            names=(f"{self._name}-secret-{part}", f"{self._name}-key-{part}"),
            called=f"api-key-{part}",
            path="/api-keys",
            encrypted_with=self._key,
            project_id=self._project_ids[declared.default_project],
            description=declared.description or None,
            application_id=self.ids[key],
        )


class Groups(Component):
    """Groups, each with one policy: the permission sets of its role, those over the organisation in a rule of their own.

    Args:
        organization_id: the organisation that they are of.
        project_ids: ids of projects, by name.
        application_ids: ids of applications, by name.
    """

    ids: dict[str, pulumi.Output[str]]
    """By the name of the group."""

    def __init__(
        self,
        name: str,
        spec: Mapping[str, GroupSpec],
        *,
        tenancy: Tenancy,
        organization_id: pulumi.Input[str],
        project_ids: Ids,
        application_ids: Ids,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        self.ids = {}
        for key, declared in spec.items():
            group = iam.Group(
                f"{name}-{key}",
                name=tenancy.cloud_name(key),
                description=declared.reason[:200],
                application_ids=[application_ids[each] for each in declared.applications],
                user_ids=list(declared.members),
                tags=_tags(tenancy, declared),
                organization_id=organization_id,
                opts=self.child(iam.Group),
            )
            iam.Policy(
                f"{name}-{key}-policy",
                name=tenancy.cloud_name(key),
                description=f"role {declared.role}",
                group_id=group.id,
                rules=[
                    _rule(each, declared, project_ids, organization_id)
                    for each in given(declared.role, declared.projects, declared.layers)
                ],
                tags=_tags(tenancy, declared),
                organization_id=organization_id,
                opts=self.child(iam.Policy),
            )
            self.ids[key] = group.id
        self.register_outputs({"ids": self.ids})


def principals(groups: Mapping[str, GroupSpec], application_ids: Ids) -> dict[str, list[pulumi.Input[str]]]:
    """Who is in each group, in the words of bucket policies, which know no groups."""
    return {
        name: [
            *(application_principal(application_ids[each]) for each in group.applications),
            *(f"user_id:{each}" for each in group.members),
        ]
        for name, group in groups.items()
    }


def _tags(tenancy: Tenancy, declared: GroupSpec) -> list[str]:
    review = {"review-by": str(declared.review_by)} if declared.review_by else {}
    return tenancy.tag_list(role=declared.role, **review)


def _rule(
    rights: Given, declared: GroupSpec, project_ids: Ids, organization_id: pulumi.Input[str]
) -> iam.PolicyRuleArgs:
    return iam.PolicyRuleArgs(
        permission_set_names=list(rights.permission_sets),
        project_ids=[project_ids[each] for each in rights.projects] or None,
        organization_id=None if rights.projects else organization_id,
        condition=declared.condition.expression if declared.condition else None,
    )
