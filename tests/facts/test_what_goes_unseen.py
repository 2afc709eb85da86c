"""What it does to ignore or to hide a path of a resource, and what a provider is made of. Does not prove that the review asks."""

import pytest

from socle.facts.effects import HARMLESS, NOT_KNOWN, Effect, unseen
from socle.facts.effects.others import provider_setting

BUCKET = "scaleway:object/bucket:Bucket"
READ, FREE = {"tags": {"data-class": "health", "owner": "a"}}, {"tags": {"owner": "a"}}
WEAKENS = frozenset({Effect.WEAKENS})


@pytest.mark.parametrize(
    ("paths", "inputs", "told"),
    [
        (["tags.owner"], READ, NOT_KNOWN),
        (["tags"], FREE, NOT_KNOWN),
        (["tags[*]"], FREE, NOT_KNOWN),
        (["tags"], None, NOT_KNOWN),
        (["tags"], READ, WEAKENS),
        (["tags[*]"], READ, WEAKENS),
        (["tags.data-class"], READ, WEAKENS),
        (["tags.data-class"], None, WEAKENS),
        (["name", "versioning.enabled"], READ, WEAKENS),
    ],
)
def test_a_word_is_a_word_beside_a_tag_that_is_read_and_a_safeguard_goes_unseen(
    paths: list[str], inputs: dict[str, object] | None, told: frozenset[Effect]
) -> None:
    assert unseen(BUCKET, paths, inputs) == told


@pytest.mark.parametrize("name", ["kubeconfig", "clusterIdentifier"])
def test_a_provider_of_a_cluster_is_made_of_its_credentials_and_another_one_is_elsewhere(name: str) -> None:
    judge = provider_setting(name, "kubernetes")
    assert (judge.born("a"), judge.change("a", "b")) == (HARMLESS, frozenset({Effect.EXPOSES}))
    assert provider_setting(name, "a-provider").born("a") != HARMLESS
