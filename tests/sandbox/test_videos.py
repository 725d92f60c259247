"""Videos, captions and formatting in the stand-in: what a broadcast is made of."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaVideo

from sandbox.formatting import typed
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.cast import grey_picture

CLIP = b"\x00\x00\x00\x18ftypmp42"


async def test_a_persons_video_comes_with_its_caption_and_is_sent_on_by_its_file_id(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    telegram.start(anna)
    telegram.send_video(anna, CLIP, "Смотрите https://example.com")
    (*_, update) = await bot.get_updates()
    assert update.message is not None
    assert update.message.video is not None
    assert update.message.caption == "Смотрите https://example.com"
    assert [one.type for one in update.message.caption_entities or []] == ["url"]
    sent = await bot.send_video(anna.id, update.message.video.file_id, caption="<b>да</b>", parse_mode="HTML")
    assert sent.video == update.message.video
    bubble = telegram.chat(anna)[-1]
    assert (bubble.video, bubble.html) == (update.message.video.file_id, "<b>да</b>")
    assert telegram.file_bytes(bubble.video) == CLIP


async def test_a_video_is_uploaded_changed_and_no_photo(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.start(anna)
    first = await bot.send_video(anna.id, BufferedInputFile(CLIP, "a.mp4"))
    second = await bot.send_video(anna.id, BufferedInputFile(CLIP + b"2", "b.mp4"))
    assert first.video is not None
    assert second.video is not None
    await bot.edit_message_media(
        InputMediaVideo(media=first.video.file_id, caption="другое"),
        chat_id=anna.id,
        message_id=second.message_id,
    )
    bubble = telegram.chat(anna)[-1]
    assert (bubble.video, bubble.text) == (first.video.file_id, "другое")
    with pytest.raises(TelegramBadRequest, match="can't use file of type Video as Photo"):
        await bot.send_photo(anna.id, first.video.file_id)


async def test_pictures_of_an_album_name_it(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.start(anna)
    telegram.send_photo(anna, grey_picture(), "обе", album="7")
    (*_, update) = await bot.get_updates()
    assert update.message is not None
    assert (update.message.media_group_id, update.message.caption) == ("7", "обе")


@pytest.mark.parametrize(
    ("said", "text", "entities"),
    [
        ("просто текст", "просто текст", []),
        ("**жирно** и __косо__", "жирно и косо", [("bold", 0, 5), ("italic", 8, 4)]),
        ("😀 ||тайна||", "😀 тайна", [("spoiler", 3, 5)]),
        ("`код` ~~нет~~", "код нет", [("code", 0, 3), ("strikethrough", 4, 3)]),
        ("2 ** 3 ** 4 и a__b", "2 ** 3 ** 4 и a__b", []),
    ],
)
def test_what_is_typed_with_stars_is_formatted(
    said: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found, made = typed(said)
    assert found == text
    assert [(one["type"], one["offset"], one["length"]) for one in made] == entities
