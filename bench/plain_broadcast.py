"""The yardstick of a broadcast: an aiogram bot that sends one message after another and remembers none."""

import asyncio
from time import monotonic

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bench.telegram import TOKEN

WORDS = "Ждём вас на кофе"


def send_all(api_url: str, first_person: int, seconds: float) -> int:
    """Write to one person after another for so long; how many messages that were."""

    async def sending() -> int:
        async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url))) as bot:
            end, sent = monotonic() + seconds, 0
            while monotonic() < end:
                await bot.send_message(first_person + sent, WORDS)
                sent += 1
            return sent

    return asyncio.run(sending())
