"""The job files for Kubernetes and Slurm, as far as they can be checked without either.

No package carries the schema of KubeRay's own kinds. Their pods are checked against Kubernetes' own
schema, and what stands around those against the fields of KubeRay's API, named here.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from typer.testing import CliRunner

from memcon.cli.app import app
from memcon.version import __version__

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
JOB: Final = DEPLOY / "kuberay-rayjob.yaml"
SLURM: Final = DEPLOY / "memcon-run.sbatch"
CONTAINER: Final = DEPLOY / "Containerfile.ray"
# the oldest and the newest Kubernetes of which the validator knows, in steps
KUBERNETES: Final = ("1.30", "1.33", kubernetes_validate.latest_version())


def fields(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


WORDS: Final = {"type": "object", "additionalProperties": {"type": "string"}}
NUMBER: Final = {"type": "integer", "minimum": 0}
POD: Final = fields(["spec"], metadata={"type": "object"}, spec={"type": "object"})
# https://ray-project.github.io/kuberay/reference/api/ (ray.io/v1), as far as it is used
RAY_JOB: Final = fields(
    ["apiVersion", "kind", "metadata", "spec"],
    apiVersion={"const": "ray.io/v1"},
    kind={"const": "RayJob"},
    metadata=fields(["name"], name={"type": "string"}, labels=WORDS),
    spec=fields(
        ["entrypoint", "rayClusterSpec"],
        entrypoint={"type": "string"},
        backoffLimit=NUMBER,
        shutdownAfterJobFinishes={"type": "boolean"},
        ttlSecondsAfterFinished=NUMBER,
        rayClusterSpec=fields(
            ["headGroupSpec"],
            rayVersion={"type": "string"},
            authOptions=fields(["mode"], mode={"enum": ["disabled", "token"]}),
            enableInTreeAutoscaling={"type": "boolean"},
            autoscalerOptions=fields([], idleTimeoutSeconds=NUMBER),
            headGroupSpec=fields(["template"], rayStartParams=WORDS, template=POD),
            workerGroupSpecs={
                "type": "array",
                "items": fields(
                    ["groupName", "template"],
                    groupName={"type": "string"},
                    replicas=NUMBER,
                    minReplicas=NUMBER,
                    maxReplicas=NUMBER,
                    rayStartParams=WORDS,
                    template=POD,
                ),
            },
        ),
    ),
)


@pytest.fixture(scope="module")
def job() -> dict[str, Any]:
    """The RayJob."""
    content: dict[str, Any] = yaml.safe_load(JOB.read_text(encoding="utf-8"))
    return content


def groups(job: dict[str, Any]) -> list[dict[str, Any]]:
    cluster = job["spec"]["rayClusterSpec"]
    return [cluster["headGroupSpec"], *cluster["workerGroupSpecs"]]


def container(group: dict[str, Any]) -> dict[str, Any]:
    (only,) = group["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def test_the_job_has_the_fields_of_a_ray_job(job: dict[str, Any]) -> None:
    Draft202012Validator(RAY_JOB).validate(job)
    for group in job["spec"]["rayClusterSpec"]["workerGroupSpecs"]:
        assert group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]


@pytest.mark.parametrize("version", KUBERNETES)
def test_its_pods_are_pods_of_kubernetes(job: dict[str, Any], version: str) -> None:
    for group in groups(job):
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "memcon", **group["template"]["metadata"]},
            "spec": group["template"]["spec"],
        }
        kubernetes_validate.validate(pod, version, strict=True)


def test_a_pod_with_a_slip_is_not(job: dict[str, Any]) -> None:
    spec = {**groups(job)[0]["template"]["spec"], "container": []}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "memcon"}, "spec": spec}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(pod, KUBERNETES[-1], strict=True)


def test_credentials_come_from_a_secret(job: dict[str, Any]) -> None:
    for group in groups(job):
        sources = container(group)["envFrom"]
        assert [source["secretRef"]["name"] for source in sources] == ["memcon-s3"]
        assert not [e for e in container(group)["env"] if re.search("KEY|TOKEN", e["name"])]


def test_a_core_has_memory_for_a_reader(job: dict[str, Any]) -> None:
    from memcon.scale.engines.cluster import ACTOR_MEMORY
    from memcon.scale.workers import Limits

    worker = groups(job)[1]
    resources = container(worker)["resources"]
    assert resources["requests"] == resources["limits"]
    cores = int(resources["limits"]["cpu"])
    memory = int(resources["limits"]["memory"].removesuffix("Gi")) * 2**30
    # Ray gives out 70 % of what its store of objects leaves.
    free = 0.7 * (memory - int(worker["rayStartParams"]["object-store-memory"]))
    assert cores * (Limits().kept + ACTOR_MEMORY) <= free


def test_versions_are_those_of_this_project(job: dict[str, Any], root: Path) -> None:
    locked = re.search(
        r"^ray==(\S+)", (root / "requirements-dev.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert locked
    assert job["spec"]["rayClusterSpec"]["rayVersion"] == locked[1]
    text = CONTAINER.read_text(encoding="utf-8")
    assert re.findall(r"^FROM docker\.io/rayproject/ray:([\d.]+)-", text, re.MULTILINE) == [
        locked[1]
    ]
    images = {container(group)["image"] for group in groups(job)}
    assert images == {f"registry.example.org/memcon-ray:{__version__}"}
    assert f"--tag {images.pop()} --file deploy/{CONTAINER.name} ." in text


def test_the_container_takes_locked_versions(root: Path) -> None:
    """What its sed makes of the lock file."""
    (script,) = re.findall(r"--quiet '(.+?)'", CONTAINER.read_text(encoding="utf-8"))
    lock = root / "requirements.lock"
    made = subprocess.run(
        ["sed", "--regexp-extended", "--quiet", script, str(lock)],
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = re.findall(r"^[a-z0-9]\S*==[^\s;\\]+", lock.read_text(encoding="utf-8"), re.MULTILINE)
    assert made.stdout.split() == wanted
    assert len(wanted) > 50


def arguments(command: str) -> list[str]:
    """Return the words after the first ``memcon run`` of a shell command, up to what follows it."""
    words = shlex.split(command.partition("memcon run")[2])
    return words[: words.index("||")]


def test_both_ask_for_what_memcon_run_takes(job: dict[str, Any]) -> None:
    shell, option, command = shlex.split(job["spec"]["entrypoint"])
    assert (shell, option) == ("bash", "-c")
    script = SLURM.read_text(encoding="utf-8").rpartition("\n\n")[2].replace("\\\n", " ")
    for given in (arguments(command), arguments(script)):
        # an output that cannot be, so that it ends at once, after its words were understood
        given[given.index("--output") + 1] = "s3://user:word@nowhere/out"
        given[given.index("--input") + 1] = str(JOB)
        result = CliRunner().invoke(app, ["run", *[one for one in given if one != "$@"]])
        assert "password in it is not used" in result.output


def test_the_slurm_script_is_sound() -> None:
    subprocess.run(["bash", "-n", str(SLURM)], check=True)
    checker = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([str(checker), str(SLURM)], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0


def test_slurm_reads_its_options_before_any_command() -> None:
    lines = SLURM.read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    options = [n for n, line in enumerate(lines) if line.startswith("#SBATCH")]
    assert options
    assert max(options) < first
    assert all(re.fullmatch(r"#SBATCH --[a-z-]+(=\S+)?", lines[n]) for n in options)
