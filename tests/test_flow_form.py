"""What Prefect makes of the flows without a server: the forms of their parameters, and the names of their runs."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from flows import ingest as ingest_module
from flows import reingest as reingest_module
from flows.ingest import ingest
from flows.reingest import reingest
from flows.verify import verify
from prefect.utilities.callables import parameter_schema

from ingest.reingest import ReingestStage
from ingest.select import Selection, State

pytestmark = pytest.mark.filterwarnings("default")  # Prefect's own and its dependencies'


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return parameter_schema(reingest).model_dump()


@pytest.fixture(scope="module")
def selection(form: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = form["definitions"]["Selection"]["properties"]
    return fields


def test_the_form_asks_in_the_order_in_which_a_person_thinks(form: dict[str, Any]) -> None:
    fields = sorted(form["properties"].values(), key=lambda field: field["position"])
    assert [field["title"] for field in fields] == [
        "Which documents",
        "Reason",
        "From which stage",
        "Target language",
        "Dry run",
    ]
    assert form["required"] == ["which", "reason"]
    assert (form["properties"]["reason"]["minLength"], form["properties"]["reason"]["maxLength"]) == (3, 500)


def test_the_choices_are_asked_in_order_too(selection: dict[str, Any]) -> None:
    assert [field["title"] for field in selection.values()] == [
        "Documents",
        "Sites or folders",
        "Languages",
        "States",
        "Published from",
        "Published to",
        "Words",
        "Everything",
    ]


@pytest.mark.parametrize("flow", [ingest, reingest, verify])
def test_every_field_of_every_form_has_a_title_and_an_explanation(flow: Any) -> None:
    schema = parameter_schema(flow).model_dump()
    groups = [schema["properties"], *(each["properties"] for each in schema["definitions"].values())]
    for name, field in ((name, field) for group in groups for name, field in group.items()):
        assert field["title"] != name, f"{name} has no title for people"
        assert field["title"][0].isupper()
        assert field["description"].endswith("."), name
        assert "`" not in field["description"], "the form shows descriptions as they are"


def test_stages_and_states_are_menus_and_dates_are_calendars(form: dict[str, Any], selection: dict[str, Any]) -> None:
    assert form["properties"]["start"]["enum"] == list(get_args(ReingestStage))
    assert form["properties"]["start"]["default"] == "translate"
    assert selection["states"]["items"]["enum"] == list(get_args(State))
    for name in ("published_from", "published_to"):
        assert {"type": "string", "format": "date"} in selection[name]["anyOf"]
    assert form["properties"]["dry_run"]["default"] is True


@pytest.mark.parametrize(
    ("selection", "phrase"),
    [
        (Selection(), "nothing"),
        (Selection(everything=True), "everything"),
        (Selection(ids=["53f00f7080950eb9", "0123456789"]), "53f00f70, 01234567"),
        (Selection(states=["partial", "unavailable"], languages=["de"]), "de; partial, unavailable"),
        (Selection(published_from=date(2024, 1, 2)), "2024-01-02–"),
        (Selection(published_to=date(2024, 1, 2), text="camera"), "–2024-01-02; “camera”"),
    ],
)
def test_a_selection_can_be_said_in_few_words(selection: Selection, phrase: str) -> None:
    assert selection.phrase == phrase


class Given:
    """The parameters of a run, as `prefect.runtime` would give them."""

    def __init__(self, **parameters: Any) -> None:
        self.parameters = parameters


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({}, "ingest all sources"),
        ({"sources": ["letters", "x.warc"], "target": "fr"}, "ingest letters, x.warc into fr"),
        ({"sources": ["s.toml"], "tags": ["daily", "de"]}, "ingest s.toml tagged daily or de"),
        ({"force": True}, "ingest all sources, again from the start"),
    ],
)
def test_the_name_of_an_ingest_run_says_what_ran(
    monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], name: str
) -> None:
    monkeypatch.setattr(ingest_module, "flow_run", Given(**parameters))
    assert ingest_module._name() == name


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (
            {"which": {"states": ["partial"]}, "reason": "new package"},
            "dry run: reingest partial from translate: new package",
        ),
        (
            {"which": Selection(languages=["de"]), "reason": "r", "start": "fetch", "dry_run": False},
            "reingest de from fetch: r",
        ),
        (
            {"which": {"everything": True}, "reason": "r" * 200, "dry_run": False},
            "reingest everything from translate: ".ljust(100, "r"),
        ),
    ],
)
def test_the_name_of_a_reingest_run_says_which_documents_from_where_and_why(
    monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], name: str
) -> None:
    monkeypatch.setattr(reingest_module, "flow_run", Given(**parameters))
    assert reingest_module._name() == name
