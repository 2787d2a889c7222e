"""Every page in a real browser: under its policy, at two widths, by keyboard, for screen readers, under attack.

Needs playwright and Debian's chromium; `make test-all` installs playwright in an environment of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attacks import attack, copy

from letopis.asking import Asker

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; make test-all installs it")
pytest.importorskip("uvicorn")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.slow, pytest.mark.models, pytest.mark.skipif(not CHROMIUM, reason="there is no chromium")]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/", "/timeline", "/timeline?all=1", "/dyads", "/dyad/NOR/RUS", "/dyad/NOR/RUS?by=month", "/actors",
         "/actor/Norway", "/network", "/issues", "/agreements", "/figures", "/attitudes", "/contradictions", "/stories",
         "/map", "/map?view=europe", "/sources", "/source/severny-vestnik.txt", "/search?q=мост",
         "/ask?q=Did+Norway+sign%3F",
         "/corrections", "/record/none")  # fmt: skip
SIZES = {"desk": (1280, 900), "phone": (390, 800)}


@contextmanager
def served(chronicle: Path, pack: Any) -> Iterator[str]:
    """The desk on a chronicle, on a free port of loopback."""
    import uvicorn

    from letopis.web.app import make_app

    app = make_app(chronicle)
    app.state.door._pack = pack
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def base(example: Asker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    chronicle = tmp_path_factory.mktemp("desk") / "c.letopis"
    copy(example.chronicle.path, chronicle)
    with served(chronicle, example.pack) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Watched:
    """A page of the browser that writes down what goes wrong, and lets no request out of the machine."""

    def __init__(self, browser: Any, size: tuple[int, int]) -> None:
        self.problems: list[str] = []
        self._context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="ru-RU")
        self._context.route("**/*", self._pass)
        self.page = self._context.new_page()
        self.page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _pass(self, route: Any) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:")):
            route.continue_()
        else:
            self.problems.append(f"asked for {route.request.url}")
            route.abort()

    def open(self, address: str) -> Any:
        self.page.goto(address, wait_until="load")
        return self.page

    def close(self) -> None:
        self._context.close()


@pytest.fixture(params=list(SIZES))
def watched(browser: Any, request: pytest.FixtureRequest) -> Iterator[Watched]:
    made = Watched(browser, SIZES[request.param])
    yield made
    made.close()


def _expected(problem: str, path: str) -> bool:
    return path == "/record/none" and "404" in problem


def test_every_page_opens_without_an_error_and_fits_the_screen(watched: Watched, base: str) -> None:
    for path in PAGES:
        page = watched.open(base + path)
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        assert not [one for one in watched.problems if not _expected(one, path)], path
        watched.problems.clear()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there; make test-all fetches it")
def test_screen_readers_find_nothing_serious(watched: Watched, base: str) -> None:
    problems: list[tuple[str, ...]] = []
    for path in PAGES:
        page = watched.open(base + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        serious = [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300])
                   for one in found["violations"] if one["impact"] in ("serious", "critical")]  # fmt: skip
        problems += [(path, *one) for one in serious]
    assert not problems


def test_keys_lead_through_the_records(watched: Watched, base: str) -> None:
    page = watched.open(base + "/timeline")
    cards = page.locator("article.card")
    assert cards.count() > 2
    for _ in range(2):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('article').id") == cards.nth(1).get_attribute("id")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('article').id") == cards.nth(0).get_attribute("id")
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.wait_for_selector("#q:focus")


def test_a_reader_corrects_and_takes_back(watched: Watched, base: str) -> None:
    page = watched.open(base + "/timeline")
    record = page.locator("article.card").first.get_attribute("id")
    page.locator("article.card").first.get_by_role("button", name="неверно").click()
    page.fill("input[name=by]", "Анна")
    page.click("main form button")
    page.wait_for_selector("tr.chosen")
    watched.open(base + "/timeline")
    assert page.locator("article.card").count() > 10
    assert page.locator(f"#{record}").count() == 0
    watched.open(base + "/corrections")
    page.locator("tbody tr:not(.undone) button").first.click()
    page.wait_for_selector("tr.undone")
    watched.open(base + "/timeline")
    assert page.locator(f"#{record}").count() == 1
    assert not watched.problems


def test_a_window_of_time_is_dragged_and_moved_by_keys(watched: Watched, base: str) -> None:
    page = watched.open(base + "/timeline")
    strip = page.locator("svg.overview")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    across = [box["x"] + box["width"] * share for share in (0.1, 0.15, 0.2)]
    page.mouse.move(across[0], box["y"] + 4)
    page.mouse.down()
    page.mouse.move(across[1], box["y"] + 4)
    page.mouse.move(across[2], box["y"] + 4)
    page.mouse.up()
    page.wait_for_url("**since=*&until=*")
    page.locator("svg.overview .thumb").last.focus()
    page.keyboard.press("Home")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "since=" in page.url
    assert not watched.problems


def test_a_dot_of_the_map_leads_to_its_events_by_keyboard(watched: Watched, base: str) -> None:
    page = watched.open(base + "/map")
    page.locator("svg.map a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("article.card").count() >= 1
    assert not watched.problems


def test_what_hostile_sources_say_never_runs(
    browser: Any, example: Asker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chronicle = tmp_path_factory.mktemp("hostile") / "c.letopis"
    attack(example.chronicle.path, chronicle)
    watched = Watched(browser, SIZES["desk"])
    asked = "/search?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D%22owned%22%3E"
    with served(chronicle, example.pack) as base:
        for path in (*PAGES, asked, "/attitudes?actor=%22%3E%3Cscript%3Edocument.title%3D1%3C/script%3E"):
            page = watched.open(base + path)
            page.mouse.move(200, 300)
            page.wait_for_timeout(50)
            assert "owned" not in page.title().replace('title="owned"', "").replace("title=&quot;owned", ""), path
            assert page.evaluate("document.querySelectorAll('main script, main img, main iframe').length") == 0, path
            assert page.evaluate("document.querySelectorAll('main [onload], main [onerror]').length") == 0, path
            assert not [one for one in watched.problems if "Content Security" in one or "asked for" in one], path
    watched.close()


def test_schemathesis_finds_nothing(base: str) -> None:
    """Made-up requests by the description: no crash, no undocumented answer, no wrong shape.

    Whether a well-formed request also means something (a known party, a handed-out cursor) no description can say.
    """
    pytest.importorskip("schemathesis", reason="schemathesis is not installed; make test-all installs it")
    command = [str(Path(sys.executable).with_name("st")), "run", f"{base}/api/v1/openapi.json", "--max-examples", "20",
               "--exclude-checks", "positive_data_acceptance", "--no-color"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=Path(__file__).parent)
    assert done.returncode == 0, done.stdout[-5000:]
