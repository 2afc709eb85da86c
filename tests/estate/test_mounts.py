"""Where a data volume may be mounted: never over what the system itself keeps."""

import pytest

from socle.estate import DataVolumeSpec


@pytest.mark.parametrize(
    "folder", ["/var/lib/dpkg", "/var/lib/apt", "/var/lib/systemd", "/var/lib/cloud", "/var/lib/sudo"]
)
def test_a_folder_of_the_system_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match=f"would be mounted over {folder}"):
        DataVolumeSpec(size_gb=5, mount=folder)


@pytest.mark.parametrize("folder", ["/", "/etc", "/var/lib", "/usr/lib", "/srv", "/srv/../etc", "/var/lib/dpkg/info"])
def test_what_is_no_folder_right_under_one_of_three_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match="mount"):
        DataVolumeSpec(size_gb=5, mount=folder)


@pytest.mark.parametrize("folder", ["/srv/data", "/data/studies", "/var/lib/postgresql", "/var/lib/docker"])
def test_a_folder_of_programs_is_accepted(folder: str) -> None:
    assert DataVolumeSpec(size_gb=5, mount=folder).mount == folder
