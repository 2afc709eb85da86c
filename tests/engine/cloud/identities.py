"""Who exists before anything is deployed: one organization, one project, its owner, the application that deploys, and who was invited.

The estates demo and rehearsal name the same ids.
"""

from collections.abc import Iterable

from .sdk import sdk_class
from .store import Cloud

ORGANIZATION = "22222222-2222-4222-8222-222222222222"
PROJECT = "11111111-1111-4111-8111-111111111111"
DEPLOYER = "33333333-3333-4333-8333-333333333333"
OWNER = "44444444-4444-4444-8444-444444444444"
ACCESS_KEY = "SCWXXXXXXXXXXXXXXXXX"
"""The deployer's."""
OWNER_KEY = "SCWYYYYYYYYYYYYYYYYY"
SECRET_KEY = "99999999-9999-4999-8999-999999999999"


def seed(cloud: Cloud, invited: Iterable[str] = ()) -> None:
    """Put them into an empty cloud."""
    cloud.remembered["organization"] = ORGANIZATION
    inside = {"organization_id": ORGANIZATION}
    iam = "iam.v1alpha1"
    cloud.add("account.Project", sdk_class("account.v3", "Project"), {"name": "default", **inside}, ident=PROJECT)
    owner = {"email": "owner@example.org", "username": "owner", "type": "owner", **inside}
    cloud.add("iam.User", sdk_class(iam, "User"), owner, ident=OWNER)
    for user in set(invited) - {OWNER}:
        person = {"email": f"{user}@example.org", "username": user, "type": "member", **inside}
        cloud.add("iam.User", sdk_class(iam, "User"), person, ident=user)
    cloud.add("iam.Application", sdk_class(iam, "Application"), {"name": "deployer", **inside}, ident=DEPLOYER)
    for key, holder in ((ACCESS_KEY, {"application_id": DEPLOYER}), (OWNER_KEY, {"user_id": OWNER})):
        cloud.add("iam.APIKey", sdk_class(iam, "APIKey"), {"access_key": key, "default_project_id": PROJECT, **holder})
