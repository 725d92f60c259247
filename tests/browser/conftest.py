"""The sandbox as a newcomer starts it, in a process of its own, and Chromium in front of it.

Chromium is started once a worker, and so every test here runs in the one loop it belongs to.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.actions.paying import rich
from tests.actions.people import Actor, Cast, raised
from tests.clockwork.stand import HandClock
from tests.processes import said_by
from tests.web.scanner_door import Page as Door
from tests.web.scanner_door import served

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
START_SECONDS = 60
CLOSE_SECONDS = 30
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the browser run in the browser's loop."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", autouse=True)
def _chromium_is_there() -> None:
    if CHROMIUM.exists():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"{CHROMIUM} is missing: `make test` installs it where it may")
    pytest.skip(f"the browser tests are skipped: {CHROMIUM} is not installed")


class Sandbox:
    """`python -m sandbox` on its data folder: started, killed, started again."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.address = address
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process and wait for the printed address; the port stays the same ever after."""
        port = self.address.rpartition(":")[2] or "0"
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "sandbox"),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(self.folder), "SANDBOX_PORT": port},
            stdout=asyncio.subprocess.PIPE,
            # Not ours: should we be killed, whoever reads what the tests say must not wait for this process.
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while line := await self._process.stdout.readline():
                if found := ADDRESS.search(line):
                    self.address = found.group().decode()
                    return
        raise AssertionError("the sandbox ended before it printed its address")

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send our own process a signal and wait for its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        said, _ = await said_by(self._process)
        sys.stdout.write(said)  # shown when the test fails
        return int(self._process.returncode or 0)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A sandbox that was started once, so that its demo shop is there, and stopped."""
    stage = Sandbox(tmp_path_factory.mktemp("demo") / "data")

    async def furnish() -> None:
        try:
            await stage.start()
        finally:
            await stage.end()

    asyncio.run(furnish())
    return stage


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(tmp_path: Path, demo: Sandbox) -> AsyncIterator[Sandbox]:
    """A running sandbox with its demo shop."""
    shutil.copytree(demo.folder, tmp_path / "data")
    stage = Sandbox(tmp_path / "data", demo.address)
    try:
        await stage.start()
        yield stage
    finally:
        await stage.end(signal.SIGKILL)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser that asks nobody but us."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        try:
            yield browser
        finally:
            async with asyncio.timeout(CLOSE_SECONDS):
                await browser.close()


@asynccontextmanager
async def page_of(
    browser: Browser, address: str, *, width: int = 1280, height: int = 800, phone: bool = False
) -> AsyncIterator[Page]:
    """The sandbox page in Russian; any error on it, and any request elsewhere, fails the test."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=phone,
        has_touch=phone,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
    )
    page = await context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: _note_foreign(request.url, trouble))
    try:
        await page.goto(address)
        yield page
    finally:
        await context.close()
    assert trouble == []


def _note_foreign(url: str, trouble: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        trouble.append(f"a request to {url}")


# The scanner page on its own, without a sandbox around it.


class WallClock(HandClock):
    """The browser's own clock, so that both sides speak of the same moment; later when a test says so."""

    ahead_seconds: float = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead_seconds)


@pytest.fixture
def wall() -> WallClock:
    return WallClock()


@pytest_asyncio.fixture(loop_scope="session")
async def cast(tmp_path: Path, wall: WallClock) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", wall) as cast:
        yield cast


@pytest_asyncio.fixture(loop_scope="session")
async def door(cast: Cast) -> AsyncIterator[Door]:
    async with served(cast) as door:
        yield door


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def anna(cast: Cast) -> Actor:
    return await rich(cast)
