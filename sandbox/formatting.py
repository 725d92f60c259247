"""From what a request says (text, parse_mode, entities) to the text and entities a message keeps."""

import re

from aiogram.client.default import Default
from aiogram.types import MessageEntity

from sandbox.errors import bad_request
from sandbox.html import BrokenHtmlError, Json, parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FOUND = re.compile(
    r"(?P<url>\b(?:https?://[^\s<>\"]+|t\.me/[^\s<>\"]+))|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,32})(?![\w/])"
)
MARKS = {"**": "bold", "__": "italic", "||": "spoiler", "~~": "strikethrough", "`": "code"}
TYPED = re.compile(r"(?P<mark>\*\*|__|\|\||~~|`)(?P<inner>\S(?:.*?\S)?)(?P=mark)", re.DOTALL)
OPAQUE = {"code", "pre", "text_link", "url", "bot_command"}


def formatted(
    source: str | None, parse_mode: str | Default | None, entities: list[MessageEntity] | None
) -> tuple[str, list[Json]]:
    """Trimmed text and its entities, with links and commands found. Raises ApiError for broken markup."""
    source = source or ""
    if has_surrogates(source):
        raise bad_request("text must be encoded in UTF-8")
    mode = parse_mode.lower() if isinstance(parse_mode, str) else ""
    if mode == "html":
        try:
            text, spans = parse_html(source)
        except BrokenHtmlError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text = source
        spans = [entity.model_dump(mode="json", exclude_none=True) for entity in entities or []]
    return with_found(*_trimmed(text, spans))


def typed(text: str) -> tuple[str, list[Json]]:
    """What somebody types with **bold**, __italic__, ||hidden||, ~~crossed out~~ or `code`, the way
    Telegram's own apps take it: the text and its entities."""
    out, entities, at = "", [], 0
    for match in TYPED.finditer(text.strip()):
        out += text.strip()[at : match.start()]
        kind = MARKS[match["mark"]]
        inner = match["inner"]
        entities.append({"type": kind, "offset": utf16_length(out), "length": utf16_length(inner)})
        out, at = out + inner, match.end()
    return out + text.strip()[at:], entities


def has_surrogates(text: str) -> bool:
    """Whether a text holds half a character, which no UTF-8 can carry."""
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def checked_text(text: str) -> str:
    """Refuse an empty text or one over 4096 UTF-16 units."""
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text


def checked_caption(text: str) -> str:
    """Refuse a caption over 1024 UTF-16 units."""
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text


def with_found(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Add the links and commands Telegram finds in a text by itself."""
    if "/" not in text:
        return text, entities
    taken = [entity for entity in entities if entity["type"] in OPAQUE]
    found = list(entities)
    for match in FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if not any(
            one["offset"] < offset + length and offset < one["offset"] + one["length"] for one in taken
        ):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = text.replace("\r", "") if not entities else text
    trimmed = text.strip()
    if not entities:
        return trimmed, entities
    lead = utf16_length(text) - utf16_length(text.lstrip())
    total = utf16_length(trimmed)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], total)
        if begin < end:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return trimmed, kept
