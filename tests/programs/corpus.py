"""Programs after the manner of public ones: what people write who have never heard of Socle. Each is a folder's files, by name."""

from typing import NamedTuple


class Program(NamedTuple):
    """Files of a project, what it registers (types without provider and functions), and what is unknown of it."""

    files: dict[str, str]
    registers: tuple[str, ...]
    assumed: tuple[str, ...] = ()


_SCW = "import pulumi\nimport pulumiverse_scaleway as scw\n"
PROJECT = "11111111-1111-4111-8111-111111111111"
_SEALED = "config:\n  own:{key}:\n    secure: v1:abcdef:AAAAAAAAAAAAAAAAAAAAAA==\nencryptionsalt: v1:FdwjcKDRK/s=:v1:abc:def\n"


def program(main: str, *registers: str, assumed: tuple[str, ...] = (), **files: str) -> Program:
    """A project `own` with one stack `lab`, whose entry is `main`."""
    named = {
        name.replace("__", "/").replace("_py", ".py").replace("_yaml", ".yaml"): text for name, text in files.items()
    }
    usual = {"Pulumi.yaml": "name: own\nruntime: python\n", "Pulumi.lab.yaml": "config: {}\n", "__main__.py": main}
    return Program({**usual, **named}, registers, assumed)


PROGRAMS: dict[str, Program] = {
    "a lookup in direct form": program(
        _SCW
        + "home = scw.account.get_project(name='lab', organization_id='22222222-2222-4222-8222-222222222222')\n"
        + "scw.domain.Zone('zone', domain='example.org', subdomain='lab', project_id=home.project_id)\n",
        "domain/zone:Zone",
    ),
    "a lookup in text": program(
        _SCW
        + "image = scw.instance.get_image(name='debian', architecture='x86_64')\n"
        + f"scw.instance.Server('vm', type='DEV1-S', image=f'{{image.zone}}/{{image.image_id}}', project_id='{PROJECT}')\n",
        "instance/server:Server",
    ),
    "a lookup by output": program(
        _SCW
        + "home = scw.account.get_project_output(name='lab')\n"
        + "scw.network.Vpc('vpc', project_id=home.id, region='fr-par')\n",
        "network/vpc:Vpc",
    ),
    "nested fields of a lookup": program(
        _SCW
        + "cluster = scw.kubernetes.get_cluster(name='main')\n"
        + "pulumi.export('host', cluster.kubeconfigs[0].host)\n"
        + "scw.network.Vpc('vpc', region='fr-par', tags=[cluster.kubeconfigs[0].host])\n",
        "network/vpc:Vpc",
    ),
    "flat names": program(
        _SCW
        + "scw.ObjectBucket('flat', name='own-flat', region='fr-par')\nscw.VpcPrivateNetwork('pn', region='fr-par')\n",
        "index/objectBucket:ObjectBucket",
        "index/vpcPrivateNetwork:VpcPrivateNetwork",
    ),
    "a loop": program(
        _SCW + "for zone in (1, 2, 3):\n    scw.instance.Ip(f'ip-{zone}', zone=f'fr-par-{zone}')\n",
        *["instance/ip:Ip"] * 3,
    ),
    "an async main": program(
        _SCW + "async def main():\n    scw.network.Vpc('vpc', region='fr-par')\n\npulumi.run(main)\n", "network/vpc:Vpc"
    ),
    "a stack of another project": program(
        _SCW
        + "net = pulumi.StackReference('acme/network/prod')\n"
        + "scw.network.PrivateNetwork('pn', vpc_id=net.require_output('vpc_id'), region='fr-par')\n"
        + "pulumi.export('all', net.outputs['vpc_id'])\n",
        "network/privateNetwork:PrivateNetwork",
        assumed=("acme/network/prod",),
    ),
    "stacks of several projects": program(
        _SCW
        + "names = ['network', 'keys']\n"
        + "refs = {name: pulumi.StackReference(f'acme/{name}/lab') for name in names}\n"
        + "scw.network.PrivateNetwork('pn', vpc_id=refs['network'].get_output('vpc_id'), region='fr-par')\n"
        + "pulumi.export('key', refs['keys'].get_output('key_id'))\n",
        "network/privateNetwork:PrivateNetwork",
        assumed=("acme/network/lab", "acme/keys/lab"),
    ),
    "a stack of this project that has no file": program(
        _SCW + "pulumi.export('got', pulumi.StackReference('net').get_output('vpc_id'))\n",
        assumed=("organization/own/net",),
    ),
    "a component library": program(
        "import pulumi\nfrom parts.store import Store\n\nStore('data')\n",
        "own:index:Store",
        "object/bucket:Bucket",
        parts____init___py="",
        parts__store_py=_SCW
        + "class Store(pulumi.ComponentResource):\n"
        + "    def __init__(self, name, opts=None):\n"
        + "        super().__init__('own:index:Store', name, None, opts)\n"
        + "        scw.object.Bucket(f'{name}-bucket', name=f'own-{name}', opts=pulumi.ResourceOptions(parent=self))\n"
        + "        self.register_outputs({})\n",
    ),
    "a dynamic provider": program(
        "import pulumi\nfrom pulumi import dynamic\n\n"
        "class Note(dynamic.ResourceProvider):\n"
        "    def create(self, props):\n        return dynamic.CreateResult('note', props)\n\n"
        "class Noted(dynamic.Resource):\n"
        "    def __init__(self, name, text):\n        super().__init__(Note(), name, {'text': text})\n\n"
        "Noted('note', 'hello')\n",
        "pulumi-python:dynamic:Resource",
    ),
    "a provider of its own": program(
        _SCW
        + f"far = scw.Provider('far', region='nl-ams', project_id='{PROJECT}')\n"
        + "scw.network.Vpc('vpc', opts=pulumi.ResourceOptions(provider=far))\n",
        "pulumi:providers:scaleway",
        "network/vpc:Vpc",
    ),
    **{
        f"a secret read as {type_}": program(
            f"import pulumi\npulumi.export('got', pulumi.Config().require_secret{suffix}('pw').apply(lambda v: {use}))\n",
            Pulumi_lab_yaml="",
        )
        for type_, suffix, use in (
            ("a number", "_int", "v + 1"),
            ("a fraction", "_float", "v / 2"),
            ("yes or no", "_bool", "not v"),
            ("an object", "_object", "v['a']['b']"),
            ("text", "", "v.upper()"),
        )
    },
}
for _name, _each in PROGRAMS.items():
    if _name.startswith("a secret"):
        _each.files.pop("Pulumi_lab.yaml", None)
        _each.files["Pulumi.lab.yaml"] = _SEALED.format(key="pw")


