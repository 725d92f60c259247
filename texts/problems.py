"""What the HTTP doors say when they refuse before any rule is asked: titles of problem details."""

import re
from enum import StrEnum
from html import unescape
from http import HTTPStatus

from loyalty.refusals import Refused
from texts.catalogue import LANGUAGES
from texts.refusals import refused
from texts.words import Html, Words

TAG = re.compile(r"<[^>]+>")


class Fault(StrEnum):
    """Why a request was not even looked into."""

    BAD_REQUEST = "bad-request"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    TOO_LARGE = "body-too-large"
    NOT_JSON = "not-json"
    UNREADABLE = "validation"
    TOO_MANY = "too-many-requests"
    KEY_REUSED = "idempotency-key-reused"
    IN_FLIGHT = "request-in-flight"
    CHANGED = "figures-changed"
    MANAGER = "manager-asked"
    LINES_DIFFER = "lines-do-not-add-up"
    CROWDED = "busy"
    BROKEN = "internal-error"


STATUS: dict[Fault, HTTPStatus] = {
    Fault.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    Fault.UNAUTHORIZED: HTTPStatus.UNAUTHORIZED,
    Fault.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Fault.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Fault.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    Fault.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Fault.NOT_JSON: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Fault.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Fault.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Fault.KEY_REUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Fault.IN_FLIGHT: HTTPStatus.CONFLICT,
    Fault.CHANGED: HTTPStatus.CONFLICT,
    Fault.MANAGER: HTTPStatus.CONFLICT,
    Fault.LINES_DIFFER: HTTPStatus.CONFLICT,
    Fault.CROWDED: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def title(words: Words, fault: Fault) -> str:
    """The fault in a few words."""
    texts = {
        Fault.BAD_REQUEST: words.t("The request can't be read."),
        Fault.UNAUTHORIZED: words.t("The key is missing, wrong or revoked."),
        Fault.FORBIDDEN: words.t("This key may not do that."),
        Fault.NOT_FOUND: words.t("There is no such thing."),
        Fault.METHOD_NOT_ALLOWED: words.t("This address does not take that method."),
        Fault.TOO_LARGE: words.t("The body of the request is too large."),
        Fault.NOT_JSON: words.t("The body of the request must be JSON."),
        Fault.UNREADABLE: words.t("A part of the request is missing, unknown or wrong."),
        Fault.TOO_MANY: words.t("Too many requests. Please wait a little."),
        Fault.KEY_REUSED: words.t("This idempotency key was used for another request."),
        Fault.IN_FLIGHT: words.t("The same request is still being answered."),
        Fault.CHANGED: words.t("The figures have changed. Please look at them again."),
        Fault.MANAGER: words.t("A manager is asked to look at this sale. Nothing is booked before his yes."),
        Fault.LINES_DIFFER: words.t("The lines do not add up to the amount."),
        Fault.CROWDED: words.t("Too many at once. Please try again in a moment."),
        Fault.BROKEN: words.t("Something broke here. Nothing was booked."),
    }
    return plain(texts[fault])


def refusal_title(words: Words, refusal: Refused) -> str:
    """Why a rule said no, without the marks of a message."""
    return plain(refused(words, refusal))


def plain(text: Html) -> str:
    """The text as it is read."""
    return unescape(TAG.sub("", text))


def accepted_language(header: str, default: str) -> str:
    """The first of our languages an Accept-Language header names, in its order of liking; else the default.

    What is wrong in it is passed over.
    """
    liked: list[tuple[float, str]] = []
    for part in header[:200].split(","):
        name, _, parameter = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", parameter) if parameter else None
        weight = float(found[1]) if found else 1.0
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES and weight > 0:
            liked.append((-weight, language))
    return min(liked, key=lambda one: one[0])[1] if liked else default
