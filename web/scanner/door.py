"""Who stands at the page's door: the session's key in the Authorization header, looked up at each request."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from actions.page_session import visitor
from actions.recognise import Speaker
from actions.shop import Shop
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from texts.words import Words, words_for
from web.problems import ProblemError

SCHEME = "bearer"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person on the page: the shop, himself, the rules in force, and how to speak to him."""

    shop: Shop
    me: Speaker
    programme: Programme
    words: Words


async def _visitor(request: Request, authorization: Annotated[str, Header()] = "") -> Visitor:
    scheme, _, key = authorization.partition(" ")
    shop: Shop = request.app.state.shop
    found = await visitor(shop, key) if scheme.lower() == SCHEME else Refused(Refusal.PAGE_OVER)
    if isinstance(found, Refused):
        raise ProblemError(found, {"WWW-Authenticate": "Bearer"})
    me, programme = found
    words = words_for(me.language, programme.time_zone, programme.currency)
    return Visitor(shop, me, programme, words)


Here = Annotated[Visitor, Depends(_visitor)]
