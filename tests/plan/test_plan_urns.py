"""URNs and aliases against the engine's own rules."""

import pytest

from socle.plan.urns import AliasSpec, default_provider_urn, make_urn, resolve_aliases

STACK = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s"
OUTER = "urn:pulumi:s::p::h:i:A::a"
INNER = "urn:pulumi:s::p::h:i:A$h:i:B::a-b"
VPC = "urn:pulumi:s::p::h:i:A$h:i:B$scaleway:network/vpc:Vpc::a-b-vpc"


def test_the_stacks_type_is_not_part_of_a_urn() -> None:
    assert make_urn("s", "p", STACK, "h:i:A", "a") == OUTER
    assert make_urn("s", "p", "", "h:i:A", "a") == OUTER


def test_every_ancestors_type_is_part_of_a_urn() -> None:
    assert make_urn("s", "p", OUTER, "h:i:B", "a-b") == INNER
    assert make_urn("s", "p", INNER, "scaleway:network/vpc:Vpc", "a-b-vpc") == VPC


@pytest.mark.parametrize(
    ("version", "url", "name"),
    [
        ("", "", "default"),
        ("3.1.0", "", "default_3_1_0"),
        ("1.60.0", "github://api.github.com/pulumiverse", "default_1_60_0_github_/api.github.com/pulumiverse"),
        ("2.0.0-alpha.1", "", "default_2_0_0_alpha_1"),
    ],
)
def test_the_default_provider_has_the_engines_name(version: str, url: str, name: str) -> None:
    expected = f"urn:pulumi:s::p::pulumi:providers:scaleway::{name}"

    assert default_provider_urn("s", "p", "scaleway", version, url) == expected


@pytest.mark.parametrize(
    ("spec", "former"),
    [
        (AliasSpec(urn="urn:pulumi:s::p::x::y"), "urn:pulumi:s::p::x::y"),
        (AliasSpec(name="old"), "urn:pulumi:s::p::h:i:A$h:i:B$scaleway:network/vpc:Vpc::old"),
        (AliasSpec(type="scaleway:index/vpc:Vpc"), "urn:pulumi:s::p::h:i:A$h:i:B$scaleway:index/vpc:Vpc::a-b-vpc"),
        (AliasSpec(no_parent=True), "urn:pulumi:s::p::scaleway:network/vpc:Vpc::a-b-vpc"),
        (AliasSpec(parent=OUTER), "urn:pulumi:s::p::h:i:A$scaleway:network/vpc:Vpc::a-b-vpc"),
        (AliasSpec(stack="t"), "urn:pulumi:t::p::h:i:A$h:i:B$scaleway:network/vpc:Vpc::a-b-vpc"),
        (AliasSpec(project="q"), "urn:pulumi:s::q::h:i:A$h:i:B$scaleway:network/vpc:Vpc::a-b-vpc"),
    ],
)
def test_an_alias_means_the_former_urn(spec: AliasSpec, former: str) -> None:
    assert resolve_aliases(VPC, INNER, [spec], ()) == (former,)


def test_a_renamed_parent_gives_its_children_their_former_urns() -> None:
    former = ["urn:pulumi:s::p::h:i:A$h:i:B::old"]

    assert resolve_aliases(VPC, INNER, [], former) == (
        "urn:pulumi:s::p::h:i:A$h:i:B$scaleway:network/vpc:Vpc::old-vpc",
    )


def test_an_alias_of_the_present_urn_is_none() -> None:
    assert resolve_aliases(VPC, INNER, [AliasSpec(name="a-b-vpc")], ()) == ()
