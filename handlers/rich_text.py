"""A message somebody wrote, as HTML of ours: its formatting taken as entities, less what no bot can send."""

from html import escape

from aiogram.enums import MessageEntityType
from aiogram.types import Message, MessageEntity
from aiogram.utils.text_decorations import html_decoration

from loyalty.campaign_edits import Sent

KEPT = frozenset(
    {
        MessageEntityType.BOLD,
        MessageEntityType.ITALIC,
        MessageEntityType.UNDERLINE,
        MessageEntityType.STRIKETHROUGH,
        MessageEntityType.SPOILER,
        MessageEntityType.BLOCKQUOTE,
        MessageEntityType.EXPANDABLE_BLOCKQUOTE,
        MessageEntityType.CODE,
        MessageEntityType.PRE,
        MessageEntityType.TEXT_LINK,
    }
)


def html_of(message: Message) -> str:
    """Its text or caption as balanced HTML; a custom emoji becomes the ordinary one that stands for it."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or []
    fields = _fields(text)
    kept = [_snapped(_plain(entity), fields) for entity in entities if entity.type in KEPT]
    kept = [entity for entity in kept if entity.length > 0]
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return html_decoration.unparse(text, kept)


def sent_of(message: Message, usual: str = "") -> Sent:
    """What somebody sent, as a campaign takes it. usual: the caption of a button that is given none."""
    html, text = html_of(message), message.text or message.caption or ""
    if message.media_group_id:
        return Sent(odd="album", album=message.media_group_id)
    if message.photo:
        return Sent(html, text, "photo", message.photo[-1].file_id, usual=usual)
    if message.video:
        return Sent(html, text, "video", message.video.file_id, usual=usual)
    return Sent(html, text, usual=usual) if message.text else Sent(odd="kind")


def _plain(entity: MessageEntity) -> MessageEntity:
    """Without what would break out of an attribute, and without the language of a program."""
    return MessageEntity(
        type=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=escape(entity.url) if entity.url else None,
    )


def _fields(text: str) -> list[tuple[int, int]]:
    """Where {fields} stand, in UTF-16 units."""
    spans, begin, at = [], -1, 0
    for character in text:
        if character == "{":
            begin = at
        at += 2 if character > "\uffff" else 1
        if character == "}" and begin >= 0:
            spans.append((begin, at))
            begin = -1
    return spans


def _snapped(entity: MessageEntity, fields: list[tuple[int, int]]) -> MessageEntity:
    """Formatting holds a field whole or not at all: what lies within one takes it all, what ends in one ends
    before it. So nothing that was nested comes to overlap."""
    begin, end = entity.offset, entity.offset + entity.length
    for first, last in fields:
        if first <= begin and end <= last:
            begin, end = first, last
        elif first < begin < last:
            begin = last
        elif first < end < last:
            end = first
    return entity.model_copy(update={"offset": begin, "length": end - begin})
