"""The till API: any program that sells can find customers, quote, book and take back."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware

from actions.shop import Shop
from web import problems
from web.till_api import purchases, sales
from web.till_api.gate import Gate
from web.till_api.limits import Pace
from web.till_api.shapes import ProblemOut

PREFIX = "/api/v1"
VERSION = "1.0.0"
ABOUT = (
    "Find a customer, quote a receipt, book it, take goods back. Money in minor units, points and money are "
    "integers. Every POST that changes something needs an Idempotency-Key; errors are problem details."
)


def till_api(shop: Shop, pace: Pace) -> FastAPI:
    """The application to be mounted at PREFIX."""
    app = FastAPI(
        title="Kopilka till API",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[Middleware(Gate, shop=shop, pace=pace)],
    )
    app.state.shop, app.state.in_flight = shop, set()
    problems.install(app, shop)
    app.include_router(sales.router)
    app.include_router(purchases.router)
    described: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not described:
            described.update(describe(app))
        return described

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to say more than it knows
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: what the routes say, the shape of problems, and the key."""
    found = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
    parts = found.setdefault("components", {})
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts["schemas"] = {**parts.get("schemas", {}), **schema.pop("$defs", {}), "ProblemOut": schema}
    parts["securitySchemes"] = {"till": {"type": "http", "scheme": "bearer", "bearerFormat": "kp_..."}}
    return {**found, "servers": [{"url": PREFIX}], "security": [{"till": []}]}
