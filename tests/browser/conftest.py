"""A running demo county and a Chromium for each worker; every page is watched for errors and foreign requests."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from . import county as counties
from .pages import STATUS

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
HERE = Path(__file__).parent
PASSWORD = "mingchuang-2026"


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Site:
    """The running county. `addresses` are paths by page name (pages.py); `directory` holds its database."""

    def __init__(self, url: str, addresses: dict[str, str], directory: Path):
        self.url, self.addresses, self.directory = url, addresses, directory

    def address(self, name: str, look: str = "") -> str:
        """The whole address of a page, seen in a look such as "elder" or "elder,black-yellow"."""
        path = self.addresses.get(name)
        assert path, f"the demo county has no page of this type: {name}"
        return self.url + (f"/v/{look}" if look else "") + path


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    directory = counties.copy(counties.prepared(shared), base / "own-county")
    addresses = json.loads((directory / "addresses.json").read_text())
    with counties.served(directory) as url:
        yield Site(url, addresses, directory)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with the file: while Playwright's event loop runs, Django refuses the database to other tests here."""
    if not Path(CHROMIUM).exists():
        pytest.fail(
            f"{CHROMIUM} is missing. Install it: sudo apt-get install chromium fonts-noto-cjk", pytrace=False
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser, site) -> Iterator[BrowserContext]:
    made = new_context(browser)
    yield made
    made.close()


@pytest.fixture
def page(context, site) -> Iterator[Page]:
    """A page that fails its test on a console error, a policy violation or a request to another host."""
    page = context.new_page()
    faults = watch(page, site)
    yield page
    assert not faults, faults


@pytest.fixture
def signed_in(browser, site) -> Iterator[Callable[[str], Page]]:
    """`signed_in("jingban")` is a page of that user's own browser, watched like `page`."""
    contexts, faults = [], []

    def enter(username: str, start: str = "/admin/") -> Page:
        contexts.append(new_context(browser))
        page = contexts[-1].new_page()
        faults.append(watch(page, site))
        sign_in(page, site, username, start)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not any(faults), faults


def new_context(browser: Browser, **options) -> BrowserContext:
    """A fresh visitor in China with a window of 1280 x 800, who wants no animation."""
    usual = {
        "viewport": {"width": 1280, "height": 800},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**usual | options)
    context.set_default_timeout(15_000)
    return context


def watch(page: Page, site: Site) -> list[str]:
    """Faults of `page`, collected while it lives. A page that rightly answers 404 or 410 is no fault."""
    faults = []
    page.on("console", lambda message: _is_fault(message, page) and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: _is_foreign(request.url, site) and faults.append(f"asked for {request.url}"),
    )
    return faults


def open_page(page: Page, site: Site, name: str, look: str = "") -> None:
    """Go to a page of pages.py; it must answer as expected."""
    response = page.goto(site.address(name, look))
    expected = STATUS.get(name, 200)
    assert response.status == expected, f"{name} answers {response.status}"


def sign_in(page: Page, site: Site, username: str, start: str = "/admin/") -> None:
    """Sign in as a demo user and arrive at `start`."""
    page.goto(site.url + start)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(site.url + start)


def _is_fault(message: ConsoleMessage, page: Page) -> bool:
    """Chromium reports the 404 or 410 of the page itself as an error; the tests judge that by the answer."""
    return message.type == "error" and message.location["url"] != page.url


def _is_foreign(url: str, site: Site) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(site.url).netloc
