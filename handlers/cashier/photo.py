"""A photo of a customer's code sent by whoever stands at the till."""

import io

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Filter
from aiogram.types import Document, Message, PhotoSize
from aiohttp import ClientError

from actions.identify import identify
from actions.read_photo import LARGEST_BYTES, read_photo
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import refuse
from handlers.cashier.sale import QUESTIONS_OF_A_SALE, show
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from texts.words import Words

Image = PhotoSize | Document


class Pictured(Filter):
    """A photo, or a picture sent as a file, while nothing but a sale can be meant."""

    async def __call__(self, message: Message, me: Speaker) -> bool:
        """Whether there is a picture to look at."""
        return picture_of(message) is not None and me.question in QUESTIONS_OF_A_SALE


def picture_of(message: Message) -> Image | None:
    """The picture of a message in its best size."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    file = message.document
    return file if file is not None and (file.mime_type or "").startswith("image/") else None


async def photographed(message: Message, me: Speaker, words: Words, shop: Shop, bot: Bot) -> None:
    """A card's code opens a sale. Without one, a picture is a wrong answer to the question that is open."""
    text = await read(bot, picture_of(message))
    if isinstance(text, Refused):
        if me.question and text.reason is Refusal.PHOTO_UNREADABLE:
            raise SkipHandler
        await refuse(message, text, words, shop)
        return
    await show(message, await identify(shop, me.member_id, me.account_id, text, Way.PHOTO), words, shop)


async def read(bot: Bot, image: Image | None) -> str | Refused:
    """What the code on it says. Refuses PHOTO_TOO_LARGE, PHOTO_LOST, and as read_photo does."""
    if image is None or (image.file_size or 0) > LARGEST_BYTES:
        return Refused(Refusal.PHOTO_TOO_LARGE)
    try:
        content = await bot.download(image, io.BytesIO())
    except (TelegramAPIError, ClientDecodeError, ClientError, OSError):
        # What broke may name the address of the file, and with it the token: it is not passed on.
        return Refused(Refusal.PHOTO_LOST)
    return Refused(Refusal.PHOTO_LOST) if content is None else await read_photo(content.read())


def register(room: Router) -> None:
    """Before every question of the till that a picture can't answer."""
    room.message.register(photographed, Pictured())
