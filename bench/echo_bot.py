"""The yardstick: the echo bot of aiogram's own guide. python -m bench.echo_bot ADDRESS."""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

TOKEN = "42:BENCH-NOT-A-SECRET"  # noqa: S105 - opens nothing but the stand-in

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    """Say the same."""
    await message.answer(message.text or "")


async def main(api_url: str) -> None:
    """Poll until stopped."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    logging.basicConfig(level=logging.ERROR)  # as quiet as ours is while it is measured
    asyncio.run(main(sys.argv[1]))
