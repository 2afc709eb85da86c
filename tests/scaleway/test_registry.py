"""ContainerRegistry: private and protected. Does not prove what images hold."""

from typing import Any

import pytest

from socle.estate.platform.registry import RegistrySpec
from socle.plan.model import Plan
from socle.scaleway.registry import ContainerRegistry
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

NAMESPACE = "scaleway:registry/namespace:Namespace"


def make(tenancy: Tenancy, **more: Any) -> ContainerRegistry:
    return ContainerRegistry("images", RegistrySpec(**more), tenancy=tenancy, registry_name="acme-images")


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(tenancy), mode=mode)


def test_a_registry_is_private_and_says_so(plan: Plan) -> None:
    assert plan.one(NAMESPACE).inputs["isPublic"] is False


def test_a_registry_is_protected(plan: Plan) -> None:
    assert plan.one(NAMESPACE).protect


def test_a_registry_has_the_name_that_it_is_given_and_nothing_random(plan: Plan) -> None:
    inputs = plan.one(NAMESPACE).inputs
    assert (inputs["name"], inputs["projectId"], inputs["region"]) == ("acme-images", PROJECT, "fr-par")


def test_a_registry_of_a_rehearsal_can_be_destroyed(capture_component: CaptureComponent) -> None:
    rehearsal = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    assert not capture_component(lambda: make(rehearsal)).one(NAMESPACE).protect
