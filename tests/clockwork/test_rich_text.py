"""A formatted message becomes HTML of ours that any parser takes, with its fields whole."""

from datetime import UTC, datetime

from aiogram.types import Chat, Message, MessageEntity, PhotoSize
from hypothesis import given
from hypothesis import strategies as st

from handlers.rich_text import html_of, sent_of
from loyalty.campaign_edits import Sent
from loyalty.templates import fields_of, fill
from sandbox.formatting import formatted
from sandbox.html import utf16_length

SIMPLE = ("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote")


def message(text: str, *entities: MessageEntity) -> Message:
    return Message(
        message_id=1,
        date=datetime(2026, 5, 3, tzinfo=UTC),
        chat=Chat(id=1, type="private"),
        text=text,
        entities=list(entities),
    )


def entity(
    kind: str, offset: int, length: int, url: str | None = None, custom_emoji_id: str | None = None
) -> MessageEntity:
    return MessageEntity(type=kind, offset=offset, length=length, url=url, custom_emoji_id=custom_emoji_id)


def test_formatting_stays_and_signs_are_escaped() -> None:
    text = message("😀 a < b", entity("bold", 3, 5))
    assert html_of(text) == "😀 <b>a &lt; b</b>"


def test_what_a_bot_cannot_send_becomes_plain() -> None:
    text = message(
        "🎁 Вера #тег",
        entity("custom_emoji", 0, 2, custom_emoji_id="5"),
        entity("text_mention", 3, 4),
        entity("hashtag", 8, 4),
    )
    assert html_of(text) == "🎁 Вера #тег"


def test_an_address_cannot_break_out_of_its_tag() -> None:
    html = html_of(message("тут", entity("text_link", 0, 3, url='https://a.ru/?x="><b>&y')))
    found, entities = formatted(html, "HTML", None)
    assert found == "тут"
    assert [one["url"] for one in entities] == ['https://a.ru/?x="><b>&y']


def test_formatting_that_cuts_a_field_leaves_it_whole() -> None:
    assert html_of(message("Вам {имя|друг}!", entity("bold", 5, 3))) == "Вам <b>{имя|друг}</b>!"
    assert html_of(message("Вам {имя}!", entity("bold", 0, 7))) == "<b>Вам </b>{имя}!"
    assert html_of(message("Вам {имя}, да", entity("bold", 6, 7))) == "Вам {имя}<b>, да</b>"
    assert html_of(message("Вам {имя}!", entity("bold", 0, 10))) == "<b>Вам {имя}!</b>"


@given(
    st.lists(st.sampled_from(["a", "{имя}", "😀", "<", "{x}", "&", "{", "}", "\n"]), min_size=1, max_size=12),
    st.data(),
)
def test_any_nested_formatting_is_balanced_html_with_every_word(
    words: list[str], data: st.DataObject
) -> None:
    text = "x" + "".join(words) + "y"
    spans, total = [], utf16_length(text)
    begin, end = 0, total
    for kind in data.draw(st.lists(st.sampled_from(SIMPLE), max_size=4, unique=True)):
        begin = data.draw(st.integers(begin, end - 1)) if end > begin else begin
        end = data.draw(st.integers(begin, end))
        if _whole(text, begin) and _whole(text, end) and end > begin:
            spans.append(entity(kind, begin, end - begin))
    html = html_of(message(text, *spans))
    found, _ = formatted(html, "HTML", None)
    assert found == text
    assert [place.word for place in fields_of(html)] == [
        place.word for place in fields_of(html_of(message(text)))
    ]
    formatted(fill(html, {"name": "Я"}), "HTML", None)


def test_a_photo_a_text_an_album_and_the_rest() -> None:
    size = PhotoSize(file_id="small", file_unique_id="1", width=1, height=1)
    photo = message("").model_copy(
        update={"text": None, "photo": [size, size.model_copy(update={"file_id": "big"})]}
    )
    assert sent_of(photo, "Открыть") == Sent("", "", "photo", "big", usual="Открыть")
    assert sent_of(photo.model_copy(update={"media_group_id": "7"})) == Sent(odd="album", album="7")
    assert sent_of(message("да")) == Sent("да", "да")
    assert sent_of(message("").model_copy(update={"text": None})) == Sent(odd="kind")


def _whole(text: str, offset: int) -> bool:
    """Whether no character is cut there."""
    units = text.encode("utf-16-le")
    return not 0xDC00 <= int.from_bytes(units[2 * offset : 2 * offset + 2], "little") < 0xE000
