"""Reading a Bot API request (GET or POST; query, JSON, form, multipart) and checking it against aiogram's
method model."""

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import ValidationError

from sandbox.errors import ApiError, bad_request

UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along with a request."""

    name: str
    mime_type: str
    content: bytes


Uploads = Mapping[str, Upload]


async def read_request(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and uploaded files. Raises ApiError 413 over 50 MB, 400 for a body that is not what it
    says."""
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if (request.content_length or 0) > UPLOAD_LIMIT_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    try:
        if request.content_type == "multipart/form-data":
            await _read_multipart(request, params, uploads)
        elif request.content_type == "application/json":
            body = json.loads(await request.text() or "{}")
            if not isinstance(body, dict):
                raise bad_request("can't parse JSON object")
            params.update(body)
        elif request.method == "POST":
            params.update(await request.post())
    except (ValueError, RecursionError, HttpProcessingError) as error:
        raise bad_request("can't parse the request's body") from error
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError(413, "Request Entity Too Large") from error
    return params, uploads


async def _read_multipart(request: web.Request, params: dict[str, Any], uploads: dict[str, Upload]) -> None:
    left_bytes = UPLOAD_LIMIT_BYTES
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytearray()
        while chunk := await part.read_chunk(65536):
            left_bytes -= len(chunk)
            if left_bytes < 0:
                raise ApiError(413, "Request Entity Too Large")
            content += chunk
        if part.filename is None:
            params[part.name] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, bytes(content))


def parse(model: type[TelegramMethod[Any]], params: dict[str, Any], uploads: Uploads) -> Any:
    """The request as aiogram's method object; unknown parameters are ignored, as Telegram does. Raises
    ApiError 400."""
    values: dict[str, Any] = {}
    for name, shape in _shapes(model).items():
        value = params.get(name)
        if value is None and name in uploads:
            value = f"attach://{name}"
        if value is None:
            if shape == "default":
                values[name] = None
        elif isinstance(value, str) and value != "":
            values[name] = _decoded(value, shape)
        elif isinstance(value, int) and shape == "text":
            values[name] = str(value)
        elif value != "" or shape in ("text", "default"):
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refusal(error) from error


def _decoded(value: str, shape: str) -> Any:
    if shape == "id":
        return int(value) if value.removeprefix("-").isdecimal() and len(value) < 20 else value
    if shape == "json":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _refusal(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False, include_input=False)[0]
    field = str(first["loc"][0]) if first["loc"] else "request"
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(MISSING.get(field, f"{field} is not specified"))
    place = ".".join(str(step) for step in first["loc"])
    return bad_request(f"can't parse {field.replace('_', ' ')}: {place}: {first['msg']}")


@cache
def _shapes(model: type[TelegramMethod[Any]]) -> dict[str, str]:
    """How each parameter travels in a form: as text, as a chat id, or as JSON; "default" is text with a
    client default."""
    return {name: _shape(field.annotation) for name, field in model.model_fields.items()}


def _shape(annotation: Any) -> str:
    kinds = _flat(annotation)
    if str not in kinds:
        return "json"
    if int in kinds:
        return "id"
    return "default" if Default in kinds else "text"


def _flat(annotation: Any) -> set[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _flat(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return set().union(*(_flat(part) for part in get_args(annotation)))
    return {annotation}
