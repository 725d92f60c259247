"""All HTTP doors in one application."""

from fastapi import FastAPI

from actions.shop import Shop
from web import health, links, metrics, problems, scanner
from web.settings import WebSettings
from web.till_api import PREFIX, till_api
from web.till_api.limits import Pace


def create_app(shop: Shop, settings: WebSettings) -> FastAPI:
    """The doors that are open with these settings."""
    app = FastAPI(title="Kopilka", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.shop, app.state.settings = shop, settings
    problems.install(app, shop)
    app.mount(PREFIX, till_api(shop, Pace(settings.till_a_second, settings.till_at_once)))
    app.state.pulse = health.Pulse(shop)
    app.include_router(health.router())
    metrics.open_metrics(app, shop, app.state.pulse)
    # Also without a public address: links that were sent while there was one still lead on.
    app.include_router(links.router())
    if settings.public_url:
        app.include_router(scanner.router())
    return app
