"""The job templates of work pools hold what the workers of Prefect ask for, and fit our image and deployments."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
import yaml

from ingest.errors import ConfigurationError
from ingest.sources.catalog import FILE, load_catalog
from ingest.translate.corrections import CORRECTIONS_FILE, read_corrections
from ingest.translate.glossary import GLOSSARY_FILE, read_glossary

pytestmark = pytest.mark.filterwarnings("default")  # Prefect's own and its dependencies'

DEPLOY = Path(__file__).parents[2] / "deploy"
KINDS = {
    "process": ("prefect.workers.process", "ProcessWorker"),
    "docker": ("prefect_docker", "DockerWorker"),
    "kubernetes": ("prefect_kubernetes", "KubernetesWorker"),
}


def template(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DEPLOY / "pools" / f"{kind}.json").read_text())
    return found


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def worker(kind: str) -> Any:
    module, name = KINDS[kind]
    package = module.partition(".")[0]
    pytest.importorskip(package, reason=f"{package.replace('_', '-')} is not installed")
    return getattr(importlib.import_module(module), name)


def configuration(kind: str, **values: object) -> Any:
    """Return the configuration of one flow run, as a worker of this kind makes it from our template."""
    from prefect.client.schemas.objects import FlowRun
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):  # else a server starts, which is not asked
        made = asyncio.run(worker(kind).job_configuration.from_template_and_values(template(kind), values))
        made.prepare_for_flow_run(FlowRun(id=uuid4(), flow_id=uuid4(), name="ingest all sources"))
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_asks_only_for_variables_it_declares_and_its_defaults_fit_them(kind: str) -> None:
    variables = template(kind)["variables"]
    asked = {name for text in texts(template(kind)["job_configuration"]) for name in re.findall(r"{{ (\w+) }}", text)}
    assert asked == set(variables["properties"])
    jsonschema.Draft202012Validator.check_schema(variables)
    defaults = {name: each["default"] for name, each in variables["properties"].items() if "default" in each}
    jsonschema.validate(defaults, variables)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_knows_all_that_the_worker_knows(kind: str) -> None:
    default = worker(kind).get_default_base_job_template()
    ours = template(kind)
    assert set(default["job_configuration"]) == set(ours["job_configuration"])
    for name, variable in default["variables"]["properties"].items():
        declared = {key: value for key, value in ours["variables"]["properties"][name].items() if key != "default"}
        assert declared == {key: value for key, value in variable.items() if key != "default"}, name


def test_a_process_starts_in_the_project() -> None:
    made = configuration("process", working_dir="/elsewhere")
    assert str(made.working_dir) == "/elsewhere"
    assert "prefect" in made.command
    assert str(configuration("process").working_dir) == "/srv/polyglot-ingest"


def test_a_container_runs_our_image_over_our_folders() -> None:
    made = configuration("docker")
    assert made.image.startswith("polyglot-ingest:")
    assert {volume.split(":")[1] for volume in made.volumes} >= {"/project/raw", "/project/processed"}
    assert made.auto_remove


def test_a_job_runs_our_image_over_our_claim_and_every_field_is_one_of_kubernetes() -> None:
    made = configuration("kubernetes", claim="library", secret="keys")  # noqa: S106 - a name
    models = importlib.import_module("kubernetes_asyncio.client.models")
    assert not list(unknown(made.job_manifest, "V1Job", models))
    pod = made.job_manifest["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert container["image"].startswith("polyglot-ingest:")
    assert container["envFrom"] == [{"secretRef": {"name": "keys", "optional": True}}]
    assert pod["volumes"][0]["persistentVolumeClaim"] == {"claimName": "library"}
    assert {mount["name"] for mount in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}


@pytest.mark.parametrize("kind", ["docker", "kubernetes"])
def test_a_container_sees_what_people_write_and_cannot_change_it(kind: str) -> None:
    assert read_only(kind) >= {f"/project/{name}" for name in (CORRECTIONS_FILE, GLOSSARY_FILE, FILE)}


def test_a_file_that_was_only_touched_to_be_mounted_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert read_corrections(tmp_path / "empty").digest is None
    assert read_glossary(tmp_path / "empty").digest is None
    assert load_catalog(tmp_path / "empty").source == ()


def test_a_folder_that_docker_made_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    for read in (read_corrections, read_glossary, load_catalog):
        with pytest.raises(ConfigurationError, match=str(tmp_path)):
            read(tmp_path)


def read_only(kind: str) -> set[str]:
    """Return what a container of this kind may read and not write, as our template has it."""
    ours = template(kind)
    if kind == "docker":
        volumes = (volume.split(":") for volume in ours["variables"]["properties"]["volumes"]["default"])
        return {there for _, there, *mode in volumes if mode == ["ro"]}
    [container] = ours["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]["containers"]
    return {mount["mountPath"] for mount in container["volumeMounts"] if mount.get("readOnly")}


def unknown(value: Any, kind: str, models: Any) -> Iterator[str]:
    """Yield the names of fields that Kubernetes does not have where they stand."""
    nested = re.fullmatch(r"(?:list\[|dict\([^,]*, )(\w+)[\])]", kind)
    if nested:
        for each in value if isinstance(value, list) else value.values():
            yield from unknown(each, nested[1], models)
    elif hasattr(models, kind):
        model = getattr(models, kind)
        names = {spelled: name for name, spelled in model.attribute_map.items()}
        for name, below in value.items():
            if name not in names:
                yield f"{kind}.{name}"
            else:
                yield from unknown(below, model.openapi_types[names[name]], models)


def test_containers_have_the_deployments_of_one_machine() -> None:
    here = yaml.safe_load((DEPLOY.parent / "prefect.yaml").read_text())
    there = yaml.safe_load((DEPLOY / "containers.yaml").read_text())
    pools = [deployment.pop("work_pool")["name"] for deployment in (*here["deployments"], *there["deployments"])]
    assert here["deployments"] == there["deployments"]
    assert set(pools) == {"local", "{{ $INGEST_POOL }}"}


def test_all_that_the_image_needs_is_sent_to_the_builder() -> None:
    """What the Dockerfile copies is let through by .dockerignore, and is there."""
    root = DEPLOY.parent
    let_through = {line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copies = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    copied = {name for line in copies for name in line.split()}
    assert copied == let_through
    assert all((root / name).exists() for name in copied)
