"""A person at a browser: Chromium against the real Prefect UI, as `make serve` brings it up, stops and starts it.

INGEST_SCREENSHOTS=FOLDER takes the pictures of docs/operations.md anew.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import pytest

from ingest.outcomes import Summary
from ingest.run import open_run
from ingest.settings import load_settings

from .conftest import free_port
from .test_kills_in_prefect import files, wait_until

pytestmark = [pytest.mark.server, pytest.mark.filterwarnings("default")]  # Prefect's own and its dependencies'

ROOT = Path(__file__).parents[2]
RAW = {
    "terminal.txt": "Kameras am Fährhafen\n\nDer Küstenrat von Norderwiek kaufte im Mai zwölf Kameras von Orvianta. "
    "Die Fahrgäste wurden nicht gefragt.\n",
    "depot.txt": "Kameras im Depot\n\nDie Stadtwerke von Lindholm kauften im Juni vier Kameras. "
    "Die Fahrgäste lobten das.\n",
    "council.txt": "Minutes of the council\n\nThe council of Norderwiek bought twelve cameras in May. "
    "Nobody asked the passengers why.\n",
}
GLOSSARY = "source_language,source_term,target_term,case,whole_word\nde,Fahrgäste,ferry passengers,,\n"
REASON = "The glossary has a new term"
DEPLOYMENTS = {"ingest", "ingest-now", "reingest", "verify"}
PATIENCE = 60.0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project as a user has it, its three documents ingested."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("flows", "models"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("ingest.toml", "prefect.toml", "prefect.yaml"):
        shutil.copy(ROOT / name, folder)
    (folder / "raw").mkdir()
    for name, text in RAW.items():
        (folder / "raw" / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("INGEST_STATE", raising=False)
        with open_run(load_settings()) as run:
            summary = Summary()
            for batch in run.batches(list(run.items())):
                summary += run.process(batch)
            run.finish(summary)
    assert summary.total == len(RAW)
    return folder


@dataclass
class Serve:
    """What `make serve` started: its process and where it listens."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask Prefect's API."""
        return httpx.post(f"{self.url}/api/{path}", json=body or {}, timeout=30).raise_for_status().json()

    def stop(self) -> str:
        """Press Ctrl-C and return all that it said."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(90) == 0
        return self.log.read_text("utf-8")


@contextmanager
def serving(project: Path) -> Iterator[Serve]:
    """Start `make serve` and wait until it says that it is ready; kill what is left of it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "INGEST_"))}
    port, log = free_port(), project / "serve.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.serve"],
            cwd=project,
            env={**environment, "INGEST_PORT": str(port), "PYTHONPATH": os.pathsep.join([str(project), *sys.path])},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        wait_until(lambda: "Ready:" in log.read_text("utf-8") or process.poll() is not None, 4 * PATIENCE)
        assert process.poll() is None, log.read_text("utf-8")
        yield Serve(process, port, log)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(90)


class Page:
    """A page of Prefect's UI, in the words of a person: what is read, filled in and pressed."""

    def __init__(self, driver: Any, url: str) -> None:
        self.driver, self.url = driver, url

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    @property
    def text(self) -> str:
        """Return what is to be read; it may be drawn anew at this moment."""
        return re.sub(r"\s*\n\s*", "\n", self.driver.execute_script("return document.body.innerText"))

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait for something to be true; if it never is, say what was to be read."""
        try:
            wait_until(condition, PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"{self.driver.current_url}\n{self.text}") from error

    def find(self, path: str) -> Any:
        found: list[Any] = []

        def there() -> bool:
            found[:] = [each for each in self.driver.find_elements("xpath", path) if each.is_displayed()]
            return bool(found)

        self.wait(there)
        return found[0]

    def press(self, what: str, kind: str = "*[self::a or self::button]") -> None:
        self.click(f"//{kind}[normalize-space()='{what}']")

    def click(self, path: str) -> None:
        """Click as soon as nothing lies over it; a message of a busy server that stays there is closed first."""
        from selenium.common.exceptions import ElementClickInterceptedException, StaleElementReferenceException

        def clicked() -> bool:
            try:
                self.find(path).click()
            except (ElementClickInterceptedException, StaleElementReferenceException):
                for message in self.driver.find_elements("xpath", "//button[normalize-space()='Close']"):
                    self.driver.execute_script("arguments[0].click()", message)
                return False
            return True

        self.wait(clicked)

    def submit(self) -> None:
        """Press Submit, again if the page did not listen yet."""
        form = self.driver.current_url
        for _ in range(3):
            self.press("Submit", "button")
            for _ in range(50):
                if self.driver.current_url != form:
                    return
                sleep(0.2)
        raise AssertionError(f"the form was not taken: {self.text}")

    def field(self, label: str, kind: str) -> Any:
        """Find the control under a label of the form."""
        return self.find(f"//label[.//span[starts-with(normalize-space(),'{label}')]]/following::fieldset[1]//{kind}")

    def wait_for(self, words: str) -> None:
        self.wait(lambda: words in self.text)

    def picture(self, name: str, words: str) -> None:
        """Wait for the words; take a picture if pictures are wanted."""
        self.wait_for(words)
        folder = os.environ.get("INGEST_SCREENSHOTS")
        if folder:
            image = pytest.importorskip("PIL.Image").open(BytesIO(self.driver.get_screenshot_as_png()))
            image.convert("P", palette=1, colors=64).save(Path(folder) / f"{name}.png", optimize=True)


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Any]:
    """Yield a headless Chromium; without one, or without Selenium, the test is skipped."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    chromedriver = shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("Chromium and its driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    switches = "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    for switch in [*switches.split(), "disable-component-update", "disable-sync", "window-size=1280,1500"]:
        options.add_argument(f"--{switch}")
    options.add_argument(f"--user-data-dir={tmp_path / 'browser'}")
    service = webdriver.ChromeService(chromedriver)
    browser = webdriver.Chrome(options=options, service=service)
    try:
        yield browser
    finally:
        browser.quit()


