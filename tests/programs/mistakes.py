"""Further mistakes that a program of somebody else may have, each with the line that must be named and words that must be said."""

from tests.programs.corpus import PROJECT, Mistake, mistake

_SPECS = "from socle.estate import *\n"
_HOME = f"from socle.scaleway import *\nhome = Tenancy(project_id='{PROJECT}', name_prefix='x')\n"
_SCW = "import pulumi\nimport pulumiverse_scaleway as scw\n"
_DATABASE = (
    "data_class='internal', key='k', node_type='DB-PRO2-XXS', network='data', databases={'a': SqlDatabaseSpec()}"
)
_CLUSTER = "data_class='open', network='apps', pools={'a': PoolSpec(node_type='POP2-2C-8G', zone='fr-par-1', nodes=1)}"

_WIRED = (
    "tenancy=home, cluster_name='c', egress=[None],\n  private_network_id='fr-par/1', pod_range='100.64.0.0/15', "
    "service_range='10.32.0.0/20')\n"
)

MORE: dict[str, Mistake] = {
    "a number where a text belongs": mistake(
        _SPECS + "KubernetesSpec(version=1.36, " + _CLUSTER + ")\n", "__main__.py:2", "KubernetesSpec.version"
    ),
    "a version with a patch": mistake(
        _SPECS + "KubernetesSpec(version='1.36.2', " + _CLUSTER + ")\n", "__main__.py:2", "without a patch"
    ),
    "an engine that is not offered": mistake(
        _SPECS + "DatabaseSpec(engine='PostgreSQL-15', volume_gb=20, " + _DATABASE + ")\n",
        "__main__.py:2",
        "did you mean PostgreSQL-1",
    ),
    "a volume that is no multiple of five": mistake(
        _SPECS + "DatabaseSpec(engine='PostgreSQL-17', volume_gb=21, " + _DATABASE + ")\n", "__main__.py:2", "write 25"
    ),
    "a number that is too small": mistake(_SPECS + "KeySpec(data_class='open', rotation_days=0)\n", "__main__.py:2", "rotation_days"),
    "a class of data that there is not": mistake(
        _SPECS + "KeySpec(data_class='helth')\n", "__main__.py:2", "did you mean health"
    ),
    "a reason that says nothing": mistake(
        _SPECS + "AdminSource(range='203.0.113.0/28',\n    reason='x')\n", "__main__.py:2", "AdminSource.reason"
    ),
    "an API server that is open": mistake(
        _SPECS + "AdminSource(range='0.0.0.0/0', reason='everybody may come')\n", "__main__.py:2", "/24 or narrower"
    ),
    "a private source of administrators": mistake(
        _SPECS + "AdminSource(range='10.0.0.0/24', reason='the office of operators')\n", "__main__.py:2", "is private"
    ),
    "a flow to everything private": mistake(
        _SPECS + "PodFlowSpec(direction='out', range='10.0.0.0/8', ports=('443',), reason='it reads what it needs')\n",
        "__main__.py:2",
        "/12 or narrower",
    ),
    "ports as numbers": mistake(
        _SPECS + "PodFlowSpec(direction='out', range='10.0.0.0/16', ports=(443,), reason='it reads what it needs')\n",
        "__main__.py:2",
        "PodFlowSpec.ports",
    ),
    "a range with bits of a host": mistake(
        _SPECS + "PrivateNetworkSpec(purpose='data', range='10.40.0.1/24')\n", "__main__.py:2", "write 10.40.0.0/24"
    ),
    "a range without its size": mistake(
        _SPECS + "PrivateNetworkSpec(purpose='data', range='10.40.0.0')\n", "__main__.py:2", "write its size too"
    ),
    "health data that expires": mistake(
        _SPECS + "BucketSpec(data_class='health', key='k', client_encryption='sse-c', expire_after_days=30)\n",
        "__main__.py:2",
        "HDS conditions forbid",
    ),
    "a lock without versions": mistake(
        _SPECS + "BucketSpec(data_class='open', key='k', versioning=False, lock=ObjectLock(days=3))\n",
        "__main__.py:2",
        "versioning: true",
    ),
    "a mount over the system": mistake(
        _SPECS + "DataVolumeSpec(size_gb=20, mount='/var/lib/dpkg')\n", "__main__.py:2", "mount it under /srv"
    ),
    "a version that is gone": mistake(
        _SPECS
        + _HOME
        + "KubernetesCluster('c', KubernetesSpec(version='1.31', "
        + _CLUSTER
        + "), " + _WIRED,
        "__main__.py:4",
        "1.31 is gone",
        "1.36",
    ),
    "a machine type that there is not": mistake(
        _SPECS + _HOME + "KubernetesCluster('c', KubernetesSpec(version='1.36', "
        + _CLUSTER.replace("POP2-2C-8G", "POP2-2C-9G")
        + "), " + _WIRED,
        "__main__.py:4",
        "POP2-2C-8G",
    ),
    "a type that an input has not": mistake(
        _SCW + "scw.network.Vpc('vpc', tags='a')\n", "__main__.py:3", "tags"
    ),
    "a nested key that is misspelt": mistake(
        _SCW + "scw.object.Bucket('b', region='fr-par', versioning={'enabeld': True})\n", "__main__.py:3", "write enabled"
    ),
    "an attribute that a module has not": mistake(_SCW + "scw.objet.Bucket('b')\n", "__main__.py:3", "objet"),
    "an output in a text": mistake(
        _SCW + "vpc = scw.network.Vpc('vpc', region='fr-par')\nnames = {'vpc': 1}\nprint(names[vpc.id])\n", "__main__.py:5", "KeyError"
    ),
    "a file that is not there": mistake("\nopen('cloud-init.yaml').read()\n", "__main__.py:2", "cloud-init.yaml"),
    "a syntax error": mistake("import pulumi\nprint('a'\n", "__main__.py:2", "never closed"),
    "a syntax error in a module": mistake(
        "\nimport settings\n", "settings.py:3", "SyntaxError", settings_py="\n\nx = = 1\n"
    ),
    "a secret that is not set": mistake(
        "import pulumi\n\npulumi.Config().require_secret('password')\n", "__main__.py:3", "password"
    ),
}  # fmt: skip
