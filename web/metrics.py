"""/metrics for Prometheus: figures of the books and the queues, and what was counted since the start."""

import asyncio
import hmac
from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.counting import counted
from actions.shop import Shop
from actions.vital_signs import NO_POINTS, Points, Totals, Vitals, totals
from web.health import Pulse

# What is counted in the process: its name in actions.counting, the label it comes with, what it is.
COUNTS = (
    ("updates", "result", "Updates from Telegram by what became of them."),
    ("notices", "outcome", "Tries to send a message by outcome."),
    ("webhook_tries", "outcome", "Tries to post an event to a webhook."),
    ("telegram_errors", "kind", "Calls of the Bot API that failed, by kind of error."),
    ("telegram_pauses", "", "Pauses the Bot API asked for (429)."),
)
# A proxy says with these that somebody else is asking.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
HERE = ("localhost", "127.0.0.1", "[::1]")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures(Collector):
    """The metrics of one moment."""

    def __init__(self, vitals: Vitals, books: Totals) -> None:
        self._vitals = vitals
        self._books = books

    def collect(self) -> Iterator[Metric]:
        """Every family, in a fixed order."""
        yield _counter("purchases", "Purchases booked.", [("", self._books.purchases)])
        yield _counter("refunds", "Refunds made.", [("", self._books.refunds)])
        points = self._books.points
        yield _counter("points_given", "Points given, by kind of entry.", points.given.items(), "kind")
        yield _counter("points_taken", "Points taken, by kind of entry.", points.taken.items(), "kind")
        yield from self._queues()
        counts = counted()
        for name, label, text in COUNTS:
            found = [(kind, times) for (what, kind), times in counts.items() if what == name]
            yield _counter(name, text, found if found or label else [("", 0)], label)

    def _queues(self) -> Iterator[Metric]:
        lag = GaugeMetricFamily(
            "kopilka_queue_lag_seconds", "How long the first in line could have gone.", labels=["queue"]
        )
        length = GaugeMetricFamily("kopilka_queue_length", "How many wait.", labels=["queue"])
        queues = self._vitals.queues
        for name, queue in (
            ("notices", queues.notices),
            ("webhooks", queues.webhooks),
            ("inbox", queues.inbox),
        ):
            lag.add_metric([name], self._vitals.lag_seconds(queue))
            length.add_metric([name], queue.waiting)
        yield lag
        yield length
        seconds = self._vitals.write_seconds
        yield GaugeMetricFamily(
            "kopilka_database_up", "Whether the database takes writes.", value=int(seconds is not None)
        )
        yield GaugeMetricFamily(
            "kopilka_database_write_seconds", "How long a small write took.", value=seconds or 0.0
        )


class Watch:
    """Counts and times every request by the pattern of its route, never by its address."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        labels = ["route", "method", "status"]
        self._requests = Counter("kopilka_http_requests", "HTTP requests.", labels, registry=registry)
        self._seconds = Histogram(
            "kopilka_http_request_seconds", "How long an answer took.", ["route"], registry=registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application, watched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop, status = asyncio.get_running_loop(), 500
        began = loop.time()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            route = _pattern(scope)
            method = (
                scope["method"] if scope["method"] in ("GET", "POST", "PUT", "DELETE", "HEAD") else "other"
            )
            self._requests.labels(route, method, str(status)).inc()
            self._seconds.labels(route).observe(loop.time() - began)


class Metrics:
    """What a scrape needs to remember: points counted already, and what watches the requests."""

    def __init__(self, shop: Shop, pulse: Pulse) -> None:
        self._shop = shop
        self._pulse = pulse
        self._points: Points = NO_POINTS
        self._turn = asyncio.Lock()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)

    async def page(self) -> bytes:
        """Everything in the text format of Prometheus."""
        async with self._turn:
            vitals = await self._pulse.vitals()
            books = await totals(self._shop, self._points)
            self._points = books.points
        moment = CollectorRegistry()
        moment.register(Figures(vitals, books))
        return generate_latest(moment) + generate_latest(self.registry)


def open_metrics(app: FastAPI, shop: Shop, pulse: Pulse) -> None:
    """Put the door and the watch on the application."""
    metrics = Metrics(shop, pulse)
    app.state.metrics = metrics
    app.add_middleware(Watch, registry=metrics.registry)
    doors = APIRouter(include_in_schema=False)
    doors.add_api_route("/metrics", answer_metrics, methods=["GET"])
    app.include_router(doors)


async def answer_metrics(request: Request) -> Response:
    """The figures, to whoever has the key; without a key in the settings, to this machine alone."""
    key: str = request.app.state.settings.metrics_key
    if key:
        said = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(said, f"Bearer {key}".encode()):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    elif not from_here(request):
        return Response(status_code=403)
    metrics: Metrics = request.app.state.metrics
    return Response(await metrics.page(), media_type=CONTENT_TYPE)


def from_here(request: Request) -> bool:
    """Whether a program on this machine asks by itself, and no proxy for somebody else."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        return ip_address(request.client.host).is_loopback and name in HERE
    except ValueError:
        return False


def _pattern(scope: Scope) -> str:
    route = getattr(scope.get("route"), "path", None)
    return "other" if route is None else f"{scope.get('root_path', '')}{route}"


def _counter(name: str, text: str, found: Iterable[tuple[str, int]], label: str = "") -> CounterMetricFamily:
    family = CounterMetricFamily(f"kopilka_{name}", text, labels=[label] if label else [])
    for value, times in found:
        family.add_metric([value] if label else [], times)
    return family