class Mistake(NamedTuple):
    """Files of a project that does not work, the line of the user's own that must be named, and what must be said."""

    files: dict[str, str]
    place: str
    said: tuple[str, ...]


def mistake(main: str, place: str, *said: str, **files: str) -> Mistake:
    """A project as `program` makes it."""
    return Mistake(program(main, assumed=(), **files).files, place, said)


_SPECS = "import pulumi\nfrom socle.estate import *\nfrom socle.estate import BucketSpec, NetworkSpec, PrivateNetworkSpec, KeySpec\n"
MISTAKES: dict[str, Mistake] = {
    "a misspelt field of a spec": mistake(
        _SPECS + "BucketSpec(data_class='internal', key='k', expire_after_day=3)\n",
        "__main__.py:4",
        "BucketSpec.expire_after_day",
        "did you mean expire_after_days",
    ),
    "a field that is missing": mistake(_SPECS + "BucketSpec(key='k')\n", "__main__.py:4", "data_class"),
    "a word that is no choice": mistake(
        _SPECS + "\nPrivateNetworkSpec(purpose='platfrom', range='10.40.0.0/20')\n",
        "__main__.py:5",
        "'platfrom' is not a choice",
        "did you mean platform",
    ),
    "a range that is none": mistake(
        _SPECS + "PrivateNetworkSpec(purpose='platform', range='10.40.0.0/33')\n",
        "__main__.py:4",
        "no network could be made from it",
        "10.20.0.0/22",
    ),
    "a spec in a module of its own": mistake(
        "import settings\n",
        "settings.py:5",
        "KeySpec.data_clas",
        "did you mean data_class",
        settings_py=f"{_SPECS}\nKeySpec(data_clas='health')\n",
    ),
    "a key that a dictionary has not": mistake(
        "ranges = {'apps': 1, 'data': 2}\n\nprint(ranges['appps'])\n",
        "__main__.py:3",
        "KeyError: 'appps'",
        "did you mean apps?",
    ),
    "a key of an attribute": mistake(
        "class Net:\n    def __init__(self):\n        self.ids = {'apps': 1}\n\nnet = Net()\nnet.ids['data']\n",
        "__main__.py:6",
        "KeyError: 'data'",
        "apps",
    ),
    "a decision on what only the provider says": mistake(
        _SCW + "image = scw.instance.get_image(name='debian')\nif image.zone.startswith('fr'):\n    pass\n",
        "__main__.py:4",
        "getImage().zone.startswith",
        "--invokes",
    ),
    "a loop over what only the provider says": mistake(
        _SCW + "for zone in scw.instance.get_image(name='debian').zone:\n    pass\n", "__main__.py:3", "getImage().zone"
    ),
    "a coroutine that nobody awaits": mistake(
        _SCW + "async def main():\n    scw.network.Vpc('vpc')\n\nmain()\n",
        "__main__.py:6",
        "the coroutine main was never awaited",
        "pulumi.run(main)",
    ),
    "an argument that a resource has not": mistake(
        _SCW + "scw.object.Bucket('b',\n    nam='x')\n", "__main__.py:3", "'nam'"
    ),
    "one name twice": mistake(
        _SCW + "for i in range(2):\n    scw.network.Vpc('vpc', region='fr-par')\n", "__main__.py:4", "registered twice"
    ),
    "a program that is not there": mistake(
        "", "Pulumi.yaml", "there is no src/app.py", Pulumi_yaml="name: own\nruntime: python\nmain: src/app.py\n"
    ),
    "a module that is not there": mistake("import nothing_of_the_kind\n", "__main__.py:1", "nothing_of_the_kind"),
    "a configuration that is not set": mistake(
        "import pulumi\npulumi.Config().require('size')\n", "__main__.py:2", "size"
    ),
    "an error in an apply": mistake(
        "import pulumi\npulumi.export('x', pulumi.Output.from_input(1).apply(lambda v: v / 0))\n",
        "__main__.py:2",
        "ZeroDivisionError",
    ),
    "data of health without a contract": mistake(
        "from socle.scaleway import KeyRing, Tenancy\nfrom socle.estate import KeySpec\n"
        f"home = Tenancy(project_id='{PROJECT}', name_prefix='x')\n"
        "KeyRing('keys', {'health': KeySpec(data_class='health')}, tenancy=home)\n",
        "__main__.py:4",
        "HDS contract",
    ),
}
