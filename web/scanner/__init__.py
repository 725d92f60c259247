"""The scanner page: a cashier's till inside the messenger."""

from fastapi import APIRouter

from web.scanner import api, page

__all__ = ["router"]


def router() -> APIRouter:
    """The page and what it asks for, under /scan."""
    whole = APIRouter(include_in_schema=False)
    whole.include_router(page.router)
    whole.include_router(api.router)
    return whole
