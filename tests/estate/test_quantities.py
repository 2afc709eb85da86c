"""Processor time and memory as Kubernetes writes them."""

import pytest

from socle.estate.platform.baseline import cores, mebibytes


@pytest.mark.parametrize(("text", "expected"), [("500m", 0.5), ("1500m", 1.5), ("50m", 0.05), ("4", 4.0), ("1", 1.0)])
def test_processor_time_in_cores(text: str, expected: float) -> None:
    assert cores(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("2Gi", 2048), ("16Gi", 16_384), ("512Mi", 512), ("1Mi", 1)])
def test_memory_in_mebibytes(text: str, expected: int) -> None:
    assert mebibytes(text) == expected