def press_run(page: Page, serve: Serve, *, words: str, rehearse: bool, picture: str) -> str:
    """Fill in the form of `reingest` and submit it; return the identifier of the run that this started."""
    known = {run["id"] for run in serve.ask("flow_runs/filter")}
    page.open("/deployments")
    page.press("reingest", "a")
    page.press("Run", "button")
    page.press("Custom run", "button")
    page.field("Reason", "textarea").send_keys(REASON)
    page.field("Words", "textarea").send_keys(words)
    if not rehearse:
        page.field("Dry run", "label[@role='switch']").click()
    page.picture(picture, "Parameters")
    page.submit()
    started: set[str] = set()

    def has_started() -> bool:
        runs = serve.ask("flow_runs/filter", {"deployments": {"name": {"any_": ["reingest"]}}})
        started.update({run["id"] for run in runs} - known)
        return bool(started)

    page.wait(has_started)
    (run,) = started
    return run


def test_a_person_rehearses_and_does_a_reingestion_in_the_browser(project: Path, driver: Any) -> None:
    processed = project / "processed"
    before = files(processed)
    (project / "glossary.csv").write_text(GLOSSARY, "utf-8")
    with serving(project) as serve:
        page = Page(driver, serve.url)

        run = press_run(page, serve, words="Küstenrat", rehearse=True, picture="reingest-form")
        page.open(f"/runs/flow-run/{run}")
        page.wait_for("1 documents would be done again from translate")
        page.press("Artifacts", "*[self::button or self::li or self::a or self::span]")
        page.click("//a[contains(., 'reingest-plan')]")
        page.picture("reingest-plan", "raw/terminal.txt")
        assert "Kameras am Fährhafen" in page.text
        assert "raw/depot.txt" not in page.text
        assert files(processed) == before

        run = press_run(page, serve, words="Küstenrat", rehearse=False, picture="reingest-form-for-good")
        page.open(f"/runs/flow-run/{run}")
        page.picture("reingest-run", "1 documents: 1 redone")
        page.press("Artifacts", "*[self::button or self::li or self::a or self::span]")
        page.click("//a[contains(., 'reingest-changes')]")
        page.picture("reingest-changes", "raw/terminal.txt")
        assert "ferry passengers" in page.text

    after = files(processed)
    changed = {name for name in before if after[name] != before[name]}
    (record,) = (name for name in changed if name.startswith("records/"))
    assert b"ferry passengers" in after[record]
    assert b"terminal.txt" in after[record]
    assert {name for name in after.keys() - before.keys() if not name.startswith("revisions/")} == set()
    logs = "".join(path.read_text("utf-8") for path in (processed / "runs").rglob("*") if path.is_file())
    assert REASON in logs


def test_serve_has_all_deployments_stops_cleanly_and_goes_on_where_it_was(project: Path) -> None:
    with serving(project) as serve:
        deployments = {each["name"]: each for each in serve.ask("deployments/filter")}
        assert deployments.keys() == DEPLOYMENTS
        (schedule,) = deployments["ingest"]["schedules"]
        assert schedule["schedule"]["cron"]
        assert schedule["schedule"]["timezone"]
        assert not deployments["ingest-now"]["schedules"]
        assert deployments["verify"]["schedules"]
        planned = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        wait_until(lambda: serve.ask("flow_runs/filter", planned), PATIENCE)  # the server's scheduler is at work
        cancelled = {"state": {"type": "CANCELLED", "message": "never wanted"}}
        run = serve.ask(f"deployments/{deployments['verify']['id']}/create_flow_run", cancelled)["id"]
        said = serve.stop()
        assert "Stopped" in said
        assert "Traceback" not in said
    with serving(project) as serve:
        assert run in {each["id"] for each in serve.ask("flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})}
        assert {each["name"] for each in serve.ask("deployments/filter")} == DEPLOYMENTS
