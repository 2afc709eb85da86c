"""MoverCluster: what runs while a dataset is copied, what it may and what it is given; nothing while it is not.

Proves what is asked of the API server and of the engine. It does not prove that a network plugin enforces a policy.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from socle.estate import Estate, MoverClusterSpec, MoversPosture, Posture, load
from socle.kubernetes import MoverCluster, image_of, move_of
from socle.kubernetes.mover_job import KEYS, SIDE_KEYS
from socle.move.objects import MoveSpec, StoreSpec, read_job
from socle.plan import Plan, Resource
from socle.testing.plugin import CaptureComponent, Mode

from ..estate.cut_over import CUTOVER
from ..estate.mover_cluster import DIGEST, ESTATE, MOVERS, MOVING, write_moving
from ..estate.written import edited

pytestmark = [pytest.mark.slow, pytest.mark.edits]

PROVIDER = "pulumi:providers:kubernetes"
DEPLOYMENT, JOB = "kubernetes:apps/v1:Deployment", "kubernetes:batch/v1:Job"
POLICY, SERVICE = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:core/v1:Service"
PLANTED = "planted-kubeconfig-8e11"
FORWARD = Posture(movers=MoversPosture(forward=frozenset({"studies.raw"})))
RUNS = ("scheduler", "worker", "run")


@pytest.fixture
def estate(tmp_path: Path) -> Estate:
    return load(write_moving(tmp_path)).estate


def spec_of(estate: Estate) -> MoverClusterSpec:
    assert estate.cutover
    return estate.cutover.mover_clusters["raw"]


def make(estate: Estate, posture: Posture = FORWARD, **more: Any) -> MoverCluster:
    wiring: dict[str, Any] = {"job": move_of(estate, "raw"), "image": image_of(estate, "raw"), "kubeconfig": PLANTED}
    return MoverCluster(
        "mover-raw",
        spec_of(estate),
        cluster_id="fr-par/1",
        version="1.34",
        owner="acme",
        posture=posture,
        **{**wiring, **more},
    )


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, estate: Estate) -> Plan:
    return capture_component(lambda: make(estate), mode=mode)


def inside(plan: Plan) -> list[Resource]:
    return [each for each in plan if each.type.startswith("kubernetes:")]


def pods(plan: Plan) -> dict[str, dict[str, Any]]:
    """Templates by part."""
    made = (*plan.all(DEPLOYMENT), *plan.all(JOB))
    found = [each.inputs["spec"]["template"] for each in made]
    return {each["metadata"]["labels"]["app.kubernetes.io/component"]: each for each in found}


def container(plan: Plan, part: str) -> dict[str, Any]:
    (only,) = pods(plan)[part]["spec"]["containers"]
    return only


def given(plan: Plan, part: str) -> dict[str, tuple[str, str]]:
    """What a part is given of secrets: the variable, with the secret and its entry."""
    held = {each["name"]: each.get("valueFrom", {}).get("secretKeyRef") for each in container(plan, part)["env"]}
    return {name: (each["name"], each["key"]) for name, each in held.items() if each}


def test_while_a_dataset_is_copied_there_are_scheduler_workers_and_a_run(plan: Plan) -> None:
    assert sorted(pods(plan)) == sorted(RUNS)
    replicas = {each.inputs["metadata"]["name"]: each.inputs["spec"]["replicas"] for each in plan.all(DEPLOYMENT)}
    assert replicas == {"scheduler": 1, "workers": 3}
    assert plan.one(JOB).inputs["metadata"]["name"] == "run-1"


@pytest.mark.parametrize(
    "posture",
    [
        Posture(),
        Posture(movers=MoversPosture(reverse=frozenset({"studies.exports", "studies"}))),
        Posture(movers=MoversPosture(forward=frozenset({"studies.exports", "studies.ra", "raw"}))),
    ],
)
def test_while_it_is_not_copied_the_namespace_is_closed_and_empty(
    capture_component: CaptureComponent, estate: Estate, posture: Posture
) -> None:
    plan = capture_component(lambda: make(estate, posture))
    kinds = sorted({each.type.rpartition(":")[2] for each in inside(plan)})
    assert kinds == ["LimitRange", "Namespace", "NetworkPolicy", "ResourceQuota"]
    assert sorted(each.inputs["metadata"]["name"] for each in plan.all(POLICY)) == ["default-deny", "dns"]


BACK = Posture(movers=MoversPosture(reverse=frozenset({"studies.raw"})))


def test_on_the_way_back_the_run_turns_and_only_then_something_may_write_azure(
    capture_component: CaptureComponent, estate: Estate, plan: Plan
) -> None:
    back = capture_component(lambda: make(estate, BACK))
    assert [each.inputs["metadata"]["name"] for each in back.all(JOB)] == ["back-1"]
    assert "--back" in container(back, "run")["command"]
    for part in ("worker", "run"):
        assert given(back, part)["SOCLE_MOVE_SOURCE_SAS_TOKEN"] == ("move-back", "sas-token")
    assert "--back" not in container(plan, "run")["command"]
    assert "move-back" not in str([each.inputs for each in inside(plan)])


def test_without_what_opens_azure_nothing_goes_back(capture_component: CaptureComponent, estate: Estate) -> None:
    spec = spec_of(estate)
    reads = spec.model_copy(update={"secrets": spec.secrets.model_copy(update={"back": None})})
    changed = estate.cutover and estate.cutover.model_copy(update={"mover_clusters": {"raw": reads}})
    plan = capture_component(lambda: make(estate.model_copy(update={"cutover": changed}), BACK))
    assert not [*plan.all(DEPLOYMENT), *plan.all(JOB)]


def test_everything_is_in_one_namespace_that_enforces_the_strictest_standard(plan: Plan) -> None:
    namespace = plan.one("kubernetes:core/v1:Namespace").inputs["metadata"]
    assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert namespace["labels"]["data-class"] == "health"
    others = [each.inputs["metadata"].get("namespace") for each in inside(plan)]
    assert set(others) == {None, namespace["name"]}
    assert others.count(None) == 1


def test_nothing_runs_before_what_closes_the_namespace(plan: Plan) -> None:
    closing = {each.urn for each in (*plan.all(POLICY), *plan.all("kubernetes:core/v1:ResourceQuota"))}
    for each in (*plan.all(DEPLOYMENT), *plan.all(JOB)):
        assert closing <= set(each.dependencies)


@pytest.mark.parametrize("part", RUNS)
def test_a_pod_has_no_privilege_no_token_no_disk_and_nothing_of_its_node(plan: Plan, part: str) -> None:
    pod, one = pods(plan)[part]["spec"], container(plan, part)
    assert (pod["hostNetwork"], pod["hostPID"], pod["hostIPC"]) == (False, False, False)
    assert (pod["automountServiceAccountToken"], pod["enableServiceLinks"]) == (False, False)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert one["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
    }
    assert {next(iter(each.keys() - {"name"})) for each in pod["volumes"]} <= {"secret", "emptyDir", "configMap"}
    assert [each["emptyDir"]["medium"] for each in pod["volumes"] if "emptyDir" in each] == ["Memory"]
    assert "ports" not in one


@pytest.mark.parametrize("part", RUNS)
def test_a_pod_runs_the_image_by_its_content(plan: Plan, part: str) -> None:
    assert container(plan, part)["image"] == f"rg.fr-par.scw.cloud/acme-images/socle-mover@{DIGEST}"


@pytest.mark.parametrize(
    "image",
    [
        "rg.fr-par.scw.cloud/acme-images/socle-mover:latest",
        "rg.fr-par.scw.cloud/acme-images/socle-mover",
        f"rg.fr-par.scw.cloud/acme-images/socle-mover@{DIGEST[:-1]}",
        f"rg.fr-par.scw.cloud/acme-images/socle-mover@{DIGEST}\n",
        f"rg.fr-par.scw.cloud/acme-images/socle-mover@{DIGEST.replace('5f', '5F')}",
        f"socle-mover@{DIGEST}",
        "",
    ],
)
def test_an_image_without_its_digest_is_refused(estate: Estate, image: str) -> None:
    with pytest.raises(ValueError, match="has no digest"):
        make(estate, image=image)


PLANTED_HERE = "hunter2-planted-44c1"


@pytest.mark.parametrize("side", ["source", "target", "control"])
@pytest.mark.parametrize(
    "endpoint",
    [
        "http://s3.fr-par.scw.cloud",
        f"https://AKIA:{PLANTED_HERE}@s3.fr-par.scw.cloud",
        f"https://s3.fr-par.scw.cloud/?sv=1&sig={PLANTED_HERE}",
        f"https://s3.fr-par.scw.cloud#{PLANTED_HERE}",
        "https://s3.fr-par.scw.cloud\n",
        "HTTPS://s3.fr-par.scw.cloud",
        "https://",
        "",
    ],
)
def test_a_store_that_is_no_host_reached_by_https_is_refused_and_not_repeated(
    estate: Estate, side: str, endpoint: str
) -> None:
    job = move_of(estate, "raw")
    job[side]["endpoint"] = endpoint
    with pytest.raises(ValueError, match=f"endpoint of {side} is no https://host alone") as refused:
        make(estate, job=job)
    assert PLANTED_HERE not in str(refused.value)


@pytest.mark.parametrize(
    ("where", "change", "said"),
    [
        ("", {"note": PLANTED_HERE}, "the job says note"),
        ("source", {"sas_token": PLANTED_HERE}, "source says sas_token"),
        ("target", {"secret_access_key": PLANTED_HERE}, "target says secret_access_key"),
        ("control", {"customer_key": PLANTED_HERE}, "control says customer_key"),
        ("", {"name": "../kube-system"}, "name is no part of a namespace"),
        ("", {"name": "raw\n"}, "name is no part of a namespace"),
        ("", {"name": "a" * 41}, "name is no part of a namespace"),
        ("", {"name": None}, "name is no part of a namespace"),
        ("target", {"encryption": "none"}, "without a key of the client"),
    ],
)
def test_a_job_that_could_hold_a_credential_or_stand_elsewhere_is_refused(
    estate: Estate, where: str, change: dict[str, Any], said: str
) -> None:
    job = move_of(estate, "raw")
    (job[where] if where else job).update(change)
    with pytest.raises(ValueError, match=said) as refused:
        make(estate, job=job)
    assert PLANTED_HERE not in str(refused.value)


def test_a_job_may_say_what_the_movers_read_and_nothing_else() -> None:
    assert set(MoveSpec.model_fields) == KEYS
    assert set(StoreSpec.model_fields) == SIDE_KEYS


@pytest.mark.parametrize("part", ["scheduler", "worker"])
def test_a_worker_and_the_scheduler_stay_below_500_megabytes(plan: Plan, part: str) -> None:
    memory = {container(plan, part)["resources"][kind]["memory"] for kind in ("requests", "limits")}
    assert len(memory) == 1
    assert int(memory.pop().removesuffix("Mi")) * 1024 * 1024 < 500_000_000


def test_the_quota_has_room_for_every_pod(plan: Plan) -> None:
    hard = plan.one("kubernetes:core/v1:ResourceQuota").inputs["spec"]["hard"]
    counts = {"scheduler": 1, "worker": 3, "run": 1}
    memory = sum(int(container(plan, part)["resources"]["limits"]["memory"][:-2]) * n for part, n in counts.items())
    cores = sum(float(container(plan, part)["resources"]["limits"]["cpu"]) * n for part, n in counts.items())
    assert int(hard["limits.memory"][:-2]) >= memory
    assert float(hard["limits.cpu"]) >= cores
    assert int(hard["pods"]) >= sum(counts.values())
    assert (hard["services.loadbalancers"], hard["services.nodeports"]) == ("0", "0")


def test_scheduler_and_workers_speak_tls_alone_and_spill_nothing(plan: Plan) -> None:
    for part in ("scheduler", "worker"):
        command = container(plan, part)["command"]
        assert command[command.index("--protocol") + 1] == "tls"
        assert command[command.index("--dashboard-address") + 1].startswith("127.0.0.1:")
        assert {"--tls-ca-file", "--tls-cert", "--tls-key"} <= set(command)
        settings = {each["name"]: each.get("value") for each in container(plan, part)["env"]}
        assert settings["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] == "True"
        assert settings["DASK_DISTRIBUTED__WORKER__MEMORY__SPILL"] == "False"
        assert settings["DASK_DISTRIBUTED__WORKER__MEMORY__TARGET"] == "False"
    words = [text for part in RUNS for text in container(plan, part)["command"]]
    assert not [text for text in words if "tcp" in text]
    assert words.count("tls://scheduler.mover-raw.svc:8786") == 2


def test_the_scheduler_opens_no_store_and_only_who_moves_bytes_does(plan: Plan) -> None:
    source, target = ("move-source", "sas-token"), ("move-target", "secret-access-key")
    assert given(plan, "scheduler") == {}
    for part in ("worker", "run"):
        assert given(plan, part) == {
            "SOCLE_MOVE_SOURCE_SAS_TOKEN": source,
            "SOCLE_MOVE_TARGET_ACCESS_KEY_ID": ("move-target", "access-key-id"),
            "SOCLE_MOVE_TARGET_SECRET_ACCESS_KEY": target,
            "SOCLE_MOVE_TARGET_CUSTOMER_KEY": ("move-target", "customer-key"),
            "SOCLE_MOVE_CONTROL_CUSTOMER_KEY": ("move-target", "records-key"),
        }
    for part in RUNS:
        held = [each["secret"] for each in pods(plan)[part]["spec"]["volumes"] if "secret" in each]
        assert [(each["secretName"], [item["key"] for item in each["items"]]) for each in held] == [
            ("move-tls", ["ca.crt", "tls.crt", "tls.key"])
        ]


def test_no_secret_is_made_and_none_is_in_the_plan(plan: Plan) -> None:
    assert [each for each in plan if each.type.rpartition(":")[2].startswith("Secret")] == []
    assert PLANTED not in plan.to_json()
    assert not plan.plain_secrets


def test_the_service_has_no_address_beyond_the_cluster(plan: Plan) -> None:
    spec = plan.one(SERVICE).inputs["spec"]
    assert spec["type"] == "ClusterIP"
    assert not {"externalIPs", "loadBalancerIP", "nodePort"} & {*spec, *spec["ports"][0]}
    assert spec["selector"] == {"app.kubernetes.io/component": "scheduler"}


def flows(plan: Plan) -> set[tuple[str, str, str, int]]:
    """Every flow as who, direction, the other side, port."""
    found: set[tuple[str, str, str, int]] = set()
    for each in plan.all(POLICY):
        spec = each.inputs["spec"]
        for direction in ("ingress", "egress"):
            for rule in spec.get(direction, ()):
                peers = rule["from" if direction == "ingress" else "to"]
                assert peers
                for port in rule["ports"]:
                    found |= {(_parts(spec["podSelector"]), direction, _peer(peer), port["port"]) for peer in peers}
    return found


def _parts(selector: dict[str, Any]) -> str:
    return "+".join(selector["matchExpressions"][0]["values"]) if selector else "all"


def _peer(peer: dict[str, Any]) -> str:
    if "ipBlock" in peer:
        return peer["ipBlock"]["cidr"]
    if "namespaceSelector" in peer:
        return f"namespace {peer['namespaceSelector']['matchLabels']['kubernetes.io/metadata.name']}"
    return _parts(peer["podSelector"])


def test_declared_flows_pass_and_nothing_else(plan: Plan) -> None:
    assert flows(plan) == {
        ("all", "egress", "namespace kube-system", 53),
        ("run+worker", "egress", "scheduler", 8786),
        ("scheduler", "ingress", "run+worker", 8786),
        ("scheduler", "egress", "worker", 8788),
        ("worker", "ingress", "scheduler", 8788),
        ("run+worker", "egress", "10.100.4.0/28", 443),
        ("run+worker", "egress", "51.159.62.0/24", 443),
    }


def test_a_further_run_is_another_job_with_the_same_namespace(
    capture_component: CaptureComponent, tmp_path: Path
) -> None:
    again = load(
        write_moving(tmp_path, edited(("    workers: 3\n", "    workers: 3\n    number: 2\n"), text=MOVING))
    ).estate
    plan = capture_component(lambda: make(again))
    assert [each.name for each in plan.all(JOB)] == ["mover-raw-run-2"]
    assert plan.one("kubernetes:core/v1:Namespace").name == "mover-raw-namespace"


def test_a_changed_job_starts_the_run_anew(capture_component: CaptureComponent, tmp_path: Path, plan: Plan) -> None:
    limited = edited(("    workers: 3\n", '    workers: 3\n    hours: "20:00-06:00"\n'), text=MOVING)
    later = capture_component(lambda: make(load(write_moving(tmp_path, limited)).estate))
    said = [pods(each)["run"]["metadata"]["annotations"]["job"] for each in (plan, later)]
    assert said[0] != said[1]


def test_a_run_that_verifies_has_the_key_of_the_wave_and_no_worker_has(
    capture_component: CaptureComponent, tmp_path: Path
) -> None:
    verifying = edited(
        ("tls: move-tls}", "tls: move-tls, wave_key: move-wave, registry: move-pull}"),
        ("    workers: 3\n", "    workers: 3\n    run: verify\n"),
        text=MOVING,
    )
    plan = capture_component(lambda: make(load(write_moving(tmp_path, verifying)).estate))
    assert given(plan, "run")["SOCLE_MOVE_WAVE_KEY"] == ("move-wave", "wave-key")
    assert "SOCLE_MOVE_WAVE_KEY" not in given(plan, "worker")
    assert container(plan, "run")["command"][:3] == ["socle", "move", "verify"]
    account = plan.one("kubernetes:core/v1:ServiceAccount").inputs
    assert account["imagePullSecrets"] == [{"name": "move-pull"}]
    assert account["automountServiceAccountToken"] is False


def test_a_run_inside_a_fence_says_so(capture_component: CaptureComponent, tmp_path: Path) -> None:
    fenced = edited(
        ("tls: move-tls}", "tls: move-tls, wave_key: move-wave}"),
        ("    workers: 3\n", "    workers: 3\n    run: parity\n"),
        text=MOVING,
    )
    plan = capture_component(lambda: make(load(write_moving(tmp_path, fenced)).estate))
    assert container(plan, "run")["command"][:5] == ["socle", "move", "verify", "/job/move.json", "--fence"]
    assert "SOCLE_MOVE_WAVE_KEY" in given(plan, "run")


@pytest.mark.parametrize("version", ["1.32", "1.33", "1.34", "1.35"])
def test_every_manifest_is_valid_for_its_cluster(
    capture_component: CaptureComponent, estate: Estate, version: str
) -> None:
    for each in inside(capture_component(lambda: make(estate))):
        kubernetes_validate.validate(each.inputs, version, strict=True)


def test_everything_goes_through_the_clusters_own_provider(plan: Plan) -> None:
    assert {each.provider.rpartition("::")[0] for each in inside(plan)} == {plan.one(PROVIDER).urn}
    assert plan.one(PROVIDER).inputs["clusterIdentifier"] == "fr-par/1"


def test_the_job_is_one_that_the_movers_read(estate: Estate, plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "move.json"
    file.write_text(plan.one("kubernetes:core/v1:ConfigMap").inputs["data"]["move.json"], "utf-8")
    job = read_job(file)
    assert job == MoveSpec.model_validate(move_of(estate, "raw"))
    assert (job.source.endpoint, job.source.bucket) == ("https://lake.blob.core.windows.net", "raw")
    assert (job.target.bucket, job.target.encryption) == ("acme-studies", "customer-key")
    assert (job.control.bucket, job.control.encryption, job.data_class) == ("acme-moves", "customer-key", "health")


def test_every_encryption_of_a_bucket_is_one_of_the_movers(tmp_path: Path, change: Callable[..., Estate]) -> None:
    client = change(
        (
            "    client_encryption: sse-c\n    grants:\n      cardio:",
            "    client_encryption: client-side\n    grants:\n      cardio:",
        )
    )
    assert move_of(client, "raw")["target"]["encryption"] == "client"


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Estate]:
    def changed(*edits: tuple[str, str]) -> Estate:
        return load(write_moving(tmp_path, MOVING, edited(*edits, text=ESTATE))).estate

    return changed


def test_an_unknown_kubeconfig_leads_nowhere(capture_component: CaptureComponent, estate: Estate) -> None:
    plan = capture_component(lambda: make(estate, kubeconfig=None))
    assert len(inside(plan)) == 17


def test_the_estate_of_these_tests_is_sound_without_movers_too(tmp_path: Path) -> None:
    assert MOVERS not in CUTOVER
    assert load(write_moving(tmp_path, CUTOVER)).estate.cutover
