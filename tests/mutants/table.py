"""The guards that are inverted: where, what stands there, what stands there instead, and which tests must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One inverted guard. `text` must stand in the file exactly once."""

    what: str
    file: str
    text: str
    instead: str
    tests: str


def _scaleway(what: str, file: str, text: str, instead: str, tests: str = "") -> Mutant:
    return Mutant(
        what, f"components/socle/scaleway/{file}.py", text, instead, tests or f"tests/scaleway/test_{file}.py"
    )


def _estate(what: str, file: str, text: str, instead: str, tests: str = "tests/estate") -> Mutant:
    return Mutant(what, f"components/socle/estate/{file}.py", text, instead, tests)


MUTANTS = [
    _scaleway(
        "buckets are encrypted by the host's own key", "storage", 'sse_algorithm="aws:kms"', 'sse_algorithm="AES256"'
    ),
    _scaleway("buckets have no bucket key", "storage", "bucket_key_enabled=True", "bucket_key_enabled=False"),
    _scaleway("the encryption of a bucket goes with the component", "storage", ", retain_on_delete=True", ""),
    _scaleway(
        "buckets are unprotected",
        "storage",
        "opts=self.child(storage.Bucket, stateful=True)",
        "opts=self.child(storage.Bucket)",
    ),
    _scaleway("buckets keep no versions", "storage", "enabled=spec.versioning", "enabled=False"),
    _scaleway(
        "buckets are never locked", "storage", "object_lock_enabled=spec.lock is not None", "object_lock_enabled=False"
    ),
    _scaleway(
        "a policy may leave out the deployer",
        "bucket_policy",
        "if not any(principal",
        "if False and not any(principal",
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "a policy names anyone", "bucket_policy", '{"SCW": sorted(principals)}', '"*"', "tests/scaleway/test_storage.py"
    ),
    _scaleway(
        "a grant reaches the whole bucket",
        "bucket_policy",
        'prefix = grant.prefix or ""',
        'prefix = ""',
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "a writer may read",
        "bucket_policy",
        'if "read" in grant.access',
        "if grant.access",
        "tests/scaleway/test_storage.py",
    ),
    _scaleway(
        "the IPv4 filter accepts",
        "network",
        'is_ipv6=False,\n            default_policy="drop"',
        'is_ipv6=False,\n            default_policy="accept"',
    ),
    _scaleway(
        "the IPv6 filter accepts",
        "network",
        'is_ipv6=True,\n            default_policy="drop"',
        'is_ipv6=True,\n            default_policy="accept"',
    ),
    _scaleway(
        "the IPv6 filter is destroyed",
        "network",
        "self.child(network.Acl, retain_on_delete=True)",
        "self.child(network.Acl)",
    ),
    _scaleway("networks exist before their filter", "network", ", depends_on=filters", ""),
    _scaleway("the bastion is on", "network", "bastion_enabled=spec.bastion is not None", "bastion_enabled=True"),
    _scaleway("a gateway has no address of its own", "network", "            ip_id=address.id,\n", ""),
    _scaleway("a VPC may be crossed", "network", "enable_transitivity=False", "enable_transitivity=True"),
    _scaleway(
        "answers are open to every port",
        "acl",
        "_CLIENT_PORTS = (1_024, 65_535)",
        "_CLIENT_PORTS = (0, 0)",
        "tests/scaleway/test_network.py",
    ),
    _scaleway("keys never rotate", "keys", "if spec.rotation_days is None", "if True"),
    _scaleway("keys are unprotected at the host", "keys", "unprotected=tenancy.rehearsal", "unprotected=True"),
    _scaleway("keys land in the shell's project", "keys", "                project_id=tenancy.project_id,\n", ""),
    _scaleway(
        "silent changes stay silent",
        "component",
        "replace_on_changes=list(silent) if silent else None",
        "replace_on_changes=None",
        "tests/scaleway/test_keys.py",
    ),
    _scaleway(
        "a posture protects nothing",
        "tenancy",
        "return steady if opts",
        "return False if opts",
        "tests/scaleway/test_storage.py",
    ),
    Mutant("credentials are not compared", "infra/__main__.py", "if an_engine_listens():", "if False:", "tests/infra"),
    Mutant(
        "the stack's name is not compared",
        "infra/__main__.py",
        "    refuse(stack_refusals(pulumi.get_stack(), name))\n",
        "",
        "tests/infra",
    ),
    _estate(
        "another organisation is accepted",
        "account",
        "if value and value not in allowed",
        "if False and value not in allowed",
    ),
    _estate("overlapping ranges are accepted", "addresses", "in overlapping(declared)", "in ()"),
    _estate("data may go out to the Internet", "paths", "network.purpose not in WITH_EGRESS", "False"),
    _estate(
        "health data may expire",
        "storage",
        "if self.expire_after_days and not self.data_class.floor.lifecycle_allowed",
        "if False",
    ),
    _estate("a key serves any class", "checks", "elif key.data_class is not bucket.data_class:", "elif False:"),
]
