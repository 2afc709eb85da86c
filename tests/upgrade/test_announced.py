"""What counts as an announcement of an update: a line of the changelog's sections *State* that names layer, type and property."""

import pytest

from .announced import Announcement, announcements

POLICY = Announcement("foundation", "scaleway:object/bucketPolicy:BucketPolicy", "policy")
LINE = f"- Policies name the founder: an update ({POLICY})."
CHANGELOG = """# Changelog

## Unreleased

### Behaviour

{behaviour}

### State

{state}

### Tests

## 1.0.0

### State

- `platform: scaleway:network/vpc:Vpc tags` and `cluster: kubernetes:core/v1:Namespace metadata` change.
"""


def told(behaviour: str = "", state: str = "") -> set[Announcement]:
    return set(announcements(CHANGELOG.format(behaviour=behaviour, state=state)))


def test_a_line_under_state_announces_what_it_names() -> None:
    assert POLICY in told(state=LINE)


def test_every_version_is_read_and_a_line_may_name_several() -> None:
    assert told() == {
        Announcement("platform", "scaleway:network/vpc:Vpc", "tags"),
        Announcement("cluster", "kubernetes:core/v1:Namespace", "metadata"),
    }


@pytest.mark.parametrize(
    "other",
    [
        LINE.replace("foundation:", "platform:"),
        LINE.replace("bucketPolicy:BucketPolicy", "bucket:Bucket"),
        LINE.replace(" policy`", " bucket`"),
        LINE.replace("`", ""),
        "- The policies of the audit's buckets name the founder: an update of both policies.",
    ],
)
def test_a_line_about_another_layer_type_or_property_announces_nothing_of_it(other: str) -> None:
    assert POLICY not in told(state=other)


def test_a_line_elsewhere_announces_nothing() -> None:
    assert POLICY not in told(behaviour=LINE)
