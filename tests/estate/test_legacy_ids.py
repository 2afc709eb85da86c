"""Azure ids: one spelling, one identity, and nothing that is not an id gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.estate.legacy.ids import parse, same

SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a"
VAULT = f"{SUBSCRIPTION}/resourceGroups/RG-Data/providers/Microsoft.KeyVault/vaults/kv"

READ = {
    SUBSCRIPTION: ("Microsoft.Resources/subscriptions", "", ""),
    f"{SUBSCRIPTION}/resourcegroups/RG": ("Microsoft.Resources/resourceGroups", "RG", SUBSCRIPTION),
    f"{VAULT}/keys/k": ("Microsoft.KeyVault/vaults/keys", "RG-Data", VAULT),
    f"{VAULT}/providers/microsoft.insights/diagnosticsettings/d": (
        "Microsoft.Insights/diagnosticSettings",
        "RG-Data",
        VAULT,
    ),
    f"{SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/b": ("Microsoft.Consumption/budgets", "", SUBSCRIPTION),
}


@pytest.mark.parametrize("text", READ)
def test_an_id_says_type_group_and_parent(text: str) -> None:
    found = parse(text)
    assert (found.type, found.resource_group, found.parent) == READ[text]


def test_an_extension_says_what_it_applies_to() -> None:
    assert parse(f"{VAULT}/providers/Microsoft.Authorization/locks/l").scope == VAULT


def test_casing_that_azures_exports_disagree_on_is_one_spelling() -> None:
    loud = (
        VAULT.upper().replace("/SUBSCRIPTIONS/", "/subscriptions/").replace("/KV", "/kv").replace("RG-DATA", "RG-Data")
    )
    assert parse(loud).text == VAULT
    assert same(VAULT.upper(), VAULT)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not start with /subscriptions/"),
        ("vaults/kv", "does not start with /subscriptions/"),
        ("/providers/Microsoft.Management/managementGroups/m", "does not start with /subscriptions/"),
        ("/subscriptions/not-a-uuid", "is not the id of a subscription"),
        (f"{SUBSCRIPTION}/resourceGroups/", "is not /providers/"),
        (f"{SUBSCRIPTION}/resourceGroups//providers/a/b/c", "a part of it is empty"),
        (f"{SUBSCRIPTION}/providers/Microsoft.X/things", "is not /providers/"),
        (f"{VAULT}/keys", "ends with the type keys"),
        (f"{VAULT}/keys/a?b", "holds a character"),
        (f"{VAULT}/keys/{'x' * 3000}", "does not start"),
    ],
)
def test_what_is_no_id_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(text)


@given(
    st.lists(
        st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=12), min_size=2, max_size=2
    )
)
def test_reading_twice_changes_nothing(names: list[str]) -> None:
    text = f"{SUBSCRIPTION}/resourcegroups/{names[0]}/PROVIDERS/microsoft.network/VIRTUALNETWORKS/{names[1]}"
    once = parse(text).text
    assert parse(once).text == once
    assert same(once, text)
