"""What a mover cluster has around it in its estate: the dataset that it copies, and the class of what it copies."""

from collections.abc import Mapping
from typing import Protocol

from ..data_class import DataClass
from ..foundation import FoundationSpec
from ..legacy import LegacySpec
from ..platform import BaselineSpec, BucketSpec, KubernetesSpec, NetworkSpec, SecretSpec
from .cutover import CutoverSpec
from .dataset import DatasetSpec


class Around(Protocol):
    """What is asked of an estate here."""

    @property
    def cutover(self) -> CutoverSpec | None: ...
    @property
    def foundation(self) -> FoundationSpec | None: ...
    @property
    def legacy(self) -> LegacySpec | None: ...
    @property
    def network(self) -> NetworkSpec: ...
    @property
    def buckets(self) -> Mapping[str, BucketSpec]: ...
    @property
    def clusters(self) -> Mapping[str, KubernetesSpec]: ...
    @property
    def baselines(self) -> Mapping[str, BaselineSpec]: ...
    @property
    def secrets(self) -> Mapping[str, SecretSpec]: ...


def dataset_of(cutover: CutoverSpec, name: str) -> DatasetSpec | None:
    """A dataset by `<wave>.<dataset>`."""
    wave, _, inner = name.partition(".")
    return cutover.waves[wave].datasets.get(inner) if wave in cutover.waves else None


def class_moved(legacy: LegacySpec, dataset: DatasetSpec) -> DataClass | None:
    """The class of a container; nothing where nobody has said it."""
    account, _, name = (dataset.container or "").partition(".")
    container = legacy.storage_accounts[account].containers.get(name) if account in legacy.storage_accounts else None
    return container and container.data_class
