"""`import socle.estate` is for everyone: it loads no cloud SDK, and quickly."""

import json
import subprocess
import sys

_PROGRAM = """
import json, sys, time
started = time.perf_counter()
import socle.estate
spent = time.perf_counter() - started
print(json.dumps({"milliseconds": spent * 1000, "modules": sorted(sys.modules)}))
"""
_CLOUD = (
    "pulumi",
    "pulumiverse_scaleway",
    "pulumi_azure_native",
    "pulumi_kubernetes",
    "grpc",
    "google",
    "azure",
    "scaleway",
    "boto3",
)


def _imported() -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_importing_the_estate_loads_no_cloud_sdk() -> None:
    modules = _imported()["modules"]
    assert isinstance(modules, list)

    assert "socle.estate.load" in modules
    assert [
        name for name in modules if name.split(".")[0] in _CLOUD or name.startswith(("socle.scaleway", "socle.plan"))
    ] == []
