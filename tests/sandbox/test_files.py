"""Pictures and documents: there by attach://, back by file_id."""

import io

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto
from PIL import Image

from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Wire


def picture(colour: str = "navy", size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


async def test_an_uploaded_photo_comes_back_by_its_file_id(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    content = picture()
    sent = await bot.send_photo(
        anna.id, BufferedInputFile(content, "card.jpg"), caption="<b>x</b>", parse_mode="HTML"
    )
    assert sent.photo is not None
    assert (sent.photo[-1].width, sent.photo[-1].height, sent.photo[-1].file_size) == (60, 40, len(content))
    again = await bot.send_photo(anna.id, sent.photo[-1].file_id)
    assert again.photo == sent.photo
    assert telegram.file_bytes(sent.photo[-1].file_id) == content
    file = await bot.download(sent.photo[-1].file_id)
    assert file is not None
    assert file.read() == content


async def test_media_can_be_swapped_and_a_caption_edited(bot: Bot, telegram: Telegram, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "текст")
    media = InputMediaPhoto(
        media=BufferedInputFile(picture("red"), "a.jpg"), caption="<i>да</i>", parse_mode="HTML"
    )
    edited = await bot.edit_message_media(media, chat_id=anna.id, message_id=sent.message_id)
    screen = telegram.screen(anna)
    assert screen is not None
    assert not isinstance(edited, bool)
    assert (screen.html, bool(screen.photo)) == ("<i>да</i>", True)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=anna.id, message_id=sent.message_id)
    same = InputMediaPhoto(media=screen.photo, caption="<i>да</i>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_media(same, chat_id=anna.id, message_id=sent.message_id)
    await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="иначе")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="я" * 1025)


async def test_a_document_keeps_its_name_and_bytes(bot: Bot, telegram: Telegram, anna: Person) -> None:
    sent = await bot.send_document(anna.id, BufferedInputFile(b"a;b\n", "Отчёт.csv"), caption="файл")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("Отчёт.csv", 4)
    assert telegram.file_bytes(sent.document.file_id) == b"a;b\n"
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(anna.id, sent.document.file_id)


@pytest.mark.parametrize(
    ("photo", "refusal"),
    [
        ("nonsense", "400 Bad Request: wrong file identifier/HTTP URL specified"),
        ("attach://none", "400 Bad Request: file is not attached to the request"),
        ("https://example.com/x.jpg", "400 Bad Request: failed to get HTTP URL content"),
        (None, "400 Bad Request: there is no photo in the request"),
    ],
)
async def test_a_photo_that_is_not_there_is_refused(
    wire: Wire, anna: Person, photo: str | None, refusal: str
) -> None:
    params = {} if photo is None else {"photo": photo}
    assert await wire.refusal("sendPhoto", chat_id=anna.id, **params) == refusal


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"not a picture", "400 Bad Request: IMAGE_PROCESS_FAILED"),
        (b"", "400 Bad Request: file must be non-empty"),
        (picture(size=(9999, 2), kind="PNG"), "400 Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"x" * (10 * 1024 * 1024 + 1), "413 Request Entity Too Large"),
    ],
)
async def test_bytes_that_are_no_fitting_picture_are_refused(
    wire: Wire, anna: Person, content: bytes, refusal: str
) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id)})
    form.add_field(
        "photo", io.BytesIO(content), filename="x.jpg"
    )  # sent under the parameter's own name, without attach://
    async with wire.session.post(f"{wire.url}/bot{wire.token}/sendPhoto", data=form) as answer:
        body = await answer.json()
    assert f"{answer.status} {body['description']}" == refusal


async def test_a_persons_photo_can_be_downloaded_by_the_bot(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    telegram.send_photo(anna, picture("green"))
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.photo is not None
    file = await bot.download(message.photo[-1])
    assert file is not None
    assert file.read() == picture("green")


async def test_files_need_the_token_and_an_existing_path(wire: Wire) -> None:
    async with wire.session.get(f"{wire.url}/file/bot1:X/photos/file_1") as answer:
        assert answer.status == 401
    async with wire.session.get(f"{wire.url}/file/bot{wire.token}/photos/../../etc") as answer:
        assert answer.status == 404
    assert "wrong file_id" in await wire.refusal("getFile", file_id="x")
